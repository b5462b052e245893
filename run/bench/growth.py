"""`heard bench growth`: whether a mail costs more where there are years of others.

Two stores side by side: an empty one, and one with more and more cases that are over (`cases`). At each size both
take in the same number of mails, in turn, round by round, so that a slow minute of the machine is both's. Held against
each other are the medians, of the wait and of the work: 1 is no growth at all, and the goal is 0.95. The stores are
files that are thrown away; where `store.url` names a PostgreSQL, databases of their own beside it, and its work is in
the wait, and not in the CPU. A million cases take 28 GB, and half an hour where nothing else is at work.
"""

import asyncio
import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter, process_time

from run import aside, service, time_of_day
from run.bench import cases, mails
from run.bench.taking import taken
from run.config import Settings, load
from run.progress import Tell, bar
from run.service import Service
from store import migrations

SIZES = (1_000, 100_000)
"""Cases after which both are measured, and again after as many as were asked for: the last, where nobody says."""

ROUNDS, EACH = 10, 100
"""Rounds, and mails of each: a thousand for each store."""

EMPTY, FULL = "empty", "full"

Found = dict[str, dict[str, float]]


def measure(config: Path, most: int) -> Found:
    """The figures at each size, up to so many cases. Raises `Misconfigured` and `MayNot`."""
    given = load(config, os.environ)
    with aside.stored(given) as empty, aside.stored(given) as full, bar("filling a store") as told:
        return asyncio.run(_measured({EMPTY: empty, FULL: full}, sizes(most), told))


def sizes(most: int) -> tuple[int, ...]:
    """How many cases there are, each time both are measured."""
    return (*(each for each in SIZES if each < most), most)


def tell(found: Found) -> None:
    """The table: a column for each size."""
    rows = next(iter(found.values()))
    width = max(map(len, rows))
    sys.stderr.write(f"{'cases':<{width}}" + "".join(f"{int(size):>12,}" for size in found) + "\n")
    for row in rows:
        sys.stderr.write(f"{row:<{width}}" + "".join(f"{each[row]:>12,.2f}" for each in found.values()) + "\n")


async def _measured(settings: Mapping[str, Settings], asked: Sequence[int], told: Tell | None) -> Found:
    found: Found = {}
    async with AsyncExitStack() as stack:
        stores = {
            name: await stack.enter_async_context(service.opened(each, now=time_of_day.now))
            for name, each in settings.items()
        }
        for place, size in enumerate(asked):
            first = asked[place - 1] if place else 0
            await cases.fill(stores[FULL], size, told, first=first)
            await asyncio.to_thread(migrations.migrate, settings[FULL].store.url)  # which counts what is there
            turns = range(place * (ROUNDS + 1), (place + 1) * (ROUNDS + 1))
            found[str(size)] = await _in_turn(stores, turns)
    return found


async def _in_turn(stores: Mapping[str, Service], turns: range) -> dict[str, float]:
    wait: dict[str, list[float]] = {name: [] for name in stores}
    work: dict[str, list[float]] = {name: [] for name in stores}
    for turn in turns:
        raws = mails.some(range(turn * EACH, (turn + 1) * EACH))
        for name in sorted(stores, reverse=turn % 2 == 0):  # now the one is first, now the other
            began, worked = perf_counter(), process_time()
            await taken(stores[name], raws)
            if turn > turns[0]:  # the first warms up
                wait[name].append(1000 * (perf_counter() - began) / EACH)
                work[name].append(1000 * (process_time() - worked) / EACH)
    return _held_against_each_other(wait, work)


def _held_against_each_other(
    wait: Mapping[str, Sequence[float]], work: Mapping[str, Sequence[float]]
) -> dict[str, float]:
    found: dict[str, float] = {}
    for what, took in (("CPU", work), ("wait", wait)):
        first, last = (statistics.median(took[name]) for name in (EMPTY, FULL))
        found |= {f"{what} ms a mail, empty store": first, f"{what} ms a mail, full store": last}
        found |= {f"{what}: empty by full": first / last}
    return found
