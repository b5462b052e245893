"""What finds nothing, and what is not theirs to see, are answered after the same time: on the next beat. To look at a
case that is kept from somebody takes milliseconds longer than to find none, and a hundred tries would tell them (R602).
"""

import asyncio
from time import perf_counter

MISSING = 0.25
"""Seconds between the beats on which a page is missing. Nearly all are ready within one, on a busy machine too, and
nobody minds waiting for what is not there. *Taste.*
"""

FOUND = 0.05
"""Seconds between those on which it is said what a search found: half of what a page may take. *Taste.*"""


def left(took: float, beat: float) -> float:
    """Seconds until the next beat of what has taken so long."""
    return beat - took % beat


async def kept(began: float, beat: float) -> None:
    """Wait for the next beat since then, by `perf_counter`."""
    await asyncio.sleep(left(perf_counter() - began, beat))
