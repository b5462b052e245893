"""A dumb alarm clock over SWEEPS. APScheduler wakes them; coalesced, one at a time, late ones run once and are
never dropped.
"""

import logging
from collections.abc import Awaitable, Callable
from time import perf_counter

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from casework.days import LONDON
from scheduler.sweeps import SWEEPS, Sweep

log = logging.getLogger(__name__)


def start(run: Callable[[Sweep], Awaitable[int]], *, every: int) -> AsyncIOScheduler:
    """Wake each sweep when its row says, `every` seconds for the rest; all of them once now. The caller shuts it down.

    `misfire_grace_time=None`: as it comes, the library drops what is a second late, and an hour's downtime loses all.
    """
    scheduler = AsyncIOScheduler(timezone=LONDON)
    for sweep in SWEEPS:
        daily = sweep.daily
        when = (
            CronTrigger(hour=daily.hour, minute=daily.minute, timezone=LONDON)
            if daily
            else IntervalTrigger(seconds=every)
        )
        scheduler.add_job(
            _guarded, when, args=(run, sweep), id=sweep.name, coalesce=True, max_instances=1, misfire_grace_time=None
        )
        scheduler.add_job(_guarded, args=(run, sweep), id=f"{sweep.name} at start", misfire_grace_time=None)
    scheduler.start()
    return scheduler


async def _guarded(run: Callable[[Sweep], Awaitable[int]], sweep: Sweep) -> None:
    """A sweep that fails is logged by name and tried again at its next time: the alarm clock goes on."""
    began = perf_counter()
    try:
        count = await run(sweep)
    except Exception as error:  # noqa: BLE001 whatever ails one, the others go on
        log.error("a sweep failed", extra={"sweep": sweep.name, "kind": type(error).__name__})
        return
    if count:
        seconds = round(perf_counter() - began, 3)
        log.info("a sweep has been round", extra={"sweep": sweep.name, "count": count, "seconds": seconds})
