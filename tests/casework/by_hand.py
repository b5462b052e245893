"""Dates worked out a second way, slowly: the calendar walked one day at a time, as somebody would with a pencil.

Nothing here reads a council's file or calls a function of the program. The bank holidays are worked out from the law
that makes them (Easter, first and last Mondays, substitutes) and from what was proclaimed; the lengths are written out
again from the rulebook's section 3.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
YEARS = range(2019, 2029)
MONDAY = 0

MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
"""VE Day and the Jubilee each moved a Monday in May."""

PROCLAIMED = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
PROCLAIMED_IN_SCOTLAND = {date(2026, 6, 15)}

LENGTHS = {
    "ack_statutory": ("working", 2), "s1_statutory": ("working", 10, 20), "s2_request_window": ("working", 20),
    "s2_statement": ("working", 10), "s2_investigation": ("working", 25, 65), "s2_longstop": ("working", 65),
    "s3_request_window": ("working", 20), "s3_ack": ("working", 2), "s3_chair": ("working", 10),
    "s3_papers": ("before", 10), "s3_panel": ("working", 30), "s3_findings": ("working", 5),
    "s3_response": ("working", 15), "corp_ack": ("working", 5), "corp_review": ("working", 20),
    "corp_request_window": ("working", 20), "asc_ack": ("working", 3), "asc_plan": ("working", 20),
    "asc_longstop": ("commencing", 6), "sar": ("months", 1, 3), "dp_complaint": ("beginning", 30),
    "foi": ("anywhere", 20), "breach": ("hours", 72), "mp": ("working", 10), "representation": ("working", 10),
}  # fmt: skip
"""What is counted, how long, and how long at most where it can be extended (R301-R346)."""

OWN = {
    "bnes": {"corp_s1": ("working", 15, 30)},
    "dorset": {"corp_s1": ("working", 20, 30)},
    "code": {"corp_s1": ("working", 10, 20), "corp_review": ("working", 20, 40)},
}


@dataclass(frozen=True)
class Sum:
    """What came out: the last day, the days that counted, in order, and those that did not."""

    due: date
    counted: list[date]
    skipped: list[date]


def questions() -> list[tuple[str, str, bool]]:
    """Every council with every clock that has a length, as it is and extended where it can be."""
    found = [(council, clock, row) for council, own in OWN.items() for clock, row in {**LENGTHS, **own}.items()]
    return [(council, clock, more) for council, clock, row in found for more in (False, True)[: len(row) - 1]]


def sums(council: str, clock: str, start: date, *, extended: bool = False, paused: int = 0) -> Sum:
    """The date, counted out."""
    kind, *lengths = {**LENGTHS, **OWN[council]}[clock]
    length = int(lengths[extended])
    match kind:
        case "working":
            return _working(start, length, DAY, england_and_wales())
        case "anywhere":
            return _working(start, length, DAY, any_nation())
        case "before":
            return _working(start, length, -DAY, england_and_wales())
        case "months":
            return _months(start, length, paused)
        case "commencing":
            same = _month_on(start, length)
            return _every(start, same - DAY if same.day == start.day else same)
        case _:
            last = start
            for _ in range(length - 1):
                last += DAY
            return _every(start, last)


def hours_later(moment: datetime, hours: int) -> datetime:
    """So many hours on, one by one, and what the clocks in London then say."""
    for _ in range(hours):
        moment += HOUR
    return moment.astimezone(timezone(HOUR if _summer(moment) else HOUR * 0))


def london_day(moment: datetime) -> date:
    """The date in London."""
    return hours_later(moment.astimezone(UTC), 0).date()


@cache
def england_and_wales(years: range = YEARS) -> frozenset[date]:
    """The weekdays on which England and Wales rest."""
    return frozenset(day for year in years for day in _england_and_wales(year))


@cache
def any_nation() -> frozenset[date]:
    """The weekdays on which any nation of the United Kingdom rests."""
    return england_and_wales() | {day for year in YEARS for day in (*_scotland(year), *_northern_ireland(year))}


def _england_and_wales(year: int) -> Iterator[date]:
    easter = _easter(year)
    yield from (easter - DAY - DAY, easter + DAY)
    yield from _on_weekdays(date(year, 1, 1))
    yield from _on_weekdays(date(year, 12, 25), date(year, 12, 26))
    for day in (_monday(year, 5), _monday(year, 5, last=True), _monday(year, 8, last=True)):
        yield MOVED.get(day, day)
    yield from (day for day in PROCLAIMED if day.year == year)


def _scotland(year: int) -> Iterator[date]:
    yield from _on_weekdays(date(year, 1, 1), date(year, 1, 2))
    yield _monday(year, 8)
    yield from _on_weekdays(date(year, 11, 30))
    yield from (day for day in PROCLAIMED_IN_SCOTLAND if day.year == year)


def _northern_ireland(year: int) -> Iterator[date]:
    yield from _on_weekdays(date(year, 3, 17))
    yield from _on_weekdays(date(year, 7, 12))


def _on_weekdays(*fixed: date) -> set[date]:
    """Those that fall on a weekday, and for each other the next weekday that none of them has."""
    rests = {day for day in fixed if day.weekday() < 5}
    for day in fixed:
        if day in rests:
            continue
        while day.weekday() >= 5 or day in rests:
            day += DAY
        rests.add(day)
    return rests


def _monday(year: int, month: int, *, last: bool = False) -> date:
    mondays = [day for day in _days_of(year, month) if day.weekday() == MONDAY]
    return mondays[-1 if last else 0]


def _days_of(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += DAY


def _easter(year: int) -> date:
    """Easter Sunday, by the table in the Calendar (New Style) Act 1750, as Meeus, Jones and Butcher wrote it down."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _working(day: date, length: int, step: timedelta, rests: frozenset[date]) -> Sum:
    counted: list[date] = []
    skipped: list[date] = []
    while len(counted) < length:
        day += step
        if day.year not in YEARS:
            raise LookupError("off the calendar")
        (skipped if day.strftime("%a") in ("Sat", "Sun") or day in rests else counted).append(day)
    return Sum(counted[-1], counted, skipped)


def _months(start: date, length: int, paused: int) -> Sum:
    last = _month_on(start, length)
    for _ in range(paused):
        last += DAY
    rolled: list[date] = []
    while last.strftime("%a") in ("Sat", "Sun") or last in england_and_wales():
        rolled.append(last)
        last += DAY
    if last.year not in YEARS:
        raise LookupError("off the calendar")
    every = _every(start + DAY, last).counted
    skipped = [*every[:paused], *rolled]
    return Sum(last, [day for day in every if day not in skipped], skipped)


def _month_on(start: date, length: int) -> date:
    """The same date so many months on, or that month's last."""
    day, months = start, 0
    while months < length:
        day += DAY
        months += day.day == 1
    return [each for each in _days_of(day.year, day.month) if each.day <= start.day][-1]


def _every(first: date, last: date) -> Sum:
    days = [first]
    while days[-1] < last:
        days.append(days[-1] + DAY)
    return Sum(last, days, [])


def _summer(moment: datetime) -> bool:
    """Whether the clocks are forward: from 01:00 UTC on the last Sunday of March to that of October."""
    starts, ends = (
        datetime.combine(
            [day for day in _days_of(moment.year, month) if day.strftime("%a") == "Sun"][-1], datetime.min.time(), UTC
        )
        + HOUR
        for month in (3, 10)
    )
    return starts <= moment < ends
