"""Between machines: one that only takes in rings when there is something to do; those that do it listen."""

import asyncio
import logging
from collections.abc import Mapping

from store.bells import Bell

log = logging.getLogger(__name__)


async def ring(bell: Bell, wakes: Mapping[str, asyncio.Event]) -> None:
    """For ever: whenever something is to be done and nobody here does it, tell the others."""
    while True:
        waiting = [asyncio.ensure_future(wake.wait()) for wake in wakes.values()]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()
        for what, wake in wakes.items():
            if wake.is_set():
                wake.clear()
                await asyncio.to_thread(bell.ring, what)


async def listen(bell: Bell, wakes: Mapping[str, asyncio.Event]) -> None:
    """For ever: whatever is rung for is looked at here."""
    rings = bell.rings()
    try:
        while True:
            hearing = asyncio.ensure_future(asyncio.to_thread(next, rings))
            try:
                heard = await asyncio.shield(hearing)
            finally:
                await asyncio.wait({hearing})  # it looks up within a second, and cannot be stopped sooner
            for what in heard & wakes.keys():
                wakes[what].set()
    finally:
        rings.close()
