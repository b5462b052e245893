"""What one machine takes in, another that does the work looks at once, and not at its next look."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from run import bells
from store.bells import Bell
from tests.wire.postgres import Postgres

EVERYBODY_ELSE = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and query <> ''"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Postgres() as cluster:
        yield cluster.database()


def wakes() -> dict[str, asyncio.Event]:
    return {"read": asyncio.Event(), "send": asyncio.Event()}


@pytest.mark.requires("postgres")
async def test_whoever_only_takes_in_rings_and_whoever_works_looks_within_the_second(url: str) -> None:
    there, here, others = wakes(), wakes(), wakes()
    listening = asyncio.create_task(bells.listen(Bell(url, "bnes"), here))
    of_another_council = asyncio.create_task(bells.listen(Bell(url, "dorset"), others))
    ringing = asyncio.create_task(bells.ring(Bell(url, "bnes"), there))
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(30):
        while not here["read"].is_set():  # until it listens there is nobody to hear
            there["read"].set()
            await asyncio.wait([asyncio.ensure_future(here["read"].wait())], timeout=0.2)
        rung = loop.time()
        there["send"].set()
        await here["send"].wait()
        assert loop.time() - rung < 3  # milliseconds, on a machine of its own
    assert not others["read"].is_set()
    for task in (listening, of_another_council, ringing):
        task.cancel()
    await asyncio.gather(listening, of_another_council, ringing, return_exceptions=True)


@pytest.mark.requires("postgres")
async def test_a_database_that_goes_is_told_to_whoever_began_the_listening(url: str) -> None:
    listening = asyncio.create_task(bells.listen(Bell(url, "bnes"), wakes()))
    async with asyncio.timeout(30):
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as db:
            while not listening.done():
                await db.execute(EVERYBODY_ELSE)
                await asyncio.wait([listening], timeout=0.2)
    assert listening.exception() is not None


def test_on_sqlite_there_is_nobody_to_tell() -> None:
    assert not Bell("sqlite:///var/heard.db", "bnes").reaches
