"""What somebody owes today, line by line: each rung of each ladder that is no letter of its own (R605).

Worked out afresh every time, from the rows that `chase` reads. A line stays until what it asks for is done: then its
clock has stopped, or the fact that makes it needless is so.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from casework import clocks, days, rungs
from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact
from casework.councils import AdvocacyStep, Council, Form, Role, Rung, Staff, at, ladder
from casework.frozen import frozen
from casework.on_behalf import advocacy
from casework.time_passes import needless, reaching


@frozen
class Duty:
    """One thing that somebody owes: what, about which case or contact, by when."""

    staff: str
    reference: str
    step: str
    due: date
    rung: str
    late: bool


def duties(about: Case | Contact, council: Council, now: datetime) -> Iterator[Duty]:
    """Everything that is owed about it today, by whoever owes it; to nobody who is complained of (R602)."""
    for clock in about.clocks:
        if clocks.is_running(clock):
            for rung in _reached(clock, about, council, now):
                yield from _owed(rung, clock, about, council, now)
    yield from _about_advocate(about, council, now)


def _about_advocate(about: Case | Contact, council: Council, now: datetime) -> Iterator[Duty]:
    """R505, R511, R513: what a person does about a young person's advocate, until it is done or has been answered."""
    today, settled = days.today(now), isinstance(about, Case) and about.settled
    if settled or not advocacy.is_for(about):
        return
    for row in council.advocacy.values():
        begins = advocacy.begins(about, row.since) if row.form is Form.TASK else None
        if begins is None or advocacy.holds(about, row.unless):
            continue
        due = days.add(begins, row.days, council.calendars["EW"])
        if row.days == 1 or due <= today:  # what is owed within a day stands there at once
            for each in _whose(row, about, council, today):
                yield Duty(each.id, about.reference, row.step, due, row.name, due < today)


def _whose(row: AdvocacyStep, about: Case | Contact, council: Council, today: date) -> Iterator[Staff]:
    for role in row.to:
        if isinstance(role, Role):
            yield from reaching.readers(role, about, None, council, today)


def of(staff: str, everything: Iterable[Case | Contact], council: Council, now: datetime) -> tuple[Duty, ...]:
    """What one person owes, late things first, then soonest."""
    found = {each for about in everything for each in duties(about, council, now) if each.staff == staff}
    return tuple(sorted(found, key=order))


def order(duty: Duty) -> tuple[bool, date, str, str]:
    """Late things first, then soonest."""
    return not duty.late, duty.due, duty.reference, duty.step


def _reached(clock: Clock, about: Case | Contact, council: Council, now: datetime) -> Iterator[Rung]:
    """Of one clock's ladder, the latest line or task of each step that its day has reached (R603)."""
    today = days.today(now)
    lines = [rung for rung in ladder(council, clock.name) if rung.form is not Form.SINGLE]
    reached = [rung for rung in lines if rungs.falls_on(clock, rung, council) <= today]
    latest = {
        rung.step or clock.terms.step: rung for rung in sorted(reached, key=lambda rung: _day(clock, rung, council))
    }
    yield from (rung for rung in latest.values() if not needless.holds(rung.unless, about, clock, now, fell_due=now))


def _owed(rung: Rung, clock: Clock, about: Case | Contact, council: Council, now: datetime) -> Iterator[Duty]:
    for role in rung.to:
        if isinstance(role, Role):
            for each in reaching.readers(role, about, clock, council, days.today(now)):
                step = rung.step or clock.terms.step
                late = clocks.is_overdue(clock, now)
                yield Duty(each.id, about.reference, step, _by(clock, rung, council), rung.name, late)


def _by(clock: Clock, rung: Rung, council: Council) -> date:
    """A step before the date is owed by the date; one that follows it (a holding letter) from its own day."""
    return max(clock.due, _day(clock, rung, council)) if at(rung.at).from_due else clock.due


def _day(clock: Clock, rung: Rung, council: Council) -> date:
    return rungs.falls_on(clock, rung, council)
