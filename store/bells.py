"""A machine that takes something in tells those that do the work, by PostgreSQL's listen and notify (house.md, 17).

A bell says nothing but which of two things there is: something to read, or something to send. It is no promise: who
sleeps through it looks a few seconds later anyway. On SQLite one service is the rule, and there is nobody to tell.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text

from store import engines, postgresql

SILENT = 60
"""Seconds without a word after which the database lets go of who listens. *Taste*: they say something in each five."""

HEARS = 1.0
"""Seconds for which one listens before looking up. *Taste.*"""


class Bell:
    """One council's bell. Every function blocks for a round trip at least; none is for two threads at once."""

    def __init__(self, url: str, council: str) -> None:
        self._url = engines.parse(url)
        self._name = "heard_" + sha256(council.encode()).hexdigest()[:16]

    @property
    def reaches(self) -> bool:
        """Whether other machines may have the same store open."""
        return self._url.get_backend_name() == "postgresql"

    def ring(self, what: str) -> None:
        """Tell everybody who listens."""
        with self._opened() as db:
            db.execute(select(func.pg_notify(self._name, what)))

    def rings(self) -> Generator[frozenset[str], None, None]:
        """For ever, about once a second or at once: what has been rung for since. Raises if the database goes."""
        with self._opened() as db:
            db.execute(text(f"listen {self._name}"))
            driver: Any = db.connection.driver_connection
            while True:
                heard = driver.notifies(timeout=HEARS, stop_after=1)
                yield frozenset(each.payload for each in heard)
                db.execute(select(1))  # so that the database knows us alive, and we it

    @contextmanager
    def _opened(self) -> Iterator[Connection]:
        engine: Engine = postgresql.alone(self._url, silent=SILENT)
        try:
            with engine.connect() as db:
                yield db
        finally:
            engine.dispose()
