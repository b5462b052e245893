"""What is open one morning, worked out once for everybody who reads of it: what is owed by whom, what is late, and
whose business each case is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from itertools import chain

from casework import clocks, days
from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact
from casework.councils import TEAM, Council, Role, Staff, ladder
from casework.frozen import frozen
from casework.people import member
from casework.time_passes import duties, needless

SOON = 5
"""Working days that count as "due in the next 5 working days" (R605)."""

EVERY = TEAM | {Role.DCS, Role.DP, Role.FOI}
"""Whose business every case is (R526)."""


@frozen
class Waiting:
    """A message that nobody has decided, as far as a morning tells of it: after a flood thousands wait, and to hold
    all that they say at once would fill the memory.
    """

    reference: str
    received: datetime
    hidden_from: frozenset[str]


@frozen
class Morning:
    """A council's open cases and contacts at one moment. `late` and `soon` are the references of cases, `theirs` the
    places of those somebody has a hand in, `handled` the same by whoever must answer.
    """

    council: Council
    now: datetime
    today: date
    cases: Sequence[Case]
    contacts: Sequence[Waiting]
    owed: Mapping[str, Sequence[duties.Duty]]
    late: frozenset[str]
    soon: frozenset[str]
    theirs: Mapping[str, Sequence[int]] = field(repr=False)
    handled: Mapping[str, Sequence[int]] = field(repr=False)


def of(cases: Sequence[Case], contacts: Iterable[Contact], council: Council, now: datetime) -> Morning:
    """All that a morning's letters are made of."""
    today = days.today(now)
    late, soon = set(), set()
    theirs: defaultdict[str, list[int]] = defaultdict(list)
    handled: defaultdict[str, list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        owed = _runs(case)
        if any(clocks.is_overdue(each, now) for each in owed):
            late.add(case.reference)
        if any(0 <= clocks.days_left(each, council, today) <= SOON for each in owed):
            soon.add(case.reference)
        handled[case.handler].append(place)
        for somebody in _have_a_hand(case):
            theirs[somebody].append(place)
    waiting: list[Waiting] = []
    owed_by = _owed(chain(cases, _noted(contacts, waiting)), council, now)
    return Morning(council, now, today, cases, waiting, owed_by, frozenset(late), frozenset(soon), theirs, handled)


def _noted(contacts: Iterable[Contact], waiting: list[Waiting]) -> Iterator[Contact]:
    for each in contacts:
        waiting.append(Waiting(each.reference, each.received, each.hidden_from))
        yield each


def is_read(case: Case, council: Council) -> bool:
    """Whether what was said about a case tells anything of a morning: what a young person wants of an advocate, and
    whether somebody was in touch, where a rung asks that. Of any other the case itself is enough.
    """
    return case.complainant.young or any(
        rung.unless in needless.FROM_WORDS
        for each in case.clocks
        if clocks.is_running(each)
        for rung in ladder(council, each.name)
    )


def concern(reader: Staff, morning: Morning) -> list[Case]:
    """The cases that are somebody's business: the team's and the director's, all; those handled under them, a head
    of service's; their own, anybody's (R526). None in which they are complained of (R602).
    """
    found = range(len(morning.cases)) if reader.roles & EVERY else sorted(_places(reader, morning))
    return [case for place in found if reader.id not in (case := morning.cases[place]).hidden_from]


def waiting(reader: Staff, morning: Morning) -> list[Waiting]:
    """The messages that nobody has decided, for those who decide them: none that is kept from them (R708)."""
    there = morning.contacts if reader.roles & TEAM else ()
    return [each for each in there if reader.id not in each.hidden_from]


def debts(reader: Staff, cases: Iterable[Case | Waiting], morning: Morning) -> tuple[duties.Duty, ...]:
    """What somebody owes about these, late things first, then soonest."""
    about = {each.reference for each in cases}
    found = {each for each in morning.owed.get(reader.id, ()) if each.reference in about}
    return tuple(sorted(found, key=duties.order))


def _owed(everything: Iterable[Case | Contact], council: Council, now: datetime) -> Mapping[str, Sequence[duties.Duty]]:
    found: defaultdict[str, list[duties.Duty]] = defaultdict(list)
    for about in everything:
        for each in duties.duties(about, council, now):
            found[each.staff].append(each)
    return found


def first_owed(case: Case) -> Clock | None:
    """The time limit of a case that ends first, of those that are ours."""
    return min(_runs(case), key=lambda each: each.due, default=None)


def _runs(case: Case) -> list[Clock]:
    """What we owe: not the time that others have to ask for something."""
    return [each for each in case.clocks if clocks.is_running(each) and not each.name.endswith("_window")]


def _have_a_hand(case: Case) -> set[str]:
    serving = (each.person for each in case.appointments if each.serving)
    return {case.handler, case.officer, *serving, *(each.owner for each in case.actions)}


def _places(reader: Staff, morning: Morning) -> set[int]:
    found = set(morning.theirs.get(reader.id, ()))
    if reader.roles & {Role.HOS, Role.TM}:
        found.update(
            place
            for handler, places in morning.handled.items()
            if _is_above(reader, handler, morning.council)
            for place in places
        )
    return found


def _is_above(reader: Staff, handler: str, council: Council) -> bool:
    """Whether somebody manages the handler, or those who do; a circle of managers ends after as many as there are."""
    below = member(council, handler)
    for _ in council.staff:
        if below is None:
            return False
        if below.manager == reader.id or below.teams & reader.teams:
            return True
        below = member(council, below.manager)
    return False
