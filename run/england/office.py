"""The staff of one council at the real desk: its own application, its sessions, tokens and forms; no wire between.

Each signs in by a one-time link and stays. They read nothing: a form is sent with the version that the page would have
shown. A form that the desk does not take is counted, by what it was for.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from casework import days
from desk import access
from desk import app as desk_app
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


class Refused(Exception):
    """The desk did not take a form."""


@dataclass(slots=True)
class Office:
    """Everybody who works there."""

    desk: Desk
    app: App
    sessions: dict[str, str] = field(default_factory=dict, repr=False)
    _shown: dict[tuple[str, bool], int] = field(default_factory=dict, repr=False)

    async def opens(self, forms: Iterable[tuple[Step, str]], figures: Figures) -> None:
        """What the pages of all these forms, each about a matter, would show now is seen in one look: to ask for each
        would be work that nobody does.
        """
        about = {(reference, step.does in AT_A_CONTACT) for step, reference in forms}
        self._shown = await self.desk.look(partial(self._versions, about=about, figures=figures))

    async def does(self, step: Step, reference: str, figures: Figures) -> None:
        """One form about a matter, filled in and sent. Raises `Refused`."""
        facts = typed(step.facts, days.today(self.desk.now()), self._add)
        page = (reference, step.does in AT_A_CONTACT)
        if page not in self._shown:
            self._shown |= await self.desk.look(partial(self._versions, about={page}, figures=figures))
        version = str(self._shown.pop(page, ""))  # whoever sends the next form opens the page again
        if step.does in AT_A_CONTACT:
            path = f"/contacts/{reference}/{AT_A_CONTACT[step.does]}"
        else:
            path = f"/cases/{reference}/{step.does}"
        await self._sends(step.by, path, facts | {"version": version, "stage": step.stage})

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

    def _versions(
        self, db: Connection, *, about: Collection[tuple[str, bool]], figures: Figures
    ) -> dict[tuple[str, bool], int]:
        found: dict[tuple[str, bool], int] = {}
        with figures.mine():
            for there, is_contact in ((cases, False), (contacts, True)):
                asked = [reference for reference, contact in about if contact is is_contact]
                versions = there.versions(db, self.desk.council.name, asked) if asked else {}
                found |= {(reference, is_contact): version for reference, version in versions.items()}
        return found

    async def _sends(self, who: str, path: str, facts: Mapping[str, str]) -> None:
        if who not in self.sessions:
            await self._comes_in(who)
        token = access.token_for(who, days.today(self.desk.now()), self.desk.key)
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
