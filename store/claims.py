"""Whose post is whose, among workers that share a store: none is read by two, and nobody is overtaken by themselves.

A claim is a lock of PostgreSQL's on a connection of the worker's own, as a turn is (`store.turns`): when the worker
dies or falls silent the database lets go of all it had. Nothing is written down that somebody would have to clear away,
and no machine's clock is asked.

They read in turn and file side by side. Whoever's turn it is takes post, sees who wrote it, claims the writers too, and
only then gives the turn on. So there is never earlier post whose writer nobody knows yet. What a writer sent who has
something in another's hands is left for the next turn; where nothing else was read one waits for them. Only who has the
turn waits for a writer: no two wait for each other.

On SQLite one worker is the rule, and there is nobody to share with.
"""

import hmac
import threading
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import BigInteger, Connection, Engine, bindparam, func, literal, select, text
from sqlalchemy.exc import DBAPIError

from casework.messages import Address
from store import engines, inbox, postgresql, values
from store.database import Away
from store.tables import posts

T = TypeVar("T")

SILENT = 15
"""Seconds without a word from a worker after which the database gives its post to another. *Taste.*"""

WAITS = 2
"""Seconds that one waits for another at a time, before looking up. *Taste.*"""

AMONG = 256
"""How many of the first in the queue are looked at for some that nobody has: more than all workers have in hand."""

NOT_YET = "55P03"
"""What PostgreSQL says when a lock was not to be had in time."""


def among(url: str, council: str, key: bytes) -> "Claims | None":
    """The claims of one process among those of others; none where one worker is the rule."""
    shared = not engines.is_embedded(engines.parse(url))
    return Claims(url, council, key) if shared else None


class Claims:
    """What one worker has in hand. Every function blocks for a round trip or more; two threads take turns.

    Each raises `Away` when the connection is lost: everything that was claimed may be another's by then.
    """

    def __init__(self, url: str, council: str, key: bytes, *, silent: int = SILENT) -> None:
        """`key`, the same on every machine: nobody who sees the locks can tell whose they are."""
        self._engine: Engine = postgresql.alone(engines.parse(url), silent=silent, waits=WAITS)
        self._held: Connection | None = None
        self._one_at_a_time = threading.Lock()
        self._council, self._key = council, key
        self._turn = self._lock("the turn to read")

    def take(self, limit: int, *, now: datetime) -> list[int] | None:
        """The places of post that waits, which is ours alone from now on; None if somebody else is still reading."""
        stood = self._held is not None
        try:
            return self._said(lambda db: self._taken(db, limit, now), anew=True)
        except Away:
            if not stood:
                raise
            # The database let go of us while there was nothing to do.
            return self._said(lambda db: self._taken(db, limit, now), anew=True)

    def writers(self, senders: Iterable[Address], *, waits: bool = False) -> set[Address]:
        """Who of these has something in another's hands; the others' is ours alone. Who `waits` gets all or none."""
        locks = {self._lock(values.digest(each)): each for each in senders}
        busy = self._said(lambda db: _not_ours(db, sorted(locks), waits=waits))
        return {locks[each] for each in busy}

    def pass_on(self, left: Iterable[int] = ()) -> None:
        """The next may read, first of all what is left in these places."""
        locks = [*(place ^ _IN_HAND for place in left), self._turn]
        self._said(lambda db: _given(db, locks))

    def mine(self) -> None:
        """Say that we are there: what is silent for long is dead."""
        self._said(lambda db: db.execute(_HERE))

    def give(self) -> None:
        """Let go of everything: it is done."""
        self._said(lambda db: db.execute(_ALL_GIVEN))

    def close(self) -> None:
        """Let go of everything, and of the database."""
        with self._one_at_a_time:
            self._lost()
        self._engine.dispose()

    def _taken(self, db: Connection, limit: int, now: datetime) -> list[int] | None:
        if not _locked(db, [self._turn]):
            return None
        given = {"council": self._council, "now": now, "among": AMONG, "limit": limit}
        found = db.execute(_TAKE, given).all()
        ours = list(inbox.not_too_much(found))
        if len(ours) < len(found):
            _given(db, [row.lock for row in found[len(ours) :]])
        return [row.seq for row in ours]

    def _lock(self, about: str) -> int:
        """The number that stands for a thing of this council's."""
        said = f"{self._council}\0{about}".encode()
        return int.from_bytes(hmac.digest(self._key, said, "sha256")[:8], "big", signed=True)

    def _said(self, work: Callable[[Connection], T], *, anew: bool = False) -> T:
        with self._one_at_a_time:
            try:
                if self._held is None:
                    if not anew:
                        raise Away
                    self._held = self._engine.connect()
                return work(self._held)
            except DBAPIError as error:
                self._lost()
                if engines.away(error):
                    raise Away from None
                raise

    def _lost(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.invalidate()  # its locks end with it, however it is
            held.close()


def _locked(db: Connection, locks: Collection[int]) -> bool:
    """Whether all of these are ours now; some of them may be when not all are, until everything is given."""
    try:
        db.execute(_LOCK, {"locks": list(locks)})
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != NOT_YET:
            raise
        return False
    return True


def _not_ours(db: Connection, locks: Collection[int], *, waits: bool) -> Collection[int]:
    """Which of these are another's; the rest is ours now."""
    if waits:
        return () if _locked(db, locks) else locks
    return db.execute(_TRY, {"locks": list(locks)}).scalars().all()


def _given(db: Connection, locks: Collection[int]) -> None:
    """Let go of these, in this order."""
    db.execute(_GIVEN, {"locks": list(locks)})


_IN_HAND = 0x4845415244
"""With what the place of a post is mixed, so that the number of its lock is nobody else's."""

_waiting = (
    select(posts.c.seq, posts.c.turn, posts.c.size, posts.c.seq.op("#")(literal(_IN_HAND, BigInteger)).label("lock"))
    .where(inbox.due())
    .order_by(*inbox.in_order())
    .limit(bindparam("among"))
    .cte("waiting")
    .prefix_with("materialized")  # else the order in which it is asked for locks would be the planner's
)
_TAKE = select(_waiting).where(func.pg_try_advisory_lock(_waiting.c.lock)).limit(bindparam("limit"))
_LOCK = text("select count(pg_advisory_lock(lock)) from unnest(cast(:locks as bigint[])) as lock")
_TRY = text("select lock from unnest(cast(:locks as bigint[])) as lock where not pg_try_advisory_lock(lock)")
_GIVEN = text("select count(pg_advisory_unlock(lock)) from unnest(cast(:locks as bigint[])) as lock")
_ALL_GIVEN = select(func.pg_advisory_unlock_all())
_HERE = select(1)
