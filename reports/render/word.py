"""A Word document: real headings, tables whose headings repeat and which say what they are, nothing but text."""

import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from reports.figures import Shown
from reports.publish import Printed, Snapshot
from reports.render.charts import chart
from reports.render.comparing import Compared
from reports.render.contents import DEFINITIONS, SECTIONS
from reports.render.zips import repacked

ENGLISH = "en-GB"
NARROW = 6
"""Columns from which on a table's letters are smaller. *Taste.*"""


def document(snapshot: Snapshot, compared: Compared | None = None) -> bytes:
    """The report as a Word document."""
    paper = docx.Document()
    _set_up(paper, snapshot)
    paper.add_heading(f"{snapshot.title}: complaints and representations", 0)
    paper.add_paragraph(snapshot.says, style="Subtitle")
    _state(paper, snapshot)
    for title, names in SECTIONS:
        paper.add_heading(title, 1)
        for name in names:
            _add(paper, snapshot.table(name), compared)
    paper.add_heading("What the words mean", 1)
    _table(paper, ("Term", "What it means", "Rule"), DEFINITIONS, "What the words mean", numbers=False)
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
    speaks = body.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), ENGLISH)
    speaks.append(language)


def _state(paper: Document, snapshot: Snapshot) -> None:
    if snapshot.holds:
        paper.add_paragraph(f"{snapshot.note} All {len(snapshot.checks)} checks of the sums hold.")
        return
    paper.add_paragraph().add_run("This report does not add up, and is not for publishing.").bold = True
    for check in snapshot.checks:
        if not check.holds:
            paper.add_paragraph(f"{check.says} ({check.rule})", style="List Bullet")


def _add(paper: Document, table: Printed, compared: Compared | None) -> None:
    paper.add_heading(f"{table.title} ({table.name})", 2)
    drawn = chart(table)
    if drawn:
        paper.add_paragraph(drawn.sentence)
    if table.rows:
        paper.add_paragraph(f"Counted of: {table.base}.", style="Caption")
        _table(paper, table.columns, _with_counts(table), table.title)
    for note in table.notes:
        paper.add_paragraph(note, style="List Bullet")
    beside = compared.tables.get(table.name) if compared else None
    if compared and beside and beside.rows:
        paper.add_paragraph(f"The same table: {compared.says}.", style="Caption")
        _table(paper, beside.columns, beside.rows, f"{table.title}, {compared.says}")


def _with_counts(table: Printed) -> list[list[Shown]]:
    """Percentages with what they are counted of."""
    return [
        [row[0], *(f"{cell} ({of})" if of else cell for cell, of in zip(row[1:], counts, strict=True))]
        for row, counts in zip(table.rows, table.of, strict=True)
    ]


def _table(
    paper: Document, heads: Sequence[str], rows: Iterable[Sequence[Shown]], says: str, *, numbers: bool = True
) -> None:
    every = list(rows)
    made = paper.add_table(1 + len(every), len(heads), style="Table Grid")
    small = Pt(8.5) if len(heads) >= NARROW else Pt(10)
    for at, line in enumerate([heads, *every]):
        for cell, value in zip(made.rows[at].cells, line, strict=True):
            words = cell.paragraphs[0]
            run = words.add_run(str(value))
            run.font.size, run.bold = small, at == 0 or line[0] == "Total"
            if numbers and cell is not made.rows[at].cells[0]:
                words.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _say(made, says)


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
