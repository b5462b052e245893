"""The staff of one council at the real desk: its own application, its sessions, tokens and forms; no wire between.

Each signs in by a one-time link and stays. They read nothing: a form is sent with what the page would have hidden in
it: where the matter stands. A form that the desk does not take is counted, by what it was for.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

from casework import days
from casework.cases import Case
from casework.contacts import Contact
from casework.frozen import replace
from desk import access, clashes
from desk import app as desk_app
from desk.access import Visit
from desk.desk import Desk
from run import web
from run.browser import FORM, HOST
from run.demo.desk import AT_A_CONTACT, SENT_AWAY
from run.demo.rows import Step, typed
from run.england.figures import Figures
from run.service import Service
from store import cases, contacts, people
from store.database import Connection

Event = MutableMapping[str, object]
App = Callable[[Event, Callable[[], Awaitable[Event]], Callable[[Event], Awaitable[None]]], Awaitable[None]]
"""An application as servers call it (ASGI)."""

A_YEAR = timedelta(days=400)
WHO = "dan"
"""Who takes the alarms: the complaints manager."""

CLOSED = {"came_of": "passed to the front door", "outcome": "Rang the duty team, who are with them now."}


class Page(NamedTuple):
    """A matter that somebody looks at before they send a form: as a contact, or as the case it became."""

    reference: str
    who: str
    at_contact: bool


class Refused(Exception):
    """The desk did not take a form."""


@dataclass(slots=True)
class Office:
    """Everybody who works there."""

    desk: Desk
    app: App
    sessions: dict[str, str] = field(default_factory=dict, repr=False)
    _shown: dict[Page, str] = field(default_factory=dict, repr=False)

    async def opens(self, forms: Iterable[tuple[Step, str]], figures: Figures) -> None:
        """What the pages of all these forms, each about a matter, would show now is seen in one look: to ask for each
        would be work that nobody does.
        """
        about = {Page(reference, step.by, step.does in AT_A_CONTACT) for step, reference in forms}
        self._shown = await self.desk.look(partial(self._stands, about=about, figures=figures))

    async def does(self, step: Step, reference: str, figures: Figures) -> None:
        """One form about a matter, filled in and sent. Raises `Refused`."""
        facts = typed(step.facts, days.today(self.desk.now()), self._add)
        page = Page(reference, step.by, step.does in AT_A_CONTACT)
        if page not in self._shown:
            self._shown |= await self.desk.look(partial(self._stands, about={page}, figures=figures))
        stand = self._shown.pop(page, "")  # whoever sends the next form opens the page again
        if page.at_contact:
            path = f"/contacts/{reference}/{AT_A_CONTACT[step.does]}"
        else:
            path = f"/cases/{reference}/{step.does}"
        await self._sends(step.by, path, facts | {"stand": stand, "stage": step.stage})

    async def takes_alarms(self) -> int:
        """Every alarm that rings is taken, and closed with what came of it. How many those were."""
        rung = await self.desk.look(partial(contacts.open_alarms, council=self.desk.council.name))
        for each in rung:
            path = f"/{each.name.replace('alarm/', 'alarms/', 1)}"
            await self._sends(WHO, path, {"do": "have", "seen": each.acknowledged_by})
            await self._sends(WHO, path, {"do": "close", "seen": WHO, **CLOSED})
        return len(rung)

    def _add(self, day: date, working_days: int) -> date:
        return days.add(day, working_days, self.desk.council.calendars["EW"])

    def _stands(self, db: Connection, *, about: Collection[Page], figures: Figures) -> dict[Page, str]:
        with figures.mine():
            visits = {each.id: Visit(each, "", "", each.roles) for each in people.staff(db, self.desk.council.name)}
            read = self._read(db, {(page.reference, page.at_contact) for page in about})
            asked = ((page, read.get((page.reference, page.at_contact))) for page in about)
            return {page: clashes.stand_of(one, visits[page.who]) for page, one in asked if one}

    def _read(self, db: Connection, asked: Collection[tuple[str, bool]]) -> dict[tuple[str, bool], Contact | Case]:
        name = self.desk.council.name
        some = cases.some(db, name, (reference for reference, at_contact in asked if not at_contact))
        first = (contacts.by_reference(db, name, reference) for reference, at_contact in asked if at_contact)
        return {(one.reference, False): one for one in some} | {(one.reference, True): one for one in first if one}

    async def _sends(self, who: str, path: str, facts: Mapping[str, str]) -> None:
        if who not in self.sessions:
            await self._comes_in(who)
        token = access.token_for(who, days.today(self.desk.now()), self.desk)
        status, _ = await _posted(self.app, path, {**facts, "token": token}, self.sessions[who])
        if status != SENT_AWAY:
            raise Refused(f"{path.rpartition('/')[2]} ({status})")

    async def _comes_in(self, who: str) -> None:
        council, now = self.desk.council.name, self.desk.now()
        link = await self.desk.transact(lambda db: people.issue_link(db, council, who, now))
        _, given = await _posted(self.app, f"/sign-in/{link}", {}, "")
        self.sessions[who] = "; ".join(f"{each.key}={each.value}" for each in given.values() if each.value)


def opened(service: Service) -> Office:
    """The desk of a council, where nobody is signed out before the year is over."""
    lasting = replace(web.desk_of(service), idle=A_YEAR, lasts=A_YEAR)
    return Office(lasting, desk_app.app(lasting))


async def _posted(app: App, path: str, facts: Mapping[str, str], cookie: str) -> tuple[int, "SimpleCookie"]:
    """A form, handed to the application as a server would; its status, and the cookies that it gave."""
    body = urlencode(facts).encode()
    headers = [
        (b"host", HOST.encode()), (b"content-type", FORM.encode()), (b"content-length", str(len(body)).encode()),
        (b"cookie", cookie.encode()),
    ]  # fmt: skip
    scope: Event = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"", "headers": headers,
        "client": (HOST, 1), "server": (HOST, 80),
    }  # fmt: skip
    status, given = 0, SimpleCookie()

    async def receive() -> Event:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: Event) -> None:
        nonlocal status
        match event:
            case {"type": "http.response.start", "status": int(answered), "headers": list(told)}:
                status = answered
                for name, value in told:
                    if name == b"set-cookie":
                        given.load(value.decode())

    await app(scope, receive, send)
    return status, given
