"""What an installation keeps beside its database: the folder, the key, and the mark that one service has the store."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from run.config import Misconfigured, secret
from store import engines, migrations
from store.migrations import Version


class AlreadyRunning(Exception):
    """Another `heard run` has this SQLite store: one is the rule (house, 17)."""


def key(path: Path) -> bytes:
    """The key that seals and signs. Made at first use, readable by this account only, and never made again."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return secret(path).encode()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return secret(path).encode()


def ready(url: str) -> None:
    """A store that can be opened: an embedded one that is new gets its tables; any other must be migrated by a
    person.
    """
    try:
        embedded = is_embedded(url)
        if embedded and migrations.at_version(url) is Version.EMPTY:
            migrations.migrate(url)
    except ValueError as error:
        raise Misconfigured(f"store.url: {error}") from None


def is_embedded(url: str) -> bool:
    """Whether the store is a file of ours."""
    return engines.parse(url).get_backend_name() == "sqlite"


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
