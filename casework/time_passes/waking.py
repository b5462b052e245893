"""When time alone could make something happen to a case or a contact: the rungs of its ladders, the advocacy steps,
its lapses.

`wakes_at` is a hint for the sweeps, never the truth (house, 17): worked out from the same rows that `lapse` and
`chase` read, so that a sweep costs what is due and not what is open.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from casework import clocks, days, rungs
from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact, Standing
from casework.councils import AdvocacyStep, Council, Form, Outside, Rung, Since, at, ladder
from casework.frozen import frozen
from casework.on_behalf import advocacy, agreeing
from casework.staff_answers import records
from casework.time_passes import confirming, inviting, lapse, lying_ready, nudging

REMEMBERED = 4096
"""Ladders by clock and days, and schedules by the days they count from: many cases share their days. *Taste.*"""


@frozen
class Due:
    """A row that falls due: when, which, the how-manieth time, and its place among the rows of its ladder.

    `again` counts how often it was put off by whoever was asked.
    """

    moment: datetime
    day: date
    place: int
    row: Rung | AdvocacyStep
    time: int
    again: int = 0


_MOMENT: Callable[[Due], datetime] = attrgetter("moment")
_DAY: Callable[[Due], date] = attrgetter("day")
_PLACE: Callable[[Due], int] = attrgetter("place")


@frozen
class Step:
    """A row that has fallen due: when, which, the how-manieth time, and the clock whose ladder it stands on."""

    moment: datetime
    row: Rung | AdvocacyStep
    time: int
    clock: Clock | None = None
    again: int = 0


@frozen
class Ladder:
    """Each single message that time asks for (R605) about one clock, or (without one) about an advocate, the earliest
    first: of a row that repeats, the last time it fell due and the next. `come` of them have come.
    """

    clock: Clock | None
    dues: Sequence[Due]
    come: int

    @property
    def next(self) -> datetime | None:
        """When it asks next."""
        return self.dues[self.come].moment if self.come < len(self.dues) else None

    def days(self) -> Iterator[list[Step]]:
        """The steps of each day that has come, the last day first; of one day in the ladder's order."""
        for _, of_one in groupby(reversed(self.dues[: self.come]), key=_DAY):
            yield [
                Step(each.moment, each.row, each.time, self.clock, each.again) for each in sorted(of_one, key=_PLACE)
            ]


def wakes_at(
    about: Case | Contact, council: Council, now: datetime, known: Iterable[Ladder] | None = None
) -> datetime | None:
    """The earliest moment after `now` at which time could make something happen to it; None for what is settled.
    `known` are its ladders, where they have been worked out already.
    """
    if isinstance(about, Contact) and about.standing is not Standing.WAITING:
        return None
    lapses = list(lapse.wakes(about, council)) if isinstance(about, Case) else []
    if any(moment <= now for moment in lapses):
        return now  # it was decided late: what time does next is due already
    over = isinstance(about, Case) and about.finished
    asking = () if over else ladders(about, council, now) if known is None else known
    coming = [each.next for each in asking]
    coming += lapses  # one that is settled may still close for good (R355)
    coming += [] if over else agreeing.wakes(about, council)
    coming += inviting.wakes(about, council)
    coming += lying_ready.wakes(about, council)
    if isinstance(about, Contact):
        coming += nudging.due(about, council), confirming.due(about, council)
    return min((moment for moment in coming if moment and moment > now), default=None)


def decided(before: Case, after: Case, council: Council, now: datetime) -> datetime | None:
    """The same when somebody has decided: at once, where a time limit began or moved and a step of it is due."""
    moved = after.clocks != before.clocks and not after.finished
    known = list(ladders(after, council, now))
    late = moved and any(each.come for each in known)
    return now if late else wakes_at(after, council, now, known)


def ladders(about: Case | Contact, council: Council, now: datetime) -> Iterator[Ladder]:
    """What time asks for about it: of each clock that runs, and of the advocacy schedule, unless nothing of it has come
    and a clock asks before it could: whether it is for them may take reading all that they wrote.
    """
    today, soonest = days.today(now), None
    for running in about.clocks:
        if clocks.is_running(running):
            dues: Sequence[Due] = _climbed(council, running.name, running.day_0, running.due, today)
            if isinstance(about, Case) and (again := list(_put_off(about, running, council))):
                dues = sorted((*dues, *again), key=_MOMENT)
            asked = Ladder(running, dues, bisect_right(dues, now, key=_MOMENT))
            soonest = min(filter(None, (soonest, asked.next)), default=None)
            yield asked
    if isinstance(about, Case) and (about.settled or not advocacy.is_for(about)):
        return
    if soonest and soonest <= _never_before(council, days.today(about.received)):
        return
    if advocacy.is_for(about):
        dues = _offered(council, tuple(advocacy.begins(about, since) for since in Since), today)
        yield Ladder(None, dues, bisect_right(dues, now, key=_MOMENT))


@lru_cache(maxsize=REMEMBERED)
def _climbed(council: Council, clock: str, day_0: date, due: date, today: date) -> tuple[Due, ...]:
    found = []
    for place, rung in enumerate(ladder(council, clock)):
        if rung.form is Form.SINGLE:
            hour = at(rung.at).hour or council.hours.staff.opens
            first = rungs.reached_on(rung, day_0, due, council)
            found += [_due(moment, place, rung, nth) for nth, moment in _times(first, rung.every, hour, council, today)]
    return tuple(sorted(found, key=_MOMENT))


def _put_off(case: Case, clock: Clock, council: Council) -> Iterator[Due]:
    """What somebody put off until tomorrow is asked again then, unless the ladder's next step comes that day (R603)."""
    put_off = list(records.put_off(case, clock))
    if not put_off:
        return
    single = {rung.name: rung for rung in ladder(council, clock.name) if rung.form is Form.SINGLE}
    for moment, name, nth in put_off:
        overtaken = any(rungs.falls_on(clock, each, council) == days.today(moment) for each in single.values())
        if name in single and not overtaken:
            yield _due(moment, len(ladder(council, clock.name)) + nth, single[name], 0, again=nth)


@lru_cache(maxsize=REMEMBERED)
def _never_before(council: Council, received: date) -> datetime:
    """The first moment at which anything of the advocacy schedule could be asked about what came on that day."""
    calendar = council.calendars["EW"]
    opens = min(council.hours.public.opens, council.hours.staff.opens)
    if received < calendar.first:
        return days.at(received, opens)
    after = min((row.days for row in council.advocacy.values() if row.days and row.form is Form.SINGLE), default=0)
    return days.at(days.add(received, after, calendar), opens)


@lru_cache(maxsize=REMEMBERED)
def _offered(council: Council, begun: tuple[date | None, ...], today: date) -> tuple[Due, ...]:
    """`begun`: the day that each `Since` counts from, if it has come."""
    found: list[Due] = []
    calendar, since = council.calendars["EW"], dict(zip(Since, begun, strict=True))
    for place, row in enumerate(council.advocacy.values()):
        begins = since[row.since]
        if begins is None or not row.days or row.form is not Form.SINGLE:
            continue
        hours = council.hours.public if set(row.to) & set(Outside) else council.hours.staff
        if begins < calendar.first:
            continue  # from before the calendar begins: it came with a spreadsheet
        first = days.add(begins, row.days, calendar)
        found += [
            _due(moment, place, row, nth) for nth, moment in _times(first, row.every, hours.opens, council, today)
        ]
    return tuple(sorted(found, key=_MOMENT))


def _due(moment: datetime, place: int, row: Rung | AdvocacyStep, nth: int, *, again: int = 0) -> Due:
    return Due(moment, days.today(moment), place, row, nth, again)


def _times(first: date, every: int, hour: time, council: Council, today: date) -> Iterator[tuple[int, datetime]]:
    """R603: of something that repeats only the last time matters, and when it comes again. Until office hours begin
    the last time was not today's.
    """
    calendar = council.calendars["EW"]
    gone = days.between(first, today, calendar) // every if every else 0
    for nth in range(max(gone - 1, 0), gone + 2) if every else (0,):
        yield nth, days.at(days.on_or_after(days.add(first, nth * every, calendar), calendar), hour)
