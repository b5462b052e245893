"""Whose is it: which contact or case a message belongs to. Two families' mail is never joined.

One thing is never enough. A signed clue proves that we once wrote to somebody, a reply shows what was answered, a
quoted number shows that a number was read; only together with a sender we know there do they join (R524). What one
of them says without the other is a doubt: the message gets a contact of its own, held for a person, and nothing is
told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from casework import names
from casework.cases import Case
from casework.contacts import Contact, Standing
from casework.messages import Channel, Message


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a sender: their contacts, newest first, and the cases they are a party of."""

    contacts: tuple[Contact, ...] = ()
    cases: tuple[Case, ...] = ()


def belongs_to(message: Message, known: Known, key: bytes) -> Contact | Case | None:
    """The sender's own contact or case that the message goes on with, or None: then it begins something new."""
    if message.automatic:
        return None
    if message.channel is Channel.TELEGRAM:
        return _of_the_chat(known)
    clue = names.signed(message.clue, key) if message.clue else None
    for case in known.cases:
        if case.reference == clue or _answers(message, case):
            return case
    for contact in known.contacts:
        if contact.reference == clue or _answers(message, contact):
            return _grown(contact, known)
    return None


def doubt(message: Message, home: Contact | Case | None, key: bytes) -> str:
    """Why a person must look before anything is told of a message that found no home; empty if there is no doubt."""
    if home is not None or message.automatic or message.channel is Channel.TELEGRAM:
        return ""
    if message.clue and names.signed(message.clue, key):
        return "answers_a_letter_of_ours_from_another_address"
    if any(names.is_ours(each) for each in message.thread):
        return "answers_a_letter_of_ours_from_another_address"
    return "quotes_a_reference" if message.shown_reference else ""


def _of_the_chat(known: Known) -> Contact | Case | None:
    """A chat goes on with what is open in it; with what was closed last, if nothing is."""
    waiting = [contact for contact in known.contacts if contact.standing is Standing.WAITING]
    if waiting:
        return waiting[0]
    unsettled = [case for case in known.cases if not case.settled]
    if unsettled:
        return unsettled[-1]
    if known.cases:
        return known.cases[-1]
    return known.contacts[0] if known.contacts else None


def _grown(contact: Contact, known: Known) -> Contact | Case:
    """What a contact has become: its latest case, if it was decided."""
    grown = [case for case in known.cases if case.contact == contact.id]
    return grown[-1] if grown else contact


def _answers(message: Message, about: Contact | Case) -> bool:
    """Whether it replies to a letter we wrote about this, or to the sender's own earlier mail in it."""
    ours = {f"{said.name.replace('/', '.')}@" for said in about.said}
    theirs = {each.message_id for each in about.messages if each.message_id and each.sender == message.sender}
    return any(_starts(each, ours) or each in theirs for each in message.thread)


def _starts(message_id: str, beginnings: Iterable[str]) -> bool:
    return any(message_id.startswith(each) for each in beginnings)
