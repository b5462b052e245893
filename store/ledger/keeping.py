"""The lines in the store: kept once, read back, written out.

A line's name is what it is about (a case and its stage, which stand once: S2) or, where nothing names it, what it says
and the how-manieth of its like it is, so that each counts and a folder that is here already changes nothing (S25).
A line that says something new of the same case and stage takes the place of the old one. Nothing is ever taken away by
an import.
"""

import csv
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from casework.frozen import frozen
from casework.names import name
from casework.records.beyond import Beyond
from casework.records.cells import harmless
from casework.records.ledger import Ledger
from store.database import Connection, alone
from store.ledger import packing
from store.ledger.columns import BEYOND, FILES, File, known
from store.ledger.reading import Cells, Tell, of, value
from store.retention import wordless
from store.tables import ledger_lines as lines

AT_ONCE = 2_000
"""Lines that are written together."""


@frozen
class Kept:
    """What an import did to one file's lines."""

    lines: int
    new: int
    changed: int


def keep(
    db: Connection, council: str, given: Mapping[str, Sequence[Cells]], now: datetime, tell: Tell | None = None
) -> dict[str, Kept]:
    """Keep the lines of every file, whole or not at all: the caller's piece of work is one."""
    alone(db, council, "ledger")
    whole, done = sum(map(len, given.values())), 0
    kept, gone = {}, wordless.forgotten_ones(db, council)
    for file, lines_of in given.items():
        every = wordless.as_remembered(FILES[file], lines_of, gone)
        here = {row.name: row.data for row in db.execute(_NAMED, {"of_council": council, "of_file": file})}
        named = dict(zip(_names(FILES[file], every), map(_data, every), strict=True))
        new, changed = 0, 0
        for some, are_new in _written(db, council, file, named, here, now):
            new, changed = (new + some, changed) if are_new else (new, changed + some)
            done += some
            if tell:
                tell(done, whole)
        kept[file] = Kept(len(every), new, changed)
    if tell:
        tell(whole, whole)
    return kept


def cells_of(db: Connection, council: str, file: File, names: Sequence[str]) -> dict[str, Cells]:
    """The lines of these names that are here already."""
    found = db.execute(_THESE, {"of_council": council, "of_file": file.name, "of_names": list(names)})
    return {row.name: _wide(json.loads(row.data), file) for row in found}


def by_name(db: Connection, council: str, file: File) -> dict[str, object]:
    """The lines of a file by their names, in the order in which they came."""
    return {name: value(file, cells) for name, cells in _named_cells(db, council, file)}


def put(db: Connection, council: str, file: str, named: Mapping[str, Cells], now: datetime) -> None:
    """Write lines by their names, each new or in the place of the one that was."""
    found = db.execute(_THESE, {"of_council": council, "of_file": file, "of_names": list(named)})
    here = {row.name: row.data for row in found}
    for _ in _written(db, council, file, {key: _data(cells) for key, cells in named.items()}, here, now):
        pass


def taken_away(db: Connection, council: str, names: Sequence[str]) -> None:
    """Lines for which nothing stands any more."""
    if names:
        db.execute(_TAKE_AWAY, {"of_council": council, "of_names": list(names)})


def line_name(file: File, cells: Cells, times: int = 1) -> str:
    """What a line is called: by what it is about (S2) or, where nothing names it, by what it says (S25)."""
    places = [place for place, column in enumerate(file.columns) if column.name in file.once]
    about = tuple(cells[place].strip() for place in places)
    return name("line", file.name, *(about if about and all(map(known, about)) else cells), str(times))


def read(
    db: Connection, council: str, *, only: Collection[str] = tuple(FILES), without: Collection[str] = ()
) -> Ledger:
    """All that is kept for the council, in the order in which it came; or `only` those files of it, and `without` the
    lines of these names.
    """
    return of({name: list(_values(db, council, FILES[name], without)) for name in only})


def read_beyond(db: Connection, council: str, *, without: Collection[str] = ()) -> Beyond:
    """What cases handled here say besides."""
    found = {name: tuple(_values(db, council, file, without)) for name, file in BEYOND.items()}
    return Beyond(**found)  # type: ignore[arg-type]  # BEYOND pairs them


def changed_at(db: Connection, council: str, *, without: Collection[str] = ()) -> datetime | None:
    """When the ledger last became what it is, `without` the lines of these names."""
    found: datetime | None = db.execute(_CHANGED_AT, {"of_council": council, "of_names": list(without)}).scalar()
    return found


def write(db: Connection, council: str, folder: Path) -> dict[str, int]:
    """Every file of the ledger, as it came in; one that has no lines has its header."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for file in FILES.values():
        part = folder / f".{file.name}.part"
        with part.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(column.name for column in file.columns)
            lines_of = _cells(db, council, file)
            written[file.name] = sum(1 for cells in lines_of if writer.writerow(map(harmless, cells)))
        part.replace(folder / f"{file.name}.csv")
    return written


def packed(db: Connection, council: str) -> dict[str, bytes]:
    """All that a report is made of, in one file, and the lines' names in another."""
    return packing.packed((file, _named_cells(db, council, file)) for file in (*FILES.values(), *BEYOND.values()))


def _written(
    db: Connection, council: str, file: str, named: Mapping[str, bytes], here: Mapping[str, bytes], now: datetime
) -> Iterator[tuple[int, bool]]:
    """Write what is new and what says something else; how many at a time, and whether they were new."""
    whose = {"of_council": council, "of_file": file, "at": now}
    new = {key: data for key, data in named.items() if key not in here}
    changed = {key: data for key, data in named.items() if here.get(key, data) != data}
    for statement, rows in ((_KEEP, new), (_CHANGE, changed)):
        for some in _some(rows):
            db.execute(statement, [{**whose, "of_name": key, "says": data} for key, data in some])
            yield len(some), statement is _KEEP


def _names(file: File, every: Iterable[Cells]) -> Iterator[str]:
    times: Counter[str] = Counter()
    for cells in every:
        mine = line_name(file, cells)
        times[mine] += 1
        yield mine if times[mine] == 1 else line_name(file, cells, times[mine])


def _values(db: Connection, council: str, file: File, without: Collection[str]) -> Iterator[object]:
    if not without:
        return (value(file, cells) for cells in _cells(db, council, file))
    return (value(file, cells) for name, cells in _named_cells(db, council, file) if name not in without)


def _named_cells(db: Connection, council: str, file: File) -> list[tuple[str, Cells]]:
    rows = db.execute(_NAMED, {"of_council": council, "of_file": file.name})
    return [(row.name, _wide(json.loads(row.data), file)) for row in rows]


def _cells(db: Connection, council: str, file: File) -> Iterator[Cells]:
    rows = db.execute(_DATA, {"of_council": council, "of_file": file.name}).scalars()
    while some := list(islice(rows, AT_ONCE)):
        for cells in json.loads(b"[" + b",".join(some) + b"]"):  # one by one it costs twice as much
            yield _wide(cells, file)


def _wide(cells: Sequence[str], file: File) -> Cells:
    return (*cells, *[""] * (len(file.columns) - len(cells)))  # a column that a later version added


def _data(cells: Cells) -> bytes:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()


def _some(rows: Mapping[str, bytes]) -> Iterator[list[tuple[str, bytes]]]:
    every = list(rows.items())
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))


_WHOSE = (lines.c.council == bindparam("of_council")) & (lines.c.file == bindparam("of_file"))
_NAMED = select(lines.c.name, lines.c.data).where(_WHOSE).order_by(lines.c.seq)
_THESE = select(lines.c.name, lines.c.data).where(_WHOSE, lines.c.name.in_(bindparam("of_names", expanding=True)))
_TAKE_AWAY = delete(lines).where(
    lines.c.council == bindparam("of_council"), lines.c.name.in_(bindparam("of_names", expanding=True))
)
_CHANGED_AT = select(func.max(lines.c.kept)).where(
    lines.c.council == bindparam("of_council"), lines.c.name.not_in(bindparam("of_names", expanding=True))
)
_DATA = select(lines.c.data).where(_WHOSE).order_by(lines.c.seq)
_SAYS: dict[str, BindParameter[object]] = {"kept": bindparam("at"), "data": bindparam("says")}
_CHANGE = update(lines).where(_WHOSE, lines.c.name == bindparam("of_name")).values(_SAYS)
_KEEP = insert(lines).values(
    council=bindparam("of_council"), file=bindparam("of_file"), name=bindparam("of_name"), **_SAYS
)
