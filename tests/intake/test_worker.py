"""What was kept is read: one bad post stops no other, nobody overtakes themselves, harm is heard whatever fails."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from casework.messages import Address, Channel, Message, Post
from casework.said.signs import Level, Sign
from intake import worker
from intake.outcry import Outcry, Reader
from intake.parsing.mail import Unreadable
from intake.patience import Patience
from intake.sorry import Sorry
from store import inbox
from store.database import Away, Connection, Database, Transact
from store.migrations import migrate
from tests.build import KEYS
from tests.conftest import Moment

T = TypeVar("T")

HARM = Sign("hit", Level.IMMEDIATE)


def a_post(text: str, now: Moment, *, channel: Channel = Channel.EMAIL) -> Post:
    """A post whose sender is its first word."""
    return Post(f"post/{text}", "bnes", channel, "test", text, now(), text.encode())


def a_message(post: Post, text: str) -> Message:
    sender = Address(post.channel, text.split()[0])
    return Message(f"message/{text}", post.name, post.channel, sender, post.received, text)


async def read_email(post: Post) -> Message:
    text = post.raw.decode()
    if "mangled" in text:
        raise Unreadable("it is no email", text.split()[0] if "@" in text else "")
    if "poison" in text:
        raise KeyError(text)
    return a_message(post, text)


def read_chat(post: Post) -> Message:
    text = post.raw.decode()
    return a_message(post, text)


READERS: Mapping[Channel, Reader] = {Channel.EMAIL: read_email, Channel.TELEGRAM: read_chat}


async def _at_once() -> None:
    return None


class Office:
    """A worker at work, with a door behind it that a test can jam."""

    def __init__(self, database: Database, now: Moment) -> None:
        self.database, self.now = database, now
        self.received: list[str] = []
        self.problems: list[tuple[str, ...]] = []
        self.rung: list[tuple[str, str]] = []
        self.jams: dict[str, Exception] = {}
        self.store_is_down = False
        self.siren_is_broken = False
        self.heard = asyncio.Event()
        self.waits: dict[str, Callable[[], Awaitable[None]]] = {}
        self.apologised: list[str] = []
        self.behind, self.cry = asyncio.Event(), asyncio.Event()
        self.sorry = Sorry(self.apologise)
        self.outcry = Outcry(readers=READERS, signs=lambda text: (HARM,) if "hits" in text else (), siren=self.siren)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The store, which a test can take away."""
        if self.store_is_down:
            raise OSError("the disk is full")
        return await self.database.transact(work)

    async def siren(self, post: Post, message: Message | None, _signs: tuple[Sign, ...]) -> None:
        """Whom harm is told to when all else fails."""
        self.rung.append((post.name, message.sender.value if message else ""))
        if self.siren_is_broken:
            raise OSError("no network")

    async def apologise(self, to: Address) -> None:
        """Whoever is told that something broke."""
        self.apologised.append(to.value)

    async def receive(self, message: Message) -> str | None:
        """The door behind the worker."""
        await self.waits.get(message.text, _at_once)()
        if message.text in self.jams:
            raise self.jams[message.text]
        self.received.append(message.text or message.sender.value)
        self.problems.append(message.problems)
        self.heard.set()
        return "contact"

    async def hear(self, *texts: str) -> None:
        """Wait until just these have been received."""
        async with asyncio.timeout(20):
            while self.received != list(texts):
                self.heard.clear()
                await self.heard.wait()

    async def marked(self) -> None:
        """Wait until nothing waits any more: what was handed on is marked a moment later."""
        async with asyncio.timeout(20):
            while await self.waiting():
                pass

    async def keep(self, *texts: str, channel: Channel = Channel.EMAIL) -> None:
        """These come in."""
        for text in texts:
            post = a_post(text, self.now, channel=channel)
            await self.database.transact(partial(inbox.keep, post=post))

    async def work(self, transact: Transact | None = None, at_a_stretch: float = 0) -> int:
        """One round, or as many as there is time for."""
        return await worker.work_through(
            transact=transact or self.transact,
            council="bnes",
            readers=READERS,
            receive=self.receive,
            now=self.now,
            outcry=self.outcry,
            sorry=self.sorry,
            behind=self.behind,
            cry=self.cry,
            at_a_stretch=at_a_stretch,
        )

    async def waiting(self) -> list[str]:
        """What has not been read yet and is due."""
        posts = await self.database.look(lambda db: inbox.waiting(db, "bnes", 200, now=self.now()))
        return [post.place for post in posts]

    async def for_a_person(self) -> list[str]:
        """What waits for somebody to look at it."""
        return [post.place for post in await self.database.look(lambda db: inbox.unread_by_machine(db, "bnes"))]


@pytest.fixture
async def office(tmp_path: Path, now: Moment) -> AsyncIterator[Office]:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as database:
        yield Office(database, now)


async def test_what_was_kept_is_read_once(office: Office) -> None:
    await office.keep("ann one", "bob one")
    assert await office.work() == 2
    assert await office.work() == 0
    assert sorted(office.received) == ["ann one", "bob one"]


async def test_nobody_overtakes_themselves_and_nobody_waits_for_another(office: Office) -> None:
    await office.keep("ann one", "bob one", "ann two", "bob two", "ann three")
    office.waits["ann one"] = partial(office.hear, "bob one", "bob two")  # she is slow, and he is done before her
    await office.work()
    assert [text for text in office.received if text.startswith("ann")] == ["ann one", "ann two", "ann three"]
    assert [text for text in office.received if text.startswith("bob")] == ["bob one", "bob two"]


async def test_a_post_no_program_can_read_is_put_before_a_person_and_its_sender_told(office: Office) -> None:
    await office.keep("mangled", "ann@example.test mangled", "bob one")
    await office.work()
    assert await office.for_a_person() == ["mangled", "ann@example.test mangled"]
    assert sorted(office.received) == ["ann@example.test", "bob one"]
    assert ("it is no email",) in office.problems


async def test_a_post_that_breaks_something_stops_no_other_and_is_tried_again(office: Office, now: Moment) -> None:
    office.jams["ann two"] = ValueError("a rule of ours")
    await office.keep("poison", "ann one", "ann two", "ann three")
    await office.work()
    assert office.received == ["ann one", "ann three"]
    assert await office.waiting() == []
    now.go(hours=1)
    assert sorted(await office.waiting()) == ["ann two", "poison"]
    del office.jams["ann two"]
    await office.work()
    assert office.received[-1] == "ann two"


async def test_a_post_that_goes_on_breaking_something_waits_for_a_person(office: Office, now: Moment) -> None:
    await office.keep("poison")
    for _ in range(inbox.TRIES):
        await office.work()
        now.go(days=1)
    assert await office.waiting() == []
    assert await office.for_a_person() == ["poison"]


@pytest.mark.rule("R702", "R715")
async def test_harm_in_a_post_that_fails_is_rung_about_at_once_and_once(office: Office, now: Moment) -> None:
    office.jams["ann he hits me"] = ValueError("a rule of ours")
    await office.keep("ann he hits me", "poison he hits me", "mangled he hits me", "bob poison")
    for _ in range(3):
        await office.work()
        now.go(hours=3)
    assert sorted(office.rung) == [
        ("post/ann he hits me", "ann"),
        ("post/mangled he hits me", ""),
        ("post/poison he hits me", ""),
    ]


@pytest.mark.rule("R715")
async def test_harm_is_rung_about_while_the_store_is_down_and_the_post_read_when_it_is_back(office: Office) -> None:
    await office.keep("ann he hits me", "ann two", "bob he hits me")
    posts = await office.database.look(lambda db: inbox.waiting(db, "bnes", 100, now=office.now()))
    for text in ("ann he hits me", "ann two", "bob he hits me"):
        office.jams[text] = OSError("the disk is full")

    async def down_after_reading(work: Callable[[Connection], T]) -> T:
        if office.rung:
            raise OSError("the disk is full")
        return await office.database.transact(work)

    with pytest.raises(worker.StoreDown):
        await office.work(down_after_reading)
    assert sorted(office.rung) == [("post/ann he hits me", "ann"), ("post/bob he hits me", "bob")]
    assert await office.waiting() == [post.place for post in posts]
    office.jams.clear()
    await office.work()
    assert len(office.received) == 3


async def test_a_post_is_not_put_back_because_the_store_went_away_and_its_harm_is_rung_about(office: Office) -> None:
    await office.keep("ann he hits me", "bob")
    office.jams["ann he hits me"] = Away()
    with pytest.raises(worker.StoreDown):
        await office.work()
    assert office.rung == [("post/ann he hits me", "ann")]
    office.jams.clear()
    await office.work()
    assert sorted(office.received) == ["ann he hits me", "bob"]


async def test_a_broken_siren_breaks_nothing_else(office: Office) -> None:
    office.siren_is_broken = True
    await office.keep("poison he hits me", "ann one")
    await office.work()
    assert office.received == ["ann one"]


async def test_the_worker_goes_on_for_ever_through_the_stores_troubles(office: Office) -> None:
    wake = asyncio.Event()
    running = asyncio.create_task(worker.run(office.work, wake=wake, patience=Patience(0.01, 0.02), poll=60.0))
    await office.keep("ann one", channel=Channel.TELEGRAM)
    wake.set()
    await office.hear("ann one")
    await office.marked()
    office.store_is_down = True
    wake.set()
    await office.keep("ann two")
    await asyncio.sleep(0)
    office.store_is_down = False
    wake.set()
    await office.hear("ann one", "ann two")
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_who_wrote_what_broke_something_of_ours_is_told_once_that_it_is_kept(office: Office) -> None:
    office.jams["ann one"] = ValueError("a rule of ours")
    await office.keep("ann one", channel=Channel.TELEGRAM)
    for _ in range(3):
        await office.work()
        office.now.go(hours=1)
    assert office.apologised == ["ann"]


async def test_nobody_is_told_so_by_mail_or_where_the_siren_has_answered(office: Office) -> None:
    for text, channel in (("ann one", Channel.EMAIL), ("bob he hits me", Channel.TELEGRAM)):
        office.jams[text] = ValueError("a rule of ours")
        await office.keep(text, channel=channel)
    await office.work()
    assert office.apologised == [] and office.rung
