"""Days and hours that would make every date wrong: calendars that end or have holes, hours the wrong way round, times
still relaxed, a machine that lives in another year or by other hours.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from casework.councils import Council
from casework.days import LONDON, Calendar, Hours
from run.check.found import Found, to_do, wrong

AHEAD = timedelta(days=365)
"""How long before the calendar ends somebody should add the next years' holidays. *Taste.*"""

FEWEST = 8
"""England has had eight bank holidays a year since 1978, and more in some."""

HOLIDAYS = "councils/england.yaml"


def found(council: Council, now: datetime) -> Iterator[Found]:
    """R403, R405: what of it is wrong today."""
    today = now.astimezone(LONDON).date()
    yield from _ends(council.calendars, today)
    for name, calendar in sorted(council.calendars.items()):
        if few := [f"{year}" for year in _years(calendar, today) if _count(calendar, year) < FEWEST]:
            says = f"calendar {name} has fewer than {FEWEST} in {', '.join(few)}: dates would come too early."
            yield wrong("bank holidays", f"{says} Add them to calendars in {HOLIDAYS}")
    for name, hours in _hours(council).items():
        if hours.opens >= hours.closes:
            says = "somebody would be told to ring when nobody is there: write opens before closes"
            yield wrong(name, f"it opens at {hours.opens:%H:%M} and closes at {hours.closes:%H:%M}; {says}")
    for each in council.relaxations.values():
        if each.first <= today <= each.last:
            says = f"times are relaxed until {each.last} ({each.name}): see that it is still meant, or end it"
            yield to_do("relaxations", f"{says} in councils/{council.name}.yaml")


def _ends(calendars: Mapping[str, Calendar], today: date) -> Iterator[Found]:
    """Of the one that ends first: dates are counted by each of them."""
    last = min(each.last for each in calendars.values())
    which = ", ".join(sorted(name for name, each in calendars.items() if each.last == last))
    if today < calendars["EW"].first:
        yield wrong("time of day", f"this machine says it is {today}, before all that is known: set it by NTP")
    elif today > last:
        says = f"the calendar ended on {last} and no date can be given: add the next years of {which} to {HOLIDAYS}"
        yield wrong("bank holidays", says)
    elif today + AHEAD > last:
        yield to_do("bank holidays", f"the calendar ends on {last}: add the next years of {which} to {HOLIDAYS}")


def _years(calendar: Calendar, today: date) -> range:
    """This one and those to come that it reaches to the end of."""
    whole = calendar.last.year if (calendar.last.month, calendar.last.day) == (12, 31) else calendar.last.year - 1
    return range(max(today.year, calendar.first.year), whole + 1)


def _count(calendar: Calendar, year: int) -> int:
    return sum(day.year == year for day in calendar.holidays)


def _hours(council: Council) -> dict[str, Hours]:
    return {
        "safety_lines.front_door_hours": council.safety_lines.front_door_hours,
        "hours.staff": council.hours.staff,
        "hours.public": council.hours.public,
    }


def of_the_machine(now: datetime, here: datetime) -> Iterator[Found]:
    """Heard counts in London's hours wherever it is; the timers of the machine do not."""
    if here.utcoffset() not in (now.astimezone(LONDON).utcoffset(), timedelta()):
        says = "copies at night are made by day: timedatectl set-timezone Europe/London"
        yield to_do(
            "time zone", f"this machine lives by {here.tzname()}; Heard counts by London's all the same, but {says}"
        )
