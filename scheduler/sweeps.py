"""What the program does without being asked. Each sweep asks the store what is due; what the nightly round remembers
only saves it work (`nights`).

A case that fails spoils only itself: it is logged by name, and the next one goes on (house, 12).
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import datetime, time
from functools import partial
from typing import TypeVar

from casework import days
from casework.alarms import Alarm
from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from casework.councils import Council
from casework.frozen import frozen
from casework.letters import Letter
from casework.serving import from_outside
from casework.time_passes import mornings
from casework.time_passes.digests import letters as letters_to
from scheduler import nights, pages
from scheduler.pages import Work
from store import cases, changes, contacts, due, profile
from store.database import Connection, Look, Transact
from store.due import Due, Sort

log = logging.getLogger(__name__)

PAGE = 200
"""How many contacts or cases are asked for at a time. *Taste.*"""

DUE = 5_000
"""How many names of what is due are asked for at a time. *Taste.*"""


@frozen
class Sweep:
    """A sweep and when it runs: every so many seconds, or daily at a London time; each also once at start. One that
    `remembers` is handed what it found right before.
    """

    name: str
    run: Callable[..., Awaitable[int]]
    daily: time | None = None
    remembers: bool = False


async def go_round(*, transact: Transact, look: Look, council: Council, now: Callable[[], datetime]) -> int:
    """Everything whose moment has come: alarms first, then contacts nobody has decided, then cases. How many told
    somebody something, or moved.
    """
    moment = now()
    found, staffed = await look(partial(_first_due, council=council, moment=moment))
    rest = partial(_due, found, look, council, moment)
    is_due = partial(_is_due, moment=moment)
    done = 0
    async for names in rest(Sort.ALARM):
        done += await pages.through(names, Work(pages.ALARMS, is_due, staffed, moment), transact)
    async for names in rest(Sort.CONTACT):
        done += await pages.through(names, Work(pages.CONTACTS, is_due, staffed, moment), transact)
    async for names in rest(Sort.CASE):
        done += await pages.through(names, Work(pages.CASES, is_due, staffed, moment), transact)
    return done


async def digests(*, transact: Transact, look: Look, council: Council, now: Callable[[], datetime]) -> int:
    """The morning's digest to each person with something open, on working days, once (R605). How many letters."""
    moment = now()
    if not days.is_working(days.today(moment), council.calendars["EW"]) or moment < _opens_today(council, moment):
        return 0

    def added_up(db: Connection) -> tuple[Letter, ...]:
        staffed = profile.in_force(db, council)
        running = list(_every(db, _open(council, partial(mornings.is_read, council=staffed))))
        readers = (*staffed.staff, *from_outside(running, staffed))
        morning = mornings.of(running, _every(db, _waiting(council)), staffed, moment)
        return tuple(letter for each in readers for letter in letters_to(each, morning))

    letters = await look(added_up)  # not where the one writer would wait for it
    if letters:
        await transact(lambda db: changes.save(db, Change(letters=letters), moment))
    return len(letters)


SWEEPS = (
    Sweep("go_round", go_round),
    Sweep("digests", digests, daily=time(8, 30)),
    Sweep("full_round", nights.full_round, daily=time(3, 10), remembers=True),
)


About = TypeVar("About", Contact, Case)
Page = Callable[[Connection, About | None], Sequence[About]]
"""A page of what is asked for: the first, or the one that starts after this, whatever became of it."""


def _first_due(db: Connection, council: Council, moment: datetime) -> tuple[list[Due], Council]:
    """What is due, and who works here as the round begins: nobody asks that where nothing is."""
    found = due.first(db, council.name, moment, DUE)
    return found, profile.in_force(db, council) if found else council


async def _due(
    found: Sequence[Due], look: Look, council: Council, moment: datetime, sort: Sort
) -> AsyncIterator[list[str]]:
    """The names of all that is due of a sort, of which the first have been found."""
    here = [each for each in found if each.sort is sort]
    while here:
        yield [each.name for each in here]
        last = here[-1]
        full = len(here) == DUE
        here = await look(lambda db, last=last: due.after(db, council.name, moment, DUE, last)) if full else []  # type: ignore[misc]


def _every(db: Connection, page: Page[About]) -> Iterator[About]:
    """All of them, as they are at one moment."""
    last: About | None = None
    while found := page(db, last):
        yield from found
        if len(found) < PAGE:
            return
        last = found[-1]


def _waiting(council: Council) -> Page[Contact]:
    return lambda db, last: contacts.tray(db, council.name, limit=PAGE, after=last.id if last else "")


def _open(council: Council, whole: Callable[[Case], bool] = bool) -> Page[Case]:
    def page(db: Connection, last: Case | None) -> Sequence[Case]:
        return cases.open_ones(db, council.name, limit=PAGE, after=last.reference if last else "", whole=whole)

    return page


def _is_due(about: Alarm | Contact | Case, staffed: Council, *, moment: datetime) -> bool:
    """Whether its moment has come, as it stands now that it is in hand."""
    del staffed
    return about.wake_at is not None and about.wake_at <= moment


def _opens_today(council: Council, moment: datetime) -> datetime:
    return days.at(days.today(moment), council.hours.digest)
