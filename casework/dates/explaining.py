"""How a date comes about, in sentences that a manager can check: from which day, how long, what was left out and why,
and everything that has changed it since. Beside it, where there is one, an earlier day to aim for.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from casework import clocks, days, wording
from casework.clocks import Because, Clock, Hold
from casework.councils import Council, Unit
from casework.dates import ordinary, relaxing
from casework.days import CalendarEnds

UNITS = {
    Unit.WORKING_DAYS: "working day",
    Unit.WORKING_DAYS_BEFORE: "working day",
    Unit.MONTHS: "calendar month",
    Unit.MONTHS_COMMENCING: "calendar month",
    Unit.DAYS_BEGINNING: "day",
    Unit.HOURS: "hour",
    Unit.STATED: "day",
}

WEEKEND = ("Saturday", "Sunday")

CHANGED = {
    Because.EXTENDED: "It was due on {day} before it was extended.",
    Because.AGREED: "It was due on {day} before another date was agreed.",
    Because.LIFTED: "It was due on {day} before those days were left out.",
    Because.RECOUNTED: "It was due on {day} before it was worked out again, under a changed calendar.",
}


def sentences(clock: Clock, council: Council, today: date) -> tuple[str, ...]:
    """The whole sum, in the order in which somebody would check it with a calendar in hand."""
    return (
        *_about(clock),
        _begins(clock, today),
        *_length(clock, today),
        *_left_out(clock, council, today),
        *_holds(clock, council, today),
        *(CHANGED[each.ended_by].format(day=wording.day(each.due, today)) for each in clock.earlier),
        _ends(clock, today),
        *_beside(clock, council, today),
    )


def other_calendar(clock: Clock, council: Council, today: date) -> str:
    """What today's calendar would make of a date that was promised; empty if the same (R411)."""
    try:
        now = clocks.recounted(clock, council)
    except CalendarEnds:
        return ""
    if now == clock.due or not clocks.is_running(clock):
        return ""
    return (
        f"Under today’s calendar it would be {wording.day(now, today)}. "
        "The date that was promised stands until somebody decides (R411)."
    )


def aim(clock: Clock, council: Council) -> tuple[date, str] | None:
    """An earlier day for staff to aim for, and why; the date that counts stays the one it is."""
    return min(_aims(clock, council), default=None)


def _aims(clock: Clock, council: Council) -> Iterator[tuple[date, str]]:
    now = clocks.recounted(clock, council)
    if now < clock.due:  # R411: never a later one, for whom another was promised
        yield now, "the day under today’s calendar"
    if clock.terms.unit is Unit.MONTHS and not clock.extended:  # R424
        waited = sum(((each.lifted - each.since).days for each in clock.holds if each.lifted), 0)
        within = clock.day_0 + timedelta(days=council.choices.sar_internal_days + waited)
        if within < clock.due:
            yield within, f"the {council.choices.sar_internal_days} days we give ourselves"
    if clock.terms.unit is Unit.DAYS_BEGINNING:  # R425
        open_day = days.add(clock.due + days.DAY, -1, council.calendars[clock.terms.calendar])
        if open_day < clock.due:
            yield open_day, "the last working day before it"


def _about(clock: Clock) -> Iterator[str]:
    if clock.issues:
        points = ", ".join(str(number) for number in sorted(clock.issues))
        yield f"It runs for point {points} alone." if len(clock.issues) == 1 else f"It runs for points {points}."


def _begins(clock: Clock, today: date) -> str:
    day = wording.day(clock.day_0, today)
    match clock.terms.unit:
        case Unit.WORKING_DAYS:
            return f"{day} is day {'1' if clock.same_day else '0 and does not count'}."
        case Unit.WORKING_DAYS_BEFORE:
            return f"It is counted back from {day}, which does not count."
        case Unit.MONTHS:
            return f"It is counted from {day}, whether or not anybody works that day."
        case Unit.MONTHS_COMMENCING | Unit.DAYS_BEGINNING:
            return f"{day} counts as the first day, and so does every day after it."
        case Unit.HOURS if clock.began:
            return f"It began at {wording.time_of(clock.began)} on {day}. Nights, weekends and holidays count."
        case _:
            return "The date is the one that was stated or agreed; no days are counted."


def _length(clock: Clock, today: date) -> Iterator[str]:
    if clock.agreed is not None and clock.terms.unit is not Unit.STATED:
        yield f"{wording.day(clock.agreed, today)} was agreed with them{_because(clock.reason)}."
    elif clock.extended:
        yield f"It was extended once, to {_limit(clock)} in all{_because(clock.reason)}."
    elif clock.terms.unit is not Unit.STATED:
        usually = (
            f", and usually {clock.relaxed.usual.length}: {relaxing.said(clock.relaxed.by)}" if clock.relaxed else ""
        )
        yield f"The limit is {_limit(clock)}{usually}."


def _limit(clock: Clock) -> str:
    return _many(clocks.limit(clock), UNITS[clock.terms.unit])


def _left_out(clock: Clock, council: Council, today: date) -> Iterator[str]:
    """Weekends by their number, holidays by name; the days of a hold are told with the hold."""
    if clock.agreed is not None:
        return
    try:
        skipped = clocks.count(clock, council).skipped
    except CalendarEnds:
        yield "The calendar of bank holidays does not reach this date: add its years, and it can be checked."
        return
    weekends = sum(each.why in WEEKEND for each in skipped)
    said = [f"{_many(weekends, 'day')} at weekends"] if weekends else []
    held = {each.why for each in clock.holds}
    named = (each for each in skipped if each.why not in (*WEEKEND, *held))
    said += [f"{wording.day(each.day, today)} ({each.why})" for each in named]
    if said:
        yield f"Left out: {', '.join(said)}."


def _holds(clock: Clock, council: Council, today: date) -> Iterator[str]:
    for hold in clock.holds:
        since = f"{wording.day(hold.since, today)} ({hold.why})"
        if clock.terms.pauses:
            yield _waited(hold, since, today)
            continue
        used = _many(clocks.elapsed(clock, council, hold.since), "working day")
        if hold.lifted is None:
            yield f"It is held since {since}, with {used} used. What is left runs from the day the hold is lifted."
        else:
            until = wording.day(hold.lifted, today)
            yield f"It was held after {since}, with {used} used, until {until}. What was left ran from there."


def _waited(hold: Hold, since: str, today: date) -> str:
    if hold.lifted is None:
        return f"It waits for an answer since {since}. The days until it comes will be left out."
    left_out = _many((hold.lifted - hold.since).days, "day")
    return f"It waited for an answer after {since} until {wording.day(hold.lifted, today)}: {left_out} left out."


def _ends(clock: Clock, today: date) -> str:
    due = wording.day(clock.due, today)
    if clock.stopped is not None:
        late = "late" if clocks.was_late(clock) else "in time"
        return f"The last day was {due}. It stopped on {wording.day(clock.stopped, today)}, {late}."
    if clocks.is_held(clock):
        return f"Had nothing stopped it, the last day would be {due}."
    if clock.began is not None:
        return f"It runs out at {wording.time_of(clocks.runs_out(clock))} on {due}."
    return f"The last day is {due}, until midnight."


def _beside(clock: Clock, council: Council, today: date) -> Iterator[str]:
    """Dates beside the one that counts: in ordinary times, where it was relaxed; and for staff to aim for."""
    if not clocks.is_running(clock):
        return
    try:
        target, now = aim(clock, council), clocks.recounted(clock, council)
        usual = ordinary.due(clock, council)
    except CalendarEnds:
        return
    if usual != now:
        yield f"In ordinary times it would be {wording.day(usual, today)}. Reports give both dates."
    if target:
        yield f"Aim for {wording.day(target[0], today)}, {target[1]}."


def _because(reason: str) -> str:
    return f": {reason.replace('_', ' ')}" if reason else ""


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
