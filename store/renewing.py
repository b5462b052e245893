"""Everything that is stored, sealed under the newest key: after new keys came, and once after the version that began to
seal. A running service goes on meanwhile; what it writes under an older key still opens.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    and_,
    bindparam,
    func,
    inspect,
    literal,
    or_,
    select,
    text,
    tuple_,
    update,
)

from store import engines, inbox
from store.sealing import BLIND, MARK, Keys, Unopened
from store.tables import metadata
from store.tables.columns import Blind, Sealed

Tell = Callable[[int, int], None]
"""Told now and then how many rows are done, of how many."""

PAGE = 100
"""Rows sealed in one transaction: one of them may hold 40 MB, and others wait to write. *Taste.*"""

EVERYBODY, SEALED = "", "sealed"
"""Under which council and name it is noted that all of it was found sealed, and by which key."""

Name = tuple[object, ...]
Row = Mapping[str, object]


def renew(url: str, keys: Keys, tell: Tell | None = None) -> int:
    """Seal anew whatever the newest key has not sealed; how many rows were changed. Raises `Unopened` if one cannot be
    opened: nothing of its page is changed. A store in which nothing was found is not looked through for that key again;
    one that holds nothing is left empty, so that a copy can be brought back into it.
    """
    with _open(engines.reading(engines.parse(url))) as look, _open(engines.writing(engines.parse(url))) as write:
        if _noted(look) == keys.name:
            return 0
        changed = sum(_renewed(look, write, keys, tell))
        if not changed and is_any(url):
            _note(write, keys.name)
    return changed


@contextmanager
def _open(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def _noted(engine: Engine) -> str | None:
    """The name of the key under which all was found to be sealed."""
    with engine.begin() as db:
        return inbox.progress(db, EVERYBODY, SEALED)


def _note(engine: Engine, name: str) -> None:
    with engine.begin() as db:
        inbox.set_progress(db, EVERYBODY, SEALED, name)


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


def demand_key(db: Connection) -> None:
    """Raises `Unopened` if the oldest of what lies sealed in any table is opened by no key that we hold."""
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, Sealed)]
        if columns:
            db.execute(select(*columns).order_by(*table.primary_key).limit(1)).all()


def _renewed(look: Engine, write: Engine, keys: Keys, tell: Tell | None) -> Iterator[int]:
    tables = [table for table in metadata.sorted_tables if _concerned(table)]
    with look.begin() as db:
        counts = [db.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]
    done, whole = 0, sum(counts)
    for table, count in zip(tables, counts, strict=True):
        for place, changed in enumerate(_of_table(table, look, write, keys), 1):
            yield changed
            if tell:
                tell(min(done + place * PAGE, whole), whole)
        done += count
        if tell:
            tell(done, whole)


def _of_table(table: Table, look: Engine, write: Engine, keys: Keys) -> Iterator[int]:
    """Page by page. What is to be done is looked for beside those who write, and read once more when it is in hand."""
    after: Name = ()
    while True:
        with look.begin() as db:
            names = _next(db, table, keys, after)
        if not names:
            return
        with write.begin() as db:
            yield _sealed(db, table, _held(db, table, names), keys)
        after = names[-1]


def _concerned(table: Table) -> list[Column[object]]:
    return [column for column in table.columns if isinstance(column.type, Sealed | Blind)]


def _next(db: Connection, table: Table, keys: Keys, after: Name) -> list[Name]:
    """The names of the next rows in which something is to be done, in their order."""
    if db.dialect.name == "postgresql":
        db.execute(text("set local statement_timeout = 0"))  # where nothing is to be done it looks through all of it
    key = list(table.primary_key)
    asked = select(*key).where(or_(*(_is_old(each, keys) for each in _concerned(table)))).order_by(*key).limit(PAGE)
    return [tuple(row) for row in db.execute(asked.where(tuple_(*key) > tuple_(*after)) if after else asked)]


def _held(db: Connection, table: Table, names: Sequence[Name]) -> list[Row]:
    """These rows, kept from others until they are written."""
    key = list(table.primary_key)
    each = (and_(*(column == part for column, part in zip(key, name, strict=True))) for name in names)
    asked = select(*dict.fromkeys([*key, *_concerned(table)])).where(or_(*each)).with_for_update()
    with closing(db.execute(asked)) as found:
        return [dict(row) for row in found.mappings()]


def _is_old(column: Column[object], keys: Keys) -> ColumnElement[bool]:
    """Whether it begins otherwise than what the newest key made, as the database itself can tell."""
    if isinstance(column.type, Blind):
        return and_(column != "", func.substr(column, 1, len(BLIND)) != BLIND)
    return func.substr(column, 1, len(keys.begins)) != keys.begins


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
