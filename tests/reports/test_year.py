"""What the year's report says of Stage 2 and of themes, and what is kept of each representation to make it (R801)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.cases import Closure, Outcome
from casework.labels import CategoryD, Procedure
from casework.records import entries
from casework.records.ledger import Directorate, Ledger, Stage, StageLine
from reports import book, tables
from reports.figures import Shown
from reports.periods import Period
from tests import build
from tests.casework.kinds import FINDING, begun, chosen, passed, played
from tests.reports.test_tables import A_LINE

BNES = build.profile("bnes")
YEAR = Period(date(2025, 4, 1), date(2026, 3, 31))
CAME, ENDED = date(2025, 6, 2), date(2025, 9, 1)
OPEN: dict[str, Any] = {"responded": None, "closed": None}
ANSWERED: dict[str, Any] = {"responded": ENDED, "closed": ENDED, "closure": Closure.RESOLVED, "outcome": Outcome.UPHELD}
WITHDRAWN: dict[str, Any] = {"responded": None, "closed": ENDED, "closure": Closure.NOT_PURSUED}


def line(case: str, stage: Stage, procedure: Procedure, **other: Any) -> StageLine:
    known: dict[str, Any] = {
        "directorate": Directorate.CHILDRENS_SOCIAL_CARE,
        "received": CAME,
        "day_0": CAME,
        "formal": True,
    }
    return replace(A_LINE, case=case, stage=stage, procedure=procedure, **known | other)


def shown(name: str, *lines: StageLine) -> dict[str, list[Shown]]:
    table = tables.TABLES[name](book.opened(Ledger(stages=lines), BNES, YEAR))
    return {row.label: [cell.shown() for cell in row.cells] for row in table.rows}


@pytest.mark.rule("RB9")
def test_what_became_of_stage_2_is_counted_for_each_procedure_apart() -> None:
    second = [
        line("1", Stage.STAGE2, Procedure.STATUTORY, **WITHDRAWN),
        line("2", Stage.STAGE2, Procedure.STATUTORY, **OPEN),
        line("3", Stage.STAGE2, Procedure.STATUTORY, **OPEN),
        line("4", Stage.STAGE2, Procedure.STATUTORY, **ANSWERED),
        line("5", Stage.STAGE2, Procedure.CORPORATE, **ANSWERED),
        line("6", Stage.STAGE1, Procedure.STATUTORY, **ANSWERED),
    ]
    assert shown("RB9", *second) == {
        "Stage 2 statutory: Not pursued": [1],
        "Stage 2 statutory: Ongoing": [2],
        "Stage 2 statutory: Concluded": [1],
        "Stage 2 corporate: Not pursued": [0],
        "Stage 2 corporate: Fully dealt with": [1],
    }


@pytest.mark.rule("RD9")
def test_a_complaint_with_two_themes_counts_in_both_and_one_without_any_in_neither() -> None:
    of, other = list(CategoryD)[:2]
    first = [
        line("1", Stage.STAGE1, Procedure.STATUTORY, category_d=(of, other)),
        line("2", Stage.STAGE1, Procedure.STATUTORY, category_d=(of,)),
        line("3", Stage.STAGE1, Procedure.STATUTORY, category_d=()),
    ]
    found = [cells[0] for cells in shown("RD9", *first).values()]
    assert sorted(map(str, found), reverse=True)[:2] == ["50%", "100%"] and found.count("0%") == len(found) - 2


@pytest.mark.rule("R801")
def test_of_each_complaint_is_kept_what_came_what_was_found_and_whether_it_was_in_time_and_a_year_tells_it() -> None:
    told = begun(BNES, procedure="statutory", category_b="quality_of_service", sender="grandparent")
    told = passed(played(told, BNES, [("verify", "2026-03-04 10:00", {"how": "rang"})]), BNES, "2026-03-17")
    told = chosen(told, BNES, "respond", "2026-03-17 15:00", **FINDING | {"outcome_1": "not_upheld"})
    ledger = entries.of(told.case, BNES)
    (kept,) = ledger.stages
    assert (kept.category_b, kept.sender) == (("quality_of_service",), "grandparent"), "what came, and from whom"
    assert kept.outcome == "not_upheld", "what was found"
    assert (kept.received, kept.responded) == (date(2026, 3, 2), date(2026, 3, 17)), "eleven working days: a day late"
    table = tables.TABLES["RB14"](book.opened(ledger, BNES, YEAR))
    rows = {row.label: [cell.shown() for cell in row.cells] for row in table.rows}
    assert rows["Stage 1 statutory: Outside agreed timescale in Q3-Q4"] == [1]
