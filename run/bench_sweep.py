"""`heard bench sweep`: what it costs to notice that time has passed, among so many open cases.

The store is filled by `bench_cases`, every case open, and a nightly round has set right when each is looked at next.
Then nothing is due; then it is the end of the next working day, and all that fell due in it is done and committed: how
many that is depends on the day, so it is told for 500 as well.
"""

from dataclasses import replace
from datetime import datetime, time
from time import perf_counter

from casework import days
from run import bench_cases
from run.service import Service
from scheduler.sweeps import SWEEPS, Sweep
from store import cases
from store.database import Connection

A_ROUND, _, FULL = SWEEPS

LOOKS = 20
"""How often is looked where nothing is due: the middle one is told."""

CLOSES = time(17)
SOME = 500
"""Cases due, as the goal has it (issue 9)."""


async def measure(opened: Service, count: int) -> dict[str, float]:
    """The figures."""
    await bench_cases.fill(opened, count, None, open_every=1)
    first = await _timed(opened, FULL)
    await _timed(opened, A_ROUND)
    full = await _timed(opened, FULL)
    idle = sorted([await _timed(opened, A_ROUND) for _ in range(LOOKS)])
    calendar = opened.council.calendars["EW"]
    tomorrow = days.on_or_after(days.today(opened.now()) + days.DAY, calendar)
    later = replace(opened, now=lambda: days.at(tomorrow, CLOSES))
    due = await opened.database.look(lambda db: _due(db, opened.council.name, later.now()))
    took = await _timed(later, A_ROUND)
    return {
        "open cases": count,
        "a sweep with nothing due, ms": 1000 * idle[LOOKS // 2],
        "cases due on the next working day": due,
        "a sweep that does them, ms": 1000 * took,
        f"the same for {SOME}, ms": 1000 * took * SOME / max(due, 1),
        "a full round, the first, s": first,
        "a full round, any other, s": full,
        "a full round, ms a case": 1000 * full / count,
    }


async def _timed(opened: Service, sweep: Sweep) -> float:
    """Seconds."""
    began = perf_counter()
    await opened.sweep(sweep)
    return perf_counter() - began


def _due(db: Connection, council: str, moment: datetime) -> int:
    """How many cases time has something to do with by then."""
    return sum(each.wake_at is not None and each.wake_at <= moment for each in cases.open_now(db, council))
