"""The classifier has its look when all else is done: a few at once, and one it fails on keeps no other waiting."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from casework.changes import Change
from casework.contacts import Suggestion
from intake import opinions
from intake.patience import Patience
from store import changes, contacts
from store.database import Connection, Database
from store.migrations import migrate
from tests import build
from tests.build import KEYS, a_contact, a_message, at, profile
from tests.intake.doorway import Door, an_opinion

T = TypeVar("T")

MANY = 2 * opinions.AT_ONCE * opinions.TOGETHER + 10


class Model:
    """Sees what it is shown; a test says at which it fails, and how often."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.seen: Counter[str] = Counter()
        self.fails: dict[str, int] = {}
        self.at_once = self.most = 0
        self.down = False

    async def look(self, work: Callable[[Connection], T]) -> T:
        """The store, which a test can take away."""
        if self.down:
            raise OSError("the disk is gone")
        return await self.database.look(work)

    async def consider(self, ids: Sequence[str]) -> Collection[str]:
        """A look at a few, written down unless it fails."""
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0.01)
        self.at_once -= 1
        self.seen.update(ids)
        failed = [contact for contact in ids if self.seen[contact] <= self.fails.get(contact, 0)]
        done = [(contact,) for contact in ids if contact not in failed]
        await self.database.transact(
            lambda db: [db.exec_driver_sql("update contacts set considered = heard where id = ?", one) for one in done]
        )
        return failed

    async def waiting(self) -> list[str]:
        """Whom it has not seen."""
        return await self.database.look(lambda db: contacts.unconsidered(db, "bnes", MANY))


@asynccontextmanager
async def at_work(folder: Path, count: int) -> AsyncIterator[tuple[Model, list[str]]]:
    """A store with so many contacts."""
    url = f"sqlite:///{folder}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as database:
        made = [
            a_contact(profile("bnes"), a_message(f"Nobody came, {number}."), reference=f"BN-{number:04}")
            for number in range(count)
        ]
        await database.transact(lambda db: changes.save(db, Change(contacts=tuple(made)), at("2026-03-02 09:30")))
        yield Model(database), [each.id for each in made]


async def run_until(model: Model, left: int, patience: Patience) -> None:
    """Let it look until so many are left."""
    looking = asyncio.create_task(
        opinions.run(
            wake=asyncio.Event(), look=model.look, council="bnes", consider=model.consider, poll=0.02, patience=patience
        )
    )
    async with asyncio.timeout(20):
        while len(await model.waiting()) > left:  # noqa: ASYNC110 the store says nothing by itself
            await asyncio.sleep(0.01)
    looking.cancel()


async def test_everybody_is_looked_at_once_and_a_few_at_a_time(tmp_path: Path) -> None:
    async with at_work(tmp_path, MANY) as (model, ids):
        await run_until(model, 0, Patience(60, 60))
        assert model.seen == dict.fromkeys(ids, 1)
        assert model.most == opinions.AT_ONCE


async def test_more_failures_than_a_page_holds_keep_nobody_waiting(tmp_path: Path) -> None:
    async with at_work(tmp_path, MANY) as (model, ids):
        model.fails = dict.fromkeys(ids[: MANY - 15], 9)
        await run_until(model, MANY - 15, Patience(60, 60))
        assert model.seen == dict.fromkeys(ids, 1), "those that failed are left alone for a while"


async def test_one_that_failed_is_looked_at_again(tmp_path: Path) -> None:
    async with at_work(tmp_path, 3) as (model, ids):
        model.fails = {ids[1]: 3}
        await run_until(model, 0, Patience(0.02, 0.02))
        assert [model.seen[each] for each in ids] == [1, 4, 1]


async def test_a_store_that_was_gone_is_asked_again(tmp_path: Path) -> None:
    async with at_work(tmp_path, 2) as (model, ids):
        model.down = True
        asyncio.get_running_loop().call_later(0.1, setattr, model, "down", False)
        await run_until(model, 0, Patience(60, 60))
        assert model.seen == dict.fromkeys(ids, 1)


async def test_what_spoils_one_opinion_spoils_no_other_that_was_had_with_it(door: Door) -> None:
    ids = [await door.receive(build.a_message(f"Nobody came, {number}.")) or "" for number in range(4)]

    def suggest(text: str) -> Suggestion:
        if "2" in text:
            raise KeyError(text)
        return an_opinion()

    door.stale = 1  # somebody is quicker with one of them, and each is written by itself
    assert await door.consider_together(ids, suggest) == {ids[2]}
    assert [(await door.contact(each)).considered for each in ids] == [1, 1, 0, 1]


async def test_of_whom_more_was_heard_meanwhile_is_looked_at_once_more_and_nobody_else(door: Door) -> None:
    ids = [await door.receive(build.a_message(f"Nobody came, {number}.")) or "" for number in range(3)]
    loop, looks = asyncio.get_running_loop(), list[str]()

    def suggest(text: str) -> Suggestion:
        looks.append(text)
        if len(looks) == 1:
            asyncio.run_coroutine_threadsafe(changed(ids[1]), loop).result(10)
        return an_opinion()

    async def changed(contact: str) -> None:
        now = await door.contact(contact)
        await door.database.transact(lambda db: changes.save(db, Change(contacts=(now,)), door.now()))

    assert not await door.consider_together(ids, suggest)
    assert looks == [f"Nobody came, {number}." for number in (0, 1, 2, 1)]
    assert [(await door.contact(each)).considered for each in ids] == [1, 1, 1]
