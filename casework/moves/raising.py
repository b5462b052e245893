"""Points that are added, put right or moved to another procedure, each keeping its own rights (R211, R212, R415)."""

from datetime import date

from casework import clocks, days, standing
from casework.cases import Case, Decision, Issue, StageRow, at_stage, stage
from casework.councils import TEAM, Council, courses_for
from casework.frozen import replace
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Service
from casework.moves.rows import COMPLAINTS, LIVE, MANAGER, STAGE_1, UNSETTLED, Move

PLAIN = frozenset({""})


def _named(decision: Decision, case: Case) -> Issue | None:
    number = decision.facts.get("issue", "1")
    return next((each for each in case.issues if str(each.number) == number), None)


def added(case: Case, decision: Decision, council: Council) -> Case:
    """A point more; under another procedure it starts that one's clock, from the day it was raised."""
    facts, at = decision.facts, stage(case, decision.stage)
    one = Issue(
        number=max(each.number for each in case.issues) + 1,
        text=facts["summary_plain"],
        procedure=Procedure(facts["to_procedure"]),
        service=Service(facts.get("service", Service.UNKNOWN)),
        category_b=CategoryB(facts["category_b"]) if facts.get("category_b") else None,
        category_d=CategoryD(facts["category_d"]) if facts.get("category_d") else None,
    )
    case = replace(case, issues=(*case.issues, one))
    if at is None:
        return case
    joined = replace(at, issues=(*at.issues, one.number)) if at.issues else at
    return _timed(at_stage(case, joined), joined, _raised(case, decision), frozenset({one.number}), council)


def changed(case: Case, decision: Decision, council: Council) -> Case:
    """What was written of it, put right; its rights stay as they are."""
    del council
    one, facts = _named(decision, case), decision.facts
    if one is None:
        return case
    new = replace(
        one,
        text=facts.get("summary_plain") or one.text,
        service=Service(facts["service"]) if facts.get("service") else one.service,
        category_b=CategoryB(facts["category_b"]) if facts.get("category_b") else one.category_b,
        category_d=CategoryD(facts["category_d"]) if facts.get("category_d") else one.category_d,
    )
    return _with(case, new)


def moved(case: Case, decision: Decision, council: Council) -> Case:
    """It goes on under another procedure, timed from the same receipt: nobody loses days by it."""
    one, at = _named(decision, case), stage(case, decision.stage)
    if one is None or at is None:
        return case
    before = standing.named("clock", case, at, council)
    case = _with(case, replace(one, procedure=Procedure(decision.facts["to_procedure"])))
    lead = case.issues[0].procedure
    case = replace(case, procedure=lead)
    if at.course not in {each.procedure.value for each in case.issues}:
        at = replace(at, course=_course(lead, council))
        case = at_stage(case, at)
    gone = set(before) - set(standing.named("clock", case, at, council))
    stopped = tuple(clocks.stop(each, days.today(decision.at)) if each.name in gone else each for each in case.clocks)
    return _timed(replace(case, clocks=stopped), at, days.today(case.received), frozenset({one.number}), council)


def no_such_issue(case: Case, decision: Decision, council: Council) -> str | None:
    """R211: a point of this case is named by its number."""
    del council
    return None if _named(decision, case) else "There is no point of that number here."


def has_no_such_stage(case: Case, decision: Decision, council: Council) -> str | None:
    """R415: what cannot be answered together is its own case."""
    at, to = stage(case, decision.stage), Procedure(decision.facts["to_procedure"])
    course = next(iter(courses_for(council, Kind.COMPLAINT, to)), None)
    if at is None or course is None or all(each.name != at.stage for each in course.stages):
        return "This cannot be answered together with the rest. Open a case of its own for it."
    return None


def next_stage_is_asked(case: Case, decision: Decision, council: Council) -> str | None:
    """R212: a statutory point whose next stage was asked for is not called something else now."""
    del council
    one = _named(decision, case)
    asked = any(row.course == standing.STATUTORY and row.stage != "stage1" for row in case.stages)
    if one and one.procedure is Procedure.STATUTORY and asked:
        return "Stage 2 has been asked for under the children’s procedure, so this point stays in it (LG 22 009 191)."
    return None


def _timed(case: Case, at: StageRow, day: date, numbers: frozenset[int], council: Council) -> Case:
    """With the clocks of every course that is answered here, from that day where they do not run yet."""
    runs = {each.name for each in case.clocks if each.stopped is None}
    new = [name for name in standing.named("clock", case, at, council) if name not in runs]
    begun = tuple(replace(clocks.start(council, name, day), issues=numbers) for name in new)
    return replace(case, clocks=(*case.clocks, *begun))


def _raised(case: Case, decision: Decision) -> date:
    given = decision.facts.get("raised_on")
    return date.fromisoformat(given) if given else days.today(case.received)


def _course(procedure: Procedure, council: Council) -> str:
    return courses_for(council, Kind.COMPLAINT, procedure)[0].name


def _with(case: Case, new: Issue) -> Case:
    return replace(case, issues=tuple(new if each.number == new.number else each for each in case.issues))


CATEGORIES = ("service", "category_b", "category_d")

ROWS: tuple[Move, ...] = (
    Move(
        "add_issue", "R415", "Add a point that is answered together with the rest",
        since=LIVE, by=TEAM, stages=STAGE_1, steps=PLAIN, kinds=COMPLAINTS, needs=("summary_plain", "to_procedure"),
        may=("raised_on", *CATEGORIES), on="raised_on", records=added, refusals=(has_no_such_stage,),
    ),
    Move(
        "change_issue", "R270", "Put right what was written of a point",
        since=UNSETTLED, by=TEAM, whole=True, needs=("issue",), may=("summary_plain", *CATEGORIES), records=changed,
        refusals=(no_such_issue,),
    ),
    Move(
        "reclassify", "R212", "A point belongs under another procedure",
        since=LIVE, by=MANAGER, stages=STAGE_1, steps=PLAIN, kinds=COMPLAINTS, needs=("issue", "to_procedure", "why"),
        records=moved, refusals=(no_such_issue, has_no_such_stage, next_stage_is_asked),
    ),
)  # fmt: skip
