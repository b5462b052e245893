"""Engines for the two databases: how each is opened so that the same functions behave the same on both.

SQLite: WAL and `synchronous=FULL`, so that what was committed survives the power; `BEGIN IMMEDIATE` for whoever writes,
because a transaction that reads first and then wants to write can fail at once and for ever (performance.md 5, trap 2).
PostgreSQL: psycopg. Errors never show bound values.
"""

import os
import select
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from store import postgresql
from store.sealing import Keys, hold

BUSY_SECONDS = 20
"""How long one process waits for another that is writing to the same SQLite file. *Taste.*"""

POLL = 0.001
"""Seconds between asking. SQLite's own way of waiting asks ten times a second and can starve beside a busy service."""

SILENT = 15
"""Seconds without a word in the middle of writing after which PostgreSQL gives up what we hold: a machine that has gone
or stands still holds nobody up for longer. Shorter than `WAITS`, so that whoever waits for it gets through. *Taste.*
"""

WAITS = 20
"""Seconds that one waits at most for what another is writing. *Taste.*"""

LET_GO = ("25P03", "55P03")
"""What PostgreSQL says to who fell silent, and to who waited in vain for somebody else who did."""

_ONLY_LOOKS = {"heard_only_looks": True}
"""What the connections of whoever only looks are known by."""

THREADS = 4
"""Readers, and on PostgreSQL writers too. *Taste*: two cores, and round trips to wait for."""

CACHE_KB = 4 * 1024
"""Pages the writer keeps in memory: the upper ones of every index, and what one commit changes. With 16 MB a mail costs
no less after 100,000 others. *Taste.*
"""

LOG_PAGES = 8000
"""Pages of the log before they are brought home, 32 MB: in so many a page that changes often is brought home once, and
with SQLite's own thousand there are years of history to wait for every fifty mails.
"""


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


def writing(url: URL, keys: Keys | None = None, *, busy: float = BUSY_SECONDS) -> Engine:
    """For work that may write: on SQLite one connection, on PostgreSQL one for each thread. Without keys it moves what
    is sealed as it is.
    """
    return _holding(_writing(url, busy), keys)


def _writing(url: URL, busy: float) -> Engine:
    if url.get_backend_name() == "sqlite":
        _prepare(Path(url.database or ""))
        engine = create_engine(
            url,
            pool_size=1,
            max_overflow=0,
            hide_parameters=True,
            connect_args={"timeout": busy, "isolation_level": None},
        )
        event.listen(engine, "connect", _opened_for_writing)
        event.listen(engine, "begin", lambda db: _begin_immediate(db, busy))
        return engine
    return _postgresql(url, silent=SILENT)


def filling(url: URL) -> Engine:
    """For a file that nobody else knows of yet: what is written is written once, and all is lost if it breaks off.
    Whoever fills it sees that it gets to the disk.
    """
    engine = create_engine(url, hide_parameters=True, connect_args={"isolation_level": None})
    event.listen(engine, "connect", lambda driver, _: _opened(driver, "journal_mode=off", "synchronous=off"))
    event.listen(engine, "begin", _begin)
    return engine


def reading(url: URL, keys: Keys | None = None) -> Engine:
    """For work that only looks: the database itself refuses everything else. One look sees one moment."""
    return _holding(_reading(url), keys)


def _reading(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url,
            pool_size=THREADS,
            max_overflow=0,
            pool_use_lifo=True,  # one that was at work knows its pages and statements: another only while it is busy
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        )
        event.listen(engine, "connect", _opened_for_reading)
        event.listen(engine, "begin", _begin)
        return engine
    engine = _postgresql(url, silent=60).execution_options(**_ONLY_LOOKS)
    event.listen(engine, "connect", _to_look)
    return engine


def _holding(engine: Engine, keys: Keys | None) -> Engine:
    return hold(engine, keys) if keys else engine


def writes(db: Connection) -> bool:
    """Whether this connection may write: only then can it wait for other writers."""
    return not _ONLY_LOOKS.items() <= db.get_execution_options().items()


def clash(error: DBAPIError) -> bool:
    """Whether somebody else was there first: a name already taken, or two who waited for each other."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return original.sqlite_errorcode in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
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


def alone(url: URL, *, silent: int, waits: int = 0) -> Engine:
    """For a connection of its own that stands for hours: on PostgreSQL, which ends it after so many silent seconds.
    `waits`: seconds that it waits for a lock at most; 0 for ever.
    """
    dead = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
    limits = f"-c idle_session_timeout={silent}s -c lock_timeout={waits}s {dead}"
    return create_engine(
        url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={"options": limits, "connect_timeout": 10, "tcp_user_timeout": 10_000},
    )


def _postgresql(url: URL, *, silent: int) -> Engine:
    limits = (
        f"-c timezone=UTC -c lock_timeout={WAITS}s -c statement_timeout=60s"
        f" -c idle_in_transaction_session_timeout={silent}s"
    )
    engine = create_engine(
        url,
        pool_size=THREADS,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={
            "options": limits,
            "connect_timeout": 10,
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,
        },
    )
    event.listen(engine, "handle_error", _without_detail)
    event.listen(engine, "checkout", _still_there)
    return postgresql.spoken(engine)


def _to_look(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """For as long as it stands. SQLAlchemy would set it and take it back at every look, a third of what that costs."""
    import psycopg  # late: whoever stores in a file loads no driver

    driver: Any = connection
    driver.isolation_level, driver.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True


def _still_there(connection: DBAPIConnection, *_: object) -> None:
    """A server that ended while nobody asked it anything has said so, and the line holds it: then another connection
    is made, and no piece of work is spent on finding out. It costs one look at the line; asking would cost a way
    there and back.
    """
    driver: Any = connection
    said = select.poll()
    if not driver.closed:
        said.register(driver, select.POLLIN)
    if driver.closed or said.poll(0):
        raise DisconnectionError


def _without_detail(context: ExceptionContext) -> None:
    # PostgreSQL's own words quote the row that it refused.
    detail = getattr(getattr(context.original_exception, "diag", None), "message_detail", None)
    for error in (context.original_exception, context.sqlalchemy_exception):
        if detail and error:
            error.args = tuple(str(argument).replace(detail, "…") for argument in error.args)


def _prepare(path: Path) -> None:
    """The file and its folder exist before SQLite makes them, so that nobody else on the machine can read them."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _opened(connection: DBAPIConnection, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in ("foreign_keys=on", "synchronous=full", *pragmas):
        cursor.execute(f"pragma {pragma}")
    cursor.close()


def _opened_for_writing(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    driver: Any = connection
    # Of several that open a new file at one moment SQLite may tell all but one that it is locked, and wait for nothing.
    if not _when_free(lambda: driver.execute("pragma journal_mode=wal").fetchall(), BUSY_SECONDS):
        driver.execute("pragma journal_mode=wal")
    # What a savepoint keeps stays in memory: SQLite would write it to a file, as much again as goes into the log.
    log = ("temp_store=memory", "journal_size_limit=67108864", f"wal_autocheckpoint={LOG_PAGES}")
    _opened(connection, *log, f"cache_size=-{CACHE_KB}", "busy_timeout=0")


def _opened_for_reading(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    _opened(connection, "query_only=on")


def _begin_immediate(db: Connection, busy: float) -> None:
    """Wait for the turn of this process: `sharing` leaves a gap of two milliseconds."""
    driver: Any = db.connection.dbapi_connection
    if not _when_free(lambda: driver.execute("begin immediate"), busy):
        db.exec_driver_sql("begin immediate")  # once more, for the error as everybody knows it


def _when_free(work: Callable[[], object], busy: float) -> bool:
    """Do it, asking every millisecond while somebody else holds the file. False if it could not be done."""
    end = time.monotonic() + busy
    while time.monotonic() < end:
        try:
            work()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return False
            time.sleep(POLL)
        else:
            return True
    return False


def _begin(db: Connection) -> None:
    db.exec_driver_sql("begin")
