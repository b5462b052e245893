"""The register: who from outside can investigate, see fair play, or sit on a panel.

As with staff, who is on it is not in a council's file: `store.bench` knows, and the door joins it in.
"""

from dataclasses import field
from datetime import date
from enum import StrEnum

from casework.councils.roles import Role
from casework.frozen import frozen
from casework.labels import Service

PREFIX = "EX"
"""How the id of somebody on the register begins; nobody who works here has such a one."""


class Tie(StrEnum):
    """What binds somebody to this council: any of these, and they are not an independent person (reg 2)."""

    NONE = "none"
    MEMBER = "member"  # a councillor
    OFFICER = "officer"  # works for it
    MARRIED = "married"  # the spouse or civil partner of one or the other


class Per(StrEnum):
    """What a fee is for."""

    HOUR = "hour"
    DAY = "day"
    CASE = "case"


@frozen
class Interest:
    """What somebody said when asked whether they could take a case: they know somebody in it, and must not."""

    case: str
    said: str = field(repr=False)
    day: date


@frozen
class Expert:
    """One entry of the register. The id says nothing of who they are: it stands in addresses.

    `worked_in` are the services of this council that they worked in or were in charge of, ever (R323); `experience`
    the fields they know, from anywhere. `away` are the days, first and last, on which they cannot; `until` the last
    day they are on the register at all.
    """

    id: str
    name: str = field(repr=False)
    roles: frozenset[Role]
    tie: Tie = Tie.NONE
    worked_in: frozenset[Service] = frozenset()
    experience: frozenset[Service] = frozenset()
    languages: tuple[str, ...] = ()
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    notes: str = field(default="", repr=False)
    fee: int = 0
    fee_per: Per = Per.DAY
    away: tuple[tuple[date, date], ...] = ()
    until: date | None = None
    interests: tuple[Interest, ...] = ()
    version: int = 0

    def is_available(self, day: date) -> bool:
        """Whether they are on the register that day, and not away."""
        listed = self.until is None or day <= self.until
        return listed and not any(first <= day <= last for first, last in self.away)


def is_from_outside(person: str) -> bool:
    """Whether an id is of somebody on the register: they are written to, and have no account at the desk."""
    return person.startswith(f"{PREFIX}-")
