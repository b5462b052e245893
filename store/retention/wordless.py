"""A forgotten case still counts: its lines among the council's figures stay, without a word that anybody wrote.

The same in the lines that published reports were made of. What was published, the tables and the pages, holds nobody's
words without their leave (R922), and stays as it was, byte for byte (R807).
"""

import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import BindParameter, bindparam, select, update

from casework.frozen import frozen
from store import published
from store.database import Connection
from store.ledger.columns import BEYOND, FILES, File, entry
from store.ledger.packing import NAMES, PACKED, rewritten
from store.ledger.reading import Cells
from store.tables import forgotten, ledger_entered, ledger_lines, published_files

WORDS: Mapping[str, frozenset[str]] = {
    "stages": frozenset({"subject"}),
    "compliments": frozenset({"text"}),
    "learning": frozenset({"text", "owner", "reason"}),
    "longer": frozenset({"reason"}),
    "examples": frozenset({"complaint", "response"}),
}
"""The columns in which somebody wrote something. All others are labels, days, sums and references."""


Said = tuple[str, str, Cells]
"""What a line says: its file, its case, the cells in which somebody wrote."""


@frozen
class Line:
    """One line that said something: its file, its name, and its cells as they were."""

    file: str
    name: str
    cells: Cells


def blank(db: Connection, council: str, references: Collection[str]) -> list[Line]:
    """Take the words out of these cases' lines; the lines as they were."""
    entered = {"of_council": council, "of_references": list(references)}
    names = {name for row in db.execute(_NAMES, entered).scalars() for name in json.loads(row or b"[]")}
    gone = []
    for file in _files():
        for name, cells in lines_of(db, council, file):
            if name in names or _case(file, cells) in references:
                gone.append(Line(file.name, name, cells))
                blank_line(db, council, gone[-1])
    return gone


def blank_line(db: Connection, council: str, line: Line) -> None:
    """Take the words out of a line."""
    data = json.dumps(without(ALL[line.file], line.cells), ensure_ascii=False, separators=(",", ":")).encode()
    db.execute(_BLANK, {"of_council": council, "of_file": line.file, "of_name": line.name, "says": data})


def blank_published(
    db: Connection, council: str, gone: Collection[Line], references: Collection[str] = frozenset()
) -> int:
    """Take the same words out of what published reports were made of, and all words of these cases: their lines may
    have changed since. How many reports held any.
    """
    said = {_said(line.file, line.cells) for line in gone if line.cells != without(ALL[line.file], line.cells)}
    named = {line.name for line in gone} | {entry("compliments", council, each, 0) for each in references}

    def blanked(file: str, name: str, cells: Cells) -> Cells:
        its = file in WORDS and (name in named or _case(ALL[file], cells) in references or _said(file, cells) in said)
        return without(ALL[file], cells) if its else cells

    changed = 0
    reports = db.execute(_REPORTS, {"of_council": council}).scalars().all() if said or references else ()
    for number in reports:
        before, names = (published.file(db, council, number, file) for file in (PACKED, NAMES))
        after = rewritten(before or b"", names, blanked)
        if after != before:
            db.execute(_REPACK, {"of_council": council, "of_number": number, "now": zlib.compress(after)})
            changed += 1
    return changed


def forgotten_ones(db: Connection, council: str) -> frozenset[str]:
    """The references of what was forgotten: no spreadsheet brings their words back, nor makes a case of them again."""
    return frozenset(db.execute(_FORGOTTEN, {"of_council": council}).scalars())


def as_remembered(file: File, every: Sequence[Cells], gone: Collection[str]) -> Sequence[Cells]:
    """The lines of a file, those of forgotten cases without words."""
    if not gone or file.name not in WORDS or file.columns[0].name != "case":
        return every
    return [without(file, cells) if cells[0] in gone else cells for cells in every]


def lines_of(db: Connection, council: str, file: File) -> list[tuple[str, Cells]]:
    """The lines of a file by their names, each cell as it was written."""
    rows = db.execute(_LINES, {"of_council": council, "of_file": file.name})
    return [(row.name, tuple(json.loads(row.data))) for row in rows]


def without(file: File, cells: Cells) -> Cells:
    """A line without anybody's words."""
    names = [column.name for column in file.columns]
    return tuple("" if name in WORDS[file.name] else cell for name, cell in zip(names, cells, strict=False))


def _files() -> Iterator[File]:
    return (ALL[name] for name in WORDS)


def _said(name: str, cells: Sequence[str]) -> Said:
    """What a line says, of which case: its labels and days may change, and it is the same line."""
    file = ALL[name]
    words = (cell for column, cell in zip(file.columns, cells, strict=False) if column.name in WORDS[name])
    return name, _case(file, cells), tuple(words)


def _case(file: File, cells: Sequence[str]) -> str:
    return cells[0] if cells and file.columns[0].name == "case" else ""


ALL: Mapping[str, File] = {**FILES, **BEYOND}
_COUNCIL: BindParameter[str] = bindparam("of_council")
_FILE: BindParameter[str] = bindparam("of_file")
_NAMES = select(ledger_entered.c.names).where(
    ledger_entered.c.council == _COUNCIL,
    ledger_entered.c.reference.in_(bindparam("of_references", expanding=True)),
)
_FORGOTTEN = select(forgotten.c.about).where(forgotten.c.council == _COUNCIL, forgotten.c.kind == "case")
_LINES = select(ledger_lines.c.name, ledger_lines.c.data).where(
    ledger_lines.c.council == _COUNCIL, ledger_lines.c.file == _FILE
)
_BLANK = (
    update(ledger_lines)
    .where(
        ledger_lines.c.council == _COUNCIL, ledger_lines.c.file == _FILE, ledger_lines.c.name == bindparam("of_name")
    )
    .values(data=bindparam("says"))
)
_REPORTS = select(published_files.c.number).where(
    published_files.c.council == _COUNCIL, published_files.c.file == PACKED
)
_REPACK = (
    update(published_files)
    .where(
        published_files.c.council == _COUNCIL,
        published_files.c.number == bindparam("of_number"),
        published_files.c.file == PACKED,
    )
    .values(raw=bindparam("now"))
)
