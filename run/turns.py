"""What only one machine may do at a time: done while it is our turn, waited for while it is another's."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from run.service import Service
from store.turns import Turn

log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between asking whether the turn is free, or still ours: how long a mailbox is unread at most. *Taste.*"""


def one_machine(service: Service, part: str, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """The part, done by one machine of those that share a database, and by the next when that one is gone."""
    turn = Turn(service.settings.store.url, part, service.council.name)
    return partial(in_turn, turn, work, partial(service.health.elsewhere, part))


async def in_turn(
    turn: Turn, work: Callable[[], Awaitable[None]], waiting: Callable[[], None], *, every: float = EVERY
) -> None:
    """Do the work whenever it is our turn, for ever; `waiting` is called while it is another machine's."""
    while True:
        try:
            if await asyncio.to_thread(turn.take):
                log.info("our turn")
                await _while_ours(turn, work, every)
            else:
                waiting()
        finally:
            await asyncio.shield(asyncio.to_thread(turn.give))
        await asyncio.sleep(every)


async def _while_ours(turn: Turn, work: Callable[[], Awaitable[None]], every: float) -> None:
    """Until the turn is lost. What the work raises is let out."""
    task = asyncio.ensure_future(work())
    try:
        while await asyncio.to_thread(turn.mine):
            done, _ = await asyncio.wait({task}, timeout=every)
            if done:
                return task.result()
        log.warning("the turn is lost")
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
