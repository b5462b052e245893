"""On the nights when the clocks change an hour is missing, or comes twice: no alarm climbs late or early, no letter
goes at night, no day is lost or counted double.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from casework import days
from casework.days import LONDON
from casework.time_passes import climbing
from tests.casework.test_alarms import DANGER, council, rung

MARCH, OCTOBER = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
"""The moments at which one o'clock becomes two, and two becomes one."""

BOTH = pytest.mark.parametrize("change", [MARCH, OCTOBER], ids=["march", "october"])
ORDINARY = datetime(2026, 6, 7, 1, tzinfo=UTC)
"""A Sunday night like any other."""


def heard(began: datetime) -> list[tuple[int, frozenset[str]]]:
    """Who was told how many minutes after somebody said that they want to die, while nobody answers."""
    alarm, told, sent = rung(DANGER, now=began), list[tuple[int, frozenset[str]]](), set[str]()
    for minute in range(1, 121):
        change = climbing.climb(alarm, council(), began + timedelta(minutes=minute))
        new = [letter for letter in change.letters if letter.name not in sent]
        sent |= {letter.name for letter in new}
        if new:
            told.append((minute, frozenset(letter.staff for letter in new)))
    return told


@BOTH
@pytest.mark.rule("R706")
def test_an_alarm_climbs_minute_for_minute_as_on_any_other_night(change: datetime) -> None:
    as_ever = heard(ORDINARY - timedelta(minutes=30))
    assert [minute for minute, _ in as_ever if minute > 1][:4] == [10, 20, 30, 40]
    assert heard(change - timedelta(minutes=30)) == as_ever


@BOTH
@pytest.mark.rule("R606", "R607")
def test_a_letter_that_waits_for_the_morning_goes_when_the_office_opens_by_the_clock_on_the_wall(
    change: datetime,
) -> None:
    calendar, hours = council().calendars["EW"], council().hours.staff
    monday = change.astimezone(LONDON).date() + days.DAY
    opens = days.at(monday, hours.opens)
    moment = change - timedelta(hours=30)
    while moment < opens:
        assert days.next_open(moment, hours, calendar) == opens
        assert not days.is_open(moment, hours, calendar)
        moment += timedelta(minutes=10)
    assert days.is_open(opens, hours, calendar) and opens.astimezone(LONDON).time() == hours.opens
    assert opens - days.at(monday - 3 * days.DAY, hours.opens) != timedelta(days=3), "an hour more, or less"


@pytest.mark.rule("R406")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-28T23:59", date(2026, 3, 28)),
        ("2026-03-29T00:00", date(2026, 3, 29)),
        ("2026-03-29T22:59", date(2026, 3, 29)),
        ("2026-03-29T23:00", date(2026, 3, 30)),
        ("2026-10-24T22:59", date(2026, 10, 24)),
        ("2026-10-24T23:00", date(2026, 10, 25)),
        ("2026-10-25T00:30", date(2026, 10, 25)),
        ("2026-10-25T01:30", date(2026, 10, 25)),
        ("2026-10-25T23:59", date(2026, 10, 25)),
        ("2026-10-26T00:00", date(2026, 10, 26)),
    ],
)
def test_what_comes_around_midnight_counts_on_the_day_that_the_wall_shows(moment: str, day: date) -> None:
    assert days.today(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == day


@BOTH
@pytest.mark.rule("R406", "R408")
def test_every_moment_of_those_days_has_one_day_and_ten_working_days_are_ten(change: datetime) -> None:
    calendar = council().calendars["EW"]
    sunday = change.astimezone(LONDON).date()
    length = days.at(sunday + days.DAY, time()) - days.at(sunday, time())
    assert length == timedelta(hours=23 if change == MARCH else 25)
    moments = [days.at(sunday, time()) + timedelta(minutes=each) for each in range(int(length.total_seconds() // 60))]
    assert {days.today(each) for each in moments} == {sunday}
    due = days.add(sunday, 10, calendar)
    assert days.between(sunday, due, calendar) == 10
