"""One at a time among machines: who reads a mailbox, who asks for a bot's updates (house.md, 17).

A turn is a lock of PostgreSQL's, held for as long as a connection of its own stands: when a machine dies or freezes,
the database lets go of it. On SQLite one service is the rule, and the turn is always ours.
"""

from hashlib import sha256

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from store import engines, postgresql

SILENT = 15
"""Seconds without a word from us after which the database gives our turn to another. *Taste.*"""


class Turn:
    """Whose turn it is with one thing. Every function blocks for a round trip; none is for two threads at once."""

    def __init__(self, url: str, *about: str) -> None:
        """`about` names the thing, the same on every machine."""
        self._url = engines.parse(url)
        self._key = int.from_bytes(sha256("\0".join(about).encode()).digest()[:8], "big", signed=True)
        self._engine: Engine | None = None
        self._held: Connection | None = None

    def take(self) -> bool:
        """Take it if it is nobody's. True if it is ours."""
        if engines.is_embedded(self._url):
            return True
        if self._engine is None:
            self._engine = postgresql.alone(self._url, silent=SILENT)
        db = self._engine.connect()
        if db.execute(select(func.pg_try_advisory_lock(self._key))).scalar_one():
            self._held = db
            return True
        db.close()
        return False

    def mine(self) -> bool:
        """Whether it still is. The database is asked, which also tells it that we are there."""
        if self._held is None:
            return engines.is_embedded(self._url)
        try:
            return bool(self._held.execute(select(1)).scalar_one())
        except DBAPIError:
            return False

    def give(self) -> None:
        """Let go of it. Whoever waits has it within seconds."""
        held, self._held = self._held, None
        if held is not None:
            held.invalidate()  # the lock ends with its connection, however that one is
            held.close()
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
