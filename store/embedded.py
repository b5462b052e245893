"""How SQLite is opened: WAL and `synchronous=FULL`, so that what was committed survives the power; `BEGIN IMMEDIATE`
for whoever writes, because a transaction that reads first and then wants to write can fail at once and for ever
(performance.md 5, trap 2).
"""

import os
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 20
"""How long one process waits for another that is writing to the same file. *Taste.*"""

POLL = 0.001
"""Seconds between asking. SQLite's own way of waiting asks ten times a second and can starve beside a busy service."""

CACHE_KB = 4 * 1024
"""Pages the writer keeps in memory: the upper ones of every index, and what one commit changes. With 16 MB a mail costs
no less after 100,000 others. *Taste.*
"""

LOG_PAGES = 8000
"""Pages of the log before they are brought home, 32 MB: in so many a page that changes often is brought home once, and
with SQLite's own thousand there are years of history to wait for every fifty mails.
"""


def writing(url: URL, busy: float) -> Engine:
    """One connection, which waits so many seconds for another process."""
    _prepare(Path(url.database or ""))
    engine = _engine(url, pool_size=1, busy=busy)
    event.listen(engine, "connect", _opened_for_writing)
    event.listen(engine, "begin", partial(_begin_immediate, busy=busy))
    return engine


def reading(url: URL, hands: int) -> Engine:
    """So many connections that can only look. One that was at work knows its pages and statements: another is taken
    only while it is busy.
    """
    engine = _engine(url, pool_size=hands, busy=BUSY_SECONDS, pool_use_lifo=True)
    event.listen(engine, "connect", _opened_for_reading)
    event.listen(engine, "begin", _begin)
    return engine


def filling(url: URL) -> Engine:
    """For a file that nobody else knows of yet: what is written is written once, and all is lost if it breaks off.
    Whoever fills it sees that it gets to the disk.
    """
    engine = create_engine(url, hide_parameters=True, connect_args={"isolation_level": None})
    event.listen(engine, "connect", lambda driver, _: _opened(driver, "journal_mode=off", "synchronous=off"))
    event.listen(engine, "begin", _begin)
    return engine


def _engine(url: URL, *, busy: float, **pool: Any) -> Engine:
    given = {"timeout": busy, "isolation_level": None}
    return create_engine(url, max_overflow=0, hide_parameters=True, connect_args=given, **pool)


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
