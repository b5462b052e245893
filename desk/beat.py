"""What finds nothing, and what is not theirs to see, are answered after the same time: on the next beat. To look at a
case that is kept from somebody takes milliseconds longer than to find none, and a hundred tries would tell them (R602).
"""

import asyncio
from time import perf_counter

BEAT = 0.25
"""Seconds. Nearly every answer is ready within one, on a busy machine too, and nobody minds waiting for it. *Taste.*"""


def left(took: float) -> float:
    """Seconds until the next beat of what has taken so long."""
    return BEAT - took % BEAT


async def kept(began: float) -> None:
    """Wait for the next beat since then, by `perf_counter`."""
    await asyncio.sleep(left(perf_counter() - began))
