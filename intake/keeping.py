"""What every way that mail comes in by keeps it with."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from casework.messages import Post
from store.database import Transact


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whose mail it is, and the store it goes into.

    `wake` is set when there is something new in the inbox, and `unkept` handed what the store would not take (R715).
    """

    council: str
    transact: Transact
    now: Callable[[], datetime]
    wake: asyncio.Event
    unkept: Callable[[Post], Awaitable[None]]
