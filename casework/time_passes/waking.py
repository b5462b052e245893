"""When time alone could make something happen to a case or a contact: the rungs of its ladders, the advocacy steps,
its lapses.

`wakes_at` is a hint for the sweeps, never the truth (house, 17): worked out from the same rows that `lapse` and
`chase` read, so that a sweep costs what is due and not what is open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from casework import clocks, days
from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact, Standing
from casework.councils import AdvocacyStep, Council, Form, Outside, Rung, at, ladder
from casework.on_behalf import advocacy, agreeing
from casework.same import Same
from casework.staff_answers import records
from casework.time_passes import confirming, inviting, lapse, lying_ready, nudging

LADDERS = 4096
"""Clocks by name and days whose steps are remembered: many cases share their days. *Taste.*"""


@dataclass(frozen=True, slots=True)
class Step:
    """A row that has fallen due or will: when, which, the how-manieth time, and the clock whose ladder it stands on.

    `again` counts how often it was put off by whoever was asked.
    """

    moment: datetime
    row: Rung | AdvocacyStep
    time: int
    clock: Clock | None = None
    again: int = 0


def wakes_at(
    about: Case | Contact, council: Council, now: datetime, known: Iterable[Step] | None = None
) -> datetime | None:
    """The earliest moment after `now` at which time could make something happen to it; None for what is settled.
    `known` are its steps, where they have been worked out already.
    """
    if isinstance(about, Contact) and about.standing is not Standing.WAITING:
        return None
    lapses = list(lapse.wakes(about, council)) if isinstance(about, Case) else []
    if any(moment <= now for moment in lapses):
        return now  # it was decided late: what time does next is due already
    over = isinstance(about, Case) and about.finished
    coming = [] if over else [step.moment for step in (steps(about, council, now) if known is None else known)]
    coming += lapses  # one that is settled may still close for good (R355)
    coming += [] if over else agreeing.wakes(about, council)
    coming += inviting.wakes(about, council)
    coming += lying_ready.wakes(about, council)
    if isinstance(about, Contact):
        coming += filter(None, (nudging.due(about, council), confirming.due(about, council)))
    return min((moment for moment in coming if moment > now), default=None)


def decided(before: Case, after: Case, council: Council, now: datetime) -> datetime | None:
    """The same when somebody has decided: at once, where a time limit began or moved and a step of it is due."""
    moved = after.clocks != before.clocks and not after.finished
    known = list(steps(after, council, now))
    late = moved and any(step.moment <= now for step in known)
    return now if late else wakes_at(after, council, now, known)


def steps(about: Case | Contact, council: Council, now: datetime) -> Iterator[Step]:
    """Each single message that time asks for (R605): of a row that repeats, the last time it fell due and the next."""
    for running in about.clocks:
        if clocks.is_running(running):
            yield from _climbed(running, council, now)
            if isinstance(about, Case):
                yield from _put_off(about, running, council)
    if advocacy.is_for(about) and not (isinstance(about, Case) and about.settled):
        yield from _offered(about, council, now)


def _climbed(clock: Clock, council: Council, now: datetime) -> Iterator[Step]:
    found = _rungs(Same(council), clock.name, clock.day_0, clock.due, days.today(now))
    return (Step(moment, rung, nth, clock) for moment, rung, nth in found)


@lru_cache(maxsize=LADDERS)
def _rungs(
    one: Same[Council], clock: str, day_0: date, due: date, today: date
) -> tuple[tuple[datetime, Rung, int], ...]:
    council, found = one.value, []
    for rung in ladder(council, clock):
        if rung.form is Form.SINGLE:
            hour = at(rung.at).hour or council.hours.staff.opens
            first = clocks.reached_on(rung, day_0, due, council)
            found += [(moment, rung, nth) for nth, moment in _times(first, rung.every, hour, council, today)]
    return tuple(found)


def _put_off(case: Case, clock: Clock, council: Council) -> Iterator[Step]:
    """What somebody put off until tomorrow is asked again then, unless the ladder's next step comes that day (R603)."""
    put_off = list(records.put_off(case, clock))
    if not put_off:
        return
    rungs = {rung.name: rung for rung in ladder(council, clock.name) if rung.form is Form.SINGLE}
    for moment, name, nth in put_off:
        overtaken = any(clocks.falls_on(clock, each, council) == days.today(moment) for each in rungs.values())
        if name in rungs and not overtaken:
            yield Step(moment, rungs[name], 0, clock, again=nth)


def _offered(about: Case | Contact, council: Council, now: datetime) -> Iterator[Step]:
    for row in council.advocacy.values():
        begins = advocacy.begins(about, row.since)
        if begins is None or not row.days or row.form is not Form.SINGLE:
            continue
        hours = council.hours.public if set(row.to) & set(Outside) else council.hours.staff
        if begins < council.calendars["EW"].first:
            continue  # from before the calendar begins: it came with a spreadsheet
        first = days.add(begins, row.days, council.calendars["EW"])
        for nth, moment in _times(first, row.every, hours.opens, council, days.today(now)):
            yield Step(moment, row, nth)


def _times(first: date, every: int, hour: time, council: Council, today: date) -> Iterator[tuple[int, datetime]]:
    """R603: of something that repeats only the last time matters, and when it comes again. Until office hours begin
    the last time was not today's.
    """
    calendar = council.calendars["EW"]
    gone = days.between(first, today, calendar) // every if every else 0
    for nth in range(max(gone - 1, 0), gone + 2) if every else (0,):
        yield nth, days.at(days.on_or_after(days.add(first, nth * every, calendar), calendar), hour)
