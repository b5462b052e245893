"""A folder to the lines it holds, or every bad cell it holds: by file, line and column, all in one go.

found = reading.folder(Path("ledger"), "bnes")
found.bad      # nothing is taken while this is not empty
found.lines    # by file: the cells as they were written, and the values they mean
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from casework.frozen import frozen
from casework.records.cells import as_written
from casework.records.ledger import Ledger
from store.ledger.columns import FILES, File, known
from store.ledger.sheets import SHEETS, Row, Sheet, Unopened, csv_file, workbook

Cells = tuple[str, ...]
Tell = Callable[[int, int], None]
"""Told now and then how many rows are done, of about how many."""

NO_COMMAS = "its cells are not separated by commas: save the sheet as CSV UTF-8"
_NO_COMMA = re.compile(r"\w[;\t|]\w")

SHOWN = 60
"""Characters of a cell that are said back. *Taste.*"""


@frozen
class Bad:
    """A cell that cannot be taken, where it stands, and what was expected there."""

    file: str
    line: int
    column: str
    says: str = field(repr=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return place + (f"{self.column}: " if self.column else "") + self.says


@frozen
class Line:
    """One line: its cells in the contract's order, as they were written, and what they mean."""

    cells: Cells = field(repr=False)
    value: object = field(repr=False)


@dataclass(slots=True)
class Found:
    """What a folder holds."""

    lines: dict[str, list[Line]]
    bad: list[Bad]

    def ledger(self) -> Ledger:
        """The lines as values."""
        return of({name: (line.value for line in lines) for name, lines in self.lines.items()})


def of(values: Mapping[str, Iterable[object]]) -> Ledger:
    """A ledger of the values given for each file."""
    return Ledger(**{name: tuple(each) for name, each in values.items()})  # type: ignore[arg-type]  # FILES pairs them


def folder(path: Path, council: str, tell: Tell | None = None) -> Found:
    """All that the folder holds for the council."""
    found = Found({}, [])
    sheets = dict(_sheets(path, found.bad))
    whole = sum(sheet.size for sheet in sheets.values())
    done = 0
    for name, sheet in sheets.items():
        lines = _Lines(FILES[name], sheet, council, found.bad)
        found.lines[name] = []
        for line in lines.read():
            found.lines[name].append(line)
            done += 1
            if tell and not done % 1_000:
                tell(done, whole)
    found.bad.sort(key=lambda bad: (bad.file, bad.line))
    if tell:
        tell(whole, whole)
    return found


def value(file: File, cells: Cells) -> object:
    """What a line's cells mean. `ValueError` if one of them cannot be read."""
    return file.line(*[column.read(cell) for column, cell in zip(file.columns, cells, strict=True)])


def _sheets(path: Path, bad: list[Bad]) -> Iterator[tuple[str, Sheet]]:
    """The sheet for each file of the ledger. What is neither, and what is there twice, is bad."""
    taken: dict[str, str] = {}
    for file in sorted(path.iterdir()):
        if file.name.startswith((".", "~")) or file.suffix.lower() not in (".csv", *SHEETS):
            continue
        try:
            found = _in_file(file)
        except Unopened as fault:
            bad.append(Bad(file.name, 0, "", str(fault)))
            continue
        for name, sheet in found.items():
            if name not in FILES:
                bad.append(Bad(sheet.shown, 0, "", f"no file of the ledger is called {name}{_perhaps(name, FILES)}"))
            elif name in taken:
                bad.append(Bad(sheet.shown, 0, "", f"{taken[name]} has these lines already: keep one of the two"))
            else:
                taken[name] = sheet.shown
                yield name, sheet


def _in_file(file: Path) -> dict[str, Sheet]:
    """A file is named for what it holds, or is a workbook whose sheets are."""
    if file.suffix.lower() == ".csv":
        return {file.stem: csv_file(file)}
    sheets = workbook(file)
    if file.stem in FILES and len(sheets) == 1:
        return {file.stem: next(iter(sheets.values()))}
    return sheets


class _Lines:
    """The lines of one sheet, read one after another; what is bad about them goes on the list."""

    def __init__(self, file: File, sheet: Sheet, council: str, bad: list[Bad]) -> None:
        self._file, self._sheet, self._council, self._bad = file, sheet, council, bad
        self._columns = [column.name for column in file.columns]
        self._council_at = self._columns.index("council") if "council" in self._columns else None
        self._needed = [place for place, column in enumerate(file.columns) if column.needed]
        self._order: list[int | None] = []
        self._header: list[str] = []
        self._once: dict[Cells, tuple[Cells, int]] = {}

    def read(self) -> Iterator[Line]:
        """The lines that can be taken."""
        first = next(self._sheet.rows, None)
        if first is None:
            return
        self._take_header(first)
        if not any(place is not None for place in self._order):
            return  # nothing to go by
        for row in self._sheet.rows:
            line = self._line(row)
            if line is not None:
                yield line

    def _take_header(self, row: Row) -> None:
        """What is wrong with it goes on the list; the cells under the headings that are known are read all the same."""
        self._header = [cell.strip() for cell in row.cells]
        while self._header and not self._header[-1]:
            self._header.pop()
        wrong = [("", NO_COMMAS)] if _NO_COMMA.search(self._header[0]) else list(self._wrong_in_header())
        self._bad.extend(Bad(self._sheet.shown, row.line, column, says) for column, says in wrong)
        places = {name: place for place, name in reversed(list(enumerate(self._header)))}
        self._order = [places.get(name) for name in self._columns]
        self._needed = [place for place in self._needed if self._order[place] is not None]

    def _wrong_in_header(self) -> Iterator[tuple[str, str]]:
        for name in dict.fromkeys(self._header):
            if name not in self._columns:
                yield name or "(no name)", f"there is no such column{_perhaps(name, self._columns)}"
            elif self._header.count(name) > 1:
                yield name, "this column is there twice"
        for column in self._file.columns:
            if column.needed and column.name not in self._header:
                yield column.name, "this column must be there"

    def _line(self, row: Row) -> Line | None:
        wide, beyond = len(self._header), [cell for cell in row.cells[len(self._header) :] if cell.strip()]
        if row.broken or len(row.cells) < wide or beyond:
            column = "" if row.broken else f"column {wide + 1}" if beyond else self._header[len(row.cells)]
            says = row.broken or f"the line has {len(row.cells)} cells, the header {wide}: was a comma lost or gained?"
            self._bad.append(Bad(self._sheet.shown, row.line, column, says))
            return None
        cells = tuple("" if place is None else as_written(row.cells[place]) for place in self._order)
        try:
            made = value(self._file, cells)
        except ValueError:
            made = None
        doubtful = made is None or not all(map(str.isascii, cells)) or self._lacks(cells)
        each = self._wrong_cells(cells) if doubtful else ()
        wrong = dict(chain(each, self._wrong_together(made))) or dict(self._wrong_again(cells, row.line))
        for column, says in wrong.items():
            self._bad.append(Bad(self._sheet.shown, self._place(row, column), column, says))
        return None if wrong or made is None else Line(cells, made)

    def _place(self, row: Row, column: str) -> int:
        return self._sheet.line_of(row, self._header.index(column)) if column in self._header else row.line

    def _lacks(self, cells: Cells) -> bool:
        at = self._council_at
        strange = at is not None and cells[at] != self._council
        return strange or not all(known(cells[place].strip()) for place in self._needed)

    def _wrong_cells(self, cells: Cells) -> Iterator[tuple[str, str]]:
        for column, cell in zip(self._file.columns, cells, strict=True):
            bare = cell.strip()
            if column.needed and not known(bare) and column.name in self._header:
                yield column.name, "must be known"
            elif not cell.isascii() and any("\ud800" <= character <= "\udfff" for character in cell):
                yield column.name, "is not UTF-8: save the sheet as CSV UTF-8"
            elif wrong := _wrong(column.read, bare):
                yield column.name, f"{wrong}, found {_shown(bare)}"
        at = self._council_at
        if at is not None and known(cells[at].strip()) and cells[at].strip() != self._council:
            yield "council", f"expected {self._council}, found {_shown(cells[at].strip())}"

    def _wrong_together(self, made: object) -> Iterator[tuple[str, str]]:
        if made is None:
            return
        for first, then in self._file.orders:
            before, after = getattr(made, first), getattr(made, then)
            if before and after and after < before:
                yield then, f"{after} is before {first}, {before}"

    def _wrong_again(self, cells: Cells, line: int) -> Iterator[tuple[str, str]]:
        """A line whose names stand already, saying something else (S2). Word for word the same, it counts (S25);
        blanks round a word are no word.
        """
        names = tuple(cells[self._columns.index(name)].strip() for name in self._file.once)
        if not names or not all(map(known, names)):
            return
        before, where = self._once.setdefault(names, (cells, line))
        if before != cells and any(was.strip() != now.strip() for was, now in zip(before, cells, strict=True)):
            yield (
                self._file.once[0],
                f"line {where} has this {' and '.join(self._file.once)} already, and says otherwise",
            )


def _wrong(read: Callable[[str], object], cell: str) -> str:
    try:
        read(cell)
    except ValueError as wrong:
        return str(wrong)
    return ""


def _shown(cell: str) -> str:
    return f'"{cell[:SHOWN]}…"' if len(cell) > SHOWN else f'"{cell}"'


def _perhaps(name: str, among: object) -> str:
    close = difflib.get_close_matches(name, list(among), n=1)  # type: ignore[call-overload]
    return f"; did you mean {close[0]}?" if close else ""
