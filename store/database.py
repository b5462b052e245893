"""Opening the store: `transact` writes, `jot` writes and waits for no disk, `look` reads; none holds up the event loop.

    async with Database("sqlite:///var/heard.db", keys) as database:
        await database.transact(lambda db: changes.save(db, change, now))     # committed when this returns
        contact = await database.look(lambda db: contacts.one(db, "bnes", name))

A piece of work is an ordinary function of a connection. It runs whole in one thread: crossing threads at every
statement costs four to twelve times as much (performance.md 3c). On SQLite there is one writer, and what waits shares
commits; on PostgreSQL a few threads write side by side, kept apart by the database. Errors are let out as they are.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from typing import Protocol, Self, TypeVar

from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from store import embedded, engines, migrations, sealing
from store.inserting import insert_new, insert_once, insert_placed, update_each
from store.sealing import Keys
from store.sharing import SharedCommits

__all__ = [
    "Away",
    "Connection",
    "Database",
    "Look",
    "Stale",
    "Transact",
    "alone",
    "blind",
    "insert_new",
    "insert_once",
    "insert_placed",
    "update_each",
]

T = TypeVar("T")

PATIENCE = 60
"""Seconds after which a piece of work that has not come back is an error, in a service: nobody waits there without an
end. *Taste.*
"""


class Stale(Exception):
    """Somebody else changed it since it was read: read again, and decide again."""


class Away(Exception):
    """The store is not there at the moment: nothing is known to be saved, and nothing is wrong with the work."""


class Transact(Protocol):
    """Do one piece of work that may write. When it returns, what it wrote is committed."""

    def __call__(self, work: Callable[[Connection], T], /) -> Awaitable[T]:
        """Whatever the work returns."""


class Look(Protocol):
    """Do one piece of work that only reads; all it sees is of one moment."""

    def __call__(self, work: Callable[[Connection], T], /) -> Awaitable[T]:
        """Whatever the work returns."""


class Database:
    """One store, open from `start` to `stop`. Any number of processes may have it open."""

    def __init__(
        self, url: str, keys: Keys, *, busy: float = embedded.BUSY_SECONDS, patience: float | None = PATIENCE
    ) -> None:
        """`keys` open what is sealed in it. `busy`: seconds to wait for another process that is writing to the same
        SQLite file. `patience`: seconds that a piece of work may take; None for as long as it needs.
        """
        self._url, self._keys, self._busy, self._patience = engines.parse(url), keys, busy, patience
        self._open: _Open | None = None

    async def start(self) -> None:
        """Open it. Raises `WrongVersion` if it is not of this program's version."""
        self._open = await asyncio.to_thread(_Open, self._url, self._keys, self._busy)

    async def stop(self) -> None:
        """Finish what is waiting, and close."""
        if self._open is not None:
            closing, self._open = self._open, None
            await asyncio.to_thread(closing.close)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def transact(self, work: Callable[[Connection], T], /) -> T:
        """See `Transact`."""
        async with asyncio.timeout(self._patience):
            return await self._now().transact(work)

    async def jot(self, work: Callable[[Connection], T], /) -> T:
        """As `transact`, for what is done again if the power goes, and nobody is told of before something else is
        committed: all see it at once, and on the disk it is with the next that `transact` commits.
        """
        async with asyncio.timeout(self._patience):
            return await self._now().jot(work)

    async def look(self, work: Callable[[Connection], T], /) -> T:
        """See `Look`."""
        async with asyncio.timeout(self._patience):
            return await self._now().look(work)

    def _now(self) -> "_Open":
        if self._open is None:
            raise RuntimeError("the store is not open")
        return self._open


class _Threads:
    """Pieces of work, each in its own transaction, in a few threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(engines.THREADS, thread_name_prefix="store")

    async def do(self, work: Callable[[Connection], T]) -> T:
        """The result of the work, once its transaction has ended."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._whole, work)

    jot = do
    """The database may be on another machine, and lose its power while we go on: all that is committed is on its disk.
    """

    def _whole(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as db:
                return work(db)
        except DBAPIError as error:
            if engines.away(error):
                raise Away from None
            raise

    def close(self) -> None:
        """Finish what is waiting, then end. Blocks until it has."""
        self._pool.shutdown(wait=True)


class _Open:
    """What is open between `start` and `stop`."""

    def __init__(self, url: URL, keys: Keys, busy: float) -> None:
        migrations.demand(url)
        self._engines = (engines.writing(url, keys, busy=busy), engines.reading(url, keys))
        writer, reader = self._engines
        self._writer = SharedCommits(writer) if writer.dialect.name == "sqlite" else _Threads(writer)
        self._reader = _Threads(reader)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        return await self._writer.do(partial(_done, work))

    async def jot(self, work: Callable[[Connection], T]) -> T:
        return await self._writer.jot(partial(_done, work))

    async def look(self, work: Callable[[Connection], T]) -> T:
        return await self._reader.do(partial(_done, work))

    def close(self) -> None:
        self._writer.close()
        self._reader.close()
        for engine in self._engines:
            engine.dispose()


def _done(work: Callable[[Connection], T], db: Connection) -> T:
    try:
        return work(db)
    except StopIteration:  # no future can carry it, and whoever waits would wait for ever
        raise RuntimeError("a piece of work asked for one more than there was") from None
    except DBAPIError as error:
        if engines.clash(error):
            raise Stale from None  # the database's own words may quote what it was given
        raise


def blind(db: Connection, digest: str) -> str:
    """A digest as it lies in this store."""
    keys = sealing.held(db.dialect)
    return keys.blind(digest) if keys else digest


def alone(db: Connection, council: str, *about: str) -> None:
    """Until this transaction ends, nobody else is alone with the same things. On SQLite the writer always is."""
    if db.dialect.name == "postgresql" and engines.writes(db):
        db.execute(
            _ALONE, {"keys": sorted(_key(council, each) for each in about)}
        )  # in one order: none waits in a ring


def _key(*about: str) -> int:
    return int.from_bytes(sha256("\0".join(about).encode()).digest()[:8], "big", signed=True)


_ALONE = text("select count(pg_advisory_xact_lock(key)) from unnest(cast(:keys as bigint[])) as key")
