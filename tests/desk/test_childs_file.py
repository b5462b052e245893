"""The complaint's file is not the child's: what goes onto theirs is said, and it is little."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Outcome, State
from tests.build import at
from tests.desk.office import Office
from tests.desk.test_cases import CASE, a_case

SHOWN = "For the child’s own file"


async def ended(office: Office, in_care: str) -> str:
    """The page of a case that was upheld and closed."""
    dan = await a_case(office, in_care=in_care)
    case = await office.case()
    assert SHOWN not in (await dan.get(CASE)).words, "not before it has ended"
    day = date(2026, 3, 9)
    rows = tuple(replace(row, state=State.CLOSED, responded=day, closed=day) for row in case.stages)
    found = tuple(replace(each, outcome=Outcome.UPHELD) for each in case.issues)
    await office.keeps(replace(case, stages=rows, clocks=(), issues=found, wake_at=None))
    office.now.at = at("2026-03-10 09:30")
    return (await (await office.signed_in("dan")).get(CASE)).words


@pytest.mark.rule("R901", "R907")
async def test_of_a_child_in_care_the_page_says_what_to_write_onto_their_own_file_and_nothing_they_said(
    office: Office,
) -> None:
    page = await ended(office, "yes")
    _, _, words = page.partition(SHOWN)
    written = words.partition("(R907).")[2].split("point 1")
    assert "A complaint, BN-7K4Q, came on" in written[0] and "2 March 2026" in written[0]
    assert "upheld" in written[1][:40].lower()
    case = await office.case()
    assert all(issue.text not in words.partition("(R907).")[2] for issue in case.issues if issue.text)


@pytest.mark.rule("R901")
async def test_of_anybody_else_it_says_nothing_of_a_childs_file(office: Office) -> None:
    assert SHOWN not in await ended(office, "no")
