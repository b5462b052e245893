"""From another phone: a number and the secret word that the form gave show how it is going, and nothing else (2.11).

Any pair that does not match gets the same words, and so does whoever has tried too often. What stands behind a pair is
told in fixed words: no names, nothing of what was said. The chat is joined to nothing by it; only a person does that
(R524).
"""

import re
from collections.abc import Callable
from datetime import datetime

from casework import questions
from casework.changes import Change
from casework.contacts import Contact
from casework.councils import Council
from casework.facts import in_chat, of_contact
from casework.letters import Urgency, write
from casework.messages import Address, Channel, Message, Sort
from store import cases, changes, contacts
from store.database import Connection

PAIR = re.compile(r"\W*+([A-Za-z]{2})[\s-]?([A-Za-z0-9]{4,5})\W++([A-Za-z]++\W*+[A-Za-z]*+\W*+\d\d)\W*+")
RIGHT, WRONG = "bot.status_elsewhere", "bot.status_wrong"

Whose = Callable[[str, str], Address]
"""As whom somebody with this number and secret word writes. Wrong ones are nobody."""

Tried = Callable[[str, str, datetime], bool]
"""Whether this chat, or this number, was tried too often; and it is counted."""


def inside(db: Connection, message: Message, council: Council, now: datetime, *, whose: Whose, tried: Tried) -> bool:
    """Answer a number with its secret word. False: it is something else, and goes the way of anybody's message."""
    found = PAIR.fullmatch(message.text) if message.sort is Sort.WORDS and not message.files else None
    ours = found is not None and found[1].upper() == council.reference_prefix
    if message.channel is not Channel.TELEGRAM or found is None or not ours:
        return False
    reference = f"{found[1]}-{found[2]}".upper()
    theirs = contacts.of(db, council.name, whose(reference, found[3]))
    shut = tried(message.sender.value, reference, now)
    facts = {"team": council.team.name, "phone": council.team.phone}
    if theirs and not shut:
        facts = _how_it_goes(db, theirs[0], council, now)
    words = RIGHT if theirs and not shut else WRONG
    reply = write(
        words, message.sender, council=council.name, about="", reference="", now=now, facts=facts, once=message.name,
        urgency=Urgency.ANSWER, answers=message.message_id,
    )  # fmt: skip
    changes.save(db, Change(letters=(reply,)), now)
    return True


def _how_it_goes(db: Connection, contact: Contact, council: Council, now: datetime) -> dict[str, str]:
    known = questions.answers(contact)
    became = [case for case in cases.of(db, council.name, contact.sender) if case.contact == contact.id]
    return in_chat(became[-1], contact, known, council, now) if became else of_contact(contact, known, council, now)
