"""Where a stage of a case stands: its course, its clocks by what they are for, and what may follow it.

A stage may be answered jointly for issues of several procedures (R211); each of them keeps its own clock and window.
"""

from functools import lru_cache

from casework.cases import Case, Closure, StageRow, issues, stage
from casework.clocks import Clock, is_held, runs_for
from casework.councils import Council, Course, S1Breach, Stage, courses_for
from casework.councils.courses import stage as stage_of
from casework.labels import Kind

STATUTORY = "statutory"
PARTS = ("clock", "acknowledge", "window")

REMEMBERED = 256
"""Stages by their courses: what plays which part in them is asked several times of every case. *Taste.*"""


def courses(case: Case, at: StageRow, council: Council) -> frozenset[str]:
    """The courses whose rights stand at this stage: its own, and those of issues answered jointly with it (R211)."""
    return _courses(council, at.course, at.stage, _joint(case, at))


def definition(at: StageRow, council: Council) -> Stage:
    """The profile's row for this stage."""
    return _stage(at.course, at.stage, council) or council.procedures[at.course].stages[-1]


def named(what: str, case: Case, at: StageRow, council: Council, only: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The clocks of a stage that play this part: `clock`, `acknowledge` or `window`; or the clock of that very name.

    `only` some of the courses answered here, where a row is about them.
    """
    return _named(council, what, at.course, at.stage, _joint(case, at), only) if what in PARTS else (what,)


def every(case: Case, at: StageRow, council: Council) -> tuple[str, ...]:
    """Every clock that belongs to a stage."""
    here = definition(at, council)
    parts = (name for part in PARTS for name in named(part, case, at, council))
    return tuple(dict.fromkeys((*parts, *here.also, *here.then, *here.within)))


def running(case: Case, at: StageRow, council: Council) -> Clock | None:
    """The time limit on this stage's answer, the earliest of several (R415), unless it was stopped."""
    wanted = (*named("clock", case, at, council), *definition(at, council).then)
    found = [each for each in case.clocks if each.stopped is None and each.name in wanted]
    return min(found, key=lambda each: (is_held(each), each.due), default=None)


def window(case: Case, at: StageRow, council: Council) -> Clock | None:
    """The time to ask for the next stage, of several the last that still runs; else the last that is over (R211)."""
    wanted = named("window", case, at, council)
    found = [each for each in reversed(case.clocks) if each.name in wanted]
    return max(found, key=lambda each: each.stopped is None, default=None)


def onward(
    case: Case, at: StageRow, council: Council, *, but: frozenset[str] = frozenset()
) -> tuple[Course, Stage] | None:
    """The course and the stage that this one leads to, in courses not in `but`; None where it ends here."""
    for name in sorted(courses(case, at, council) - but, key=lambda name: name != at.course):
        course, here = council.procedures[name], _stage(name, at.stage, council)
        if here and (there := stage_of(course, here.next)):
            return course, there
    return None


def complaints(case: Case, council: Council) -> tuple[Course, ...]:
    """The courses in which the lead issue is a complaint (R387)."""
    return courses_for(council, Kind.COMPLAINT, case.issues[0].procedure)


def own(case: Case, council: Council) -> tuple[StageRow, ...]:
    """The stages in which the council itself answers a complaint, oldest first."""
    rows = ((row, council.procedures[row.course]) for row in case.stages)
    return tuple(row for row, course in rows if course.kind is Kind.COMPLAINT and not course.beside)


def back(case: Case, council: Council) -> tuple[Course, Stage]:
    """R392: where the council goes on when the Ombudsman sends it back: the stage after its last, or its first."""
    before = own(case, council)
    if not before:
        course = complaints(case, council)[0]
        return course, course.stages[0]
    return onward(case, before[-1], council) or (council.procedures[before[-1].course], definition(before[-1], council))


def counts(case: Case, council: Council) -> bool:
    """Whether reports count it: not what nobody's name is under (R233), nor what another record stands for (R386)."""
    if "counted_elsewhere" in case.marks:
        return False
    return "anonymous" not in case.marks or council.choices.anonymous_counted


def goes_on_elsewhere(case: Case, at: StageRow, council: Council) -> bool:
    """Whether a stage that is no statutory one follows, and has not begun, or was given up again."""
    return _not_under_way(case, onward(case, at, council, but=frozenset({STATUTORY})))


def not_yet_further(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the stage that follows has not begun: it begins by itself once (R366)."""
    found = _further(case, at, council)
    return found is not None and stage(case, found[1].name) is None


def held(case: Case, at: StageRow, council: Council) -> frozenset[int]:
    """The issues of a stage that wait for a court or another inquiry (R231)."""
    among, mine = frozenset(each.number for each in issues(case, at)), every(case, at, council)
    waiting = [each for each in case.clocks if each.name in mine and each.stopped is None and is_held(each)]
    return frozenset().union(*(runs_for(each, among) for each in waiting if each.terms.may_hold))


def waiting(case: Case) -> frozenset[int]:
    """The issues of a case that wait, whatever its stage."""
    everything = frozenset(each.number for each in case.issues)
    held = (each for each in case.clocks if each.terms.may_hold and each.stopped is None and is_held(each))
    return frozenset().union(*(runs_for(each, everything) for each in held))


def all_held(case: Case, at: StageRow, council: Council) -> bool:
    """Whether every issue of a stage waits (R353)."""
    return held(case, at, council) >= {each.number for each in issues(case, at)}


def not_under_way(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the stage that follows has not begun, or was given up again (R366)."""
    return _not_under_way(case, _further(case, at, council))


def can_be_extended(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the stage's time limit may be made longer at all."""
    clock = running(case, at, council)
    return clock is not None and clock.terms.extend_to is not None


def goes_to_stage_2_by_itself(case: Case, at: StageRow, council: Council) -> bool:
    """R366: whether an unanswered Stage 1 becomes Stage 2 here, without anyone asking."""
    automatic = council.choices.s1_breach_action is S1Breach.AUTOMATIC_STAGE2
    return automatic and STATUTORY in courses(case, at, council) and not_yet_further(case, at, council)


def _further(case: Case, at: StageRow, council: Council) -> tuple[Course, Stage] | None:
    """The stage that follows: Stage 2 wherever one of the issues is statutory, whatever leads (R211)."""
    here = courses(case, at, council)
    return onward(case, at, council, but=here - {STATUTORY} if STATUTORY in here else frozenset())


def _not_under_way(case: Case, found: tuple[Course, Stage] | None) -> bool:
    there = stage(case, found[1].name) if found else None
    return found is not None and (there is None or there.closure is Closure.NOT_PURSUED)


def _joint(case: Case, at: StageRow) -> frozenset[str]:
    """The procedures of the issues of a stage."""
    return frozenset([each.procedure.value for each in issues(case, at)])


@lru_cache(maxsize=REMEMBERED)
def _courses(council: Council, course: str, stage: str, joint: frozenset[str]) -> frozenset[str]:
    return frozenset({course, *[name for name in joint if _stage(name, stage, council)]})


@lru_cache(maxsize=REMEMBERED)
def _named(
    council: Council, what: str, course: str, stage: str, joint: frozenset[str], only: frozenset[str]
) -> tuple[str, ...]:
    others = _courses(council, course, stage, joint) - {course}
    rows = [_stage(name, stage, council) for name in (course, *sorted(others)) if not only or name in only]
    return tuple(dict.fromkeys([name for row in rows if row and (name := getattr(row, what))]))


def _stage(course: str, stage: str, council: Council) -> Stage | None:
    found = council.procedures.get(course)
    return stage_of(found, stage) if found else None
