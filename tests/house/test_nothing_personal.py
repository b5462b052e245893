"""Nothing of anybody is logged: a message marked wherever it can be goes through every door, and breaks things."""

import asyncio
import threading
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from casework.letters import Letter
from casework.messages import Channel, Message, Post
from casework.said.signs import signs
from intake import opinions, worker
from intake.outcry import Outcry
from outbox.courier import Courier
from outbox.render import Rendered
from run import parts
from scheduler import worker as alarm_clock
from scheduler.sweeps import SWEEPS, Sweep
from store import cases, contacts, inbox, tables
from store.database import Connection
from tests.conftest import Moment
from tests.desk.office import COMPLAINT, TRUST, Browser
from tests.house import ears
from tests.house.ears import Ears
from tests.run import marked, whole
from tests.run.marked import CHAT, FAMILY, MARK, TEXT, mail
from tests.wire.botapi import BotApi
from tests.wire.dovecot import Dovecot
from tests.wire.loopback import HOST
from tests.wire.smtp import SmtpSink

UNKNOWN, BY_IMAP = (f"{MARK}.{each}@family.example" for each in ("unknown", "imap"))


@dataclass
class Town(marked.Town):
    """The service at work, with a mail server and Telegram beside it."""

    sink: SmtpSink

    def answered(self) -> set[str]:
        """Who has had a letter by email."""
        return {to for taken in self.sink.taken for to in taken.recipients}

    async def asked(self) -> str:
        """What the service tells anybody who asks how it is."""
        async with httpx.AsyncClient(base_url=whole.address(self.ports.health), verify=TRUST) as client:
            return "".join([(await client.get(path)).text for path in ("/readyz", "/metrics", "/healthz")])


@pytest.fixture
def listening() -> Iterator[Ears]:
    """Ears, open before anything starts."""
    with ears.opened() as found:
        yield found


async def _town(folder: Path, now: Moment, api: BotApi, chosen: tuple[str, ...], **more: object) -> AsyncIterator[Town]:
    (folder / "token").write_text(api.token)
    found = whole.ports()
    with SmtpSink() as sink:
        smtp = {"host": HOST, "port": sink.port, "tls": "off"}
        said = whole.settings(
            folder,
            found,
            bot__token_file=folder / "token",
            bot__api=api.address,
            **{f"outbox__smtp__{key}": value for key, value in smtp.items()},
            **more,
        )
        async with whole.opened(said, now, chosen) as service:
            yield Town(service, found, api, now, sink)


@pytest.fixture
async def town(tmp_path: Path, now: Moment, bot_api: BotApi, listening: Ears) -> AsyncIterator[Town]:
    """Everything at work, a mailbox too."""
    with Dovecot({whole.MAILBOX: "secret"}) as imap:
        imap.deliver(whole.MAILBOX, mail(BY_IMAP))
        (tmp_path / "password").write_text("secret")
        box = {"host": HOST, "port": imap.port, "tls": "off", "user": whole.MAILBOX}
        more = {f"intake__imap__{key}": value for key, value in box.items()}
        async for made in _town(
            tmp_path,
            now,
            bot_api,
            ("mail", "bot", "desk", "form", "sweeps"),
            intake__imap__password_file=tmp_path / "password",
            **more,
        ):
            yield made


@pytest.mark.slow
@pytest.mark.requires("dovecot")
async def test_nobody_who_reads_the_logs_learns_of_anybody(town: Town, listening: Ears) -> None:
    town.api.call_me(CHAT, first_name=MARK, last_name=MARK, username=f"{MARK}_name")
    town.sink.refuse(UNKNOWN, f"550 5.1.1 <{UNKNOWN}> {MARK} is not known here")
    town.sink.answer("DATA", f"451 4.3.0 later, says {MARK} <{FAMILY}>")
    town.api.fail("sendMessage", 500, f"{MARK} in chat {CHAT} broke it")
    for sender in (FAMILY, UNKNOWN):
        await town.by_door(sender)
    await town.api.text(CHAT, TEXT)
    await town.api.document(CHAT, TEXT.encode(), name=f"{MARK}.txt", mime="text/plain", caption=MARK)
    await town.by_form()
    await whole.until(lambda: town.service.health.counts.get("messages", 0) >= 6, "everything filed")
    town.now.go(minutes=5)  # what was put off may go again
    town.service.to_send.set()
    await whole.until(lambda: {FAMILY, BY_IMAP} <= town.answered() and bool(town.api.sent(CHAT)), "everybody answered")
    async with AsyncExitStack() as stack:
        await _decided(town, await town.browser(stack))
    references = await town.service.database.look(_references)
    town.now.go(days=14)
    for sweep in SWEEPS:
        await town.service.sweep(sweep)
    asked = await town.asked()
    assert len(references) >= 4 and "heard_total" in asked
    for sentence in ("letter sent", "letter put off", "letter will not arrive"):
        assert listening.heard(sentence), sentence
    listening.hold_nothing_of(MARK, str(CHAT), *references)
    for each in (MARK, str(CHAT), *references):
        assert each.lower() not in asked.lower()


def _references(db: Connection) -> list[str]:
    waiting, running = contacts.tray(db, "bnes"), cases.open_ones(db, "bnes")
    return [*(each.reference for each in waiting), *(each.reference for each in running)]


async def _decided(town: Town, mina: Browser) -> None:
    """An officer opens a case, with the mark in what she types; at first she forgets something."""
    waiting = await town.service.database.look(lambda db: contacts.tray(db, "bnes"))
    reference = next(each.reference for each in waiting if each.sender.value == FAMILY)
    where = f"/contacts/{reference}/open"
    await mina.get("/tray")
    await mina.get(f"/contacts/{reference}")
    assert (await mina.send(where, kind="complaint", summary_plain=MARK)).status == 422
    await mina.get(f"/contacts/{reference}")
    page = await mina.send(where, **COMPLAINT | {"summary_plain": f"he {MARK} hit you"})
    assert page.status == 303, page.words


class Jammed(Exception):
    """Something of ours breaks, with what it choked on in its words."""


@pytest.fixture
async def quiet(tmp_path: Path, now: Moment, bot_api: BotApi, listening: Ears) -> AsyncIterator[Town]:
    """Nothing works by itself: what breaks is broken by hand."""
    async for made in _town(tmp_path, now, bot_api, ()):
        yield made


async def test_whatever_breaks_is_logged_without_its_words(quiet: Town, listening: Ears) -> None:
    await _a_contact(quiet)
    await _a_letter_breaks(quiet)
    await _a_post_breaks(quiet)
    await _an_opinion_breaks()
    await quiet.service.database.transact(_spoil)
    clock = alarm_clock.start(quiet.service.sweep, every=3600, sweeps=[Sweep("digests", SWEEPS[1].run)])
    await whole.until(lambda: listening.heard("a sweep failed"), "a sweep over a spoilt row failed")
    clock.shutdown(wait=False)
    thread = threading.Thread(target=_break)
    thread.start()
    thread.join(10)
    for sentence in (
        "post failed",
        "the siren failed",
        "letter broke something",
        "no opinion could be had",
        "something of ours broke",
    ):
        assert listening.heard(sentence), sentence
    listening.hold_nothing_of(MARK, str(CHAT))


async def _a_contact(quiet: Town) -> None:
    service = quiet.service
    post = Post("email/0", "bnes", Channel.EMAIL, "test", "0", quiet.now(), mail(FAMILY))
    await service.receive(parts.readers(service)[Channel.EMAIL](post))  # type: ignore[arg-type]  # it is no coroutine


async def _a_letter_breaks(quiet: Town) -> None:
    async def send(letter: Letter, rendered: Rendered) -> str:
        raise Jammed(letter.to.value, rendered.text, MARK)

    senders, transact = dict.fromkeys(Channel, send), quiet.service.database.transact
    await Courier(transact=transact, senders=senders, council="bnes", now=quiet.now, choices={}).deliver()


async def _a_post_breaks(quiet: Town) -> None:
    def reader(post: Post) -> Message:
        raise Jammed(post.raw.decode("utf-8", "replace"), TEXT)

    async def siren(*_: object) -> None:
        raise Jammed(TEXT)

    async def receive(message: Message) -> str | None:
        raise Jammed(message.text)

    readers, transact = dict.fromkeys(Channel, reader), quiet.service.database.transact
    outcry = Outcry(readers=readers, signs=lambda text: signs(text, quiet.service.signs), siren=siren)
    post = Post("email/1", "bnes", Channel.EMAIL, "test", "1", quiet.now(), mail(FAMILY))
    await transact(lambda db: inbox.keep(db, post))
    await worker.work_through(
        transact=transact, council="bnes", readers=readers, receive=receive, now=quiet.now, outcry=outcry
    )


async def _an_opinion_breaks() -> None:
    tried = asyncio.Event()

    async def consider(ids: Sequence[str]) -> Collection[str]:
        tried.set()
        raise Jammed(ids, TEXT)

    async def look(_: object) -> list[str]:
        return ["contact/0"]

    looking = opinions.run(wake=asyncio.Event(), look=look, council="bnes", consider=consider)  # type: ignore[arg-type]
    task = asyncio.create_task(looking)
    await asyncio.wait_for(tried.wait(), 20)
    task.cancel()


def _spoil(db: Connection) -> None:
    """A row that no version of ours can read."""
    db.execute(update(tables.contacts).values(data=f'{{"id": "{MARK}", "sender": "{CHAT}"}}'.encode()))


def _break() -> None:
    raise Jammed(TEXT)
