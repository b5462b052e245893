"""Whoever keeps mail, by whatever way it comes in."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from casework.frozen import frozen
from casework.messages import Post
from store.database import Transact


@frozen
class Keeper:
    """Whose mail it is, the store it goes into, and when it is.

    `wake` is set when there is something new in the inbox, and `unkept` handed what the store would not take (R715).
    """

    council: str
    transact: Transact
    now: Callable[[], datetime]
    wake: asyncio.Event
    unkept: Callable[[Post], Awaitable[None]]
