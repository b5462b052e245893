"""Someone decides. The row of MOVES says what follows; this reads it, and returns the Change.

A decision is checked before anything is made of it: the state, the role, the facts the row needs, and the row's
refusals. What it breaks is said in a sentence, with the rule (`RuleBroken`). The timer's decisions (`lapse`) come
through here too.
"""

from datetime import date

from casework import beginning, clocks, moves, refusals, reserved, standing, telling
from casework.cases import Case, Decision, StageRow, State, at_stage, stage
from casework.changes import Change
from casework.clocks import Clock
from casework.councils import Council
from casework.frozen import replace
from casework.letters import Posted, Said
from casework.moves.rows import ALL, QUESTION, Move
from casework.refusals import RuleBroken
from casework.time_passes import waking


def decide(case: Case, decision: Decision, council: Council) -> Change:
    """What follows from a decision about an open case. Raises RuleBroken."""
    row = moves.BY_NAME.get(decision.move)
    if row is None:
        raise RuleBroken("There is no such step.", "R003")
    return carried_out(row, case, decision, council)


def carried_out(row: Move, case: Case, decision: Decision, council: Council) -> Change:
    """The Change that a row makes of a case, and the letters that go. Raises RuleBroken."""
    at = stage(case, decision.stage) if decision.stage else case.current
    decision = replace(decision, rule=row.rule, case=case.reference, stage=at.stage if at else "")
    _check(row, case, at, decision, council)
    moved = row.records(case, decision, council) if row.records else case
    at = stage(moved, at.stage) if at else None
    if row.assigns and decision.facts.get("handler"):
        moved = replace(moved, handler=decision.facts["handler"])
    if at:
        moved = _moved_on(row, moved, at, decision, council)
    if row.opens:
        moved = beginning.begun(row, moved, at, decision, council)
    settles = {decision.facts.get("question", "") if each == QUESTION else each for each in row.settles}
    moved = reserved.asked_and_settled(moved, decision, council, settles)
    moved = replace(moved, decisions=(*case.decisions, decision))
    moved = replace(moved, wake_at=waking.decided(case, moved, council, decision.at))
    letters = telling.letters(row, case, moved, decision, council)
    withdrawn = queued_for_staff(case.said) if row.to or row.extends or row.assigns or row.opens else ()
    withdrawn += row.holds(case, decision) if row.holds else ()
    return Change(cases=(moved,), decisions=(decision,), letters=letters, withdrawn=withdrawn)


def queued_for_staff(said: tuple[Said, ...]) -> tuple[str, ...]:
    """R604: what was about to be asked of staff is taken back when it has been answered; alarms are never taken
    back.
    """
    return tuple(
        each.name for each in said if each.posted is Posted.QUEUED and each.staff and each.words not in telling.ALERTS
    )


def _check(row: Move, case: Case, at: StageRow | None, decision: Decision, council: Council) -> None:
    follows = moves.fits(row, case, at, council) if at else State.NEW in row.since
    if not follows:
        raise RuleBroken("The case has moved on since: this step does not follow from where it stands now.", row.rule)
    course = council.procedures[at.course if at else decision.facts["course"]]
    if not moves.decider(row, course, (decision.role,)):
        raise RuleBroken(f"This is for the {' or '.join(moves.deciders(row, course, council))} to decide.", row.rule)
    missing = [need for need in moves.needs(row, case, at) if not decision.facts.get(need, "").strip()]
    if missing:
        raise RuleBroken(f"Still needed: {', '.join(need.replace('_', ' ') for need in missing)}.", row.rule)
    if sentence := refusals.still_to_come(row.on, decision):
        raise RuleBroken(sentence, "R113")
    for refusal in row.refusals:
        if sentence := refusal(case, decision, council):
            raise RuleBroken(sentence, row.rule)


def _moved_on(row: Move, case: Case, at: StageRow, decision: Decision, council: Council) -> Case:
    """The stage the decision is about, and its clocks, after it."""
    day = beginning.happened_on(row, decision)
    stopped = {
        name
        for what in row.stops
        for name in (standing.every(case, at, council) if what == ALL else _about(what, row, case, at, council))
    }
    longer = {name for what in row.extends for name in _about(what, row, case, at, council)}
    kept = tuple(_clock_after(each, stopped, longer, day, decision, council) for each in case.clocks)
    runs = {each.name for each in kept if each.stopped is None}
    started = tuple(
        clocks.start(council, name, beginning.event_day(since, case, decision, council), stated=_stated(name, decision))
        for what, since in row.starts
        for name in _about(what, row, case, at, council)
        if name not in runs  # Stage 2 may have begun with the request (R410)
    )
    case = replace(case, clocks=(*kept, *started))
    after = beginning.counted(case, _stage_after(row, case, at, day, council), council)
    return reserved.without_object(at_stage(case, after), after)


def _stated(name: str, decision: Decision) -> date | None:
    """R346: the date that stands in the letter."""
    given = decision.facts.get(f"{name}_due")
    return date.fromisoformat(given) if given else None


def _about(what: str, row: Move, case: Case, at: StageRow, council: Council) -> tuple[str, ...]:
    """The clocks a row means: of the issues' own courses, where it is about one of several (R211)."""
    return standing.named(what, case, at, council, only=beginning.meant(row, case, at, council))


def _clock_after(
    clock: Clock, stopped: set[str], longer: set[str], day: date, decision: Decision, council: Council
) -> Clock:
    """R408: an extension is a total from the same day 0."""
    if clock.stopped is not None:
        return clock
    if clock.name in stopped and not (clocks.is_held(clock) and moves.BY_NAME[decision.move].answers):
        return clocks.stop(clock, day)  # what waits is not answered yet (R231)
    return clocks.extend(clock, council, decision.facts.get("reason", "")) if clock.name in longer else clock


def _stage_after(row: Move, case: Case, at: StageRow, day: date, council: Council) -> StageRow:
    """R357: an answered stage is resolved, whatever follows; `escalated` is only for one left unanswered."""
    to = row.to or at.state
    window = standing.window(case, at, council)
    if row.answers and not window:
        to = State.CLOSED
    if row.opens and at.responded and window and clocks.is_running(window):
        to = State.RESPONDED  # the other issues' time to ask still runs (R211)
    if to is State.ON_HOLD and not standing.all_held(case, at, council):
        to = at.state  # the other issues go on (R231)
    if row.answers and standing.held(case, at, council):
        return replace(at, state=State.ON_HOLD, responded=day)  # the points that wait are answered later (R231)
    at = replace(at, state=to, step=at.step if row.step is None else row.step)
    if row.answers:
        return replace(at, responded=day, closed=day, closure=row.closes)
    ended = row.closes and at.closed is None
    return replace(at, closed=day, closure=row.closes) if ended else at
