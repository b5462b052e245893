"""The classifier has its look when all else is done: a few at once, and one it fails on keeps no other waiting."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from casework.changes import Change
from intake import opinions
from intake.patience import Patience
from store import changes, contacts
from store.database import Connection, Database
from store.migrations import migrate
from tests.build import KEYS, a_contact, a_message, at, profile

T = TypeVar("T")


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

    async def consider(self, contact: str) -> None:
        """One look, written down unless it fails."""
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0.01)
        self.at_once -= 1
        self.seen[contact] += 1
        if self.seen[contact] <= self.fails.get(contact, 0):
            raise KeyError(contact)
        await self.database.transact(
            lambda db: db.exec_driver_sql("update contacts set considered = heard where id = ?", (contact,))
        )

    async def waiting(self) -> list[str]:
        """Whom it has not seen."""
        return await self.database.look(lambda db: contacts.unconsidered(db, "bnes", 100))


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
    async with at_work(tmp_path, opinions.PAGE + 10) as (model, ids):
        await run_until(model, 0, Patience(60, 60))
        assert model.seen == dict.fromkeys(ids, 1)
        assert model.most == opinions.AT_ONCE


async def test_more_failures_than_a_page_holds_keep_nobody_waiting(tmp_path: Path) -> None:
    async with at_work(tmp_path, opinions.PAGE + 20) as (model, ids):
        model.fails = dict.fromkeys(ids[: opinions.PAGE + 5], 9)
        await run_until(model, opinions.PAGE + 5, Patience(60, 60))
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
