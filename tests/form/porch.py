"""The form for tests: a store in a file, the pages served from it on a port, and people who fill them in, no script.

async with opened(url, now) as porch:
    page = await porch.visitor().tells("My social worker cancelled again.")
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from selectolax.lexbor import LexborHTMLParser, LexborNode

from casework.contacts import Contact
from casework.councils import Council, Role, Staff, with_staff
from casework.frozen import frozen
from casework.messages import Channel, Message
from casework.questions import CHOICES
from casework.said.signs import signs
from form import reading
from form.app import app
from form.pages import Form
from intake.outcry import Outcry
from intake.receive import receive
from outbox.courier import Courier
from outbox.siren import Duty, Siren
from outbox.spoken import Spoken, kept
from run.config.safety import load_signs
from run.farends import safety_facts
from store import contacts, inbox, people
from store.database import Connection, Database
from tests import build
from tests.build import KEYS
from tests.conftest import Moment
from tests.wire.loopback import HOST

SIGNS = load_signs()
TRUST = ssl.create_default_context()  # made once: each costs a tenth of a second
KEY = b"a key of thirty-two bytes or so."
STAFF = (*build.STAFF, Staff("rosa", "Rosa Finch", frozenset({Role.ROTA}), "rosa@council.example"))


def url_of(folder: Path) -> str:
    """The address of a store in this folder."""
    return f"sqlite:///{folder}/heard.db"


def council() -> Council:
    """The profile with seven people who work there, one of them on the safety rota."""
    base = build.profile("bnes")
    return replace(with_staff(base, STAFF), safety_lines=replace(base.safety_lines, rota=("rosa",)))


@frozen
class Seen:
    """An answer of the form, taken apart."""

    answer: httpx.Response
    status: int
    html: LexborHTMLParser = field(repr=False)

    @property
    def words(self) -> str:
        """Everything that can be read on it."""
        return " ".join((self.html.body.text(separator=" ") if self.html.body else "").split())

    def one(self, css: str) -> LexborNode:
        """The only element there is of this kind."""
        (found,) = self.html.css(css)
        return found

    def hidden(self, form: str) -> dict[str, str]:
        """What the hidden fields of a form hold."""
        fields = self.html.css(f"form[action='{form}'] input[type=hidden]")
        return {str(each.attributes["name"]): str(each.attributes["value"] or "") for each in fields}

    @property
    def number(self) -> str:
        """The number on the page."""
        return self.html.css(".govuk-panel dd")[0].text(strip=True)

    @property
    def word(self) -> str:
        """The secret word on the page; empty if it does not show one."""
        found = self.html.css(".govuk-panel dd")
        return found[1].text(strip=True) if len(found) > 1 else ""


@dataclass(slots=True)
class Visitor:
    """Somebody with an old telephone."""

    client: httpx.AsyncClient

    async def get(self, path: str) -> Seen:
        """Open a page."""
        return _seen(await self.client.get(path))

    async def post(self, path: str, typed: Mapping[str, str], files: Any = None) -> Seen:
        """Send a form."""
        return _seen(await self.client.post(path, data=typed, files=files))

    async def tells(self, text: str, *, page: Seen | None = None, files: Any = None) -> Seen:
        """Answer the first question."""
        page = page or await self.get("/tell")
        return await self.post("/tell", page.hidden("/tell") | {"text": text}, files or [("files", ("", b""))])

    async def comes_back(self, number: str, word: str) -> Seen:
        """Give the number and the secret word."""
        return await self.post("/back", {"number": number, "word": word})


@dataclass(slots=True)
class Porch:
    """The form as it is served, and the store behind it."""

    database: Database
    form: Form
    now: Moment
    address: str
    visitors: AsyncExitStack
    rung: list[str]

    def visitor(self) -> Visitor:
        """Somebody with no cookie and no script."""
        client = httpx.AsyncClient(base_url=self.address, timeout=60, verify=TRUST)
        self.visitors.push_async_callback(client.aclose)
        return Visitor(client)

    async def contact(self, reference: str) -> Contact:
        """A contact as it is stored."""
        found = await self.database.look(lambda db: contacts.by_reference(db, "bnes", reference))
        assert found is not None
        return found

    async def count(self) -> int:
        """How many contacts wait."""
        return len(await self.database.look(lambda db: contacts.tray(db, "bnes")))

    async def delivers(self) -> int:
        """The courier goes round once."""
        return await Courier(
            transact=self.database.transact, senders={Channel.FORM: kept}, council="bnes", now=self.now,
            choices=CHOICES,
        ).deliver()  # fmt: skip


@asynccontextmanager
async def opened(url: str, now: Moment, **more: Any) -> AsyncIterator[Porch]:
    """A form that is served until the block ends."""
    async with Database(url, KEYS) as database:
        await database.transact(lambda db: [people.add(db, "bnes", each) for each in STAFF])
        rung: list[str] = []
        form = replace(_form(database, now, rung), **more)
        async with _served(form) as address, AsyncExitStack() as visitors:
            yield Porch(database, form, now, address, visitors, rung)


def _form(database: Database, now: Moment, rung: list[str]) -> Form:
    here, spoken, wake = council(), Spoken(), asyncio.Event()

    async def rings(letter: Any, rendered: Any) -> str:
        del rendered
        rung.append(letter.words)
        return ""

    siren = Siren(
        duty=Duty(("duty@council.example",)), senders={Channel.EMAIL: rings, Channel.FORM: spoken.send},
        facts=lambda: safety_facts(here, now()), choices=CHOICES, council=here.name, now=now,
    )  # fmt: skip
    read = partial(reading.read, fetch=partial(_file, database, here))
    return Form(
        council=here, transact=database.transact, look=database.look, now=now, key=KEY, read=read,
        receive=partial(_received, database, here, now, wake),
        outcry=Outcry(readers={Channel.FORM: read}, signs=lambda text: signs(text, SIGNS), siren=siren), spoken=spoken,
        wake=wake,
    )  # fmt: skip


async def _received(
    database: Database, here: Council, now: Moment, wake: asyncio.Event, message: Message
) -> str | None:
    return await receive(message, transact=database.transact, council=here, signs=SIGNS, now=now, key=KEY, wake=wake)


async def _file(database: Database, here: Council, post: str) -> bytes | None:
    def look(db: Connection) -> bytes:
        return inbox.raw(db, here.name, post)

    return await database.look(look)


@asynccontextmanager
async def _served(form: Form) -> AsyncIterator[str]:
    config = uvicorn.Config(app(form), log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    with socket.create_server((HOST, 0)) as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://{HOST}:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving


def _seen(answer: httpx.Response) -> Seen:
    return Seen(answer, answer.status_code, LexborHTMLParser(answer.text))
