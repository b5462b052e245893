"""Someone decides. The row of MOVES says what follows; this reads it, and returns the Change.

A decision is checked before anything is made of it: the state, the role, the facts the row needs, and the row's
refusals. What it breaks is said in a sentence, with the rule (`RuleBroken`). The timer's decisions (`lapse`) come
through here too.
"""

from dataclasses import replace
from datetime import date

from casework import advocacy, clocks, days, questions, telling, waking
from casework.cases import Advocacy, Case, Decision, Issue, Outcome, StageRow, State
from casework.changes import Change
from casework.clocks import Clock
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service
from casework.letters import Posted, Said
from casework.moves import BY_NAME, OPENINGS, Move
from casework.people import Person
from casework.refusals import RuleBroken


def open_case(contact: Contact, decision: Decision, council: Council, reference: str) -> Change:
    """The case that a contact becomes, its clock running from receipt and not from now (R360), and who is told.

    `reference` is the contact's own, or a fresh one for a further case (R120). The decision's facts hold
    `procedure`, `sender`, `service`, `handler`, and what the row needs. Raises RuleBroken.
    """
    row = OPENINGS.get(Procedure(decision.facts["procedure"]))
    if row is None:
        raise RuleBroken(
            "Cases of this procedure are not opened here. Choose another, or set the contact aside.", "R200"
        )
    case = _new_case(contact, decision, reference)
    change = _carried_out(row, case, replace(decision, move=row.name), council)
    decided = replace(
        contact, standing=Standing.DECIDED, cases=(*contact.cases, reference), clocks=(), wake_at=None, held=""
    )
    return replace(change, contacts=(decided,), withdrawn=(*change.withdrawn, *_queued_for_staff(contact.said)))


def set_aside(contact: Contact, decision: Decision) -> Change:
    """A contact that becomes no case: spam, a machine's, or a matter with no procedure, as a named person says
    (R114).
    """
    kept = replace(contact, standing=Standing.SET_ASIDE, clocks=(), wake_at=None)
    return Change(contacts=(kept,), decisions=(decision,), withdrawn=_queued_for_staff(contact.said))


def decide(case: Case, decision: Decision, council: Council) -> Change:
    """What follows from a decision about an open case. Raises RuleBroken."""
    row = BY_NAME.get(decision.move)
    if row is None:
        raise RuleBroken("There is no such step.", "R003")
    return _carried_out(row, case, decision, council)


def _carried_out(row: Move, case: Case, decision: Decision, council: Council) -> Change:
    _check(row, case, decision, council)
    decision = replace(decision, rule=row.rule, case=case.reference)
    day = days.today(decision.at)
    moved = replace(
        _recorded(row, case, decision),
        state=row.to or case.state,
        clocks=_clocks(row, case, decision, council),
        stages=_stages(row, case, day),
        decisions=(*case.decisions, decision),
    )
    moved = replace(moved, wake_at=waking.wakes_at(moved, council, decision.at))
    letters = telling.letters(row, case, moved, decision, council)
    withdrawn = _queued_for_staff(case.said) if row.to or row.extends or row.assigns else ()
    return Change(cases=(moved,), decisions=(decision,), letters=letters, withdrawn=withdrawn)


def _check(row: Move, case: Case, decision: Decision, council: Council) -> None:
    if case.state not in row.since or case.procedure not in row.procedures:
        raise RuleBroken("The case has moved on since: this step does not follow from where it stands now.", row.rule)
    if decision.role not in row.by:
        who = " or ".join(sorted(row.by))
        raise RuleBroken(f"This is for the {who} to decide.", row.rule)
    missing = [need for need in row.needs if not decision.facts.get(need, "").strip()]
    if missing:
        raise RuleBroken(f"Still needed: {', '.join(need.replace('_', ' ') for need in missing)}.", row.rule)
    for refusal in row.refusals:
        if sentence := refusal(case, decision, council):
            raise RuleBroken(sentence, row.rule)


def _clocks(row: Move, case: Case, decision: Decision, council: Council) -> tuple[Clock, ...]:
    """R408: an extension is a total from the same day 0. R412: a window starts when they have the letter."""
    day = days.today(decision.at)
    kept = [
        clocks.stop(running, day)
        if running.name in row.stops and running.stopped is None
        else clocks.extend(running, council, decision.facts.get("reason", ""))
        if running.name in row.extends
        else running
        for running in case.clocks
    ]
    start_on = {"receipt": days.today(case.received), "today": day, "delivery": _delivered(case, decision, council)}
    return (*kept, *(clocks.start(council, name, start_on[since]) for name, since in row.starts))


def _delivered(case: Case, decision: Decision, council: Council) -> date:
    """R412: electronic and by hand the same day; first-class post the second working day after posting."""
    day = days.today(telling.leaves_at(case, decision.at, council))
    if decision.facts.get("sent_by") == "post":
        return days.add(day, council.choices.post_deemed, council.calendars["EW"])
    return day


def _stages(row: Move, case: Case, day: date) -> tuple[StageRow, ...]:
    """R357: an answered stage is resolved, whatever follows; `escalated` is only for one left unanswered."""
    stages = case.stages
    if stages and row.answers:
        stages = (*stages[:-1], replace(stages[-1], responded=day, closed=day, closure=row.closes))
    elif stages and row.closes and stages[-1].closed is None:
        stages = (*stages[:-1], replace(stages[-1], closed=day, closure=row.closes))
    if not row.stage:
        return stages
    began = day if stages else days.today(case.received)
    return (*stages, StageRow(row.stage, received=began, day_0=began))


def _recorded(row: Move, case: Case, decision: Decision) -> Case:
    """The case with what the decision itself says of it, besides state and clocks."""
    facts = decision.facts
    if row.assigns and facts.get("handler"):
        case = replace(case, handler=facts["handler"])
    if row.name == "record_advocacy":
        case = replace(case, advocacy=Advocacy(facts["advocacy"]))
    if row.name == "verify":
        case = replace(case, people=(replace(case.complainant, verified=True), *case.people[1:]))
    if row.answers:
        found = Outcome(facts["outcome"])
        case = replace(case, issues=tuple(replace(issue, outcome=found) for issue in case.issues))
    return case


def _new_case(contact: Contact, decision: Decision, reference: str) -> Case:
    facts, told = decision.facts, questions.answers(contact)
    procedure, service = Procedure(facts["procedure"]), Service(facts.get("service", Service.UNKNOWN))
    issue = Issue(
        number=1,
        text=facts.get("summary_plain", ""),
        procedure=procedure,
        service=service,
        category_b=CategoryB(facts["category_b"]) if facts.get("category_b") else None,
        category_d=CategoryD(facts["category_d"]) if facts.get("category_d") else None,
    )
    return Case(
        reference=reference,
        council=contact.council,
        contact=contact.id,
        kind=Kind(facts.get("kind", Kind.COMPLAINT)),
        procedure=procedure,
        state=State.NEW,
        received=contact.received,
        opened=decision.at,
        people=(
            Person(contact.sender, Sender(facts.get("sender", Sender.UNKNOWN)), facts.get("known_as") or told.name),
        ),
        issues=(issue,),
        handler=facts.get("handler", ""),
        officer=decision.by,
        excluded=frozenset(filter(None, facts.get("complained_of", "").split("|"))),
        advocacy=Advocacy(facts["advocacy"]) if facts.get("advocacy") else advocacy.wish(contact),
        quiet=facts.get("quiet") == "yes" or told.quiet,
        messages=contact.messages,
    )


def _queued_for_staff(said: tuple[Said, ...]) -> tuple[str, ...]:
    """R604: what was about to be asked of staff is taken back when it has been answered; alarms are never taken
    back.
    """
    return tuple(
        each.name for each in said if each.staff and each.posted is Posted.QUEUED and each.words not in telling.ALERTS
    )
