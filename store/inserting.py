"""Many rows in one statement, on either database: inserted once by their names, for they may be there; or changed."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Executable, Insert, Table, Update, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.dml import ReturningInsert

_Columns = tuple[tuple[str, Callable[[Any], Any] | None], ...]
"""Each column, and what makes of its value what is written."""

_COUNTED = {"preserve_rowcount": True}


def insert_new(db: Connection, table: Table, *rows: Mapping[str, object]) -> int:
    """Insert the rows whose names are not there yet, leave the others as they are, and say how many were new."""
    if db.dialect.name != "postgresql":
        return _inserted(db, table, rows).rowcount
    if len(rows) == 1:
        return db.execute(_new(table), rows[0]).rowcount
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return db.execute(_new_rows(table, tuple(columns)), columns).rowcount


def insert_once(db: Connection, table: Table, values: Mapping[str, object]) -> bool:
    """Insert a row whose name may be there already. True if it was not."""
    return insert_new(db, table, values) == 1


def insert_placed(db: Connection, table: Table, *rows: Mapping[str, object]) -> dict[str, int]:
    """The same, saying by its name which place (`seq`) each row has that was new. All are of one council."""
    if db.dialect.name == "postgresql":
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        return {row.name: row.seq for row in db.execute(_placed_rows(table, tuple(columns)), columns)}
    done = [(str(row["name"]), _inserted(db, table, [row])) for row in rows]
    return {name: one.lastrowid for name, one in done if one.rowcount}


def update_each(db: Connection, asked: Update, rows: Sequence[Mapping[str, object]]) -> int:
    """Change what each of these says. The statement counts its rows, and is given nothing but these: how many rows it
    reached.
    """
    if db.dialect.name != "postgresql":
        return _plainly(db, asked, rows).rowcount
    return db.execute(asked, rows[0] if len(rows) == 1 else rows).rowcount  # a list of one costs psycopg a pipeline


def _inserted(db: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> CursorResult[Any]:
    return _plainly(db, _new_on_sqlite(table), rows)


def _plainly(db: Connection, asked: Insert | Update, rows: Sequence[Mapping[str, object]]) -> CursorResult[Any]:
    """On SQLite, as its driver is given it: SQLAlchemy's own way costs each row as much again."""
    said, made = _compiled(db.dialect, asked, frozenset(rows[0]))
    given = [tuple([make(row[name]) if make else row[name] for name, make in made]) for row in rows]
    return db.exec_driver_sql(said, given if len(given) > 1 else given[0], execution_options=_COUNTED)


@lru_cache(maxsize=64)
def _compiled(dialect: Dialect, asked: Insert | Update, names: frozenset[str]) -> tuple[str, _Columns]:
    said = asked.compile(dialect=dialect, column_keys=sorted(names))
    binds = [said.binds[name] for name in said.positiontup or ()]
    return str(said), tuple((each.key, each.type.dialect_impl(dialect).bind_processor(dialect)) for each in binds)


@cache
def _new_on_sqlite(table: Table) -> Insert:
    return sqlite.insert(table).on_conflict_do_nothing()


@cache
def _new(table: Table) -> Executable:
    return postgresql.insert(table).on_conflict_do_nothing().inline().execution_options(**_COUNTED)


@cache
def _new_rows(table: Table, names: tuple[str, ...]) -> Executable:
    return _by_column(table, names).execution_options(**_COUNTED)


@cache
def _placed_rows(table: Table, names: tuple[str, ...]) -> ReturningInsert[str, int]:
    return _by_column(table, names).returning(table.c.name, table.c.seq)


def _by_column(table: Table, names: tuple[str, ...]) -> postgresql.Insert:
    """Each row for itself would cost the server ten times as much."""
    each = (func.unnest(bindparam(name, type_=ARRAY(table.c[name].type))).label(name) for name in names)
    made = postgresql.insert(table).from_select(names, select(*each), include_defaults=False)
    return made.on_conflict_do_nothing()
