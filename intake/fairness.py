"""Somebody of whom much waits lets others pass: one chat with thousands of messages keeps nobody else waiting.

Nothing of theirs is lost or put out of order; it is read whenever nobody else waits. As soon as none of it waits any
more they are like everybody again.
"""

from collections.abc import Set

from casework.messages import Address
from store.inbox import IN_TURN, LATE

MANY = 20
"""Posts of one sender that wait before they let others pass. *Taste*: more than somebody in distress sends at once."""


class Senders:
    """Whose post waits that says nothing of harm, as far as it has been listened to. A name is a post's."""

    def __init__(self) -> None:
        self._waits: dict[Address, set[str]] = {}
        self._late: set[Address] = set()

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
