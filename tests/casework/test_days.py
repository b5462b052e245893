"""Days, counted a second way: the calendar walked day by day, without the functions under test."""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import days
from casework.days import Calendar, CalendarEnds, Hours, Span
from run.config import load_council

COUNCIL = load_council("bnes")
EW, UK = COUNCIL.calendars["EW"], COUNCIL.calendars["UK_ANY"]
STAFF, PUBLIC = COUNCIL.hours.staff, COUNCIL.hours.public

some_day = st.dates(date(2019, 1, 1), date(2028, 6, 30))
some_length = st.integers(1, 65)
some_calendar = st.sampled_from([EW, UK])
some_moment = some_day.flatmap(lambda day: st.times().map(lambda time: datetime.combine(day, time, UTC)))


def walked(calendar: Calendar) -> list[date]:
    """Every working day the calendar knows, in order."""
    known = (calendar.last - calendar.first).days + 1
    every = (calendar.first + timedelta(days=n) for n in range(known))
    return [day for day in every if day.strftime("%a") not in ("Sat", "Sun") and day not in calendar.holidays]


TALLIES = {each.name: days.Tally(each) for each in (EW, UK)}
WALKED = {EW.name: walked(EW), UK.name: walked(UK)}


@given(some_day, some_length, some_calendar)
def test_the_nth_working_day_is_the_nth_in_the_calendar(day: date, length: int, calendar: Calendar) -> None:
    after = bisect_right(WALKED[calendar.name], day)
    expected = WALKED[calendar.name][after : after + length]
    assert list(days.working_days(day, length, calendar).counted) == expected
    assert days.add(day, length, calendar) == expected[-1]


@given(some_day.filter(lambda day: day > date(2019, 6, 1)), some_length, some_calendar)
def test_counting_backwards_is_counting_forwards_from_the_other_end(day: date, length: int, calendar: Calendar) -> None:
    before = [each for each in WALKED[calendar.name] if each < day]
    assert days.working_days_before(day, length, calendar).counted == tuple(reversed(before[-length:]))
    assert days.add(day, -length, calendar) == before[-length]


@given(some_day, some_length, some_calendar)
def test_every_day_is_either_counted_or_skipped_with_a_reason(day: date, length: int, calendar: Calendar) -> None:
    made = days.working_days(day, length, calendar)
    every = sorted([*made.counted, *(each.day for each in made.skipped)])
    assert every == [day + timedelta(days=n) for n in range(1, (made.last - day).days + 1)]
    assert all(each.why for each in made.skipped)


@given(some_day, some_day, some_length, some_calendar)
def test_days_counted_once_for_all_are_the_same_days(day: date, upto: date, length: int, calendar: Calendar) -> None:
    tally = TALLIES[calendar.name]
    assert tally.add(day, length) == days.add(day, length, calendar)
    assert tally.between(day, upto) == days.between(day, upto, calendar)


def test_days_counted_once_for_all_end_with_the_calendar() -> None:
    with pytest.raises(CalendarEnds):
        TALLIES[EW.name].add(EW.last, 1)
    with pytest.raises(CalendarEnds):
        TALLIES[EW.name].between(date(1999, 12, 31), EW.first)
    assert TALLIES[EW.name].between(EW.first - days.DAY, date(2019, 1, 4)) == 3, "day 0 itself is not counted"


@pytest.mark.rule("R413")
@given(some_day, some_length, some_calendar)
def test_due_on_and_elapsed_agree(day: date, length: int, calendar: Calendar) -> None:
    assert days.between(day, days.add(day, length, calendar), calendar) == length


@given(some_day, some_length, st.integers(0, 40), st.integers(0, 40))
def test_days_left_out_move_the_end_by_just_their_working_days(day: date, length: int, begin: int, more: int) -> None:
    since = day + timedelta(days=begin)
    until = since + timedelta(days=more)
    open_days = [each for each in WALKED["EW"] if each > day and not since < each <= until]
    made = days.working_days(day, length, EW, left_out=(Span(since, until, "held"),))
    assert list(made.counted) == open_days[:length]


@pytest.mark.rule("R401")
@given(some_day, some_length)
def test_counting_from_the_same_day_is_one_working_day_sooner(day: date, length: int) -> None:
    same = [each for each in WALKED["EW"] if each >= day]
    assert days.working_days(day, length, EW, same_day=True).last == same[length - 1]


@pytest.mark.rule("R420")
@given(some_day, st.integers(1, 3))
def test_a_month_ends_on_the_same_date_or_the_months_last_and_then_on_a_working_day(day: date, length: int) -> None:
    target = (day.year * 12 + day.month - 1 + length) % 12 + 1
    walking = (day + timedelta(days=n) for n in range(1, 100))
    in_month = [each for each in walking if each.month == target]
    falls = max(each for each in in_month if each.day <= day.day)
    rolled = next(each for each in WALKED["EW"] if each >= falls)
    assert days.months(day, length, EW).last == rolled


@pytest.mark.rule("R422")
@given(some_day, st.integers(1, 30))
def test_paused_days_are_added_before_the_roll(day: date, paused: int) -> None:
    falls = days.months_after(day, 1) + timedelta(days=paused)
    rolled = next(each for each in WALKED["EW"] if each >= falls)
    made = days.months(day, 1, EW, left_out=(Span(day, day + timedelta(days=paused), "paused"),))
    assert made.last == rolled
    assert sum(each.why == "paused" for each in made.skipped) == paused


@pytest.mark.rule("R417")
@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2025-03-01", "2025-08-31"),
        ("2025-08-31", "2026-02-28"),
        ("2027-08-29", "2028-02-28"),
        ("2027-08-30", "2028-02-29"),
    ],
)
def test_six_months_commencing_end_the_day_before_or_on_the_months_last(day: str, last: str) -> None:
    assert days.months_commencing(date.fromisoformat(day), 6).last == date.fromisoformat(last)


@pytest.mark.rule("R425")
def test_thirty_days_beginning_on_a_day_count_it() -> None:
    made = days.days_beginning(date(2026, 6, 22), 30)
    assert (len(made.counted), made.counted[0], made.last) == (30, date(2026, 6, 22), date(2026, 7, 21))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: days.add(date(2028, 12, 20), 10, EW),
        lambda: days.add(date(2019, 1, 3), -3, EW),
        lambda: days.months(date(2028, 12, 15), 1, EW),
        lambda: days.is_working(date(2040, 1, 7), EW),  # a Saturday, and still not known
        lambda: days.months_commencing(date(9999, 9, 1), 6),
    ],
)
def test_beyond_the_known_calendar_there_is_no_date(ask: object) -> None:
    with pytest.raises(CalendarEnds):
        ask()  # type: ignore[operator]


@pytest.mark.rule("R406")
def test_a_moments_day_is_londons_day() -> None:
    assert days.today(datetime(2025, 7, 8, 23, 30, tzinfo=UTC)) == date(2025, 7, 9)
    assert days.today(datetime(2025, 12, 8, 23, 30, tzinfo=UTC)) == date(2025, 12, 8)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        days.today(datetime(2025, 7, 8))  # noqa: DTZ001


@pytest.mark.rule("R607")
@given(some_moment, st.sampled_from([STAFF, PUBLIC]))
def test_nothing_is_said_outside_hours_and_nothing_waits_inside_them(now: datetime, hours: Hours) -> None:
    when = days.next_open(now, hours, EW)
    there = when.astimezone(days.LONDON)
    assert days.is_open(when, hours, EW)
    assert there.date() in WALKED["EW"]
    assert hours.opens <= there.time() < hours.closes
    assert when == now if days.is_open(now, hours, EW) else when > now and there.time() == hours.opens


@pytest.mark.rule("R606")
@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 4, 2, 17, 29, tzinfo=days.LONDON), datetime(2026, 4, 2, 17, 29, tzinfo=days.LONDON)),
        (datetime(2026, 4, 2, 17, 30, tzinfo=days.LONDON), datetime(2026, 4, 7, 8, 30, tzinfo=days.LONDON)),
        (datetime(2026, 4, 7, 6, 0, tzinfo=days.LONDON), datetime(2026, 4, 7, 8, 30, tzinfo=days.LONDON)),
    ],
)
def test_what_comes_after_hours_before_easter_goes_on_the_tuesday_at_half_past_eight(
    now: datetime, opens: datetime
) -> None:
    assert days.next_open(now, STAFF, EW) == opens


def test_hours_are_read_as_written() -> None:
    assert Hours(time(8, 30), time(17, 30)) == STAFF
    assert Hours(time(9), time(19)) == PUBLIC


@pytest.mark.rule("R404")
def test_freedom_of_information_rests_when_any_nation_does() -> None:
    assert set(EW.holidays) < set(UK.holidays)
    assert days.why_closed(date(2026, 6, 15), UK)
    assert days.is_working(date(2026, 6, 15), EW)


@pytest.mark.rule("R402")
def test_each_year_has_its_eight_bank_holidays_and_those_proclaimed() -> None:
    proclaimed = {2022: 2, 2023: 1}
    for year in range(2019, 2029):
        holidays = [day for day in EW.holidays if day.year == year]
        assert len(holidays) == 8 + proclaimed.get(year, 0)
        assert all(day.weekday() < 5 for day in holidays)


@pytest.mark.rule("R428")
def test_a_year_is_named_for_both_its_halves() -> None:
    assert [days.report_year(date(1999, 4, 1)), days.report_year(date(2021, 3, 31))] == ["1999-00", "2020-21"]
