"""An advocate wrote of several young people in one message: each is kept apart, with a number of their own, once the
advocate has said so (conversations 2.13).

Until then, and for good if they say no, the message is one matter, with its reference and its clock, and nobody's
label. On yes each part arrives as if it had come alone. Words of harm are never held up by it.
"""

from casework import names, questions
from casework.arrive.filing import Filed
from casework.arrive.saying import Reply
from casework.cases import Case
from casework.choices import Act
from casework.contacts import Contact, Standing
from casework.frozen import replace
from casework.messages import Message, Sort
from casework.said.answers import OPENS, Meaning, Reading
from casework.said.introductions import Who, labels

ASKED = "adv.several"

INTRODUCTION = 12
"""Words with which an advocate introduces themselves: in more there may be a matter of somebody's. *Taste.*"""


def asks(place: Filed) -> bool:
    """Whether they are to be asked: once, and never after words of danger (conversations 2.6)."""
    by_advocate = place.known.who is Who.ADVOCATE and place.case is None
    if not by_advocate or place.known.shown.get(ASKED) or questions.in_safe_hands(place.contact):
        return False
    return any(_parts(each) for each in place.contact.messages)


def question(place: Filed) -> Reply:
    """Shall I keep each apart?"""
    lists = (part for message in place.contact.messages for part in _parts(message))
    called = tuple({known_as.casefold(): known_as for known_as, _ in lists}.values())
    joined = f"{', '.join(called[:-1])} and {called[-1]}"
    return Reply(ASKED, held=True, facts={"yp_count": str(len(called)), "yp_labels": joined})


def answered(contact: Contact) -> tuple[int, Act | None]:
    """Which message answered it, and how; the first counts. Past the last message if none has."""
    asked = any(said.words == ASKED for said in contact.said)
    for number, reading in enumerate(questions.answers(contact).readings if asked else ()):
        if reading.of == ASKED and reading.act in (Act.YES, Act.NO):
            return number, reading.act
    return len(contact.messages), None


def is_late(place: Filed) -> bool:
    """Whether the last message answers it once more."""
    return answered(place.contact)[0] < len(place.contact.messages) - 1


def parts(contact: Contact) -> tuple[tuple[str, Message], ...]:
    """What arrives apart, if the last message said yes: each label, and a message of its own with its part alone.

    What came with it besides words stays where it is: nobody can say whose it is.
    """
    at, act = answered(contact)
    if act is not Act.YES or at != len(contact.messages) - 1:
        return ()
    listed = ((message, *each) for message in contact.messages[:at] for each in _parts(message))
    return tuple((known_as, _alone(message, known_as, part, contact)) for message, known_as, part in listed)


def _alone(message: Message, known_as: str, part: str, origin: Contact) -> Message:
    name = names.name("message", "apart", message.name, known_as)
    return replace(message, name=name, text=part, apart_from=origin.reference, files=(), media="", enclosed="")


def home(known_as: str, matters: tuple[Contact | Case, ...]) -> Contact | Case | None:
    """The open matter of that young person, if the advocate has one."""
    wanted = known_as.casefold()
    return next((each for each in matters if questions.labelled(_contact(each)).casefold() == wanted), None)


def emptied(place: Filed) -> Filed:
    """Set aside once each part is a matter of its own, so that nobody works on the mixture; unless it holds more."""
    at, act = answered(place.contact)
    if act is not Act.YES or place.case or place.contact.alarms:
        return place
    read = zip(place.contact.messages, place.known.readings, strict=True)
    if not all(_adds_nothing(message, reading, before=n < at) for n, (message, reading) in enumerate(read)):
        return place
    aside = replace(place.contact, standing=Standing.SET_ASIDE, clocks=(), wake_at=None)
    return replace(place, contact=aside, begun=False)


def _adds_nothing(message: Message, reading: Reading, *, before: bool) -> bool:
    """An introduction, a button, or the very message that was kept apart with few words before its first part."""
    if reading.meaning not in OPENS:
        return True
    if message.files or message.media:
        return False
    apart = _parts(message) if before else ()
    left = len(message.text.split()) - sum(len(part.split()) for _, part in apart)
    return left <= INTRODUCTION and (bool(apart) or reading.meaning is Meaning.ANSWER)


def _parts(message: Message) -> tuple[tuple[str, str], ...]:
    return labels(message.text) if message.sort is Sort.WORDS else ()


def _contact(matter: Contact | Case) -> Contact:
    return matter if isinstance(matter, Contact) else questions.as_contact(matter, matter.complainant.address)
