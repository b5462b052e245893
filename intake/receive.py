"""The door in. Every message, from every channel, passes here, once.

`receive` files a message and writes what is answered to it, in one transaction; `consider` lets the classifier have its
look afterwards, when the message is safe. Whoever stores first wins: the loser reads again and decides again.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from casework import councils, gist, names
from casework.arrive import arrive, weigh
from casework.arrive.loops import broken
from casework.contacts import Contact, Suggestion
from casework.councils import Council
from casework.matching import belongs_to, beside, earlier
from casework.messages import Channel, Message, Sort
from casework.signs import Signs
from intake import away, homes, older, several, surveyed
from intake.returned import reported
from store import changes, contacts, people, receipts
from store.database import Connection, Stale, Transact

log = logging.getLogger(__name__)

T = TypeVar("T")

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
    moment = now()

    def work(db: Connection) -> str | None:
        if contacts.seen(db, council.name, message.name):
            return None
        in_force = councils.with_staff(council, people.staff(db, council.name))
        if inside(db, message, in_force, moment):
            return None
        letters = homes.letters(db, council.name, message)
        if away.noted(db, message, letters, in_force, moment):
            return None
        if surveyed.kept(db, message, in_force, moment, signs=signs):
            return None
        known = homes.known(db, council.name, message, letters, key)
        home = belongs_to(message, known, key)
        read = older.read(message, lambda: homes.texts(db, council.name, message, home, letters))
        reference = _reference(db, message, council)
        others = beside(message, home, known)
        change = arrive(
            read, home, in_force, reference, moment, signs=signs, beside=others, earlier=earlier(message, known),
            code_of=partial(names.code, key=key),
        )  # fmt: skip
        if home is None and homes.answers_another(db, council.name, message):
            change = replace(change, contacts=tuple(map(_held, change.contacts)))
        changes.save(db, broken(change, message, known, moment), moment)
        for origin in change.contacts[:1]:
            several.keep_apart(db, origin, in_force, moment, signs=signs, key=key)
        reported(db, message, letters, in_force, moment)
        return change.contacts[0].id if change.contacts else change.cases[0].contact

    contact = await _done(transact, work)
    wake.set()  # after the commit: the courier must not look before there is something to see
    return contact


async def consider(
    contact_id: str,
    *,
    transact: Transact,
    council: Council,
    suggest: Callable[[str], Suggestion],
    now: Callable[[], datetime],
    wake: asyncio.Event,
) -> None:
    """Let the classifier look at a contact, in a thread, and write down what it thinks (R001)."""
    for _ in range(TRIES):
        contact = await transact(lambda db: contacts.one(db, council.name, contact_id))
        if contact is None or contact.considered >= len(contact.messages):
            return
        suggestion = await asyncio.to_thread(suggest, words_of(contact))
        try:
            await transact(_weighed(contact, suggestion, council, now()))
        except Stale:
            continue  # more was said meanwhile: look at all of it
        wake.set()
        return
    log.warning("a contact changed at every look", extra={"contact": contact_id})


def _reference(db: Connection, message: Message, council: Council) -> str:
    """What the sender was given at the form, before anybody read what they sent; else a fresh one."""
    receipt = receipts.of(db, council.name, message.sender) if message.channel is Channel.FORM else None
    return receipt.reference if receipt else contacts.fresh_reference(db, council.name, council.reference_prefix)


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


def _weighed(
    contact: Contact, suggestion: Suggestion, council: Council, moment: datetime
) -> Callable[[Connection], None]:
    def work(db: Connection) -> None:
        in_force = councils.with_staff(council, people.staff(db, council.name))
        changes.save(db, weigh(contact, suggestion, in_force, moment), moment, heard=False)

    return work


async def _done(transact: Transact, work: Callable[[Connection], T]) -> T:
    for _ in range(TRIES - 1):
        try:
            return await transact(work)
        except Stale:
            continue
    return await transact(work)
