"""Holds under regulation 8, point by point: only what would do harm elsewhere waits, never because of a court alone."""

from dataclasses import replace
from datetime import date

import pytest

from casework import clocks, reserved
from casework.cases import State
from casework.councils import Role
from tests.casework.life import CO, FINDING, Life, investigated


def two_points(life: Life) -> None:
    first = life.case.issues[0]
    life.case = replace(life.case, issues=(first, replace(first, number=2, text="the report lied")))


BOTH = FINDING | {name.replace("_1", "_2"): text for name, text in FINDING.items() if name.endswith("_1")}
HOLD = {
    "held_points": "2", "proceedings": "a court", "why": "it would prejudge the hearing", "legal_view": "agreed",
    "parts_no": "what the report says", "parts_ok": "how you were spoken to",
}  # fmt: skip


@pytest.mark.rule("X20", "R231", "R232", "W57")
def test_x20_being_in_court_bars_nobody_and_only_the_points_that_would_do_harm_wait() -> None:
    life = Life("bnes")
    two_points(life)
    life.does("2026-03-09 10:00", "hold", **HOLD)
    assert life.case.state is State.OPEN, "the other point goes on"
    running = [each for each in life.case.clocks if each.name == "s1_statutory"]
    assert [(sorted(each.issues), bool(each.holds)) for each in running] == [([1], False), ([2], True)]
    letter = life.said[-1]
    assert (letter.words, letter.facts["held"], letter.facts["review_by"]) == (
        "email.held", "some", "Wednesday 8 April",
    )  # fmt: skip
    life.does("2026-04-01 10:00", "lift_hold", held_points="2", parts_ok="what the report says")
    assert [each.due for each in life.case.clocks if each.name == "s1_statutory"] == [
        date(2026, 3, 16), date(2026, 4, 10),
    ]  # fmt: skip
    assert life.words[-1] == "email.hold_lifted"


@pytest.mark.rule("R353", "R409", "R651")
def test_a_case_all_of_which_waits_is_on_hold_and_looked_at_every_twenty_days() -> None:
    life = Life("bnes")
    held = life.does("2026-03-09 10:00", "hold", **HOLD | {"held_points": "1"})
    assert held.state is State.ON_HOLD
    assert life.lives("2026-04-30 09:00").state is State.ON_HOLD, "what waits is never late"
    assert "dan" in {each.staff for each in life.said if "hold" in each.facts.get("step_plain", "")}
    assert "overdue" not in " ".join(each.words for each in life.said)
    life.does("2026-05-01 10:00", "review_hold", why="the hearing was moved")
    review = [each for each in life.case.clocks if each.name == "hold_review" and each.stopped is None]
    assert [each.day_0 for each in review] == [date(2026, 5, 1)]
    on = life.does("2026-05-05 10:00", "lift_hold", held_points="1", parts_ok="all of it")
    assert on.state is State.OPEN
    assert not [each for each in on.clocks if each.name == "hold_review" and each.stopped is None]


@pytest.mark.rule("R231", "R273")
def test_nothing_waits_for_a_court_unless_the_manager_says_so_point_by_point() -> None:
    life = Life("bnes")
    two_points(life)
    ask = {"held_points": "2", "proceedings": "a court", "why": "a hearing in June"}
    life.does("2026-03-05 10:00", "ask_hold", *CO, **ask)
    assert "for the complaints manager" in life.refused("2026-03-06 10:00", "hold", *CO, **HOLD)
    after = life.lives("2026-03-13 09:00")
    assert not reserved.waiting(after) and not [each for each in after.clocks if each.holds]
    assert "which points" in life.refused("2026-03-13 10:00", "hold", **HOLD | {"held_points": "7"})
    life.does("2026-03-13 10:00", "hold", **HOLD)
    assert "waits already" in life.refused("2026-03-13 10:00", "hold", **HOLD)


@pytest.mark.rule("R231", "R409")
def test_the_points_that_do_not_wait_are_answered_in_their_time_and_the_others_when_they_go_on() -> None:
    life = Life("bnes")
    two_points(life)
    life.does("2026-03-09 10:00", "hold", **HOLD)
    part = life.does("2026-03-13 15:00", "respond", **FINDING)
    assert part.state is State.ON_HOLD and [each.outcome for each in part.issues] == ["upheld", None]
    assert part.current and part.current.responded == date(2026, 3, 13)
    assert [bool(each.stopped) for each in part.clocks if each.name == "s1_statutory"] == [True, False]
    life.does("2026-04-01 10:00", "lift_hold", held_points="2", parts_ok="the report")
    whole = life.does("2026-04-08 10:00", "respond", **BOTH)
    assert whole.state is State.RESPONDED
    answered = [each.stopped for each in whole.clocks if each.name == "s1_statutory"]
    assert answered == [date(2026, 3, 13), date(2026, 4, 8)], "each point on its own day"
    windows = [(each.day_0, bool(each.stopped)) for each in whole.clocks if each.name == "s2_request_window"]
    assert windows == [(date(2026, 3, 13), True), (date(2026, 4, 8), False)], "all of it may be taken further"


@pytest.mark.rule("R231", "R004")
def test_what_was_decided_in_part_at_stage_two_may_all_go_to_a_panel_once_the_rest_is_decided() -> None:
    life = investigated()
    two_points(life)
    life.does("2026-05-11 10:00", "reports_in", reports_on="2026-05-11")
    life.appoints("2026-05-12 10:00", hana=Role.AO)
    life.does("2026-05-12 11:00", "hold", **HOLD)
    life.does("2026-05-21 10:00", "adjudicate", **FINDING)
    life.does("2026-06-01 10:00", "lift_hold", held_points="2", parts_ok="the report")
    whole = life.does("2026-06-10 10:00", "adjudicate", **BOTH)
    windows = [(each.day_0, bool(each.stopped)) for each in whole.clocks if each.name == "s3_request_window"]
    assert windows == [(date(2026, 5, 21), True), (date(2026, 6, 10), False)]


@pytest.mark.rule("R231", "R409")
def test_of_points_that_wait_together_one_may_go_on_and_nothing_else_of_the_case_is_touched() -> None:
    life = Life("bnes")
    first = life.case.issues[0]
    life.case = replace(life.case, issues=tuple(replace(first, number=number) for number in (1, 2, 3)))
    life.does("2026-03-06 10:00", "hold", **HOLD | {"held_points": "2"})
    before = life.does("2026-03-09 10:00", "hold", **HOLD | {"held_points": "3"})
    assert [each.stopped for each in before.clocks if each.name == "hold_review"] == [None]
    after = life.does("2026-04-01 10:00", "lift_hold", held_points="2", parts_ok="the report")
    assert {each.name for each in after.clocks} == {each.name for each in before.clocks}
    waiting = [sorted(each.issues) for each in after.clocks if each.name == "s1_statutory" and clocks.is_held(each)]
    assert waiting == [[3]]
    assert [each.stopped for each in after.clocks if each.name == "hold_review"] == [None], "one point still waits"


@pytest.mark.rule("R231")
def test_of_points_held_at_once_those_that_are_not_named_go_on_waiting() -> None:
    life = Life("bnes")
    first = life.case.issues[0]
    life.case = replace(life.case, issues=tuple(replace(first, number=number) for number in (1, 2, 3)))
    life.does("2026-03-09 10:00", "hold", **HOLD | {"held_points": "2|3"})
    after = life.does("2026-04-01 10:00", "lift_hold", held_points="2", parts_ok="the report")
    running = {tuple(sorted(each.issues)): clocks.is_held(each) for each in after.clocks if each.name == "s1_statutory"}
    assert running == {(1,): False, (2,): False, (3,): True}
