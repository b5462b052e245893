"""The next part is read while the last is filed, and nobody is passed over, overtaken or read twice for that."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from casework.messages import Channel, Message, Post
from casework.said.signs import Level, Sign
from intake import outcry, worker
from intake.outcry import Outcry
from intake.taking import Taking, read
from intake.waves import Waves
from store import inbox
from store.database import Connection, Database, Look
from store.migrations import migrate
from tests.build import KEYS
from tests.conftest import Moment
from tests.intake.test_worker import a_message, a_post

T = TypeVar("T")

STRETCH = 60.0
READERS = {Channel.EMAIL: lambda post: a_message(post, post.place)}
A_WHILE = 0.5


class Office:
    """A worker that says what it has read and what it has filed, and that a test can hold up while it files."""

    def __init__(self, database: Database, now: Moment) -> None:
        self.database, self.now = database, now
        self.read: list[str] = []
        self.filed: list[str] = []
        self.files: Callable[[], None] = lambda: None
        self.reading = asyncio.Event()

    def reader(self, post: Post) -> Message:
        """Understands a post, in a thread."""
        self.read.append(post.place)
        if len(self.read) > worker.BATCH:
            asyncio.run_coroutine_threadsafe(self._read_ahead(), self.loop)
        return a_message(post, post.place)

    async def _read_ahead(self) -> None:
        self.reading.set()

    async def together(self, waves: Waves, then: Callable[[Connection, int], None], _: float) -> Waves:
        """The door, which files when the next part is being read, if there is one."""
        if not self.filed and self.waits:
            await asyncio.wait_for(self.reading.wait(), 20)
        self.files()
        await self.database.transact(lambda db: then(db, len(waves)))
        self.filed += [each.text for wave in waves for each in wave]
        return waves

    async def receive(self, message: Message) -> str | None:
        """The door for one."""
        self.files()
        self.filed.append(message.text)
        return "contact"

    async def keep(self, *texts: str) -> list[str]:
        """These come in."""
        self.waits = len(texts) > worker.BATCH
        for text in texts:
            await self.database.transact(partial(inbox.keep, post=a_post(text, self.now)))
        return list(texts)

    async def work(
        self, at_a_stretch: float = STRETCH, look: Look | None = None, behind: asyncio.Event | None = None
    ) -> int:
        """All that there is time for."""
        self.loop = asyncio.get_running_loop()
        readers = {Channel.EMAIL: self.reader}
        return await worker.work_through(
            transact=self.database.transact, look=look or self.database.look, council="bnes", readers=readers,
            receive=self.receive, together=self.together, now=self.now, at_a_stretch=at_a_stretch,
            behind=behind,
            outcry=Outcry(readers=readers, signs=lambda _: (), siren=no_siren),
        )  # fmt: skip


async def no_siren(*_: object) -> None:
    """Nobody is in danger here."""


@pytest.fixture
async def office(tmp_path: Path, now: Moment) -> AsyncIterator[Office]:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as database:
        yield Office(database, now)


def of(sender: str, texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text.startswith(sender)]


async def test_the_next_part_is_read_while_the_last_is_filed_and_each_post_once(office: Office) -> None:
    written = await office.keep(*(f"{sender} {number:02}" for number in range(20) for sender in ("ann", "bob", "cleo")))
    assert await office.work() == len(written)
    assert sorted(office.read) == sorted(office.filed) == sorted(written)
    for sender in ("ann", "bob", "cleo"):
        assert of(sender, office.filed) == of(sender, written)


async def test_what_was_read_ahead_when_the_store_went_down_is_read_again_in_its_order(office: Office) -> None:
    written = await office.keep(*(f"ann {number:02}" for number in range(40)))

    def down() -> None:
        raise TimeoutError

    office.files = down
    with pytest.raises(worker.StoreDown):
        await office.work()
    assert office.filed == []
    office.files = lambda: None
    assert await office.work() == len(written)
    assert office.filed == written


async def test_when_there_is_no_more_time_nothing_is_read_for_nothing(office: Office) -> None:
    await office.keep(*(f"ann{number:02} one" for number in range(worker.BATCH)), "bob one")
    office.waits = False
    assert await office.work(at_a_stretch=0) == worker.BATCH
    assert len(office.read) == worker.BATCH


async def test_of_posts_made_to_be_read_for_long_one_is_taken_at_a_time_in_their_order(now: Moment) -> None:
    waits = [a_post(f"ann {number}", now) for number in range(4)]

    async def waiting(but: Collection[str]) -> Sequence[Post]:
        return [each for each in waits if each.name not in but and each.name not in taken]

    taken: list[str] = []
    taking = Taking(waiting, READERS, asyncio.Event(), a_part=0)
    while part := await taking.next():
        assert len(part) == 1, "whoever cries meanwhile is heard after one of them, and not after all"
        taken += [post.name for post, _ in part]
    assert taken == [each.name for each in waits]


@pytest.mark.rule("R715")
async def test_words_of_harm_heard_in_what_waits_are_read_next_and_nothing_else_is_lost(
    now: Moment,
) -> None:
    cry, waits, taken = asyncio.Event(), [a_post(f"ann {number}", now) for number in range(9)], list[str]()

    async def waiting(but: Collection[str]) -> Sequence[Post]:
        return [each for each in waits if each.name not in but and each.place not in taken]

    taking = Taking(waiting, READERS, cry, a_part=0)

    async def places() -> list[str]:
        part = [post.place for post, _ in await taking.next()]
        taken.extend(part)
        return part

    assert await places() == ["ann 0"]
    waits.insert(0, replace(a_post("cy hits me", now), urgent=True))
    assert await places() == ["ann 1"], "nobody has said that there is somebody in danger"
    cry.set()
    assert await places() == ["cy hits me"]
    assert [await places() for _ in range(8)] == [[f"ann {number}"] for number in range(2, 9)] + [[]]


@pytest.mark.rule("R715")
async def test_words_of_harm_are_filed_by_themselves(now: Moment) -> None:
    waits = [a_post(f"ann {number}", now) for number in range(9)]
    waits[0], waits[1] = (replace(each, urgent=True) for each in waits[:2])

    async def waiting(but: Collection[str]) -> Sequence[Post]:
        return [each for each in waits if each.name not in but]

    taking = Taking(waiting, READERS, asyncio.Event(), a_part=STRETCH)
    assert [post for post, _ in await taking.next()] == waits[:2]
    assert [post for post, _ in await taking.next()] == waits[2:]


async def test_when_time_is_up_nothing_has_been_read_for_nothing(now: Moment) -> None:
    waits = [a_post(f"ann {number}", now) for number in range(9)]
    read: list[str] = []

    def reader(post: Post) -> Message:
        time.sleep(0.01)
        read.append(post.place)
        return a_message(post, post.place)

    async def waiting(but: Collection[str]) -> Sequence[Post]:
        return [each for each in waits if each.name not in but and each.place not in filed]

    filed: list[str] = []
    taking = Taking(waiting, {Channel.EMAIL: reader}, asyncio.Event(), a_part=0.03)
    while part := await taking.next():
        filed += [post.place for post, _ in part]
    assert read == filed == [each.place for each in waits]


async def test_large_mails_that_are_quickly_read_are_filed_together(now: Moment) -> None:
    waits = [replace(a_post(f"ann {number}", now), raw=b"x" * 2**20) for number in range(9)]

    async def waiting(but: Collection[str]) -> Sequence[Post]:
        return [each for each in waits if each.name not in but]

    taking = Taking(waiting, READERS, asyncio.Event(), a_part=STRETCH)
    assert [post for post, _ in await taking.next()] == waits
    assert not await taking.next()


async def test_on_a_machine_where_threads_come_late_as_much_is_read_together_as_ever(now: Moment) -> None:
    posts, free = [a_post(f"mail {number}", now) for number in range(5)], threading.Event()
    # Nobody can begin to read until this is over.
    held = [outcry.READING.submit(free.wait) for _ in range(outcry.READERS)]
    asyncio.get_running_loop().call_later(1.2 * A_WHILE, free.set)
    assert len(await read({Channel.EMAIL: lambda post: a_message(post, post.place)}, posts, A_WHILE)) == len(posts)
    assert all(each.result() for each in held)


async def test_what_waits_for_other_machines_keeps_nothing_from_being_read_or_heard(now: Moment) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    free, post = threading.Event(), a_post("ann one", now)
    silent = asyncio.create_task(asyncio.to_thread(free.wait))
    await asyncio.sleep(0)
    rung: list[str] = []

    async def siren(post: Post, *_: object) -> None:
        rung.append(post.place)

    readers = {Channel.EMAIL: lambda post: a_message(post, post.place)}
    heard = Outcry(readers=readers, signs=lambda _: (Sign("hits", Level.IMMEDIATE),), siren=siren)
    async with asyncio.timeout(20):
        assert await heard.post(post) and rung == [post.place]
    free.set()
    await silent


async def test_nothing_is_looked_for_while_one_post_by_itself_is_filed(office: Office) -> None:
    looks = 0

    async def look(work: Callable[[Connection], T]) -> T:
        nonlocal looks
        looks += 1
        return await office.database.look(work)

    written = await office.keep("ann one")
    assert await office.work(look=look) == 1
    assert (office.filed, looks) == (written, 1)


async def test_while_one_is_read_for_long_the_little_that_waits_is_listened_to(office: Office) -> None:
    for file, listens in ((office.files, False), (partial(time.sleep, worker.SLOW + 0.1), True)):
        office.files, behind = file, asyncio.Event()
        await office.keep(f"ann {listens}")
        assert await office.work(behind=behind) == 1
        assert behind.is_set() is listens
