"""The classifier's look at what was said: taken down, and heard where it hears harm that no words rang (R001, R701)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from casework import questions
from casework.arrive import harm, saying
from casework.arrive.filing import Filed, placed
from casework.arrive.saying import Reply
from casework.changes import Change
from casework.contacts import Contact, Suggestion
from casework.councils import Council
from casework.frozen import replace
from casework.labels import Flag
from casework.letters import Letter, Urgency
from casework.messages import Channel
from casework.questions import SUSPECTED
from casework.said import gist
from casework.said.languages import language
from casework.said.signs import Level, Sign, urgency

CERTAIN, SURE, DOUBTFUL = 0.9, 0.5, 0.15
"""How likely harm must be, by the classifier, to be answered as danger; to ring as what it is; as a possible sign.
Between the first two of danger could go either way: they are asked whether they are OK. *Taste*, to be set anew with
each model; words of harm need no such leave.
"""

FEW = 4
"""Words of which the classifier can only guess. *Taste.*"""

LATELY = timedelta(days=1)
"""A message older than this gets no automatic answer any more: a person writes. *Taste.*"""

RINGS = {
    Flag.IMMEDIATE_RISK: Level.IMMEDIATE,
    Flag.ALLEGATION_AGAINST_STAFF: Level.STAFF,
    Flag.SAFEGUARDING: Level.HARM,
}
"""Flags that ring an alarm on suspicion, before anyone confirms (R001, R701)."""


READ = 2000
"""Characters by which a language is told. *Taste.*"""


def weigh(contact: Contact, suggestion: Suggestion, council: Council, now: datetime) -> Change:
    """The classifier's opinion, taken down. It may ring an alarm that the words did not, and lowers none (R001,
    R701).

    Danger now is answered as words of danger are: rules or classifier, either one is enough (conversations 2.6).
    Nothing else that it thinks is said to anybody.
    """
    kept = replace(contact, suggestion=gist.suited(suggestion, contact), considered=len(contact.messages))
    if all(message.automatic for message in contact.messages):
        return Change(contacts=(kept,))
    new = tuple(sign for sign in _suspected(suggestion, kept) if not _rung_already(sign.level, contact))
    if not new:
        known, told = harm.found_in_care(kept, council, now)
        return Change(contacts=(kept,), alarms=known, letters=told)
    place = placed(contact.messages[-1], kept)
    rung, told = harm.ring(place, tuple(sorted(new, key=lambda sign: urgency(sign.level))), council, now)
    danger = tuple(sign for sign in new if sign.level is Level.IMMEDIATE)
    lately = now - place.message.received <= LATELY and not place.message.automatic
    if not danger or not lately:
        checked = _checked(new, place, council, now)
        put_off = saying.questions_waiting(place) if checked else ()
        return Change(contacts=(kept,), alarms=rung, letters=(*checked, *told), withdrawn=put_off)
    said = saying.letters(harm.answer(place, danger, now), place, council, now)
    return Change(contacts=(kept,), alarms=rung, letters=(*said, *told), withdrawn=saying.everything_waiting(place))


def _checked(new: tuple[Sign, ...], place: Filed, council: Council, now: datetime) -> tuple[Letter, ...]:
    """Danger that could go either way: they are asked once whether they are OK, and a person reads it (2.6)."""
    perhaps = any(sign.name == f"{SUSPECTED}{Flag.IMMEDIATE_RISK}" for sign in new)
    fresh = now - place.message.received <= LATELY and not place.message.automatic
    asked = any(said.words == "bot.soft_check" for said in place.contact.said) or questions.in_safe_hands(place.contact)
    if not perhaps or not fresh or asked or place.message.channel not in harm.SHOWS_BUTTONS:
        return ()
    return saying.letters((Reply("bot.soft_check", urgency=Urgency.SAFETY),), place, council, now)


def _suspected(suggestion: Suggestion, contact: Contact) -> Iterator[Sign]:
    """What its flags amount to. A flag is set far below even odds, so that a person sees it: how likely it is
    decides. Of a greeting it has no opinion, and of two or three words only a guess: "testing 123" was danger once.
    """
    if RINGS.keys().isdisjoint(suggestion.flags):
        return
    if contact.messages[-1].channel is Channel.TELEGRAM and not questions.is_opened(questions.answers(contact)):
        return
    text = " ".join(message.text for message in contact.messages)[:READ]
    if language(text):
        return  # it has learnt English alone, and takes half of all else for harm; the words of harm know them better
    guesses = len(text.split()) < FEW
    for flag, level in RINGS.items():
        likely = suggestion.scores.get(flag, CERTAIN)
        if flag in suggestion.flags and likely >= (SURE if guesses else DOUBTFUL):
            least = CERTAIN if level is Level.IMMEDIATE else SURE
            yield Sign(f"{SUSPECTED}{flag}", level if likely >= least and not guesses else Level.POSSIBLE)


def _rung_already(level: Level, contact: Contact) -> bool:
    """An alarm at least as urgent was rung before, of its own kind: an allegation is a kind by itself."""
    alike = (alarm for alarm in contact.alarms if (alarm.level is Level.STAFF) is (level is Level.STAFF))
    return any(urgency(alarm.level) <= urgency(level) for alarm in alike)
