"""A workbook: the contents, one sheet a table, and what the words mean."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.figures import Shown
from reports.publish import Printed, Snapshot
from reports.render.comparing import Beside, Compared, beside
from reports.render.contents import DEFINITIONS, SECTIONS
from reports.render.zips import repacked

BOLD = Font(bold=True)
WIDEST = 60


def workbook(snapshot: Snapshot, compared: Compared | None = None) -> bytes:
    """The report as a workbook."""
    book = Workbook()
    _front(book.worksheets[0], snapshot)
    others = beside(snapshot, compared)
    for table in (*([snapshot.trend] if snapshot.trend else []), *snapshot.tables):
        _sheet(book.create_sheet(table.name), table, others)
    _meanings(book.create_sheet("Definitions"))
    made = snapshot.made.replace(tzinfo=None, microsecond=0)
    book.properties.title = f"{snapshot.title}: complaints and representations, {snapshot.says}"
    book.properties.creator, book.properties.created, book.properties.language = snapshot.title, made, "en-GB"
    raw = io.BytesIO()
    book.save(raw)
    return repacked(raw.getvalue(), {"docProps/core.xml": _same(raw.getvalue(), made.isoformat())})


def _same(raw: bytes, made: str) -> bytes:
    """The properties, with the day of the ledger in the place of the time of day that the library writes."""
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        text = whole.read("docProps/core.xml").decode()
    return re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{made}Z", text).encode()


def _front(sheet: Worksheet, snapshot: Snapshot) -> None:
    sheet.title = "Contents"
    lines: list[Sequence[Shown]] = [
        (f"{snapshot.title}: complaints and representations",), (snapshot.says,), (snapshot.note,), (),
    ]  # fmt: skip
    failed = [check for check in snapshot.checks if not check.holds]
    lines += [("This report does not add up, and is not for publishing.",)] if failed else []
    lines += [(check.rule, check.says) for check in failed]
    for title, names in SECTIONS:
        lines += [(), (title,), *((name, snapshot.table(name).title) for name in names)]
    _fill(sheet, lines, bold=(1,))


def _sheet(sheet: Worksheet, table: Printed, others: Iterable[Compared]) -> None:
    lines: list[Sequence[Shown]] = [(f"{table.name}: {table.title}",), (f"Counted of: {table.base}.",), ()]
    lines += [table.columns, *table.rows, ()]
    lines += [(note,) for note in table.notes]
    for other in others:
        if same := other.tables.get(table.name):
            lines += _other(other, same)
    _fill(sheet, lines, bold=(1, 4))
    sheet.freeze_panes = "B5"


def _other(compared: Compared, same: Beside) -> list[Sequence[Shown]]:
    return [(), (compared.says,), same.columns, *same.rows]


def _meanings(sheet: Worksheet) -> None:
    _fill(sheet, [("Term", "What it means", "Rule"), *DEFINITIONS], bold=(1,))


def _fill(sheet: Worksheet, lines: Iterable[Sequence[Shown]], *, bold: Sequence[int]) -> None:
    widths: dict[int, int] = {}
    for at, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a team called "=1+1" is no formula
            if at in bold:
                cell.font = BOLD
            if len(line) > 1:
                widths[column] = max(widths.get(column, 8), min(len(str(value)) + 2, WIDEST))
                cell.alignment = Alignment(wrap_text=column == 1, vertical="top")
    for column, wide in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = wide
