"""PostgreSQL's log holds what was written, forgotten or not, until it comes round; here it is made to.

A file of the log that is done with is not emptied: it is given the name of a later one, and written over when that
one's turn comes. So we write words of no meaning, a file's length at a time, until no file bears a name from before,
and then once through all there are. That takes an account that may see those files and ask for a checkpoint:

    grant pg_checkpoint, pg_monitor to heard
"""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

SPARE = 4
"""Files beyond those that there are. After that something keeps them: an archive or a replica that does not fetch."""

MEGABYTE = 1024 * 1024
NOTHING = f"select pg_logical_emit_message(false, 'heard', repeat('-', {MEGABYTE}))"
"""A megabyte of log that says nothing. Every account may write it."""


def come_round(db: Connection) -> bool:
    """True if nothing of what was deleted is left in the log; False if this account may not, or something keeps it."""
    try:
        now, files = db.execute(text(f"select pg_walfile_name(pg_current_wal_lsn()), ({COUNT})")).one()
        for _ in range(files + SPARE):
            _one_file(db)
            if not _up_to(db, now):
                return _once_through(db)
    except DBAPIError:
        return False
    return False


def _once_through(db: Connection) -> bool:
    for _ in range(db.execute(text(COUNT)).scalar_one() + SPARE):
        _one_file(db)
    return True


def _one_file(db: Connection) -> None:
    asked = text("select setting from pg_settings where name = 'wal_segment_size'")
    for _ in range(int(db.execute(asked).scalar_one()) // MEGABYTE + 1):
        db.execute(text(NOTHING))
    db.execute(text("checkpoint"))


def _up_to(db: Connection, name: str) -> int:
    return int(db.execute(text(f"{COUNT} where name <= :name"), {"name": name}).scalar_one())


COUNT = "select count(*) from pg_ls_waldir()"
