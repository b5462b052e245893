"""Every open case and every undecided message, as the lists of the desk need them: read once, and again only when they
have changed.

A list is chosen from all that is open, and to read all of it each time would cost what is open, not what is shown. So
each is kept as it was read, with its version; a look asks for the versions, which stand in an index, and reads the few
that have changed. Who saves one moves its version; a letter that time writes moves when it wakes. Alarms can change
alone: they are read each time. What is kept is thrown away with the process, and is never what anybody decides on: the
page of a case or message reads it.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from threading import Lock
from typing import Generic, TypeVar

from casework import clocks, days
from casework.alarms import Alarm
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council, Staff
from casework.frozen import replace
from casework.messages import Message
from casework.staff_answers import records
from casework.time_passes import duties as owing
from casework.time_passes import recounts
from casework.time_passes.duties import Duty
from casework.time_passes.recounts import Moved
from store import cases, contacts, gathered
from store.database import Connection
from store.gathered import Seen

AT_ONCE = 200
"""Read together."""

About = TypeVar("About", Case, Contact)


@dataclass(slots=True)
class Open(Generic[About]):
    """One of them as it was read, with its alarms of this moment; what staff wrote about a case that nobody of the
    complaints team has read.
    """

    seen: Seen
    about: About
    unread: tuple[Message, ...] = ()
    moved: tuple[Moved, ...] | None = None
    _owed: tuple[Duty, ...] = ()
    _until: datetime | None = None
    _staff: tuple[Staff, ...] = ()

    def duties(self, council: Council, staff: tuple[Staff, ...], now: datetime) -> tuple[Duty, ...]:
        """What anybody owes about it today. The same until a day begins, a clock of hours runs out, or somebody who
        works here begins, leaves or is away: then `staff` is another.
        """
        if self._until is None or now >= self._until or staff is not self._staff:
            self._owed, self._staff = tuple(owing.duties(self.about, council, now)), staff
            self._until = _until(self.about.clocks, now)
        return self._owed


@dataclass(slots=True)
class Running:
    """What is open at one council. Looks come from several threads: one reads, the others wait for it."""

    _cases: dict[str, Open[Case]] = field(default_factory=dict)
    _contacts: dict[str, Open[Contact]] = field(default_factory=dict)
    _staff: tuple[Staff, ...] = ()
    _turn: Lock = field(default_factory=Lock)

    def now(self, db: Connection, council: str) -> list[Open[Case]]:
        """Every case in which something is still owed, oldest first."""
        with self._turn:
            there = cases.open_now(db, council)
            self._cases = _kept(self._cases, there, lambda some: map(_case, cases.some(db, council, some)))
            found = list(self._cases.values())
            joined = (contact for each in found for contact in each.about.joined)
            rung = contacts.alarms_of_open_cases(db, council, joined)
            for each in found:
                _ring(each, rung, *cases.abouts(each.about))
            return found

    def every(self, db: Connection, council: str) -> list[Case]:
        """The same, as cases and no more."""
        return [each.about for each in self.now(db, council)]

    def duties(self, some: Iterable[Open[About]], council: Council, now: datetime) -> Iterator[Duty]:
        """What anybody owes about some of them today."""
        if council.staff != self._staff:
            self._staff = council.staff
        staff = self._staff
        for each in some:
            yield from each.duties(council, staff, now)

    def moved(self, one: Open[Case], council: Council) -> tuple[Moved, ...]:
        """Which of its dates today's calendar would put on another day: the same until it changes, or we start."""
        if one.moved is None:
            one.moved = recounts.moved(one.about, council)
        return one.moved

    def waiting(self, db: Connection, council: str, *, limit: int) -> list[Open[Contact]]:
        """The messages that nobody has decided, oldest first."""
        with self._turn:
            there = contacts.tray_now(db, council, limit=limit)
            self._contacts = _kept(self._contacts, there, lambda some: map(_contact, contacts.some(db, council, some)))
            found = list(self._contacts.values())
            rung = gathered.alarms_about(db, council, (each.about.id for each in found))
            for each in found:
                _ring(each, rung, each.about.id)
            return found


def _kept(
    known: Mapping[str, Open[About]], there: Sequence[Seen], read: Callable[[Sequence[str]], Iterable[Open[About]]]
) -> dict[str, Open[About]]:
    """What is there, in its order: what has changed is read."""
    changed = [each.name for each in there if each.name not in known or known[each.name].seen != each]
    found = dict(known)
    for start in range(0, len(changed), AT_ONCE):
        found |= {each.seen.name: each for each in read(changed[start : start + AT_ONCE])}
    if len(changed) > AT_ONCE:
        gc.freeze()  # what is kept is no rubbish, and looking through it for some would hold a page up
    return {each.name: found[each.name] for each in there if each.name in found}


def _case(case: Case) -> Open[Case]:
    return Open(Seen(case.reference, case.version, case.wake_at), case, records.unread(case))


def _contact(contact: Contact) -> Open[Contact]:
    return Open(Seen(contact.id, contact.version, contact.wake_at), contact)


def _ring(one: Open[About], rung: gathered.Filed[Alarm], *abouts: str) -> None:
    found = gathered.of(rung, *abouts) if rung else ()
    if found != one.about.alarms:
        one.about = replace(one.about, alarms=found)


def _until(running: Iterable[clocks.Clock], now: datetime) -> datetime:
    midnight = days.at(days.today(now) + days.DAY, time.min)
    ends = (clocks.runs_out(each) for each in running if clocks.is_running(each))
    return min((midnight, *(moment for moment in ends if moment > now)))
