"""Days, moments and clocks as pages show them: the same tag everywhere, and how each date comes about."""

from collections.abc import Iterator
from datetime import date, datetime

from casework import clocks, days, wording
from casework.clocks import Clock
from casework.councils import Council, Unit
from casework.dates import explaining
from casework.days import CalendarEnds
from casework.frozen import frozen

SOON = 3
"""Working days left at which a clock is due soon (conversations 4.1). *Taste.*"""


@frozen
class Explained:
    """One clock, how its date comes about, and what today's calendar says if that is not the same (R411); and every
    day of it, with its number or why it does not count.
    """

    clock: Clock
    sentences: tuple[str, ...]
    other_calendar: str
    every_day: tuple[tuple[date, str], ...]


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
        return f"Late, {wording.working_days(max(-left, 1))}", "red"
    if left == 0:
        return "Due today", "orange"
    said = f"{wording.working_days(left)} left"
    return (f"Due soon, {said}", "yellow") if left <= SOON else (f"On time, {said}", "green")


def explained(clock: Clock, council: Council, now: datetime) -> Explained:
    """How a date comes about, for the page that shows the sum."""
    today = days.today(now)
    sentences, other = explaining.sentences(clock, council, today), explaining.other_calendar(clock, council, today)
    return Explained(clock, sentences, other, tuple(_every_day(clock, council)))


def _every_day(clock: Clock, council: Council) -> Iterator[tuple[date, str]]:
    """Nothing where no days are counted, or the calendar ends."""
    if clock.agreed is not None or clock.terms.unit is Unit.STATED:
        return
    try:
        found = clocks.count(clock, council)
    except CalendarEnds:
        return
    numbered = {day: str(number) for number, day in enumerate(found.counted, 1)}
    skipped = {each.day: f"not counted: {each.why}" for each in found.skipped}
    yield from sorted((skipped | numbered).items())
