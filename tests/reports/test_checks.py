"""A report that does not add up says which sum, with its numbers, and is not published."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casework.cases import Closure
from casework.labels import Procedure
from casework.records.ledger import Ledger, Stage
from reports import book, checks, publish, tables
from reports.figures import Count
from reports.periods import Period
from reports.tables import Sum
from run.config import load_council
from tests.reports.test_hiding import ledger

YEAR = Period(date(2020, 4, 1), date(2021, 3, 31))
COUNCIL = load_council("bnes")


def failed(of: Ledger, period: Period = YEAR) -> list[checks.Check]:
    opened = book.opened(of, COUNCIL, period)
    return [check for check in checks.checks(opened, tables.every(opened)) if not check.holds]


def without_closure(of: Ledger, number: int = 1) -> Ledger:
    """The first lines that ended in the year, and nobody said how."""
    ended = [line for line in of.stages if line.closed in YEAR and line.stage is Stage.STAGE1 and line.procedure]
    spoilt = {line.case: replace(line, closure=None) for line in ended[:number]}
    return replace(of, stages=tuple(spoilt.get(line.case, line) for line in of.stages))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.rule("R816")
def test_whatever_a_whole_ledger_holds_its_report_adds_up(seed: int) -> None:
    assert failed(ledger(seed, 150)) == []


@pytest.mark.rule("R816")
def test_a_line_closed_without_saying_how_upsets_its_row_and_the_total_and_is_named() -> None:
    spoilt = without_closure(ledger(4, 200))
    (case,) = [line.case for line in spoilt.stages if line.closed in YEAR and line.closure is None]
    found = failed(spoilt)
    assert [check.rule for check in found] == ["R816", "R816"]
    assert all(f"{case} stage1" in check.whole and "worked out" in check.whole for check in found)
    assert "Total" in found[1].says


def test_many_lines_at_fault_are_counted_when_they_are_too_many_to_name() -> None:
    found = failed(without_closure(ledger(4, 600), 30))
    assert any("more" in check.whole for check in found)


@pytest.mark.rule("R413")
def test_an_answer_whose_days_no_calendar_knows_fails_loudly() -> None:
    whole = ledger(4, 60)
    first = next(line for line in whole.stages if line.responded in YEAR)
    old = replace(first, received=date(1998, 5, 1), day_0=None, agreed_due=None)
    of = replace(whole, stages=tuple(old if line is first else line for line in whole.stages))
    (found,) = [check for check in failed(of) if check.rule == "R413"]
    assert old.case in found.whole


def test_a_sum_that_does_not_hold_says_both_numbers() -> None:
    wrong = Sum("R816", "the quarters add to the year", Count(85, ("year",)), (Count(10, ("Q1",)), Count(46, ("Q2",))))
    opened = book.opened(Ledger(), COUNCIL, YEAR)
    table = replace(tables.every(opened)[0], sums=(wrong,))
    assert [check.whole for check in checks.checks(opened, [table]) if not check.holds] == [
        "the quarters add to the year (56 against 85)"
    ]


def test_what_does_not_add_up_is_not_fit_for_publishing() -> None:
    made = datetime(2021, 5, 1, tzinfo=UTC)
    good, spoilt = (
        publish.snapshot(book.opened(of, COUNCIL, YEAR), public=True, made=made, version="1")
        for of in (ledger(4, 200), without_closure(ledger(4, 200)))
    )
    assert good.holds and not spoilt.holds


@pytest.mark.rule("R830")
def test_more_may_go_on_to_stage_2_in_a_quarter_than_come_to_stage_1() -> None:
    line = next(line for line in ledger(4, 200).stages if line.procedure is Procedure.STATUTORY)
    second = replace(line, stage=Stage.STAGE2, received=date(2020, 8, 1), closed=None, closure=None)
    first = replace(second, case="other", stage=Stage.STAGE1)
    of = Ledger(stages=(first, second, replace(second, case="third")))
    quarter = Period(date(2020, 7, 1), date(2020, 9, 30))
    assert failed(of, quarter) == []
    (rate,) = [row for row in tables.TABLES["RB8"](book.opened(of, COUNCIL, quarter)).rows if row.label == "Rate"]
    assert rate.cells[0].shown() == "200%"


@pytest.mark.rule("R813")
def test_a_stage_left_unanswered_and_taken_further_is_resolved_and_footnoted() -> None:
    whole = ledger(4, 200)
    opened = book.opened(whole, COUNCIL, YEAR)
    table = publish.snapshot(opened, public=False, made=datetime(2021, 5, 1, tzinfo=UTC), version="1").table("RB1")
    taken = [line for line in whole.stages if line.closed in YEAR and line.closure is Closure.ESCALATED]
    assert taken and any("never answered" in note for note in table.notes)
