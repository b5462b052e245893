"""The classifier's look at what has come in, when everything else is done (house, 8, step 9).

Nothing waits for it. What was not looked at, because the power went or the model was missing, is found again in the
store. A contact at which it fails is looked at again after a pause that grows, and holds up no other. `consider` is the
look itself, for whoever wants it now.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from casework import councils
from casework.arrive import weigh
from casework.changes import Change
from casework.contacts import Contact, Suggestion
from casework.councils import Council
from intake.patience import Patience
from intake.receive import TRIES, words_of
from store import changes, contacts, people
from store.database import Away, Connection, Look, Stale, Transact

log = logging.getLogger(__name__)

TOGETHER = 16
"""Contacts that are read, thought about and written down together. *Taste*: of one alone, half the time went to asking
the store.
"""

AFTER = 0.02
"""Seconds after the words that an answer to them has to leave first: nobody waits for an opinion. *Taste.*"""

AT_ONCE = 5
"""How many times so many are in hand: while the model reads those of two or three, the others are read or written down,
and to be written down they wait until what is being filed is. *Taste.*
"""

POLL = 10.0
"""Seconds between looks when nobody wakes us. *Taste.*"""

TIRED = Patience(10.0, 3600.0)
"""Seconds until one that failed is looked at again: at first, and at the most. *Taste.*"""

Suggest = Callable[[Sequence[str]], Awaitable[Sequence[Suggestion | Exception]]]
"""The classifier's opinion on each of several texts, or why there is none."""

Consider = Callable[[Sequence[str]], Awaitable[Collection[str]]]
"""Has the classifier look at these contacts, and says at which of them it failed."""


@dataclass(slots=True)
class _Failed:
    """How often a contact has failed, and when it is tried again, by the loop's time."""

    times: int = 0
    again: float = 0.0


@dataclass(slots=True)
class _Hands:
    """What is being looked at, by its task, and what failed."""

    consider: Consider
    patience: Patience
    busy: dict[asyncio.Task[None], Sequence[str]] = field(default_factory=dict)
    failed: dict[str, _Failed] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """How many contacts may be named by the store that are not to be taken."""
        return len(self.failed) + sum(map(len, self.busy.values()))

    def take(self, found: Sequence[str]) -> None:
        """Begin with what is ready of these, shared out among the hands that are free."""
        time = asyncio.get_running_loop().time()
        taken = {contact for ids in self.busy.values() for contact in ids}
        self.failed = {each: failed for each, failed in self.failed.items() if each in found or each in taken}
        ready = [each for each in found if each not in taken and self.failed.get(each, _Failed()).again <= time]
        free = AT_ONCE - len(self.busy)
        size = min(TOGETHER, -(-len(ready) // free))
        for first in range(0, min(len(ready), size * free), size or 1):
            ids = ready[first : first + size]
            self.busy[asyncio.create_task(self._look_at(ids))] = ids

    async def _look_at(self, ids: Sequence[str]) -> None:
        left = await self._at_whom_it_failed(ids)
        for each in ids:
            if each in left:
                times = self.failed.get(each, _Failed()).times + 1
                again = asyncio.get_running_loop().time() + self.patience.pause(times)
                self.failed[each] = _Failed(times, again)
            else:
                self.failed.pop(each, None)

    async def _at_whom_it_failed(self, ids: Sequence[str]) -> Collection[str]:
        try:
            return await self.consider(ids)
        except Exception as fault:  # noqa: BLE001 the store's trouble, or ours: they stay in the tray, with no suggestion
            if len(ids) == 1:
                log.error("no opinion could be had", extra={"contact": ids[0], "kind": type(fault).__name__})
                return ids
        return [each for one in ids for each in await self._at_whom_it_failed([one])]


async def run(
    *, wake: asyncio.Event, look: Look, council: str, consider: Consider, poll: float = POLL, patience: Patience = TIRED
) -> None:
    """Let `consider` have every contact with messages that the classifier has not seen, for ever."""
    hands = _Hands(consider, patience)
    try:
        while True:
            wake.clear()
            hands.busy = {task: ids for task, ids in hands.busy.items() if not task.done()}
            if len(hands.busy) < AT_ONCE:
                hands.take(await _found(look, council, hands.most + AT_ONCE * TOGETHER))
            await _until(wake, hands.busy, poll)
    finally:
        for task in hands.busy:
            task.cancel()


async def _until(wake: asyncio.Event, busy: Collection[asyncio.Task[None]], poll: float) -> None:
    """Somebody wakes us, if a hand is free for it; or one becomes free."""
    if len(busy) >= AT_ONCE:
        await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
        return
    woken = asyncio.create_task(wake.wait())
    try:
        await asyncio.wait([woken, *busy], timeout=poll, return_when=asyncio.FIRST_COMPLETED)
        if woken.done():
            await asyncio.sleep(AFTER)
    finally:
        woken.cancel()


async def _found(look: Look, council: str, limit: int) -> list[str]:
    try:
        return await look(partial(contacts.unconsidered, council=council, limit=limit))
    except Exception as fault:  # noqa: BLE001 the store's trouble: it waits
        log.error("contacts could not be looked at", extra={"kind": type(fault).__name__})
        return []


async def consider(
    ids: Sequence[str],
    *,
    look: Look,
    transact: Transact,
    council: Council,
    suggest: Suggest,
    now: Callable[[], datetime],
    wake: asyncio.Event,
) -> Collection[str]:
    """Let the classifier look at these contacts, in a thread, and write down what it thinks (R001); at whom it failed.

    Somebody of whom more was heard meanwhile is looked at once more.
    """
    left, failed = list(ids), set[str]()
    for _ in range(TRIES):
        found, words, in_force = await look(partial(_waiting, council=council, ids=left))
        moment, said = now(), await suggest(words)
        thought, wrong = await asyncio.to_thread(_thought, found, said, in_force, moment)
        left, unwritten = await _written(thought, found, transact, moment)
        failed |= wrong | unwritten
        wake.set()
        if not left:
            return failed
    log.warning("contacts changed at every look", extra={"count": len(left)})
    return failed


def _waiting(db: Connection, council: Council, ids: Sequence[str]) -> tuple[list[Contact], list[str], Council]:
    found = contacts.some(db, council.name, ids)
    waiting = [contact for contact in found if contact.considered < len(contact.messages)]
    return waiting, list(map(words_of, waiting)), councils.with_staff(council, people.staff(db, council.name))


def _thought(
    found: Sequence[Contact], said: Sequence[Suggestion | Exception], council: Council, moment: datetime
) -> tuple[dict[str, Change], set[str]]:
    """What follows from an opinion on each, and at whom it failed."""
    thought, failed = dict[str, Change](), set[str]()
    for contact, opinion in zip(found, said, strict=True):
        try:
            thought[contact.id] = weigh(contact, _had(opinion), council, moment)
        except Exception as fault:  # noqa: BLE001 around one contact: it stays in the tray, with no suggestion
            log.error("no opinion could be had", extra={"contact": contact.id, "kind": type(fault).__name__})
            failed.add(contact.id)
    return thought, failed


def _had(opinion: Suggestion | Exception) -> Suggestion:
    if isinstance(opinion, Exception):
        raise opinion
    return opinion


async def _written(
    thought: dict[str, Change], read: Sequence[Contact], transact: Transact, moment: datetime
) -> tuple[list[str], set[str]]:
    """Write down at once what was thought of those of whom no more was heard or, where anything is in the way, each by
    itself: who has changed meanwhile, and what could not be written.
    """
    try:
        return await transact(partial(_write, thought=thought, read=read, moment=moment)), set()
    except (Away, TimeoutError):
        raise
    except Exception as fault:  # noqa: BLE001 around one contact, in the end
        if len(thought) == 1:
            return _not_written(next(iter(thought)), fault)
    each = [await _written({contact: change}, read, transact, moment) for contact, change in thought.items()]
    return [contact for changed, _ in each for contact in changed], {contact for _, lost in each for contact in lost}


def _write(db: Connection, *, thought: dict[str, Change], read: Sequence[Contact], moment: datetime) -> list[str]:
    """Who has changed since they were read; the others are written down."""
    mine = [contact for contact in read if contact.id in thought]
    stand = contacts.versions(db, mine[0].council, (contact.reference for contact in mine)) if mine else {}
    changed = [contact.id for contact in mine if stand.get(contact.reference) != contact.version]
    same = (change for contact, change in thought.items() if contact not in changed)
    changes.save_together(db, same, moment, read=mine)
    return changed


def _not_written(contact: str, fault: Exception) -> tuple[list[str], set[str]]:
    if isinstance(fault, Stale):
        return [contact], set()
    log.error("no opinion could be had", extra={"contact": contact, "kind": type(fault).__name__})
    return [], {contact}
