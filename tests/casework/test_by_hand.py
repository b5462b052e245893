"""Every date the program gives, against the same date counted out by hand with another calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework import clocks
from casework.councils import CountFrom, ReceiptPolicy, Unit
from casework.dates.deadlines import deadlines
from casework.days import CalendarEnds
from run.config import load_council
from tests.casework import by_hand

COUNCILS = {name: load_council(name) for name in by_hand.OWN}
QUESTIONS = [asked for asked in by_hand.questions() if asked[1] != "breach"]
some_day = st.dates(date(2019, 1, 1), date(2028, 12, 31))


@pytest.mark.rule("R402", "R403")
def test_the_bank_holidays_in_the_file_are_those_the_law_makes_and_those_proclaimed() -> None:
    calendars = COUNCILS["bnes"].calendars
    assert set(calendars["EW"].holidays) == by_hand.england_and_wales()
    assert set(calendars["EW_PAST"].holidays) == by_hand.england_and_wales(range(2015, 2029))


@pytest.mark.rule("R404")
def test_freedom_of_information_rests_on_the_bank_holidays_of_every_nation() -> None:
    assert set(COUNCILS["bnes"].calendars["UK_ANY"].holidays) == by_hand.any_nation()


@pytest.mark.rule("C7")
@pytest.mark.parametrize("name", COUNCILS)
def test_the_calendars_hold_the_years_2019_to_2028(name: str) -> None:
    council = COUNCILS[name]
    for calendar in (council.calendars[terms.calendar] for terms in council.clocks.values()):
        assert (calendar.first, calendar.last) == (date(2019, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize("name", COUNCILS)
def test_every_clock_with_a_length_in_the_rulebooks_section_3_1_is_counted_by_hand_too(name: str) -> None:
    ours = {
        clock
        for clock, terms in COUNCILS[name].clocks.items()
        if "R301" <= terms.rule <= "R346" and terms.unit is not Unit.STATED
    }
    assert ours == {clock for council, clock, _ in by_hand.questions() if council == name}


@pytest.mark.rule("R401", "R408", "R409", "R417", "R425")
@settings(max_examples=600)
@given(asked=st.sampled_from(QUESTIONS), start=some_day)
@example(("bnes", "s1_statutory", False), date(2026, 4, 3))
@example(("code", "s2_longstop", False), date(2021, 12, 1))
@example(("dorset", "foi", False), date(2026, 6, 1))
@example(("code", "asc_longstop", False), date(2027, 8, 30))
def test_a_date_is_the_one_counted_by_hand_and_so_is_every_day_on_the_way(
    asked: tuple[str, str, bool], start: date
) -> None:
    council, clock, extended = asked
    try:
        expected = by_hand.sums(council, clock, start, extended=extended)
    except LookupError:
        with pytest.raises(CalendarEnds):
            deadlines(COUNCILS[council], clock, start.isoformat(), extended=extended)
        return
    found: dict[str, Any] = deadlines(COUNCILS[council], clock, start.isoformat(), extended=extended)
    assert found["due"] == expected.due.isoformat()
    assert found["day_0"] == start.isoformat()
    assert found["counted"] == [day.isoformat() for day in expected.counted]
    assert [each["day"] for each in found["skipped"]] == [day.isoformat() for day in expected.skipped]
    assert all(each["why"] for each in found["skipped"])


@pytest.mark.rule("R420", "R422", "R423")
@given(start=st.dates(date(2019, 1, 1), date(2028, 4, 30)), extended=st.booleans(), paused=st.integers(0, 150))
@example(start=date(2026, 1, 31), extended=False, paused=28)
@example(start=date(2025, 11, 30), extended=True, paused=1)
def test_a_records_request_is_the_one_counted_by_hand_months_clip_pause_and_roll(
    start: date, extended: bool, paused: int
) -> None:
    expected = by_hand.sums("bnes", "sar", start, extended=extended, paused=paused)
    found: dict[str, Any] = deadlines(COUNCILS["bnes"], "sar", start.isoformat(), extended=extended, paused_days=paused)
    assert found["due"] == expected.due.isoformat()
    assert found["counted"] == [day.isoformat() for day in expected.counted]
    assert [each["day"] for each in found["skipped"]] == [day.isoformat() for day in expected.skipped]


@pytest.mark.rule("R426", "C1")
@given(st.datetimes(datetime(2019, 1, 1), datetime(2028, 12, 28), timezones=st.just(UTC)), st.integers(-12, 14))  # noqa: DTZ001
@example(datetime(2026, 3, 28, 10, tzinfo=UTC), 0)
@example(datetime(2026, 10, 24, 0, 30, tzinfo=UTC), 1)
def test_a_breach_is_seventy_two_hours_one_by_one_whatever_the_clocks_do(moment: datetime, hours: int) -> None:
    zone = timedelta(hours=hours)
    start = (moment + zone).replace(tzinfo=None).isoformat() + f"{'-' if hours < 0 else '+'}{abs(hours):02}:00"
    found: dict[str, Any] = deadlines(COUNCILS["code"], "breach", start)
    expected = by_hand.hours_later(moment, 72)
    assert found["due"] == expected.isoformat()
    assert datetime.fromisoformat(found["due"]) - moment == timedelta(hours=72)
    assert found["day_0"] == by_hand.london_day(moment).isoformat() == found["counted"][0]
    assert found["counted"][-1] == expected.date().isoformat()


@pytest.mark.rule("R406", "W05", "W53")
@given(
    st.datetimes(datetime(2019, 2, 1), datetime(2028, 8, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(QUESTIONS),
)
@example(datetime(2025, 7, 8, 23, 30, tzinfo=UTC), ("bnes", "s1_statutory", False))
def test_a_moment_counts_from_its_day_in_london(moment: datetime, asked: tuple[str, str, bool]) -> None:
    council, clock, extended = asked
    found: dict[str, Any] = deadlines(COUNCILS[council], clock, moment.isoformat(), extended=extended)
    day = by_hand.london_day(moment)
    assert found["day_0"] == day.isoformat()
    assert found["due"] == by_hand.sums(council, clock, day, extended=extended).due.isoformat()


@pytest.mark.rule("R401", "R407")
@given(
    asked=st.sampled_from(
        [each for each in QUESTIONS if each[1] in ("s1_statutory", "corp_ack", "ack_statutory", "mp")]
    ),
    start=st.dates(date(2019, 1, 1), date(2028, 10, 31)),
)
def test_what_a_council_may_choose_counts_one_day_sooner_or_from_the_next_day_it_works(
    asked: tuple[str, str, bool], start: date
) -> None:
    name, clock, extended = asked
    council = COUNCILS[name]
    strict = replace(council, choices=replace(council.choices, count_from=CountFrom.SAME_DAY))
    deemed = replace(council, choices=replace(council.choices, receipt_policy=ReceiptPolicy.DEEMED_NEXT_WD))
    opens = start
    while opens.weekday() >= 5 or opens in by_hand.england_and_wales():
        opens += timedelta(days=1)
    for chosen, day_0 in ((strict, start - timedelta(days=1)), (deemed, opens)):
        if day_0.year in by_hand.YEARS:
            told = deadlines(chosen, clock, start.isoformat(), extended=extended)
            assert told["due"] == by_hand.sums(name, clock, day_0, extended=extended).due.isoformat()


@pytest.mark.rule("R231", "R409")
@given(
    asked=st.sampled_from([("s1_statutory", False), ("s1_statutory", True), ("s2_investigation", True)]),
    start=st.dates(date(2019, 1, 1), date(2027, 6, 30)),
    gaps=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 60)), max_size=3),
)
def test_a_clock_that_was_held_gives_the_day_that_is_reached_with_the_held_days_struck_out(
    asked: tuple[str, bool], start: date, gaps: list[tuple[int, int]]
) -> None:
    name, extended = asked
    clock = clocks.start(COUNCILS["bnes"], name, start)
    if extended:
        clock = clocks.extend(clock, COUNCILS["bnes"], "complex")
    struck: set[date] = set()
    day = start
    for until, held in gaps:
        since = day + timedelta(days=until)
        if since > clock.due:
            break
        day = since + timedelta(days=held)
        clock = clocks.lift(clocks.hold(clock, since, "in court"), COUNCILS["bnes"], day)
        struck |= {since + timedelta(days=n) for n in range(1, held + 1)}
    left, walking = clocks.limit(clock), start
    while left:
        walking += timedelta(days=1)
        rests = walking.weekday() >= 5 or walking in by_hand.england_and_wales() or walking in struck
        left -= not rests
    assert clock.due == walking
