"""The alarm clock: at once, then when each row says; what was slept through comes once; what fails stops nothing."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import time as time_of_day

import pytest

from scheduler import worker
from scheduler.sweeps import SWEEPS, Sweep


async def _nothing(**_: object) -> int:
    return 0


FAST, OTHER = Sweep("fast", _nothing), Sweep("other", _nothing)
DAILY = Sweep("daily", _nothing, daily=time_of_day(8, 30))


class Clock:
    """Counts who was woken; a test says what happens then."""

    def __init__(self) -> None:
        self.woken: Counter[str] = Counter()
        self.at_once: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.then: Callable[[Sweep], Awaitable[None]] | None = None
        self._stirred = asyncio.Condition()

    async def run(self, sweep: Sweep) -> int:
        """What the alarm clock wakes."""
        self.at_once[sweep.name] += 1
        self.most[sweep.name] = max(self.most[sweep.name], self.at_once[sweep.name])
        try:
            async with self._stirred:
                self.woken[sweep.name] += 1
                self._stirred.notify_all()
            if self.then:
                await self.then(sweep)
        finally:
            self.at_once[sweep.name] -= 1
        return 0

    async def until(self, name: str, times: int) -> None:
        """Return when a sweep has been woken so often."""
        async with self._stirred:
            await asyncio.wait_for(self._stirred.wait_for(lambda: self.woken[name] >= times), 20)


@pytest.fixture
async def clock() -> Clock:
    return Clock()


async def test_every_sweep_goes_round_at_the_start(clock: Clock) -> None:
    scheduler = worker.start(clock.run, every=3600)
    for sweep in SWEEPS:
        await clock.until(sweep.name, 1)
    scheduler.shutdown(wait=False)
    assert clock.woken == {sweep.name: 1 for sweep in SWEEPS}


async def test_what_comes_every_so_often_comes_again_and_again(clock: Clock) -> None:
    scheduler = worker.start(clock.run, every=0.05, sweeps=[FAST])
    await clock.until("fast", 4)
    scheduler.shutdown(wait=False)


async def test_a_sweep_that_fails_comes_again_and_the_others_go_on(clock: Clock) -> None:
    async def fail(sweep: Sweep) -> None:
        if sweep is FAST:
            raise OSError("the disk is full")

    clock.then = fail
    scheduler = worker.start(clock.run, every=0.05, sweeps=[FAST, OTHER])
    await clock.until("fast", 3)
    await clock.until("other", 3)
    scheduler.shutdown(wait=False)


async def test_a_sweep_of_once_a_day_that_fails_is_tried_again_today(clock: Clock) -> None:
    async def fail_twice(sweep: Sweep) -> None:
        if clock.woken[sweep.name] < 3:
            raise OSError("the disk is full")

    clock.then = fail_twice
    scheduler = worker.start(clock.run, every=0.05, sweeps=[DAILY])
    await clock.until("daily", 3)
    scheduler.shutdown(wait=False)
    assert clock.woken["daily"] == 3


async def test_a_sweep_never_overtakes_itself(clock: Clock) -> None:
    async def take_long(_: Sweep) -> None:
        await asyncio.sleep(0.2)

    clock.then = take_long
    scheduler = worker.start(clock.run, every=0.05, sweeps=[FAST])
    await clock.until("fast", 3)
    scheduler.shutdown(wait=False)
    assert clock.most["fast"] == 1


async def test_nobody_complains_each_second_of_a_sweep_that_takes_long(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    forever = asyncio.Event()

    async def stand(sweep: Sweep) -> None:
        if sweep is OTHER:
            await forever.wait()

    clock.then = stand
    scheduler = worker.start(clock.run, every=0.05, sweeps=[OTHER, FAST])
    await clock.until("fast", 6)
    forever.set()
    await clock.until("other", 2)
    scheduler.shutdown(wait=False)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("apscheduler")] == []


async def test_a_slow_sweep_holds_up_no_other(clock: Clock) -> None:
    forever = asyncio.Event()

    async def stand(sweep: Sweep) -> None:
        if sweep is OTHER:
            await forever.wait()

    clock.then = stand
    scheduler = worker.start(clock.run, every=0.05, sweeps=[OTHER, FAST])
    await clock.until("fast", 3)
    scheduler.shutdown(wait=False)
    assert clock.woken["other"] == 1


async def test_what_was_slept_through_comes_once_and_is_not_dropped(clock: Clock) -> None:
    scheduler = worker.start(clock.run, every=0.4, sweeps=[FAST])
    await clock.until("fast", 1)
    time.sleep(1.5)  # noqa: ASYNC251 the machine stands still: three are missed, the last by more than a second
    stood = clock.woken["fast"]
    await clock.until("fast", stood + 1)
    await asyncio.sleep(0)
    scheduler.shutdown(wait=False)
    assert clock.woken["fast"] == stood + 1
