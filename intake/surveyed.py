"""What somebody answers to the survey in a chat, kept apart from their case before anything is made of it (R918)."""

import secrets
from datetime import datetime

from casework import names
from casework.arrive import harm
from casework.changes import Change
from casework.choices import letter
from casework.councils import Council
from casework.letters import Letter
from casework.messages import Channel, Message, Sort
from casework.said.commands import command
from casework.said.signs import Signs
from casework.time_passes import surveying
from store import cases, changes, outbox, returned
from store.database import Connection

LATELY = 20
"""Letters of a chat among which the question is looked for. *Taste.*"""


def kept(db: Connection, message: Message, council: Council, now: datetime, *, signs: Signs) -> bool:
    """Keep an answer, and ask the next question. False: it is no such answer, or has harm in it, and goes the way of
    any message.
    """
    if message.channel is not Channel.TELEGRAM or message.sort not in (Sort.PRESS, Sort.WORDS):
        return False
    asked = _asked(db, message, council)
    found = surveying.answered(message, asked, now) if asked else None
    if asked is None or found is None or command(message.text) or harm.found_in(message, (), signs):
        return False
    then = surveying.next_letter(asked, found.then, now)
    if outbox.by_name(db, council.name, then.name):
        return True  # answered before
    case = cases.one(db, council.name, asked.about)
    if found.answers and case:
        returned.thoughts(
            db,
            council.name,
            found.answers,
            procedure=case.procedure,
            once=secrets.token_hex(),  # drawn, not made of anything: nobody can find the case by it
            now=now,
            further=asked.words != surveying.FIRST,
        )
    changes.save(db, Change(letters=(then,)), now)
    return True


def _asked(db: Connection, message: Message, council: Council) -> Letter | None:
    """The question that a button stood under; to words, the one that was said last of all."""
    said = list(outbox.in_chat(db, council.name, message.sender, limit=LATELY))
    if message.sort is Sort.WORDS:
        return next(iter(said), None)
    short = letter(message.press)
    return next((each for each in said if short and names.short(each.name) == short), None)
