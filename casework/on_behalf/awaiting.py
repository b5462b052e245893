"""A complaint from somebody whose authority nobody has seen yet (R351): it is asked for when it comes, and twice more;
if none comes a person closes it.

It is no state of its own: the time of the complaint runs all the while (R409), so that it can be late like any other.
Only where the profile says so does a corporate or adult one begin with the authority; what law fixes never does. A
young person's own complaint and an advocate's wait for nothing (R258).
"""

from datetime import date

from casework import clocks, days, standing
from casework.cases import Case, Decision, StageRow, at_stage, clock
from casework.clocks import Clock
from casework.councils import AuthorityClock, Council, Course, DayZero
from casework.frozen import replace
from casework.labels import Kind
from casework.on_behalf import acting, sharing
from casework.people import Part, Person

AUTHORITY = "authority"


def begun(people: tuple[Person, ...], course: Course, decision: Decision, council: Council) -> tuple[Clock, ...]:
    """The time in which authority must come, if a complaint begins with somebody who needs it."""
    if course.kind is not Kind.COMPLAINT or not any(each.part is Part.REPRESENTATIVE for each in people):
        return ()
    return (clocks.start(council, AUTHORITY, days.today(decision.at)),)


def waits(case: Case, at: StageRow, council: Council) -> bool:
    """Whether authority has been asked for, and none has come."""
    del at, council
    running = clock(case, AUTHORITY)
    return running is not None and running.stopped is None


def asked_of(case: Case, day: date) -> tuple[Person, ...]:
    """Who has shown none yet."""
    acts = (each for each in case.people[1:] if each.part is Part.REPRESENTATIVE and not each.left_out)
    return tuple(each for each in acts if not sharing.in_force(case, each.address, day))


def authorised(case: Case, decision: Decision, council: Council) -> Case:
    """The authority on record. If it is what was waited for nothing is asked any more (R351, R520)."""
    day = days.today(decision.at)
    waited = clock(case, AUTHORITY)
    case = acting.authorised(case, decision, council)
    if waited is None or waited.stopped or asked_of(case, day):
        return case
    stopped = tuple(clocks.stop(each, day) if each is waited else each for each in case.clocks)
    case = replace(case, clocks=stopped)
    return _begins_now(case, day, council) if council.choices.authority_clock is AuthorityClock.ON_AUTHORITY else case


def has_time_left(case: Case, decision: Decision, council: Council) -> str | None:
    """R351: they have twenty working days to show it, and are asked twice."""
    del council
    running = clock(case, AUTHORITY)
    if running and days.today(decision.at) <= running.due:
        return f"They have until {running.due.day} {running.due:%B %Y} to show that they may act. Ask them until then."
    return None


def _begins_now(case: Case, day: date, council: Council) -> Case:
    at = case.current
    if at is None or standing.STATUTORY in standing.courses(case, at, council):
        return case
    moved = tuple(_counted_from(each, day, council) for each in case.clocks)
    return at_stage(replace(case, clocks=moved), replace(at, day_0=day))


def _counted_from(running: Clock, day: date, council: Council) -> Clock:
    terms = running.terms
    if terms.day_0 is not DayZero.RECEIPT or terms.fixed or running.stopped:
        return running
    return clocks.recalculate(replace(running, day_0=day), council)
