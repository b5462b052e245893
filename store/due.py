"""What time has something to do with: alarms, contacts and cases whose `wake_at` has come; and taking some of them in
hand, so that whoever else sweeps leaves them alone.

Asked is an index of what sleeps until then: where nothing is due it costs among ten million what it costs among ten.
What was named is read again when it is taken in hand, for somebody may have changed it meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Select,
    bindparam,
    literal_column,
    select,
    tuple_,
    union_all,
)

from casework.alarms import Alarm
from casework.cases import Case
from casework.contacts import Contact
from casework.frozen import frozen
from store import cases as whole_cases
from store import contacts as whole_contacts
from store import gathered
from store.database import Connection
from store.tables import Moment, alarms, cases, contacts, holds

T = TypeVar("T")


class Sort(StrEnum):
    """What can be due, the most urgent first."""

    ALARM = "alarm"
    CONTACT = "contact"
    CASE = "case"


@frozen
class Due:
    """Something whose moment has come: an alarm by its name, a contact by its id, a case by its reference."""

    sort: Sort
    name: str
    wake_at: datetime
    seq: int


def first(db: Connection, council: str, now: datetime, limit: int) -> list[Due]:
    """The first that are due of each sort, at most so many of each, the earliest first: one question."""
    found = [_due(*row) for row in db.execute(_FIRST, {"council": council, "now": now, "limit": limit})]
    return sorted(found, key=lambda each: (each.wake_at, each.seq))


def after(db: Connection, council: str, now: datetime, limit: int, last: Due) -> list[Due]:
    """Those that follow this one, whatever became of it."""
    given = {"council": council, "now": now, "limit": limit, "after": last.wake_at, "after_seq": last.seq}
    return [_due(*row) for row in db.execute(_AFTER[last.sort], given)]


def take_alarms(db: Connection, council: str, names: Sequence[str]) -> dict[str, Alarm]:
    """By name those of these alarms that are open, and in nobody else's hands until this transaction ends."""
    rows = db.execute(_ALARMS, {"council": council, "names": _held(db, Sort.ALARM, council, names)})
    return _in_order(names, {each.name: each for each in (gathered.alarm(*row) for row in rows)})


def take_contacts(db: Connection, council: str, ids: Sequence[str]) -> dict[str, Contact]:
    """By id those of these contacts that are in nobody else's hands, whole."""
    held = whole_contacts.some(db, council, _held(db, Sort.CONTACT, council, ids))
    return _in_order(ids, {each.id: each for each in held})


def take_cases(db: Connection, council: str, references: Sequence[str]) -> dict[str, Case]:
    """By reference those of these cases that are in nobody else's hands, whole."""
    held = whole_cases.some(db, council, _held(db, Sort.CASE, council, references))
    return _in_order(references, {each.reference: each for each in held})


def _in_order(names: Sequence[str], found: Mapping[str, T]) -> dict[str, T]:
    return {name: found[name] for name in names if name in found}


def _held(db: Connection, sort: Sort, council: str, names: Sequence[str]) -> Sequence[str]:
    """These, but for those that another machine has in hand. On SQLite whoever writes has everything in hand."""
    if db.dialect.name != "postgresql":
        return names
    return db.execute(_HOLD[sort], {"council": council, "names": list(names)}).scalars().all()


def _due(sort: str, name: str, wake_at: datetime, seq: int) -> Due:
    return Due(Sort(sort), name, wake_at, seq)


_COUNCIL: BindParameter[str] = bindparam("council")
_NAMES: BindParameter[str] = bindparam("names", expanding=True)
_NAMED: dict[Sort, Column[str]] = {
    Sort.ALARM: alarms.c.name,
    Sort.CONTACT: contacts.c.id,
    Sort.CASE: cases.c.reference,
}


def _asleep(sort: Sort, *further: ColumnElement[bool]) -> Select[str, str, datetime, int]:
    name, row = _NAMED[sort], _NAMED[sort].table.c
    open_ones = (holds("closed is null"),) if sort is Sort.ALARM else ()
    return (
        select(literal_column(f"'{sort}'").label("sort"), name.label("name"), row.wake_at, row.seq)
        .where(row.council == _COUNCIL, row.wake_at <= bindparam("now", type_=Moment), *open_ones, *further)
        .order_by(row.wake_at, row.seq)
        .limit(bindparam("limit"))
    )


def _later(sort: Sort) -> Select[str, str, datetime, int]:
    row = _NAMED[sort].table.c
    place = tuple_(bindparam("after", type_=Moment), bindparam("after_seq"))
    return _asleep(sort, tuple_(row.wake_at, row.seq) > place)


def _hold(sort: Sort) -> Select[str]:
    name = _NAMED[sort]
    return (
        select(name)
        .where(name.table.c.council == _COUNCIL, name.in_(_NAMES))
        .order_by(name.table.c.seq)
        .with_for_update(skip_locked=True)
    )


_FIRST = union_all(*(select(_asleep(sort).subquery("chosen")) for sort in Sort))
_AFTER = {sort: _later(sort) for sort in Sort}
_HOLD = {sort: _hold(sort) for sort in Sort}
_ALARMS = select(alarms.c.name, alarms.c.data, alarms.c.wake_at).where(
    alarms.c.council == _COUNCIL, alarms.c.name.in_(_NAMES), holds("closed is null")
)
