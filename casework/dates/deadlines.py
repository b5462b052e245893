"""What `heard deadlines` answers: one date, and how it comes about. Pure; the profile is passed in."""

import re
from datetime import date, datetime, timedelta

from casework import clocks, days
from casework.clocks import Clock, Hold
from casework.councils import ClockRule, Council, Unit
from casework.days import CalendarEnds
from casework.frozen import replace

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class WrongUse(Exception):
    """The question cannot be asked like that. The text says why and names the rule."""


def deadlines(
    council: Council, clock: str, start: str, *, extended: bool = False, paused_days: int = 0
) -> dict[str, object]:
    """The object of the contract's section 2. Raises `WrongUse`, or `CalendarEnds` where no date can be known."""
    terms = _terms(council, clock, extended=extended, paused_days=paused_days)
    when = _when(terms, start)
    try:
        running = _asked(clocks.start(council, clock, when), extended=extended, paused_days=paused_days)
        made = clocks.count(running, council)
        due = _moment(running) if terms.unit is Unit.HOURS else made.last.isoformat()
    except OverflowError as error:
        raise CalendarEnds("no calendar reaches that far") from error
    return {
        "clock": clock,
        "day_0": running.day_0.isoformat(),
        "due": due,
        "rule": running.terms.rule,
        "source": running.terms.source,
        "counted": [day.isoformat() for day in made.counted],
        "skipped": [{"day": each.day.isoformat(), "why": each.why} for each in made.skipped],
    }


def _terms(council: Council, name: str, *, extended: bool, paused_days: int) -> ClockRule:
    """The clock's rule, once it is sure that the question makes sense for it."""
    terms = council.clocks.get(name)
    if terms is None:
        raise WrongUse(
            f"no clock of {council.name} is called {name} (R301-R346); there are: {', '.join(council.clocks)}"
        )
    if terms.unit is Unit.STATED:
        raise WrongUse(f"{name} has no length of its own: the date is the one that was stated ({terms.rule})")
    if extended and terms.extend_to is None:
        agreed = "; a later date may only be agreed" if terms.by_agreement else ""
        raise WrongUse(f"{name} has no extension ({terms.rule}){agreed}")
    if paused_days < 0:
        raise WrongUse(f"--paused-days cannot be negative ({terms.rule})")
    if paused_days and not terms.pauses:
        raise WrongUse(f"{name} ({terms.rule}) does not pause (R409)")
    return terms


def _when(terms: ClockRule, text: str) -> date | datetime:
    """A date, or a moment with its zone (R406): a moment without one could be either of two days."""
    try:
        when = date.fromisoformat(text) if _DAY.fullmatch(text) else datetime.fromisoformat(text)
    except ValueError:
        raise WrongUse(
            f"--start is not a date or a time: 2026-03-31, or 2026-03-31T10:00+01:00 ({terms.rule})"
        ) from None
    if not isinstance(when, datetime):
        if terms.unit is Unit.HOURS:
            raise WrongUse(f"{terms.name} is counted in hours and needs a time with its zone ({terms.rule})")
        return when
    if when.tzinfo is None:
        raise WrongUse(f"--start is a time without a zone: add Z or +01:00 ({terms.rule}, R406)")
    return when


def _asked(clock: Clock, *, extended: bool, paused_days: int) -> Clock:
    """R422: only the number of days is known here, not which, so the first ones stand for them."""
    if not paused_days:
        return replace(clock, extended=extended)
    why = f"paused: one of {paused_days} days, of which only the number was given (R422)"
    pause = Hold(clock.day_0, why, clock.day_0 + timedelta(days=paused_days))
    return replace(clock, extended=extended, holds=(pause,))


def _moment(clock: Clock) -> str:
    return clocks.runs_out(clock).astimezone(days.LONDON).isoformat()
