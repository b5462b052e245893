"""The ways out: which may have letters that wait, for how many of them there is room, and which lead nowhere just now.

Whoever writes a letter does not say by which way it goes, so then all are asked. Hands that are full take nothing more
but words about danger. A far end that is not there at all is no letter's fault: its letters keep their places, one of
them is tried every few seconds, and when one has left they all may, the most urgent first.
"""

from collections.abc import Collection, Iterable, Mapping

from casework.frozen import frozen
from casework.messages import Channel

IN_HAND = 32
"""Readers who may be written to at once, by each way; twice as many, where words about danger are among them. *Taste.*
"""

AWAY = 2.0
"""Seconds after which a far end that was not there is tried again. *Taste.*"""


@frozen
class Asked:
    """One question for letters: how many by each way, and by which of them only words about danger."""

    rooms: Mapping[Channel, int]
    danger: frozenset[Channel]


class Ways:
    """What one courier knows of its ways. `at` is the seconds of a clock that nobody sets."""

    def __init__(self, ways: Iterable[Channel]) -> None:
        self._all = frozenset(ways)
        self._more, self._danger = set(self._all), set(self._all)  # what may have letters; and words about danger
        self._away: dict[Channel, float] = {}  # when it was last tried

    def stirred(self) -> None:
        """Somebody may have written something, by any way."""
        self._more.update(self._all)
        self._danger.update(self._all)

    def more(self, way: Channel) -> None:
        """By this way something may have waited for what has ended."""
        self._more.add(way)

    def away(self, way: Channel, at: float) -> None:
        """There was nobody at its far end."""
        self._away[way] = at

    def leads(self, way: Channel) -> None:
        """Something has left by it."""
        self._away.pop(way, None)

    def pause(self, at: float) -> float | None:
        """In how many seconds a way may be tried again; None if all lead somewhere."""
        return min((max(since + AWAY - at, 0.0) for since in self._away.values()), default=None)

    def ask(self, going: Mapping[Channel, int], at: float) -> Asked:
        """What is to be asked for now, with so many on their way. Before the question: whoever stirs us meanwhile may
        have written what it did not see.
        """
        open_ = [way for way in self._all if at - self._away.get(way, -AWAY) >= AWAY]
        rooms = {way: room for way in open_ if way in self._more and (room := self._room(way, going.get(way, 0)))}
        danger = {way: 2 * IN_HAND - going.get(way, 0) for way in open_ if way in self._danger and way not in rooms}
        self._more -= rooms.keys()
        self._danger -= rooms.keys() | danger.keys()
        self._away |= dict.fromkeys(self._away.keys() & (rooms.keys() | danger.keys()), at)
        return Asked({**rooms, **{way: room for way, room in danger.items() if room > 0}}, frozenset(danger))

    def unanswered(self, asked: Asked) -> None:
        """Nobody knows what waits by these."""
        self._danger |= asked.rooms.keys()
        self._more |= asked.rooms.keys() - asked.danger

    def given(self, asked: Asked, taken: Collection[Channel]) -> None:
        """So many were taken: by a way that was given all it had room for, there may be more."""
        full = len(taken) >= sum(asked.rooms.values())
        more = {way for way, room in asked.rooms.items() if full or list(taken).count(way) >= room}
        self._danger |= more
        self._more |= more - asked.danger

    def _room(self, way: Channel, going: int) -> int:
        """Half a handful at least; where nobody was there, one that tries."""
        if way in self._away:
            return int(not going)
        return IN_HAND - going if going <= IN_HAND // 2 else 0
