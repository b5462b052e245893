"""After forgetting: the bytes, too. A database gives space up and leaves in it what stood there; this writes it anew.

SQLite's file is written anew whole, and its log cut off: nobody can write meanwhile. PostgreSQL's tables are written
anew one by one, and what it had noted of their values; then its log comes round once, so that nothing is left in that
either (`the_log`). Its archive, replicas and copies are whoever keeps that server's to see to.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

from store import embedded, engines
from store.retention import the_log
from store.tables import metadata

SMALL = 256 * 1024 * 1024
"""Bytes that are written anew in so short a time that a service can wait for it. *Taste.*"""

TURNS, PATIENCE = 5, 3
"""How often a table is asked for, and for how many seconds: whoever comes after us waits as long. *Taste.*"""

NOTED = "pg_catalog.pg_statistic"
"""Where PostgreSQL keeps examples of what stands in each column."""


def is_small(url: str) -> bool:
    """Whether the store may be swept while a service is at work on it."""
    parsed = engines.parse(url)
    if engines.is_embedded(parsed):
        return Path(parsed.database or "").stat().st_size <= SMALL
    return bool(_asked(url, "select pg_database_size(current_database()) <= :small", small=SMALL))


def is_quiet(url: str) -> bool:
    """Whether nobody else has PostgreSQL's database open. Of a file of ours nobody can say: its service has a mark."""
    others = "datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
    return not _asked(url, f"select count(*) from pg_stat_activity where {others}")  # noqa: S608 ours


def sweep(url: str) -> bool:
    """Write it anew. True if nothing of what was deleted is left in its files; False if something may be: somebody else
    was in the way, or this account may not.
    """
    parsed = engines.parse(url)
    if parsed.get_backend_name() != "sqlite":
        return _server(url)
    try:
        return _anew(parsed.database or "")
    except sqlite3.OperationalError:
        return False  # somebody else writes without a gap, or the disk has no room for it twice


def _anew(path: str) -> bool:
    with closing(sqlite3.connect(path, timeout=embedded.BUSY_SECONDS, isolation_level=None)) as driver:
        driver.execute("pragma secure_delete=on")
        driver.execute("vacuum")
        busy, _, _ = driver.execute("pragma wal_checkpoint(truncate)").fetchone()
        return bool(busy == 0)


def _server(url: str) -> bool:
    with _opened(url) as db:
        db.execute(text(f"set lock_timeout = '{PATIENCE}s'"))
        tables = [_rewritten(db, f"(full, analyze) {name}") for name in metadata.tables]
        return all([*tables, _rewritten(db, f"(full) {NOTED}"), the_log.come_round(db)])


def _rewritten(db: Connection, what: str) -> bool:
    """One table; the ciphers and digests that stood in its file are in no file any more."""
    for _ in range(TURNS):
        try:
            db.execute(text(f"vacuum {what}"))
        except DBAPIError:
            continue  # somebody reads it without a gap
        return True
    return False


def _asked(url: str, question: str, **given: int) -> int:
    with _opened(url) as db:
        return int(db.execute(text(question), given).scalar_one())


def _opened(url: str) -> Connection:
    engine = create_engine(engines.parse(url), isolation_level="AUTOCOMMIT", hide_parameters=True, poolclass=NullPool)
    return engine.connect()
