"""Every published table comes out as it does for somebody who works it out by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.labels import Procedure
from casework.records.ledger import Compliment, ConductComplaint, Ledger, Request, Restriction, Stage, StageLine
from reports import book, tables
from reports.figures import Shown
from reports.periods import Period
from reports.tables import Table
from run.config import load_council
from store.ledger import reading
from tests.reports import ledgers
from tests.reports.by_hand_b import HandB
from tests.reports.by_hand_d import HandD
from tests.reports.ledgers import Record

COUNCILS = {name: load_council(name) for name in ("bnes", "dorset")}
YEAR = Period(date(2020, 4, 1), date(2021, 3, 31))
PERIODS = (
    YEAR,
    Period(date(2020, 7, 1), date(2020, 9, 30)),
    Period(date(2019, 4, 1), date(2020, 3, 31)),
    Period(date(2020, 2, 29), date(2020, 12, 31)),
    Period(date(2021, 3, 31), date(2021, 3, 31)),
)

A_LINE = StageLine(
    case="1", council="bnes", kind=None, procedure=None, stage=Stage.STAGE1, formal=True, directorate=None, service=(),
    team=(), category_b=(), category_d=(), sender=None, via_advocate=None, child_in_care=None, method=None,
    received=date(2020, 5, 1), day_0=None, extended=None, agreed_due=None, responded=date(2020, 7, 1), closed=None,
    closure=None, outcome=None, ombudsman=None, payment=None, fee=None, subject="",
)  # fmt: skip

NOTHING: set[Shown] = {0, "0%", "n/a"}
"""What an answer that nobody gave comes to."""


def made(ledger: Ledger, council: str, period: Period = YEAR) -> dict[str, Table]:
    return {table.name: table for table in tables.every(book.opened(ledger, COUNCILS[council], period))}


def shown(table: Table) -> dict[str, list[Shown]]:
    rows = {row.label: [cell.shown() for cell in row.cells] for row in table.rows}
    assert len(rows) == len(table.rows), "a label that stands twice"
    return rows


def by_hand(files: Mapping[str, list[Record]], council: str, period: Period) -> dict[str, dict[str, list[Shown]]]:
    """What was worked out, by table."""
    hands = [hand(files, COUNCILS[council], period.first, period.last) for hand in (HandB, HandD)]
    return {
        name: getattr(hand, name.lower())() for name in tables.TABLES for hand in hands if hasattr(hand, name.lower())
    }


@pytest.mark.parametrize("lines", [0, 1, 40, 300])
@pytest.mark.parametrize("council", COUNCILS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), period=st.sampled_from(PERIODS))
@pytest.mark.rule(
    "R810", "R811", "R812", "R813", "R814", "R815", "R817", "R818", "R819", "R820", "R822", "R823", "R824", "R825",
    "R826", "R827", "R828", "R829", "R830", "R831", "R832",
)  # fmt: skip
def test_every_cell_of_every_table_is_what_a_second_calculation_makes_it(
    tmp_path: Path, seed: int, period: Period, lines: int, council: str
) -> None:
    files = ledgers.make(seed, lines, council)
    found = reading.folder(ledgers.write(tmp_path / "ledger", files), council)
    assert found.bad == []
    ours = made(found.ledger(), council, period)
    for name, rows in by_hand(files, council, period).items():
        table = shown(ours[name])
        for label, cells in rows.items():
            assert table.get(label, cells if set(cells) <= NOTHING else [])[: len(cells)] == cells, (name, label)


def test_the_second_calculation_covers_every_table_that_a_ledger_fills() -> None:
    done = by_hand(ledgers.make(1, 0), "bnes", YEAR)
    assert set(tables.TABLES) - set(done) == {"RB7", "RB12", "RB20", "RD7", "RD8", "RD16"}


@pytest.mark.parametrize("council", COUNCILS)
def test_every_report_holds_every_table_in_order_even_of_nothing(council: str) -> None:
    found = made(Ledger(), council)
    assert list(found) == [*(f"RB{n}" for n in range(1, 21)), *(f"RD{n}" for n in range(1, 17))]
    for table in found.values():
        assert table.title and table.base and table.columns
        assert all(len(row.cells) == len(table.columns) - 1 for row in table.rows)
        assert table.rows or table.notes


def test_a_line_without_its_day_stands_in_no_period_and_a_note_says_so() -> None:
    nothing = Ledger(
        compliments=(Compliment(None, "", None, (), ("Total",), "", "", None),),
        requests=(Request(None, "", None, None, None),),
        conduct=(ConductComplaint(None, "", "", None, None),),
        restrictions=(Restriction("", None, None),),
    )
    found = made(nothing, "bnes")
    assert all("no day on record" in found[name].notes[-1] for name in ("RB13", "RB19", "RD4", "RD5"))
    assert shown(found["RB13"])["Total"] == [0] and shown(found["RD4"])["Received"] == [0]


@pytest.mark.rule("R822")
def test_an_answer_that_nobody_knows_the_day_for_is_not_late_but_is_among_the_answers() -> None:
    known = replace(A_LINE, procedure=Procedure.STATUTORY)
    lost = replace(A_LINE, case="2", procedure=None)
    table = made(Ledger(stages=(known, lost)), "bnes")["RD1"]
    assert shown(table)["% overdue"][1] == "50%" and "they were due by" in table.notes[-1]
    assert shown(made(Ledger(stages=(lost,)), "bnes")["RD1"])["% overdue"][1] == "Unknown"


def test_no_team_is_taken_for_the_total() -> None:
    praise = Compliment(date(2020, 5, 1), "", None, (), ("Total",), "", "", None)
    assert shown(made(Ledger(compliments=(praise,)), "bnes")["RB13"]) == {"Total (a team)": [1], "Total": [1]}
