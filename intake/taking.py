"""What waits is taken a small part at a time, and the next part is read while the last is filed: reading needs the
processor, and filing waits for the disk.

Nothing is passed over: what is in hand is not taken twice, and what comes after it comes next. Where few wait nothing
is read ahead: one mail by itself is filed and answered with nobody else at the processor.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence

from casework.messages import Channel, Message, Post
from intake.outcry import AT_A_STRETCH, Reader, read_together

TOGETHER = 128 * 1024
"""Bytes of post that are read before any of it is filed. *Taste*: hundredths of a second."""

FEW = 8
"""Posts, fewer than which leave nothing to be read ahead. *Taste.*"""

Part = Sequence[tuple[Post, Message | Exception]]
"""Posts, and what each says, or what befell whoever read it."""

Waiting = Callable[[Collection[str]], Awaitable[Sequence[Post]]]
"""Some of what waits, in order, but for the posts of these names."""


async def read(readers: Mapping[Channel, Reader], posts: Sequence[Post], at_a_stretch: float = AT_A_STRETCH) -> Part:
    """These posts, understood; of those that take long only the first."""
    return list(zip(posts, await read_together(readers, posts, at_a_stretch), strict=False))


class Taking:
    """What waits, for one worker that has it to itself."""

    def __init__(self, waiting: Waiting, readers: Mapping[Channel, Reader], at_a_stretch: float = AT_A_STRETCH) -> None:
        self._waiting, self._readers, self._at_a_stretch = waiting, readers, at_a_stretch
        self._parts: deque[list[Post]] = deque()
        self._in_hand: list[Post] = []
        self._few = False

    async def next(self) -> Part:
        """The next part, read; nothing, if nothing or little waits. What was returned before may still be in hand."""
        if not self._parts and not self._few:
            posts = await self._waiting([each.name for each in self._in_hand])
            self._few = len(posts) < FEW
            self._parts.extend(_small(posts))
        self._in_hand = self._parts.popleft() if self._parts else []
        part = await read(self._readers, self._in_hand, self._at_a_stretch) if self._in_hand else ()
        if rest := self._in_hand[len(part) :]:
            self._parts.appendleft(rest)
            self._in_hand = self._in_hand[: len(part)]
        return part


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
