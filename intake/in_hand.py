"""What one of several workers has in hand: taken, held while it is worked on, and let go of (`store.claims`)."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from casework.messages import Address
from store.claims import Claims
from store.database import Away

EVERY = 3.0
"""Seconds between two words of ours: whoever is silent for five times as long is taken for dead. *Taste.*"""

PATIENCE = 60
"""Seconds for which we wait for another who reads, or has something of the same person's in hand. *Taste*: who is dead
has long been found out, and words of harm that we hold are cried out.
"""


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


async def writers(claims: Claims, left: Collection[int], senders: Collection[Address]) -> None:
    """Return when nobody else has anything of theirs in hand; what is left in these places is anybody's then. `Away` or
    `TimeoutError` if that cannot be known.
    """
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(claims.writers, senders, left):
            pass


async def _said(claims: Claims) -> None:
    while True:
        await asyncio.sleep(EVERY)
        with suppress(Away):  # whoever works finds it out, and does what is to be done
            await asyncio.to_thread(claims.mine)
