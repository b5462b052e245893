"""One person's data, put together for whoever hands it to them (R905): what they sent, what we sent, what was decided
about them. What may be somebody else's is marked, and a person decides.

Whose complaint it is gets all of the case; anybody else who has a part in it, only what they wrote and what was written
to them. Allegations are held out, and so is what staff noted of alarms, wrote where one rang, or decided about a child
who may be in danger: whether those can be told is for the LADO and the safeguarding lead (R526). What the program
guessed of them, and what was noted of how long it is kept, is theirs too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from casework import days, moves
from casework.alarms import FALSE_ALARM, Alarm
from casework.cases import Case, Decision
from casework.contacts import Contact, Suggestion
from casework.councils import Council
from casework.facts import of_council, of_safety
from casework.frozen import frozen, replace
from casework.labels import Kind, Procedure
from casework.letters import Said
from casework.messages import Address, Channel, Message
from casework.people import member
from casework.records.retention import NOTHING_SAID, KeptAs
from casework.records.third_parties import in_small_letters, marked, spotted
from casework.said.signs import Level
from casework.telling import ALERTS

ALLEGATION = "it holds an allegation: the LADO says what may be handed out"
ALARMS = "what staff noted of an alarm: the safeguarding lead says what may be handed out"
HOLD = "why it is under a legal hold: whoever put it on says what may be handed out"
SAFETY = "it may tell what was done to keep somebody safe: the safeguarding lead says what may be handed out"


@frozen
class Paper:
    """One thing that was said or decided. `marks` is how often something in it may be somebody else's; `files` are how
    many came with it; `ours`: we wrote it. `held`: why it is left out, and then it has no words.
    """

    matter: str
    title: str
    at: datetime
    words: str = field(default="", repr=False)
    marks: int = 0
    ours: bool = False
    message: str = ""
    files: int = 0
    held: str = ""


OF_ALARMS = frozenset((*ALERTS, "staff.siren", "staff.have_it", "staff.passed_on"))
"""Letters to staff that say that an alarm rang, or who has it."""

OURS = (
    "council", "team", "phone", "advocacy", "advocacy_phone", "adult_team", "sendiass", "sendiass_phone",
    "mediation_phone", "monitoring_email", "front_door", "front_door_phone", "edt_name", "edt_phone", "safety_team",
)  # fmt: skip
"""The facts of our letters that are names, numbers and addresses of the council's and of who helps."""

CAME = {
    Channel.EMAIL: "by email", Channel.TELEGRAM: "by Telegram", Channel.FORM: "by the web form",
    Channel.TELEPHONE: "by telephone", Channel.LETTER: "by letter", Channel.IN_PERSON: "in person",
}  # fmt: skip


@frozen
class Noted:
    """What stands beside a person's matters: the contacts that their cases were made of, for what the program guessed
    of them; and what somebody said of how long each is kept, by reference.
    """

    contacts: Sequence[Contact] = ()
    kept_as: Mapping[str, KeptAs] = field(default_factory=dict, repr=False)


NOTHING_NOTED = Noted()

Exact = Callable[[str], str]
"""The words of a letter that left, by its name; empty if it has not."""


def papers(
    matters: Sequence[Case | Contact],
    theirs: frozenset[Address],
    exact: Exact,
    council: Council,
    *,
    named: frozenset[str] = frozenset(),
    noted: Noted = NOTHING_NOTED,
) -> tuple[Paper, ...]:
    """Every paper of these matters, the oldest first in each, with what may be somebody else's marked in it. `named`
    are the references that are theirs, as whoever puts it together says.
    """
    found = [each for matter in matters for each in _of(matter, theirs, named, exact, council, noted)]
    own = _own(matters, theirs)
    return tuple(_looked_through(found, own, _known(matters, theirs, council), council))


def alleges(about: Case | Contact) -> bool:
    """Whether it is an allegation's, in whole or in part (R115, R708)."""
    if isinstance(about, Case) and about.procedure is Procedure.LADO:
        return True
    return any(each.level is Level.STAFF and not each.outcome.startswith(FALSE_ALARM) for each in about.alarms)


def _of(
    matter: Case | Contact,
    theirs: frozenset[Address],
    named: frozenset[str],
    exact: Exact,
    council: Council,
    noted: Noted,
) -> Iterator[Paper]:
    if alleges(matter):
        yield Paper(matter.reference, "All of it", matter.received, held=ALLEGATION)
        return
    whole = isinstance(matter, Contact) or matter.reference in named or matter.complainant.address in theirs
    messages = [each for each in matter.messages if whole or each.sender in theirs]
    said = [each for each in matter.said if whole or each.to in theirs]
    every = [*(_message(matter.reference, each, rang=_rang(matter)) for each in messages)]
    every += [_letter(matter.reference, each, words) for each in said if (words := exact(each.name))]
    if whole and isinstance(matter, Case):
        every += [_decision(matter, each, council) for each in matter.decisions]
    every += [_alarm(matter.reference, each) for each in matter.alarms if whole]
    every += _beside(matter, theirs, noted) if whole else ()
    yield from sorted(every, key=lambda each: each.at)


def _rang(matter: Case | Contact) -> bool:
    """Whether there may have been danger."""
    concern = isinstance(matter, Case) and matter.kind is Kind.CONCERN_ABOUT_CHILD
    return concern or any(not each.outcome.startswith(FALSE_ALARM) for each in matter.alarms)


def _message(matter: str, message: Message, *, rang: bool) -> Paper:
    if message.by_staff and rang:
        return Paper(matter, "Written by staff", message.received, held=SAFETY)
    by = "Noted by staff" if message.taken_down else "Written by staff" if message.by_staff else "Received"
    parts = [
        " ".join(filter(None, ("From:", message.sender_name, _reached(message.sender)))), f"Subject: {message.subject}",
        message.text, message.quoted and f"Older mail below it:\n{message.quoted}",
    ]  # fmt: skip
    said = "\n\n".join(each for each in parts if each and not each.endswith(": "))
    title = f"{by} {CAME[message.channel]}"
    return Paper(matter, title, message.received, said, message=message.name, files=len(message.files))


def _letter(matter: str, said: Said, words: str) -> Paper:
    title, at = "Letter to staff" if said.staff else "Letter sent", said.sent or said.written
    if said.words in OF_ALARMS:
        return Paper(matter, "Letter about an alarm", at, held=ALARMS)
    to = "staff" if said.staff else _reached(said.to)
    return Paper(matter, title, at, f"To: {to}\n\n{words}" if to else words, ours=True)


def _reached(address: Address) -> str:
    """Where somebody is written to. A form has a mark of our own in that place, which says nothing to anybody."""
    return "" if address.channel is Channel.FORM else address.value


def _decision(case: Case, decision: Decision, council: Council) -> Paper:
    if case.kind is Kind.CONCERN_ABOUT_CHILD:
        return Paper(case.reference, "Decision", decision.at, held=SAFETY)
    row = moves.BY_NAME.get(decision.move)
    who = member(council, decision.by)
    lines = [row.says if row else decision.move, f"By: {who.name if who else decision.by}", decision.why]
    told = ((name, _called(value, council)) for name, value in decision.facts.items() if value)
    lines += [f"{name.replace('_', ' ')}: {value}" for name, value in told]
    return Paper(case.reference, "Decision", decision.at, "\n".join(each for each in lines if each))


def _called(value: str, council: Council) -> str:
    """What was typed or chosen; of who works here their name, which is marked, and not what we call them."""
    chosen = [member(council, each) for each in value.split("|")]
    return ", ".join(each.name for each in chosen if each) if all(chosen) else value


def _alarm(matter: str, alarm: Alarm) -> Paper:
    return Paper(matter, "Alarm", alarm.raised, held=ALARMS)


def _beside(matter: Case | Contact, theirs: frozenset[Address], noted: Noted) -> Iterator[Paper]:
    """What the program guessed of what they wrote, and what is noted of how long it is kept."""
    for contact in (matter,) if isinstance(matter, Contact) else noted.contacts:
        guessed = contact.decided_with or contact.suggestion
        if guessed and (contact is matter or (matter.reference in contact.cases and contact.sender in theirs)):
            held = SAFETY if _rang(matter) else ""
            words = "" if held else _guess(guessed)
            yield Paper(matter.reference, "What the program guessed", contact.received, words, held=held)
    said = noted.kept_as.get(matter.reference, NOTHING_SAID)
    days_said = (("Born", said.born), ("Adoption order", said.order))
    if known := [f"{what}: {day.day} {day:%B %Y}" for what, day in days_said if day]:
        yield Paper(matter.reference, "Noted by staff", matter.received, "\n".join(known), ours=True)
    if said.hold:
        yield Paper(matter.reference, "Legal hold", matter.received, held=HOLD)


def _guess(guessed: Suggestion) -> str:
    """The labels, and the words that led to each."""
    labels = {
        "kind": guessed.kind, "procedure": guessed.procedure, "about": guessed.category_b or guessed.category_d,
        "who wrote": guessed.sender, "service": guessed.service, "noticed": ", ".join(sorted(guessed.flags)),
    }  # fmt: skip
    lines = [f"{name}: {label}" for name, label in labels.items() if label]
    because = [f"because of: {', '.join(each.words)}" for each in guessed.because if each.words]
    return "\n".join([*lines, *dict.fromkeys(because)])


def _looked_through(
    found: Sequence[Paper], own: frozenset[str], known: frozenset[str], council: Council
) -> Iterator[Paper]:
    for each in found:
        known |= spotted(each.words, theirs=own, known=known) if not each.ours else set()
    ordinary = in_small_letters(each.words for each in found if each.ours)
    for each in found:
        theirs = own | _ours(each, council) if each.ours else own
        words, marks = marked(each.words, theirs=theirs, known=known, ordinary=ordinary if each.ours else ())
        yield replace(each, words=words, marks=marks)


def _ours(paper: Paper, council: Council) -> frozenset[str]:
    """What our letters call the council and who helps: nobody's own."""
    facts = of_council(council, days.today(paper.at)) | of_safety(council, paper.at)
    return frozenset(facts[each] for each in OURS if each in facts)


def _own(matters: Sequence[Case | Contact], theirs: frozenset[Address]) -> frozenset[str]:
    """How they are called, and where they are reached."""
    names = {each.value for each in theirs}
    for matter in matters:
        names |= {each.sender_name for each in matter.messages if each.sender in theirs}
        if isinstance(matter, Case):
            names |= {each.known_as for each in matter.people if each.address in theirs}
    return frozenset(filter(None, names))


def _known(matters: Sequence[Case | Contact], theirs: frozenset[Address], council: Council) -> frozenset[str]:
    """Others whose names we know: who works here, and whoever else is in these cases."""
    names = {each.name for each in council.staff}
    for matter in matters:
        names |= {each.sender_name for each in matter.messages if each.sender not in theirs}
        if isinstance(matter, Case):
            names |= {each.known_as for each in matter.people if each.address not in theirs}
            names |= {each.name for each in matter.authorities} | {each.name for each in matter.appointments}
            names |= {each.advocate for each in matter.referrals}
    return frozenset(filter(None, names))


def counted(found: Iterable[Paper]) -> Mapping[str, int]:
    """How many papers there are, how many are held out, and how often somebody must look."""
    every = list(found)
    return {
        "papers": sum(not each.held for each in every), "held": sum(bool(each.held) for each in every),
        "marks": sum(each.marks for each in every), "files": sum(each.files for each in every if not each.held),
    }  # fmt: skip
