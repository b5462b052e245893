"""Words of harm in something that could not be kept or filed: they are answered and alerted all the same (R715).

The store may be down, or a message may break a rule of ours; neither may keep a child waiting. So whoever holds such a
post hands it over here. Nothing is written. If there are signs of harm, `siren` rings duty and sends the writer the
fixed safety words; each post is cried out once, however often it is fetched again.
"""

import asyncio
import inspect
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar, TypeVarTuple

from casework.messages import Channel, Message, Post
from casework.said.signs import Sign
from intake import meanwhile

log = logging.getLogger(__name__)

Reader = Callable[[Post], Awaitable[Message] | Message]
"""What understands the post of one channel. It may be slow: it is run where it holds up nobody."""

Siren = Callable[[Post, Message | None, tuple[Sign, ...]], Awaitable[None]]
"""Rings duty about a post and tells its writer whom to call; without a message there is nobody to tell."""

Given = TypeVarTuple("Given")
Found = TypeVar("Found")

_Begun = Awaitable[Message] | Message | Exception | partial[Awaitable[Message] | Message]

READERS = 6
READING = ThreadPoolExecutor(READERS, "reading")
"""Who reads what came in and listens to it, and nobody else: what waits for another machine, a sign-in, a scanner, a
name to be looked up, must not keep a cry for help from being heard.
"""

REMEMBERED = 10_000
"""Posts that have been cried out and are not cried out again. *Taste.*"""

AT_A_STRETCH = 2.0
"""Seconds of reading after which the rest of what was to be read together waits. *Taste*: a thousand letters."""

LOOKED_AT = 200_000
"""Bytes looked at of a post that nothing can read. *Taste.*"""


class Outcry:
    """Looks for harm in what could not be kept."""

    def __init__(
        self, *, readers: Mapping[Channel, Reader], signs: Callable[[str], tuple[Sign, ...]], siren: Siren
    ) -> None:
        self._readers = readers
        self._signs = signs
        self._siren = siren
        self._cried: dict[str, bool] = {}

    async def post(self, post: Post) -> bool:
        """Look at a post that nobody has read yet; say whether there was harm in it."""
        try:
            message = await read(self._readers, post)
        except Exception as fault:  # noqa: BLE001 around one post: what cannot be read is looked at as it came
            log.warning("post could not be read", extra={"post": post.name, "kind": type(fault).__name__})
            return await self.message(post, None)
        return await self.message(post, message)

    async def message(self, post: Post, message: Message | None) -> bool:
        """Look at a post that has been read, or could not be; say whether there was harm in it."""
        if post.name not in self._cried:
            self._cried[post.name] = await self._cry(post, message)
            if len(self._cried) > REMEMBERED:
                del self._cried[next(iter(self._cried))]
        return self._cried[post.name]

    async def _cry(self, post: Post, message: Message | None) -> bool:
        found = await reading(self._signs, words(post, message))
        if not found:
            return False
        log.error("words of harm in what could not be kept", extra={"post": post.name, "channel": post.channel.value})
        try:
            await self._siren(post, message, found)
        except Exception as fault:  # noqa: BLE001 around one post: the siren has two voices, and the desk shows red besides
            log.critical("the siren failed", extra={"post": post.name, "kind": type(fault).__name__})
        return True


async def reading(work: Callable[[*Given], Found], *given: *Given) -> Found:
    """The work, done by those who read."""
    return await asyncio.get_running_loop().run_in_executor(READING, partial(copy_context().run, work, *given))


async def read(readers: Mapping[Channel, Reader], post: Post) -> Message:
    """The message in a post. The reader runs in a thread: one monstrous mail must not hold up a chat."""
    (found,) = await read_together(readers, [post])
    if isinstance(found, Message):
        return found
    raise found


async def read_together(
    readers: Mapping[Channel, Reader], posts: Sequence[Post], at_a_stretch: float = AT_A_STRETCH, at_once: int = 1
) -> list[Message | Exception]:
    """The messages in several posts, read one after the other, though so many at once may wait for other processes; or
    what befell the reader. Of posts that are made to take long only the first: there may be words of danger among what
    comes after them.
    """
    found = list[Message | Exception]()
    # The time begins to count in the thread: on a busy machine it comes late, and would leave after the first.
    each_of = partial(meanwhile.each, seconds=at_a_stretch, at_once=at_once)
    began = await reading(each_of, partial(_begun, readers), posts)
    until = time.monotonic() + at_a_stretch
    for each in began:
        if found and time.monotonic() > until and not isinstance(each, Message | Exception):
            break
        found.append(await _ended(each))  # what has been read is kept, however late it is
    return found


def _begun(readers: Mapping[Channel, Reader], post: Post) -> _Begun:
    """What needs no thread is begun when its turn comes, so that nothing is left half begun by whoever stops here."""
    try:
        reader = readers[post.channel]
        waits = inspect.iscoroutinefunction(reader)
        return partial(reader, post) if waits else reader(post)
    except Exception as fault:  # noqa: BLE001 around one post
        return fault


async def _ended(begun: _Begun) -> Message | Exception:
    try:
        found = begun() if isinstance(begun, partial) else begun
        return await found if isinstance(found, Awaitable) else found
    except Exception as fault:  # noqa: BLE001 around one post
        return fault


def words(post: Post, message: Message | None) -> str:
    """All that is looked through for harm; of what nothing can read, its bytes as words."""
    if message is None:
        return post.raw[:LOOKED_AT].decode("utf-8", "replace")
    return "\n".join(part for part in (message.subject, message.text, message.quoted, message.enclosed) if part)
