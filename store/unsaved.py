"""What somebody typed into a form that could not be saved: sealed as all words are, theirs alone, for some days.

The same form sent twice is kept once. How long one may be is the desk's own limit for forms.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, delete, insert, select

from casework import names
from store.database import Connection
from store.tables import Moment, unsaved

KEPT, MOST = timedelta(days=7), 10
"""How long it is kept: over a holiday, and no longer; and how many forms of one person. *Taste.*"""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A form as it was sent: when, to which address, and what it held, in the form's own order."""

    name: str
    at: datetime
    path: str
    typed: tuple[tuple[str, str], ...] = field(repr=False)

    @property
    def until(self) -> datetime:
        """When it goes."""
        return self.at + KEPT


def keep(db: Connection, council: str, staff: str, path: str, typed: Sequence[tuple[str, str]], now: datetime) -> None:
    """Keep a form for somebody. Their oldest goes if there are too many."""
    clear(db, council, now)
    data = json.dumps([path, *typed], ensure_ascii=False).encode()
    name = names.name("unsaved", staff, data.decode())
    drop(db, council, staff, name)
    db.execute(insert(unsaved), {"council": council, "staff": staff, "name": name, "at": now, "data": data})
    for each in of(db, council, staff, now)[MOST:]:
        drop(db, council, staff, each.name)


def of(db: Connection, council: str, staff: str, now: datetime) -> list[Unsaved]:
    """What is kept for somebody, the newest first."""
    found = {"of_council": council, "of_staff": staff}
    kept = [_read(row.name, row.at, row.data) for row in db.execute(_OF, found)]
    return sorted((each for each in kept if now < each.until), key=lambda each: each.at, reverse=True)


def drop(db: Connection, council: str, staff: str, name: str) -> bool:
    """It is saved now, or wanted no longer; whether it was there."""
    return bool(db.execute(_DROP, {"of_council": council, "of_staff": staff, "of_name": name}).rowcount)


def end_all(db: Connection, council: str, staff: str) -> None:
    """Somebody leaves: nothing of theirs is kept."""
    db.execute(_END_ALL, {"of_council": council, "of_staff": staff})


def clear(db: Connection, council: str, now: datetime) -> None:
    """Whatever is too old goes, whoever's it is."""
    db.execute(_CLEAR, {"of_council": council, "before": now - KEPT})


def forget(db: Connection, council: str, references: Collection[str]) -> int:
    """Whatever was typed into a form of these goes, whoever typed it; how many forms."""
    named = {each.replace("~", "~0").replace("/", "~1") for each in references}  # as an address has it
    every = db.execute(_EVERY, {"of_council": council}).all()
    theirs = [row for row in every if named & set(json.loads(row.data)[0].split("/"))]
    return sum(drop(db, council, row.staff, row.name) for row in theirs)


def _read(name: str, at: datetime, data: bytes) -> Unsaved:
    path, *typed = json.loads(data)
    return Unsaved(name, at, path, tuple((field, value) for field, value in typed))


_COUNCIL: BindParameter[str] = bindparam("of_council")
_THEIRS = (unsaved.c.council == _COUNCIL, unsaved.c.staff == bindparam("of_staff"))
_OF = select(unsaved.c.name, unsaved.c.at, unsaved.c.data).where(*_THEIRS)
_EVERY = select(unsaved.c.staff, unsaved.c.name, unsaved.c.data).where(unsaved.c.council == _COUNCIL)
_DROP = delete(unsaved).where(*_THEIRS, unsaved.c.name == bindparam("of_name"))
_END_ALL = delete(unsaved).where(*_THEIRS)
_CLEAR = delete(unsaved).where(unsaved.c.council == _COUNCIL, unsaved.c.at <= bindparam("before", type_=Moment))
