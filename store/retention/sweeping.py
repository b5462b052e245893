"""After forgetting: the bytes, too. A database gives space up and leaves in it what stood there; this writes it anew.

SQLite's file is written anew whole, and its log cut off: nobody can write meanwhile. PostgreSQL only takes note of
the space, to write over it in time: its files, its log and its own copies are whoever keeps that server's to see to.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text

from store import engines
from store.tables import metadata

SMALL = 256 * 1024 * 1024
"""Bytes that are written anew in so short a time that a service can wait for it. *Taste.*"""


def is_small(url: str) -> bool:
    """Whether the store may be swept while a service is at work on it."""
    parsed = engines.parse(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").stat().st_size <= SMALL


def sweep(url: str) -> bool:
    """Write it anew. True if nothing of what was deleted is left in its files; False if that takes its time."""
    parsed = engines.parse(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, isolation_level="AUTOCOMMIT", hide_parameters=True)
        with engine.connect() as db:
            db.execute(text(f"vacuum {', '.join(metadata.tables)}"))
        engine.dispose()
        return False
    try:
        return _anew(parsed.database or "")
    except sqlite3.OperationalError:
        return False  # somebody else writes without a gap, or the disk has no room for it twice


def _anew(path: str) -> bool:
    with closing(sqlite3.connect(path, timeout=engines.BUSY_SECONDS, isolation_level=None)) as driver:
        driver.execute("pragma secure_delete=on")
        driver.execute("vacuum")
        busy, _, _ = driver.execute("pragma wal_checkpoint(truncate)").fetchone()
        return bool(busy == 0)
