"""Holds under regulation 8, issue by issue (R231, R232, R353, R409): what must wait for a court, the police or another
inquiry, because looking into it would do that harm. Nothing else ever stops a complaint's clock.
"""

from datetime import date

from casework import clocks, days, reserved, standing
from casework.cases import Case, Decision, StageRow, State, issues, stage
from casework.clocks import Clock
from casework.councils import TEAM, Council, Tell
from casework.frozen import replace
from casework.moves.rows import HELD, LIVE, MANAGER, Move

TOLD = Tell(young="email.held", adult="email.held", chat="email.held")
LIFTED = Tell(young="email.hold_lifted", adult="email.hold_lifted", chat="email.hold_lifted")
POINTS, REVIEW = "held_points", "hold_review"


def points(decision: Decision) -> frozenset[int]:
    """The issues that a decision names."""
    return frozenset(int(each) for each in decision.facts.get(POINTS, "").split("|") if each.isdigit())


def something_is_held(case: Case, at: StageRow, council: Council) -> bool:
    """Whether part of a stage waits."""
    return bool(standing.held(case, at, council))


def asked_about_hold(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the question of a hold waits."""
    del at, council
    return reserved.one(case, "hold") is not None


def not_its_points(case: Case, decision: Decision, council: Council) -> str | None:
    """R231: a hold names points of this stage, and points that do not wait already."""
    at = stage(case, decision.stage)
    mine = {each.number for each in issues(case, at)} if at else set()
    named = points(decision)
    if not named or not named <= mine:
        return "Say which points must wait. Being in court is not by itself a reason: each point needs its own."
    return "One of these points waits already." if at and named & standing.held(case, at, council) else None


def not_held(case: Case, decision: Decision, council: Council) -> str | None:
    """R409: what does not wait cannot go on."""
    at = stage(case, decision.stage)
    held = standing.held(case, at, council) if at else frozenset()
    return None if points(decision) and points(decision) <= held else "Say which of the points that wait go on now."


def held(case: Case, decision: Decision, council: Council) -> Case:
    """The case with those points of the stage waiting; for the others its clocks go on."""
    at = stage(case, decision.stage)
    if at is None:
        return case
    among = frozenset(each.number for each in issues(case, at))
    kept = [new for each in case.clocks for new in _suspended(each, among, decision, standing.every(case, at, council))]
    if not any(each.name == REVIEW and each.stopped is None for each in kept):
        kept.append(clocks.start(council, REVIEW, days.today(decision.at)))
    return replace(case, clocks=tuple(kept), marks=case.marks | {"legal_proceedings"})


def lifted(case: Case, decision: Decision, council: Council) -> Case:
    """The case with those points going on: what was left of their days runs from today (R409)."""
    at, today = stage(case, decision.stage), days.today(decision.at)
    if at is None:
        return case
    among = frozenset(each.number for each in issues(case, at))
    named = points(decision)
    mine = standing.every(case, at, council)
    case = replace(
        case,
        clocks=tuple(
            new
            for each in case.clocks
            for new in (_going_on(each, among, named, council, today) if each.name in mine else (each,))
        ),
    )
    if standing.held(case, at, council):
        return case
    ended = (clocks.stop(each, today) if each.name == REVIEW and not each.stopped else each for each in case.clocks)
    return replace(case, clocks=tuple(ended))


def _going_on(
    clock: Clock, among: frozenset[int], named: frozenset[int], council: Council, today: date
) -> tuple[Clock, ...]:
    mine = clocks.runs_for(clock, among)
    if not _waits(clock) or not mine & named:
        return (clock,)
    if mine <= named:
        return (clocks.lift(clock, council, today),)
    return replace(clock, issues=mine - named), clocks.lift(replace(clock, issues=mine & named), council, today)


def _suspended(clock: Clock, among: frozenset[int], decision: Decision, mine: tuple[str, ...]) -> tuple[Clock, ...]:
    named = points(decision) & clocks.runs_for(clock, among)
    if clock.name not in mine or not clock.terms.may_hold or not clocks.is_running(clock) or not named:
        return (clock,)
    return clocks.hold_some(clock, named, among, days.today(decision.at), decision.facts["proceedings"])


def _waits(clock: Clock) -> bool:
    return clock.stopped is None and clocks.is_held(clock) and clock.terms.may_hold


ROWS: tuple[Move, ...] = (
    Move(
        "ask_hold", "R231", "Part of it may have to wait for a court: ask",
        since=LIVE, by=TEAM, needs=(POINTS, "proceedings", "why"), refusals=(not_its_points,),
    ),
    Move(
        "hold", "R231", "Hold points: a court or another inquiry has them",
        since=LIVE, to=State.ON_HOLD, by=MANAGER, settles=("hold",),
        needs=(POINTS, "proceedings", "why", "legal_view", "parts_no", "parts_ok"), tells=(TOLD,), records=held,
        refusals=(not_its_points,),
    ),
    Move(
        "decline_hold", "R273", "Nothing has to wait",
        since=LIVE, by=MANAGER, when=asked_about_hold, settles=("hold",), needs=("why",),
    ),
    Move(
        "review_hold", "R231", "I looked again: it must still wait",
        since=LIVE | HELD, by=MANAGER, when=something_is_held, needs=("why",), stops=(REVIEW,),
        starts=((REVIEW, "today"),),
    ),
    Move(
        "lift_hold", "R409", "What had to wait goes on",
        since=LIVE | HELD, to=State.OPEN, by=MANAGER, when=something_is_held, needs=(POINTS, "parts_ok"),
        tells=(LIFTED,), records=lifted, refusals=(not_held,),
    ),
)  # fmt: skip
