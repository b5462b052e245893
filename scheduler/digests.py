"""The morning's digest to each person with something open, on working days, once (R605).

A case or message that cannot be opened or read spoils only itself, and so does somebody's own row: everybody else is
told of all the others, and the sweep says that it failed, so that the alarm stays until somebody has seen to it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from casework import days
from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from casework.councils import Council
from casework.frozen import frozen
from casework.letters import Letter
from casework.serving import from_outside
from casework.time_passes import mornings
from casework.time_passes.digests import letters as letters_to
from scheduler import pages
from scheduler.pages import LeftOut
from store import cases, changes, contacts, profile
from store.database import Connection, Look, Transact
from store.due import Sort
from store.gathered import Seen
from store.sound import UNREAD

PAGE = 200
"""How many contacts or cases are asked for at a time. *Taste.*"""

About = TypeVar("About", Contact, Case)
Page = Callable[[About | None], Sequence[About]]
"""A page of what is asked for: the first, or the one that starts after this, whatever became of it."""


@frozen
class _Office:
    """What a morning's letters are made from, at one moment."""

    db: Connection
    council: Council
    moment: datetime

    def letters(self, running: Sequence[Case], waiting: Iterable[Contact]) -> list[Letter]:
        """To everybody who has something open."""
        readers = (*self.council.staff, *from_outside(running, self.council))
        morning = mornings.of(running, waiting, self.council, self.moment)
        return [letter for each in readers for letter in letters_to(each, morning)]

    def running(self, last: Case | None) -> Sequence[Case]:
        """A page of the open cases."""
        whole = partial(mornings.is_read, council=self.council)
        after = last.reference if last else ""
        return cases.open_ones(self.db, self.council.name, limit=PAGE, after=after, whole=whole)

    def waiting(self, last: Contact | None) -> Sequence[Contact]:
        """A page of the messages that nobody has decided."""
        return contacts.tray(self.db, self.council.name, limit=PAGE, after=last.id if last else "")

    def some_cases(self, names: Sequence[str]) -> list[Case]:
        """These, oldest first, once a morning can be made of them."""
        found = cases.some(self.db, self.council.name, names)[::-1]
        mornings.of(found, (), self.council, self.moment)
        return found

    def some_contacts(self, names: Sequence[str]) -> list[Contact]:
        """The same of messages."""
        found = contacts.some(self.db, self.council.name, names)
        mornings.of((), found, self.council, self.moment)
        return found


async def digests(*, transact: Transact, look: Look, council: Council, now: Callable[[], datetime]) -> int:
    """How many letters. Raises `LeftOut` where they could not speak of all that is open."""
    moment = now()
    if not days.is_working(days.today(moment), council.calendars["EW"]) or moment < _opens_today(council, moment):
        return 0
    letters, whole = await look(partial(_added_up, council=council, moment=moment))  # where no writer waits for it
    if letters:
        await transact(lambda db: changes.save(db, Change(letters=tuple(letters)), moment))
    if not whole:
        raise LeftOut
    return len(letters)


def _added_up(db: Connection, council: Council, moment: datetime) -> tuple[list[Letter], bool]:
    """The letters, and whether everybody gets theirs, and all that is open is in them."""
    staffed, whole = profile.read(db, council)
    office = _Office(db, staffed, moment)
    try:
        return office.letters(list(_every(office.running)), _every(office.waiting)), whole
    except UNREAD:
        running = cases.open_now(db, council.name)
        waiting = contacts.tray_now(db, council.name, limit=cases.EVERY)
        sound = _sound(running, office.some_cases, Sort.CASE), _sound(waiting, office.some_contacts, Sort.CONTACT)
        return office.letters(list(sound[0]), sound[1]), False


def _every(page: Page[About]) -> Iterator[About]:
    """All of them, as they are at one moment."""
    last: About | None = None
    while found := page(last):
        yield from found
        if len(found) < PAGE:
            return
        last = found[-1]


def _sound(there: Sequence[Seen], read: Callable[[Sequence[str]], list[About]], sort: Sort) -> Iterator[About]:
    """Those of them that can be read, a page at a time."""
    names = [each.name for each in there]
    for start in range(0, len(names), PAGE):
        yield from pages.sound(names[start : start + PAGE], read, sort)[0]


def _opens_today(council: Council, moment: datetime) -> datetime:
    return days.at(days.today(moment), council.hours.digest)
