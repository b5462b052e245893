"""A consistent copy of the store while it is in use, and a store made of a copy.

A copy is one SQLite file with the same tables, whichever database it was made of, so that it also carries a council
from one to the other. It is whole under its name or not there at all; what comes back is counted against it, and the
record of who did what must be unbroken in it. Keys are in no copy: what is sealed in it opens only with the key file.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table, func, insert, select, text

from store import audit, engines, inbox, migrations
from store.migrations import Version
from store.tables import audit as entries
from store.tables import metadata

Tell = Callable[[int, int], None]
"""Told now and then how many rows are done, of how many."""

ROWS, BYTES = 500, 8 * 1024 * 1024
"""What is held in memory at once: so many rows, or rows with so many bytes. *Taste.*"""

FETCHED = 20
"""Rows that a database sends ahead: a row may hold a mail of 40 MB."""


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
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        migrations.migrate(_at(part))
        with _open(engines.reading(source)) as there, _open(engines.writing(engines.parse(_at(part)))) as here:
            counts = _copied(there, here, tell)
        _settle(part)
        _named(part, file)
    finally:
        for left in file.parent.glob(f"{part.name}*"):
            left.unlink()
    return counts


def broken(file: Path) -> Path:
    """What a copy is called whose record is broken. It ends as copies do, so that it goes when they go."""
    return file.with_name(f"{file.stem}.broken{file.suffix}")


def _named(part: Path, file: Path) -> None:
    """Under its own name if it can be brought back: an older one that can is never lost for one that cannot."""
    try:
        with _open(engines.reading(engines.parse(_at(part)))) as copy:
            _unbroken(copy)
    except NoCopy:
        part.replace(broken(file))
        raise
    else:
        part.replace(file)
    finally:
        _sync(file.parent)


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
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".restoring") as folder:
        copy = Path(folder) / "copy.db"
        _usable(file, copy)
        migrations.migrate(_at(copy))
        if sealed:
            sealed(_at(copy))
        migrations.migrate(url)
        with _open(engines.reading(engines.parse(_at(copy)))) as there:
            _unbroken(there)
            with _open(engines.writing(target)) as here:
                _is_empty(here)
                counts = _copied(there, here, tell)
                _go_on_counting(here, target)
    return counts


def _usable(file: Path, copy: Path) -> None:
    """The copy, copied once more: bringing it up to date must leave the one that is kept as it is."""
    try:
        shutil.copyfile(file, copy)
        with _open(engines.reading(engines.parse(_at(copy)))) as db:
            sound = db.execute(text("pragma integrity_check")).scalar() == "ok"
        version = migrations.at_version(_at(copy)) if sound else Version.EMPTY
    except OSError as fault:
        raise NoCopy(f"{file}: {fault.strerror}") from None
    except Exception as fault:  # noqa: BLE001 whatever SQLite says of a file that is none of its own
        raise NoCopy(
            f"{file} is no copy that `heard backup` made, or it is damaged ({type(fault).__name__})."
        ) from None
    if version is Version.EMPTY:
        raise NoCopy(f"{file} is no copy that `heard backup` made, or it is damaged.")


def _unbroken(there: Connection) -> None:
    for council in there.execute(select(entries.c.council).distinct()).scalars().all():
        broken = audit.verify(there, council)
        if broken is not None:
            raise NoCopy(f"In this copy the record of who did what is broken at entry {broken} of {council}.")


def _is_empty(here: Connection) -> None:
    for table in metadata.sorted_tables:
        if here.execute(select(table).limit(1)).first() is not None:
            raise NoCopy(
                "The store is not empty, and nothing in it is ever written over. Name another in store.url, or move "
                "the old one away."
            )


def _copied(there: Connection, here: Connection, tell: Tell | None) -> dict[str, int]:
    counts = {table.name: _count(there, table) for table in metadata.sorted_tables}
    whole, done = sum(counts.values()), 0
    for table in metadata.sorted_tables:
        for rows in _pages(there, table):
            here.execute(insert(table), rows)
            done += len(rows)
            if tell:
                tell(done, whole)
        if _count(here, table) != counts[table.name]:
            raise NoCopy(f"{table.name}: fewer rows arrived than were there. Nothing was kept; try again.")
    return counts


def _pages(there: Connection, table: Table) -> Iterator[list[Mapping[str, object]]]:
    asked = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=FETCHED)
    page: list[Mapping[str, object]] = []
    weight = 0
    with closing(there.execute(asked)) as found:
        for row in found.mappings():
            page.append(dict(row))
            weight += sum(len(cell) for cell in row.values() if isinstance(cell, bytes))
            if len(page) >= ROWS or weight >= BYTES:
                yield page
                page, weight = [], 0
    if page:
        yield page


def _count(db: Connection, table: Table) -> int:
    return db.execute(select(func.count()).select_from(table)).scalar_one()


def _go_on_counting(here: Connection, url: URL) -> None:
    """PostgreSQL numbers new rows from where its counter stands, which no copied row has moved."""
    if url.get_backend_name() != "postgresql":
        return
    for table in metadata.sorted_tables:
        if table.autoincrement_column is not None:
            last = select(func.max(table.autoincrement_column)).scalar_subquery()
            counter = func.pg_get_serial_sequence(table.name, table.autoincrement_column.name)
            here.execute(select(func.setval(counter, func.coalesce(last, 1), last.is_not(None))))


@contextmanager
def _open(engine: Engine) -> Iterator[Connection]:
    """One piece of work, committed if nothing is raised."""
    try:
        with engine.begin() as db:
            yield db
    finally:
        engine.dispose()


def _settle(file: Path) -> None:
    """One file with nothing beside it, and on the disk."""
    engine = engines.writing(engines.parse(_at(file)))
    with closing(engine.raw_connection()) as driver:
        driver.cursor().execute("pragma journal_mode=delete")
    engine.dispose()
    _sync(file)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _at(file: Path) -> str:
    return f"sqlite:///{file.absolute()}"
