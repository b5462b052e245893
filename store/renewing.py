"""Everything that is stored, sealed under the newest key: after new keys came, and once after the version that began to
seal. A running service goes on meanwhile; what it writes under an older key still opens.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

from sqlalchemy import Column, Connection, Engine, Table, bindparam, func, inspect, literal, select, tuple_, update

from store import engines
from store.sealing import MARK, Keys, Unopened
from store.tables import metadata
from store.tables.columns import Blind, Sealed

Tell = Callable[[int, int], None]
"""Told now and then how many rows are done, of how many."""

PAGE = 100
"""Rows sealed in one transaction: one of them may hold 40 MB, and others wait to write. *Taste.*"""

Row = Mapping[str, object]


def renew(url: str, keys: Keys, tell: Tell | None = None) -> int:
    """Seal anew whatever the newest key has not sealed; how many rows were changed. Raises `Unopened` if one cannot be
    opened: nothing of its page is changed.
    """
    engine = engines.writing(engines.parse(url))
    try:
        return sum(_renewed(engine, keys, tell))
    finally:
        engine.dispose()


def is_any(url: str) -> bool:
    """Whether there is anything that only a key opens. Asked without one."""
    engine = engines.reading(engines.parse(url))
    try:
        with engine.connect() as db:
            there = set(inspect(db).get_table_names())
            tables = [each for each in metadata.sorted_tables if each.name in there and _concerned(each)]
            return any(db.execute(select(literal(1)).select_from(each).limit(1)).first() for each in tables)
    finally:
        engine.dispose()


def _renewed(engine: Engine, keys: Keys, tell: Tell | None) -> Iterator[int]:
    tables = [table for table in metadata.sorted_tables if _concerned(table)]
    with engine.begin() as db:
        counts = [db.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]
    done = 0
    for table in tables:
        after: tuple[object, ...] = ()
        while True:
            with engine.begin() as db:
                rows = _page(db, table, after)
                yield _sealed(db, table, rows, keys)
            done += len(rows)
            if tell:
                tell(min(done, sum(counts)), sum(counts))
            if len(rows) < PAGE:
                break
            after = tuple(rows[-1][column.name] for column in table.primary_key)


def _concerned(table: Table) -> list[Column[object]]:
    return [column for column in table.columns if isinstance(column.type, Sealed | Blind)]


def _page(db: Connection, table: Table, after: tuple[object, ...]) -> list[Row]:
    """The next rows in the order of their names, kept from others until they are written."""
    key = list(table.primary_key)
    asked = select(*dict.fromkeys([*key, *_concerned(table)])).order_by(*key).limit(PAGE).with_for_update()
    if after:
        asked = asked.where(tuple_(*key) > tuple_(*after))
    with closing(db.execute(asked)) as found:
        return [dict(row) for row in found.mappings()]


def _sealed(db: Connection, table: Table, rows: list[Row], keys: Keys) -> int:
    changed = []
    for row in rows:
        new = {column.name: _anew(column, row[column.name], keys) for column in _concerned(table)}
        if any(new[name] is not row[name] for name in new):
            changed.append({f"of_{column.name}": row[column.name] for column in table.primary_key} | new)
    if changed:
        mine = [column == bindparam(f"of_{column.name}") for column in table.primary_key]
        db.execute(update(table).where(*mine), changed)
    return len(changed)


def _anew(column: Column[object], value: object, keys: Keys) -> object:
    """The same object where nothing is to be done."""
    match value:
        case str():
            return keys.blind(value)
        case bytes() if keys.is_newest(value):
            return value
        case bytes():
            plain = keys.open(value, column.name) if value.startswith(MARK) else value
            return keys.seal(plain, column.name)
        case _:
            raise Unopened(f"{column}: neither words nor bytes")
