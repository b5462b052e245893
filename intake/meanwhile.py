"""Mails are read one after the other, since Python does one thing at a time; but while one waits for another process,
for the words of its PDF or for what a scanner says of its files, the next is read meanwhile.

Few wait at once: each holds a mail and its files in memory, and whoever reads a PDF takes memory of its own.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar, copy_context
from time import monotonic
from typing import Any, Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")


def each(work: Callable[[S], T], things: Iterable[S], *, seconds: float, at_once: int) -> list[T]:
    """What comes of the first of these, in their order: of one at least, and of those that are begun in time. While one
    is `waiting` the next is begun, by another thread: so many may have been begun at once.
    """
    return _Turns(work, things, monotonic() + seconds, at_once).all()


def waiting() -> AbstractContextManager[None]:
    """For as long as this lasts somebody else is at work for us: others here have their turn."""
    turns = _TURNS.get()
    return turns.given_on() if turns else nullcontext()


class _Turns(Generic[S, T]):
    """Whoever has the turn works. Whoever gives it on begins a thread that takes it, if there may be one more."""

    def __init__(self, work: Callable[[S], T], things: Iterable[S], until: float, at_once: int) -> None:
        self._work, self._left, self._until, self._more = work, deque(things), until, at_once - 1
        self._turn = threading.Lock()
        self._begun: list[list[T]] = []
        self._others: list[threading.Thread] = []

    def all(self) -> list[T]:
        """What came of each that was begun, once all have ended."""
        before = _TURNS.set(self)
        try:
            self._go()
        finally:
            _TURNS.reset(before)
        for other in self._others:  # more may come while one of them ends
            other.join()
        return [come_of for (come_of,) in self._begun]

    def _go(self) -> None:
        with self._turn:
            while self._left and (not self._begun or monotonic() <= self._until):
                thing, found = self._left.popleft(), list[T]()
                self._begun.append(found)
                found.append(self._work(thing))

    @contextmanager
    def given_on(self) -> Iterator[None]:
        """See `waiting`."""
        if self._left and self._more:
            self._more -= 1
            other = threading.Thread(target=copy_context().run, args=(self._go,), daemon=True)
            with suppress(RuntimeError):  # as where no thread can be begun any more: then nobody works meanwhile
                other.start()
                self._others.append(other)
        self._turn.release()
        try:
            yield
        finally:
            self._turn.acquire()


_TURNS: ContextVar[_Turns[Any, Any] | None] = ContextVar("turns", default=None)
