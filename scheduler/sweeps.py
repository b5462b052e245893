"""What the program does without being asked. Each sweep asks the store what is due; what the nightly round remembers
only saves it work (`nights`).

A case that fails spoils only itself: it is logged by name, and the next one goes on (house, 12).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, time
from functools import partial

from casework.alarms import Alarm
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from casework.frozen import frozen
from scheduler import nights, pages
from scheduler.digests import digests
from scheduler.pages import LeftOut, Work
from store import due, profile
from store.database import Connection, Look, Transact
from store.due import Due, Sort

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
    somebody something, or moved. Raises `LeftOut` where somebody who works here cannot be read.
    """
    moment = now()
    found, (staffed, everybody) = await look(partial(_first_due, council=council, moment=moment))
    rest = partial(_due, found, look, council, moment)
    is_due = partial(_is_due, moment=moment)
    done = 0
    async for names in rest(Sort.ALARM):
        done += await pages.through(names, Work(pages.ALARMS, is_due, staffed, moment), transact)
    async for names in rest(Sort.CONTACT):
        done += await pages.through(names, Work(pages.CONTACTS, is_due, staffed, moment), transact)
    async for names in rest(Sort.CASE):
        done += await pages.through(names, Work(pages.CASES, is_due, staffed, moment), transact)
    if not everybody:
        raise LeftOut
    return done


SWEEPS = (
    Sweep("go_round", go_round),
    Sweep("digests", digests, daily=time(8, 30)),
    Sweep("full_round", nights.full_round, daily=time(3, 10), remembers=True),
)


def _first_due(db: Connection, council: Council, moment: datetime) -> tuple[list[Due], tuple[Council, bool]]:
    """What is due, and who works here as the round begins: nobody asks that where nothing is."""
    found = due.first(db, council.name, moment, DUE)
    return found, profile.read(db, council) if found else (council, True)


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


def _is_due(about: Alarm | Contact | Case, staffed: Council, *, moment: datetime) -> bool:
    """Whether its moment has come, as it stands now that it is in hand."""
    del staffed
    return about.wake_at is not None and about.wake_at <= moment
