"""A consistent copy of the store while it is in use, and a store made of a copy.

A copy is one SQLite file with the same tables, whichever database it was made of, so that it also carries a council
from one to the other. Between files it goes as a whole (`one_file`), to and from PostgreSQL row by row (`by_rows`). It
is whole under its name or not there at all, and the record of who did what must be unbroken in it; what comes back is
proved, byte by byte, to be what was written.
Keys are in no copy: what is sealed in it opens only with the key file.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from store import ailing, audit, by_rows, embedded, engines, inbox, migrations, one_file
from store.migrations import Version
from store.one_file import Unfit
from store.tables import audit as entries

Tell = Callable[[int, int], None]
"""Told now and then how much is done, of how much: bytes, tables or rows, one after the other."""

NOT_EMPTY = (
    "The store is not empty, and nothing in it is ever written over. Name another in store.url, or move the old one "
    "away."
)

EVERYBODY, COPIED = "", "copied"
"""Under which council and name it is noted that a copy was made."""


class NoCopy(Exception):
    """The file is no copy that can be used, or there is no room for what is in it; the message says why."""


def back_up(url: str, file: Path, tell: Tell | None = None) -> dict[str, int]:
    """Copy the store into a file that only this account can read; how many rows of each table. An older file of that
    name is replaced when the new one is whole and the record in it unbroken. Raises `NoCopy` where it is broken: such
    a copy cannot be brought back, and stands as evidence beside the older one, under `broken(file)`.
    """
    source = engines.parse(url)
    migrations.demand(source)
    with _part(file) as part, _in_our_words():
        if engines.is_embedded(source):
            one_file.write_anew(source, part, tell)
        else:
            _row_by_row(source, part, tell)
        return _named(part, file, tell)


def _row_by_row(source: URL, part: Path, tell: Tell | None) -> None:
    migrations.migrate(_at(part))
    with _open(engines.reading(source)) as there, _open(embedded.filling(engines.parse(_at(part)))) as here:
        by_rows.copy(there, here, tell)
    one_file.settle(part)


def broken(file: Path) -> Path:
    """What a copy is called whose record is broken. It ends as copies do, so that it goes when they go."""
    return file.with_name(f"{file.stem}.broken{file.suffix}")


def _named(part: Path, file: Path, tell: Tell | None) -> dict[str, int]:
    """Under its own name if it can be brought back: an older one that can is never lost for one that cannot."""
    try:
        with _open(engines.reading(engines.parse(_at(part)))) as copy:
            _unbroken(copy)
            counts = by_rows.counts(copy)
    except NoCopy:
        part.replace(broken(file))
        raise
    else:
        one_file.stamp(part, tell)
        part.replace(file)
    finally:
        one_file.sync(file.parent)
    return counts


@contextmanager
def _part(file: Path) -> Iterator[Path]:
    """An empty file beside it while the block lasts, ours alone. What one that was killed left there goes."""
    part = file.with_name(f".{file.name}.part")
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600)) as held:
        if not _is_ours(held.fileno(), part):
            raise NoCopy(f"{file}: another is at work on it. Wait until it is done.")
        os.ftruncate(held.fileno(), 0)
        try:
            for beside in file.parent.glob(f"{part.name}-*"):
                beside.unlink()
            yield part
        finally:
            for left in file.parent.glob(f"{part.name}*"):
                left.unlink()


def _is_ours(handle: int, part: Path) -> bool:
    """Whether nobody else is at work on it, nor has just given it its name."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), part.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except Unfit as why:
        raise NoCopy(f"It cannot be done: {why}.") from None
    except DBAPIError as fault:
        raise NoCopy(f"It cannot be done: {ailing.of_driver(fault.orig)}.") from None


def noted(db: Connection, at: datetime) -> None:
    """A copy that can be brought back was made. It holds every council in the database, so it is noted for all."""
    inbox.set_progress(db, EVERYBODY, COPIED, at.isoformat())


def newest(db: Connection) -> datetime | None:
    """When the last copy was made; None if there has been none."""
    found = inbox.progress(db, EVERYBODY, COPIED)
    return datetime.fromisoformat(found) if found else None


def restore(
    file: Path, url: str, tell: Tell | None = None, *, sealed: Callable[[str], object] | None = None
) -> dict[str, int]:
    """Fill an empty store from a copy, whole or not at all; how many rows of each table. A copy from an older version
    is brought up to this one first. Raises `NoCopy`, and `WrongVersion` for a copy from a newer one. `sealed` is given
    the address of a copy of the copy before anything is written, to seal it anew; what it raises ends all.
    """
    target = engines.parse(url)
    of_ours = engines.is_embedded(target)
    _demand_empty(url)
    with _part(Path(target.database or "") if of_ours else file) as copy, _in_our_words():
        _usable(file, copy, tell)
        migrations.migrate(_at(copy))
        if sealed:
            sealed(_at(copy))
        with _open(engines.reading(engines.parse(_at(copy)))) as there:
            _unbroken(there)
            counts = by_rows.counts(there)
        if of_ours:
            _put(copy, target)
        else:
            _filled(copy, target, tell)
    return counts


def _put(copy: Path, target: URL) -> None:
    one_file.settle(copy)
    if not one_file.put(copy, target):
        raise NoCopy(NOT_EMPTY)


def _filled(copy: Path, target: URL, tell: Tell | None) -> None:
    with _open(engines.reading(engines.parse(_at(copy)))) as there, _open(engines.writing(target)) as here:
        if not by_rows.is_empty(here):
            raise NoCopy(NOT_EMPTY)
        by_rows.copy(there, here, tell)
        by_rows.go_on_counting(here)


def _demand_empty(url: str) -> None:
    """An empty store of this version, before any work is done for it. One that is not there is made."""
    if migrations.at_version(url) is Version.EMPTY:
        migrations.migrate(url)
    migrations.demand(engines.parse(url))
    with _open(engines.reading(engines.parse(url))) as here:
        if not by_rows.is_empty(here):
            raise NoCopy(NOT_EMPTY)


def _usable(file: Path, copy: Path, tell: Tell | None) -> None:
    """The copy, copied once more: bringing it up to date must leave the one that is kept as it is."""
    try:
        one_file.carry(file, copy, tell)
        if migrations.at_version(_at(copy)) is not Version.EMPTY:
            return
    except OSError as fault:
        raise NoCopy(f"{file}: {fault.strerror}") from None
    except Unfit as fault:
        raise NoCopy(f"{file} {fault}") from None
    raise NoCopy(f"{file} {one_file.NO_COPY}")


def _unbroken(there: Connection) -> None:
    for council in there.execute(select(entries.c.council).distinct()).scalars().all():
        broken = audit.verify(there, council)
        if broken is not None:
            raise NoCopy(f"In this copy the record of who did what is broken at entry {broken} of {council}.")


@contextmanager
def _open(engine: Engine) -> Iterator[Connection]:
    """One piece of work, committed if nothing is raised."""
    try:
        with engine.begin() as db:
            yield db
    finally:
        engine.dispose()


def _at(file: Path) -> str:
    return f"sqlite:///{file.absolute()}"
