"""How often somebody may come with a number and a secret word that do not match: five times an hour from one place, and
thirty times an hour for one number from anywhere, so that nobody who has seen a number can shut its owner out alone.

Counted in this process only, and forgotten after the hour. Whoever must wait is told the same as whoever was wrong.
"""

from collections import OrderedDict
from dataclasses import field
from datetime import datetime, timedelta

from casework.frozen import frozen

WITHIN = timedelta(hours=1)
FROM_ONE_PLACE, FOR_ONE_NUMBER = 5, 30
"""The first is the design's (conversations 3.9), the second *taste*."""

REMEMBERED = 10_000


@frozen
class Tries:
    """The moments at which a pair was wrong, by where it came from and by number."""

    wrong: OrderedDict[str, list[datetime]] = field(default_factory=OrderedDict, repr=False)

    def too_many(self, place: str, reference: str, now: datetime) -> bool:
        """Whether a pair is not looked at any more."""
        by_place, by_number = self._lately(f"from/{place}", now), self._lately(f"for/{reference}", now)
        return len(by_place) >= FROM_ONE_PLACE or len(by_number) >= FOR_ONE_NUMBER

    def failed(self, place: str, reference: str, now: datetime) -> None:
        """A pair was wrong."""
        for key in (f"from/{place}", f"for/{reference}"):
            self.wrong[key] = [*self._lately(key, now), now][-FOR_ONE_NUMBER:]
            self.wrong.move_to_end(key)
        while len(self.wrong) > REMEMBERED:
            self.wrong.popitem(last=False)

    def _lately(self, key: str, now: datetime) -> list[datetime]:
        return [tried for tried in self.wrong.get(key, ()) if now - tried < WITHIN]
