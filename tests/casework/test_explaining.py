"""Each date tells how it comes about, so that a manager can check it with a calendar in hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from casework import clocks
from casework.clocks import Clock
from casework.councils import CountFrom, ReceiptPolicy
from casework.dates import explaining
from casework.days import LONDON
from run.config import load_council

BNES = load_council("bnes")
TODAY = date(2026, 3, 20)
BEGAN = date(2026, 3, 2)


def said(clock: Clock) -> tuple[str, ...]:
    return explaining.sentences(clock, BNES, TODAY)


@pytest.mark.rule("R401")
def test_a_plain_date_names_day_0_the_limit_what_was_left_out_and_the_last_day() -> None:
    assert said(clocks.start(BNES, "s1_statutory", date(2026, 3, 27))) == (
        "Friday 27 March is day 0 and does not count.",
        "The limit is 10 working days.",
        "Left out: 6 days at weekends, Friday 3 April (Good Friday), Monday 6 April (Easter Monday).",
        "The last day is Tuesday 14 April, until midnight.",
    )


@pytest.mark.rule("R408")
def test_more_time_is_a_total_from_the_same_day_with_its_reason_and_the_date_it_replaced() -> None:
    lines = said(clocks.extend(clocks.start(BNES, "s1_statutory", BEGAN), BNES, "advocate_requested"))
    assert "It was extended once, to 20 working days in all: advocate requested." in lines
    assert "It was due on Monday 16 March before it was extended." in lines
    assert lines[-1] == "The last day is Monday 30 March, until midnight."


@pytest.mark.rule("R231", "R409")
def test_a_hold_says_what_was_used_and_from_where_the_rest_runs() -> None:
    held = clocks.hold(clocks.start(BNES, "s1_statutory", BEGAN), date(2026, 3, 9), "in court")
    assert said(held)[-2:] == (
        (
            "It is held since Monday 9 March (in court), with 5 working days used. "
            "What is left runs from the day the hold is lifted."
        ),
        "Had nothing stopped it, the last day would be Monday 16 March.",
    )
    lines = said(clocks.lift(held, BNES, date(2026, 4, 1)))
    assert lines[-3:] == (
        (
            "It was held after Monday 9 March (in court), with 5 working days used, until Wednesday 1 April. "
            "What was left ran from there."
        ),
        "It was due on Monday 16 March before those days were left out.",
        "The last day is Friday 10 April, until midnight.",
    )
    assert "(in court)" not in lines[2], "the days of a hold are told once"


@pytest.mark.rule("R231")
def test_a_clock_for_some_points_says_which() -> None:
    clock = clocks.start(BNES, "s1_statutory", BEGAN)
    going, held = clocks.hold_some(clock, frozenset({2}), frozenset({1, 2, 3}), date(2026, 3, 9), "in court")
    assert said(held)[0] == "It runs for point 2 alone."
    assert said(going)[0] == "It runs for points 1, 3."


@pytest.mark.rule("R318")
def test_an_agreed_date_says_what_it_took_the_place_of() -> None:
    plan = clocks.agree(clocks.start(BNES, "asc_plan", BEGAN), date(2026, 5, 1), "they asked for more time")
    assert said(plan) == (
        "Monday 2 March is day 0 and does not count.",
        "Friday 1 May was agreed with them: they asked for more time.",
        "It was due on Monday 30 March before another date was agreed.",
        "The last day is Friday 1 May, until midnight.",
    )


@pytest.mark.rule("R420", "R422", "R424")
def test_a_records_request_says_which_days_waited_for_an_answer_and_the_day_to_aim_for() -> None:
    asked = clocks.hold(clocks.start(BNES, "sar", date(2026, 3, 10)), date(2026, 3, 12), "which years")
    assert said(asked)[2] == (
        "It waits for an answer since Thursday 12 March (which years). The days until it comes will be left out."
    )
    assert said(clocks.lift(asked, BNES, date(2026, 3, 20))) == (
        "It is counted from Tuesday 10 March, whether or not anybody works that day.",
        "The limit is 1 calendar month.",
        "Left out: 2 days at weekends.",
        "It waited for an answer after Thursday 12 March (which years) until Friday 20 March: 8 days left out.",
        "It was due on Friday 10 April before those days were left out.",
        "The last day is Monday 20 April, until midnight.",
        "Aim for Wednesday 15 April, the 28 days we give ourselves.",
    )


@pytest.mark.rule("R424")
def test_with_more_time_for_records_there_is_no_target_of_28_days() -> None:
    clock = clocks.extend(clocks.start(BNES, "sar", date(2026, 3, 10)), BNES, "complex_request")
    assert explaining.aim(clock, BNES) is None


@pytest.mark.rule("R425")
def test_thirty_days_that_end_on_a_sunday_say_to_aim_for_the_friday() -> None:
    clock = clocks.start(BNES, "dp_complaint", date(2026, 6, 27))
    assert said(clock)[0] == "Saturday 27 June counts as the first day, and so does every day after it."
    assert said(clock)[-1] == "Aim for Friday 24 July, the last working day before it."
    assert explaining.aim(clocks.start(BNES, "dp_complaint", date(2026, 6, 22)), BNES) is None


@pytest.mark.rule("R411")
def test_a_changed_calendar_is_shown_beside_the_promise_and_after_a_decision_the_old_date_is_too() -> None:
    rest = date(2026, 3, 11)
    calendars = {**BNES.calendars, "EW": replace(BNES.calendars["EW"], holidays={rest: "proclaimed"})}
    changed = replace(BNES, calendars=calendars)
    clock = clocks.start(BNES, "s1_statutory", BEGAN)
    assert explaining.other_calendar(clock, changed, TODAY) == (
        "Under today’s calendar it would be Tuesday 17 March. "
        "The date that was promised stands until somebody decides (R411)."
    )
    lines = explaining.sentences(clocks.recalculate(clock, changed), changed, TODAY)
    assert "It was due on Monday 16 March before it was worked out again, under a changed calendar." in lines
    longer = clocks.start(changed, "s1_statutory", BEGAN)
    assert "Aim for Monday 16 March, the day under today’s calendar." in said(longer)


@pytest.mark.parametrize(
    ("clock", "first", "last"),
    [
        (
            clocks.start(BNES, "s3_papers", date(2026, 5, 12)),
            "It is counted back from Tuesday 12 May, which does not count.",
            "The last day is Monday 27 April, until midnight.",
        ),
        (
            clocks.start(BNES, "breach", datetime(2026, 3, 28, 10, tzinfo=LONDON)),
            "It began at 10am on Saturday 28 March. Nights, weekends and holidays count.",
            "It runs out at 11am on Tuesday 31 March.",
        ),
        (
            clocks.start(BNES, "asc_longstop", date(2025, 9, 15)),
            "Monday 15 September 2025 counts as the first day, and so does every day after it.",
            "The last day is Saturday 14 March, until midnight.",
        ),
        (
            clocks.start(BNES, "lgsco_draft", BEGAN, stated=date(2026, 3, 31)),
            "The date is the one that was stated or agreed; no days are counted.",
            "The last day is Tuesday 31 March, until midnight.",
        ),
        (
            clocks.stop(clocks.start(BNES, "s1_statutory", BEGAN), date(2026, 3, 17)),
            "Monday 2 March is day 0 and does not count.",
            "The last day was Monday 16 March. It stopped on Tuesday 17 March, late.",
        ),
    ],
    ids=["backwards", "hours", "months commencing", "stated", "stopped"],
)
def test_every_way_of_counting_says_where_it_begins_and_ends(clock: Clock, first: str, last: str) -> None:
    assert (said(clock)[0], said(clock)[-1]) == (first, last)


@pytest.mark.rule("R401", "R407")
def test_the_options_a_council_may_choose_show_in_the_first_line() -> None:
    same = replace(BNES, choices=replace(BNES.choices, count_from=CountFrom.SAME_DAY))
    assert said(clocks.start(same, "s1_statutory", BEGAN))[0] == "Monday 2 March is day 1."
    deemed = replace(BNES, choices=replace(BNES.choices, receipt_policy=ReceiptPolicy.DEEMED_NEXT_WD))
    saturday = clocks.start(deemed, "s1_statutory", date(2026, 2, 28))
    assert said(saturday)[0] == "Monday 2 March is day 0 and does not count."


def test_a_date_beyond_the_calendar_says_so_and_gives_no_sum() -> None:
    ends = replace(BNES.calendars["EW"], last=date(2026, 3, 10))
    short = replace(BNES, calendars={**BNES.calendars, "EW": ends})
    lines = explaining.sentences(clocks.start(BNES, "s1_statutory", BEGAN), short, TODAY)
    assert "The calendar of bank holidays does not reach this date: add its years, and it can be checked." in lines
    assert not any(line.startswith("Left out") for line in lines)


def test_a_clock_that_stopped_says_whether_in_time_and_gives_nothing_to_aim_for() -> None:
    clock = clocks.start(BNES, "sar", BEGAN)
    assert any(line.startswith("Aim for") for line in said(clock))
    for day, ended in ((clock.due, "in time"), (clock.due + timedelta(days=1), "late")):
        stopped = clocks.stop(clock, day)
        assert said(stopped)[-1].endswith(f", {ended}.")
        assert explaining.other_calendar(stopped, BNES, TODAY) == ""
