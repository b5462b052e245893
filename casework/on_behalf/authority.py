"""Authority: what somebody whose complaint it is has allowed another person to do or to receive (R520).

A record is never changed into another: it ends on its day, or it is withdrawn, and from that moment it counts for
nothing (R525).
"""

from dataclasses import field
from datetime import date
from enum import StrEnum

from casework.frozen import frozen
from casework.messages import Address


class Scope(StrEnum):
    """What is allowed (R520)."""

    COMPLAIN = "complain"  # speak and write for them
    LETTERS = "letters"  # receive the letters
    FILE = "file"  # see the file


class Given(StrEnum):
    """In what form it was given (R520)."""

    SIGNED = "signed"
    SPOKEN = "spoken"
    EMAIL = "email"


@frozen
class Authority:
    """One record: who may act, for whom, for what, and how we know. Days are London days.

    `expires` is the last day on which it holds; None: until it is withdrawn. `evidence` says where the form or the
    note of the call is; `checked_by` is the id of the member of staff who looked at it. `worker_confirmed` is the day
    on which a personal adviser or other worker said that they know and agree: their half of the two (R521).
    """

    who: Address
    name: str = field(repr=False)
    for_whom: str = field(repr=False)
    scope: frozenset[Scope]
    form: Given
    day: date
    evidence: str = field(repr=False)
    checked_by: str
    expires: date | None = None
    withdrawn: date | None = None
    worker_confirmed: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it counts on that day: given, not run out, and not withdrawn (R525: at once, that day included)."""
        begun = self.day <= day and (self.expires is None or day <= self.expires)
        return begun and (self.withdrawn is None or day < self.withdrawn)

    def allows(self, scope: Scope, day: date) -> bool:
        """Whether it counts on that day for that."""
        return scope in self.scope and self.holds(day)
