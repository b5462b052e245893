"""What ails a store that broke off in the middle of some work, said plainly: a driver's own words may hold a value."""

import sqlite3

from sqlalchemy.exc import DatabaseError, OperationalError

from store.database import Away

DAMAGED = "what is there is damaged (docs/runbook.md, The store is damaged)"
FILES = {
    sqlite3.SQLITE_CORRUPT: DAMAGED, sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_FULL: "there is no room for it, or it is damaged",
    sqlite3.SQLITE_BUSY: "something else has the store open",
}  # fmt: skip
"""What SQLite complains of."""

NO_WORDS = "Could not decode"
"""How Python complains, and not SQLite, of words that are none: somebody, or the disk, wrote them there."""

REFUSED = "SQLite could not read it, or not write it"
DISK_FULL = "53100"
"""What PostgreSQL calls it."""


def of_any(fault: Exception) -> str:
    """What befell a store, a full disk most often; empty where that was not the fault."""
    if isinstance(fault, Away):
        return "It cannot be done: the database does not answer, or has no room left. See that it runs, and try again."
    if isinstance(fault, OperationalError) or (isinstance(fault, DatabaseError) and _is_the_files(fault.orig)):
        return f"It cannot be done: {of_driver(fault.orig)}."
    return ""


def _is_the_files(fault: BaseException | None) -> bool:
    """Whether it is of the file, and of nothing that we asked: SQLite has a damaged page under the same class."""
    return isinstance(fault, sqlite3.Error) and number(fault) in FILES


def of_driver(fault: BaseException | None) -> str:
    """What a driver complains of, the file's or PostgreSQL's: nothing of it is kept, and it can be tried again."""
    if isinstance(fault, sqlite3.Error):
        return DAMAGED if str(fault).startswith(NO_WORDS) else FILES.get(number(fault), REFUSED)
    if getattr(fault, "sqlstate", "") == DISK_FULL:
        return "there is no room left where the database is"
    return f"the database broke off in the middle ({type(fault).__name__}); see that it runs, and try again"


def number(fault: sqlite3.Error) -> int:
    """SQLite's own for a fault, without what it adds to tell kinds of one fault apart."""
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF
