"""A contact becomes a case, joins one, or is set aside: as a named person says, and never otherwise (R001, R270)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from itertools import chain

from casework import alarms, clocks, days, questions
from casework.cases import Advocacy, Case, Decision, Issue
from casework.changes import Change
from casework.clocks import Clock
from casework.contacts import Contact, Standing
from casework.councils import Council, Course, DayZero, courses_for
from casework.decide import carried_out, queued_for_staff
from casework.frozen import replace
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service
from casework.moves import BY_NAME
from casework.on_behalf import advocacy, awaiting
from casework.people import at_first, member
from casework.refusals import RuleBroken


def open_case(contact: Contact, decision: Decision, council: Council, reference: str) -> Change:
    """The case that a contact becomes, its clock running from receipt and not from now (R360), and who is told.

    `reference` is the contact's own, or a fresh one for a further case (R120). The decision's facts hold `kind`,
    `procedure`, `sender`, `service`, `handler`, `course` where several fit, `had_on` if somebody here had it before,
    and what the row needs. Raises RuleBroken.
    """
    course = course_of(decision, council)
    decision = replace(decision, move="open", facts={**decision.facts, "course": course.name})
    change = carried_out(BY_NAME["open"], _new_case(contact, decision, course, reference, council), decision, council)
    decided = replace(
        contact,
        standing=Standing.DECIDED,
        cases=(*contact.cases, reference),
        clocks=(),
        wake_at=None,
        held="",
        decided_with=contact.decided_with or contact.suggestion,
    )
    return replace(change, contacts=(decided,), withdrawn=(*change.withdrawn, *queued_for_staff(contact.said)))


def course_of(decision: Decision, council: Council) -> Course:
    """The course a decision means: the one it names, or the only one that fits. Raises RuleBroken."""
    kind = Kind(decision.facts.get("kind", Kind.COMPLAINT))
    fitting = courses_for(council, kind, Procedure(decision.facts["procedure"]))
    wanted = decision.facts.get("course") or (fitting[0].name if len(fitting) == 1 else "")
    beside = council.procedures.get(wanted)
    found = next((each for each in fitting if each.name == wanted), None)
    found = found or (beside if beside and beside.beside and beside.kind is kind else None)
    if found:
        return _told_enough(found, decision)
    if not fitting:
        raise RuleBroken("This kind of matter does not follow that procedure. Choose another, or set it aside.", "R200")
    raise RuleBroken(f"Say which it is: {', '.join(each.title for each in fitting)}.", "R200")


def _told_enough(course: Course, decision: Decision) -> Course:
    """Opening some needs to be told more: whom the thanks are for, by what power somebody asks."""
    missing = [each.replace("_", " ") for each in course.asks if not decision.facts.get(each, "").strip()]
    if missing:
        raise RuleBroken(f"Still needed for {course.title}: {', '.join(missing)}.", course.rule)
    return course


def join(contact: Contact, case: Case, decision: Decision, council: Council) -> Change:
    """A contact that is about a case there is already: one matter, its earliest receipt, all linked (R113, X51)."""
    if contact.id in (case.contact, *case.joined):
        raise RuleBroken("This message is with that case already.", "R113")
    beside, said = (*case.joined, contact.id), (*case.messages, *contact.messages)
    joined = replace(case, joined=beside, messages=said, decisions=(*case.decisions, decision))
    joined = _since(joined, contact, council)
    cases = (*contact.cases, case.reference)
    decided = replace(contact, standing=Standing.DECIDED, cases=cases, clocks=(), wake_at=None, held="")
    return Change(
        contacts=(decided,),
        cases=(joined,),
        decisions=(decision,),
        withdrawn=queued_for_staff(contact.said),
    )


def linked(change: Change, others: Iterable[Case]) -> Change:
    """The same, and each of these cases leads to the one that is beside it now."""
    (case,) = change.cases
    there = (each for each in others if each.reference in case.links and case.reference not in each.links)
    return replace(change, cases=(case, *(replace(each, links=(*each.links, case.reference)) for each in there)))


def of_one_message(change: Change, others: Sequence[Case], council: Council) -> Change:
    """The same, where these other cases are made of the message too: it stands in all of them, so that whoever is
    complained of in one sees none (R602), nor an alarm that rang before anybody knew (R708). Raises RuleBroken while
    one of them is theirs to answer.
    """
    every = {each.reference: each for each in (*others, *change.cases)}
    made_of_it = [change.cases[0].reference, *(each.reference for each in others)]
    accused = frozenset().union(*(every[each].excluded for each in made_of_it))
    for each in (every[name] for name in made_of_it):
        if each.handler in accused and not each.settled:
            who = member(council, each.handler)
            raise RuleBroken(
                f"{who.name if who else each.handler} answers {each.reference}, which is made of the same message, and "
                "is complained of in it. Somebody else must answer it first.",
                "R602",
            )
    told = {name: replace(every[name], excluded=accused) for name in made_of_it if every[name].excluded != accused}
    changed = {each.reference: each for each in change.cases} | told
    heard = [each.alarms for each in change.contacts] + [each.alarms for each in every.values()]
    rung = {alarm.name: alarm for alarm in chain.from_iterable(heard)}
    warned = (each for each in rung.values() if alarms.is_open(each) and accused - each.excluded)
    kept = tuple(alarms.kept_from(each, accused, change.decisions[0].at) for each in warned)
    return replace(change, cases=tuple(changed.values()), alarms=(*change.alarms, *kept))


def _since(case: Case, contact: Contact, council: Council) -> Case:
    """R406, X51: of several receipts of the same thing the earliest counts, and what counts from receipt with it."""
    if contact.received >= case.received:
        return case
    before, day = days.today(case.received), days.today(contact.received)
    case = replace(case, received=contact.received)
    if day == before:
        return case
    return replace(
        case,
        clocks=tuple(_earlier(each, before, day, council) for each in case.clocks),
        stages=tuple(
            replace(row, received=day, day_0=day if row.day_0 == before else row.day_0)
            if row.received == before
            else row
            for row in case.stages
        ),
    )


def _earlier(clock: Clock, before: date, day: date, council: Council) -> Clock:
    if clock.terms.day_0 is not DayZero.RECEIPT or clock.day_0 != before:
        return clock
    return clocks.recalculate(replace(clock, day_0=day), council)


def set_aside(contact: Contact, decision: Decision) -> Change:
    """A contact that becomes no case: spam, a machine's, or a matter with no procedure, as a named person says
    (R114).
    """
    kept = replace(contact, standing=Standing.SET_ASIDE, clocks=(), wake_at=None)
    return Change(contacts=(kept,), decisions=(decision,), withdrawn=queued_for_staff(contact.said))


def _wish(contact: Contact, facts: Mapping[str, str]) -> Advocacy | None:
    """What is known of an advocate from the first: as an officer says, as they said, or because one has written."""
    if facts.get("advocacy"):
        return Advocacy(facts["advocacy"])
    return Advocacy.HAS_ONE if facts.get("sender") == Sender.ADVOCATE else advocacy.wish(contact)


def _first_had(contact: Contact, decision: Decision) -> datetime:
    """R124: it was received when any officer of the council got it, and not when the complaints team did."""
    given = decision.facts.get("had_on")
    if not given or date.fromisoformat(given) == days.today(contact.received):
        return contact.received
    if date.fromisoformat(given) > days.today(contact.received):
        raise RuleBroken("It came to us before that day. Leave the date empty if nobody here had it earlier.", "R124")
    return days.at(date.fromisoformat(given), time.min)


def _new_case(contact: Contact, decision: Decision, course: Course, reference: str, council: Council) -> Case:
    facts, told = decision.facts, questions.answers(contact)
    procedure, service = Procedure(facts["procedure"]), Service(facts.get("service", Service.UNKNOWN))
    people = at_first(
        contact.sender,
        Sender(facts.get("sender", Sender.UNKNOWN)),
        known_as=facts.get("known_as") or told.name,
        signed=next((each.sender_name for each in contact.messages if each.sender_name), ""),
        on_behalf_of=Sender(facts["on_behalf_of"]) if facts.get("on_behalf_of") else None,
    )
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
        kind=course.kind,
        procedure=procedure,
        received=_first_had(contact, decision),
        opened=decision.at,
        people=people,
        clocks=awaiting.begun(people, course, decision, council),
        issues=(issue,),
        handler=facts.get("handler", ""),
        officer=decision.by,
        excluded=frozenset(filter(None, facts.get("complained_of", "").split("|"))),
        advocacy=_wish(contact, facts),
        quiet=facts.get("quiet") == "yes" or told.quiet,
        links=tuple(dict.fromkeys((*contact.cases, *filter(None, (facts.get("beside", ""),))))),
        messages=contact.messages,
    )
