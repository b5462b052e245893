"""Who did what and who looked, for good.

Append-only: the database itself refuses to change or remove an entry. Chained: each entry carries the digest of itself
and of the one before, so that `verify` finds the first that was altered, left out or put in between by whoever went
round that. Entries cut off the end, or all of them made anew, leave an unbroken record: what was written out before
finds those too (`goes_on_from`).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, insert, select

from casework.frozen import frozen, replace
from store.database import Connection, alone
from store.tables import audit

PAGE = 1000


@frozen
class Entry:
    """One line of the record. `who` and `about` are ids and references, never words or addresses."""

    council: str
    number: int
    at: datetime
    who: str
    did: str
    about: str
    digest: str = ""


def record(db: Connection, *, council: str, who: str, did: str, about: str, at: datetime) -> None:
    """Write an entry, in the same piece of work as what it tells of."""
    alone(db, council, "audit")
    last = db.execute(_LAST, {"of_council": council}).first()
    number, before = (last.number + 1, last.digest) if last else (1, "")
    db.execute(_ADD, _row(_chained(Entry(council, number, at.astimezone(UTC), who, did, about), before)))


def newest(db: Connection, council: str) -> Entry | None:
    """The last entry."""
    found = db.execute(_NEWEST, {"of_council": council}).first()
    return None if found is None else _entry(found)


def entries(db: Connection, council: str, *, about: str = "") -> Iterator[Entry]:
    """All entries, or those about one thing, oldest first, a page at a time."""
    asked = _ABOUT if about else _ALL
    number = 0
    while page := db.execute(asked, {"of_council": council, "of_about": about, "after": number}).all():
        yield from map(_entry, page)
        number = page[-1].number


def verify(db: Connection, council: str) -> int | None:
    """The number of the first entry that does not follow from the one before it; None if the record is unbroken."""
    return first_break(entries(db, council))


def first_break(every: Iterable[Entry]) -> int | None:
    """The same of entries from the first on, wherever they were written out to."""
    last: Entry | None = None
    for entry in every:
        expected = last.number + 1 if last else 1
        if entry.number != expected or entry.digest != _chained(entry, last.digest if last else "").digest:
            return expected
        last = entry
    return None


def goes_on_from(db: Connection, council: str, number: int, digest: str) -> bool:
    """Whether an unbroken record still holds the entry with this number and digest, and so all before it."""
    return db.execute(_DIGEST, {"of_council": council, "of_number": number}).scalar() == digest


def _chained(entry: Entry, before: str) -> Entry:
    words = [before, entry.council, entry.number, entry.at.isoformat(), entry.who, entry.did, entry.about]
    return replace(entry, digest=hashlib.sha256(json.dumps(words).encode()).hexdigest())


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.council, row.number, row.at, row.who, row.did, row.about, row.digest)


def _row(entry: Entry) -> dict[str, object]:
    return {
        "council": entry.council,
        "number": entry.number,
        "at": entry.at,
        "who": entry.who,
        "did": entry.did,
        "about": entry.about,
        "digest": entry.digest,
    }


_COUNCIL: BindParameter[str] = bindparam("of_council")
_OF_COUNCIL = select(audit).where(audit.c.council == _COUNCIL)
_NEWEST = _OF_COUNCIL.order_by(audit.c.number.desc()).limit(1)
_LAST = _NEWEST.with_only_columns(audit.c.number, audit.c.digest)
_ADD = insert(audit)
_DIGEST = select(audit.c.digest).where(audit.c.council == _COUNCIL, audit.c.number == bindparam("of_number"))
_ALL = _OF_COUNCIL.where(audit.c.number > bindparam("after")).order_by(audit.c.number).limit(PAGE)
_ABOUT = _ALL.where(audit.c.about == bindparam("of_about"))
