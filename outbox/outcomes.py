"""What becomes of a letter that did not leave: tried again after growing pauses, or failed and a task for a person.

Whose fault it is decides. Our own mail server, Telegram or the network may take as long as they need: nothing is lost
by waiting. A reader's own server that puts us off for days, an address that does not exist, a chat that blocked us, a
fact that is missing: a person must hear of it, since somebody is waiting for words that are not coming.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from zlib import crc32

from casework.changes import Change
from casework.councils import Council, with_staff
from casework.letters import Letter, Urgency
from casework.time_passes.undelivered import undelivered
from store import cases, changes, contacts, outbox, people
from store.database import Connection, Transact

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=15)
"""How long a letter waits after it could not go: this, twice this, … and never longer. *Taste.*"""

FIRST_PAUSE_SAFETY, LONGEST_PAUSE_SAFETY = timedelta(seconds=2), timedelta(minutes=1)

ASKED_FOR, ASKED_FOR_SAFETY = 3600.0, 60.0
"""Seconds that a far end may ask us to wait and be believed: one that says a year is asked again all the same. *Taste.*
"""

GIVES_UP = timedelta(days=3)
"""How long a reader's own server may put us off before a person is told. Ours may take as long as it needs. *Taste.*"""

PUZZLES = 5
"""How often a letter may break something of ours before it is left for a person. *Taste.*"""

Unreached = Callable[[Connection, Letter, datetime], Change | None]
"""What follows when a letter will never arrive: a task for a person."""


Outcome = Callable[[Connection, datetime], None]
"""What is written down of a letter."""

MARKS = 360
"""How often a mark is tried, with growing pauses: for an hour. *Taste.*"""


class TryLater(Exception):
    """The far end cannot take it now. `after`: seconds it asked for. `reader`: theirs puts us off, not ours. `away`:
    there is nobody, whichever letter it were.
    """

    def __init__(self, why: str, *, after: float = 0, reader: bool = False, away: bool = False) -> None:
        super().__init__(why)
        self.why, self.after, self.reader, self.away = why, after, reader, away


class Undeliverable(Exception):
    """The far end will never take it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def named(letter: Letter, kind: str) -> dict[str, str]:
    """What a line of the log may say of a letter."""
    return {"letter": letter.name, "channel": letter.to.channel.value, "kind": kind}


async def written_down(letter: Letter, what: Outcome, transact: Transact, moment: datetime) -> None:
    """Write down what became of a letter. A store that is down for a while must not make it leave twice."""
    for attempt in range(1, MARKS + 1):
        try:
            return await transact(lambda db: what(db, moment))
        except Exception as fault:  # noqa: BLE001 whatever ails the store
            log.error("letter could not be marked", extra=named(letter, type(fault).__name__))
            await asyncio.sleep(min(attempt / 4, 10))
    log.critical("letter may leave again", extra={"letter": letter.name})
    return None


def left_on_the_desk(db: Connection, letter: Letter, now: datetime) -> None:
    """Nothing but the mark: failed letters are listed on the desk."""
    del db, letter, now


def told_to_an_officer(council: Council) -> Unreached:
    """A task for whoever has the matter, in the same transaction as the mark."""

    def unreached(db: Connection, letter: Letter, now: datetime) -> Change | None:
        about = cases.one(db, council.name, letter.about) or contacts.one(db, council.name, letter.about)
        in_force = with_staff(council, people.staff(db, council.name))
        return undelivered(letter, about, in_force, now) if about else None

    return unreached


def put_off(db: Connection, now: datetime, *, letter: Letter, later: TryLater, unreached: Unreached) -> None:
    """It could not go: later again, unless the reader's end has put us off for too long."""
    if later.away:
        outbox.unreached(db, letter, why=later.why)
    elif later.reader and now - letter.not_before > GIVES_UP:
        fail(db, now, letter=letter, why=later.why, unreached=unreached)
    else:
        most = ASKED_FOR_SAFETY if letter.urgency is Urgency.SAFETY else ASKED_FOR
        wait = max(pause(letter, outbox.tries(db, letter)), timedelta(seconds=min(later.after, most)))
        outbox.again(db, letter, not_before=now + wait, why=later.why)


def puzzle(db: Connection, now: datetime, *, letter: Letter, kind: str, unreached: Unreached) -> None:
    """Something of ours broke. It may be gone the next time; it is a person's when it has come so often."""
    tries = outbox.tries(db, letter)
    if tries >= PUZZLES:
        fail(db, now, letter=letter, why=kind, unreached=unreached)
    else:
        outbox.again(db, letter, not_before=now + pause(letter, tries), why=kind)


def fail(db: Connection, now: datetime, *, letter: Letter, why: str, unreached: Unreached) -> None:
    """It will never arrive: a person is told, in the same transaction."""
    outbox.failed(db, letter, now, why=why)
    change = unreached(db, letter, now)
    if change is not None:
        changes.save(db, change, now)


def pause(letter: Letter, tries: int) -> timedelta:
    """How long a letter waits after so many tries: twice as long each time, a little apart from others by its name."""
    safety = letter.urgency is Urgency.SAFETY
    first, longest = (FIRST_PAUSE_SAFETY, LONGEST_PAUSE_SAFETY) if safety else (FIRST_PAUSE, LONGEST_PAUSE)
    apart = 1 + crc32(letter.name.encode()) / 2**34
    return min(first * 2.0 ** min(max(tries - 1, 0), 20), longest) * apart
