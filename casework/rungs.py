"""On which day a rung of a ladder is reached: who is asked, and then who is asked about them (R645)."""

from datetime import date, timedelta

from casework import days
from casework.clocks import Clock
from casework.councils import Council, Rung, at, calendar


def falls_on(clock: Clock, rung: Rung, council: Council) -> date:
    """The day on which a rung of its ladder is first reached: working days on EW, or calendar days (R427, R645)."""
    return reached_on(rung, clock.day_0, clock.due, council)


def reached_on(rung: Rung, day_0: date, due: date, council: Council) -> date:
    """The same of any clock with these days."""
    step = at(rung.at)
    anchor = due if step.from_due else day_0
    if rung.calendar_days:
        return anchor + timedelta(days=step.days)
    return days.add(anchor, step.days, calendar(council, "EW"))
