"""One machine reads the mailbox; when it goes, the next does within seconds, and never two at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import psycopg
import pytest

from run.turns import in_turn
from store.turns import Turn
from tests.wire.postgres import Postgres

ALL_BACKENDS = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture
def url(cluster: Postgres) -> str:
    return cluster.database()


class Mailbox:
    """What only one may read at a time: who reads it, and who ever did."""

    def __init__(self) -> None:
        self.readers: list[str] = []
        self.read_by: list[str] = []
        self.changed = asyncio.Event()

    def read(self, name: str) -> Callable[[], Awaitable[None]]:
        async def reading() -> None:
            self.readers.append(name)
            self.read_by.append(name)
            assert len(self.readers) == 1, "two at once"
            self.changed.set()
            try:
                await asyncio.Event().wait()
            finally:
                self.readers.remove(name)

        return reading

    async def has_been_read_by(self, *names: str) -> None:
        async with asyncio.timeout(20):
            while self.read_by != list(names):
                self.changed.clear()
                await self.changed.wait()


@asynccontextmanager
async def machine(url: str, box: Mailbox, name: str) -> AsyncIterator[asyncio.Event]:
    waits = asyncio.Event()
    task = asyncio.create_task(in_turn(Turn(url, "mailbox", "bnes"), box.read(name), waits.set, every=0.05))
    try:
        yield waits
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.requires("postgres")
async def test_the_next_machine_reads_on_when_the_first_has_gone(url: str) -> None:
    box = Mailbox()
    async with machine(url, box, "first") as _:
        await box.has_been_read_by("first")
        second = machine(url, box, "second")
        async with second as waits:
            await asyncio.wait_for(waits.wait(), 20)
            assert box.readers == ["first"]
        async with machine(url, box, "third") as waits:
            await asyncio.wait_for(waits.wait(), 20)
    async with machine(url, box, "fourth"):
        await box.has_been_read_by("first", "fourth")


@pytest.mark.requires("postgres")
async def test_who_has_lost_the_database_stops_reading_before_another_begins(url: str) -> None:
    box = Mailbox()
    async with machine(url, box, "first"):
        await box.has_been_read_by("first")
        async with await psycopg.AsyncConnection.connect(url.replace("+psycopg", ""), autocommit=True) as db:
            await db.execute(ALL_BACKENDS)
        await box.has_been_read_by("first", "first")
    assert box.readers == []


async def test_on_sqlite_it_is_always_our_turn(tmp_path: object) -> None:
    box = Mailbox()
    async with machine(f"sqlite:///{tmp_path}/heard.db", box, "only"):
        await box.has_been_read_by("only")


async def test_what_the_work_raises_is_told_to_whoever_began_it(tmp_path: object) -> None:
    async def fails() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await asyncio.wait_for(in_turn(Turn(f"sqlite:///{tmp_path}/heard.db", "it"), fails, lambda: None), 20)
