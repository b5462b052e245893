"""The door in. Every message, from every channel, passes here, once.

`receive` files a message and writes what is answered to it, in one transaction; the classifier has its look afterwards,
when the message is safe (`intake.opinions`). Whoever stores first wins: the loser reads again and decides again.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial
from math import inf
from time import monotonic
from typing import TypeVar

from casework import councils, names
from casework.arrive import arrive
from casework.arrive.loops import broken
from casework.changes import Change
from casework.contacts import Contact
from casework.councils import Council
from casework.frozen import frozen, replace
from casework.letters import Letter
from casework.matching_chats import beside, earlier
from casework.messages import Channel, Message, Sort
from casework.said import gist
from casework.said.signs import Signs
from intake import away, homes, older, several, surveyed
from intake.homes import Found
from intake.returned import reported
from intake.waves import Waves
from store import changes, contacts, forgetting, people, receipts
from store.database import Connection, Stale, Transact
from store.retention import let_go

T = TypeVar("T")

Joined = list[list[str | None]]
"""By wave, which contact each message joined, or None (`receive`)."""

TRIES = 5
"""How often we read again when somebody else was quicker. *Taste*: each time somebody else got on."""

LONGEST = 20_000
"""Characters that the classifier is given of one contact. *Taste*: an opinion needs no more."""


Inside = Callable[[Connection, Message, Council, datetime], bool]
"""What is asked first: whether somebody who works here sent it, with what they asked for done if so."""


def nobody_inside(db: Connection, message: Message, council: Council, now: datetime) -> bool:
    """Nobody who works here writes to us."""
    del db, message, council, now
    return False


@frozen
class Door:
    """What a message is received with. `wake` is set after the commit."""

    transact: Transact
    council: Council
    signs: Signs
    now: Callable[[], datetime]
    key: bytes = field(repr=False)
    wake: asyncio.Event
    inside: Inside = nobody_inside


async def receive(
    message: Message,
    *,
    transact: Transact,
    council: Council,
    signs: Signs,
    now: Callable[[], datetime],
    key: bytes,
    wake: asyncio.Event,
    inside: Inside = nobody_inside,
) -> str | None:
    """File and answer one message; say which contact it joined, or None if it joined none: we had it already, or
    somebody who works here sent it and `inside` did what they asked for.
    """
    door = Door(transact, council, signs, now, key, wake, inside)
    ((contact,),) = await _done(transact, partial(_filed, door=door, waves=[[message]], until=inf))
    wake.set()  # after the commit: the courier must not look before there is something to see
    return contact


async def receive_together(waves: Waves, then: Callable[[Connection, int], None], until: float, door: Door) -> Joined:
    """The same for several, wave by wave, and `then` in the same commit: all of it, or nothing. After the moment
    `until` (`time.monotonic`) no further wave is begun; `then` is told how many were. Whatever is raised, each may be
    received by itself.
    """

    def work(db: Connection) -> Joined:
        filed = _filed(db, door, waves, until)
        then(db, len(filed))
        return filed

    filed = await door.transact(work)
    door.wake.set()
    return filed


@frozen
class _Decided:
    """What follows from a message, and what it reports on."""

    message: Message
    letters: tuple[Letter, ...]
    change: Change

    @property
    def contact(self) -> str:
        """Which contact it joined."""
        change = self.change
        return change.contacts[0].id if change.contacts else change.cases[0].contact


def _filed(db: Connection, door: Door, waves: Waves, until: float) -> Joined:
    """What no wave changes is asked once for all of them."""
    council = councils.with_staff(door.council, people.staff(db, door.council.name))
    messages = [each for wave in waves for each in wave]
    seen = contacts.seen(db, council.name, [each.name for each in messages])
    seen |= let_go.again(db, council.name, messages)
    references = _references(db, [each for each in messages if each.name not in seen], council)
    filed: Joined = []
    for wave in waves:
        joined = _wave(db, door, council, [each for each in wave if each.name not in seen], references)
        filed.append([joined.get(each.name) for each in wave])
        seen.update(each.name for each in wave)  # the same mail may have come twice
        if monotonic() > until:
            break
    return filed


def _wave(
    db: Connection, door: Door, council: Council, messages: Sequence[Message], references: Mapping[str, str]
) -> dict[str, str]:
    """The store is asked for all of them at once, each is decided, and what follows from all is written at once. Which
    contact each joined, by its name.
    """
    moment = door.now()
    theirs = [each for each in messages if not door.inside(db, each, council, moment)]
    given = [references[each.name] for each in theirs]
    found = homes.found(db, council.name, theirs, door.key)
    asked = zip(theirs, found, given, strict=True)
    decided = [one for each in asked if (one := _decided(db, door, council, moment, *each))]
    read = (thing for each in found for thing in each.known.all)
    changes.save_together(db, (one.change for one in decided), moment, read=read)
    for one in decided:
        for origin in one.change.contacts[:1]:
            several.keep_apart(db, origin, council, moment, signs=door.signs, key=door.key)
        reported(db, one.message, one.letters, council, moment, key=door.key)
    return {one.message.name: one.contact for one in decided}


def _decided(
    db: Connection, door: Door, council: Council, moment: datetime, message: Message, found: Found, reference: str
) -> _Decided | None:
    known = found.known
    if away.noted(db, message, found.letters, council, moment, key=door.key):
        return None
    if surveyed.kept(db, message, council, moment, signs=door.signs):
        return None
    home = found.home
    change = arrive(
        older.read(message, lambda: homes.texts(message, found)),
        home,
        council,
        reference,
        moment,
        signs=door.signs,
        beside=beside(message, home, known),
        earlier=earlier(message, known),
        code_of=partial(names.code, key=door.key),
        held=lambda: forgetting.held(db, council.name, message.sender),
    )
    if home is None and found.answers_another:
        change = replace(change, contacts=tuple(map(_held, change.contacts)))
    return _Decided(message, found.letters, broken(change, message, known, moment))


def _references(db: Connection, messages: Sequence[Message], council: Council) -> dict[str, str]:
    """What each sender was given at the form, before anybody read what they sent; else a fresh one. By message."""
    fresh = contacts.fresh_references(db, council.name, council.reference_prefix, len(messages))
    named = zip(messages, fresh, strict=True)
    return {each.name: _given(db, each, council) or reference for each, reference in named}


def _given(db: Connection, message: Message, council: Council) -> str:
    receipt = receipts.of(db, council.name, message.sender) if message.channel is Channel.FORM else None
    return receipt.reference if receipt else ""


def _held(contact: Contact) -> Contact:
    """A person looks before anything is told: a reply to all, or a thread passed on, is of somebody else's matter."""
    return contact if contact.held else replace(contact, held="answers_somebody_elses_mail_to_us")


def words_of(contact: Contact) -> str:
    """What somebody wrote to us in their own words, oldest first: not what they pressed or quoted, nor what their
    machine sent, if they have said anything themselves.
    """
    written = [message for message in gist.own_words(contact) if message.sort in (Sort.WORDS, Sort.EDIT)]
    written = [message for message in written if not message.automatic] or written
    parts = (part for message in written for part in (message.subject, message.text) if part)
    return "\n".join(parts)[:LONGEST]


async def _done(transact: Transact, work: Callable[[Connection], T]) -> T:
    for _ in range(TRIES - 1):
        try:
            return await transact(work)
        except Stale:
            continue
    return await transact(work)
