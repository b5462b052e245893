"""A Word document: real headings, tables whose headings repeat, and a text in the place of all that is only seen."""

import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table

from reports.figures import Shown
from reports.publish import Printed, Snapshot
from reports.render import drawn
from reports.render.charts import CHARTS, chart
from reports.render.comparing import Compared, beside
from reports.render.contents import DEFINITIONS, IN_WORDS, SECTIONS
from reports.render.zips import repacked

ENGLISH = "en-GB"
WIDE = 17
"""Centimetres between the margins."""

NARROW = 5
"""Columns from which on a table's letters are smaller. *Taste.*"""

SHORT = 16
"""Rows up to which a table stands on one page. *Taste.*"""


def document(snapshot: Snapshot, compared: Compared | None = None) -> bytes:
    """The report as a Word document."""
    paper = docx.Document()
    _set_up(paper, snapshot)
    paper.add_heading(f"{snapshot.title}: complaints and representations", 0)
    paper.add_paragraph(snapshot.says, style="Subtitle")
    _state(paper, snapshot)
    if snapshot.trend:
        paper.add_heading(snapshot.trend.title, 1)
        paper.add_paragraph(f"Counted of: {snapshot.trend.base}.", style="Caption")
        _table(paper, snapshot.trend.columns, _with_counts(snapshot.trend), snapshot.trend.title)
    others = beside(snapshot, compared)
    for title, names in SECTIONS:
        paper.add_heading(title, 1)
        for name in names:
            _add(paper, snapshot.table(name), others)
    paper.add_heading("What the words mean", 1)
    _table(paper, ("Term", "What it means", "Rule"), DEFINITIONS, "What the words mean", wide=(4, 11, 2))
    made = f"{snapshot.made:%d %B %Y, %H:%M}"
    paper.add_paragraph(f"Made from the ledger as it stood on {made} (UTC), by Heard {snapshot.version}.")
    raw = io.BytesIO()
    paper.save(raw)
    return repacked(raw.getvalue())


def _set_up(paper: Document, snapshot: Snapshot) -> None:
    about = paper.core_properties
    about.title = f"{snapshot.title}: complaints and representations, {snapshot.says}"
    about.author, about.language, about.comments, about.revision = snapshot.title, ENGLISH, "", 1
    about.created = about.modified = snapshot.made.replace(tzinfo=None, microsecond=0)
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    body = paper.styles["Normal"]
    body.font.name, body.font.size = "Arial", Pt(11)
    quiet = paper.styles["Caption"].font
    quiet.color.rgb, quiet.bold, quiet.size = RGBColor(0x4A, 0x53, 0x5A), False, Pt(10)
    paper.styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("Title", "Heading 1", "Heading 2"):
        paper.styles[name].font.color.rgb = RGBColor(0x10, 0x32, 0x4A)
    _foot(paper, snapshot)
    speaks = body.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), ENGLISH)
    speaks.append(language)


def _foot(paper: Document, snapshot: Snapshot) -> None:
    """Each page says what it is of, which it is, and whether it may leave the house (R924)."""
    inside = "" if snapshot.public else "Internal: not for publishing. "
    words = paper.sections[0].footer.paragraphs[0]
    words.style = paper.styles["Caption"]
    words.add_run(f"{inside}{snapshot.title}, {snapshot.says}. Page ")
    page = OxmlElement("w:fldSimple")
    page.set(qn("w:instr"), "PAGE")
    words._p.append(page)  # noqa: SLF001 the library has no field


def _state(paper: Document, snapshot: Snapshot) -> None:
    if snapshot.holds:
        paper.add_paragraph(f"{snapshot.note} All {len(snapshot.checks)} checks of the sums hold.")
        return
    paper.add_paragraph().add_run("This report does not add up, and is not for publishing.").bold = True
    for check in snapshot.checks:
        if not check.holds:
            paper.add_paragraph(f"{check.says} ({check.rule})", style="List Bullet")


def _add(paper: Document, table: Printed, others: Iterable[Compared]) -> None:
    paper.add_heading(f"{table.title} ({table.name})", 2)
    found = chart(table)
    if found:
        paper.add_paragraph(found.sentence).paragraph_format.keep_with_next = True
        drawn.add(paper, found, 1 + list(CHARTS).index(table.name))
    if table.rows:
        paper.add_paragraph(f"Counted of: {table.base}.", style="Caption")
        _table(
            paper,
            table.columns,
            _with_counts(table),
            table.title,
            wide=(3.5, 6.75, 6.75) if table.name in IN_WORDS else (),
        )
    for note in table.notes:
        paper.add_paragraph(note, style="List Bullet")
    for other in others:
        same = other.tables.get(table.name)
        if same and same.rows:
            paper.add_paragraph(f"{other.says}.", style="Caption")
            _table(paper, same.columns, same.rows, f"{table.title}. {other.says}")


def _with_counts(table: Printed) -> list[list[Shown]]:
    """Percentages with what they are counted of."""
    return [
        [row[0], *(f"{cell} ({_whole(of)})" if of else cell for cell, of in zip(row[1:], counts, strict=True))]
        for row, counts in zip(table.rows, table.of, strict=True)
    ]


def _whole(of: str) -> str:
    """Never broken over two lines."""
    return of.replace(" ", "\N{NO-BREAK SPACE}")


def _table(
    paper: Document, heads: Sequence[str], rows: Iterable[Sequence[Shown]], says: str, *, wide: Sequence[float] = ()
) -> None:
    """A table of numbers or, with `wide` for its columns in centimetres, of words."""
    every = [heads, *rows]
    made = paper.add_table(len(every), len(heads))
    made.autofit = False
    widths: list[Length] = [*map(Cm, wide)] or _widths(len(heads))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    small = Pt(8.5) if len(heads) >= NARROW else Pt(10)
    for number, (row, line) in enumerate(zip(made.rows, every, strict=True), start=1):
        strong = line is heads or line[0] == "Total"
        together = line is heads or (len(every) <= SHORT and number < len(every))
        for at, (cell, value) in enumerate(zip(row.cells, line, strict=True)):
            cell.width = widths[at]
            words = cell.paragraphs[0]
            words.paragraph_format.space_before = words.paragraph_format.space_after = Pt(2)
            words.paragraph_format.keep_with_next = together
            run = words.add_run(str(value))
            run.font.size, run.bold = small, strong
            if at and not wide:
                words.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _rule(made)
    _say(made, says)
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _widths(columns: int) -> list[Length]:
    """A wide column of labels, and the rest alike."""
    first = 7.0 if columns < NARROW else 5.0
    return [Cm(first), *[Cm((WIDE - first) / (columns - 1))] * (columns - 1)]


def _rule(made: Table) -> None:
    """A thin line under each row."""
    lines = OxmlElement("w:tblBorders")
    for tag in ("w:top", "w:bottom", "w:insideH"):
        line = OxmlElement(tag)
        for name, value in (("val", "single"), ("sz", "4"), ("color", "9AA3A9")):
            line.set(qn(f"w:{name}"), value)
        lines.append(line)
    made._tbl.tblPr.append(lines)  # noqa: SLF001


def _say(made: Table, says: str) -> None:
    """The heading row repeats on each page and is known as one; the table has a text in place of its look."""
    row = made.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 the library has no other way to it
    row.append(OxmlElement("w:tblHeader"))
    for each in made.rows:
        each._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    about = made._tbl.tblPr  # noqa: SLF001
    for tag, text in (
        ("w:tblCaption", says),
        ("w:tblDescription", f"A table: {says}. Its first row has the headings."),
    ):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        about.append(element)
