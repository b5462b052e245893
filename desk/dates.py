"""Days, moments and clocks as pages show them: the same tag everywhere, and how each date comes about."""

from dataclasses import dataclass
from datetime import date, datetime

from casework import clocks, days, wording
from casework.clocks import Clock
from casework.councils import Council, Unit
from casework.days import CalendarEnds, Skipped

SOON = 3
"""Working days left at which a clock is due soon (conversations 4.1). *Taste.*"""

WEEKEND = ("Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock, and how its date comes about."""

    clock: Clock
    length: str
    weekends: int
    closed: tuple[Skipped, ...]
    would_be: date | None


def day(when: date | datetime, now: datetime) -> str:
    """Tuesday 28 May."""
    return wording.day(days.today(when) if isinstance(when, datetime) else when, days.today(now))


def moment(when: datetime, now: datetime) -> str:
    """2.30pm, Tuesday 28 May; today's and yesterday's say so."""
    there, here = days.today(when), days.today(now)
    named = {here: "today", here - days.DAY: "yesterday"}
    return f"{wording.time_of(when)}, {named.get(there) or wording.day(there, here)}"


def ago(when: datetime, now: datetime) -> str:
    """How long since, in the largest unit that is true."""
    minutes = max(int((now - when).total_seconds()) // 60, 0)
    for unit, size in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"


def clock_tag(clock: Clock, council: Council, now: datetime) -> tuple[str, str]:
    """The clock in words, and a colour that only helps."""
    if clock.stopped is not None:
        return ("Stopped, late" if clocks.was_late(clock) else "Stopped"), "grey"
    if clocks.is_held(clock):
        return f"On hold, {clock.holds[-1].why}", "grey"
    try:
        left = clocks.days_left(clock, council, days.today(now))
    except CalendarEnds:
        return "Clock needs fixing", "red"
    if left < 0 or clocks.is_overdue(clock, now):
        return f"Late, {_working_days(max(-left, 1))}", "red"
    if left == 0:
        return "Due today", "orange"
    said = f"{_working_days(left)} left"
    return (f"Due soon, {said}", "yellow") if left <= SOON else (f"On time, {said}", "green")


def explained(clock: Clock, council: Council) -> Explained:
    """How a date comes about, for the page that shows the sum. What the calendar would say now is shown if it
    differs (R411).
    """
    length = f"{clocks.limit(clock)} {clock.terms.unit.replace('_', ' ')}"
    if clock.terms.unit is Unit.STATED:
        length = "the date in the letter"
    try:
        made = clocks.count(clock, council)
    except CalendarEnds:
        return Explained(clock, length, 0, (), None)
    weekends = sum(each.why in WEEKEND for each in made.skipped)
    closed = tuple(each for each in made.skipped if each.why not in WEEKEND)
    now_due = clock.agreed or made.last
    return Explained(clock, length, weekends, closed, now_due if now_due != clock.due else None)


def _working_days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"
