"""How a stage begins: its row, and the clocks that the event which begins it sets running (section 3.1).

Which clocks those are, and from which event each counts, stands in the profile; here is only what day an event was.
"""

from datetime import date, datetime

from casework import clocks, days, standing, telling
from casework.cases import Case, Decision, StageRow, State, at_stage
from casework.clocks import Clock
from casework.councils import Council, Course, DayZero, Stage, Stage2Start, Unit
from casework.councils.courses import stage as stage_of
from casework.frozen import replace
from casework.moves.rows import BACK, COMPLAINT, FIRST, NEXT, Move

REQUESTS = (DayZero.STAGE2_REQUEST, DayZero.REVIEW_REQUEST, DayZero.PANEL_REQUEST)


def begun(row: Move, case: Case, at: StageRow | None, decision: Decision, council: Council) -> Case:
    """The case with the stage that the row opens, and the clocks that start with it."""
    course, there = _leads_to(row, case, at, decision, council)
    at_first = not case.stages or decision.facts.get("chosen_by") == "council"  # R418
    day = days.today(case.received) if at_first else happened_on(row, decision)
    mine = tuple(each.number for each in case.issues if each.procedure.value == course.name)
    mine = mine if at and len(mine) < len(case.issues) else ()
    opened = StageRow(there.name, course.name, State.OPEN, received=day, day_0=day, step=there.step, issues=mine)
    case = replace(case, stages=(*case.stages, opened))
    case = replace(case, clocks=(*case.clocks, *_clocks(case, opened, there, decision, council)))
    return at_stage(case, counted(case, opened, council))


def counted(case: Case, at: StageRow, council: Council) -> StageRow:
    """The stage with the day its answer's time limit counts from (S3): for Stage 2 the statement, not the request."""
    clock = standing.running(case, at, council)
    return replace(at, day_0=clock.day_0) if clock else at


def meant(row: Move, case: Case, at: StageRow, council: Council) -> frozenset[str]:
    """Which of the courses answered at a stage the row is about; all, if it says nothing of it."""
    if row.courses or row.opens != NEXT:
        return row.courses
    found = standing.onward(case, at, council, but=frozenset({standing.STATUTORY}))
    return frozenset({found[0].name}) if found else frozenset()


def asked_on(decision: Decision) -> date:
    """The London day on which the person asked: when their message arrived, not when somebody typed it (R113)."""
    given = decision.facts.get("asked_on")
    return date.fromisoformat(given) if given else days.today(decision.at)


def happened_on(row: Move, decision: Decision) -> date:
    """The London day on which what the row says happened: as was typed, else the day it was decided."""
    given = decision.facts.get(row.on)
    return date.fromisoformat(given) if given else asked_on(decision)


def event_day(since: str, case: Case, decision: Decision, council: Council) -> date:
    """The day a clock counts from, as a row names it: `today`, `delivery`, or a fact that holds a date."""
    match since:
        case "today":
            return asked_on(decision)
        case "delivery":
            return _delivered(case, decision, council)
        case _:
            return date.fromisoformat(decision.facts[since])


def _leads_to(row: Move, case: Case, at: StageRow | None, decision: Decision, council: Council) -> tuple[Course, Stage]:
    if row.opens == FIRST or at is None:
        course = council.procedures[decision.facts["course"]]
        return course, course.stages[0]
    if row.opens in council.procedures:
        course = council.procedures[row.opens]
        return course, course.stages[0]
    if row.opens == COMPLAINT:
        course = standing.complaints(case, council)[0]
        return course, course.stages[0]
    if row.opens == BACK:
        return standing.back(case, council)
    if row.opens == NEXT:
        others = standing.courses(case, at, council) - row.courses  # Stage 2 is not the review of what leads (R211)
        but = others if row.courses else frozenset({standing.STATUTORY})
        found = standing.onward(case, at, council, but=but)
        if found:
            return found
    course = council.procedures[at.course]
    return course, stage_of(course, row.opens) or course.stages[-1]


def _clocks(case: Case, opened: StageRow, there: Stage, decision: Decision, council: Council) -> tuple[Clock, ...]:
    """Those whose event is this one. What is acknowledged by the letter that goes now was acknowledged today."""
    names = (*standing.named("clock", case, opened, council), *there.also)
    started = [_started(name, case, opened, decision, council) for name in names]
    greeted = [_started(name, case, opened, decision, council) for name in (there.acknowledge,) if name]
    today = days.today(decision.at)
    return (*(each for each in started if each), *(clocks.stop(each, today) for each in greeted if each))


def _started(name: str, case: Case, opened: StageRow, decision: Decision, council: Council) -> Clock | None:
    terms = council.clocks[name]
    stated = decision.facts.get(f"{name}_due")
    if terms.unit is Unit.STATED and not stated:
        return None
    when = _happened(terms.day_0, case, opened, decision, council)
    return clocks.start(council, name, when, stated=date.fromisoformat(stated) if stated else None) if when else None


def _happened(
    event: DayZero, case: Case, opened: StageRow, decision: Decision, council: Council
) -> date | datetime | None:
    """When the event that a clock counts from was, if a stage's beginning is that event; None: it is yet to come."""
    if event is DayZero.RECEIPT or event is DayZero.LETTER or event in REQUESTS:
        return opened.day_0
    if event is DayZero.STAGE2_START:
        return opened.day_0 if council.choices.stage2_clock_start is Stage2Start.REQUEST else None
    if event is DayZero.ACKNOWLEDGEMENT:
        return days.today(decision.at)
    if event is DayZero.AWARE:
        return case.received if len(case.stages) == 1 else decision.at  # R343: when anybody here knew
    return None


def _delivered(case: Case, decision: Decision, council: Council) -> date:
    """R412: electronic and by hand the same day; first-class post the second working day after posting."""
    day = days.today(telling.leaves_at(case, decision.at, council))
    if decision.facts.get("sent_by") == "post":
        return days.add(day, council.choices.post_deemed, council.calendars["EW"])
    return day
