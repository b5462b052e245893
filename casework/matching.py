"""Whose a message is. Two things must agree, or it is new: something that only we could have given, and somebody we
know.

A quoted number is not enough, nor a name, nor a From line (R524). What is joined is only filed: nothing is told to
anybody because of it. A stranger who quotes a case gets a contact of their own, held until a person has looked.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from casework import names
from casework.answers import Meaning
from casework.cases import Case
from casework.choices import Act
from casework.contacts import Contact, Standing
from casework.introductions import Who, label
from casework.messages import Address, Channel, Message, Sort
from casework.questions import answers, is_opened, labelled

SAME_AGAIN = timedelta(days=1)
"""How long the same words from the same address are the same message sent twice. *Taste.*"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a sender: their contacts, newest first, and the cases they are a party of."""

    contacts: tuple[Contact, ...] = ()
    cases: tuple[Case, ...] = ()


def belongs_to(message: Message, known: Known, key: bytes) -> Contact | Case | None:
    """The sender's own contact or case that a message goes on with; None if it begins something new, as a machine's
    does.
    """
    if message.automatic:
        return None
    if message.channel is Channel.TELEGRAM:
        return _of_chat(message, known)
    things: list[Contact | Case] = [*known.cases, *known.contacts]
    clued = names.signed(message.clue, key) if message.clue else None
    ways = (partial(_referred, reference=clued), _threaded, _repeated, _quoted)
    found = next((thing for way in ways for thing in things if way(message, thing)), None)
    return _home(found, known) if isinstance(found, Contact) else found


def doubt(message: Message, home: Contact | Case | None, key: bytes | None = None) -> str:
    """Why a person must look before anything is told of a message that found no home; empty if there is no doubt.

    Without the key a clue is taken for ours: to look once too often costs little.
    """
    if home is not None or message.automatic or message.channel is Channel.TELEGRAM:
        return ""
    clued = message.clue and (key is None or names.signed(message.clue, key))
    if clued or any(names.is_ours(each) for each in message.thread):
        return "answers_a_letter_of_ours_from_another_address"
    return "quotes_a_reference" if message.shown_reference else ""


def is_party(sender: Address, thing: Contact | Case) -> bool:
    """Whether that address is the writer's, or one of those who act in the case."""
    if isinstance(thing, Contact):
        return thing.sender == sender
    return any(person.address == sender for person in thing.people)


def _referred(message: Message, thing: Contact | Case, reference: str | None) -> bool:
    """A reference that proves something, and a sender we know."""
    return bool(reference) and reference == thing.reference and is_party(message.sender, thing)


def _threaded(message: Message, thing: Contact | Case) -> bool:
    """It answers a letter of ours, or goes on from the writer's own mail; and the sender is known."""
    if not message.thread or not is_party(message.sender, thing):
        return False
    own = {each.message_id for each in thing.messages if each.message_id}
    ours = (_is_ours(each, said.name) for each in message.thread for said in thing.said)
    return any(ours) or not own.isdisjoint(message.thread)


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


def _is_ours(message_id: str, letter: str) -> bool:
    return message_id.strip("<>").startswith(f"{letter.replace('/', '.')}@")


def _of_chat(message: Message, known: Known) -> Contact | Case | None:
    """A chat goes on with what it has open: what a button or an edit points at, else the latest."""
    mine = [contact for contact in known.contacts if contact.sender == message.sender]
    mine.sort(key=lambda contact: contact.messages[-1].received, reverse=True)
    pointed = next((contact for contact in mine if _points_at(message, contact)), None)
    if pointed:
        return _home(pointed, known)
    going_on = [contact for contact in mine if _goes_on(contact)]
    if not going_on or message.sort is not Sort.WORDS:
        return _home(going_on[0], known) if going_on else None
    if wanted := label(message.text):
        return _labelled(wanted, going_on, known)
    return None if _wants_new(going_on[0]) else _home(going_on[0], known)


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


def _wants_new(contact: Contact) -> bool:
    """They pressed Something new, and have written nothing since."""
    readings = reversed(answers(contact).readings)
    last = next((reading for reading in readings if reading.meaning is not Meaning.SILENT), None)
    return last is not None and last.act is Act.NEW
