"""What the program does without being asked. Each sweep asks the store what is due; none remembers anything.

A case that fails spoils only itself: it is logged by name, and the next one goes on (house, 12).
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from typing import TypeVar

from casework import climbing, days, names
from casework.alarms import Alarm
from casework.cases import Case
from casework.changes import Change
from casework.chase import chase
from casework.contacts import Contact
from casework.councils import Council, with_staff
from casework.decide import decide
from casework.digests import digest
from casework.lapse import lapse
from casework.letters import Letter
from casework.serving import from_outside
from store import bench, cases, changes, contacts, people
from store.changes import Stale
from store.database import Connection, Look, Transact

log = logging.getLogger(__name__)

PAGE = 200
"""How many contacts, cases or alarms one look takes at a time. *Taste*: enough to share commits, few enough to hold
in memory.
"""

AT_ONCE = 16
"""How many are worked on together, so that they share commits."""

LAPSES = 8
"""No case moves by itself more often than this in one sweep: a loop in the rules ends here."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep and when it runs: every so many seconds, or daily at a London time. Each also runs once at start."""

    name: str
    run: Callable[..., Awaitable[int]]
    daily: time | None = None


async def go_round(*, transact: Transact, look: Look, council: Council, now: Callable[[], datetime]) -> int:
    """Everything whose moment has come: alarms first, then contacts nobody has decided, then cases. How many told
    somebody something.
    """
    moment, name = now(), council.name
    rung = await look(lambda db: contacts.alarms_to_look_at(db, name, moment, PAGE))
    done = await _each(rung, partial(_climb, council=council, moment=moment), transact)
    async for undecided in _pages(look, lambda db, last: contacts.to_look_at(db, name, moment, PAGE, after=last)):
        done += await _each(undecided, partial(_chase_contact, council=council, moment=moment), transact)
    async for running in _pages(look, lambda db, last: cases.to_look_at(db, name, moment, PAGE, after=last)):
        done += await _each(running, partial(_move_case, council=council, moment=moment), transact)
    return done


async def full_round(*, transact: Transact, look: Look, council: Council, now: Callable[[], datetime]) -> int:
    """Every open case and contact worked out again, in case `wake_at` had missed one: how many had been missed
    (house, 17).
    """
    moment = now()
    chased = partial(_chase_contact, council=council, moment=moment)
    moved = partial(_move_case, council=council, moment=moment)
    missed = 0
    async for waiting in _pages(look, _waiting(council)):
        missed += await _each(_asleep(waiting, moment), chased, transact)
    async for running in _pages(look, _open(council)):
        missed += await _each(_asleep(running, moment), moved, transact)
    if missed:
        log.error("a full round found what the hint had missed", extra={"count": missed})
    return missed


async def digests(*, transact: Transact, look: Look, council: Council, now: Callable[[], datetime]) -> int:
    """The morning's digest to each person with something open, on working days, once (R605). How many letters."""
    moment = now()
    if not days.is_working(days.today(moment), council.calendars["EW"]) or moment < _opens_today(council, moment):
        return 0

    def added_up(db: Connection) -> tuple[Letter, ...]:
        staffed = _staffed(db, council)
        running, waiting = list(_every(db, _open(council))), list(_every(db, _waiting(council)))
        readers = (*staffed.staff, *from_outside(running, staffed))
        return tuple(letter for each in readers for letter in digest(each, running, waiting, staffed, moment))

    letters = await look(added_up)  # not where the one writer would wait for it
    if letters:
        await transact(lambda db: changes.save(db, Change(letters=letters), moment))
    return len(letters)


SWEEPS = (
    Sweep("go_round", go_round),
    Sweep("digests", digests, daily=time(8, 30)),
    Sweep("full_round", full_round, daily=time(3, 10)),
)


About = TypeVar("About", Alarm, Contact, Case)
Page = Callable[[Connection, About | None], Sequence[About]]
"""A page of what is asked for: the first, or the one that starts after this, whatever became of it."""


async def _pages(look: Look, page: Page[About]) -> AsyncIterator[Sequence[About]]:
    """Page after page, each a look of its own: what is done with one may be long."""
    last: About | None = None
    while found := await look(partial(_page, page=page, last=last)):
        yield found
        last = found[-1]


def _every(db: Connection, page: Page[About]) -> Iterator[About]:
    """All of them, as they are at one moment."""
    last: About | None = None
    while found := page(db, last):
        yield from found
        last = found[-1]


def _page(db: Connection, *, page: Page[About], last: About | None) -> Sequence[About]:
    return page(db, last)


def _waiting(council: Council) -> Page[Contact]:
    return lambda db, last: contacts.tray(db, council.name, limit=PAGE, after=last.id if last else "")


def _open(council: Council) -> Page[Case]:
    return lambda db, last: cases.open_ones(db, council.name, limit=PAGE, after=last.reference if last else "")


def _asleep(found: Sequence[About], moment: datetime) -> list[About]:
    return [each for each in found if each.wake_at is None or each.wake_at > moment]


async def _each(found: Sequence[About], work: Callable[..., int], transact: Transact) -> int:
    """Do the work for each, in a piece of its own that shares commits; a poisoned one spoils only itself."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(about: About) -> int:
        async with room:
            try:
                return await transact(partial(work, about=about))
            except Stale:
                return 0  # somebody else changed it meanwhile: the next sweep sees what they left
            except Exception as error:  # noqa: BLE001 whatever ails one, the others go on
                log.error("one could not be looked at", extra={"case": _name(about), "kind": type(error).__name__})
                return 0

    return sum(await asyncio.gather(*(one(about) for about in found)))


def _climb(db: Connection, *, about: Alarm, council: Council, moment: datetime) -> int:
    alarm = contacts.alarm(db, council.name, about.name)
    contact = contacts.one(db, council.name, about.contact)
    if alarm is None or contact is None:
        return 0
    changes.save(db, climbing.climb(alarm, _staffed(db, council), moment), moment)
    return 1


def _chase_contact(db: Connection, *, about: Contact, council: Council, moment: datetime) -> int:
    contact = contacts.one(db, council.name, about.id)
    return _save(db, chase(contact, _staffed(db, council), moment), moment) if contact else 0


def _move_case(db: Connection, *, about: Case, council: Council, moment: datetime) -> int:
    staffed = _staffed(db, council)
    case = cases.one(db, council.name, about.reference)
    moved = 0
    while case and moved < LAPSES and (decision := lapse(case, staffed, moment)):
        changes.save(db, decide(case, decision, staffed), moment)
        case = cases.one(db, council.name, about.reference)
        moved += 1
    return max(moved, _save(db, chase(case, staffed, moment), moment)) if case else moved


def _save(db: Connection, change: Change, moment: datetime) -> int:
    """Save; say whether anybody is told anything."""
    changes.save(db, change, moment)
    return int(bool(change.letters))


def _staffed(db: Connection, council: Council) -> Council:
    return with_staff(council, people.staff(db, council.name), bench.listed(db, council.name))


def _opens_today(council: Council, moment: datetime) -> datetime:
    return days.at(days.today(moment), council.hours.digest)


def _name(about: Alarm | Contact | Case) -> str:
    """A name for the log: a case's own would be its reference, which no log line holds (house, 12)."""
    return (
        about.name
        if isinstance(about, Alarm)
        else about.id
        if isinstance(about, Contact)
        else names.name("case", about.reference)
    )
