"""Working days, calendar months and opening hours. The only place where days are counted (R401-R428, R606-R607).

A calendar's holidays are data (R402-R404): they are proclaimed at short notice, so nothing here computes Easter.
Outside the years a calendar knows, `CalendarEnds` is raised: no date is better than a wrong one.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from casework.frozen import frozen

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
SATURDAY = 5


class CalendarEnds(Exception):
    """A count ran past the years whose holidays are known."""


@frozen
class Calendar:
    """The days, Mondays to Fridays, on which a nation does not work, by date with the name of each."""

    name: str
    first: date
    last: date
    holidays: Mapping[date, str] = field(hash=False)


@frozen
class Hours:
    """From when to when, London time. They hold on working days only."""

    opens: time
    closes: time


@frozen
class Span:
    """Days left out of a count: those after `since`, up to and including `until`."""

    since: date
    until: date
    why: str


@frozen
class Skipped:
    """A day that did not count, and why."""

    day: date
    why: str


@frozen
class Count:
    """How a date was arrived at: the days counted, in order, the last of them being the answer; and those skipped."""

    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def last(self) -> date:
        """The answer."""
        return self.counted[-1]


@lru_cache(maxsize=1024)
def today(now: datetime) -> date:
    """The London date of a moment: converted before the date is taken (R406)."""
    if now.tzinfo is None:
        raise ValueError("a moment needs a zone")
    try:
        return now.astimezone(LONDON).date()
    except OverflowError as error:
        raise CalendarEnds("no calendar reaches that far") from error


def why_closed(day: date, calendar: Calendar) -> str:
    """Why nobody works on that day; empty on a working day (R402)."""
    if not calendar.first <= day <= calendar.last:
        raise CalendarEnds(f"the calendar {calendar.name} knows {calendar.first} to {calendar.last}, not {day}")
    if day.weekday() >= SATURDAY:
        return "Saturday" if day.weekday() == SATURDAY else "Sunday"
    return calendar.holidays.get(day, "")


def is_working(day: date, calendar: Calendar) -> bool:
    """Whether the day is a working day on that calendar."""
    return not why_closed(day, calendar)


def add(day: date, working_days: int, calendar: Calendar) -> date:
    """So many working days after the day, or before it if negative; the day itself for none (R401, R427)."""
    if not working_days:
        return day
    if working_days > 0:
        return _tally(calendar).add(day, working_days)
    return _walk(day, -working_days, calendar, step=-DAY, left_out=()).last


def on_or_after(day: date, calendar: Calendar) -> date:
    """The day if it is a working day, else the next one."""
    while not is_working(day, calendar):
        day = _moved(day, 1)
    return day


def between(after: date, upto: date, calendar: Calendar) -> int:
    """Working days after the first day, up to and including the second (R413); none if it is not later."""
    return _tally(calendar).between(after, upto) if upto > after else 0


def working_days(
    day_0: date, length: int, calendar: Calendar, *, same_day: bool = False, left_out: tuple[Span, ...] = ()
) -> Count:
    """The working days that follow day 0 (R401). With `same_day`, day 0 is day 1 if it is itself a working day."""
    return _walk(_moved(day_0, -1) if same_day else day_0, length, calendar, step=DAY, left_out=left_out)


def working_days_before(day_0: date, length: int, calendar: Calendar) -> Count:
    """The working days that go before day 0, counted backwards (R309)."""
    return _walk(day_0, length, calendar, step=-DAY, left_out=())


def months(day_0: date, length: int, calendar: Calendar, *, left_out: tuple[Span, ...] = ()) -> Count:
    """To the same date so many months on: add, clip, add the days left out, then roll to a working day (R420-R423).

    Days are left out only if it was not late yet when they began; `left_out` is in the order of the calendar.
    """
    falls = months_after(day_0, length)
    for span in left_out:
        if span.since <= on_or_after(falls, calendar):
            falls = _moved(falls, (span.until - span.since).days)
    last = on_or_after(falls, calendar)
    skipped = {day: why_closed(day, calendar) for day in every(falls, _moved(last, -1))}
    skipped |= {day: span.why for span in left_out for day in every(_moved(span.since, 1), span.until) if day < last}
    counted = tuple(day for day in every(_moved(day_0, 1), last) if day not in skipped)
    return Count(counted, tuple(Skipped(day, skipped[day]) for day in sorted(skipped)))


def months_commencing(day_0: date, length: int) -> Count:
    """Months "commencing on" day 0, which counts: to the day before the same date, and never rolled (R417)."""
    then = months_after(day_0, length)
    return Count(tuple(every(day_0, _moved(then, -1) if then.day == day_0.day else then)))


def days_beginning(day_0: date, length: int) -> Count:
    """Days "beginning when" it came: day 0 is day 1, every day counts, no roll (R425)."""
    return Count(tuple(every(day_0, _moved(day_0, length - 1))))


def months_after(day: date, months: int) -> date:
    """The same date so many months on, or that month's last day where there is none (R416, R420)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise CalendarEnds("no calendar reaches that far")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def every(first: date, last: date) -> Iterator[date]:
    """The days from the first to the last, both among them."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def report_year(day: date) -> str:
    """The year a day is reported in, 1 April to 31 March, as it is printed: 2026-27 (R428)."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def is_open(now: datetime, hours: Hours, calendar: Calendar) -> bool:
    """Whether the moment falls inside those hours on a working day (R606, R607)."""
    there = now.astimezone(LONDON)
    return is_working(today(now), calendar) and hours.opens <= there.time() < hours.closes


@lru_cache(maxsize=256)
def next_open(now: datetime, hours: Hours, calendar: Calendar) -> datetime:
    """The moment itself if it falls inside those hours, else when they next begin, in UTC (R606, R607)."""
    if is_open(now, hours, calendar):
        return now.astimezone(UTC)
    day = today(now)
    if now.astimezone(LONDON).time() >= hours.opens:
        day = _moved(day, 1)
    return at(on_or_after(day, calendar), hours.opens)


@lru_cache(maxsize=4096)
def at(day: date, when: time) -> datetime:
    """That time of day in London, as a moment in UTC."""
    return datetime.combine(day, when, LONDON).astimezone(UTC)


class Tally:
    """The working days of a calendar, counted once: any number of spans then cost nothing. A year's report asks for
    a hundred thousand.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._calendar, self._first = calendar, calendar.first.toordinal()
        self._days = [day for day in every(calendar.first, calendar.last) if is_working(day, calendar)]
        working = {day.toordinal() for day in self._days}
        whole = range(self._first, calendar.last.toordinal() + 1)
        self._upto = [0, *accumulate(number in working for number in whole)]

    def between(self, after: date, upto: date) -> int:
        """As `between`."""
        return max(0, self._count(upto) - self._count(after))

    def add(self, day: date, working_days: int) -> date:
        """As `add`, for one working day or more."""
        place = self._count(day) + working_days - 1
        if place >= len(self._days):
            raise CalendarEnds(f"the calendar {self._calendar.name} ends on {self._calendar.last}")
        return self._days[place]

    def _count(self, day: date) -> int:
        place = day.toordinal() - self._first + 1
        if not 0 <= place < len(self._upto):
            why_closed(day, self._calendar)
        return self._upto[place]


@lru_cache(maxsize=32)
def _tally(calendar: Calendar) -> Tally:
    return Tally(calendar)


@lru_cache(maxsize=1024)
def _walk(day: date, length: int, calendar: Calendar, *, step: timedelta, left_out: tuple[Span, ...]) -> Count:
    counted: list[date] = []
    skipped: list[Skipped] = []
    while len(counted) < length:
        day = _moved(day, step.days)
        why = why_closed(day, calendar) or next((span.why for span in left_out if span.since < day <= span.until), "")
        if why:
            skipped.append(Skipped(day, why))
        else:
            counted.append(day)
    return Count(tuple(counted), tuple(skipped))


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise CalendarEnds("no calendar reaches that far") from error
