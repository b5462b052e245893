"""A file's cells with their places. CSV, or a sheet of Excel's or LibreOffice's with the same columns.

A place is what an editor shows: the header is line 1 (S27). In CSV a cell may hold line ends, so that a later cell of
the same record stands on a later line; in a sheet it does not.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from casework.frozen import frozen

SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
LONGEST = 1_000_000
"""Characters that a cell may have. *Taste.*"""

NO_TEXT = "it is no CSV in UTF-8: save the sheet as CSV UTF-8"

_LINE_END = re.compile(r"\r\n|\r|\n")


class Unopened(Exception):
    """A file that is none of these, or is broken; the message says which."""


@frozen
class Row:
    """One record, and the line on which it begins. `broken` says why its cells cannot be told apart."""

    line: int
    cells: list[str]
    broken: str = ""


@frozen
class Sheet:
    """One file of the ledger as it was found. `size` is about how many rows it has."""

    shown: str
    rows: Iterator[Row]
    size: int
    wraps: bool

    def line_of(self, row: Row, column: int) -> int:
        """The line on which a cell begins."""
        return row.line + sum(len(_LINE_END.findall(cell)) for cell in row.cells[:column]) if self.wraps else row.line


def csv_file(path: Path) -> Sheet:
    """A CSV file. Bytes that are no UTF-8 stay in their cells as half characters, to be named with their place; what is
    no text of that sort at all (UTF-16, a workbook of that name) is not taken apart into a hundred wrong cells.
    """
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw.partition(b"\n")[0]:
        raise Unopened(NO_TEXT)
    words = io.StringIO(raw.decode("utf-8-sig", "surrogateescape"), newline="")
    return Sheet(path.name, _records(words), max(raw.count(b"\n"), 1), wraps=True)


def _records(words: io.StringIO) -> Iterator[Row]:
    csv.field_size_limit(LONGEST)
    reader = csv.reader(words, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(line, [], "the quotation marks do not pair, or a cell is too long")
            continue
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)


def workbook(path: Path) -> dict[str, Sheet]:
    """Every sheet of a workbook that holds anything, by its name."""
    from python_calamine import CalamineError, CalamineWorkbook  # only who has a workbook waits for it

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as fault:
        raise Unopened(f"{path.name} cannot be opened as a workbook ({type(fault).__name__})") from None
    return {
        name: Sheet(f"{path.name} {name}" if len(found) > 1 else path.name, _sheet_rows(rows), len(rows), wraps=False)
        for name, rows in found.items()
        if any(_cell(value).strip() for row in rows for value in row)
    }


def _sheet_rows(rows: Sequence[Sequence[object]]) -> Iterator[Row]:
    for line, row in enumerate(rows, start=1):
        cells = [_cell(value) for value in row]
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)


def _cell(value: object) -> str:
    """What somebody would have typed in CSV for it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else format(value, ".15g")
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case _:
            return str(value)
