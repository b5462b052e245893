"""Whose a message is. Two things must agree, or it is new: something that only we could have given, and somebody we
know.

A quoted number is not enough, nor a name, nor a From line (R524). What is joined is only filed: nothing is told to
anybody because of it. A stranger who quotes a case gets a contact of their own, held until a person has looked.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from casework import names
from casework.cases import Case
from casework.contacts import Contact
from casework.known import Known
from casework.matching_chats import of_chat
from casework.messages import Address, Channel, Message

SAME_AGAIN = timedelta(days=1)
"""How long the same words from the same address are the same message sent twice. *Taste.*"""

LATELY = timedelta(days=90)
"""How long after a mail an answer that only its subject shows may follow it. *Taste.*"""

SAYS_SOMETHING = 8
"""Letters of a subject that many mails do not share: "hello" is everybody's. *Taste.*"""

READ = 4_000
TAG = r"\s*\[[^\]]{0,40}\]\s*"
ANSWERS = r"(?:re|aw|sv|vs|antw|odp|rif|ynt|atb|回复|答复)\s*(?:\[\d+\])?\s*[:：]"
REPLY = re.compile(rf"(?:{TAG})?\s*{ANSWERS}", re.IGNORECASE)
BEFORE = re.compile(rf"^(?:{TAG}|\s*(?:{ANSWERS}|(?:fwd?|wg|tr|转发)\s*[:：]))+\s*", re.IGNORECASE)
ANOTHER = re.compile(
    r"\b(?:new|another|second|separate|different|unrelated|further)\s+(?:formal |stage 1 )?"
    r"(?:complaint|matter|issue|problem|concern)\b"
    r"|\b(?:nothing|not(?: anything)?) to do with (?:my|the|this|that) (?:other|last|first|old|complaint|case)\b"
    r"|\b(?:something|someone|somebody) else(?: now)?[,:]? (?:has|that|which|i|we)\b"
    r"|\bon (?:a|an)other (?:note|matter|subject)\b",
    re.IGNORECASE,
)
"""A writer says that this is about something else."""


def belongs_to(message: Message, known: Known, key: bytes) -> Contact | Case | None:
    """The contact or case that a message goes on with; None if it begins something new. A person's must be theirs."""
    if message.channel is Channel.TELEGRAM:
        return None if message.automatic else of_chat(message, known)
    if message.automatic:
        return _of_machine(message, known)
    if message.channel is Channel.FORM:  # whoever has the number and the secret word writes as nobody else can
        return known.home(known.contacts[0]) if known.contacts else None
    things = known.all
    clued = names.signed(message.clue, key) if message.clue else None
    ways = (partial(_referred, reference=clued), _threaded, _repeated, _quoted)
    found = next((thing for way in ways for thing in things if way(message, thing)), None)
    found = found or _resumed(message, things)
    return known.home(found) if isinstance(found, Contact) else found


def is_another_matter(message: Message, home: Contact | Case | None) -> bool:
    """Whether a person should say if this is the same case or a new one: it came in an old thread, or with an old
    number, and says that it is about something else, or wears another subject, or the case was over.
    """
    if not isinstance(home, Case) or message.automatic or message.channel is not Channel.EMAIL:
        return False
    known = {_subject(each.subject) for each in home.messages}
    elsewhere = bool(message.subject) and not REPLY.match(message.subject) and _subject(message.subject) not in known
    return home.settled or elsewhere or bool(ANOTHER.search(message.text[:READ]))


def doubt(message: Message) -> str:
    """Why a person must look before anything is told of a message that found no home; empty if there is no doubt.

    A clue is taken for ours, whoever signed it: to look once too often costs little.
    """
    if message.automatic or message.channel in (Channel.TELEGRAM, Channel.FORM):
        return ""
    if message.clue or any(names.is_ours(each) for each in message.thread):
        return "answers_a_letter_of_ours_from_another_address"
    return "quotes_a_reference" if message.shown_reference else ""


def is_party(sender: Address, thing: Contact | Case) -> bool:
    """Whether that address is the writer's, or one of those who act in the case."""
    if isinstance(thing, Contact):
        return thing.sender == sender
    return any(person.address == sender and person.writes for person in thing.people)


def _of_machine(message: Message, known: Known) -> Contact | Case | None:
    """A report goes with the letter that it is about, an automatic reply with the letter that it answers, if that went
    to its sender. It is only filed; it moves nothing.
    """
    reported = known.answered if message.fate else ()
    own = (thing for thing in known.all if _threaded(message, thing))
    found = next(iter((*reported, *own)), None)
    return known.home(found) if isinstance(found, Contact) else found


def _resumed(message: Message, things: Sequence[Contact | Case]) -> Contact | Case | None:
    """An answer from a program that says so in the subject alone: the one matter in which its sender wrote under it
    lately. An answer that names the mail it answers was none to us, or would have been found.
    """
    if message.thread or message.channel is not Channel.EMAIL or not REPLY.match(message.subject):
        return None
    subject = _subject(message.subject)
    if len(subject) < SAYS_SOMETHING:
        return None
    found = [thing for thing in things if is_party(message.sender, thing) and _wrote_under(subject, message, thing)]
    return found[0] if len({_contact_of(thing) for thing in found}) == 1 else None


def _wrote_under(subject: str, message: Message, thing: Contact | Case) -> bool:
    mine = (each for each in thing.messages if each.sender == message.sender and not each.automatic)
    return any(_subject(each.subject) == subject and message.received - each.received < LATELY for each in mine)


def _contact_of(thing: Contact | Case) -> str:
    return thing.contact if isinstance(thing, Case) else thing.id


def _subject(said: str) -> str:
    """A subject without what programs put before it, and without its case and spaces."""
    return " ".join(BEFORE.sub("", said).casefold().split())


def _referred(message: Message, thing: Contact | Case, reference: str | None) -> bool:
    """A reference that proves something, and a sender we know."""
    return bool(reference) and reference == thing.reference and is_party(message.sender, thing)


def _threaded(message: Message, thing: Contact | Case) -> bool:
    """It answers a letter of ours, or goes on from the writer's own mail; and the sender is known."""
    if not message.thread or not is_party(message.sender, thing):
        return False
    ours = {each.strip("<>").partition("@")[0] for each in message.thread if "@" in each}
    if any(said.name.replace("/", ".") in ours for said in thing.said):
        return True
    return any(each.message_id and each.message_id in message.thread for each in reversed(thing.messages))


def _repeated(message: Message, thing: Contact | Case) -> bool:
    """The same words from the same address within a day: sent twice, not said twice (X51)."""
    text = message.text.strip()
    if not text or not is_party(message.sender, thing):
        return False
    near = (each for each in thing.messages if abs(message.received - each.received) < SAME_AGAIN)
    return any(each.text.strip() == text and each.subject == message.subject for each in near)


def _quoted(message: Message, thing: Contact | Case) -> bool:
    """A number quoted by the very address it was given to. By any other, it proves nothing."""
    return _referred(message, thing, message.shown_reference)
