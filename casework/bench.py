"""The bench: who has been asked to investigate a case, see fair play, adjudicate it or sit on its panel.

An `Appointment` is one person serving in one role at one stage of one case, with what was agreed to pay them and the
papers they hold. Money is in pence. Who could be asked is in the register (`councils.experts`), whether they may is in
`serving`.
"""

from collections.abc import Iterable
from dataclasses import field
from datetime import date

from casework.councils.roles import Role
from casework.frozen import frozen

SEATS = (Role.CHAIR, Role.PANEL)
"""Who sits on a review panel (R334)."""

BENCH = (Role.IO, Role.IP, Role.AO, *SEATS)
"""Every role that somebody is appointed to, case by case (R323, R329, R334)."""


@frozen
class Lent:
    """Papers of the case in somebody's hands: what, since when, and by when they must be back."""

    what: str = field(repr=False)
    lent: date
    due: date
    back: date | None = None


@frozen
class Payment:
    """A part of a fee, when it was paid: in pence."""

    pence: int
    paid: date


@frozen
class Appointment:
    """Somebody asked to serve, who said yes. `person` is the id of an expert, or of a member of staff.

    `declared` is what they said of conflicts of interest. It is never taken out of a case: when they stop, it has
    `ended`, because who served at Stage 2 may not sit on the panel later (R334).
    """

    person: str
    name: str = field(repr=False)
    role: Role
    stage: str
    appointed: date
    ended: date | None = None
    why_ended: str = field(default="", repr=False)
    declared: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    fee_agreed: int = 0
    payments: tuple[Payment, ...] = ()
    lent: tuple[Lent, ...] = ()

    @property
    def serving(self) -> bool:
        """Whether they still do it."""
        return self.ended is None

    @property
    def fee_paid(self) -> int:
        """All that was paid to them for it, in pence."""
        return sum(each.pence for each in self.payments)


def paid_between(appointments: Iterable[Appointment], first: date, last: date) -> int:
    """The fees paid from one day to another, in pence: a line of the year's report (RD3: £4,334.60 in 2020-21)."""
    return sum(part.pence for each in appointments for part in each.payments if first <= part.paid <= last)


def documents_out(appointments: Iterable[Appointment]) -> tuple[tuple[Appointment, Lent], ...]:
    """Papers that were lent and have not come back, with who has them; the soonest due first."""
    out = ((each, papers) for each in appointments for papers in each.lent if papers.back is None)
    return tuple(sorted(out, key=lambda pair: pair[1].due))
