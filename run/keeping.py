"""What an installation keeps beside its database: the folder, the key, and the mark that one service has the store."""

import fcntl
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from run.config import Misconfigured, secret
from store import engines, migrations
from store.database import Database
from store.migrations import Version, WrongVersion


class AlreadyRunning(Exception):
    """Another `heard run` has this SQLite store: one is the rule (house, 17)."""


def key(path: Path) -> bytes:
    """The key that seals and signs. Made at first use, readable by this account only, and never made again."""
    if not path.exists():
        try:
            _make_key(path)
        except OSError as error:
            raise Misconfigured(f"store.key_file: {path} cannot be made ({type(error).__name__})") from None
    return secret(path).encode()


def _make_key(path: Path) -> None:
    """Whole under its name or not there at all: half a key would be taken for one after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        with suppress(FileExistsError):  # somebody else was quicker: theirs is the key
            os.link(part, path)
    finally:
        part.unlink()


def ready(url: str) -> None:
    """A store that can be opened: an embedded one that is new gets its tables; any other must be migrated by a
    person.
    """
    with _in_our_words():
        if is_embedded(url) and migrations.at_version(url) is Version.EMPTY:
            migrations.migrate(url)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The store, open. `Misconfigured` or `WrongVersion` if it cannot be."""
    database = Database(url)
    with _in_our_words():
        await database.start()
    try:
        yield database
    finally:
        await database.stop()


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What ails a store that cannot be opened. The driver's own words may quote its address, with a password in it."""
    try:
        yield
    except (Misconfigured, WrongVersion):
        raise
    except Exception as fault:  # noqa: BLE001 whatever the driver raises
        kind = type(fault).__name__
        says = f"the database cannot be opened ({kind}): check that it is there, and that this account may use it"
        raise Misconfigured(f"store.url: {says}") from None


def migrate(url: str) -> None:
    """The tables of this version, whole or not at all."""
    is_embedded(url)
    with _in_our_words():
        migrations.migrate(url)


def is_embedded(url: str) -> bool:
    """Whether the store is a file of ours."""
    try:
        return engines.parse(url).get_backend_name() == "sqlite"
    except ValueError as error:
        raise Misconfigured(str(error)) from None


@contextmanager
def alone(url: str) -> Iterator[None]:
    """The only service on this SQLite file while the block lasts. PostgreSQL keeps any number of services apart by
    itself.
    """
    if not is_embedded(url):
        yield
        return
    path = Path(f"{engines.parse(url).database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"Another Heard is running on {path.with_suffix('')}. Stop it first.") from None
        yield
