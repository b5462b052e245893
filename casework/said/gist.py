"""What a conversation comes to: the words in which something is told, its kind, and how it ended."""

from casework.alarms import Alarm
from casework.contacts import Contact, Reason, Suggestion
from casework.frozen import replace
from casework.labels import Flag, Kind
from casework.messages import Channel, Message, Sort
from casework.questions import ENCLOSED, SUSPECTED, answers, is_opened
from casework.said import called, languages, thanks
from casework.said.answers import Answers, Choice, Meaning, Reading, Wish
from casework.said.introductions import Who
from casework.said.signs import Level, urgency

TELLS_NOTHING = frozenset(
    {
        Meaning.COMMAND,
        Meaning.ACT,
        Meaning.GREETING,
        Meaning.REPEAT,
        Meaning.SILENT,
        Meaning.REACH,
        Meaning.HAIL,
        Meaning.ROBOT,
        Meaning.WORDLESS,
        Meaning.READERS,
        Meaning.INSULT,
    }
)

SHORT = 4
"""Words of an answer that tell nothing besides: a name, "yes please". *Taste.*"""

NO_HARM_IN_IT = frozenset({Kind.NOT_FOR_US, Kind.COMPLIMENT, Kind.ENQUIRY})
"""Kinds that nothing can be in which harm was told of."""

RISK = frozenset({Flag.IMMEDIATE_RISK, Flag.SAFEGUARDING, Flag.ALLEGATION_AGAINST_STAFF})

READ = 2000
"""Characters by which a language is told. *Taste.*"""


def own_words(contact: Contact) -> tuple[Message, ...]:
    """The messages in which something is told: no greeting, command, button, repetition or short answer of a chat."""
    readings = answers(contact).readings if contact.channel is Channel.TELEGRAM else ()
    if len(readings) != len(contact.messages):
        return contact.messages
    pairs = zip(contact.messages, readings, strict=True)
    told = tuple(message for message, reading in pairs if message.sort is Sort.EDIT or _tells(message, reading))
    return told or contact.messages


def _tells(message: Message, reading: Reading) -> bool:
    short = reading.meaning is Meaning.ANSWER and len(message.text.split()) <= SHORT
    return reading.meaning not in TELLS_NOTHING and not short


def suited(thought: Suggestion, contact: Contact) -> Suggestion:
    """The classifier's opinion, held against what is known for certain.

    Harm is never nothing to us, and thanks never hide a complaint (R120). Whoever says who they are has something for
    us. Where it has no opinion, as of a language that it never learnt, or cannot tell a complaint from what somebody
    wants sorted out, it is a complaint until a person has read it (R270).
    """
    told = [each.text for each in own_words(contact) if each.text]
    if rung := [alarm for alarm in contact.alarms if _by_words(alarm)]:
        by_staff = any(alarm.level is Level.STAFF for alarm in rung)
        of_harm = Kind.COMPLAINT if by_staff else Kind.CONCERN_ABOUT_CHILD
        return _instead(thought, of_harm, "R701") if thought.kind in NO_HARM_IN_IT else thought
    if languages.language(" ".join(told)[:READ]):
        return _instead(thought, Kind.COMPLAINT, "R270")
    if thought.kind in _guessed(thought, contact) and answers(contact).kind is None:
        return _instead(thought, Kind.COMPLAINT, "R270")
    if thought.kind is Kind.NOT_FOR_US and answers(contact).who:
        return _instead(thought, _next_best(thought), "R270")
    if thought.kind is Kind.COMPLIMENT and any(
        thanks.turns_to_grievance(each) for each in told if not called.refuses_name(each)
    ):
        return _instead(thought, Kind.COMPLAINT, "R120")
    return thought


def _guessed(thought: Suggestion, contact: Contact) -> frozenset[Kind]:
    """Kinds that are no more than a guess where it is unsure: a concern if nothing of harm is anywhere, more about a
    matter if they have none.
    """
    if "kind" not in thought.unsure:
        return frozenset()
    harmless = not contact.alarms and not thought.flags & RISK
    guesses = {Kind.REPRESENTATION: True, Kind.CONCERN_ABOUT_CHILD: harmless, Kind.CORRESPONDENCE: not contact.beside}
    return frozenset(kind for kind, guessed in guesses.items() if guessed)


def _next_best(thought: Suggestion) -> Kind:
    """Whoever says that they are young, in care, a parent or an advocate has something for us."""
    second = next((kind for kind in Kind if kind == thought.second.get("kind")), Kind.COMPLAINT)
    return Kind.COMPLAINT if second is Kind.NOT_FOR_US else second


def _by_words(alarm: Alarm) -> bool:
    own = [sign for sign in alarm.signs if not sign.startswith((SUSPECTED, ENCLOSED))]
    return bool(own) and alarm.level is not Level.POSSIBLE


def _instead(thought: Suggestion, kind: Kind, rule: str) -> Suggestion:
    """It stays for a person to look at first."""
    return replace(
        thought,
        kind=kind,
        second={**thought.second, "kind": str(thought.kind)},
        unsure=tuple(dict.fromkeys(("kind", *thought.unsure))),
        because=(Reason("kind", (), rule), *(each for each in thought.because if each.field != "kind")),
    )


def kind(contact: Contact, known: Answers) -> Kind | None:
    """What they want it to be, in their own choosing; else what is suggested."""
    if known.kind in (Choice.COMPLAINT, Choice.SORT):
        return Kind.COMPLAINT if known.kind is Choice.COMPLAINT else Kind.REPRESENTATION
    thought = contact.suggestion
    if thought is None:
        return None
    of_another = any("someone_else" in alarm.lines for alarm in contact.alarms)
    return Kind.CONCERN_ABOUT_CHILD if of_another and known.who is not Who.PARENT else thought.kind


def summary(*contacts: Contact) -> dict[str, object]:
    """How a conversation ended: `{"case", "kind", "wants_advocate", "name", "anonymous", "alarm"}`, over all its
    contacts.
    """
    known = [(contact, told) for contact in contacts if is_opened(told := answers(contact))]
    named = next((told.name for _, told in known if told.name), None)
    wishes = [told.advocate for _, told in known if told.advocate]
    kinds = [found for contact, told in known if (found := kind(contact, told))]
    levels = [alarm.level for contact in contacts for alarm in contact.alarms]
    return {
        "case": known[0][0].reference if known else None,
        "kind": kinds[0] if kinds else None,
        "wants_advocate": wishes[-1] is Wish.YES if wishes else None,
        "name": named,
        "anonymous": bool(known) and named is None and Kind.NOT_FOR_US not in kinds,
        "alarm": min(levels, key=urgency) if levels else None,
    }
