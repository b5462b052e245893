"""What a database server says of itself. SQLite is a file, and has none."""

from datetime import datetime

from sqlalchemy import func, select, text

from casework.frozen import frozen
from store.database import Connection

TESTED = 15
"""The oldest PostgreSQL that the tests have run with."""


_MAY = text("select has_database_privilege(current_database(), 'TEMPORARY')")
_PROCESS = select(func.pg_backend_pid())
_SOME = text("create temporary table heard_room on commit drop as select generate_series(1, 10000) as n")


@frozen
class Server:
    """Its version, and the time of day on its machine."""

    version: int
    now: datetime


def asked(db: Connection) -> Server | None:
    """The server behind this connection, if there is one."""
    if db.dialect.name != "postgresql":
        return None
    version = db.dialect.server_version_info or (0,)
    return Server(int(version[0]), db.execute(select(func.clock_timestamp())).scalar_one())


def demand_room(db: Connection) -> None:
    """Fails where the server's disk is full, which a row that is only changed does not show for hours: it finds room
    where it lies, while nothing new can be kept. A few hundred KB are asked for and given back. On SQLite whatever is
    written asks for room.
    """
    if db.dialect.name == "postgresql" and db.execute(_MAY).scalar_one():
        db.execute(_SOME)


def process(db: Connection) -> int | None:
    """The number of the server's process behind this connection, on the server's machine; None where there is none."""
    return int(db.execute(_PROCESS).scalar_one()) if db.dialect.name == "postgresql" else None


def size(db: Connection) -> int:
    """How many bytes the database takes, its indexes with it; SQLite's log beside the file is not counted."""
    if db.dialect.name == "postgresql":
        return int(db.execute(select(func.pg_database_size(func.current_database()))).scalar_one())
    pages, each = (db.exec_driver_sql(f"pragma {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages) * int(each)
