"""`heard bench sweep`: what it costs to notice that time has passed, among so many open cases.

The store is filled by `cases`, every case open, and a nightly round has set right when each is looked at next.
Then nothing is due; then it is the morning of the next working day, and each who works here has a letter; then its end,
and all that fell due in it is done and committed: how many that is depends on the day, so it is told for 500 as well.
CPU is told beside what the clock on the wall says: on a busy machine only that can be compared.
"""

from datetime import datetime, time
from time import perf_counter, process_time

from casework import days
from casework.frozen import frozen, replace
from run.bench import cases
from run.service import Service
from scheduler.sweeps import SWEEPS, Sweep
from store import due

A_ROUND, DIGESTS, FULL = SWEEPS

LOOKS = 20
"""How often is looked where nothing is due: the middle one is told."""

BEGINS, CLOSES = time(9), time(17)
SOME = 500
"""Cases due, as the goal has it (issue 9)."""


@frozen
class Took:
    """Milliseconds: by the clock on the wall, and of this process's work."""

    wall: float
    cpu: float


async def measure(opened: Service, count: int) -> dict[str, float]:
    """The figures."""
    await cases.fill(opened, count, None, open_every=1)
    first = await _timed(opened, FULL)
    await _timed(opened, A_ROUND)
    full = await _timed(opened, FULL)
    idle = [await _timed(opened, A_ROUND) for _ in range(LOOKS)]
    digests = await _timed(_at(opened, BEGINS), DIGESTS)
    later = _at(opened, CLOSES)
    found = await opened.database.look(lambda db: len(due.first(db, opened.council.name, later.now(), count)))
    took = await _timed(later, A_ROUND)
    some = SOME / max(found, 1)
    return {
        "open cases": count,
        "a sweep with nothing due, ms": sorted(each.wall for each in idle)[LOOKS // 2],
        "a sweep with nothing due, CPU ms": sorted(each.cpu for each in idle)[LOOKS // 2],
        "due on the next working day": found,
        "a sweep that does them, ms": took.wall,
        f"the same for {SOME}, ms": took.wall * some,
        f"the same for {SOME}, CPU ms": took.cpu * some,
        "the morning's letters, ms": digests.wall,
        "the morning's letters, CPU ms": digests.cpu,
        "a full round, the first, s": first.wall / 1000,
        "a full round, any other, s": full.wall / 1000,
        "a full round, ms a case": full.wall / count,
        "a full round, CPU ms a case": full.cpu / count,
    }


def _at(opened: Service, when: time) -> Service:
    """The same service at that time of the next working day."""
    calendar = opened.council.calendars["EW"]
    tomorrow = days.on_or_after(days.today(opened.now()) + days.DAY, calendar)
    moment: datetime = days.at(tomorrow, when)
    return replace(opened, now=lambda: moment)


async def _timed(opened: Service, sweep: Sweep) -> Took:
    began, worked = perf_counter(), process_time()
    await opened.sweep(sweep)
    return Took(1000 * (perf_counter() - began), 1000 * (process_time() - worked))
