"""A referral: a young person said yes to an advocate, and this is how it went (R505, R508).

One record a referral. It is chased until an advocate has a name, the young person has changed their mind, or another
agency was their choice (R502, R514).
"""

from dataclasses import field
from datetime import date

from casework.frozen import frozen, replace


@frozen
class Referral:
    """One request to an advocacy service. Days are London days; None: not yet.

    `asked` is the day the young person said yes, `agreed` the day they agreed that we pass on their name (R505), `sent`
    the day our letter went to `provider`. `own_choice` says that they chose this agency themselves (R502), and
    `reached_at` where it is reached. `ended` is
    the day on which they said no after all, or another referral took its place.
    """

    provider: str
    asked: date
    agreed: date | None = None
    sent: date | None = None
    allocated: date | None = None
    advocate: str = field(default="", repr=False)
    own_choice: bool = False
    reached_at: str = field(default="", repr=False)
    ended: date | None = None

    @property
    def waiting(self) -> bool:
        """Whether the provider has it and nobody has been found yet."""
        return self.sent is not None and self.allocated is None and self.ended is None


def latest(referrals: tuple[Referral, ...]) -> Referral | None:
    """The referral that counts: the last that has not ended."""
    return next((each for each in reversed(referrals) if each.ended is None), None)


def ended(referrals: tuple[Referral, ...], day: date) -> tuple[Referral, ...]:
    """All of them over by that day."""
    return tuple(each if each.ended else replace(each, ended=day) for each in referrals)
