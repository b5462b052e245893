"""How often a caller may come with a link that does not work, or begin to sign in and never be let in. A link cannot be
guessed; this keeps the noise down.

Counted in this process only, by address, and forgotten after a while. What works counts for nothing, and works whoever
else tried from there: a whole office may have one address, and nobody in it may shut out the others.
"""

from collections import OrderedDict
from dataclasses import field
from datetime import datetime, timedelta

from casework.frozen import frozen

TRIES, WITHIN = 10, timedelta(minutes=10)
"""Links that did not work, from one address, before it must wait. *Taste.*"""

STARTS = 60
"""Sign-ins with the council's account that were begun from one address and came to nothing, before it must wait. More
than of links: everybody at work may have one address, and all come at nine. *Taste.*
"""

CALLERS = 1000
"""How many addresses are remembered; the one that has been quiet longest is forgotten first."""


@frozen
class Doorstep:
    """The moments at which each caller tried and was not let in; `most` is how many of them are too many."""

    most: int = TRIES
    tries: OrderedDict[str, list[datetime]] = field(default_factory=OrderedDict, repr=False)

    def is_shut(self, caller: str, now: datetime) -> bool:
        """Whether this caller must wait."""
        return len(self._lately(caller, now)) >= self.most

    def failed(self, caller: str, now: datetime) -> None:
        """A link of theirs did not work."""
        self.tries[caller] = [*self._lately(caller, now), now]
        self.tries.move_to_end(caller)
        while len(self.tries) > CALLERS:
            self.tries.popitem(last=False)

    def worked(self, caller: str, now: datetime) -> None:
        """What they began ended well."""
        if lately := self._lately(caller, now):
            self.tries[caller] = lately[:-1]

    def _lately(self, caller: str, now: datetime) -> list[datetime]:
        return [tried for tried in self.tries.get(caller, ()) if now - tried < WITHIN]
