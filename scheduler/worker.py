"""A dumb alarm clock over SWEEPS. APScheduler wakes them; each one at a time, missed ones run once and are never
dropped.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from time import perf_counter

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from casework.days import LONDON
from scheduler.sweeps import SWEEPS, Sweep

log = logging.getLogger(__name__)

TRIES = 60
"""How often a sweep of once a day that fails is tried again, at the pace of the others: its next time is far. *Taste.*
"""


def start(
    run: Callable[[Sweep], Awaitable[int]], *, every: float, sweeps: Sequence[Sweep] = SWEEPS
) -> AsyncIOScheduler:
    """Wake each sweep now, and when its row says, or every so many seconds. The caller shuts it down.

    `misfire_grace_time=None`: as it comes, the library drops what is a second late, and an hour's downtime loses all.
    """
    scheduler = AsyncIOScheduler(timezone=LONDON)
    for sweep in sweeps:
        wake = partial(_in_turn, asyncio.Lock(), run, sweep, every)
        for when in (None, _when(sweep, every)):  # None: at once
            # Two: the one that is going round, and one that sees so. For a second it refuses, the library complains.
            scheduler.add_job(wake, when, coalesce=True, max_instances=2, misfire_grace_time=None)
    scheduler.start()
    return scheduler


def _when(sweep: Sweep, every: float) -> BaseTrigger:
    if sweep.daily is None:
        return IntervalTrigger(seconds=every, timezone=LONDON)
    return CronTrigger(hour=sweep.daily.hour, minute=sweep.daily.minute, timezone=LONDON)


async def _in_turn(turn: asyncio.Lock, run: Callable[[Sweep], Awaitable[int]], sweep: Sweep, every: float) -> None:
    """One that fails comes again: at its next time, or where that is tomorrow, soon. One that is still going round, as
    where the store does not answer, is left to it.
    """
    if turn.locked() and sweep.daily is None:
        return
    with suppress(asyncio.CancelledError):  # the service stops, which the library would call an error
        async with turn:
            for attempt in range(TRIES if sweep.daily else 1):
                if attempt:
                    await asyncio.sleep(every)
                if await _has_been_round(run, sweep):
                    return


async def _has_been_round(run: Callable[[Sweep], Awaitable[int]], sweep: Sweep) -> bool:
    began = perf_counter()
    try:
        count = await run(sweep)
    except Exception as error:  # noqa: BLE001 whatever ails one, the alarm clock goes on
        log.error("a sweep failed", extra={"sweep": sweep.name, "kind": type(error).__name__})
        return False
    if count:
        seconds = round(perf_counter() - began, 3)
        log.info("a sweep has been round", extra={"sweep": sweep.name, "count": count, "seconds": seconds})
    return True
