"""Letters and messages as they come out of the store, folded: what stands in them is read when somebody asks for it.

Most of what belongs to a case that time looks at was said of old. That something was said and how far it got is known
from its row; few rules ask in which words, and to unseal all of it cost more than the case itself.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import ClassVar

from casework.letters import Posted, Said
from casework.messages import Channel, Message


class _Folded:
    """`later` is what stands in it, `unfold` reads it. What is changed since knows all of it, and unfolds nothing."""

    __slots__ = ()
    later: ClassVar[tuple[str, ...]]
    unfold: Callable[[], Said | Message]

    def __getattr__(self, called: str) -> object:
        """What was not asked for before. Raises `Unopened`."""
        if called not in self.later:
            raise AttributeError(called)
        found = self.unfold()
        for each in self.later:
            setattr(self, each, getattr(found, each))
        return getattr(found, called)

    def __eq__(self, other: object) -> bool:
        """Folded or not, it is the same letter or message."""
        if not isinstance(other, Said | Message):
            return NotImplemented
        read = _ALL_OF[Said if isinstance(other, Said) else Message]
        return isinstance(self, Said) is isinstance(other, Said) and read(self) == read(other)

    __hash__: Callable[[], int]


class _Letter(_Folded, Said):
    __slots__ = ("unfold", "way")
    later = ("words", "to", "written", "staff", "after")
    way: Channel
    __hash__ = Said.__hash__

    @property
    def channel(self) -> Channel:
        """As its row says, without a look at to whom it went."""
        return self.way if hasattr(self, "way") else self.to.channel


class _Message(_Folded, Message):
    __slots__ = ("unfold",)
    later = tuple(each.name for each in fields(Message) if each.name != "name")
    __hash__ = Message.__hash__


_ALL_OF = {kind: attrgetter(*(each.name for each in fields(kind))) for kind in (Said, Message)}
"""What reads all of either."""


def letter(name: str, channel: Channel, posted: Posted, sent: datetime | None, unfold: Callable[[], Said]) -> Said:
    """A letter as whatever it is about remembers it. `unfold` reads the rest of it."""
    one = _Letter.__new__(_Letter)
    one.name, one.posted, one.sent = name, posted, sent  # type: ignore[misc]  # nobody has it in hand yet
    one.way, one.unfold = channel, unfold
    return one


def message(name: str, unfold: Callable[[], Message]) -> Message:
    """A message. `unfold` reads all of it but its name."""
    one = _Message.__new__(_Message)
    one.name = name  # type: ignore[misc]  # nobody has it in hand yet
    one.unfold = unfold
    return one
