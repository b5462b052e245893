"""What we still need to ask, and what we have been told.

At most four questions, one at a time, each with Skip, each answered by typing as well as by a button. None is ever
asked for the sake of the form: what somebody said unasked is not asked again, a question that was talked past is put
once more and then let be, and nothing holds up the case (conversations 2.3, 2.4).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from operator import is_

from casework.alarms import Alarm
from casework.cases import Case
from casework.choices import CHOICES, Act, act
from casework.contacts import Contact, Standing
from casework.labels import Sender
from casework.letters import Posted, Said
from casework.messages import Address, Message, Sort
from casework.said import readings, typed
from casework.said.answers import ASKS, COMMANDS_THAT_OPEN, OPENS, Answers, Meaning, Reading, Slot, Wish
from casework.said.introductions import Who, label
from casework.said.signs import Level

__all__ = ["CHOICES", "QUESTIONS", "answers", "is_opened", "next_question", "sender"]

QUESTIONS = (Slot.WHO, Slot.NAME, Slot.ADVOCATE, Slot.KIND)
"""What is asked, in this order. A plain thank-you is asked one thing instead: whether it may be passed on."""

TWICE = 2
"""How often a question is put: once, and once more when it was talked past."""

FIRST, LAST = 40, 100
"""Of a longer conversation the messages between are more of the story: they are kept, and read by a person. *Taste.*"""

SUSPECTED = "classifier:"
"""How the name of a sign begins that no words rang, only the classifier."""

ENCLOSED = "enclosed:"
"""How it begins if it stands in a bundle of papers under somebody's letter."""

TOLD_OF_HARM = ("bot.danger", "bot.disclosure", "email.danger_")
"""How the names of words begin that say that somebody hears of it."""

REMEMBERED = 256
"""Contacts whose answers are remembered: each is asked for them several times in one round. *Taste.*"""

LET_BE = timedelta(days=7)
"""After so long without a word the questions are over (conversations 2.4)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A contact by what its answers are read from: the same as another with the very same messages and letters."""

    contact: Contact

    @property
    def _parts(self) -> tuple[object, ...]:
        return self.contact.messages, self.contact.said, self.contact.carried, self.contact.sender

    def __hash__(self) -> int:
        return hash(tuple(map(id, self._parts)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told) and all(map(is_, self._parts, other._parts))


def answers(contact: Contact) -> Answers:
    """What this contact has told us so far. Only letters that have left, or are leaving, count as asked."""
    return _answers(_Told(contact))


@lru_cache(maxsize=REMEMBERED)
def _answers(told: _Told) -> Answers:
    contact = told.contact
    state, before = _begun(contact.carried), None
    for event in timeline(contact):
        if isinstance(event, Said):
            state = _shown(state, event)
        elif FIRST <= len(state.readings) < len(contact.messages) - LAST:
            state = replace(state, readings=(*state.readings, Reading(Meaning.DETAIL)))
        else:
            state = _heard(state, event, before, contact)
            before = event if event.sort is Sort.WORDS else before
    return state


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


def _begun(said: Mapping[str, str]) -> Answers:
    return Answers(
        who=Who(said["who"]) if "who" in said else None,
        name=said.get("name", ""),
        anonymous="anonymous" in said and "name" not in said,
        advocate=Wish(said["advocate"]) if "advocate" in said else None,
    )


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


def timeline(contact: Contact) -> Iterator[Message | Said]:
    """Messages, and letters to the writer that left, in the order in which each was known to us."""
    told = sorted(((place(said, contact), said) for said in told_to_writer(contact)), key=lambda placed: placed[0])
    for number, message in enumerate(contact.messages):
        while told and told[0][0] <= number:
            yield told.pop(0)[1]
        yield message
    yield from (said for _, said in told)


def told_to_writer(contact: Contact) -> list[Said]:
    """Letters to the writer that have left or are leaving: what they may have seen."""
    left = (Posted.SENT, Posted.SENDING)
    return [said for said in contact.said if said.posted in left and said.to == contact.sender and not said.staff]


def place(said: Said, contact: Contact) -> int:
    """After how many messages it was said: by count where we know it, as two clocks never agree to the second."""
    return said.after or sum(message.received <= said.written for message in contact.messages)


def _shown(state: Answers, said: Said) -> Answers:
    others = {words: times for words, times in state.shown.items() if words != said.words}
    state = replace(state, shown={**others, said.words: state.shown.get(said.words, 0) + 1})
    if said.words.startswith("bot.done_"):
        return replace(state, over=True, asked="", aside="")
    if said.words not in ASKS:
        return state
    return replace(state, asked=said.words, aside="") if ASKS[said.words] else replace(state, aside=said.words)


def _heard(state: Answers, message: Message, before: Message | None, contact: Contact) -> Answers:
    pressed = message.sort is Sort.PRESS and act(message.press) is not Act.WITHDRAW  # "Close it too" stays quiet
    wakes = pressed or message.sort in (Sort.WORDS, Sort.STARTED)
    state, reading = readings.read(replace(state, quiet=state.quiet and not wakes), message, before, contact)
    if message.sort is Sort.WORDS and typed.wants_no_questions(message.text[: readings.READ]):
        state = replace(state, over=True, asked="")
    elif reading.filled:
        state = replace(state, over=False, asked=_still_asked(state, reading.filled))
    elif reading.meaning is Meaning.DETAIL and state.shown.get(state.asked, 0) >= TWICE:
        state = replace(state, over=True, asked="")
    return replace(state, readings=(*state.readings, reading))


def _still_asked(state: Answers, filled: frozenset[Slot]) -> str:
    """The question that is still open where only earlier ones were answered; who answers ahead of it passes it by."""
    slot = ASKS.get(state.asked)
    if slot not in QUESTIONS or state.has(slot):
        return ""
    ahead = QUESTIONS[QUESTIONS.index(slot) :]
    return "" if filled & set(ahead) else state.asked


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
