"""Engines for the two databases, so that the same functions behave the same on both (`embedded`, `postgresql`).
Errors never show bound values.
"""

import sqlite3

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from store import embedded, postgresql
from store.embedded import BUSY_SECONDS
from store.sealing import Keys, hold

LET_GO = ("25P03", "55P03")
"""What PostgreSQL says to who fell silent, and to who waited in vain for somebody else who did."""

_ONLY_LOOKS = {"heard_only_looks": True}
"""What the connections of whoever only looks are known by."""

THREADS = 4
"""Readers, and on PostgreSQL writers too. *Taste*: two cores, and round trips to wait for."""


def parse(url: str) -> URL:
    """The address with the driver this program uses; whatever driver it names, it means the same database (S30)."""
    try:
        given = make_url(url)
    except (ArgumentError, ValueError):  # its words may quote what stands there, a password among it
        raise _unknown() from None
    match given.get_backend_name():
        case "sqlite" if given.database and given.database != ":memory:" and not given.host:
            return given.set(drivername="sqlite+pysqlite")
        case "postgresql" | "postgres":
            query = {"sslmode" if key == "ssl" else key: value for key, value in given.query.items()}
            return given.set(drivername="postgresql+psycopg", query=query)
        case _:
            raise _unknown()


def _unknown() -> ValueError:
    return ValueError("sqlite:///PATH (four strokes if it begins at the root) or postgresql://USER@HOST/NAME")


def is_embedded(url: URL) -> bool:
    """Whether the store is a file of ours."""
    return url.get_backend_name() == "sqlite"


def writing(url: URL, keys: Keys | None = None, *, busy: float = BUSY_SECONDS) -> Engine:
    """For work that may write: on SQLite one connection, on PostgreSQL one for each thread. Without keys it moves what
    is sealed as it is.
    """
    return _holding(embedded.writing(url, busy) if is_embedded(url) else postgresql.writing(url, THREADS), keys)


def reading(url: URL, keys: Keys | None = None) -> Engine:
    """For work that only looks: the database itself refuses everything else. One look sees one moment."""
    if is_embedded(url):
        return _holding(embedded.reading(url, THREADS), keys)
    return _holding(postgresql.reading(url, THREADS).execution_options(**_ONLY_LOOKS), keys)


def _holding(engine: Engine, keys: Keys | None) -> Engine:
    return hold(engine, keys) if keys else engine


def writes(db: Connection) -> bool:
    """Whether this connection may write: only then can it wait for other writers."""
    return not _ONLY_LOOKS.items() <= db.get_execution_options().items()


def clash(error: DBAPIError) -> bool:
    """Whether somebody else was there first: a name already taken, or two who waited for each other."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        taken = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
        return getattr(original, "sqlite_errorcode", None) in taken  # Python's own complaints have no number
    return getattr(original, "sqlstate", "") in ("23505", "40001", "40P01")


def away(error: DBAPIError) -> bool:
    """Whether PostgreSQL is not there, goes or comes, has no room, or let go of us: whatever was to be done, it may be
    soon.
    """
    if isinstance(error.orig, sqlite3.Error):
        return False
    state = getattr(error.orig, "sqlstate", None)  # none: not a word came from it
    gone = isinstance(error, OperationalError) and (state is None or state[:2] in ("08", "53", "57"))
    return gone or state in LET_GO
