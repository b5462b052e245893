"""Several people's latest things in one statement, which is the same however many people there are.

Of each person only the latest are looked at, however many there ever were: PostgreSQL is asked so `lateral`, SQLite by
a list for each.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, String, Table, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

T = TypeVar("T")

Things = tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]
"""The statement for SQLite, and that for PostgreSQL."""


def latest_of_each(things: Table, mine: Select[int], who: ColumnElement[str], *columns: ColumnElement[Any]) -> Things:
    """Of each person these columns of the latest things, in no order. `mine`: the `seq` of anybody's, if they are
    `who`.
    """
    seq = mine.selected_columns.seq
    people = func.json_each(bindparam("people")).table_valued("value", name="people")
    theirs = _latest(mine, who == people.c.value, seq).correlate(people)
    listed = select(people.c.value.label("who"), *columns)
    listed = listed.join_from(people, things, things.c.seq.in_(theirs), isouter=True)  # people first: see `latest`
    people = func.unnest(bindparam("people", type_=ARRAY(String))).table_valued("value", name="people").render_derived()
    chosen = _latest(mine, who == people.c.value, seq).correlate(people).lateral("chosen")
    beside = select(people.c.value.label("who"), *columns).select_from(people).join(chosen, true())
    return listed, beside.join(things, things.c.seq == chosen.c.seq)


def _latest(mine: Select[int], whose: ColumnElement[bool], seq: ColumnElement[int]) -> Select[int]:
    return mine.where(whose).order_by(seq.desc()).limit(bindparam("limit"))


def latest(
    db: Connection, asked: Things, council: str, people: Iterable[str], limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What such a statement finds of these, by their digests as they lie in the store: of each so many at most.

    SQLite cannot tell how many people a list holds. Free to choose, it went through all things there are for each of
    them where there were some thousands, so it is asked for a row for everybody, and who has nothing is left out here.
    """
    on_sqlite, on_postgresql = asked
    given, named = {"council": council, "limit": limit}, list(dict.fromkeys(people))
    if db.dialect.name == "postgresql":
        return db.execute(on_postgresql, given | {"people": named}).all()
    rows = db.execute(on_sqlite, given | {"people": json.dumps(named)}).all()
    return [row for row in rows if row.seq is not None]


def newest_first(placed: Iterable[tuple[int, T]]) -> tuple[T, ...]:
    """Things by their places in the order of arrival."""
    return tuple(one for _, one in sorted(placed, key=lambda each: each[0], reverse=True))
