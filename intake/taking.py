"""What waits is taken a small part at a time, and the next part is read while the last is filed: reading needs the
processor, and filing waits for the disk.

Nothing is passed over: what is in hand is not taken twice, and what comes after it comes next.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence

from casework.messages import Channel, Message, Post
from intake.outcry import Reader, read_together

TOGETHER = 128 * 1024
"""Bytes of post that are read before any of it is filed. *Taste*: hundredths of a second."""

Part = Sequence[tuple[Post, Message | Exception]]
"""Posts, and what each says, or what befell whoever read it."""

Waiting = Callable[[Collection[str]], Awaitable[Sequence[Post]]]
"""Some of what waits, in order, but for the posts of these names."""


async def read(readers: Mapping[Channel, Reader], posts: Sequence[Post]) -> Part:
    """These posts, understood."""
    return list(zip(posts, await read_together(readers, posts), strict=True))


class Taking:
    """What waits, for one worker that has it to itself."""

    def __init__(self, waiting: Waiting, readers: Mapping[Channel, Reader]) -> None:
        self._waiting, self._readers = waiting, readers
        self._parts: deque[list[Post]] = deque()
        self._in_hand: list[Post] = []

    async def next(self) -> Part:
        """The next part, read; nothing, if nothing waits. What was returned before may still be in hand."""
        if not self._parts:
            self._parts.extend(_small(await self._waiting([each.name for each in self._in_hand])))
        self._in_hand = self._parts.popleft() if self._parts else []
        return await read(self._readers, self._in_hand) if self._in_hand else ()


def _small(posts: Sequence[Post]) -> Iterator[list[Post]]:
    """So many at a time that none waits long until the others are read: what is large comes by itself."""
    some: list[Post] = []
    for post in posts:
        if some and sum(len(each.raw) for each in (*some, post)) > TOGETHER:
            yield some
            some = []
        some.append(post)
    if some:
        yield some
