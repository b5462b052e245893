"""What an installation keeps beside its database: the folder, the key, and the mark that one service has the store."""

import fcntl
import os
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from run.config import Misconfigured, StoreSettings, secret
from run.progress import Tell
from store import engines, migrations, one_file, renewing
from store.database import PATIENCE, Database
from store.migrations import Held, Version, WrongVersion
from store.sealing import Keys, Unopened

REFUSED = (Misconfigured, WrongVersion, Held, Unopened)
"""Why a store is not opened, or what is in it cannot be: a line for whoever keeps the machine."""

REASONS: Mapping[str, str] = {
    "password authentication failed": "it does not accept the user or the password",
    "no password supplied": "it wants a password: in store.url, or in the file .pgpass of this account",
    "Peer authentication failed": "it lets in by its socket only the account of the user's own name",
    "pg_hba.conf": "its pg_hba.conf does not let this user in from this machine",
    "does not support SSL": "it speaks no TLS, and sslmode asks for it",
    "root certificate file": "the file of whom to trust is not there: sslrootcert=system takes the machine's own",
    "role ": "it knows no such user: createuser, as postgres",
    "does not exist": "there is no database of that name: createdb, as postgres",
    "Connection refused": "nothing listens there: PostgreSQL does not run, or listens elsewhere",
    "server running": "nothing listens there: PostgreSQL does not run, or listens elsewhere",
    "No such file": "its folder is not there, and this account may not make it",
    "Permission denied": "the file or its folder is not this account's to write",
    "Name or service not known": "no machine is known by that name",
    "resolve host": "no machine is known by that name",
    "too many clients": "it has no room for one more (max_connections)",
    "remaining connection slots": "it has no room for one more (max_connections)",
    "starting up": "it is starting; try again in a minute",
    "timeout expired": "it does not answer",
    "certificate": "its certificate is not one that this machine trusts (sslmode, sslrootcert)",
    "not a database": "the file is no database, or was damaged (docs/runbook.md, The store is damaged)",
    "malformed": "the file is damaged (docs/runbook.md, The store is damaged)",
    "unable to open": "the file or its folder is not this account's to write",
    "disk is full": "there is no room left on its disk",
    "disk I/O error": "its disk fails, or has no room left",
    "No space left": "there is no room left on its disk",
    "readonly": "the file or its folder is not this account's to write",
}
"""What the drivers say, and what it comes to. Their own words may quote the address, with a password in it."""

_UNKNOWN = "check that it is there, and that this account may use it"


class AlreadyRunning(Exception):
    """Another `heard run` has this SQLite store: one is the rule (house, 17)."""


def key(path: Path) -> bytes:
    """The key that signs: the oldest, so that what was signed stays good when new ones come."""
    return _lines(path)[-1]


def key_of(store: StoreSettings) -> bytes:
    """The same, where a store may be there already: none is made in the place of one that is gone, under which nothing
    of what is stored would open.
    """
    path = Path(store.key_file)
    if not path.exists() and _holds_something(store.url):
        says = "there is no such file, and what is stored was sealed under it: put the kept copy back"
        raise Misconfigured(f"store.key_file: {path}: {says}")
    return key(path)


def _holds_something(url: str) -> bool:
    if is_embedded(url) and not Path(engines.parse(url).database or "").exists():
        return False
    with _in_our_words():
        return renewing.is_any(url)


def keys(path: Path) -> Keys:
    """The keys that seal what is stored, newest first. The first is made at first use."""
    return Keys(lambda: _lines(path))


def add_key(path: Path) -> Keys:
    """One more, before the others: from now on it seals. They stay, since copies made until now need them. Of two who
    add one at once neither writes over the other's, under which things are sealed by then.
    """
    with (
        _one_at_a_time(path.parent),
        _written(path, [secrets.token_hex(32).encode(), *_lines(path)]) as part,
    ):
        part.replace(path)
    return keys(path)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _lines(path: Path) -> list[bytes]:
    if not path.exists():
        try:
            with _written(path, [secrets.token_hex(32).encode()]) as part, suppress(FileExistsError):
                os.link(part, path)  # unless somebody else was quicker: then theirs is the key
        except OSError as error:
            raise Misconfigured(f"store.key_file: {path} cannot be made ({type(error).__name__})") from None
    return secret(path, "store.key_file", lines=True).encode().split()


@contextmanager
def _written(path: Path, lines: Sequence[bytes]) -> Iterator[Path]:
    """A file beside it that only this account can read, on the disk; gone at the end, if nobody has renamed it. Half a
    key under its own name would be taken for one after a power cut; one that was not renamed yet is no key at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(b"\n".join(lines) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
        one_file.sync(path.parent)


def ready(url: str) -> None:
    """A store that can be opened: an embedded one that is new gets its tables; any other must be migrated by a
    person.
    """
    with _in_our_words():
        if is_embedded(url) and migrations.at_version(url) is Version.EMPTY:
            migrations.migrate(url)


@asynccontextmanager
async def opened(store: StoreSettings, *, patience: float | None = PATIENCE) -> AsyncIterator[Database]:
    """The store, open. `Misconfigured` or `WrongVersion` if it cannot be."""
    database = Database(store.url, keys(Path(store.key_file)), patience=patience)
    with _in_our_words():
        await database.start()
    try:
        yield database
    finally:
        await database.stop()


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What ails a store that cannot be opened, said plainly."""
    try:
        yield
    except REFUSED:
        raise
    except Exception as fault:  # noqa: BLE001 whatever the driver raises
        says = next((ours for theirs, ours in REASONS.items() if theirs in str(fault)), _UNKNOWN)
        raise Misconfigured(f"store.url: the database cannot be opened ({type(fault).__name__}): {says}") from None


def migrate(store: StoreSettings, tell: Tell | None = None) -> None:
    """The tables of this version, whole or not at all; then what an older one left unsealed is sealed."""
    with _in_our_words():
        migrations.migrate(store.url)
        renewing.renew(store.url, keys(Path(store.key_file)), tell)


def is_embedded(url: str) -> bool:
    """Whether the store is a file of ours."""
    return engines.is_embedded(engines.parse(url))


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
