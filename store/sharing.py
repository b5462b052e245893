"""Writing to SQLite from one thread: what is waiting shares one commit, each of several in its own savepoint.

A commit to disk costs more than all that is written in it, so up to 32 pieces that wait together are committed
together: five times as many an hour as one by one, and nothing waits longer than it would have waited in the queue
(performance.md 3c). A piece that fails is rolled back to its savepoint and spoils only itself. If the commit itself
fails, nothing was saved and every piece is told so.

What is only jotted down waits for no disk, unless it shares a commit with what does: the log keeps its order, so what
is committed later is on the disk only if this is.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")

SHARED = 32
"""How many pieces of work one commit may hold."""

TURN, GAP = 0.05, 0.002
"""Seconds that one process may write without a gap, and the gap in which another takes its turn. *Taste.*"""


@dataclass(slots=True)
class _Piece(Generic[T]):
    """One piece of work and who waits for it; after it has run, what came of it."""

    work: Callable[[Connection], T]
    waiter: "asyncio.Future[T]"
    loop: asyncio.AbstractEventLoop
    jotted: bool
    error: BaseException | None = None
    result: list[T] = field(default_factory=list)

    def run(self, db: Connection) -> None:
        """Do the work within a savepoint. An error is kept, unless it took the whole transaction with it."""
        driver: Any = db.connection.dbapi_connection
        driver.execute("savepoint piece")
        try:
            self.result.append(self.work(db))
        except BaseException as error:  # handed to whoever waits
            self.error = error
            if not driver.in_transaction:  # SQLite itself ends it when the disk is full or fails
                raise
            driver.execute("rollback to piece")
        driver.execute("release piece")

    def run_alone(self, db: Connection) -> None:
        """Do the work where nothing else shares its commit: it spoils nobody if all is rolled back, and SQLite need not
        keep for a savepoint how each page was before.
        """
        self.result.append(self.work(db))

    def answer(self) -> None:
        """Tell whoever waits, in their own loop."""
        if self.waiter.done():
            return
        if self.error is not None:
            self.waiter.set_exception(self.error)
        else:
            self.waiter.set_result(self.result[0])


class SharedCommits:
    """The writer's thread. `do` may be called from any event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._gap = time.monotonic()
        self._waiting: SimpleQueue[_Piece[Any] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._go, name="store", daemon=True)
        self._thread.start()

    async def do(self, work: Callable[[Connection], T]) -> T:
        """The result of the work, once committed. Cancelled before its turn it is not done; later, it is done whole."""
        return await self._come_of(work, jotted=False)

    async def jot(self, work: Callable[[Connection], T]) -> T:
        """The same, once the system has taken it, which a power cut may lose."""
        return await self._come_of(work, jotted=True)

    async def _come_of(self, work: Callable[[Connection], T], *, jotted: bool) -> T:
        loop = asyncio.get_running_loop()
        piece: _Piece[T] = _Piece(work, loop.create_future(), loop, jotted)
        self._waiting.put(piece)
        return await piece.waiter

    def close(self) -> None:
        """Finish what is waiting, then end. Blocks until it has."""
        self._waiting.put(None)
        self._thread.join()

    def _go(self) -> None:
        while (first := self._next()) is not None:
            pieces, ended = self._with_what_waits(first)
            self._commit([piece for piece in pieces if not piece.waiter.cancelled()])
            if ended:
                return

    def _next(self) -> _Piece[Any] | None:
        """The next piece, after a gap for other processes if there was none for long."""
        asked = time.monotonic()
        first = self._waiting.get()
        if time.monotonic() - asked < GAP and asked - self._gap > TURN:
            time.sleep(GAP)
        if time.monotonic() - asked >= GAP:
            self._gap = time.monotonic()
        return first

    def _with_what_waits(self, first: _Piece[Any]) -> tuple[list[_Piece[Any]], bool]:
        pieces = [first]
        while len(pieces) < SHARED:
            try:
                piece = self._waiting.get_nowait()
            except Empty:
                break
            if piece is None:
                return pieces, True
            pieces.append(piece)
        return pieces, False

    def _commit(self, pieces: list[_Piece[Any]]) -> None:
        try:
            jotted = all(piece.jotted for piece in pieces)
            with self._engine.connect() as db, _disk_spared(db) if jotted else nullcontext(), db.begin():
                if len(pieces) == 1:
                    pieces[0].run_alone(db)
                else:
                    for piece in pieces:
                        piece.run(db)
        except BaseException as error:  # noqa: BLE001 nothing was saved, and everybody hears of it
            for piece in pieces:
                piece.error = piece.error or error
        for loop in {piece.loop for piece in pieces}:
            _tell(loop, [piece for piece in pieces if piece.loop is loop])


@contextmanager
def _disk_spared(db: Connection) -> Iterator[None]:
    """Meanwhile what the system has taken is committed."""
    driver: Any = db.connection.dbapi_connection
    driver.execute("pragma synchronous=normal")
    try:
        yield
    finally:
        driver.execute("pragma synchronous=full")


def _tell(loop: asyncio.AbstractEventLoop, pieces: list[_Piece[Any]]) -> None:
    def answer() -> None:
        for piece in pieces:
            piece.answer()

    with suppress(RuntimeError):  # their loop has closed: nobody is left to tell
        loop.call_soon_threadsafe(answer)
