"""Reading cases. What comes back is whole: its messages and its contact's, what we said, and its alarms are joined."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, compress
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select

from casework import alarms
from casework.cases import Case
from casework.frozen import replace
from casework.messages import Address
from store import gathered, values
from store.database import Connection, blind
from store.each import latest, latest_of_each, newest_first
from store.tables import cases, holds, parties

RECENT = 20
"""How many of one person's cases a new message is compared with. *Taste.*"""

EVERY = 100_000_000
"""More than are ever open."""


def one(db: Connection, council: str, reference: str) -> Case | None:
    """The case with this reference."""
    return next(iter(_whole(db, council, _ONE, {"reference": reference})), None)


def of(db: Connection, council: str, address: Address) -> tuple[Case, ...]:
    """The latest `RECENT` cases in which somebody with this address is one of the people, newest first."""
    return of_each(db, council, [address])[0]


def of_each(db: Connection, council: str, addresses: Sequence[Address]) -> list[tuple[Case, ...]]:
    """The same for each of several addresses, asked for together."""
    theirs = [blind(db, values.digest(each)) for each in addresses]
    rows = latest(db, _OF_EACH, council, theirs, RECENT)
    found: defaultdict[str, list[tuple[int, Case]]] = defaultdict(list)
    for row, case in zip(rows, _read(db, council, rows), strict=True):
        if any(row.who == blind(db, values.digest(each.address)) for each in case.people):  # else not by us
            found[row.who].append((row.seq, case))
    return [newest_first(found[each]) for each in theirs]


def some(db: Connection, council: str, references: Iterable[str]) -> list[Case]:
    """The cases with these references, read together, the newest first."""
    wanted = sorted(references)
    return _whole(db, council, _SOME, {"references": wanted}) if wanted else []


def outlines(db: Connection, council: str, references: Iterable[str]) -> list[Case]:
    """The same with their alarms, and nothing of what was said: enough for a line in a list."""
    rows = db.execute(_SOME, {"council": council, "references": sorted(references)})
    found = [replace(_case(row), wake_at=row[-1]) for row in rows]
    rung = gathered.alarms_about(db, council, (about for case in found for about in abouts(case)))
    return [replace(case, alarms=gathered.of(rung, *abouts(case))) for case in found]


def hidden_from(db: Connection, council: str, references: Iterable[str]) -> dict[str, frozenset[str]]:
    """Who sees and hears nothing of each of these cases, as the case itself would say it (R602, R708). No more of it
    is read: a report asks it of every case there ever was.
    """
    rows = db.execute(_SOME, {"council": council, "references": sorted(references)})
    found = [_named(reference, data) for *_, reference, data, _ in rows]
    theirs = [(each.contact, *each.joined, each.reference) for each in found]
    rung = gathered.alarms_about(db, council, chain.from_iterable(theirs))
    return {
        each.reference: each.excluded | alarms.hidden_from(gathered.of(rung, *about))
        for each, about in zip(found, theirs, strict=True)
    }


def of_contact(db: Connection, council: str, contact: str) -> tuple[Case, ...]:
    """The cases that were opened from a contact, in that order."""
    return tuple(_whole(db, council, _OF_CONTACT, {"contact": contact}))


def open_ones(
    db: Connection, council: str, *, limit: int = 50, after: str = "", whole: Callable[[Case], bool] = bool
) -> list[Case]:
    """Cases in which something is still owed, oldest first; the next page starts after the last one's reference. What
    was said about one, most of what is to be read, is read where it is wanted `whole`; its alarms in any case.
    """
    asked = {"council": council, "limit": limit} | ({"after": after} if after else {})
    return _read(db, council, db.execute(_OPEN_AFTER if after else _OPEN, asked).all(), whole)


def open_now(db: Connection, council: str, *, limit: int = EVERY, after: str = "") -> list[gathered.Seen]:
    """The cases in which something is still owed, oldest first, by what tells whether they have changed; the next page
    starts after the last one's name.
    """
    asked = {"council": council, "limit": limit} | ({"after": after} if after else {})
    return [gathered.Seen(*row) for row in db.execute(_OPEN_NOW_AFTER if after else _OPEN_NOW, asked)]


def _whole(
    db: Connection, council: str, asked: Select[str, bytes, datetime | None], given: Mapping[str, object]
) -> list[Case]:
    return _read(db, council, db.execute(asked, {"council": council, **given}).all())


def _read(
    db: Connection, council: str, rows: Sequence[Row[*tuple[Any, ...]]], whole: Callable[[Case], bool] = bool
) -> list[Case]:
    found = [_case(row) for row in rows]
    if not found:
        return []
    read = [whole(case) for case in found]
    filed = gathered.gather(db, council, (about for case in compress(found, read) for about in abouts(case)))
    if not all(read):
        rung = gathered.alarms_about(db, council, (about for case in found for about in abouts(case)))
        filed = replace(filed, alarms=rung)
    return [_joined(case, row[-1], filed) for case, row in zip(found, rows, strict=True)]


def _case(row: Row[*tuple[Any, ...]]) -> Case:
    *_, reference, data, _ = row  # how whatever is asked here ends: by name they would cost seven times as much
    found = values.CASE.decode(data)
    values.of_row(reference, found.reference)
    return found


def _named(reference: str, data: bytes) -> values.Named:
    found = values.NAMED.decode(data)
    values.of_row(reference, found.reference)
    return found


def abouts(case: Case) -> tuple[str, ...]:
    """What belongs to a case is filed under: the contacts it came from, and its own reference."""
    return case.contact, *case.joined, case.reference


def _joined(case: Case, wake_at: datetime | None, filed: gathered.Gathered) -> Case:
    theirs = abouts(case)
    return values.completed(
        case,
        wake_at=wake_at,
        messages=gathered.of(filed.messages, *theirs),
        said=gathered.of(filed.said, *theirs),
        alarms=gathered.of(filed.alarms, *theirs),
    )


_COUNCIL: BindParameter[str] = bindparam("council")
_LIMIT: BindParameter[int] = bindparam("limit")
_OF_EACH = latest_of_each(
    cases,
    select(cases.c.seq)
    .join_from(cases, parties, (parties.c.council == cases.c.council) & (parties.c.reference == cases.c.reference))
    .where(parties.c.council == _COUNCIL),
    parties.c.address,
    *(cases.c.seq, cases.c.reference, cases.c.data, cases.c.wake_at),
)
_ALL = select(cases.c.reference, cases.c.data, cases.c.wake_at).where(cases.c.council == _COUNCIL)
_ONE = _ALL.where(cases.c.reference == bindparam("reference"))
_SOME = _ALL.where(cases.c.reference.in_(bindparam("references", expanding=True))).order_by(cases.c.seq.desc())
_OF_CONTACT = _ALL.where(cases.c.contact == bindparam("contact")).order_by(cases.c.seq)
_PLACE = (
    select(cases.c.seq).where(cases.c.council == _COUNCIL, cases.c.reference == bindparam("after")).scalar_subquery()
)
_OPEN = _ALL.where(holds("settled = 0")).order_by(cases.c.seq).limit(_LIMIT)
_OPEN_AFTER = _OPEN.where(cases.c.seq > _PLACE)
_OPEN_NOW = (
    select(cases.c.reference, cases.c.version, cases.c.wake_at)
    .where(cases.c.council == _COUNCIL, holds("settled = 0"))
    .order_by(cases.c.seq)
    .limit(_LIMIT)
)
_OPEN_NOW_AFTER = _OPEN_NOW.where(cases.c.seq > _PLACE)
