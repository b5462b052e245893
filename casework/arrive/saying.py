"""From what is to be said to letters: who to, when they may leave, and which waiting ones they replace.

Answers leave after eight seconds of quiet, thirty at most, so that six short messages get one reply. Danger, buttons
and whole-message words are never held back (conversations 2.2). What was waiting to be said is withdrawn and said
afresh with the rest.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta

from casework import facts
from casework.arrive.filing import Filed
from casework.councils import Council
from casework.frozen import frozen
from casework.letters import Letter, Posted, Said, Urgency, write
from casework.messages import Channel
from casework.questions import labelled, told_to_writer
from casework.questions import place as place_of
from casework.said import languages
from casework.said.answers import ASKS
from casework.said.introductions import Who

QUIET = timedelta(seconds=8)
LONGEST = timedelta(seconds=30)

READ, LATEST = 2000, 10
"""By how much of how many messages the language is told. *Taste.*"""

RECEIPTS = ("bot.received", "adv.start", "adv.context", "adv.new", "adv.consent")
"""The first of these tells a reference; it is said once."""

SAFETY = ("bot.danger", "bot.soft_check", "bot.disclosure", "email.danger_")
"""How the names of words about danger begin. Such a letter is never withdrawn."""

KEPT_READY = "bot.answer_text"
"""How the names of answers begin that wait until their reader asks for them."""

FOR_WHOM = "adv.for_whom"
SAYS_WHOM = frozenset(
    "adv.context adv.new adv.start adv.which_address adv.code adv.code_bad adv.not_listed adv.linked adv.unlink "
    "adv.people adv.several".split()
)
"""Words that say it themselves, or are about nobody."""

ASIDE = frozenset(
    "bot.help bot.privacy bot.keep_private bot.status bot.status_late bot.status_none bot.numbers bot.language_pick "
    "bot.person bot.made_complaint bot.clear_done bot.old_button bot.stop bot.withdraw_check bot.delete_menu "
    "bot.delete_forget bot.delete_request bot.forgotten bot.soft_check bot.flood bot.full_notice bot.share_place "
    "bot.ask_away bot.which_email bot.not_sorted bot.take_further bot.take_further_corp bot.further_started".split()
)
"""Replies to a word or a button by itself: what was said before them still waits for its own answer."""


@frozen
class Reply:
    """Words to say. `held`: after a pause, with whatever else was said meanwhile. `lines` are the extra ones of
    danger; `language` is that of what rang it.
    """

    words: str
    held: bool = False
    urgency: Urgency = Urgency.ANSWER
    lines: tuple[str, ...] = ()
    language: str = ""
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)


def turn_begins(place: Filed) -> int:
    """The number of the first message that has had no answer yet."""
    answered = [place_of(said, place.contact) for said in told_to_writer(place.contact) if said.words not in ASIDE]
    return min(max(answered, default=0), len(place.contact.messages) - 1)


def letters(replies: tuple[Reply, ...], place: Filed, council: Council, now: datetime) -> tuple[Letter, ...]:
    """The replies as letters to whoever wrote, in order."""
    if not replies:
        return ()
    first = place.contact.messages[turn_begins(place)].received
    later = max(now, min(now + QUIET, first + LONGEST))
    return tuple(_letter(reply, place, council, now, later if reply.held else now) for reply in replies)


def _letter(reply: Reply, place: Filed, council: Council, now: datetime, leaves: datetime) -> Letter:
    message, contact = place.message, place.contact
    lines = (*_for_whom(reply, place), *reply.lines)
    told = facts.needed(_facts(reply, place, council, now, lines), council, reply.words, *lines)
    return write(
        reply.words,
        contact.sender,
        council=council.name,
        about=place.about,
        reference=contact.reference,
        now=now,
        facts={**told, **reply.facts},
        once=message.name,
        urgency=reply.urgency,
        not_before=leaves,
        lines=lines,
        answers=_as_ids(message.message_id) if message.channel is Channel.EMAIL else message.message_id,
        thread=_as_ids(*message.thread) if message.channel is Channel.EMAIL else "",
        language=reply.language if reply.language in council.languages else language(place, council),
        after=len(contact.messages),
    )


def _for_whom(reply: Reply, place: Filed) -> tuple[str, ...]:
    """An advocate is told first whom a line is about (conversations 2.13)."""
    shown = place.message.channel is Channel.TELEGRAM and reply.urgency is not Urgency.SAFETY
    if not shown or place.contact.held or reply.words in SAYS_WHOM or place.known.who is not Who.ADVOCATE:
        return ()
    return (FOR_WHOM,) if labelled(place.contact, place.known) else ()


def _as_ids(*ids: str) -> str:
    """Message-IDs as headers have them."""
    return " ".join(f"<{each.strip('<>')}>" for each in ids if each)


def _facts(reply: Reply, place: Filed, council: Council, now: datetime, lines: tuple[str, ...]) -> dict[str, str]:
    """Words of danger need no calendar but for their promise: nothing may keep them from being said. And nobody's
    words are read for a name that no letter has a place for.
    """
    if reply.urgency is Urgency.SAFETY:
        of_safety = facts.of_safety(council, now)
        return {**of_safety, "ref": place.contact.reference}
    if place.case:
        return facts.in_chat(place.case, place.contact, place.known, council, now)
    there = facts.places(council, reply.words, *lines)
    if there is not None and there.isdisjoint(facts.TOLD):
        return facts.of_receipt(place.contact, council, now)
    return facts.of_contact(place.contact, place.known, council, now, places=there)


def language(place: Filed, council: Council) -> str:
    """The language to answer in, where the council has it: the one they picked, else the one they write in."""
    if set(council.languages) <= {languages.ENGLISH}:
        return languages.ENGLISH
    written = (message.text[:READ] for message in reversed(place.contact.messages[-LATEST:]))
    picked = place.known.language if place.contact.said else ""  # under a letter of ours
    spoken = picked or languages.spoken(written)
    return spoken if spoken in council.languages else languages.ENGLISH


def waiting(place: Filed) -> tuple[str, ...]:
    """Our replies that have not left yet: they are withdrawn, and said afresh with what has come since."""
    return tuple(said.name for said in _queued(place) if said.after and not said.words.startswith(SAFETY))


def everything_waiting(place: Filed) -> tuple[str, ...]:
    """All that waits to be sent to the writer by itself: replies, questions, nudges, reminders and surveys; not
    danger.
    """
    return tuple(said.name for said in _queued(place) if not said.words.startswith((*SAFETY, KEPT_READY)))


def questions_waiting(place: Filed) -> tuple[str, ...]:
    """The question of the four that has not left yet: no other is put beside "Are you OK right now?"."""
    return tuple(said.name for said in _queued(place) if ASKS.get(said.words))


def kept_ready(place: Filed) -> tuple[str, ...]:
    """Answers that wait until they are asked for."""
    return tuple(said.name for said in _queued(place) if said.words.startswith(KEPT_READY))


def is_waiting(place: Filed, *words: str) -> bool:
    """Whether any of these words wait to be sent."""
    return any(said.words in words for said in _queued(place))


def said_within(place: Filed, span: timedelta, now: datetime, *words: str) -> bool:
    """Whether any of these words were said to the writer, or are about to be, within that time."""
    told = (said for said in place.contact.said if said.posted not in (Posted.WITHDRAWN, Posted.FAILED))
    return any(said.words in words and now - said.written <= span for said in told if not said.staff)


def _queued(place: Filed) -> list[Said]:
    contact = place.contact
    return [
        said for said in contact.said if said.posted is Posted.QUEUED and said.to == contact.sender and not said.staff
    ]
