"""What one of several workers has in hand: taken, held while it is worked on, and let go of (`store.claims`)."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from casework.messages import Message, Post
from intake.waves import but_for
from store.claims import Claims
from store.database import Away

EVERY = 3.0
"""Seconds between two words of ours: whoever is silent for five times as long is taken for dead. *Taste.*"""

PATIENCE = 60
"""Seconds for which we wait for another who reads, or has something of the same person's in hand. *Taste*: who is dead
has long been found out, and words of harm that we hold are cried out.
"""

Arrived = Sequence[tuple[Post, Message]]
"""Posts, and what each says."""


@asynccontextmanager
async def held(claims: Claims, limit: int, *, now: datetime) -> AsyncIterator[list[int]]:
    """The places of post that is ours for as long as the block lasts. Others who still read are waited for."""
    saying = asyncio.create_task(_said(claims))
    try:
        async with asyncio.timeout(PATIENCE):
            while (places := await asyncio.to_thread(claims.take, limit, now=now)) is None:
                pass
        yield places
    finally:
        saying.cancel()
        with suppress(Away):  # then nothing is ours any more
            await asyncio.shield(asyncio.to_thread(claims.give))


async def ours(claims: Claims, places: Mapping[str, int], unread: Collection[int], arrived: Arrived) -> Arrived:
    """Of what was read that which concerns nothing in anybody else's hands; where all of it does, wait for them. The
    rest is anybody's then, and so is what was not read. `Away` or `TimeoutError` if that cannot be known.
    """
    senders = {message.sender for _, message in arrived}
    async with asyncio.timeout(PATIENCE):
        free = but_for(await asyncio.to_thread(claims.writers, senders), arrived)
        while arrived and not free:
            free = but_for(await asyncio.to_thread(claims.writers, senders, waits=True), arrived)
        left = {post.name for post, _ in arrived} - {post.name for post, _ in free}
        await asyncio.to_thread(claims.pass_on, [*unread, *(places[each] for each in left)])
    return free


async def _said(claims: Claims) -> None:
    while True:
        await asyncio.sleep(EVERY)
        with suppress(Away):  # whoever works finds it out, and does what is to be done
            await asyncio.to_thread(claims.mine)
