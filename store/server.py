"""What a database server says of itself. SQLite is a file, and has none."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from store.database import Connection

TESTED = 15
"""The oldest PostgreSQL that the tests have run with."""


@dataclass(frozen=True, slots=True)
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


def size(db: Connection) -> int:
    """How many bytes the database takes, its indexes with it; SQLite's log beside the file is not counted."""
    if db.dialect.name == "postgresql":
        return int(db.execute(select(func.pg_database_size(func.current_database()))).scalar_one())
    pages, each = (db.exec_driver_sql(f"pragma {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages) * int(each)
