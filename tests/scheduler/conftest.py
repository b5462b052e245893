"""An office in which time goes by: a store in a file, six people, and the sweeps."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from casework.cases import Case
from casework.changes import Change
from casework.councils import Council
from casework.letters import Letter
from scheduler.sweeps import Sweep
from store import cases, changes, migrations, people, tables, values
from store.database import Connection, Database
from tests.build import KEYS, STAFF, at, profile
from tests.conftest import Moment

T = TypeVar("T")


@dataclass
class Office:
    """What a sweep is given, and what it left."""

    database: Database
    council: Council
    now: Moment
    looks: int = 0
    works: list[str] = field(default_factory=list)

    async def look(self, work: Callable[[Connection], T]) -> T:
        """The store's `look`, counted."""
        self.looks += 1
        return await self.database.look(work)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The store's `transact`, counted."""
        self.works.append(getattr(work, "__name__", ""))
        return await self.database.transact(work)

    async def at(self, moment: str, *sweeps: Sweep) -> int:
        """What the sweeps say they did, at a London time."""
        self.now.at = at(moment)
        said = [
            await sweep.run(transact=self.transact, look=self.look, council=self.council, now=self.now)
            for sweep in sweeps
        ]
        return sum(said)

    async def keeps(self, *kept: Change) -> None:
        """These are saved, as a door would have."""
        for change in kept:
            await self.database.transact(lambda db, change=change: changes.save(db, change, self.now()))  # type: ignore[misc]

    async def case(self, reference: str) -> Case:
        """As it is stored."""
        found = await self.database.look(lambda db: cases.one(db, self.council.name, reference))
        assert found is not None
        return found

    async def letters(self, words: str = "staff.") -> list[Letter]:
        """Every letter to staff that was ever written, or those in these words."""

        def look(db: Connection) -> list[Letter]:
            found = db.execute(select(tables.letters.c.data).order_by(tables.letters.c.seq)).scalars()
            return [values.LETTER.decode(data) for data in found]

        return [each for each in await self.database.look(look) if each.words.startswith(words)]


@asynccontextmanager
async def opened(path: Path, now: Moment) -> AsyncIterator[Office]:
    """An office with nothing in hand, its store in this file."""
    url = f"sqlite:///{path}"
    migrations.migrate(url)
    async with Database(url, KEYS) as database:
        await staffed(database)
        yield Office(database, profile("bnes"), now)


async def staffed(database: Database) -> None:
    """Six people work here."""
    await database.transact(lambda db: [people.add(db, "bnes", each) for each in STAFF])


@pytest.fixture
async def office(tmp_path: Path, now: Moment) -> AsyncIterator[Office]:
    """Open, with nothing in hand."""
    async with opened(tmp_path / "heard.db", now) as made:
        yield made
