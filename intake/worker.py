"""Reads what has been kept, and hands it on (`intake.filing`), again and again.

Where nobody else reads, what waits is taken by `intake.taking`, the most urgent first; where others may read the same
post, each worker takes what is nobody's (`intake.in_hand`). When the store is down the post stays where it is, and the
worker waits.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from math import inf
from time import monotonic

from casework.messages import Channel, Post
from intake import in_hand
from intake.filing import Hands, Receive, StoreDown, Together, handed_on
from intake.outcry import Outcry, Reader
from intake.patience import USUAL, Patience
from intake.sorry import Sorry
from intake.taking import A_PART, Taking, read
from store import inbox
from store.claims import Claims
from store.database import Look, Transact

__all__ = ["StoreDown", "run", "work_through"]

log = logging.getLogger(__name__)

BATCH = 32
"""Posts in hand at a time. *Taste*: what is asked and written once for all of them would cost each of sixteen twice as
much; with more there is little left to share, and what is urgent waits until they are filed.
"""

AT_A_STRETCH = 0.15
"""Seconds of filing after which whoever calls has another look at what is to be done. *Taste.*"""

SLOW = 1.0
"""Seconds of work on a batch after which what else waits is listened to, however little: it may be read for long too.
*Taste.*
"""

POLL = 5.0
"""Seconds between looks when nobody wakes us: another machine may have kept something. *Taste.*"""

SOON = 0.05
"""Seconds after which it is looked whether more has come while little was filed, if nobody says so: by then the letters
have left. *Taste.*
"""


Work = Callable[[], Awaitable[int]]
"""Some of what waits, handed on; how many posts were taken."""


async def run(
    work: Work, *, wake: asyncio.Event, claims: Claims | None = None, patience: Patience = USUAL, poll: float = POLL
) -> None:
    """`work` for ever: at once when `wake` is set, and from time to time in any case. `claims`, if the work makes any,
    are let go at the end.
    """
    try:
        await _for_ever(work, wake, patience, poll)
    finally:
        if claims:
            await asyncio.shield(asyncio.to_thread(claims.close))


async def _for_ever(work: Work, wake: asyncio.Event, patience: Patience, poll: float) -> None:
    failures = 0
    while True:
        wake.clear()
        try:
            began = monotonic()
            while taken := await work():
                failures = 0
                if taken < BATCH and monotonic() - began < AT_A_STRETCH:
                    await _woken(wake, SOON)
                began = monotonic()
        except Exception as fault:  # noqa: BLE001 the store's trouble, or ours: nothing is lost by waiting
            failures += 1
            log.error("reading the inbox stopped", extra={"kind": type(fault).__name__, "count": failures})
            await asyncio.sleep(patience.pause(failures))
            continue
        await _woken(wake, poll)


async def _woken(wake: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await wake.wait()


async def work_through(
    *,
    transact: Transact,
    look: Look | None = None,
    council: str,
    readers: Mapping[Channel, Reader],
    receive: Receive,
    now: Callable[[], datetime],
    outcry: Outcry,
    together: Together | None = None,
    sorry: Sorry | None = None,
    claims: Claims | None = None,
    behind: asyncio.Event | None = None,
    cry: asyncio.Event | None = None,
    at_a_stretch: float = AT_A_STRETCH,
) -> int:
    """Read some of what waits, each sender's in order, and hand it on, for `at_a_stretch`. How many posts were taken.
    `look`: what waits is seen while other post is filed. `claims`: this worker's, where there may be others; `behind`
    is set where more waits than one has in hand, or what one has in hand takes long; `cry` by whoever has heard words
    of harm in what waits.
    """
    began = monotonic()
    hands = Hands(transact, receive, together, now, outcry, sorry, inf if claims else at_a_stretch)
    if claims is None:

        async def waiting(but: Collection[str]) -> Sequence[Post]:
            posts = await (look or transact)(lambda db: inbox.waiting(db, council, BATCH, now=now(), but=but))
            _says(behind, len(posts))
            return posts

        taken = await _one_part_after_another(Taking(waiting, readers, cry or asyncio.Event()), hands)
        _says(behind, taken, monotonic() - began)
        return taken
    async with in_hand.held(claims, BATCH, now=now()) as places:
        _says(behind, len(places))
        if places:
            await _first_of(places, claims, council, readers, hands)
        _says(behind, len(places), monotonic() - began)
        return len(places)


async def _first_of(
    places: Sequence[int], claims: Claims, council: str, readers: Mapping[Channel, Reader], hands: Hands
) -> None:
    """Hand on the first part of what is in these places, all of it: what is left for later somebody else might overtake
    with what its writer sent since.
    """
    mine = await hands.transact(lambda db: inbox.still_waiting(db, council, places))
    part = await read(readers, list(mine.values()), A_PART)
    by_name = {post.name: place for place, post in mine.items()}
    unread = set(places) - {by_name[post.name] for post, _ in part}
    await handed_on(part, hands, partial(in_hand.ours, claims, by_name, unread))


async def _one_part_after_another(taking: Taking, hands: Hands) -> int:
    """Each part is filed while the next is read. What was read and not filed stays where it is."""
    began, taken, part = monotonic(), 0, await taking.next()
    while part:
        taken += len(part)
        goes_on = monotonic() - began < hands.at_a_stretch
        following = asyncio.create_task(taking.next()) if goes_on else None
        try:
            whole = await handed_on(part, hands)
            part = await following if whole and following else ()
        finally:
            if following:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
    return taken


def _says(behind: asyncio.Event | None, taken: int, seconds: float = 0) -> None:
    if behind is not None and (taken >= BATCH or seconds > SLOW):
        behind.set()
