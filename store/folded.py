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
Folded = TypeVar("Folded", "_Letter", "_Message")


class _Folded(Generic[T]):
    """`_later` is what stands in it, `_unfold` reads it. What is changed since knows all of it, and unfolds nothing."""

    __slots__ = ()
    _later: ClassVar[tuple[str, ...]]
    _unfold: Callable[[], T]

    def __getattr__(self, called: str) -> object:
        """What was not asked for before. Raises `Unopened`."""
        if called not in self._later:
            raise AttributeError(called)
        found = self._unfold()
        for each in self._later:
            setattr(self, each, getattr(found, each))
        return getattr(found, called)

    def __eq__(self, other: object) -> bool:
        """Folded or not, it is the same letter or message."""
        if not isinstance(other, Said | Message):
            return NotImplemented
        names = [each.name for each in fields(other)]
        return all(hasattr(self, each) and getattr(self, each) == getattr(other, each) for each in names)

    __hash__: Callable[[], int]


class _Letter(_Folded[Said], Said):
    __slots__ = ("_unfold", "_way")
    _later = ("words", "to", "written", "staff", "after")
    _way: Channel
    __hash__ = Said.__hash__

    @property
    def channel(self) -> Channel:
        """As its row says, without a look at to whom it went."""
        return self._way if hasattr(self, "_way") else self.to.channel


class _Message(_Folded[Message], Message):
    __slots__ = ("_unfold",)
    _later = tuple(each.name for each in fields(Message) if each.name != "name")
    __hash__ = Message.__hash__


def letter(name: str, channel: Channel, posted: Posted, sent: datetime | None, unfold: Callable[[], Said]) -> Said:
    """A letter as whatever it is about remembers it. `unfold` reads the rest of it."""
    return _folded(_Letter, name=name, posted=posted, sent=sent, _way=channel, _unfold=unfold)


def message(name: str, unfold: Callable[[], Message]) -> Message:
    """A message. `unfold` reads all of it but its name."""
    return _folded(_Message, name=name, _unfold=unfold)


def _folded(kind: type[Folded], **known: object) -> Folded:
    """One of which no more than this is known."""
    one = kind.__new__(kind)
    for called, value in known.items():
        setattr(one, called, value)
    return one
