"""A running clock: what may be done to it, and what it then promises."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json

from casework import clocks, days
from casework.clocks import Because, Clock, Earlier
from casework.councils import CountFrom, ReceiptPolicy, Unit
from run.config import load_council

BNES, CODE = load_council("bnes"), load_council("code")
COUNTED = [name for name, terms in BNES.clocks.items() if terms.unit not in (Unit.STATED, Unit.HOURS)]
EXTENSIBLE = [name for name in COUNTED if BNES.clocks[name].extend_to]

some_day = st.dates(date(2019, 6, 1), date(2028, 3, 31))


def test_a_clock_keeps_the_terms_it_started_under_when_the_profile_changes() -> None:
    clock = clocks.start(BNES, "corp_s1", date(2026, 2, 3))
    shorter = replace(BNES.clocks["corp_s1"], length=5, extend_to=10)
    changed = replace(BNES, clocks={**BNES.clocks, "corp_s1": shorter})
    assert clocks.recounted(clock, changed) == clock.due
    assert clocks.extend(clock, changed, "complex").due == clocks.extend(clock, BNES, "complex").due


@pytest.mark.rule("R411")
def test_a_holiday_proclaimed_late_moves_no_promised_date_until_somebody_decides() -> None:
    day = date(2022, 9, 19)
    before = {each: name for each, name in BNES.calendars["EW"].holidays.items() if each != day}
    as_known_then = replace(BNES, calendars={**BNES.calendars, "EW": replace(BNES.calendars["EW"], holidays=before)})
    clock = clocks.start(as_known_then, "s1_statutory", date(2022, 9, 8))
    assert clock.due == date(2022, 9, 22)
    assert clocks.recounted(clock, BNES) == date(2022, 9, 23)
    moved = clocks.recalculate(clock, BNES)
    assert (moved.due, moved.earlier) == (date(2022, 9, 23), (Earlier(date(2022, 9, 22), Because.RECOUNTED),))


@pytest.mark.rule("R408")
@given(some_day, st.sampled_from(EXTENSIBLE))
def test_extending_twice_is_extending_once(day: date, name: str) -> None:
    once = clocks.extend(clocks.start(BNES, name, day), BNES, "complex")
    assert clocks.extend(once, BNES, "complex") == once
    assert once.due > clocks.start(BNES, name, day).due


def test_a_clock_without_an_extension_cannot_be_extended() -> None:
    with pytest.raises(ValueError, match="R307"):
        clocks.extend(clocks.start(BNES, "s2_longstop", date(2026, 1, 5)), BNES, "complex")


@given(some_day, st.sampled_from(COUNTED))
def test_the_due_date_is_the_last_day_counted(day: date, name: str) -> None:
    clock = clocks.start(BNES, name, day)
    assert clocks.count(clock, BNES).last == clock.due


@pytest.mark.rule("R409")
@given(some_day, st.integers(1, 9), st.integers(0, 30))
def test_a_hold_gives_back_exactly_the_days_that_were_left(day: date, used: int, held: int) -> None:
    clock = clocks.start(BNES, "s1_statutory", day)
    since = days.add(day, used, BNES.calendars["EW"])
    lifted = since + timedelta(days=held)
    after = clocks.lift(clocks.hold(clock, since, "R231"), BNES, lifted)
    assert days.between(lifted, after.due, BNES.calendars["EW"]) == 10 - used
    assert clocks.elapsed(after, BNES, after.due) == 10


@pytest.mark.rule("R231")
def test_a_held_clock_is_neither_overdue_nor_counting() -> None:
    held = clocks.hold(clocks.start(BNES, "s1_statutory", date(2026, 3, 2)), date(2026, 3, 9), "R231")
    assert not clocks.is_overdue(held, datetime(2026, 6, 1, tzinfo=UTC))
    assert clocks.days_left(held, BNES, date(2026, 6, 1)) == 5
    assert clocks.elapsed(held, BNES, date(2026, 6, 1)) == 5


@pytest.mark.rule("R231", "R409")
def test_some_issues_are_held_and_the_others_go_on() -> None:
    clock = clocks.start(BNES, "s1_statutory", date(2026, 3, 2))
    going, held = clocks.hold_some(clock, frozenset({2}), frozenset({1, 2, 3}), date(2026, 3, 9), "in court")
    assert (going.issues, going.due, clocks.is_held(going)) == (frozenset({1, 3}), clock.due, False)
    assert (held.issues, clocks.is_held(held)) == (frozenset({2}), True)
    lifted = clocks.lift(held, BNES, date(2026, 4, 1))
    assert (lifted.due, going.due) == (date(2026, 4, 10), date(2026, 3, 16))
    assert clocks.lift(clocks.hold(clock, date(2026, 3, 9), "in court"), BNES, date(2026, 4, 1)).due == lifted.due


@pytest.mark.rule("R231")
def test_holding_every_issue_holds_the_clock_itself() -> None:
    clock = clocks.start(BNES, "s1_statutory", date(2026, 3, 2))
    every = frozenset({1, 2})
    assert clocks.hold_some(clock, every, every, date(2026, 3, 9), "in court") == (
        clocks.hold(clock, date(2026, 3, 9), "in court"),
    )
    going, *_ = clocks.hold_some(clock, frozenset({2}), every, date(2026, 3, 9), "in court")
    assert clocks.hold_some(going, frozenset({1}), every, date(2026, 3, 10), "in court") == (
        clocks.hold(going, date(2026, 3, 10), "in court"),
    )
    for wrong in (frozenset[int](), frozenset({3})):
        with pytest.raises(ValueError, match="R231"):
            clocks.hold_some(going, wrong, every, date(2026, 3, 10), "in court")


@pytest.mark.rule("R409", "R307")
def test_a_clock_that_the_rules_never_stop_cannot_be_held() -> None:
    for name in ("s2_longstop", "corp_s1", "foi", "breach"):
        running = clocks.start(BNES, name, datetime(2026, 3, 2, 10, tzinfo=UTC))
        with pytest.raises(ValueError, match="R409"):
            clocks.hold(running, date(2026, 3, 9), "they are away")


def test_a_clock_is_held_once_and_lifted_once() -> None:
    clock = clocks.start(BNES, "s1_statutory", date(2026, 3, 2))
    held = clocks.hold(clock, date(2026, 3, 9), "in court")
    with pytest.raises(ValueError, match="held already"):
        clocks.hold(held, date(2026, 3, 10), "in court")
    with pytest.raises(ValueError, match="not held"):
        clocks.lift(clock, BNES, date(2026, 3, 10))
    assert clocks.lift(held, BNES, date(2026, 3, 6)).due == clock.due, "lifted before it began, it takes no days"


@pytest.mark.rule("R422")
def test_a_question_asked_when_the_records_are_late_gives_no_more_time() -> None:
    clock = clocks.start(BNES, "sar", date(2026, 3, 18))
    assert clock.due == date(2026, 4, 20)
    for asked, due in ((date(2026, 4, 20), date(2026, 4, 23)), (date(2026, 4, 21), date(2026, 4, 20))):
        held = clocks.hold(clock, asked, "asked which records")
        assert clocks.lift(held, BNES, asked + timedelta(days=5)).due == due


@pytest.mark.rule("R411")
def test_every_date_that_was_in_force_is_kept_with_what_ended_it() -> None:
    clock = clocks.start(BNES, "s1_statutory", date(2026, 3, 2))
    clock = clocks.extend(clocks.extend(clock, BNES, "complex"), BNES, "complex")
    clock = clocks.lift(clocks.hold(clock, date(2026, 3, 9), "in court"), BNES, date(2026, 3, 16))
    assert clock.earlier == (
        Earlier(date(2026, 3, 16), Because.EXTENDED),
        Earlier(date(2026, 3, 30), Because.LIFTED),
    )
    assert clock.due == date(2026, 4, 8)
    plan = clocks.agree(clocks.start(BNES, "asc_plan", date(2026, 3, 2)), date(2026, 5, 1), "they asked")
    assert plan.earlier == (Earlier(date(2026, 3, 30), Because.AGREED),)


@pytest.mark.rule("R414")
def test_late_begins_at_midnight_in_london_after_the_due_day() -> None:
    clock = clocks.start(BNES, "s1_statutory", date(2026, 6, 1))
    assert clock.due == date(2026, 6, 15)
    assert not clocks.is_overdue(clock, datetime(2026, 6, 15, 22, 59, 59, tzinfo=UTC))
    assert clocks.is_overdue(clock, datetime(2026, 6, 15, 23, 0, tzinfo=UTC))
    assert not clocks.was_late(clocks.stop(clock, date(2026, 6, 15)))
    assert clocks.was_late(clocks.stop(clock, date(2026, 6, 16)))


@given(some_day, st.integers(-40, 40))
def test_days_left_are_nothing_on_the_day_and_negative_after_it(day: date, away: int) -> None:
    clock = clocks.start(BNES, "s1_statutory", day)
    left = clocks.days_left(clock, BNES, days.add(clock.due, away, BNES.calendars["EW"]))
    assert left == -away


@pytest.mark.rule("R318")
def test_a_date_agreed_with_the_person_takes_the_place_of_the_one_it_had() -> None:
    plan = clocks.agree(clocks.start(BNES, "asc_plan", date(2026, 3, 2)), date(2026, 5, 1), "they asked")
    assert plan.due == clocks.recalculate(plan, BNES).due == date(2026, 5, 1)


@pytest.mark.rule("R346")
def test_an_ombudsmans_date_is_the_one_in_the_letter() -> None:
    assert clocks.start(BNES, "lgsco_draft", date(2026, 3, 2), stated=date(2026, 3, 20)).due == date(2026, 3, 20)
    with pytest.raises(ValueError, match="R346"):
        clocks.start(BNES, "lgsco_draft", date(2026, 3, 2))


@pytest.mark.rule("R343", "R426")
def test_hours_are_counted_from_a_moment_and_never_from_a_mere_day() -> None:
    with pytest.raises(ValueError, match="R343"):
        clocks.start(BNES, "breach", date(2026, 3, 2))
    assert clocks.start(BNES, "sar", datetime(2026, 3, 2, 10, tzinfo=UTC)).began is None


@pytest.mark.rule("R401")
def test_a_council_may_count_from_the_day_itself() -> None:
    strict = replace(BNES, choices=replace(BNES.choices, count_from=CountFrom.SAME_DAY))
    clock = clocks.start(strict, "s1_statutory", date(2025, 6, 2))
    assert clock.due == date(2025, 6, 13)
    assert clocks.elapsed(clock, strict, clock.due) == 10


@pytest.mark.rule("R401", "R004")
def test_a_stricter_count_takes_no_day_from_the_time_to_ask_for_more() -> None:
    strict = replace(BNES, choices=replace(BNES.choices, count_from=CountFrom.SAME_DAY))
    for window in ("s2_request_window", "s3_request_window", "corp_request_window"):
        assert clocks.start(strict, window, date(2025, 6, 2)) == clocks.start(BNES, window, date(2025, 6, 2))


@pytest.mark.rule("R407")
def test_where_law_counts_from_the_day_of_receipt_no_choice_of_the_councils_moves_it() -> None:
    deemed = replace(BNES, choices=replace(BNES.choices, receipt_policy=ReceiptPolicy.DEEMED_NEXT_WD))
    saturday = date(2025, 6, 14)
    for name in ("foi", "asc_ack", "s2_request_window", "s3_response"):  # and what begins otherwise is no receipt
        assert clocks.start(deemed, name, saturday) == clocks.start(BNES, name, saturday)
    assert clocks.start(deemed, "s1_statutory", saturday).due > clocks.start(BNES, "s1_statutory", saturday).due


def test_a_clock_comes_back_from_the_store_as_it_went() -> None:
    stored = json.Decoder(Clock)
    for clock in (
        clocks.lift(
            clocks.hold(clocks.start(BNES, "s1_statutory", date(2026, 3, 2)), date(2026, 3, 9), "R231"),
            BNES,
            date(2026, 4, 1),
        ),
        clocks.start(BNES, "breach", datetime(2026, 3, 28, 10, tzinfo=UTC)),
        *clocks.hold_some(
            clocks.start(BNES, "s1_statutory", date(2026, 3, 2)),
            frozenset({2}),
            frozenset({1, 2, 3}),
            date(2026, 3, 9),
            "R231",
        ),
        clocks.stop(clocks.extend(clocks.start(CODE, "corp_s1", date(2026, 1, 8)), CODE, "complex"), date(2026, 1, 9)),
    ):
        assert stored.decode(json.encode(clock)) == clock
