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
    async for found, staffed in _pages(
        look, council, lambda db, last: contacts.to_look_at(db, name, moment, PAGE, after=last)
    ):
        done += await _each(found, partial(_chase_contact, council=staffed, moment=moment), transact)
    async for running, staffed in _pages(
        look, council, lambda db, last: cases.to_look_at(db, name, moment, PAGE, after=last)
    ):
        done += await _each(running, partial(_move_case, council=staffed, moment=moment), transact)
    return done


async def full_round(*, transact: Transact, look: Look, council: Council, now: Callable[[], datetime]) -> int:
    """Every open case and contact worked out again, in case `wake_at` had missed one: how many had been missed
    (house, 17). Worked out while reading; only what was missed, or sleeps until another moment, is written.
    """
    moment, missed = now(), 0
    overlooked = partial(_overlooked, moment=moment)
    async for found, staffed in _pages(look, council, _waiting(council), overlooked):
        missed += await _each(found, partial(_chase_contact, council=staffed, moment=moment), transact)
    async for running, staffed in _pages(look, council, _open(council), overlooked):
        missed += await _each(running, partial(_move_case, council=staffed, moment=moment), transact)
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


Wanted = Callable[[About, Council], bool]


def _anything(about: About, staffed: Council) -> bool:
    del about, staffed
    return True


async def _pages(
    look: Look, council: Council, page: Page[About], wanted: Wanted[About] = _anything
) -> AsyncIterator[tuple[Sequence[About], Council]]:
    """Page after page, each a look of its own: what is done with one may be long. Of each, those that are wanted, and
    the profile with the staff of that moment: asking who works here for every single case costs more than the case.
    """
    last: About | None = None
    while found := await look(partial(_page, council=council, page=page, last=last, wanted=wanted)):
        last, some, staffed = found
        yield some, staffed


def _every(db: Connection, page: Page[About]) -> Iterator[About]:
    """All of them, as they are at one moment."""
    last: About | None = None
    while found := page(db, last):
        yield from found
        last = found[-1]


def _page(
    db: Connection, *, council: Council, page: Page[About], last: About | None, wanted: Wanted[About]
) -> tuple[About, list[About], Council] | None:
    """The last of the page, which the next one starts after; those that are wanted; who works here."""
    found = page(db, last)
    if not found:
        return None
    staffed = _staffed(db, council)
    return found[-1], [each for each in found if wanted(each, staffed)], staffed


def _waiting(council: Council) -> Page[Contact]:
    return lambda db, last: contacts.tray(db, council.name, limit=PAGE, after=last.id if last else "")


def _open(council: Council) -> Page[Case]:
    return lambda db, last: cases.open_ones(db, council.name, limit=PAGE, after=last.reference if last else "")


def _overlooked(about: Contact | Case, staffed: Council, *, moment: datetime) -> bool:
    """Whether it sleeps although time has something to do with it now, or until the wrong moment. What cannot be told
    is looked at alone, where it spoils only itself.
    """
    if about.wake_at is not None and about.wake_at <= moment:
        return False
    try:
        if isinstance(about, Case) and lapse(about, staffed, moment):
            return True
        made = chase(about, staffed, moment)
    except Exception:  # noqa: BLE001 whatever ails one, the others go on
        return True
    return bool(made.letters) or any(each.wake_at != about.wake_at for each in made.woken)


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
    return _save(db, chase(contact, council, moment), moment) if contact else 0


def _move_case(db: Connection, *, about: Case, council: Council, moment: datetime) -> int:
    case = cases.one(db, council.name, about.reference)
    moved = 0
    while case and moved < LAPSES and (decision := lapse(case, council, moment)):
        changes.save(db, decide(case, decision, council), moment)
        case = cases.one(db, council.name, about.reference)
        moved += 1
    return max(moved, _save(db, chase(case, council, moment), moment)) if case else moved


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
