"""A report has four faces, all of one snapshot: what one says, every other says."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import docx
import pytest
from axe_playwright_python.async_playwright import Axe
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from reports import book, publish, tables
from reports.periods import Period
from reports.publish import Snapshot
from reports.render import charts, page, word, workbook
from reports.render import tables as programs
from reports.render.contents import SECTIONS
from reports.render.sentences import Bar, lately, most
from run.config import load_council
from store.ledger import reading
from tests.desk.chromium import DESKTOP, NARROWEST, chromium
from tests.reports.test_seeds import SEEDS, YEAR

MADE = datetime(2021, 5, 1, 9, 30, tzinfo=UTC)


@cache
def report(name: str, *, public: bool = True, period: Period = YEAR) -> Snapshot:
    ledger = reading.folder(SEEDS / f"seed-{name}", name).ledger()
    opened = book.opened(ledger, load_council(name), period)
    return publish.snapshot(opened, public=public, made=MADE, version="0.1.0")


@pytest.mark.rule("R802")
def test_every_table_stands_once_under_the_headings_of_the_guidance() -> None:
    named = [name for _, names in SECTIONS for name in names]
    assert sorted(named) == sorted(tables.TABLES)
    assert set(charts.CHARTS) <= set(tables.TABLES)


@pytest.mark.parametrize("name", ["bnes", "dorset"])
@pytest.mark.parametrize("public", [True, False])
def test_all_faces_say_the_same(name: str, public: bool) -> None:
    snapshot = report(name, public=public)
    whole = json.loads(programs.tables_json(snapshot))["tables"]
    book_ = load_workbook(io.BytesIO(workbook.workbook(snapshot)))
    paper = docx.Document(io.BytesIO(word.document(snapshot)))
    on_paper = {table._tblPr.find(f"{W}tblCaption").get(f"{W}val"): table for table in paper.tables}  # noqa: SLF001
    on_page = HTMLParser(page.page(snapshot).decode())
    for table in snapshot.tables:
        rows = [list(row) for row in table.rows]
        assert whole[table.name]["rows"] == rows
        sheet = [[cell.value for cell in row] for row in book_[table.name].iter_rows(min_row=5, max_row=4 + len(rows))]
        assert [
            [cell if cell is not None else "" for cell in row][: len(table.columns)] for row in sheet
        ] == rows or not rows
        if rows:
            words = [[cell.text.partition(" (")[0] for cell in row.cells] for row in on_paper[table.title].rows]
            assert words == [[str(cell).partition(" (")[0] for cell in row] for row in [table.columns, *rows]]
            found = on_page.css_first(f"#{table.name}")
            assert found is not None and table.title in found.text()
    assert len(on_page.css("table")) == len(on_paper) - 1 == sum(bool(table.rows) for table in snapshot.tables)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_each_drawing_has_its_sentence_its_table_and_a_count() -> None:
    on_page = HTMLParser(page.page(report("dorset")).decode())
    drawn = on_page.css("figure")
    assert len(drawn) >= 8
    for figure in drawn:
        bars, sentence = figure.css_first(".bars[role=img]"), figure.css_first("figcaption")
        assert bars is not None and len(bars.attributes["aria-label"] or "") > 30
        assert len(bars.css("p")) == len(bars.css("svg")) > 0
        assert sentence is not None
        assert any(character.isdigit() for character in sentence.text()) or "not recorded" in sentence.text()


def bars(*lengths: float | None) -> list[Bar]:
    """Bars called A, B, C and so on; None is a hidden one."""
    return [Bar("ABCD"[at], each, "not shown" if each is None else f"{each:.0f}") for at, each in enumerate(lengths)]


@pytest.mark.parametrize(
    ("lengths", "says"),
    [
        ((3, 9, 1), "Most came in B: 9 of 20."),
        ((9, 2, 9), "Most came in A and C: 9 each of 20."),
        ((5, 5, 5), "3 have the same, and nothing has more: 5 each of 20."),
        ((None, 9, 1), "Of what is shown, most came in B: 9 of 20."),
        ((0, 0), "It is not recorded."),
    ],
)
def test_a_sentence_names_no_bar_as_the_longest_where_another_is_as_long_or_hidden(
    lengths: tuple[float | None, ...], says: str
) -> None:
    assert most("Most came in {name}")(bars(*lengths), 20) == says


def test_a_hidden_year_is_none_that_another_comes_after() -> None:
    assert lately("Answered")(bars(4, 9), "") == "Answered: 9 in B, after 4 in A."
    assert lately("Answered")(bars(None, 9), "") == "Answered: 9 in B; in A not shown."


def test_a_hidden_number_has_no_bar_and_says_so() -> None:
    drawn = charts.chart(report("bnes").table("RB16"))
    assert drawn is not None
    hidden = [bar for bar in drawn.bars if bar.length is None]
    assert hidden and {bar.says for bar in hidden} <= {"fewer than 5", "not shown"}


def test_the_word_document_has_headings_repeated_rows_and_a_text_in_the_place_of_every_picture() -> None:
    raw = word.document(report("dorset"))
    paper = docx.Document(io.BytesIO(raw))
    styles = [each.style.name for each in paper.paragraphs if each.style is not None]
    assert styles.count("Heading 1") == len(SECTIONS) + 1 and styles.count("Heading 2") == 36
    for table in paper.tables:
        assert table.rows[0]._tr.find(f".//{W}tblHeader") is not None  # noqa: SLF001
        assert table._tblPr.find(f"{W}tblDescription") is not None  # noqa: SLF001
    body = zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml").decode()
    assert body.count("<wp:docPr") == body.count('descr="Bar chart. ') >= 8
    assert paper.core_properties.title.startswith("Dorset Council") and paper.core_properties.language == "en-GB"


def test_the_same_snapshot_gives_the_same_bytes_and_no_time_of_day() -> None:
    for face in (page.page, word.document, workbook.workbook, programs.tables_json):
        assert face(report("bnes")) == face(report("bnes"))
    for raw in (word.document(report("bnes")), workbook.workbook(report("bnes"))):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert packed.testzip() is None


def test_what_a_council_wrote_is_text_on_every_face(tmp_path: Path) -> None:
    nasty = ("=1+1", "<script>alert(1)</script>", "a\x0bb\x00c", "+44", "Ünïcode ☃")
    lines = [f'2020-05-01,bnes,"{team}"' for team in nasty for _ in range(6)]
    (tmp_path / "compliments.csv").write_text("\n".join(["received,council,team", *lines]), encoding="utf-8")
    opened = book.opened(reading.folder(tmp_path, "bnes").ledger(), load_council("bnes"), YEAR)
    snapshot = publish.snapshot(opened, public=False, made=MADE, version="1")
    sheet = load_workbook(io.BytesIO(workbook.workbook(snapshot)))["RB13"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"
    assert "<script>alert" not in page.page(snapshot).decode()
    assert "Ünïcode ☃" in "".join(
        row.cells[0].text for table in docx.Document(io.BytesIO(word.document(snapshot))).tables for row in table.rows
    )


@pytest.mark.rule("R806")
def test_a_quarter_has_the_same_tables_of_its_own_days() -> None:
    quarter = report("bnes", period=Period(date(2020, 7, 1), date(2020, 9, 30)))
    assert [table.name for table in quarter.tables] == list(tables.TABLES)
    assert [row[1] for row in quarter.table("RB3").rows] == [0, 34, 0, 0]
    assert any("same dates" in note for note in quarter.table("RB2").notes)
    assert quarter.holds


@pytest.mark.requires("chromium")
@pytest.mark.slow
@pytest.mark.parametrize("name", ["bnes", "dorset"])
async def test_axe_finds_nothing_wrong_with_the_page_and_it_fits_the_narrowest_phone(tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(page.page(report(name)))
    async with chromium() as browser:
        for width, height in (DESKTOP, NARROWEST):
            context = await browser.new_context(viewport={"width": width, "height": height})
            opened = await context.new_page()
            await opened.goto(path.as_uri())
            found = await Axe().run(opened)
            assert found.violations_count == 0, found.generate_report()
            assert await opened.evaluate("document.documentElement.scrollWidth") <= width
            fits = "shown => shown.every(e => e.getBoundingClientRect().right <= innerWidth)"
            assert await opened.eval_on_selector_all(".bars *, caption span", fits), "bars, and what is counted"
            assert not await opened.query_selector("svg text")
