"""Who keeps a door open without coming in makes room: a page that nobody ends asking for, and the oldest of a crowd.

Every open connection is a file to the machine, and of files there are so many: with none left no mail can be fetched
and no database opened. The proxy before us holds most of it off; but it hands on what the form is sent as it comes.
"""

import asyncio
import resource
from collections.abc import Collection, Iterator
from typing import Protocol

from casework.frozen import frozen

EACH, HEAD = 1.0, 30.0
"""Seconds between looks, and until somebody must have said what they want. *Taste*: an old telephone needs ten."""

MOST = 1_000
"""Connections to one door. A city's busiest minute needs a tenth of it. *Taste.*"""

FILES = 8_192
"""Files that the program may have open: three doors full, and plenty for itself. systemd begins with 1,024."""


class Caller(Protocol):
    """A connection, as uvicorn keeps it."""

    @property
    def transport(self) -> asyncio.Transport:
        """Its wire."""


@frozen
class Room:
    """How many may be at a door, and for how long without a word."""

    most: int = MOST
    head: float = HEAD
    each: float = EACH


def more_files() -> None:
    """As many as we need, if the machine lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def kept_small(callers: Collection[Caller], room: Room) -> None:
    """Until cancelled: whoever has asked for nothing for too long goes, and so do the oldest of too many."""
    loop, since = asyncio.get_running_loop(), dict[Caller, float]()
    while True:
        await asyncio.sleep(room.each)
        now = loop.time()
        since = {each: since.get(each, now) for each in callers}
        for each in {*_silent(since, now - room.head), *_beyond(since, room.most)}:
            each.transport.abort()


def _silent(since: dict[Caller, float], before: float) -> Iterator[Caller]:
    # uvicorn's `cycle` is what somebody asked for, None until then.
    return (each for each, came in since.items() if came < before and getattr(each, "cycle", each) is None)


def _beyond(since: dict[Caller, float], most: int) -> list[Caller]:
    return sorted(since, key=lambda each: since[each])[: max(0, len(since) - most)]
