"""What the store knows that bears on whose a message is, and on what in it is new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import timedelta

from casework import names
from casework.cases import Case
from casework.contacts import Contact
from casework.conversations import first_and_last
from casework.frozen import frozen
from casework.known import Known
from casework.letters import Letter
from casework.matching import belongs_to
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


@frozen
class Found:
    """What the store knows about one message: the letters of ours that it reports on or answers, the one it names last
    first; whose it may be, and whose it is; whether it goes on from a mail to us that somebody else wrote; the words of
    ours that its older mail is held against.
    """

    letters: tuple[Letter, ...]
    known: Known
    home: Contact | Case | None
    answers_another: bool
    said: tuple[str, ...] = field(repr=False)


def found(db: Connection, council: str, messages: Sequence[Message], key: bytes) -> list[Found]:
    """What the store knows about each of these, asked for together."""
    if not messages:
        return []
    answered = _letters(db, council, messages)
    senders = [each.sender for each in messages]
    began, part_of = contacts.of_each(db, council, senders), cases.of_each(db, council, senders)
    about = [_answered(db, council, each, letters, key) for each, letters in zip(messages, answered, strict=True)]
    whose = [Known(*each) for each in zip(began, part_of, about, strict=True)]
    home = [belongs_to(each, known, key) for each, known in zip(messages, whose, strict=True)]
    others, said = _mails(db, council, messages), _said(db, council, messages, home, answered)
    goes_on = [_goes_on(each, others) for each in messages]
    return [Found(*each) for each in zip(answered, whose, home, goes_on, said, strict=True)]


def known(db: Connection, council: str, message: Message, key: bytes) -> Known:
    """The sender's own contacts and cases, and those that the message's letters and signed address are about."""
    return found(db, council, [message], key)[0].known


def _answered(
    db: Connection, council: str, message: Message, letters: Sequence[Letter], key: bytes
) -> tuple[Contact | Case, ...]:
    abouts = [letter.about for letter in letters]
    reference = names.signed(message.clue, key) if message.clue else None
    named = dict.fromkeys((*abouts, reference) if reference else abouts)
    return tuple(thing for about in named for thing in _about(db, council, about))


def _letters(db: Connection, council: str, messages: Sequence[Message]) -> list[tuple[Letter, ...]]:
    named = [_ours(each) for each in messages]
    left = outbox.by_message_ids(db, council, [one for each in named for one in each])
    return [
        tuple(left[one] for one in ours if one in left) or tuple(_sent_to(db, council, each))
        for each, ours in zip(messages, named, strict=True)
    ]


def _ours(message: Message) -> list[str]:
    """The Message-IDs of ours that it names."""
    if message.channel is not Channel.EMAIL:
        return []
    named = dict.fromkeys((message.bounce_of, *reversed(message.thread)))
    return [one for one in named if names.is_ours(one)][:LOOKED_UP]


def _sent_to(db: Connection, council: str, message: Message) -> Iterator[Letter]:
    """The last letter that left for an address which a report names, where the report names no letter."""
    if message.channel is not Channel.EMAIL:
        return
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


def _mails(db: Connection, council: str, messages: Sequence[Message]) -> Mapping[str, Message]:
    """The mails to us that any of these goes on from: a reply to all, a thread passed on."""
    return contacts.mails(db, council, [one for each in messages for one in _theirs(each)])


def _theirs(message: Message) -> list[str]:
    if message.channel is not Channel.EMAIL or message.automatic:
        return []
    return [one for one in reversed(message.thread) if not names.is_ours(one)][:LOOKED_UP]


def _goes_on(message: Message, mails: Mapping[str, Message]) -> bool:
    return any(one in mails and mails[one].sender != message.sender for one in _theirs(message))


def texts(message: Message, found: Found) -> Iterator[str]:
    """What was said before, by us and to us, the latest first: older mail that repeats it is nothing new. Of a very
    long thread the middle is not read, as the rules read none of it (`conversations`).
    """
    yield from reversed(found.said)
    for each in reversed(first_and_last(found.home.messages) if found.home else ()):
        if each.name != message.name:
            yield f"{each.subject}\n{each.text}\n{each.quoted}"


def _said(
    db: Connection,
    council: str,
    messages: Sequence[Message],
    homes: Sequence[Contact | Case | None],
    answered: Sequence[Sequence[Letter]],
) -> list[tuple[str, ...]]:
    """In which words our letters left that each of these may have below it."""
    asked = [_may_quote(*each) for each in zip(messages, homes, answered, strict=True)]
    left = outbox.exactly(db, council, {name for names in asked for name in names})
    return [tuple(left[name] for name in names if name in left) for names in asked]


def _may_quote(message: Message, home: Contact | Case | None, answered: Sequence[Letter]) -> list[str]:
    if not message.quoted:
        return []
    said = [each.name for each in reversed(home.said) if each.to == message.sender] if home else []
    return list(dict.fromkeys((*(letter.name for letter in answered), *said)))[:COMPARED]


def _about(db: Connection, council: str, about: str) -> tuple[Contact | Case, ...]:
    """A case by its reference; a contact by its id or reference, and the cases that it became."""
    case = cases.one(db, council, about)
    if case:
        return (case,)
    contact = contacts.one(db, council, about) or contacts.by_reference(db, council, about)
    return (*reversed(cases.of_contact(db, council, contact.id)), contact) if contact else ()
