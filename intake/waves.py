"""Messages that come together, put into waves: what is in one wave has nothing to do with one another, and may be filed
at once; what concerns something of an earlier wave finds that filed.

Nobody overtakes themselves, and who answers somebody's mail to us comes after it. What only the store knows, that two
people write about one case, is found out there: then the second is `Stale`, and each is taken by itself.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from casework.messages import Address, Message

T = TypeVar("T")

Waves = Sequence[Sequence[Message]]
"""Messages: those of one wave have nothing to do with one another."""


def waves(arrived: Iterable[tuple[T, Message]]) -> list[list[tuple[T, Message]]]:
    """Each in the first wave that comes after all that it concerns."""
    found: list[list[tuple[T, Message]]] = []
    after: dict[object, int] = {}
    for thing, message in arrived:
        at = max(after.get(each, 0) for each in (message.sender, *message.thread))
        if at == len(found):
            found.append([])
        found[at].append((thing, message))
        after[message.sender] = at + 1
        if message.message_id:
            after[message.message_id] = max(at + 1, after.get(message.message_id, 0))
    return found


def but_for(busy: Collection[Address], arrived: Iterable[tuple[T, Message]]) -> list[tuple[T, Message]]:
    """All but what these wrote, and what comes after any of that."""
    found: list[tuple[T, Message]] = []
    late: set[object] = set(busy)
    for thing, message in arrived:
        if late.isdisjoint((message.sender, *message.thread)):
            found.append((thing, message))
        else:
            late |= {message.sender, message.message_id} - {""}
    return found
