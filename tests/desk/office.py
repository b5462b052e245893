"""A complaints office for tests: a store in a file, the desk served from it on a port, and people who use it.

async with opened(path, now) as office:
    mina = await office.signed_in("mina")
    page = await mina.get("/tray")
"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from selectolax.lexbor import LexborHTMLParser, LexborNode

from casework import names
from casework.alarms import Alarm, Level
from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact, Reason, Suggestion
from casework.councils import Council, Role, Staff, with_staff
from casework.frozen import frozen
from casework.labels import CategoryB, Flag, Kind, Procedure, Sender, Service
from casework.letters import Posted
from casework.messages import Channel
from desk import clashes
from desk.access import Visit
from desk.app import app
from desk.desk import Desk
from intake.receive import receive
from store import audit, cases, changes, contacts, people
from store.database import Connection, Database
from tests import build
from tests.build import KEYS
from tests.casework.chat import table
from tests.conftest import Moment
from tests.wire.loopback import HOST

TRUST = ssl.create_default_context()  # made once: each costs a tenth of a second
KEY = b"a key of thirty-two bytes or so."

MORE = (
    Staff("rosa", "Rosa Finch", frozenset({Role.ROTA}), "rosa@council.example"),
    Staff("lena", "Lena Dow", frozenset({Role.LADO}), "lena@council.example"),
    Staff("femi", "Femi Dada", frozenset({Role.FD}), "femi@council.example"),
    Staff("pat", "Pat Bell", frozenset({Role.DP}), "pat@council.example"),
)
STAFF = (*build.STAFF, *MORE)

COMPLAINT = {
    "kind": "complaint", "procedure": "statutory", "sender": "parent", "service": "duty", "handler": "priya",
    "summary_plain": "your social worker cancelled again",
}  # fmt: skip
FINDING = {
    "outcome_1": "upheld", "point_1": "She cancelled.", "found_1": "We agree.", "why_1": "She was ill.",
    "remedy_plain": "a new worker", "remedy_by-day": "31", "remedy_by-month": "3", "remedy_by-year": "2026",
    "action_text": "tell families", "action_due-day": "30", "action_due-month": "4", "action_due-year": "2026",
    "sent_by": "email",
}  # fmt: skip


def council(name: str = "bnes") -> Council:
    """The profile with ten people who work there, one of them on the safety rota."""
    base = build.profile(name)
    return replace(with_staff(base, STAFF), safety_lines=replace(base.safety_lines, rota=("rosa",)))


@frozen
class Page:
    """An answer of the desk, taken apart."""

    answer: httpx.Response
    status: int
    html: LexborHTMLParser = field(repr=False)

    def one(self, css: str) -> LexborNode:
        """The only element there is of this kind."""
        (found,) = self.html.css(css)
        return found

    def all(self, css: str) -> list[str]:
        """The words of each."""
        return [each.text(strip=True) for each in self.html.css(css)]

    @property
    def words(self) -> str:
        """Everything that can be read on it, hidden parts too."""
        said = " ".join((self.html.body.text(separator=" ") if self.html.body else "").split())
        return re.sub(r" ([,.;:])", r"\1", said)

    @property
    def where(self) -> str:
        """Where it sends the browser."""
        return str(self.answer.headers.get("location", ""))

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: what each line says, by the id it leads to; each leads somewhere."""
        links = self.html.css(".govuk-error-summary li a")
        found = {str(link.attributes["href"]).lstrip("#"): link.text(deep=False, strip=True) for link in links}
        assert all(self.html.css_first(f"[id='{name}']") is not None for name in found), found
        return found

    def value(self, css: str) -> str:
        """What a field holds."""
        node = self.one(css)
        if node.tag == "select":
            chosen = node.css("option[selected]")
            return str(chosen[0].attributes["value"]) if chosen else ""
        return str(node.attributes.get("value") or "") if node.tag == "input" else str(node.text()).removeprefix("\n")


@dataclass(slots=True)
class Browser:
    """One person's browser, without script."""

    client: httpx.AsyncClient
    last: Page | None = None

    async def get(self, path: str, **more: Any) -> Page:
        """Open a page."""
        self.last = _taken(await self.client.get(path, **more))
        return self.last

    async def read(self, path: str) -> Page:
        """Open a record for which a reason must be given first, and give one."""
        found = await self.get(path)
        if found.html.css_first("form#reason") is None:
            return found
        await self.send("reason", why="dealing with it")
        return await self.get(path)

    async def post(self, path: str, /, **typed: str | list[str]) -> Page:
        """Send a form, bare: nothing but what is given."""
        self.last = _taken(await self.client.post(path, data=typed))
        return self.last

    async def token(self) -> str:
        """What this person's forms carry."""
        return str((await self.get("/cases")).one("input[name=token]").attributes["value"])

    async def send(self, form: str, /, **typed: str | list[str]) -> Page:
        """Fill in a form of the page that is open, or of the task it leads to, found by id or address, and send it."""
        assert self.last is not None
        if (task := self.last.html.css_first(f"a[id='to-{form}']")) is not None:
            await self.get(str(task.attributes["href"]))
        found = self.last.one(f"form[id='{form}']" if "/" not in form else f"form[action='{form}']")
        hidden = {
            str(each.attributes["name"]): str(each.attributes["value"] or "") for each in found.css("[type=hidden]")
        }
        return await self.post(str(found.attributes["action"]), **(hidden | typed))


@frozen
class Office:
    """The desk as it is served, and the store behind it."""

    database: Database
    desk: Desk
    now: Moment
    address: str
    visitors: AsyncExitStack

    async def signed_in(self, staff: str) -> Browser:
        """A browser in which somebody has pressed the button of their link."""
        browser = self.stranger()
        page = await browser.post(f"/sign-in/{await self.link(staff)}")
        assert page.status == 303, page.words
        return browser

    def stranger(self) -> Browser:
        """A browser in which nobody is signed in."""
        client = httpx.AsyncClient(base_url=self.address, timeout=20, verify=TRUST)
        self.visitors.push_async_callback(client.aclose)
        return Browser(client)

    async def link(self, staff: str) -> str:
        """A fresh one-time link."""
        return await self.database.transact(lambda db: people.issue_link(db, "bnes", staff, self.now()))

    async def hires(self, somebody: Staff) -> None:
        """Somebody begins to work here."""
        await self.database.transact(lambda db: people.add(db, "bnes", somebody))

    async def keeps(self, *kept: Contact | Case | Alarm) -> None:
        """Put values into the store, as other rooms would have."""
        change = Change(
            contacts=tuple(each for each in kept if isinstance(each, Contact)),
            cases=tuple(each for each in kept if isinstance(each, Case)),
            alarms=tuple(each for each in kept if isinstance(each, Alarm)),
        )
        await self.database.transact(lambda db: changes.save(db, change, self.now()))

    async def case(self, reference: str = "BN-7K4Q") -> Case:
        """A case as it is stored."""
        found = await self.database.look(lambda db: cases.one(db, "bnes", reference))
        assert found is not None
        return found

    async def contact(self, reference: str = "BN-7K4Q") -> Contact:
        """A contact as it is stored."""
        found = await self.database.look(lambda db: contacts.by_reference(db, "bnes", reference))
        assert found is not None
        return found

    async def stand(self, one: Case, who: str) -> str:
        """What their form about a case would hide in it."""
        found = await self.database.look(lambda db: people.member(db, "bnes", who))
        assert found is not None
        return clashes.stand_of(one, Visit(found, "", "", found.roles))

    async def alarm(self, name: str) -> Alarm:
        """An alarm as it is stored."""
        found = await self.database.look(lambda db: contacts.alarm(db, "bnes", name))
        assert found is not None
        return found

    async def queued(self, reference: str = "BN-7K4Q") -> list[str]:
        """The words of the letters about a case that wait to leave."""
        return [each.words for each in (await self.case(reference)).said if each.posted is Posted.QUEUED]

    async def record(self) -> list[tuple[str, str, str]]:
        """Who did what to what."""

        def look(db: Connection) -> list[tuple[str, str, str]]:
            return [(each.who, each.did, each.about) for each in audit.entries(db, "bnes")]

        return await self.database.look(look)


@asynccontextmanager
async def opened(url: str, now: Moment, *, port: int = 0, **more: Any) -> AsyncIterator[Office]:
    """An office that works until the block ends."""
    async with Database(url, KEYS) as database:
        await database.transact(lambda db: [people.add(db, "bnes", each) for each in STAFF])
        wake = asyncio.Event()
        door = partial(
            receive, transact=database.transact, council=council(), signs=table(), now=now, key=KEY, wake=wake
        )  # fmt: skip
        given: dict[str, Any] = {"receive": door, "on_the_beat": lambda *_: asyncio.sleep(0)} | more
        desk = Desk(
            council=council(), transact=database.transact, look=database.look, now=now, key=KEY, wake=wake, **given,
        )  # fmt: skip
        server = uvicorn.Server(uvicorn.Config(app(desk), log_config=None, access_log=False, lifespan="off"))
        async with AsyncExitStack() as visitors:
            listening = visitors.enter_context(socket.create_server((HOST, port)))
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # handed down to what it accepts
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            visitors.push_async_callback(asyncio.wait_for, serving, 10)
            visitors.callback(setattr, server, "should_exit", True)
            yield Office(database, desk, now, f"http://{HOST}:{listening.getsockname()[1]}", visitors)


def url_of(folder: Path) -> str:
    """The store's address."""
    return f"sqlite:///{folder / 'heard.db'}"


def a_contact(text: str = "My social worker cancelled again.", **other: Any) -> Contact:
    """A contact that waits, as `tests.build` makes it; `when` it came, and its `reference`."""
    when: datetime = other.pop("received", build.at("2026-03-02 09:00"))
    message = build.a_message(**{"text": text, "received": when} | other.pop("message", {}))
    return build.a_contact(council(), message, **other)


def a_suggestion(**other: Any) -> Suggestion:
    """What the classifier thinks of a parent's complaint."""
    known: dict[str, Any] = {
        "kind": Kind.COMPLAINT, "procedure": Procedure.STATUTORY, "category_b": CategoryB.DELAY, "category_d": None,
        "sender": Sender.PARENT, "service": Service.CHILD_IN_CARE, "flags": frozenset({Flag.CHILD_IN_CARE}),
        "scores": {"kind": 0.97}, "second": {"sender": "grandparent"}, "unsure": ("sender",),
        "because": (Reason("kind", ("cancelled again",)), Reason("procedure", ("social worker",), "R201")),
    }  # fmt: skip
    return Suggestion(**known | other)


def an_alarm(contact: Contact, level: Level = Level.IMMEDIATE, **other: Any) -> Alarm:
    """An alarm about a contact that nobody has yet."""
    return Alarm(
        name=names.name("alarm", contact.id, level), council="bnes", contact=contact.id, reference=contact.reference,
        level=level, signs=("hit",), raised=contact.received, since=contact.received, **other,
    )  # fmt: skip


def by_chat(text: str = "i want one social worker who stays") -> dict[str, Any]:
    """What makes a message a chat's."""
    return {"channel": Channel.TELEGRAM, "sender": build.CHAT, "text": text}


def _taken(answer: httpx.Response) -> Page:
    return Page(answer, answer.status_code, LexborHTMLParser(answer.text))
