"""What waits is taken a small part at a time, and the next part is read while the last is filed: reading needs the
processor, and filing waits for the disk.

Nothing is passed over: what is in hand is not taken twice, and what comes after it comes next. Where few wait nothing
is read ahead: one mail by itself is filed and answered with nobody else at the processor. Words of harm that were heard
in what waits are the next part, by themselves: their alarm waits for nothing that could wait for it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from casework.messages import Channel, Message, Post
from intake.outcry import AT_A_STRETCH, Reader, read_together

A_PART = 0.03
"""Seconds of reading after which what has been read is filed, and the rest is read meanwhile: about a batch, where
nobody else is at the processor. *Taste*: a cry for help waits for the two parts in hand, and more files no more.
"""

FEW = 8
"""Posts, fewer than which leave nothing to be read ahead. *Taste.*"""

AT_ONCE = 3
"""Mails that may be in reading at once, because all but one of them wait for other processes: to read their PDFs, or to
look through their files. *Taste*: more than two processors are seldom free for it, and each may take 400 MB at worst.
"""

Part = Sequence[tuple[Post, Message | Exception]]
"""Posts, and what each says, or what befell whoever read it."""

Waiting = Callable[[Collection[str]], Awaitable[Sequence[Post]]]
"""Some of what waits, in order, but for the posts of these names."""


async def read(readers: Mapping[Channel, Reader], posts: Sequence[Post], at_a_stretch: float = AT_A_STRETCH) -> Part:
    """These posts, understood; of those that take long only the first."""
    return list(zip(posts, await read_together(readers, posts, at_a_stretch, AT_ONCE), strict=False))


class Taking:
    """What waits, for one worker that has it to itself."""

    def __init__(
        self, waiting: Waiting, readers: Mapping[Channel, Reader], cry: asyncio.Event, a_part: float = A_PART
    ) -> None:
        self._waiting, self._readers, self._cry, self._a_part = waiting, readers, cry, a_part
        self._next: Sequence[Post] = ()
        self._in_hand: Sequence[Post] = ()
        self._few = False

    async def next(self) -> Part:
        """The next part, read; nothing, if nothing or little waits. What was returned before may still be in hand."""
        if self._cry.is_set():
            self._cry.clear()
            self._next, self._few = (), False
        if not self._next and not self._few:
            self._next = await self._waiting([each.name for each in self._in_hand])
            self._few = len(self._next) < FEW
        first = [each for each in self._next if each.urgent] or self._next
        part = await read(self._readers, first, self._a_part) if first else ()
        self._in_hand, self._next = self._next[: len(part)], self._next[len(part) :]
        return part
