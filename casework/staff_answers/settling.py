"""One answer of somebody here, whole: the record on the case, the letters that follow, and everybody else's buttons
gone (conversations 2.14).

Done never closes a case. More time is asked of the complaints manager, and moves the date only when they agree: then
date and holding letter are one Change (R274). Whoever is offered a case has it only once they take it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from casework import days, telling
from casework.cases import Case, Decision
from casework.changes import Change
from casework.councils import Council, Role, Staff
from casework.decide import decide
from casework.facts import delays, of_case, of_council
from casework.frozen import replace
from casework.letters import Letter
from casework.moves.rows import OFFERED_TO
from casework.people import member, reach
from casework.refusals import RuleBroken
from casework.staff_answers import asks, copies, records
from casework.staff_answers.asks import Given
from casework.staff_answers.records import RECORDS, Answer
from casework.staff_answers.tasks import task
from casework.time_passes import waking

DELAY = ("reason_plain", "done_so_far", "what_we_will_do")
NOTHING: Mapping[str, str] = MappingProxyType({})

STEPS = {
    Answer.NOT_MINE: (Role.CO, "choosing another manager"),
    Answer.DRAFT_READY: (Role.CO, "checking the draft reply"),
    Answer.REASON_GIVEN: (Role.CO, "the letter that says sorry for the delay"),
    Answer.CALL: (Role.CM, "a call to {acted_by}"),
}
"""What the complaints team owes after an answer."""


def settle(answer: Answer, given: Given, case: Case, council: Council, picked: Mapping[str, str] = NOTHING) -> Change:
    """What follows from an answer; `picked` is what was chosen or typed with it. Raises RuleBroken for one that the
    rules do not allow, or that came too late.
    """
    if answer is Answer.UNDONE:
        return _undone(given, case, council)
    _check(given, case, council)
    decision = _decision(answer, given, case, council, picked)
    follow = _FOLLOWS.get(answer, _noted)
    change = follow(given, replace(case, decisions=(*case.decisions, decision)), decision, council)
    others = copies.rewritten(answer, given, case, council) if RECORDS[answer].settles else Change()
    return _woken(_joined(change, others, decision), council, given.at)


def asker_told(change: Change, before: Case, decision: Decision, council: Council) -> Change:
    """More time given at the desk: whoever asked for it in a chat or by a link hears of it where they asked."""
    request = asks.more_time(before) if decision.move == "extend" else None
    asker, by = (member(council, who) for who in (request.by if request else "", decision.by))
    if request is None or asker is None or by is None:
        return change
    (case,) = change.cases
    filled = of_council(council, days.today(decision.at)) | of_case(case, council, decision.at)
    filled |= {"acted_by": by.name.partition(" ")[0] or by.id}
    once = f"{records.name(request)} at the desk"
    told = telling.to_staff("staff.more_time_agreed", asker, case, filled, decision.at, council, once=once)
    return replace(change, letters=(*change.letters, *told))


def _check(given: Given, case: Case, council: Council) -> None:
    if given.by.id in asks.kept_out(case, council):
        raise RuleBroken("You are named in this case, so somebody else must answer.", "R602")
    if asks.has_moved_on(given.letter, case) or records.settled_by(case, given.letter.ask):
        raise RuleBroken("The case has moved on since this was asked.", "R604")


def _decision(answer: Answer, given: Given, case: Case, council: Council, picked: Mapping[str, str]) -> Decision:
    about = asks.limit(given.letter.ask)
    facts = {"ask": given.letter.ask, "press": given.press, "where": given.where, **picked}
    if about:
        facts |= {"clock": about.clock, "due": about.due.isoformat(), "rung": about.rung}
    if answer is Answer.SNOOZED:
        facts["until"] = records.until(given.at, council).isoformat()
    role = _role(given.by, case)
    return Decision(case.reference, answer, given.by.id, role, given.at, RECORDS[answer].rule, facts=facts)


def _role(by: Staff, case: Case) -> str:
    return Role.RM if by.id == case.handler else min(by.roles, default="")


def _noted(given: Given, case: Case, decision: Decision, council: Council) -> Change:
    """Only the record, and a step for the complaints team where one follows."""
    return Change(cases=(case,), letters=_task(given, case, decision, council))


def _snoozed(given: Given, case: Case, decision: Decision, council: Council) -> Change:
    before = replace(case, decisions=case.decisions[:-1])
    clock = asks.clock_of(given.letter.ask, case)
    if clock is None or not records.may_snooze(before, clock, given.at):
        raise RuleBroken("This one can't wait until tomorrow: it is due, or was put off twice already.", "R604")
    return _noted(given, case, decision, council)


def _more_time(given: Given, case: Case, decision: Decision, council: Council) -> Change:
    clock, today = asks.clock_of(given.letter.ask, case), days.today(given.at)
    if clock is None or decision.facts.get("reason") not in asks.reasons(clock, today):
        raise RuleBroken("More time can no longer be asked for, or not for this reason.", "R274")
    reached = reach(Role.CM, council, today, excluded=asks.kept_out(case, council)).staff
    if reached is None:
        raise RuleBroken(f"Nobody who may agree to it is here. Call {council.team.phone}.", "R274")
    filled = copies.facts(given, case, council) | delays.plainly(decision.facts["reason"])
    filled["reasons"] = asks.reason(decision.facts["reason"])
    asked = telling.to_staff(
        "staff.more_time_asked", reached, case, filled, given.at, council, once=records.name(decision)
    )
    return Change(cases=(case,), letters=asked)


def _agreed(given: Given, case: Case, decision: Decision, council: Council) -> Change:
    """R274: the complaints manager says yes. The date moves and the letter that says so is written, or neither."""
    request = _request(given, case, Answer.MORE_TIME)
    facts = delays.plainly(request.facts["reason"]) | {
        name: decision.facts[name] for name in DELAY if decision.facts.get(name)
    }
    extend = Decision(
        case.reference, "extend", given.by.id, _as_manager(given, case, council), given.at, rule="",
        stage=_stage(request, case, council), facts={"reason": request.facts["reason"], **facts},
    )  # fmt: skip
    change = decide(case, extend, council)
    told = _to_asker("staff.more_time_agreed", request, decision, given, change.cases[0], council)
    return replace(change, letters=(*change.letters, *told))


def _refused(given: Given, case: Case, decision: Decision, council: Council) -> Change:
    request = _request(given, case, Answer.MORE_TIME)
    _as_manager(given, case, council)
    return Change(cases=(case,), letters=_to_asker("staff.more_time_refused", request, decision, given, case, council))


def _offered(given: Given, case: Case, decision: Decision, council: Council) -> Change:
    to = member(council, decision.facts.get("to", ""))
    if to is None or to not in asks.likely(case, council, days.today(given.at)):
        raise RuleBroken("They cannot take this one. Choose somebody else.", "R602")
    filled = copies.facts(given, case, council)
    offer = telling.to_staff("staff.offered", to, case, filled, given.at, council, once=records.name(decision))
    return Change(cases=(case,), letters=offer)


def _taken(given: Given, case: Case, decision: Decision, council: Council) -> Change:
    """Whoever it was offered to takes it: only now is it theirs."""
    del decision
    offer = _request(given, case, Answer.OFFERED)
    taken = Decision(
        case.reference, "take_over", given.by.id, OFFERED_TO, given.at, rule="", facts={"handler": given.by.id}
    )
    if offer.facts.get("to") != given.by.id:
        raise RuleBroken("It was offered to somebody else.", "R620")
    return decide(case, taken, council)


def _not_mine(given: Given, case: Case, decision: Decision, council: Council) -> Change:
    if given.letter.words != "staff.offered":
        return _noted(given, case, decision, council)
    offer = _request(given, case, Answer.OFFERED)
    return Change(cases=(case,), letters=_to_asker("staff.not_taken", offer, decision, given, case, council))


def _undone(given: Given, case: Case, council: Council) -> Change:
    """The answer counts as never given: what it wrote is withdrawn, and everybody is asked again."""
    back = records.to_undo(case, given.letter.ask, given.by.id, given.at)
    if back is None:
        raise RuleBroken("It is too late to take this back, or somebody has acted on it.", "R604")
    facts = {"ask": given.letter.ask, "press": given.press, "where": given.where, "undoes": records.name(back)}
    role, rule = _role(given.by, case), RECORDS[Answer.UNDONE].rule
    decision = Decision(case.reference, Answer.UNDONE, given.by.id, role, given.at, rule, facts=facts)
    kept = replace(case, decisions=(*case.decisions, decision))
    change = Change(cases=(kept,))
    again = copies.asked_again(given, kept, records.name(back), council)
    return _woken(_joined(change, again, decision), council, given.at)


def _request(given: Given, case: Case, what: Answer) -> Decision:
    """What the question rests on. The case already holds the answer to it: it is looked for before that."""
    before = replace(case, decisions=case.decisions[:-1])
    found = records.pending(before, given.letter.ask)
    if found is None or found.move != what:
        raise RuleBroken("This was answered already, or taken back.", "R604")
    return found


def _as_manager(given: Given, case: Case, council: Council) -> str:
    """R274, R601: the complaints manager's to decide, or whoever stands in for them today."""
    reached = reach(Role.CM, council, days.today(given.at), excluded=asks.kept_out(case, council)).staff
    if Role.CM in given.by.roles or (reached and reached.id == given.by.id):
        return Role.CM
    raise RuleBroken("This is for the complaints manager to decide.", "R274")


def _stage(request: Decision, case: Case, council: Council) -> str:
    """The stage whose date it is."""
    clock = asks.clock_of(request.facts["ask"], case)
    return asks.stage_of(clock, case, council) if clock else ""


def _to_asker(
    words: str, request: Decision, decision: Decision, given: Given, case: Case, council: Council
) -> tuple[Letter, ...]:
    asker = member(council, request.by)
    if asker is None:
        return ()
    filled = copies.facts(given, case, council)
    return telling.to_staff(words, asker, case, filled, given.at, council, once=records.name(decision))


def _task(given: Given, case: Case, decision: Decision, council: Council) -> tuple[Letter, ...]:
    if decision.move not in STEPS:
        return ()
    role, step = STEPS[Answer(decision.move)]
    filled = copies.facts(given, case, council)
    said = step.format(**filled)
    return task(role, said, case, filled, given.at, council, once=records.name(decision), but=given.by.id)


def _joined(change: Change, others: Change, *decisions: Decision) -> Change:
    return replace(
        change,
        letters=(*change.letters, *others.letters),
        decisions=(*decisions, *change.decisions),
        withdrawn=tuple(dict.fromkeys((*change.withdrawn, *others.withdrawn))),
    )


def _woken(change: Change, council: Council, now: datetime) -> Change:
    return replace(
        change, cases=tuple(replace(each, wake_at=waking.wakes_at(each, council, now)) for each in change.cases)
    )


_FOLLOWS: Mapping[Answer, Callable[[Given, Case, Decision, Council], Change]] = {
    Answer.SNOOZED: _snoozed,
    Answer.MORE_TIME: _more_time,
    Answer.AGREED: _agreed,
    Answer.REFUSED: _refused,
    Answer.OFFERED: _offered,
    Answer.TAKEN: _taken,
    Answer.NOT_MINE: _not_mine,
}
