"""Whom a step of a ladder asks, on a case: whoever was appointed, whoever owns the thing, else whoever has the role.

R601, R602: somebody who is away is copied and their deputy asked, else the next rung; nobody complained of is asked.
"""

from collections.abc import Iterator
from datetime import date

from casework import serving, undertaken
from casework.bench import BENCH
from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact
from casework.councils import Council, Role, Staff
from casework.people import member, reach

NOBODYS_YET = frozenset({Role.RM, Role.TM})
"""Who owes nothing while nobody has decided whose it is: until then the complaints officer does (R270)."""


def readers(role: Role, about: Case | Contact, clock: Clock | None, council: Council, day: date) -> tuple[Staff, ...]:
    """Everybody a step for this role reaches on that day, whoever must act before whoever is only copied."""
    if isinstance(about, Contact):
        held = Role.CO if role in NOBODYS_YET else role
        return _reached(held, None, "", about.hidden_from, council, day)
    asked = _asked(role, about, clock, council)
    hidden = about.hidden_from
    found = [each for to, named in asked for each in _reached(to, named, about.handler, hidden, council, day)]
    return tuple({each.id: each for each in found}.values() if len(found) > 1 else found)


def _asked(
    role: Role, case: Case, clock: Clock | None, council: Council
) -> Iterator[tuple[Role, tuple[Staff, ...] | None]]:
    """The role, with who holds it on this case; None where that is whoever holds it at all."""
    if role is Role.OWNER and clock:
        for owner in undertaken.owners(case, clock):
            somebody = member(council, owner)
            yield (Role(owner), None) if owner in set(Role) else (role, (somebody,) if somebody else ())
    elif role in BENCH and (there := serving.now_serving(case, role)):
        for each in there:
            yield role, (serving.reached_at(each, council),)
    else:
        yield role, None


def _reached(
    role: Role, named: tuple[Staff, ...] | None, handler: str, excluded: frozenset[str], council: Council, day: date
) -> tuple[Staff, ...]:
    reached = reach(role, council, day, handler=handler, excluded=excluded, named=named)
    return (*((reached.staff,) if reached.staff else ()), *reached.copied)
