"""Somebody of whom much waits lets others pass: one chat with thousands of messages keeps nobody else waiting.

Nothing of theirs is lost or put out of order; it is read whenever nobody else waits. As soon as none of it waits any
more they are like everybody again.

Words of harm go ahead of all that (R701). The first ring the alarm; of more that is no more urgent, and comes within
the same minute from the same sender, only some go ahead: else whoever cries a thousand times keeps everybody else
waiting, those in danger too. What does not go ahead is read and rung in its turn like any other post.
"""

from collections import Counter
from collections.abc import Set
from datetime import datetime, timedelta

from casework.messages import Address
from store.inbox import IN_TURN, LATE

MANY = 20
"""Posts of one sender that wait before they let others pass. *Taste*: more than somebody in distress sends at once."""

CRIES = 5
"""Posts of one sender, equally urgent, that go ahead of everybody's within `AFRESH`. *Taste*: one would be enough, but
it may be an advocate who writes of several children.
"""

AFRESH = timedelta(minutes=1)
"""After which time cries are counted afresh: whoever still cries is heard again. *Taste.*"""


class Senders:
    """Whose post waits that goes ahead of nobody's, as far as it has been listened to. A name is a post's."""

    def __init__(self) -> None:
        self._waits: dict[Address, set[str]] = {}
        self._late: set[Address] = set()
        self._cries = Counter[tuple[Address, int]]()
        self._counted: datetime | None = None

    def goes_ahead(self, sender: Address, urgency: int, now: datetime) -> bool:
        """Whether one cry more of a sender's, as urgent as this, goes ahead of everybody's post."""
        if self._counted is None or abs(now - self._counted) >= AFRESH:  # either way: machines' clocks are set back too
            self._cries.clear()
            self._counted = now
        self._cries[sender, urgency] += 1
        return self._cries[sender, urgency] <= CRIES

    def turns(self, sender: Address, name: str) -> dict[str, int]:
        """What follows from one post more of a sender's: its turn, and when it is one too many those of all."""
        theirs = self._waits.setdefault(sender, set())
        theirs.add(name)
        if sender in self._late:
            return {name: LATE}
        if len(theirs) <= MANY:
            return {name: IN_TURN}
        self._late.add(sender)
        return dict.fromkeys(theirs, LATE)

    def only(self, waiting: Set[str]) -> None:
        """Nothing but these waits any more: whoever has nothing among them is forgotten."""
        waits = {sender: names & waiting for sender, names in self._waits.items()}
        self._waits = {sender: names for sender, names in waits.items() if names}
        self._late &= self._waits.keys()
