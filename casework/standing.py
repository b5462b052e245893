"""Where a stage of a case stands: its course, its clocks by what they are for, and what may follow it.

A stage may be answered jointly for issues of several procedures (R211); each of them keeps its own clock and window.
"""

from casework.cases import Case, StageRow, issues, stage
from casework.clocks import Clock
from casework.councils import Council, Course, S1Breach, Stage
from casework.councils.courses import stage as stage_of

STATUTORY = "statutory"
ROLES = ("clock", "acknowledge", "window")


def courses(case: Case, at: StageRow, council: Council) -> frozenset[str]:
    """The courses whose rights stand at this stage: its own, and those of issues answered jointly with it (R211)."""
    joint = {each.procedure.value for each in issues(case, at)}
    return frozenset({at.course, *(name for name in joint if _stage(name, at, council))})


def definition(at: StageRow, council: Council) -> Stage:
    """The profile's row for this stage."""
    return _stage(at.course, at, council) or council.procedures[at.course].stages[-1]


def named(what: str, case: Case, at: StageRow, council: Council, only: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The clocks of a stage that play this part: `clock`, `acknowledge` or `window`; or the clock of that very name.

    `only` some of the courses answered here, where a row is about them.
    """
    if what not in ROLES:
        return (what,)
    here = sorted(courses(case, at, council), key=lambda name: name != at.course)
    rows = [_stage(name, at, council) for name in here if not only or name in only]
    return tuple(dict.fromkeys(name for row in rows if row and (name := getattr(row, what))))


def every(case: Case, at: StageRow, council: Council) -> tuple[str, ...]:
    """Every clock that belongs to a stage."""
    also = definition(at, council).also
    return tuple(dict.fromkeys((*(name for role in ROLES for name in named(role, case, at, council)), *also)))


def running(case: Case, at: StageRow, council: Council) -> Clock | None:
    """The time limit on this stage's answer, the earliest of several (R415), unless it was stopped."""
    wanted = named("clock", case, at, council)
    found = [each for each in case.clocks if each.name in wanted and each.stopped is None]
    return min(found, key=lambda each: each.due, default=None)


def window(case: Case, at: StageRow, council: Council) -> Clock | None:
    """The time to ask for the next stage, the last of several, running or over."""
    wanted = named("window", case, at, council)
    return next((each for each in reversed(case.clocks) if each.name in wanted), None)


def onward(
    case: Case, at: StageRow, council: Council, *, but: frozenset[str] = frozenset()
) -> tuple[Course, Stage] | None:
    """The course and the stage that this one leads to, in courses not in `but`; None where it ends here."""
    for name in sorted(courses(case, at, council) - but, key=lambda name: name != at.course):
        course, here = council.procedures[name], _stage(name, at, council)
        if here and (there := stage_of(course, here.next)):
            return course, there
    return None


def goes_on_elsewhere(case: Case, at: StageRow, council: Council) -> bool:
    """Whether a stage that is no statutory one follows."""
    return onward(case, at, council, but=frozenset({STATUTORY})) is not None


def not_yet_further(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the stage that follows has not begun: it begins by itself once (R366)."""
    found = onward(case, at, council)
    return found is not None and stage(case, found[1].name) is None


def can_be_extended(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the stage's time limit may be made longer at all."""
    clock = running(case, at, council)
    return clock is not None and clock.terms.extend_to is not None


def goes_to_stage_2_by_itself(case: Case, at: StageRow, council: Council) -> bool:
    """R366: whether an unanswered Stage 1 becomes Stage 2 here, without anyone asking."""
    automatic = council.choices.s1_breach_action is S1Breach.AUTOMATIC_STAGE2
    return automatic and STATUTORY in courses(case, at, council) and not_yet_further(case, at, council)


def _stage(course: str, at: StageRow, council: Council) -> Stage | None:
    found = council.procedures.get(course)
    return stage_of(found, at.stage) if found else None
