"""Every night what is open is worked out again, in case `wake_at` had missed something (house, 17).

What was found right one night, and has changed in nothing since, is right the next: to read and work it out anew would
cost each night what is open, not what is new. So the service remembers what it found right, each thing with its version
and the moment at which it wakes. It is looked at again as soon as either has moved, when other people work here or are
away, after a restart, and in any case within a week, for a fault of ours need not show itself in either. Whatever may
change without them is never remembered: letters on their way, and alarms.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Generic, TypeVar

from casework import days
from casework.cases import Case
from casework.chase import chase
from casework.contacts import Contact
from casework.councils import Council
from casework.frozen import frozen
from casework.letters import Posted
from casework.time_passes.lapse import lapse
from scheduler import pages
from scheduler.pages import Kind, LeftOut, Work
from store import cases, contacts, profile, unsaved
from store.database import Connection, Look, Transact
from store.gathered import Seen

log = logging.getLogger(__name__)

PAGE = 200
"""How many contacts or cases one look works out again. *Taste*: few enough to hold in memory."""

WEEK = timedelta(days=7)
"""What changes in nothing is worked out as often as this all the same. *Taste.*"""

MOST = 20_000
"""How many are remembered of a council, 7 MB: all that a large one has open. *Taste.*"""

ON_ITS_WAY = frozenset({Posted.QUEUED, Posted.SENDING})

About = TypeVar("About", Contact, Case)
_People = tuple[object, ...]
"""Who works here, who can be asked to serve, and who of them is away."""


@frozen
class _Found:
    """What was found right, and on which day."""

    seen: Seen
    on: date


@dataclass(slots=True)
class _Night:
    """`before` is what was found right until now, with the same people; `right` what is so tonight. `whole` until
    something cannot be read.
    """

    moment: datetime
    people: _People = field(repr=False)
    before: Mapping[str, _Found]
    right: dict[str, _Found] = field(default_factory=dict)
    whole: bool = True

    def unsure(self, there: Iterable[Seen]) -> list[str]:
        """Those that must be worked out: the others stay right, or are due, and the sweeps' own."""
        today, found = days.today(self.moment), []
        for seen in there:
            if seen.wake_at is not None and seen.wake_at <= self.moment:
                continue
            known = self.before.get(seen.name)
            if known and known.seen == seen and today - known.on < WEEK:
                self.right[seen.name] = known
            else:
                found.append(seen.name)
        return found

    def keep(self, seen: Seen) -> None:
        """It was worked out tonight, and is right."""
        if len(self.right) < MOST:
            self.right[seen.name] = _Found(seen, days.today(self.moment))


@dataclass(slots=True)
class Right:
    """What the last night found right, of each council, for as long as the process lasts."""

    _nights: dict[str, _Night] = field(default_factory=dict, repr=False)

    def tonight(self, staffed: Council, moment: datetime) -> _Night:
        """What is known as the night begins. Nothing, where other people work here than the last time."""
        today = days.today(moment)
        people = (staffed.staff, staffed.experts, [each.id for each in staffed.staff if each.is_away(today)])
        last = self._nights.get(staffed.name)
        night = _Night(moment, people, last.right if last and last.people == people else {})
        self._nights[staffed.name] = night
        return night


@frozen
class _Sort(Generic[About]):
    """How a page of what is open is listed, and how some of it are read."""

    kind: Kind[About]
    there: Callable[..., Sequence[Seen]]
    read: Callable[[Connection, str, Sequence[str]], Iterable[About]]
    name: Callable[[About], str]


async def full_round(
    *, transact: Transact, look: Look, council: Council, now: Callable[[], datetime], right: Right | None = None
) -> int:
    """Every open case and contact that is not known to be `right`: how many had been missed. Worked out while reading;
    only what was missed, or sleeps until another moment, is written. Forms that nobody came back for go. Raises
    `LeftOut` where not all could be read.
    """
    moment = now()
    await transact(lambda db: unsaved.clear(db, council.name, moment))
    staffed, everybody = await look(lambda db: profile.read(db, council))
    night = (right or Right()).tonight(staffed, moment)
    missed = await _put_right(_CONTACTS, night, staffed, moment, transact, look)
    missed += await _put_right(_CASES, night, staffed, moment, transact, look)
    if missed:
        log.error("a full round found what the hint had missed", extra={"count": missed})
    if not (everybody and night.whole):
        raise LeftOut
    return missed


async def _put_right(
    sort: _Sort[About], night: _Night, staffed: Council, moment: datetime, transact: Transact, look: Look
) -> int:
    """Page after page, each a look of its own: what is done with one may be long."""
    last, missed, full = "", 0, True
    work = Work(sort.kind, partial(_overlooked, moment=moment), staffed, moment)
    while full:
        there, some = await look(partial(_page, sort=sort, night=night, work=work, last=last))
        missed += await pages.through(some, work, transact)
        last, full = there[-1].name if there else "", len(there) == PAGE
    return missed


def _page(
    db: Connection, *, sort: _Sort[About], night: _Night, work: Work[About], last: str
) -> tuple[Sequence[Seen], list[str]]:
    """The page that follows this one, and which of it had been missed."""
    council = work.council
    there = sort.there(db, council.name, limit=PAGE, after=last)
    read, whole = pages.sound(night.unsure(there), partial(sort.read, db, council.name), sort.kind.sort)
    night.whole &= whole
    found = {sort.name(each): each for each in read}
    missed = [each.name for each in there if each.name in found and work.wanted(found[each.name], council)]
    for each in there:
        if each.name in found and each.name not in missed and _is_calm(found[each.name]):
            night.keep(each)
    return there, missed


def _is_calm(about: Contact | Case) -> bool:
    """Whether nothing about it may change by itself: its version tells of everything else."""
    return not about.alarms and not any(each.posted in ON_ITS_WAY for each in about.said)


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


_CONTACTS = _Sort(pages.CONTACTS, contacts.tray_now, contacts.some, lambda each: each.id)
_CASES = _Sort(pages.CASES, cases.open_now, cases.some, lambda each: each.reference)
