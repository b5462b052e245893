"""Whether all that lies sealed opens, and lies in the row that it says it is of. The service opens what it works on,
and a copy takes everything as it lies: what somebody altered in a matter long closed comes to light here.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from msgspec.json import Decoder
from sqlalchemy import Column, Row, Select, Table, select, tuple_, type_coerce

from casework.frozen import frozen
from store import sealing, values
from store.database import Connection, Look
from store.sound import AS_IT_LIES, UNREAD
from store.tables import alarms, cases, contacts, letters, messages, metadata, staff
from store.tables.columns import Sealed

PAGE = 20
"""Rows in memory together: one of them may hold 40 MB. *Taste.*"""

Tell = Callable[[int, int], None]
"""Told how many tables of how many are done."""

Name = tuple[object, ...]
BEGINNING: Name = ()


@frozen
class _Of:
    """What a value says it is."""

    reference: str = ""
    id: str = ""
    name: str = ""


_OF = Decoder(_Of)

CALLED: Mapping[Table, str] = {cases: "reference", contacts: "id", messages: "name", letters: "name", alarms: "name"}
"""The column that says whose row it is, where the value says it too."""

TABLES = tuple(
    table for table in metadata.sorted_tables
    if table is not staff and any(isinstance(column.type, Sealed) for column in table.columns)
)  # fmt: skip
"""Those in which something lies sealed. Who works here is read, and told by name, wherever anything is done."""


async def altered(look: Look, tell: Tell | None) -> Mapping[str, int]:
    """Of each table in which somebody altered or moved something past Heard, in how many rows. Page by page: whoever is
    at work beside it goes on.
    """
    found, after = Counter[str](), BEGINNING
    for done, table in enumerate(TABLES):
        if tell:
            tell(done, len(TABLES))
        while (page := await look(partial(unread, table=table, after=after)))[1]:
            found[table.name], after = found[table.name] + page[0], page[1]
        after = BEGINNING
    return +found


def unread(db: Connection, table: Table, after: Name) -> tuple[int, Name]:
    """How many of the rows that come next cannot be read, and the last one's name: nothing where there are no more."""
    rows = db.execute(_next(table, after)).all()
    bad = sum(not _is_readable(db, table, row) for row in rows)
    return bad, tuple([getattr(rows[-1], column.name) for column in table.primary_key]) if rows else ()


def _next(table: Table, after: Name) -> Select[*tuple[Any, ...]]:
    key = list(table.primary_key)
    lying = [type_coerce(column, AS_IT_LIES).label(column.name) for column in _sealed(table)]
    called = [table.c[CALLED[table]]] if table in CALLED else []
    asked = select(*dict.fromkeys([*key, *called]), *lying).order_by(*key).limit(PAGE)
    return asked.where(tuple_(*key) > tuple_(*after)) if after else asked


def _is_readable(db: Connection, table: Table, row: Row[*tuple[Any, ...]]) -> bool:
    try:
        opened = [sealing.opener(db.dialect, name)(getattr(row, name)) for name in _names(table)]
        if table in CALLED:
            called = CALLED[table]
            values.of_row(getattr(row, called), getattr(_OF.decode(opened[0]), called))
    except UNREAD:
        return False
    return True


def _names(table: Table) -> list[str]:
    return [column.name for column in _sealed(table)]


def _sealed(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if isinstance(column.type, Sealed)]
