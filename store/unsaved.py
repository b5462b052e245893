"""What somebody typed into a form that could not be saved: sealed as all words are, theirs alone, for some days.

The same form sent twice is kept once. How long one may be is the desk's own limit for forms.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, delete, insert, select

from casework import names
from casework.frozen import frozen
from store.database import Connection, blind
from store.tables import Moment, unsaved

KEPT, MOST = timedelta(days=7), 10
"""How long it is kept: over a holiday, and no longer; and how many forms of one person. *Taste.*"""


@frozen
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
    name = _name(staff, data)
    drop(db, council, staff, name)
    db.execute(insert(unsaved), {"council": council, "staff": staff, "name": name, "at": now, "data": data})
    for each in of(db, council, staff, now)[MOST:]:
        drop(db, council, staff, each.name)


def of(db: Connection, council: str, staff: str, now: datetime) -> list[Unsaved]:
    """What is kept for somebody, the newest first."""
    found = {"of_council": council, "of_staff": staff}
    rows = [row for row in db.execute(_OF, found) if row.name == blind(db, _name(staff, row.data))]  # no other's
    kept = [_read(row.name, row.at, row.data) for row in rows]
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


def forget(db: Connection, council: str, about: Collection[str], reached: Collection[str] = ()) -> int:
    """Whatever was typed into a form about any of these goes, whoever typed it, and whatever says where any of these
    people are reached; how many forms.
    """
    named = {each.replace("~", "~0").replace("/", "~1") for each in about}  # as an address has it
    where = {each.casefold() for each in reached if each}
    every = [(row, _read(row.name, row.at, row.data)) for row in db.execute(_EVERY, {"of_council": council})]
    theirs = [row for row, form in every if named & set(form.path.split("/")) or _says(form, where)]
    return sum(drop(db, council, row.staff, row.name) for row in theirs)


def _name(staff: str, data: bytes) -> str:
    return names.name("unsaved", staff, data.decode())


def _says(form: Unsaved, where: Collection[str]) -> bool:
    """Whether one of these addresses or numbers was typed into it."""
    said = "\n".join(value for _, value in form.typed).casefold()
    return any(each in said for each in where)


def _read(name: str, at: datetime, data: bytes) -> Unsaved:
    path, *typed = json.loads(data)
    return Unsaved(name, at, path, tuple((field, value) for field, value in typed))


_COUNCIL: BindParameter[str] = bindparam("of_council")
_THEIRS = (unsaved.c.council == _COUNCIL, unsaved.c.staff == bindparam("of_staff"))
_OF = select(unsaved.c.name, unsaved.c.at, unsaved.c.data).where(*_THEIRS)
_EVERY = select(unsaved.c.staff, unsaved.c.name, unsaved.c.at, unsaved.c.data).where(unsaved.c.council == _COUNCIL)
_DROP = delete(unsaved).where(*_THEIRS, unsaved.c.name == bindparam("of_name"))
_END_ALL = delete(unsaved).where(*_THEIRS)
_CLEAR = delete(unsaved).where(unsaved.c.council == _COUNCIL, unsaved.c.at <= bindparam("before", type_=Moment))
