"""Something of ours broke on a message that is safely kept: whoever wrote it in a chat is told so, once.

A person will look at it, and it is tried again; but nobody should sit waiting for an answer that does not come
(conversations 3.6, `bot.error_saved`). Where there was harm in it the siren has answered instead.
"""

import logging
from collections.abc import Awaitable, Callable

from casework.messages import Address, Channel, Message, Post, Sort

log = logging.getLogger(__name__)

REMEMBERED = 10_000
"""Posts for which somebody was told, and is not told again. *Taste.*"""


class Sorry:
    """Tells them, once for each post."""

    def __init__(self, say: Callable[[Address], Awaitable[None]]) -> None:
        self._say = say
        self._told: dict[str, None] = {}

    async def about(self, post: Post, message: Message) -> None:
        """Say so, if it came by a chat and was theirs to write. That it cannot be said holds up nothing."""
        spoken = message.channel is Channel.TELEGRAM and message.sort in (Sort.WORDS, Sort.PRESS)
        if not spoken or post.name in self._told:
            return
        self._told[post.name] = None
        if len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]
        try:
            await self._say(message.sender)
        except Exception as fault:  # noqa: BLE001 it is only a courtesy: the post is kept and will be tried again
            log.warning("nobody could be told of a fault", extra={"post": post.name, "kind": type(fault).__name__})
