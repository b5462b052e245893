"""A council's spreadsheets are taken whole, or every bad cell is named: by file, line and column, in one go."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from casework.labels import CategoryD, Sender, Service
from casework.records.ledger import Ledger
from store.ledger import reading
from store.ledger.columns import FILES
from tests.reports import ledgers
from tests.reports.ledgers import COLUMNS

HEADER = "case,council,procedure,stage,received,closed,closure,outcome,payment,category_d,sender,service"
GOOD = "LK-1,bnes,statutory,stage1,2020-04-01,2020-04-20,resolved,upheld,10.50,delay|data,parent,duty"


def stages(tmp_path: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> reading.Found:
    (tmp_path / "stages.csv").write_bytes("\n".join([header, *lines, ""]).encode(encoding))
    return reading.folder(tmp_path, "bnes")


def bad(found: reading.Found) -> list[tuple[str, int, str]]:
    return [(each.file, each.line, each.column) for each in found.bad]


def with_cell(column: str, cell: str) -> str:
    cells = dict(zip(HEADER.split(","), GOOD.split(","), strict=True)) | {column: cell}
    return ",".join(cells.values())


def test_a_line_means_what_it_says(tmp_path: Path) -> None:
    found = stages(tmp_path, GOOD)
    assert found.bad == []
    (line,) = found.ledger().stages
    assert (line.case, line.received, line.payment) == ("LK-1", date(2020, 4, 1), Decimal("10.50"))
    assert line.category_d == (CategoryD.DELAY, CategoryD.DATA)
    assert (line.sender, line.service, line.team, line.day_0) == (Sender.PARENT, (Service.DUTY,), (), None)


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("received", "01/04/2020", "a date such as 2021-03-31"),
        ("received", "2020-4-1", "a date such as"),
        ("received", "20200401", "a date such as"),
        ("closed", "2021-02-30", "a day that there is"),
        ("received", "", "must be known"),
        ("stage", "unknown", "must be known"),
        ("stage", "Stage 1", "one of representation, stage1"),
        ("closure", "closed", "one of resolved, outside_scope, not_pursued, escalated"),
        ("outcome", "Upheld", "one of upheld, partially_upheld"),
        ("procedure", "children", "one of statutory, corporate"),
        ("sender", "mother", "one of young_person"),
        ("category_d", "delay|slowness", "one of communication"),
        ("payment", "£10", "pounds and pence such as 1234.50"),
        ("payment", "1,000.00", "cells"),
        ("payment", "-5", "pounds and pence"),
        ("council", "dorset", 'expected bnes, found "dorset"'),
        ("closed", "2020-03-31", "is before received, 2020-04-01"),
    ],
)
def test_a_bad_cell_is_named_with_what_was_expected(tmp_path: Path, column: str, cell: str, says: str) -> None:
    found = stages(tmp_path, GOOD, with_cell(column, cell))
    (each,) = found.bad
    assert (each.file, each.line) == ("stages.csv", 3)
    assert says in each.says
    if "cells" not in says:
        assert each.column == column and str(each).startswith(f"stages.csv:3: {column}: ")


def test_twelve_bad_cells_are_twelve_answers_in_one_go(tmp_path: Path) -> None:
    files = ledgers.make(1, 200)
    planted = [
        ("stages", 5, "received", "31/03/2021"), ("stages", 9, "outcome", "Upheld"), ("stages", 14, "formal", "Y"),
        ("stages", 120, "method", "fax"), ("stages", 120, "fee", "£5"), ("compliments", 3, "received", "2020-13-01"),
        ("learning", 7, "level", "teams"), ("requests", 2, "kind", "foi"), ("advocacy", 4, "answer", "yes"),
        ("equality", 6, "year", "2020/21"), ("conduct", 1, "upheld", "maybe"), ("restrictions", 2, "start", "soon"),
    ]  # fmt: skip
    for name, at, column, cell in planted:
        files[name][at][column] = cell
    found = reading.folder(ledgers.write(tmp_path / "ledger", files), "bnes")
    assert {(each.file, each.column) for each in found.bad} == {(f"{n}.csv", column) for n, _, column, _ in planted}
    assert len(found.bad) == 12
    for name, at, column, _ in planted:
        line = next(each.line for each in found.bad if (each.file, each.column) == (f"{name}.csv", column))
        text = (tmp_path / "ledger" / f"{name}.csv").read_text().splitlines()
        assert files[name][at].get("received", files[name][at].get("case", "")) in text[line - 1] or name == "stages"


def test_a_cell_after_one_with_line_ends_is_named_by_the_line_it_stands_on(tmp_path: Path) -> None:
    header = "case,council,subject,stage,received,outcome"
    two = '"LK-1",bnes,"two\nlines",stage1,2020-04-01,nonsense'
    found = stages(tmp_path, "", two, "", "LK-2,bnes,one,stage1,01.04.2020,upheld", header=header)
    assert bad(found) == [("stages.csv", 4, "outcome"), ("stages.csv", 6, "received")]


def test_columns_in_any_order_left_out_or_padded_with_blanks_are_no_matter(tmp_path: Path) -> None:
    found = stages(tmp_path, "stage1, 2020-04-01 ,,", ",,,", header="stage,received,team,")
    assert found.bad == []
    assert [line.received for line in found.ledger().stages] == [date(2020, 4, 1)]


@pytest.mark.parametrize(
    ("header", "column", "says"),
    [
        (f"{HEADER},colour", "colour", "there is no such column"),
        (HEADER.replace("received", "recieved"), "recieved", "did you mean received?"),
        (f"{HEADER},case", "case", "twice"),
        (HEADER.replace("stage,", "team,"), "stage", "must be there"),
        (f"\ufeff{HEADER},Case", "Case", "did you mean case?"),
    ],
)
def test_a_wrong_heading_is_named_and_stands_on_line_one(tmp_path: Path, header: str, column: str, says: str) -> None:
    found = stages(tmp_path, GOOD, header=header)
    each = next(each for each in found.bad if each.column == column)
    assert each.line == 1 and says in each.says


def test_a_wrong_heading_hides_no_bad_cell(tmp_path: Path) -> None:
    found = stages(tmp_path, f"{with_cell('closed', '20/04/2020')},red", header=f"{HEADER},colour")
    assert bad(found) == [("stages.csv", 1, "colour"), ("stages.csv", 2, "closed")]
    found = stages(tmp_path, with_cell("outcome", "Upheld"), header=HEADER.replace("received", "recieved"))
    assert bad(found) == [("stages.csv", 1, "recieved"), ("stages.csv", 1, "received"), ("stages.csv", 2, "outcome")]
    found = stages(tmp_path, GOOD.replace(",", ";"), header=HEADER.replace(",", ";"))
    assert {line for _, line, _ in bad(found)} == {1}


def test_a_lost_comma_a_lone_quotation_mark_and_other_alphabets_bytes_are_named(tmp_path: Path) -> None:
    lost = GOOD.replace("bnes,", "")
    found = stages(tmp_path, lost, GOOD.replace("LK-1", "LK-2"), GOOD.replace("duty", 'du"ty"'), encoding="utf-8")
    assert bad(found) == [("stages.csv", 2, "service"), ("stages.csv", 4, "service")]
    found = stages(tmp_path, "LK-é," + GOOD.partition(",")[2], encoding="cp1252")
    assert bad(found) == [("stages.csv", 2, "case")] and "UTF-8" in found.bad[0].says
    found = stages(tmp_path, f'"{GOOD}')
    assert bad(found) == [("stages.csv", 2, "")] and "quotation marks" in found.bad[0].says


def test_a_case_stands_once_at_a_stage_but_the_same_words_twice_count_twice(tmp_path: Path) -> None:
    assert len(stages(tmp_path, GOOD, GOOD).ledger().stages) == 2
    found = stages(tmp_path, GOOD, with_cell("outcome", "not_upheld"))
    assert bad(found) == [("stages.csv", 3, "case")] and "line 2" in found.bad[0].says
    assert stages(tmp_path, GOOD, with_cell("stage", "stage2")).bad == []


def test_blanks_round_words_make_no_other_line_and_no_other_team(tmp_path: Path) -> None:
    header = "case,stage,received,team"
    found = stages(tmp_path, "LK-1,stage1,2020-04-01,Duty", "LK-1 ,stage1 ,2020-04-01 ,Duty  ", header=header)
    assert found.bad == [] and len(found.ledger().stages) == 2
    found = stages(tmp_path, 'LK-1,stage1,2020-04-01,"Family\nSupport | Family  Support|Unknown"', header=header)
    assert [line.team for line in found.ledger().stages] == [("Family Support",)]


@pytest.mark.parametrize("name", [name for name in FILES if name != "stages"])
def test_an_empty_cell_is_unknown_and_never_bad_where_the_line_is_one_all_the_same(tmp_path: Path, name: str) -> None:
    blank = dict.fromkeys(COLUMNS[name], "") | {COLUMNS[name][-1]: "unknown"}
    found = reading.folder(ledgers.write(tmp_path / "ledger", {name: [blank]}), "bnes")
    assert found.bad == []


def test_a_misnamed_file_is_not_taken_for_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "compliment.csv").write_text("received\n")
    (tmp_path / "notes.txt").write_text("ours")
    found = reading.folder(tmp_path, "bnes")
    assert [str(each) for each in found.bad] == [
        "compliment.csv: no file of the ledger is called compliment; did you mean compliments?"
    ]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("case,council\nC1,bnes\n".encode("utf-16"), "it is no CSV in UTF-8: save the sheet as CSV UTF-8"),
        ("case,council\nC1,bnes\n".encode("utf-16-be"), "it is no CSV in UTF-8: save the sheet as CSV UTF-8"),
        (b"PK\3\4 a workbook \0", "it is no CSV in UTF-8: save the sheet as CSV UTF-8"),
        (b"case;council\nC1;bnes\n", "its cells are not separated by commas: save the sheet as CSV UTF-8"),
        (b"case\tcouncil\nC1\tbnes\n", "its cells are not separated by commas: save the sheet as CSV UTF-8"),
    ],
)
def test_a_file_saved_as_something_else_is_one_thing_that_is_wrong(tmp_path: Path, raw: bytes, says: str) -> None:
    (tmp_path / "stages.csv").write_bytes(raw)
    assert [bad.says for bad in reading.folder(tmp_path, "bnes").bad] == [says]


def test_a_missing_file_and_an_empty_file_are_an_empty_one(tmp_path: Path) -> None:
    assert reading.folder(tmp_path, "bnes").bad == []
    (tmp_path / "conduct.csv").write_text("")
    found = reading.folder(tmp_path, "bnes")
    assert found.bad == [] and found.ledger() == Ledger()


def test_workbooks_are_taken_one_a_file_or_one_for_all(tmp_path: Path) -> None:
    files = ledgers.make(5, 60)
    plain = reading.folder(ledgers.write(tmp_path / "csv", files), "bnes").ledger()
    whole = Workbook()
    for name, records in files.items():
        sheet = whole.create_sheet(name)
        fill(sheet, name, records)
    whole.remove(whole.worksheets[0])
    (tmp_path / "one").mkdir()
    whole.save(tmp_path / "one" / "Our complaints.xlsx")
    (tmp_path / "each").mkdir()
    for name, records in files.items():
        book = Workbook()
        fill(book.worksheets[0], name, records)
        book.save(tmp_path / "each" / f"{name}.xlsx")
    for folder in ("one", "each"):
        found = reading.folder(tmp_path / folder, "bnes")
        assert found.bad == []
        assert found.ledger() == plain


def fill(sheet: object, name: str, records: list[ledgers.Record]) -> None:
    """As somebody would type it: dates as dates, pounds as numbers."""
    add = sheet.append  # type: ignore[attr-defined]
    add(COLUMNS[name])
    readers = {column.name: column.read for column in FILES[name].columns}
    for record in records:
        values = {column: readers[column](cell.strip()) for column, cell in record.items()}
        typed = {
            c: v if isinstance(v, date) else float(v) if isinstance(v, Decimal) else record[c]
            for c, v in values.items()
        }
        add([typed[column] or None for column in COLUMNS[name]])


def test_a_bad_cell_of_a_workbook_is_named_by_its_row(tmp_path: Path) -> None:
    book = Workbook()
    for line in (HEADER.split(","), GOOD.split(","), [], with_cell("received", "last week").split(",")):
        book.worksheets[0].append(line)
    book.save(tmp_path / "stages.xlsx")
    assert bad(reading.folder(tmp_path, "bnes")) == [("stages.xlsx", 4, "received")]


def test_a_workbook_that_is_none_and_lines_that_are_there_twice_are_said(tmp_path: Path) -> None:
    (tmp_path / "requests.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "stages.csv").write_text(f"{HEADER}\n")
    book = Workbook()
    book.worksheets[0].append(HEADER.split(","))
    book.save(tmp_path / "stages.xlsx")
    found = reading.folder(tmp_path, "bnes")
    assert sorted((each.file, each.line) for each in found.bad) == [("requests.xlsx", 0), ("stages.xlsx", 0)]
