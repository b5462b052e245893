"""Many worked on together: a page is taken in hand, looked at by the rules in memory, and saved in one transaction.

What a page needs is read for all of it at once, and what comes of it is written for all of it at once: one by one,
each would cost the store many times as much. One whose rules fail is left out, to be tried again next time. A page
that cannot be saved is tried one by one, so that whatever ails one spoils only itself (house, 12).
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import zip_longest
from typing import Generic, TypeVar

from casework import names
from casework.alarms import Alarm
from casework.cases import Case
from casework.changes import Change
from casework.chase import chase
from casework.contacts import Contact
from casework.councils import Council
from casework.decide import decide
from casework.frozen import frozen
from casework.time_passes import climbing
from casework.time_passes.lapse import after, lapse
from store import changes, due
from store.database import Away, Connection, Stale, Transact
from store.due import Sort
from store.sound import UNREAD

log = logging.getLogger(__name__)

PAGE = 100
"""How many are taken in hand together. *Taste*: enough to share a commit and what the store is asked, few enough that
whatever else wants to write waits for some hundredths of a second.
"""

LAPSES = 8
"""No case moves by itself more often than this in one sweep: a loop in the rules ends here."""

About = TypeVar("About", Alarm, Contact, Case)
T = TypeVar("T")


class LeftOut(Exception):
    """All was done that can be, and somebody or something was left out of it: their row cannot be read."""


Wanted = Callable[[About, Council], bool]
"""Whether one that was taken in hand is to be worked on, as it now stands."""


@frozen
class Kind(Generic[About]):
    """How some of a sort are taken in hand, and what time makes of one: changes, to be saved in that order."""

    sort: Sort
    take: Callable[[Connection, str, Sequence[str]], Mapping[str, About]]
    made: Callable[[About, Council, datetime], Sequence[Change]]


@frozen
class Work(Generic[About]):
    """A page's work, once its names are given. `council` has the staff of the moment at which the round began."""

    kind: Kind[About]
    wanted: Wanted[About]
    council: Council
    moment: datetime

    def done(self, found: Sequence[str], db: Connection) -> int:
        """Take these in hand, and save what time makes of them: how many told somebody something, or moved."""
        taken = self.kind.take(db, self.council.name, found)
        made = [self._made(name, about) for name, about in taken.items() if self.wanted(about, self.council)]
        for step in zip_longest(*made):
            changes.save_together(db, [each for each in step if each], self.moment, read=taken.values())
        return sum(map(_says_something, made))

    def _made(self, name: str, about: About) -> Sequence[Change]:
        try:
            return self.kind.made(about, self.council, self.moment)
        except Exception as error:  # noqa: BLE001 whatever ails one, the others go on
            failed(self.kind.sort, name, error)
            return ()


async def through(found: Sequence[str], work: Work[About], transact: Transact) -> int:
    """Work on all of these, by name, a page at a time. How many told somebody something, or moved."""
    count = 0
    for start in range(0, len(found), PAGE):
        page = found[start : start + PAGE]
        try:
            count += await transact(partial(work.done, page))
        except (Away, TimeoutError):
            raise  # nothing ails the page
        except Exception:  # noqa: BLE001 each is tried by itself
            for name in page:
                count += await _alone(name, work, transact)
    return count


async def _alone(name: str, work: Work[About], transact: Transact) -> int:
    try:
        return await transact(partial(work.done, [name]))
    except (Away, TimeoutError):
        raise
    except Stale:
        return 0  # somebody else changed it meanwhile: the next sweep sees what they left
    except Exception as error:  # noqa: BLE001 whatever ails one, the others go on
        failed(work.kind.sort, name, error)
        return 0


def sound(names: Sequence[str], read: Callable[[Sequence[str]], Iterable[T]], sort: Sort) -> tuple[list[T], bool]:
    """Those of them that can be read, and whether it is all: half and half again, until what cannot be is alone."""
    try:
        return list(read(names)), True
    except UNREAD as error:
        if len(names) == 1:
            failed(sort, names[0], error)
            return [], False
        half = len(names) // 2
        return sound(names[:half], read, sort)[0] + sound(names[half:], read, sort)[0], False


def _climbed(alarm: Alarm, council: Council, moment: datetime) -> Sequence[Change]:
    return (climbing.climb(alarm, council, moment),)


def _chased(contact: Contact, council: Council, moment: datetime) -> Sequence[Change]:
    return (chase(contact, council, moment),)


def _moved(case: Case, council: Council, moment: datetime) -> Sequence[Change]:
    made: list[Change] = []
    while len(made) < LAPSES and (decision := lapse(case, council, moment)):
        made.append(decide(case, decision, council))
        case = after(case, made[-1])
    return (*made, chase(case, council, moment))


def _says_something(made: Sequence[Change]) -> bool:
    return any(each.decisions or each.letters for each in made)


def failed(sort: Sort, name: str, error: Exception) -> None:
    """A case's own name would be its reference, which no log line holds (house, 12)."""
    said = names.name("case", name) if sort is Sort.CASE else name
    log.error("one could not be looked at", extra={"case": said, "kind": type(error).__name__})


ALARMS = Kind(Sort.ALARM, due.take_alarms, _climbed)
CONTACTS = Kind(Sort.CONTACT, due.take_contacts, _chased)
CASES = Kind(Sort.CASE, due.take_cases, _moved)
