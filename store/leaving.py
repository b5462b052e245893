"""Which letters leave next: the statements behind `outbox.claim`.

By each way the first in turn: most urgent, longest due, first written. Nobody is written to out of order: a letter
waits while an earlier one for the same reader is due or on its way, and whoever takes the first of a reader's takes
those that follow it. Safety waits for nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    bindparam,
    exists,
    not_,
    or_,
    select,
    union_all,
    update,
)

from casework.letters import Posted, Urgency
from casework.messages import Channel
from store.database import Connection
from store.tables import Moment, holds, letters


def taken(
    db: Connection, council: str, now: datetime, rooms: Mapping[Channel, int], danger: Collection[Channel]
) -> Sequence[Row[Any]]:
    """Take those whose turn it is: by each way so many at most, and as many again that follow them; by some only words
    about `danger`.
    """
    asked = {"of_council": council, "now": now}
    first = _first(frozenset(rooms), frozenset(danger))
    found: list[Row[Any]] = list(db.execute(first, asked | {_room(way): room for way, room in rooms.items()}))
    readers = {row.reader for row in found if row.urgency != Urgency.SAFETY}
    if readers:
        more = asked | {"of_readers": sorted(readers), "room": sum(rooms.values()) + len(readers)}
        known = {row.seq for row in found}
        found.extend(row for row in db.execute(_THEIRS, more).all() if row.seq not in known)
    if found:
        db.execute(_TAKE, {"of_seq": [row.seq for row in found], "now": now})
    return _in_turn(found)


def _in_turn(rows: Collection[Row[Any]]) -> Sequence[Row[Any]]:
    """Each in the place of the first for the same reader, whose others stand behind it; safety in its own."""
    first: dict[str, Row[Any]] = {}
    for row in sorted(rows, key=lambda row: row.seq):
        if row.urgency != Urgency.SAFETY:
            first.setdefault(row.reader, row)
    placed = ((row if row.urgency == Urgency.SAFETY else first[row.reader], row) for row in rows)
    return [row for _, row in sorted(placed, key=lambda pair: (*tuple(pair[0])[:3], pair[1].seq))]


def _room(way: Channel) -> str:
    return f"by_{way.value}"


@cache
def _first(ways: frozenset[Channel], danger: frozenset[Channel]) -> CompoundSelect[Any]:
    """One question for all ways. What it finds is taken by another: SQLite is slow at one that needs tables of its
    own, such as one that returns what it wrote.
    """
    by_way = (
        _ROWS.where(
            letters.c.channel == way.value,
            *((_ABOUT_DANGER,) if way in danger else (_ANY_URGENCY, or_(_ABOUT_DANGER, not_(_after_one_that_waits)))),
        )
        .order_by(letters.c.urgency, letters.c.not_before, letters.c.seq)
        .limit(bindparam(_room(way)))
        .with_for_update(skip_locked=True, of=letters)
        .subquery("chosen")
        for way in sorted(ways)
    )
    return union_all(*(select(each) for each in by_way))


_COUNCIL: BindParameter[str] = bindparam("of_council")
_NOW = bindparam("now", type_=Moment)

_earlier = letters.alias("earlier")
_EARLIER = exists().where(
    _earlier.c.council == letters.c.council,
    _earlier.c.reader == letters.c.reader,
    _earlier.c.seq < letters.c.seq,
    holds("earlier.state in ('queued', 'sending')"),
)
_on_its_way: ColumnElement[bool] = _earlier.c.state == Posted.SENDING.value
_after_one_that_waits = _EARLIER.where(or_(_on_its_way, _earlier.c.not_before <= _NOW))
_after_one_on_its_way = _EARLIER.where(_on_its_way)

_ROWS: Select[Any] = select(
    letters.c.urgency, letters.c.not_before, letters.c.seq, letters.c.reader, letters.c.data
).where(letters.c.council == _COUNCIL, holds("letters.state = 'queued'"), letters.c.not_before <= _NOW)
# Spelt out, so that the index leads past the thousands that are held back until the morning.
_ANY_URGENCY = holds(f"letters.urgency in ({', '.join(str(each.value) for each in Urgency)})")
_ABOUT_DANGER = letters.c.urgency == Urgency.SAFETY.value
_THEIRS = (
    _ROWS.where(
        holds("letters.state in ('queued', 'sending')"),  # so that an index is found
        letters.c.reader.in_(bindparam("of_readers", expanding=True)),
        not_(_after_one_on_its_way),
    )
    .order_by(letters.c.seq)
    .limit(bindparam("room"))
    .with_for_update(skip_locked=True, of=letters)
)
_TAKE = (
    update(letters)
    .where(letters.c.seq.in_(bindparam("of_seq", expanding=True)))
    .values(state=Posted.SENDING.value, claimed=_NOW, tries=letters.c.tries + 1)
)
