"""Who acts for somebody, and with what authority: what a decision about it records of the case (R257, R505-R509,
R520-R525).

`moves.people` holds the rows, `consent` what refuses them; `sharing` reads what is recorded here wherever a letter is
written. Nobody is ever taken off a case: they are left out, and it stays on record that they once were not.
"""

from collections.abc import Callable
from datetime import date

from casework import days
from casework.cases import Advocacy, Case, Decision
from casework.councils import Council, advocacy_provider
from casework.frozen import replace
from casework.labels import Sender
from casework.messages import Address, Channel
from casework.on_behalf import advocacy, sharing
from casework.on_behalf.authority import Authority, Given, Scope
from casework.on_behalf.referrals import Referral, ended, latest
from casework.people import Part, Person

SENDERS = {
    Part.ADVOCATE: Sender.ADVOCATE,
    Part.MEMBERS_OFFICE: Sender.MP_OR_COUNCILLOR,
    Part.WORKER: Sender.PROFESSIONAL,
    Part.OTHER_PARENT: Sender.PARENT,
}
"""What somebody's part makes them; a representative or a trusted person may be anybody."""


def spoke_of_advocate(case: Case, decision: Decision, council: Council) -> Case:
    """What they said about an advocate (R511). A no stops everything at once, a referral too (R510-R517)."""
    del council
    said = Advocacy(decision.facts["advocacy"])
    over = ended(case.referrals, _day(decision)) if said is Advocacy.DECLINED else case.referrals
    return replace(case, advocacy=said, referrals=over)


def offered(case: Case, decision: Decision, council: Council) -> Case:
    """An advocate was offered in writing, by a person (R502)."""
    del decision, council
    return replace(case, advocacy=case.advocacy or (Advocacy.OFFERED if case.complainant.young else None))


def referred(case: Case, decision: Decision, council: Council) -> Case:
    """Their name goes to the service commissioned that day, as they agreed (R505)."""
    provider = advocacy_provider(council, _day(decision))
    return _referred(case, decision, provider.name if provider else "", own_choice=False)


def other_agency(case: Case, decision: Decision, council: Council) -> Case:
    """They chose another agency, and are helped to it (R502, X07)."""
    del council
    there = decision.facts.get("reached_at", "").strip().lower()
    return _referred(case, decision, decision.facts["agency"], own_choice=True, reached_at=there)


def advocate_found(case: Case, decision: Decision, council: Council) -> Case:
    """The service has said who it is (R505): they act from now on, and get the letters too (R509)."""
    del council
    name, waiting = decision.facts["advocate_name"], latest(case.referrals)
    found = replace(waiting, allocated=_day(decision), advocate=name) if waiting else None
    referrals = tuple(found if found and each is waiting else each for each in case.referrals)
    case = replace(case, advocacy=Advocacy.ALLOCATED, referrals=referrals)
    return _with(case, _person(Part.ADVOCATE, name, decision))


def named_advocate(case: Case, decision: Decision, council: Council) -> Case:
    """The young person's own advocate: their instruction is enough, and no paper is waited for (R258)."""
    del council
    case = replace(case, advocacy=Advocacy.HAS_ONE, referrals=ended(case.referrals, _day(decision)))
    return _with(case, _person(Part.ADVOCATE, decision.facts["advocate_name"], decision))


def added(case: Case, decision: Decision, council: Council) -> Case:
    """Somebody who has to do with it, known to be who they are. Being listed lets nobody be told anything."""
    del council
    return _with(case, _person(Part(decision.facts["part"]), decision.facts["person_name"], decision))


def reached(case: Case, decision: Decision, council: Council) -> Case:
    """How whoever's complaint it is wants to be reached themselves, where only somebody else had written."""
    del council
    there = _address(decision, case.complainant.known_as)
    return replace(case, people=(replace(case.complainant, address=there, verified=True), *case.people[1:]))


def verified(case: Case, decision: Decision, council: Council) -> Case:
    """A person has matched the writer to who they say they are, and noted how (R524)."""
    del council
    return _changed(case, who(case, decision) or case.complainant, lambda person: replace(person, verified=True))


def authorised(case: Case, decision: Decision, council: Council) -> Case:
    """Authority for somebody on the case: scope, form, day, end, evidence, and who looked at it (R520)."""
    del council
    facts, person = decision.facts, who(case, decision)
    if person is None:
        return case
    record = Authority(
        who=person.address,
        name=person.known_as,
        for_whom=case.complainant.known_as,
        scope=frozenset(Scope(each) for each in facts["scope"].split("|")),
        form=Given(facts["given_how"]),
        day=given(decision),
        evidence=facts["evidence"],
        checked_by=decision.by,
        expires=date.fromisoformat(facts["expires"]) if facts.get("expires") else None,
    )
    case = _changed(case, person, lambda each: replace(each, left_out=False, verified=True))
    return replace(case, authorities=(*case.authorities, record))


def worker_agreed(case: Case, decision: Decision, council: Council) -> Case:
    """The worker's own half (R521): they know, and they agree."""
    del council
    return _each_authority(case, decision, lambda each: replace(each, worker_confirmed=_day(decision)))


def withdrawn(case: Case, decision: Decision, council: Council) -> Case:
    """R525: from this moment. They stay on record, left out."""
    del council
    case = _each_authority(case, decision, lambda each: replace(each, withdrawn=_day(decision)))
    person = who(case, decision)
    return _changed(case, person, lambda each: replace(each, left_out=True)) if person else case


def held_back(case: Case, decision: Decision) -> tuple[str, ...]:
    """Letters that have not left yet, and now must not, because authority is withdrawn (R525)."""
    person = who(case, decision)
    return sharing.queued_to(case, person.address) if person else ()


def _referred(case: Case, decision: Decision, provider: str, *, own_choice: bool, reached_at: str = "") -> Case:
    day, said_yes = _day(decision), advocacy.accepted(case)
    asked = days.today(said_yes) if said_yes else day
    referral = Referral(provider, asked=asked, agreed=day, sent=day, own_choice=own_choice, reached_at=reached_at)
    return replace(case, advocacy=Advocacy.ACCEPTED, referrals=(*ended(case.referrals, day), referral))


def _person(part: Part, name: str, decision: Decision) -> Person:
    return Person(
        _address(decision, name), SENDERS.get(part, Sender.UNKNOWN), known_as=name, verified=True, part=part
    )  # fmt: skip


def _address(decision: Decision, name: str) -> Address:
    """Where they are reached; somebody for whom only a name is known is spoken to."""
    there = decision.facts.get("reached_at", "").strip()
    if "@" in there:
        return Address(Channel.EMAIL, there.lower())
    return Address(Channel.TELEPHONE, there) if there else Address(Channel.IN_PERSON, name)


def _with(case: Case, person: Person) -> Case:
    """Somebody twice on the case is one person, as last recorded; whose complaint it is stays as they are."""
    others = tuple(each for each in case.people[1:] if each.address != person.address)
    return replace(case, people=(case.complainant, *others, person))


def who(case: Case, decision: Decision) -> Person | None:
    """The person on the case whom a decision is about."""
    there = decision.facts.get("who", "")
    return next((each for each in case.people if there and each.address.value == there), None)


def _changed(case: Case, person: Person, change: Callable[[Person], Person]) -> Case:
    return replace(case, people=tuple(change(each) if each is person else each for each in case.people))


def _each_authority(case: Case, decision: Decision, change: Callable[[Authority], Authority]) -> Case:
    """What was given to this person and still counts, changed."""
    day, there = _day(decision), decision.facts.get("who", "")
    records = (change(each) if each.who.value == there and each.holds(day) else each for each in case.authorities)
    return replace(case, authorities=tuple(records))


def unconfirmed(case: Case) -> tuple[Authority, ...]:
    """What a young person allowed to a worker who has not said yet that they agree (R521)."""
    named = {each.address for each in case.people if each.part is Part.WORKER}
    return tuple(
        each for each in case.authorities if each.who in named and not (each.worker_confirmed or each.withdrawn)
    )  # fmt: skip


def given(decision: Decision) -> date:
    """The day authority was given: today, unless it says another."""
    on = decision.facts.get("given_on")
    return date.fromisoformat(on) if on else _day(decision)


def _day(decision: Decision) -> date:
    return days.today(decision.at)
