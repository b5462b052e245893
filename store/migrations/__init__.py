"""The tables, from one version of the program to the next.

`HEAD` names the newest migration, so that starting need not load Alembic; a test compares it with the folder.
"""

from enum import StrEnum
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from store import engines
from store.migrations import late

HEAD = "0027"


TURNS, PATIENCE = 5, 3.0
"""How often PostgreSQL is asked for the tables, and how many seconds each time: a service waits as long. *Taste.*"""

COUNTED = 100_000
"""Entries of each index that SQLite looks at to see what is rare in it: of a million cases all took it a minute, in
which nobody else could write. *Taste.*
"""

IN_THE_WAY = ("55P03", "40P01")
"""What PostgreSQL says when a lock was not to be had in time, or two waited for each other."""


class Version(StrEnum):
    """How a database stands to this program."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


class WrongVersion(Exception):
    """The database is not of this program's version; the message says which command to run."""


class Held(Exception):
    """Somebody has a table in hand, and has not let go of it; the message says what to do."""


_HELD = (
    "A table is in use for too long by something else: a copy being made, a report, somebody at psql. Nothing was "
    "changed. Run `heard migrate` again when it is done."
)
_SAYS = {
    Version.EMPTY: "The database has no tables yet. Run `heard migrate` to make them.",
    Version.OLDER: "The database was made by an older version of Heard. Run `heard migrate` to bring it up to date.",
    Version.NEWER: (
        "The database was made by a newer version of Heard. Install that version and run `heard migrate`, "
        "or go back to a copy made before it with `heard restore FILE`."
    ),
}


def at_version(url: str) -> Version:
    """How the database at this address stands to this program. Creates nothing."""
    return _at(engines.parse(url))


def demand(url: URL) -> None:
    """Raise `WrongVersion` unless the database is of this program's version."""
    version = _at(url)
    if version is not Version.CURRENT:
        raise WrongVersion(_SAYS[version])


def migrate(url: str, *, patience: float = PATIENCE) -> None:
    """Bring a database up to this version, whole or not at all, a service of the version before at work or not. One
    that is newer is refused; `Held` if somebody has a table in hand all the time.
    """
    parsed = engines.parse(url)
    if _at(parsed) is Version.NEWER:
        raise WrongVersion(_SAYS[Version.NEWER])
    engine = engines.writing(parsed)
    try:
        if not any(_upgraded(engine, patience) for _ in range(TURNS)):
            raise Held(_HELD)
        _analyse(engine)
    finally:
        engine.dispose()


def _upgraded(engine: Engine, patience: float) -> bool:
    """False if somebody was in the way: let go, so that whoever waits behind us gets through, and try again."""
    try:
        with engine.begin() as db:
            _upgrade(db, patience)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") not in IN_THE_WAY:
            raise
        return False
    return True


def _at(url: URL) -> Version:
    if engines.is_embedded(url) and not _has_bytes(Path(url.database or "")):
        return Version.EMPTY
    engine = engines.reading(url)
    try:
        with engine.begin() as db:
            found = _found(db)
    finally:
        engine.dispose()
    if not found:
        return Version.EMPTY
    return Version.CURRENT if found == HEAD else Version.OLDER if found < HEAD else Version.NEWER


def _found(db: Connection) -> str:
    if not inspect(db).has_table("alembic_version"):
        return ""
    return db.execute(text("select version_num from alembic_version")).scalar() or ""


def _has_bytes(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _upgrade(db: Connection, patience: float) -> None:
    from alembic import command  # here, so that what needs no migration does not wait for it
    from alembic.config import Config

    if db.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            db.execute(text(f"set local {limit} = 0"))  # years of history may take their time
        db.execute(text("select pg_advisory_xact_lock(7230081)"))  # two that start at once: the second finds it done
        db.execute(text(f"set local lock_timeout = {int(patience * 1000)}"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = db
    command.upgrade(config, "head")
    late.bring(db)


def _analyse(engine: Engine) -> None:
    # Without it PostgreSQL plans a full table as an empty one: 237 ms to see that nothing is due (performance.md 5).
    with engine.begin() as db:
        if db.dialect.name == "sqlite":
            db.execute(text(f"pragma analysis_limit={COUNTED}"))
        db.execute(text("analyze (skip_locked)" if db.dialect.name == "postgresql" else "analyze"))
