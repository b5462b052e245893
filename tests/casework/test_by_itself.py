"""Stage 2 that begins by itself where a council chose so (R366): when it does not, what may follow, who may decline."""

from datetime import date

import pytest

from casework.cases import Closure, State, clock, stage
from tests.casework.life import CO, FINDING, Life


@pytest.mark.rule("R366", "X10")
def test_x10_a_reply_at_night_on_day_twenty_is_in_time_and_no_stage_two_begins() -> None:
    life = Life("dorset")
    delay = {"reason": "complex", "reason_plain": "a", "done_so_far": "b", "what_we_will_do": "c"}
    life.does("2026-03-13 10:00", "extend", **delay)
    life.lives("2026-03-30 09:00")
    life.does("2026-03-30 23:40", "respond", **FINDING)
    assert life.said[-1].not_before.isoformat() == "2026-03-30T22:40:00+00:00"
    assert [each.stage for each in life.lives("2026-03-31 09:00").stages] == ["stage1"]


@pytest.mark.rule("R366", "X11")
def test_x11_an_answer_after_stage_two_began_asks_whether_it_settles_it_and_they_may_decline() -> None:
    life = Life("dorset")
    life.lives("2026-03-31 08:30")
    assert [each.stage for each in life.case.stages] == ["stage1", "stage2"]
    life.does("2026-03-31 09:05", "respond", at="stage1", **FINDING)
    assert life.words[-2:] == ["letter.response_adult", "email.settles_it"]
    assert life.case.current and life.case.current.stage == "stage2", "Stage 2 stands"
    done = life.does("2026-04-02 10:00", "decline_stage_2", *CO, at="stage2")
    second = stage(done, "stage2")
    assert second and (second.state, second.closure) == (State.CLOSED, Closure.NOT_PURSUED)
    assert done.state is State.RESPONDED and life.words[-1] == "email.stage2_stopped"
    again = life.does("2026-04-10 10:00", "ask_stage_2", *CO, at="stage1")
    assert [each.stage for each in again.stages] == ["stage1", "stage2", "stage2"]
    longstop = clock(again, "s2_longstop")
    assert longstop and (longstop.day_0, longstop.stopped) == (date(2026, 4, 10), None)


@pytest.mark.rule("X09", "R363")
def test_x09_a_second_extension_is_refused_and_day_twenty_makes_it_overdue() -> None:
    life = Life("dorset")
    delay = {"reason": "complex", "reason_plain": "a", "done_so_far": "b", "what_we_will_do": "c"}
    life.does("2026-03-13 10:00", "extend", **delay)
    assert "extended once" in life.refused("2026-03-27 10:00", "extend", **delay)
    assert life.lives("2026-03-31 00:01").state is State.OVERDUE


@pytest.mark.rule("R366")
def test_nobody_asks_twice_for_a_stage_that_is_under_way() -> None:
    life = Life("dorset")
    life.lives("2026-03-31 08:30")
    life.does("2026-03-31 09:05", "respond", at="stage1", **FINDING)
    assert "moved on" in life.refused("2026-04-01 10:00", "ask_stage_2", *CO, at="stage1")
