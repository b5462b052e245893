"""People: somebody outside is a person, somebody inside is staff. Who is reached, who deputises, who is excluded."""

from dataclasses import dataclass, field
from datetime import date

from casework.councils import Council, Role, Staff, escalation_from
from casework.labels import Sender
from casework.messages import Address


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside: whose complaint it is, or who acts for them. `known_as` is what they asked to be called.

    `verified` says that a person has matched this address to the writer and noted how (R524).
    """

    address: Address
    sender: Sender
    known_as: str = field(default="", repr=False)
    verified: bool = False

    @property
    def young(self) -> bool:
        """Whether the words for young people apply: under 18, care leavers, and anyone unknown (3.1, one register
        per person).
        """
        return self.sender in (Sender.YOUNG_PERSON, Sender.CARE_LEAVER, Sender.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Reached:
    """Who a step goes to, and who is away and still copied in (R601)."""

    staff: Staff | None
    copied: tuple[Staff, ...] = ()


def reach(
    role: Role, council: Council, day: date, *, handler: str = "", excluded: frozenset[str] = frozenset()
) -> Reached:
    """Somebody who holds the role and is there that day: their deputy if they are away, else the next rung (R601).

    Somebody complained of is never reached (R602). Nobody is reached only if no rung above has anyone there.
    """
    copied: list[Staff] = []
    for rung in (role, *escalation_from(council, role)):
        for holder in _holders(rung, council, handler):
            if holder.id in excluded:
                continue
            if not holder.is_away(day):
                return Reached(holder, tuple(copied))
            copied.append(holder)
            deputy = member(council, holder.deputy)
            if deputy and deputy.id not in excluded and not deputy.is_away(day):
                return Reached(deputy, tuple(copied))
    return Reached(None, tuple(copied))


def member(council: Council, staff: str) -> Staff | None:
    """The member of staff with that id, if they work here."""
    return next((each for each in council.staff if each.id == staff), None)


def _holders(role: Role, council: Council, handler: str) -> tuple[Staff, ...]:
    """Who holds a role for this case: the handler is its responding manager; their own line and team come before
    others.
    """
    responsible = member(council, handler)
    if role is Role.RM:
        return (responsible,) if responsible else ()
    holders = [each for each in council.staff if role in each.roles]
    return tuple(sorted(holders, key=lambda each: _distance(each, responsible)))


def _distance(holder: Staff, responsible: Staff | None) -> int:
    if responsible is None:
        return 0
    return 0 if holder.id == responsible.manager else 1 if holder.teams & responsible.teams else 2
