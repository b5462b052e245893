"""The emergency switch: a council relaxes its time limits from one day to another, for a recorded reason (R303, R405).

Bath gave every complaint 20 working days in the first lockdown (B 6.2); Dorset's team was twice closed to all but
statutory complaints (D Introduction). Both are rows under `relaxations` in a council's file. A clock that begins in the
period has the relaxed length and keeps the usual one beside it, so that reports can say both. What law fixes is relaxed
to law's own limit and no further, and a closed team is no reason to be late with it.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from casework import days
from casework.councils import ClockRule, Council, Relaxation, Unit
from casework.days import Calendar
from casework.frozen import replace

Problem = tuple[tuple[str, ...], str]
"""The keys of a row that cannot be, and what is wrong with it."""


def in_force(council: Council, clock: str, day: date) -> Relaxation | None:
    """What relaxes a clock of that name that begins on that day."""
    every = council.relaxations.values()
    return next((each for each in every if clock in each.lengths and each.first <= day <= each.last), None)


def relaxed(terms: ClockRule, by: Relaxation) -> ClockRule:
    """The terms with the relaxed length. What could be extended beyond it still can be, to the same total (R408)."""
    length = by.lengths[terms.name]
    longest = terms.extend_to if terms.extend_to and terms.extend_to > length else None
    return replace(terms, length=length, extend_to=longest, source=f"{terms.source}; {said(by)}")


def said(by: Relaxation) -> str:
    """When, why and by whose decision, for whoever asks how a date comes about."""
    return f"relaxed from {_date(by.first)} to {_date(by.last)}, decided by {by.decided_by}: {by.reason}"


def own_calendar(ew: Calendar, closure_days: Mapping[date, str], relaxations: Mapping[str, Relaxation]) -> Calendar:
    """The calendar COUNCIL, for corporate clocks alone: England's, with the days on which the council is closed."""
    closed = {
        day: each.reason for each in relaxations.values() if each.closed for day in days.every(each.first, each.last)
    }
    weekdays = {day: why for day, why in closed.items() if day.weekday() < days.SATURDAY}
    return Calendar("COUNCIL", ew.first, ew.last, {**weekdays, **closure_days, **ew.holidays})


def without(council: Council) -> Council:
    """The council as it would be, had it relaxed nothing."""
    usual = own_calendar(council.calendars["EW"], council.closure_days, {})
    return replace(council, relaxations={}, calendars={**council.calendars, "COUNCIL": usual})


def impossible(council: Council) -> Iterator[Problem]:
    """Rows that law, or sense, does not allow."""
    for row in council.relaxations.values():
        for name, length in row.lengths.items():
            if wrong := _wrong(council.clocks.get(name), length):
                yield ("relaxations", row.name, "lengths", name), wrong
        yield from _twice(row, council)


def _wrong(terms: ClockRule | None, length: int) -> str:
    if terms is None:
        return "no clock is called that"
    if terms.unit is not Unit.WORKING_DAYS:
        return f"only a clock that counts working days can be relaxed ({terms.rule})"
    if length <= terms.length:
        return f"expected more than the usual {terms.length}"
    if terms.fixed and terms.extend_to is None:
        return f"fixed by law or guidance and never relaxed ({terms.rule}, {terms.source})"
    if terms.fixed and terms.extend_to and length > terms.extend_to:
        return f"law allows {terms.extend_to} at most ({terms.rule}, {terms.source})"
    return ""


def _twice(row: Relaxation, council: Council) -> Iterator[Problem]:
    for other in council.relaxations.values():
        both = set(row.lengths) & set(other.lengths)
        if other.name < row.name and both and row.first <= other.last and other.first <= row.last:
            yield ("relaxations", row.name), f"{other.name} relaxes {', '.join(sorted(both))} in the same days"


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
