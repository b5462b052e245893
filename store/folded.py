"""Letters and messages as they come out of the store, folded: what stands in them is read when somebody asks for it.

Most of what belongs to a case that time looks at was said of old. That something was said and how far it got is known
from its row; few rules ask in which words, and to unseal all of it cost more than the case itself.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from casework.letters import Posted, Said
from casework.messages import Channel, Message

T = TypeVar("T", Said, Message)

_fill = object.__setattr__  # before anybody has seen it; one by one, for a case has six of them


class _Folded(Generic[T]):
    """`_later` is what stands in it, `_unfold` reads it."""

    __slots__ = ()
    _later: ClassVar[tuple[str, ...]]
    _unfold: Callable[[], T]

    def __getattr__(self, called: str) -> object:
        """What was not asked for before. Raises `Unopened`."""
        if called not in self._later:
            raise AttributeError(called)
        found = self._unfold()
        for each in self._later:
            _fill(self, each, getattr(found, each))
        return getattr(found, called)

    def __eq__(self, other: object) -> bool:
        """Folded or not, it is the same letter or message."""
        if not isinstance(other, Said | Message):
            return NotImplemented
        names = [each.name for each in fields(other)]
        return all(hasattr(self, each) and getattr(self, each) == getattr(other, each) for each in names)

    __hash__: Callable[[], int]


class _Letter(_Folded[Said], Said):
    __slots__ = ("_unfold", "channel")
    _later = ("words", "to", "written", "staff", "after")
    __hash__ = Said.__hash__


class _Message(_Folded[Message], Message):
    __slots__ = ("_unfold",)
    _later = tuple(each.name for each in fields(Message) if each.name != "name")
    __hash__ = Message.__hash__


def letter(name: str, channel: Channel, posted: Posted, sent: datetime | None, unfold: Callable[[], Said]) -> Said:
    """A letter as whatever it is about remembers it. `unfold` reads the rest of it."""
    one = object.__new__(_Letter)
    _fill(one, "name", name)
    _fill(one, "channel", channel)
    _fill(one, "posted", posted)
    _fill(one, "sent", sent)
    _fill(one, "_unfold", unfold)
    return one


def message(name: str, unfold: Callable[[], Message]) -> Message:
    """A message. `unfold` reads all of it but its name."""
    one = object.__new__(_Message)
    _fill(one, "name", name)
    _fill(one, "_unfold", unfold)
    return one
