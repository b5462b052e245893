"""`heard bench growth`: whether a mail costs more where there are years of others.

Two stores side by side: an empty one, and one with so many cases that are over (`bench_cases`). Each takes in the same
number of mails, in turn, round by round, so that a slow minute of the machine is both's. Held against each other are
the medians, of the wait and of the work: 1 is no growth at all, and the goal is 0.95.
"""

import os
import statistics
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter, process_time

from run import bench_cases, service, time_of_day
from run.config import load
from run.service import Service

USUAL = 100_000
"""Cases, where nobody says how many (issue 9)."""

ROUNDS, EACH = 10, 100
"""Rounds, and mails of each: a thousand for each store."""

Taken = Callable[[Service, Sequence[bytes]], Awaitable[None]]
"""Takes these mails in, from bytes to the receipt in the outbox."""


async def measure(count: int, config: Path, mail: Callable[[int], bytes], taken: Taken) -> dict[str, float]:
    """The figures, with so many cases."""
    wait: dict[str, list[float]] = {"empty": [], "full": []}
    work: dict[str, list[float]] = {"empty": [], "full": []}
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        async with AsyncExitStack() as stack:
            stores = {
                name: await stack.enter_async_context(
                    service.opened(load(config, _environ(folder, name)), now=time_of_day.now)
                )
                for name in wait
            }
            await bench_cases.fill(stores["full"], count, None)
            for turn in range(ROUNDS + 1):  # the first warms up
                raws = [mail(turn * EACH + number) for number in range(EACH)]
                for name in sorted(stores, reverse=turn % 2 == 0):  # now the one is first, now the other
                    began, worked = perf_counter(), process_time()
                    await taken(stores[name], raws)
                    if turn:
                        wait[name].append((perf_counter() - began) / EACH)
                        work[name].append((process_time() - worked) / EACH)
    return _found(count, wait, work)


def _environ(folder: str, name: str) -> Mapping[str, str]:
    store = {"HEARD_STORE__URL": f"sqlite:///{folder}/{name}.db", "HEARD_STORE__KEY_FILE": f"{folder}/heard.key"}
    return {**os.environ, **store}


def _found(count: int, wait: Mapping[str, list[float]], work: Mapping[str, list[float]]) -> dict[str, float]:
    found: dict[str, float] = {"cases": count}
    for what, took in (("CPU", work), ("wait", wait)):
        first, last = (statistics.median(took[name]) for name in ("empty", "full"))
        found |= {
            f"{what} ms a mail, empty store": 1000 * first,
            f"{what} ms a mail, full store": 1000 * last,
            f"{what}: empty by full": first / last,
        }
    return found
