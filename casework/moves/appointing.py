"""Who serves on a case: investigator, independent person, adjudicator, panel; their papers and their fees (R323, R334).

Whether somebody may serve is in `serving`. An appointment is named by its place in the case, the first is 1; papers by
that of their appointment and their own, such as 2.1: neither is ever taken out.
"""

from collections.abc import Callable
from datetime import date

from casework import days, money, serving
from casework.bench import BENCH, Appointment, Lent, Payment, documents_out
from casework.cases import Case, Decision, StageRow
from casework.councils import TEAM, Council, Role
from casework.frozen import replace
from casework.moves.rows import EVER, UNSETTLED, Move


def appointed(case: Case, decision: Decision, council: Council) -> Case:
    """Somebody serves, with what they declared, what they are to be paid, and the papers they were lent."""
    facts, day = decision.facts, days.today(decision.at)
    expert = serving.known(facts["expert"], council)
    if expert is None:
        return case
    papers = (Lent(facts["papers"], day, date.fromisoformat(facts["papers_due"])),) if facts.get("papers") else ()
    one = Appointment(
        expert.id, expert.name, Role(facts["role"]), decision.stage, day,
        declared=facts.get("declared", ""), email=expert.email, fee_agreed=money.pence(facts.get("fee", "")) or 0,
        lent=papers,
    )  # fmt: skip
    return replace(case, appointments=(*case.appointments, one))


def ended(case: Case, decision: Decision, council: Council) -> Case:
    """They serve no longer; that they did stays (R334)."""
    del council
    return _with(
        case, decision, lambda one: replace(one, ended=days.today(decision.at), why_ended=decision.facts["why"])
    )


def lent(case: Case, decision: Decision, council: Council) -> Case:
    """More papers, for a time."""
    del council
    facts = decision.facts
    papers = Lent(facts["papers"], days.today(decision.at), date.fromisoformat(facts["papers_due"]))
    return _with(case, decision, lambda one: replace(one, lent=(*one.lent, papers)))


def returned(case: Case, decision: Decision, council: Council) -> Case:
    """The papers are back."""
    del council
    day = _day(decision, "back_on")
    whose, which = (int(each) for each in decision.facts["papers_back"].split("."))
    one = case.appointments[whose - 1]
    papers = tuple(replace(each, back=day) if at == which else each for at, each in enumerate(one.lent, 1))
    return _at(case, whose, replace(one, lent=papers))


def paid(case: Case, decision: Decision, council: Council) -> Case:
    """A part of the fee, or all of it, was paid: it counts in the year of that day (RD3)."""
    del council
    part = Payment(money.pence(decision.facts["amount"]) or 0, _day(decision, "paid_on"))
    return _with(case, decision, lambda one: replace(one, payments=(*one.payments, part)))


def role_is_of_this_stage(case: Case, decision: Decision, council: Council) -> str | None:
    """R323, R334: investigator, independent person and adjudicator at Stage 2, chair and members on the panel."""
    del case
    role = decision.facts["role"]
    if role not in set(BENCH) or serving.STAGE_OF[Role(role)] != decision.stage:
        there = [council.roles[each] for each in BENCH if serving.STAGE_OF[each] == decision.stage]
        return f"At this stage somebody is appointed as {', '.join(there[:-1])} or {there[-1]}."
    return None


def declared_an_interest(case: Case, decision: Decision, council: Council) -> str | None:
    """R334: everybody is asked before, and whoever knows somebody in the case does not serve."""
    del case, council
    if decision.facts["interest"] == "no":
        return None
    return "They declared an interest, so they cannot serve. Note it in the register, and ask somebody else."


def may_not_serve(case: Case, decision: Decision, council: Council) -> str | None:
    """R323, R334, R602: what `serving` says of whoever was chosen."""
    expert = serving.known(decision.facts["expert"], council)
    if expert is None:
        return "There is nobody of that name on the register or among staff."
    return serving.may_serve(expert, Role(decision.facts["role"]), case, council, days.today(decision.at))


def papers_without_a_day(case: Case, decision: Decision, council: Council) -> str | None:
    """Papers about a child are lent for a time, never for good."""
    del case, council
    facts, day = decision.facts, days.today(decision.at)
    if facts.get("papers") and not facts.get("papers_due"):
        return "Say by which day the papers must be back."
    if facts.get("papers_due") and date.fromisoformat(facts["papers_due"]) < day:
        return "The day by which the papers must be back is over."
    return None


def not_an_amount(case: Case, decision: Decision, council: Council) -> str | None:
    """R398: money is written down exactly, or not at all."""
    del case, council
    wrong = [
        name for name in ("fee", "amount") if decision.facts.get(name) and money.pence(decision.facts[name]) is None
    ]
    return "Write the amount in pounds, like 300 or 4,334.60." if wrong else None


def no_such_appointment(case: Case, decision: Decision, council: Council) -> str | None:
    """Somebody else may have ended it meanwhile."""
    del council
    named = decision.facts["appointment"]
    return None if named in {str(at) for at, _ in enumerate(case.appointments, 1)} else "Choose somebody who serves."


def serves_no_longer(case: Case, decision: Decision, council: Council) -> str | None:
    """Who has ended does not end again, and is lent nothing more."""
    del council
    one = case.appointments[int(decision.facts["appointment"]) - 1]
    return None if one.serving else f"{one.name} does not serve any longer."


def no_such_papers(case: Case, decision: Decision, council: Council) -> str | None:
    """Papers come back once."""
    del council
    return None if decision.facts["papers_back"] in out(case) else "Choose papers that are out."


def still_to_come(case: Case, decision: Decision, council: Council) -> str | None:
    """What is written down as done was done by today."""
    del case, council
    given = [decision.facts[name] for name in ("back_on", "paid_on") if decision.facts.get(name)]
    return (
        "That day is still to come."
        if any(date.fromisoformat(each) > days.today(decision.at) for each in given)
        else None
    )


def out(case: Case) -> dict[str, tuple[Appointment, Lent]]:
    """The papers that are out, by the name that a decision gives them."""
    found = documents_out(case.appointments)
    return {
        f"{whose}.{which}": (one, papers)
        for whose, one in enumerate(case.appointments, 1)
        for which, papers in enumerate(one.lent, 1)
        if (one, papers) in found
    }


def somebody_serves(case: Case, at: StageRow, council: Council) -> bool:
    """Whether there is an appointment to end or to lend papers to."""
    del at, council
    return any(each.serving for each in case.appointments)


def somebody_served(case: Case, at: StageRow, council: Council) -> bool:
    """Whether there is somebody to pay, who may have finished."""
    del at, council
    return bool(case.appointments)


def papers_are_out(case: Case, at: StageRow, council: Council) -> bool:
    """Whether there is something to give back."""
    del at, council
    return bool(out(case))


def _with(case: Case, decision: Decision, change: Callable[[Appointment], Appointment]) -> Case:
    place = int(decision.facts["appointment"])
    return _at(case, place, change(case.appointments[place - 1]))


def _at(case: Case, place: int, one: Appointment) -> Case:
    kept = tuple(one if at == place else each for at, each in enumerate(case.appointments, 1))
    return replace(case, appointments=kept)


def _day(decision: Decision, fact: str) -> date:
    given = decision.facts.get(fact)
    return date.fromisoformat(given) if given else days.today(decision.at)


NEEDS, MAY = ("role", "expert", "interest"), ("declared", "fee", "papers", "papers_due")
CHECKED = (role_is_of_this_stage, declared_an_interest, may_not_serve, papers_without_a_day, not_an_amount)

ROWS: tuple[Move, ...] = (
    Move(
        "appoint", "R323", "Appoint somebody to investigate, see fair play or adjudicate",
        since=UNSETTLED, by=TEAM, stages=frozenset({"stage2"}), needs=NEEDS, may=MAY, records=appointed,
        refusals=CHECKED,
    ),
    Move(
        "appoint_panel", "R334", "Appoint somebody to the panel",
        since=UNSETTLED, by=TEAM, stages=frozenset({"stage3"}), needs=NEEDS, may=MAY, records=appointed,
        refusals=CHECKED,
    ),
    Move(
        "unappoint", "R323", "Somebody stops serving",
        since=EVER, by=TEAM, whole=True, needs=("appointment", "why"), when=somebody_serves, records=ended,
        refusals=(no_such_appointment, serves_no_longer),
    ),
    Move(
        "lend_document", "R323", "Lend papers to somebody who serves",
        since=EVER, by=TEAM, whole=True, needs=("appointment", "papers", "papers_due"), when=somebody_serves,
        records=lent, refusals=(no_such_appointment, serves_no_longer, papers_without_a_day),
    ),
    Move(
        "return_document", "R323", "Papers have come back",
        since=EVER, by=TEAM, whole=True, needs=("papers_back",), may=("back_on",), when=papers_are_out,
        records=returned, refusals=(no_such_papers, still_to_come),
    ),
    Move(
        "pay_fee", "R398", "A fee was paid",
        since=EVER, by=TEAM, whole=True, needs=("appointment", "amount"), may=("paid_on",), when=somebody_served,
        records=paid, refusals=(no_such_appointment, not_an_amount, still_to_come),
    ),
)  # fmt: skip
