"""SQLite's ways with a store as a whole: written anew into another file while it is in use, stamped, proved by its
stamp, and put in the place of an empty one.

Row by row a hundred thousand cases took a minute of our CPU, and went through SQLite's log, so that they were written
twice; so they take four seconds. What was deleted stands in no copy, as it does where the pages are carried over as
they lie. Nothing here reads a file but from its beginning to its end, as fast as the disk gives it.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

from sqlalchemy import URL

from store import ailing, embedded
from store.tables import metadata

Tell = Callable[[int, int], None]
"""Told now and then how much is done, of how much."""

EVERY = 5_000
"""Steps of SQLite's between two looks at how far it is, some milliseconds. *Taste.*"""

SOON = 2.0
"""Seconds to wait for whoever has an empty store open: a command ends, a service does not. *Taste.*"""

PIECE = 1024 * 1024
"""Bytes of a file in memory at once."""

SQLITE, SMALLEST_PAGE = b"SQLite format 3\0", 512

_BY_NUMBER = [name for name, table in metadata.tables.items() if table.dialect_options["sqlite"]["with_rowid"]]
"""The tables whose rows lie by a number of SQLite's: all but one."""


class Unfit(Exception):
    """It cannot be done; the message says why, and names no value."""


NO_COPY = "is no copy that `heard backup` made, or it is damaged."
UNSTAMPED = "does not end in its digest: an older version made it, and can bring it back; or its end is missing."


def write_anew(url: URL, file: Path, tell: Tell | None = None) -> None:
    """All that is there at one moment, into an empty file. Others go on writing meanwhile."""
    with _driver(Path(url.database or "")) as driver:
        whole = _number(driver, "page_count") * _number(driver, "page_size")
        _while_at_it(driver, lambda: tell and tell(min(file.stat().st_size, whole), whole))
        driver.execute("vacuum into ?", (str(file),))
    with _driver(file) as driver:
        _demand_order(driver, tell)
    sync(file)
    if tell:
        tell(whole, whole)


def _demand_order(driver: sqlite3.Connection, tell: Tell | None) -> None:
    """Raises `Unfit` where a row does not come after the one before it: SQLite carries a page that lies in another's
    place over without a word.
    """
    for place, name in enumerate(_BY_NUMBER, 1):
        rows = driver.execute(f"select rowid from {name} not indexed")  # noqa: S608 ours
        if any(after <= before for before, after in pairwise(rows)):
            raise Unfit(ailing.DAMAGED)
        if tell:
            tell(place, len(_BY_NUMBER))


def stamp(file: Path, tell: Tell | None = None) -> None:
    """The digest of all that is in it, behind its end, where SQLite does not look: it goes wherever the file goes."""
    digest, whole = hashlib.sha256(), file.stat().st_size
    for done, piece in _pieces(file, whole):
        digest.update(piece)
        if tell:
            tell(done, whole)
    with file.open("ab") as end:
        end.write(digest.digest())
    sync(file)


def carry(file: Path, to: Path, tell: Tell | None = None) -> None:
    """The bytes of a stamped file into another, without the stamp. Raises `Unfit` unless each is what it was, and says
    where it is one that was never stamped: it may be sound.
    """
    digest, whole = hashlib.sha256(), max(file.stat().st_size - hashlib.sha256().digest_size, 0)
    with to.open("wb") as here:
        for done, piece in _pieces(file, whole):
            digest.update(piece)
            here.write(piece)
            if tell:
                tell(done, whole)
    with file.open("rb") as there:
        there.seek(whole)
        if there.read() != digest.digest():
            raise Unfit(UNSTAMPED if _is_whole(file) else NO_COPY)


def _is_whole(file: Path) -> bool:
    """Whether it is SQLite's and ends where a page does, as copies did that were made before there were stamps."""
    with file.open("rb") as there:
        return there.read(len(SQLITE)) == SQLITE and file.stat().st_size % SMALLEST_PAGE == 0


def _pieces(file: Path, whole: int) -> Iterator[tuple[int, bytes]]:
    """What is in the first so many bytes, and how far each piece goes."""
    with file.open("rb") as there:
        while piece := there.read(min(PIECE, whole - there.tell())):
            yield there.tell(), piece


def put(file: Path, url: URL) -> bool:
    """Into the place of an empty store, which nobody else has open; False if it is not empty."""
    place = Path(url.database or "")
    with _driver(place, SOON) as driver:
        driver.execute("pragma locking_mode=exclusive")
        driver.execute("pragma journal_mode=delete").fetchall()  # no log stays behind that belongs to another file
        driver.execute("begin exclusive")
        if any(driver.execute(f"select 1 from {name} limit 1").fetchone() for name in metadata.tables):  # noqa: S608 ours
            return False
        file.replace(place)
        sync(place.parent)
    return True


def settle(file: Path) -> None:
    """One file with nothing beside it, and on the disk."""
    with _driver(file) as driver:
        driver.execute("pragma journal_mode=delete").fetchall()
    sync(file)


def sync(path: Path) -> None:
    """On the disk: what is in a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


@contextmanager
def _driver(path: Path, busy: float = embedded.BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=busy, isolation_level=None)) as driver:
            yield driver
    except sqlite3.Error as fault:
        if ailing.number(fault) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from None
        raise Unfit(ailing.of_driver(fault)) from None


def _while_at_it(driver: sqlite3.Connection, look: Callable[[], object]) -> None:
    """Look up now and then: for whoever waits, and so that Ctrl-C is heard, which SQLite by itself would not let in."""

    def looks() -> None:
        look()

    driver.set_progress_handler(looks, EVERY)


def _number(driver: sqlite3.Connection, pragma: str) -> int:
    found: tuple[int] = driver.execute(f"pragma {pragma}").fetchone()
    return found[0]
