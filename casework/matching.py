"""Whose a message is. Two things must agree, or it is new: something that only we could have given, and somebody we
know.

A quoted number is not enough, nor a name, nor a From line (R524). What is joined is only filed: nothing is told to
anybody because of it. A stranger who quotes a case gets a contact of their own, held until a person has looked.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from casework import names
from casework.cases import Case
from casework.choices import Act
from casework.contacts import Contact, Standing
from casework.frozen import frozen
from casework.messages import Address, Channel, Message, Sort
from casework.questions import answers, is_opened, labelled
from casework.said import typed
from casework.said.answers import Meaning
from casework.said.bare import bare
from casework.said.commands import command
from casework.said.introductions import Who, label, labels

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
CONTEXT = timedelta(minutes=30)
"""How long what was last written about stays what is written about, where there is more than one (2.13)."""

WHICH_MATTER = "waits_to_be_told_which_matter_it_is_about"
"""Why a contact is held whose writer has several matters open and has not said which it is about."""

ANOTHER = re.compile(
    r"\b(?:new|another|second|separate|different|unrelated|further)\s+(?:formal |stage 1 )?"
    r"(?:complaint|matter|issue|problem|concern)\b"
    r"|\b(?:nothing|not(?: anything)?) to do with (?:my|the|this|that) (?:other|last|first|old|complaint|case)\b"
    r"|\b(?:something|someone|somebody) else(?: now)?[,:]? (?:has|that|which|i|we)\b"
    r"|\bon (?:a|an)other (?:note|matter|subject)\b",
    re.IGNORECASE,
)
"""A writer says that this is about something else."""


@frozen
class Known:
    """What the store knows of a sender: their contacts, newest first, and the cases they are a party of. `answered` are
    those that a letter of ours was about which the message names, or its signed address: whoever's they are.
    """

    contacts: tuple[Contact, ...] = ()
    cases: tuple[Case, ...] = ()
    answered: tuple[Contact | Case, ...] = ()

    @property
    def all(self) -> tuple[Contact | Case, ...]:
        """Whatever a message may be about."""
        return *self.cases, *self.contacts, *self.answered


UNLINK = "unlink"
"""The word by which an advocate ends their link: it is about none of their matters."""


def belongs_to(message: Message, known: Known, key: bytes) -> Contact | Case | None:
    """The contact or case that a message goes on with; None if it begins something new. A person's must be theirs."""
    if message.channel is Channel.TELEGRAM:
        return None if message.automatic else _of_chat(message, known)
    if message.automatic:
        return _of_machine(message, known)
    if message.channel is Channel.FORM:  # whoever has the number and the secret word writes as nobody else can
        return _home(known.contacts[0], known) if known.contacts else None
    things = known.all
    clued = names.signed(message.clue, key) if message.clue else None
    ways = (partial(_referred, reference=clued), _threaded, _repeated, _quoted)
    found = next((thing for way in ways for thing in things if way(message, thing)), None)
    found = found or _resumed(message, things)
    return _home(found, known) if isinstance(found, Contact) else found


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
    return _home(found, known) if isinstance(found, Contact) else found


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


def _of_chat(message: Message, known: Known) -> Contact | Case | None:
    """A chat goes on with what it has open: what a button or an edit points at, else the latest."""
    mine = [contact for contact in known.contacts if contact.sender == message.sender]
    mine.sort(key=_last, reverse=True)
    pointed = next((contact for contact in mine if _points_at(message, contact)), None)
    if pointed:
        return _home(pointed, known)
    if bare(message.text) == UNLINK and (linked := next((each for each in mine if "provider" in each.carried), None)):
        return linked
    going_on = [contact for contact in mine if _goes_on(contact)]
    if not going_on or message.sort is not Sort.WORDS:
        return _home(going_on[0], known) if going_on else None
    if labels(message.text):
        return _of_several(going_on, known)
    if wanted := label(message.text):
        return _labelled(wanted, going_on, known)
    waits = _asked(going_on[0])
    if not waits and (_wants_new(going_on[0]) or asks_which(message, beside(message, None, known))):
        return None
    return _home(going_on[0], known)


def beside(message: Message, home: Contact | Case | None, known: Known) -> tuple[Contact | Case, ...]:
    """What else the writer has open in that chat, the latest first: other matters, other young people."""
    if message.channel is not Channel.TELEGRAM:
        return ()
    mine = [contact for contact in known.contacts if contact.sender == message.sender and contact is not home]
    mine.sort(key=_last, reverse=True)
    there = (_home(each, known) for each in mine if _goes_on(each) and is_opened(answers(each)) and not _asked(each))
    return tuple(each for each in there if each != home and not (isinstance(each, Case) and each.settled))


def earlier(message: Message, known: Known) -> tuple[Contact, ...]:
    """All that was ever begun in that chat and is still known, the latest first: also what is over."""
    if message.channel is not Channel.TELEGRAM:
        return ()
    mine = [contact for contact in known.contacts if contact.sender == message.sender]
    return tuple(sorted(mine, key=_last, reverse=True))


def asks_which(message: Message, matters: tuple[Contact | Case, ...]) -> bool:
    """Whether nobody can tell which of several open matters it is about: none was written of for half an hour, and it
    says something that must not land on the wrong one (`bot.which_case`, `adv.context`).
    """
    if len(matters) < 2 or message.sort is not Sort.WORDS or command(message.text) or label(message.text):
        return False
    if labels(message.text):
        return False
    if not message.files and (typed.is_greeting(message.text) or typed.is_acknowledgement(message.text)):
        return False
    latest = matters[0]
    wants_new = isinstance(latest, Contact) and _wants_new(latest)
    return not wants_new and all(message.received - each.messages[-1].received > CONTEXT for each in matters)


def _last(contact: Contact) -> datetime:
    """When something last came, as Telegram counts: in whole seconds. Of two in one second the newer contact leads."""
    return contact.messages[-1].received.replace(microsecond=0)


def _asked(contact: Contact) -> bool:
    """Whether it only waits to be told which matter it belongs to."""
    return contact.held == WHICH_MATTER


def _points_at(message: Message, contact: Contact) -> bool:
    if message.sort is Sort.PRESS:
        return any(f".{names.short(said.name)}." in message.press for said in contact.said)
    return message.sort is Sort.EDIT and any(each.name == message.edits for each in contact.messages)


def _goes_on(contact: Contact) -> bool:
    """What a person set aside is over, and writing again begins anew; a mere greeting is not over, it never began."""
    return contact.standing is not Standing.SET_ASIDE or not is_opened(answers(contact))


def _home(contact: Contact, known: Known) -> Contact | Case:
    """The case a contact became, if it became one; the latest of them."""
    became = [case for case in known.cases if case.contact == contact.id]
    return became[-1] if became else contact


def _labelled(wanted: str, going_on: list[Contact], known: Known) -> Contact | Case | None:
    """An advocate's young people are kept apart: by label, each a contact of their own (R509; conversations 2.13)."""
    same = next((contact for contact in going_on if labelled(contact).casefold() == wanted.casefold()), None)
    if same:
        return _home(same, known)
    by_advocate = any(answers(contact).who is Who.ADVOCATE for contact in going_on)
    return None if by_advocate and labelled(going_on[0]) else _home(going_on[0], known)


def _of_several(going_on: list[Contact], known: Known) -> Contact | Case | None:
    """What an advocate writes of several young people lands on none of those who are there (conversations 2.13)."""
    home = _home(going_on[0], known)
    by_advocate = any(answers(contact).who is Who.ADVOCATE for contact in going_on)
    taken = isinstance(home, Case) or labelled(going_on[0]) or _asked(going_on[0])
    return None if by_advocate and taken else home


def _wants_new(contact: Contact) -> bool:
    """They pressed Something new, and have written nothing since."""
    readings = reversed(answers(contact).readings)
    last = next((reading for reading in readings if reading.meaning is not Meaning.SILENT), None)
    return last is not None and last.act is Act.NEW and last.of != "bot.which_case"
