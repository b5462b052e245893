"""What we still need to ask, and what follows from what we have been told (`conversations` adds that up).

At most four questions, one at a time, each with Skip, each answered by typing as well as by a button. None is ever
asked for the sake of the form: what somebody said unasked is not asked again, a question that was talked past is put
once more and then let be, and nothing holds up the case (conversations 2.3, 2.4).
"""

from datetime import datetime, timedelta

from casework.alarms import Alarm
from casework.cases import Case
from casework.choices import CHOICES
from casework.contacts import Contact, Standing
from casework.conversations import MORE, QUESTIONS, TWICE, answers, asks_nothing, place, told_to_writer
from casework.labels import Sender
from casework.messages import Address
from casework.said.answers import ASKS, COMMANDS_THAT_OPEN, OPENS, Answers, Meaning, Slot
from casework.said.introductions import Who, label
from casework.said.signs import Level

__all__ = [
    "CHOICES", "MORE", "QUESTIONS", "answers", "asks_nothing", "is_opened", "next_question", "place", "sender",
    "told_to_writer",
]  # fmt: skip

SUSPECTED = "classifier:"
"""How the name of a sign begins that no words rang, only the classifier."""

ENCLOSED = "enclosed:"
"""How it begins if it stands in a bundle of papers under somebody's letter."""

TOLD_OF_HARM = ("bot.danger", "bot.disclosure", "email.danger_")
"""How the names of words begin that say that somebody hears of it."""

LET_BE = timedelta(days=7)
"""After so long without a word the questions are over (conversations 2.4)."""


def carried(matters: tuple[Contact | Case, ...]) -> dict[str, str]:
    """What somebody said of themselves in their other matters, the latest first: it is not asked again."""
    known = [told_on(each) for each in matters]
    said = {
        "who": next((told.who for told in known if told.who), ""),
        "name": next((told.name for told in known if told.name), ""),
        "anonymous": "yes" if any(told.anonymous for told in known[:1]) else "",
        "advocate": next((told.advocate for told in known if told.advocate), ""),
    }
    return {name: str(value) for name, value in said.items() if value}


def link(earlier: tuple[Contact, ...]) -> dict[str, str]:
    """An advocate's link, from the last of their matters in this chat, open or over: it ends when somebody ends it."""
    for each in earlier:
        known = answers(each)
        if known.who is Who.ADVOCATE:
            linked = {name: each.carried[name] for name in ("provider", "email") if name in each.carried}
            name = {"name": known.name} if known.name and linked else {}
            return {"who": str(Who.ADVOCATE), **name, **linked} if linked else {}
    return {}


def told_on(about: Contact | Case) -> Answers:
    """The same of a case: what whoever complained told us, before it was one and since."""
    return answers(about if isinstance(about, Contact) else as_contact(about, about.complainant.address))


def as_contact(case: Case, sender: Address) -> Contact:
    """A case as the conversation with one of its people sees it: their words, and ours to them."""
    return Contact(
        id=case.contact,
        council=case.council,
        reference=case.reference,
        channel=sender.channel,
        sender=sender,
        received=case.received,
        messages=tuple(message for message in case.messages if not message.by_staff),
        standing=Standing.DECIDED,
        cases=(case.reference,),
        said=case.said,
        alarms=case.alarms,
    )


def is_opened(known: Answers) -> bool:
    """Whether anything was said that is more than a greeting: only then is there a contact to answer for."""
    return any(reading.meaning in OPENS or reading.command in COMMANDS_THAT_OPEN for reading in known.readings)


def next_question(contact: Contact, known: Answers, now: datetime) -> str:
    """The words of the question to put now; empty when there is none to put."""
    if known.over or known.quiet or known.who is Who.ADVOCATE or known.aside == "bot.soft_check":
        return ""
    if contact.standing is Standing.DECIDED or in_safe_hands(contact) or _let_be(contact, known, now):
        return ""
    if known.doubtful:
        return "bot.q2_check"
    if is_thanks(known):
        return "" if known.has(Slot.PRAISE) or known.shown.get("bot.thanks") else "bot.thanks"
    slot = ASKS.get(known.asked)
    if slot in QUESTIONS and known.shown[known.asked] < TWICE and not known.has(slot):
        return _words(slot, known) or known.asked
    return next((words for slot in QUESTIONS if (words := _words(slot, known)) and not known.has(slot)), "")


def _words(slot: Slot, known: Answers) -> str:
    """The words of a question that was not put yet."""
    words = {
        Slot.WHO: "bot.q1_who",
        Slot.NAME: "bot.q2_name",
        Slot.ADVOCATE: "bot.q3_advocate_adult" if known.who in (Who.PARENT, Who.OTHER) else "bot.q3_advocate",
        Slot.KIND: "bot.q4_kind",
    }[slot]
    return "" if known.shown.get(words) else words


def is_thanks(known: Answers) -> bool:
    """Fixed words, not a label, show plain thanks and nothing besides (conversations 2.4)."""
    said = {reading.meaning for reading in known.readings} & OPENS
    return said == {Meaning.PRAISE} or (Meaning.PRAISE in said and Slot.PRAISE in _filled(known))


def _filled(known: Answers) -> frozenset[Slot]:
    return frozenset(slot for reading in known.readings for slot in reading.filled)


def in_safe_hands(contact: Contact) -> bool:
    """After words of danger the questions stop, and do not come back by themselves (conversations 2.6)."""
    return any(is_known_to_writer(alarm, contact) for alarm in contact.alarms)


def is_known_to_writer(alarm: Alarm, contact: Contact) -> bool:
    """Whether the writer was told that somebody hears of it: always, but for doubtful signs and a machine's mere
    suspicion, be it of what words made doubtful.
    """
    suspected = [sign.startswith((SUSPECTED, ENCLOSED)) for sign in alarm.signs]
    if alarm.level in (Level.IMMEDIATE, Level.POSSIBLE) or not any(suspected):
        return alarm.level is not Level.POSSIBLE
    return not all(suspected) and any(said.words.startswith(TOLD_OF_HARM) for said in contact.said)


def _let_be(contact: Contact, known: Answers, now: datetime) -> bool:
    asked = [said for said in told_to_writer(contact) if said.words == known.asked]
    return bool(asked) and now - (asked[-1].sent or asked[-1].written) > LET_BE


def sender(known: Answers) -> Sender:
    """Who they say they are, in the taxonomy's words; kept beside what the classifier and a person think."""
    return {
        Who.YOUNG: Sender.YOUNG_PERSON,
        Who.ADVOCATE: Sender.ADVOCATE,
        Who.PARENT: Sender.PARENT,
    }.get(known.who or Who.OTHER, Sender.UNKNOWN)


def is_adult(known: Answers) -> bool:
    """Whether somebody has said that they are one: until then the words for young people are used (3.1)."""
    return known.who in (Who.ADVOCATE, Who.PARENT, Who.OTHER)


def labelled(contact: Contact, known: Answers | None = None) -> str:
    """What an advocate calls the young person this contact is about; empty if they gave no label. `known` are its
    answers, where they have been read already.
    """
    headed = (known_as for message in contact.messages if (known_as := label(message.text)))
    return (known or answers(contact)).label or next(headed, "")
