"""What the store knows that bears on whose a message is, and on what in it is new."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from casework import names
from casework.cases import Case
from casework.contacts import Contact
from casework.letters import Letter
from casework.matching import Known
from casework.messages import Address, Channel, Message
from store import cases, contacts, outbox
from store.database import Connection

LOOKED_UP = 12
"""Message-IDs of a thread that are looked up among our letters, the latest first. *Taste.*"""

COMPARED = 12
"""Letters of ours that older mail is held against, the latest first. *Taste.*"""


LATELY = timedelta(days=6)
"""How long after a letter a report that does not name it may be about it: mail servers give up after five days."""

MOST_FAILED = 3


def known(db: Connection, council: str, message: Message, letters: tuple[Letter, ...], key: bytes) -> Known:
    """The sender's own contacts and cases, and those that the message's letters and signed address are about."""
    abouts = [letter.about for letter in letters]
    reference = names.signed(message.clue, key) if message.clue else None
    answered = dict.fromkeys((*abouts, reference) if reference else abouts)
    return Known(
        contacts.of(db, council, message.sender),
        cases.of(db, council, message.sender),
        tuple(thing for about in answered for thing in _about(db, council, about)),
    )


def letters(db: Connection, council: str, message: Message) -> tuple[Letter, ...]:
    """The letters of ours that a message reports on or answers, the one it names last first."""
    if message.channel is not Channel.EMAIL:
        return ()
    named = dict.fromkeys((message.bounce_of, *reversed(message.thread)))
    ours = [one for one in named if names.is_ours(one)][:LOOKED_UP]
    found = tuple(filter(None, (outbox.by_message_id(db, council, one) for one in ours)))
    return found or tuple(_sent_to(db, council, message))


def _sent_to(db: Connection, council: str, message: Message) -> Iterator[Letter]:
    """The last letter that left for an address which a report names, where the report names no letter."""
    for address in message.failed[:MOST_FAILED] if message.fate else ():
        reader = Address(Channel.EMAIL, address.lower())
        things: tuple[Contact | Case, ...] = (*contacts.of(db, council, reader), *cases.of(db, council, reader))
        since = message.received - LATELY
        left = [
            each for thing in things for each in thing.said if each.to == reader and each.sent and each.sent >= since
        ]
        last = max(left, key=lambda each: each.written, default=None)
        if last and (letter := outbox.by_name(db, council, last.name)):
            yield letter


def answers_another(db: Connection, council: str, message: Message) -> bool:
    """Whether it goes on from a mail to us that somebody else wrote: a reply to all, a thread passed on."""
    if message.channel is not Channel.EMAIL or message.automatic:
        return False
    theirs = [one for one in reversed(message.thread) if not names.is_ours(one)][:LOOKED_UP]
    found = (contacts.mail(db, council, replace(message, message_id=one)) for one in theirs)
    return any(each.sender != message.sender for each in found if each)


def texts(
    db: Connection, council: str, message: Message, home: Contact | Case | None, answered: tuple[Letter, ...]
) -> Iterator[str]:
    """What was said before, by us and to us: older mail that repeats it is nothing new."""
    for each in home.messages if home else ():
        if each.name != message.name:
            yield f"{each.subject}\n{each.text}\n{each.quoted}"
    said = [each.name for each in reversed(home.said) if each.to == message.sender] if home else []
    for name in list(dict.fromkeys((*(letter.name for letter in answered), *said)))[:COMPARED]:
        yield outbox.exact(db, council, name) or ""


def _about(db: Connection, council: str, about: str) -> tuple[Contact | Case, ...]:
    """A case by its reference; a contact by its id or reference, and the cases that it became."""
    case = cases.one(db, council, about)
    if case:
        return (case,)
    contact = contacts.one(db, council, about) or contacts.by_reference(db, council, about)
    return (*reversed(cases.of_contact(db, council, contact.id)), contact) if contact else ()
