"""All that is in one database into another that is empty, row by row: from PostgreSQL and to it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

from sqlalchemy import Connection, Table, func, insert, select

from store.one_file import Unfit
from store.tables import metadata

Tell = Callable[[int, int], None]
"""Told now and then how many rows are done, of how many."""

ROWS, BYTES = 500, 8 * 1024 * 1024
"""What is held in memory at once: so many rows, or rows with so many bytes. *Taste.*"""

FETCHED = 20
"""Rows that a database sends ahead: a row may hold a mail of 40 MB."""


def counts(db: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: _count(db, table) for table in metadata.sorted_tables}


def is_empty(db: Connection) -> bool:
    """Whether there is nothing in any table."""
    return not any(db.execute(select(table).limit(1)).first() for table in metadata.sorted_tables)


def copy(there: Connection, here: Connection, tell: Tell | None) -> None:
    """Every row of every table. Raises `Unfit` unless as many arrive as were there."""
    expected, done = counts(there), 0
    for table in metadata.sorted_tables:
        for rows in _pages(there, table):
            here.execute(insert(table), rows)
            done += len(rows)
            if tell:
                tell(done, sum(expected.values()))
    if counts(here) != expected:
        raise Unfit("fewer rows arrived than were there, and nothing was kept; try again")


def go_on_counting(here: Connection) -> None:
    """PostgreSQL numbers new rows from where its counter stands, which no copied row has moved."""
    for table in metadata.sorted_tables:
        if table.autoincrement_column is not None:
            last = select(func.max(table.autoincrement_column)).scalar_subquery()
            counter = func.pg_get_serial_sequence(table.name, table.autoincrement_column.name)
            here.execute(select(func.setval(counter, func.coalesce(last, 1), last.is_not(None))))


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
