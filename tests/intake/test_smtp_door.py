"""The SMTP door: nothing is confirmed before it is kept, and no client is rude enough to close it."""

import asyncio
import smtplib
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from casework.messages import Channel, Post
from intake import smtp_door
from intake.keeper import Keeper
from store import inbox
from store.database import Connection, Database
from store.migrations import migrate
from tests.build import KEYS
from tests.conftest import Moment

T = TypeVar("T")

YOUNG, INTAKE = "young@example.test", "help+lk7k4q.0f0f@example.test"
EMAIL = b"From: young@example.test\r\nSubject: Hello\r\n\r\nNobody listens.\r\n"


class Door:
    """An open door, and what a test can see of it."""

    def __init__(self, database: Database, now: Moment) -> None:
        self.database, self.now = database, now
        self.wake = asyncio.Event()
        self.shown: list[Post] = []
        self.store_is_down = False
        self.port = 0

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The store, which a test can take away."""
        if self.store_is_down:
            raise OSError("the disk is full")
        return await self.database.transact(work)

    async def show(self, post: Post) -> None:
        """What the door does with what it cannot keep."""
        self.shown.append(post)

    async def posts(self) -> list[Post]:
        """What is kept."""
        return await self.database.look(lambda db: inbox.waiting(db, "bnes", 100, now=self.now()))

    async def send(self, raw: bytes = EMAIL, *, sender: str = YOUNG, to: str = INTAKE) -> None:
        """Hand in an email, as a mail program does."""

        def sending() -> None:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
                client.sendmail(sender, to, raw)

        await asyncio.to_thread(sending)

    async def send_as_it_is(self, stuffed: bytes) -> tuple[int, int]:
        """Hand in what stands behind DATA on the wire; the answer to it, and to what is asked next."""

        def sending() -> tuple[int, int]:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
                client.ehlo()
                client.mail(YOUNG)
                client.rcpt(INTAKE)
                assert client.docmd("DATA")[0] == 354
                client.send(stuffed + b".\r\n")
                return client.getreply()[0], client.noop()[0]

        return await asyncio.to_thread(sending)

    async def say(self, *lines: bytes, then: bytes = b"") -> bytes:
        """Speak to it word by word; everything it answered until it or we had enough."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        async with asyncio.timeout(20):
            for line in lines:
                writer.write(line + b"\r\n")
                await writer.drain()
            writer.write(then)
            writer.write_eof()
            heard = await reader.read()
        writer.close()
        return heard


@pytest.fixture
async def door(tmp_path: Path, now: Moment) -> AsyncIterator[Door]:
    async with a_door(tmp_path, now) as opened:
        yield opened


@asynccontextmanager
async def a_door(folder: Path, now: Moment, *, host: str = "127.0.0.1", **otherwise: Any) -> AsyncIterator[Door]:
    url = f"sqlite:///{folder}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as database:
        door = Door(database, now)
        keeper = Keeper("bnes", door.transact, now, door.wake, door.show)
        async with smtp_door.opened(host, 0, keeper, **otherwise) as door.port:
            yield door


async def test_an_email_is_kept_before_it_is_confirmed(door: Door) -> None:
    await door.send()
    [post] = await door.posts()
    assert post.raw.endswith(EMAIL)
    assert (post.channel, post.source, post.received) == (Channel.EMAIL, "smtp_door", door.now())
    assert door.wake.is_set()


async def test_who_it_was_for_on_its_way_is_written_above_it(door: Door) -> None:
    await door.send()
    [post] = await door.posts()
    assert post.raw.splitlines()[:2] == [b"Return-Path: <young@example.test>", b"Delivered-To: " + INTAKE.encode()]


async def test_the_same_email_handed_in_twice_is_kept_once(door: Door) -> None:
    await door.send()
    await door.send()
    await door.send(EMAIL + b"PS.\r\n")
    assert len(await door.posts()) == 2


@pytest.mark.rule("R715")
async def test_while_the_store_fails_the_sender_is_asked_to_try_again_and_harm_is_looked_for(door: Door) -> None:
    door.store_is_down = True
    with pytest.raises(smtplib.SMTPDataError) as refused:
        await door.send()
    assert refused.value.smtp_code == 451
    assert [post.raw.endswith(EMAIL) for post in door.shown] == [True]
    door.store_is_down = False
    await door.send()
    assert len(await door.posts()) == 1


async def test_an_email_over_forty_megabytes_is_refused_with_the_reason_and_the_next_is_taken(door: Door) -> None:
    with pytest.raises(smtplib.SMTPResponseException) as refused:
        await door.send(EMAIL + b"x\r\n" * (smtp_door.MOST // 3 + 1))
    assert refused.value.smtp_code == 552
    await door.send()
    assert len(await door.posts()) == 1


async def test_an_email_in_one_endless_line_is_kept(door: Door) -> None:
    await door.send(EMAIL + b"x" * 5_000_000)
    [post] = await door.posts()
    assert len(post.raw) > 5_000_000


async def test_an_email_of_nothing_but_line_ends_takes_little_more_room_than_its_bytes(door: Door) -> None:
    raw = EMAIL + b"\r\n" * 2_000_000
    tracemalloc.start()
    try:
        assert await door.send_as_it_is(raw) == (250, 250)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    [post] = await door.posts()
    assert post.raw.endswith(raw) and most < 15 * len(raw)


@pytest.mark.parametrize(
    "body",
    [
        b"", b".\r\n", b"..\r\n", b"\r\n.\r\n.\r\n", b".a\r\n\r\n..b\r\n.\n.\r\n", b"\n.\n\r\n",
        b"\r\n" * 70_000 + b".\r\n",
    ],
)  # fmt: skip
async def test_dots_and_empty_lines_come_in_as_they_were_sent(door: Door, body: bytes) -> None:
    stuffed = (b"\r\n" + body).replace(b"\r\n.", b"\r\n..")[2:]
    assert await door.send_as_it_is(stuffed) == (250, 250)
    [post] = await door.posts()
    assert post.raw.partition(b"Delivered-To: " + INTAKE.encode() + b"\r\n")[2] == body


async def test_bytes_that_are_no_email_at_all_are_kept(door: Door) -> None:
    await door.send(bytes(range(1, 256)).replace(b"\r", b"").replace(b"\n", b"") * 100)
    assert len(await door.posts()) == 1


async def test_rude_clients_close_nothing(door: Door) -> None:
    greeting = (b"EHLO rude", b"MAIL FROM:<a@b>", b"RCPT TO:<c@d>", b"DATA")
    await door.say(*greeting, then=b"Subject: cut off in the mid")
    assert b"500" in await door.say(b"\xff\xfe GARBAGE", b"x" * 100_000, b"QUIT")
    assert b"503" in await door.say(b"EHLO rude", b"DATA", b"QUIT")
    assert b"250" in await door.say(*greeting, b"Subject: kept", b"", b"with its end", b".", b"QUIT")
    await door.send()
    assert sorted(post.raw.count(b"with its end") for post in await door.posts()) == [0, 1]


async def test_whoever_does_not_wait_to_be_told_to_begin_loses_no_word(door: Door) -> None:
    said = b"EHLO rude|MAIL FROM:<a@b>|RCPT TO:<c@d>|DATA|Subject: kept||with its end|.|QUIT|".replace(b"|", b"\r\n")
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    async with asyncio.timeout(20):
        writer.write(said)
        assert b"250 2.0.0" in await reader.read()
    writer.close()
    assert [post.raw.partition(b"c@d\r\n")[2] for post in await door.posts()] == [
        b"Subject: kept\r\n\r\nwith its end\r\n"
    ]


async def test_a_silent_client_is_shown_out(tmp_path: Path, now: Moment) -> None:
    async with a_door(tmp_path, now, patience=0.2) as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        async with asyncio.timeout(20):
            await reader.read()
        writer.close()
        await door.send()


async def test_of_a_crowd_that_says_nothing_the_first_go_and_whoever_comes_next_hands_in_their_mail(
    tmp_path: Path, now: Moment
) -> None:
    async with a_door(tmp_path, now, at_once=10) as door, asyncio.timeout(20):
        wires = [await asyncio.open_connection("127.0.0.1", door.port) for _ in range(15)]
        for reader, _ in wires[:5]:
            await reader.read()  # until they are put down
        await door.send()
        for reader, _ in wires[6:]:
            assert (await reader.readline()).startswith(b"220")
            assert not reader.at_eof()
        for _, writer in wires:
            writer.close()
        assert len(await door.posts()) == 1


async def test_the_door_closes_with_a_client_still_inside(tmp_path: Path, now: Moment) -> None:
    async with asyncio.timeout(20):
        async with a_door(tmp_path, now) as door:
            reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
            await reader.readline()
        assert await reader.read() == b""
    writer.close()


async def test_the_door_opens_on_this_machine_only(tmp_path: Path, now: Moment) -> None:
    with pytest.raises(ValueError, match="this machine"):
        async with a_door(tmp_path, now, host="0.0.0.0"):  # noqa: S104 the very thing that is refused
            pass
