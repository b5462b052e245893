"""A quarter's report: the year so far beside it, the quarters before it, and small numbers safe in both (R806)."""

from datetime import UTC, date, datetime

import pytest

from casework.records.ledger import Ledger
from reports import book, publish, quarters, tables
from reports.figures import Count
from reports.periods import Period, named
from reports.publish import Snapshot
from reports.render import page
from run.config import load_council
from store.ledger import reading
from tests.reports import ledgers

COUNCIL = load_council("bnes")
Q2 = Period(date(2020, 7, 1), date(2020, 9, 30))
SO_FAR = Period(date(2020, 4, 1), date(2020, 9, 30))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    there = ledgers.write(tmp_path_factory.mktemp("ledger"), ledgers.make(7, 260))
    return reading.folder(there, "bnes").ledger()


def report(ledger: Ledger, period: Period, *, public: bool = False) -> Snapshot:
    made = datetime(2021, 5, 1, tzinfo=UTC)
    return publish.snapshot(book.opened(ledger, COUNCIL, period), public=public, made=made, version="1")


@pytest.mark.rule("R806", "R428")
def test_a_quarter_has_the_year_so_far_beside_it_and_the_four_quarters_before_it(ledger: Ledger) -> None:
    made = report(ledger, Q2)
    assert made.so_far == report(ledger, SO_FAR).tables and made.so_far_says.endswith(
        "1 April 2020 to 30 September 2020"
    )
    assert made.trend is not None
    assert made.trend.columns == ("Measure", "Q2 2019-20", "Q3 2019-20", "Q4 2019-20", "Q1 2020-21", "Q2 2020-21")
    before = report(ledger, Period(date(2020, 1, 1), date(2020, 3, 31)))
    for row in (row for row in made.trend.rows if row[0] == "Formal"):
        assert row[3] == next(each[2] for each in before.table("RD1").rows if each[0] == "Formal")
    shown = page.page(made).decode()
    assert "This quarter and the four before it" in shown and shown.count("<summary>The year so far") > 30


@pytest.mark.rule("R806")
def test_the_first_quarter_is_the_year_so_far_and_a_year_has_neither(ledger: Ledger) -> None:
    first, year = named("2020-21-Q1"), named("2020-21")
    assert first and year and named("2020-22") is None and named("last year") is None
    assert report(ledger, first).so_far == () and report(ledger, first).trend is not None
    assert report(ledger, year).trend is None and year.is_year and not year.is_quarter
    assert named("2020-21-Q4") == Period(date(2021, 1, 1), date(2021, 3, 31))


@pytest.mark.rule("R806", "R920")
def test_the_year_so_far_less_this_quarter_gives_no_small_number_of_an_earlier_report_away(ledger: Ledger) -> None:
    opened = book.opened(ledger, COUNCIL, Q2)
    every = tables.every(opened)
    also = quarters.also(opened, every)
    assert also is not None
    public = report(ledger, Q2, public=True)
    looked_at = 0
    for now, whole, shown, beside in zip(every, also.so_far, public.tables, public.so_far, strict=True):
        cells = {row.label: row.cells for row in whole.rows}
        for row, line in zip(now.rows, shown.rows, strict=True):
            other = next((each for each in beside.rows if each[0] == row.label), None)
            for at, cell in enumerate(row.cells):
                if now.exact or other is None or at >= len(cells[row.label]):
                    continue
                so_far = cells[row.label][at]
                if isinstance(cell, Count) and isinstance(so_far, Count) and 0 < so_far.number - cell.number < 5:
                    looked_at += 1
                    hidden = [each for each in (line[at + 1], other[at + 1]) if not isinstance(each, int)]
                    assert hidden, (now.name, row.label)
    assert looked_at > 20
