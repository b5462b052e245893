"""How dates and times are written to people: "Tuesday 28 May", "2.30pm" (conversations 3.3)."""

from datetime import date, datetime
from functools import lru_cache

from casework.days import LONDON


@lru_cache(maxsize=1024)
def day(when: date, today: date) -> str:
    """The day with its weekday; with the year too when that is not this one."""
    written = f"{when:%A} {when.day} {when:%B}"
    return written if when.year == today.year else f"{written} {when.year}"


def working_days(count: int) -> str:
    """How many: 1 working day, 3 working days."""
    return f"{count} working day{'' if count == 1 else 's'}"


def time_of(moment: datetime) -> str:
    """The time of day in London: 9am, 2.30pm."""
    there = moment.astimezone(LONDON)
    hour, half = there.hour % 12 or 12, "am" if there.hour < 12 else "pm"
    return f"{hour}.{there:%M}{half}" if there.minute else f"{hour}{half}"
