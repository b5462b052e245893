"""The numbers that somebody in danger is given are all there, and a person has rung them within the quarter (R719)."""

from dataclasses import replace
from datetime import date

import pytest

from casework import numbers
from casework.councils import Council
from casework.letters import Letter
from casework.time_passes.digests import digest
from outbox.render import render
from tests.build import at, profile


def rung(council: Council, day: date | None) -> Council:
    return replace(council, safety_lines=replace(council.safety_lines, checked=day))


def without_night_team(council: Council) -> Council:
    lines = council.safety_lines
    return replace(council, safety_lines=replace(lines, night_team=replace(lines.night_team, phone="to be set")))


def morning(moment: str, council: Council, reader: str = "dan") -> list[Letter]:
    staff = next(each for each in council.staff if each.id == reader)
    return [each for each in digest(staff, (), (), council, at(moment)) if each.words == "staff.numbers_check"]


@pytest.mark.rule("R719")
@pytest.mark.parametrize("name", ["bnes", "dorset", "code"])
def test_every_number_is_set_in_every_profile_that_comes_with_the_program(name: str) -> None:
    assert not numbers.missing(profile(name))


@pytest.mark.rule("R719")
def test_a_number_that_is_not_set_is_told_to_the_manager_every_working_morning() -> None:
    council = rung(without_night_team(profile("bnes")), date(2026, 3, 1))
    assert numbers.missing(council) == ("the night team",)
    for moment in ("2026-03-09 08:30", "2026-03-10 08:30", "2026-03-11 08:30"):
        (letter,) = morning(moment, council)
        said = render(letter, choices={}).text
        assert "There is no number for the night team" in said and "time to check" not in said
    assert not morning("2026-03-10 08:30", council, "priya")


@pytest.mark.rule("R719")
def test_each_quarter_a_person_is_asked_to_ring_them_and_once_a_week_until_they_have() -> None:
    council = rung(profile("bnes"), date(2026, 1, 5))
    asked = [day for day in range(1, 31) if morning(f"2026-04-{day:02} 08:30", council)]
    assert asked == [7, 13, 20, 27]  # 91 days end on 6 April, a bank holiday; then the weeks' first working days
    assert "Please ring each one" in render(morning("2026-04-13 08:30", council)[0], choices={}).text
    assert not morning("2026-04-20 08:30", rung(council, date(2026, 4, 14)))


@pytest.mark.rule("R719")
def test_numbers_that_nobody_ever_rang_are_due_at_once() -> None:
    assert morning("2026-03-09 08:30", rung(profile("bnes"), None))
    assert numbers.to_be_rung(rung(profile("bnes"), None), date(2026, 3, 9))
    assert not numbers.to_be_rung(rung(profile("bnes"), date(2026, 3, 9)), date(2026, 6, 8))
