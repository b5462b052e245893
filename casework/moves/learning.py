"""What a complaint leads to: learning proposed, agreed, shown to be done or dropped with a reason (R399); and the
remedies that the Ombudsman asks for (R396-R398). They go on after the case has closed.

An action is named by its number in the case. Whether a remedy was in time is told by the day it was done (R397).
"""

from collections.abc import Callable
from datetime import date

from casework import actions, days, money, refusals, undertaken
from casework.actions import Action, Level, Remedy, Status
from casework.cases import OMBUDSMAN, Case, Decision, Outcome, StageRow
from casework.councils import TEAM, Council, Role, Tell
from casework.frozen import replace
from casework.messages import Channel
from casework.moves.rows import EVER, MANAGER, Move
from casework.people import member

PROPOSERS = TEAM | {Role.RM, Role.TM}
DECIDED = frozenset({"upheld"})
"""R396: where the Ombudsman's row stands once fault was found."""


def proposed(case: Case, decision: Decision, council: Council) -> Case:
    """Something to learn, with an owner and a day; nobody is chased for it before it is agreed (R399)."""
    facts, day = decision.facts, days.today(decision.at)
    action = Action(
        0, decision.stage, facts["lesson"], facts["owner"], date.fromisoformat(facts["lesson_by"]),
        issue=int(facts.get("point") or 0), level=Level(facts["level"]),
    )  # fmt: skip
    return undertaken.undertake(case, action, council, day)


def agreed(case: Case, decision: Decision, council: Council) -> Case:
    """Agreed, or agreed afresh with another day or owner: from now on it is chased (R649)."""
    facts, day = decision.facts, days.today(decision.at)
    action = _chosen(case, decision)
    by = date.fromisoformat(facts["lesson_by"]) if facts.get("lesson_by") else action.due
    after = actions.agree(action, action.agreed or day, due=by, owner=facts.get("owner", ""))
    level = Level(facts["level"]) if facts.get("level") else action.level
    return undertaken.put(case, replace(after, level=level, reason=facts.get("why", "")), council, day)


def done(case: Case, decision: Decision, council: Council) -> Case:
    """Done, and what shows it. On which day decides whether a remedy was late (X40)."""
    action = _chosen(case, decision)
    on = _done_on(decision)
    after = actions.finish(replace(action, agreed=action.agreed or on), on, decision.facts["evidence"])
    return undertaken.put(case, after, council, days.today(decision.at))


def dropped(case: Case, decision: Decision, council: Council) -> Case:
    """Not done, and why. Of a remedy: refused, so not complied with (R397)."""
    after = actions.drop(_chosen(case, decision), decision.facts["why"])
    return undertaken.put(case, after, council, days.today(decision.at))


def asked_for(case: Case, decision: Decision, council: Council) -> Case:
    """A remedy that the Ombudsman asks for, by the day in the letter (R396); of a payment how much, and by whose word
    (R398).
    """
    facts, day = decision.facts, days.today(decision.at)
    action = Action(
        0, decision.stage, facts["asks"], facts["owner"], date.fromisoformat(facts["remedy_due"]),
        issue=int(facts.get("point") or 0), status=Status.AGREED, agreed=day, remedy=Remedy(facts["remedy"]),
        amount=money.pence(facts.get("amount", "")) or 0, authorised_by=facts.get("authorised_by", ""),
        authorised=date.fromisoformat(facts["authorised_on"]) if facts.get("authorised_on") else None,
    )  # fmt: skip
    return undertaken.undertake(case, action, council, day)


def moved(case: Case, decision: Decision, council: Council) -> Case:
    """Another day for a remedy: the Ombudsman's to give, never ours to take (R346)."""
    facts = decision.facts
    after = replace(_chosen(case, decision), due=date.fromisoformat(facts["remedy_due"]), reason=facts["why"])
    return undertaken.put(case, after, council, days.today(decision.at))


def nobody_owns_it(case: Case, decision: Decision, council: Council) -> str | None:
    """R399, R602: a role, or somebody who works here and is not complained of."""
    owner = decision.facts.get("owner", "")
    if not owner or owner in set(Role):
        return None
    if owner in case.excluded:
        return "They are complained of in this case, so they cannot own what comes of it. Choose somebody else."
    return None if member(council, owner) else "Choose who owns it: a role, or somebody who works here."


def day_is_over(case: Case, decision: Decision, council: Council) -> str | None:
    """R399: what is promised is promised for a day still to come."""
    del case, council
    given = decision.facts.get("lesson_by")
    return "That day is over. Give one still to come." if given and given < _today(decision).isoformat() else None


def day_is_to_come(case: Case, decision: Decision, council: Council) -> str | None:
    """R397: what is written down as done was done by today."""
    del case, council
    return "That day is still to come." if _done_on(decision) > _today(decision) else None


def not_there(case: Case, decision: Decision, council: Council) -> str | None:
    """It was settled meanwhile, or never was."""
    del council
    fact = "asked_remedy" if "asked_remedy" in decision.facts else "action"
    offered = {str(each.number) for each in still_open(case, remedies=fact == "asked_remedy")}
    return (
        None if decision.facts[fact] in offered else "It is settled, or there is no such action. Choose from the list."
    )


def not_theirs(case: Case, decision: Decision, council: Council) -> str | None:
    """R399: whoever owns it may show that it is done, and the complaints team for everybody."""
    del council
    mine = _chosen(case, decision).owner in (decision.by, decision.role)
    said = "Somebody else owns this. They show that it is done, or the complaints team does."
    return None if decision.role in TEAM or mine else said


def payment_in_full(case: Case, decision: Decision, council: Council) -> str | None:
    """R398: of a payment, how much, who authorised it and when; of anything else no amount."""
    del case, council
    facts = decision.facts
    if facts["remedy"] != Remedy.PAYMENT:
        return (
            "Only a payment has an amount. Choose payment, or leave the amount empty." if facts.get("amount") else None
        )
    if not money.pence(facts.get("amount", "")):
        return "Write how much is to be paid in pounds, like 300 or 4,334.60."
    if not facts.get("authorised_by") or not facts.get("authorised_on"):
        return "Write who authorised the payment, and on which day."
    return None


def still_open(case: Case, *, remedies: bool) -> tuple[Action, ...]:
    """What is still owed: learning, or the Ombudsman's remedies."""
    return tuple(each for each in case.actions if each.is_open and (each.remedy is not None) is remedies)


def learning_is_open(case: Case, at: StageRow, council: Council) -> bool:
    """Whether there is learning to agree, to show or to drop."""
    del at, council
    return bool(still_open(case, remedies=False))


def remedies_are_open(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the Ombudsman still waits for something."""
    del at, council
    return bool(still_open(case, remedies=True))


def something_to_tell(case: Case, at: StageRow, council: Council) -> bool:
    """Whether something was learnt from a point that was upheld, of which they can be told and have not been."""
    del at, council
    told = any(each.words in LEARNT for each in case.said)
    if told or case.quiet or case.complainant.address.channel not in (Channel.EMAIL, Channel.FORM, Channel.TELEGRAM):
        return False
    upheld = {each.number for each in case.issues if each.outcome in (Outcome.UPHELD, Outcome.PARTIALLY_UPHELD)}
    learnt = [each for each in case.actions if each.done and not each.remedy]
    return any(upheld if each.issue == 0 else each.issue in upheld for each in learnt)


def _chosen(case: Case, decision: Decision) -> Action:
    number = int(decision.facts.get("asked_remedy") or decision.facts["action"])
    return next(each for each in case.actions if each.number == number)


def _done_on(decision: Decision) -> date:
    given = decision.facts.get("done_on")
    return date.fromisoformat(given) if given else _today(decision)


def _today(decision: Decision) -> date:
    return days.today(decision.at)


TOLD = Tell(young="email.learning_done_yp", adult="email.learning_done", chat="bot.learning_done")
LEARNT = (TOLD.young, TOLD.adult, TOLD.chat)
OWNED: tuple[Callable[[Case, Decision, Council], str | None], ...] = (nobody_owns_it, day_is_over)

ROWS: tuple[Move, ...] = (
    Move(
        "propose_action", "R399", "Propose something to learn from it",
        since=EVER, by=PROPOSERS, whole=True, needs=("lesson", "owner", "lesson_by", "level"), may=("point",),
        records=proposed, refusals=OWNED,
    ),
    Move(
        "agree_action", "R399", "Agree to what was proposed, or to another day or owner",
        since=EVER, by=TEAM, whole=True, needs=("action",), may=("level", "lesson_by", "owner", "why"),
        when=learning_is_open, records=agreed, refusals=(not_there, *OWNED),
    ),
    Move(
        "action_done", "R399", "What was to be learnt is done",
        since=EVER, by=PROPOSERS, whole=True, needs=("action", "evidence"), may=("done_on",), when=learning_is_open,
        records=done, refusals=(not_there, not_theirs, day_is_to_come),
    ),
    Move(
        "action_dropped", "R399", "What was to be learnt will not be done",
        since=EVER, by=TEAM, whole=True, needs=("action", "why"), when=learning_is_open, records=dropped,
        refusals=(not_there,),
    ),
    Move(
        "tell_learning", "R399", "Tell them what changed because they told us",
        since=EVER, by=TEAM, whole=True, needs=("action_text",), when=something_to_tell, tells=(TOLD,),
        refusals=(refusals.not_verified,),
    ),
    Move(
        "add_remedy", "R396", "Add what the Ombudsman asks for",
        since=EVER, by=TEAM, stages=frozenset({OMBUDSMAN}), steps=DECIDED,
        needs=("remedy", "asks", "owner", "remedy_due"), may=("point", "amount", "authorised_by", "authorised_on"),
        records=asked_for, refusals=(nobody_owns_it, payment_in_full),
    ),
    Move(
        "move_remedy", "R346", "The Ombudsman gave another day",
        since=EVER, by=MANAGER, whole=True, needs=("asked_remedy", "remedy_due", "why"), when=remedies_are_open,
        records=moved, refusals=(not_there,),
    ),
    Move(
        "remedy_done", "R397", "A remedy is done",
        since=EVER, by=TEAM, whole=True, needs=("asked_remedy", "evidence", "done_on"), when=remedies_are_open,
        records=done, refusals=(not_there, day_is_to_come),
    ),
    Move(
        "remedy_refused", "R397", "A remedy is refused",
        since=EVER, by=MANAGER, whole=True, needs=("asked_remedy", "why"), when=remedies_are_open, records=dropped,
        refusals=(not_there,),
    ),
)  # fmt: skip
