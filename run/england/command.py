"""`heard bench england [--count COUNCILS]`: the year in an SQLite store that is thrown away at the end; or, where
`store.url` names a PostgreSQL database, in one of its own beside it, by as many processes as there are cores.

Each process opens one service, and plays its share of the councils with it: they share the store and the model, and
nothing else. Each goes at its own pace.
"""

import asyncio
import gc
import json
import logging
import multiprocessing
import os
import resource
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import perf_counter, process_time

from bot.terminal.script import OwnTime
from casework import days
from casework.frozen import frozen
from casework.messages import Channel
from outbox.envelope import mailbox_with_name
from run import aside, cpu, keeping, logs, service
from run.config import BotSettings, OutboxSettings, Settings, load
from run.england import counts, town
from run.england.counts import FIRST
from run.england.figures import Figures, Found
from run.england.playing import NIGHT, play
from run.england.sink import Matter, Sink
from run.progress import Tell, bar
from store import server
from store.aside import MayNot

MOST_PROCESSES = 4
"""*Taste*: PostgreSQL works beside them."""

WEEKS = 52


@frozen
class Stored:
    """How large the store is, and how much CPU its server has taken since it began."""

    size: int
    cpu: float


def command(arguments: Namespace) -> int:
    """Play, and say what was measured. 1 if there is nowhere to play, saying why; 2 for councils that there are not."""
    councils = arguments.count or counts.COUNCILS
    if not 1 <= councils <= counts.COUNCILS:
        return _sorry(f"--count: from 1 to {counts.COUNCILS}", 2)
    _quiet()
    try:
        settings = load(Path(arguments.config), os.environ)
        with apart(settings) as own:
            found = year(own, councils)
    except (*keeping.REFUSED, MayNot) as wrong:
        return _sorry(str(wrong), 1)
    _tell(found)
    sys.stdout.write(json.dumps({"bench": "england", **found}) + "\n")
    return 0


def _quiet() -> None:
    """In a process of ours: what goes wrong is counted, and lines would break the bar."""
    logs.to(sys.stderr, logging.CRITICAL)


def year(settings: Settings, councils: int, *, weeks: int = WEEKS, seed: int = 1, each_of: float = 1.0) -> Found:
    """So many councils' weeks in the store that the settings name, which is empty; `each_of` makes them smaller."""
    began, figures = perf_counter(), Figures()
    before = asyncio.run(stored(settings))
    shares = _shares(councils, 1 if keeping.is_embedded(settings.store.url) else os.cpu_count() or 1)
    if len(shares) == 1:
        figures = _share(settings, shares[0], weeks, seed, each_of)
    else:
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(len(shares), mp_context=spawn, initializer=_quiet) as pool:
            playing = [pool.submit(_share, settings, share, weeks, seed, each_of) for share in shares]
            for each in playing:
                figures.add(each.result())
    people = round(sum(counts.sizes(councils, seed)) * each_of)
    wall, after = perf_counter() - began, asyncio.run(stored(settings))
    figures.server = after.cpu - before.cpu
    return figures.told(councils=councils, people=people, wall=wall, stored=after.size)


def _shares(councils: int, processes: int) -> list[list[int]]:
    """Which councils each process plays: every so-manieth."""
    processes = min(processes, MOST_PROCESSES, councils)
    return [list(range(first, councils, processes)) for first in range(processes)]


def _share(settings: Settings, numbers: Sequence[int], weeks: int, seed: int, each_of: float) -> Figures:
    """What one process plays. The first of them shows how far it is."""
    with bar(f"playing {weeks} weeks") if 0 in numbers else nullcontext() as tell:
        return asyncio.run(_played(settings, numbers, weeks, seed, each_of, tell))


async def _played(
    settings: Settings, numbers: Sequence[int], weeks: int, seed: int, each_of: float, tell: Tell | None
) -> Figures:
    figures, matters, own_time = Figures(), dict[str, Matter](), OwnTime(days.at(FIRST, NIGHT))
    rows, sizes = counts.courses(), counts.sizes(counts.COUNCILS, seed)
    async with service.opened(settings, now=own_time) as first:
        sender = mailbox_with_name(settings.outbox.smtp.from_)
        sink = Sink(sender, first.key, own_time, first.council, first.database.look, matters, figures)
        first.senders.by_channel[Channel.EMAIL] = sink.send
        towns = [
            await town.opened(
                first, sink, each, sizes[each] * each_of, seed=seed, weeks=weeks, rows=rows, viral=each == 0
            )
            for each in numbers
        ]
        gc.freeze()
        await play(towns, own_time, figures, matters, weeks=weeks, tell=tell)
    beside = resource.getrusage(resource.RUSAGE_CHILDREN)  # the model's process, which has ended
    figures.cpu = process_time() + beside.ru_utime + beside.ru_stime
    figures.memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + beside.ru_maxrss) / 1024
    return figures


async def stored(settings: Settings) -> Stored:
    """What lies there now, and what it has cost the server."""
    async with keeping.opened(settings.store) as database:
        size, process = await database.look(lambda db: (server.size(db), server.process(db)))
        return Stored(size, cpu.of_server(process) if process else 0.0)  # while it is there to be asked about


@contextmanager
def apart(settings: Settings) -> Iterator[Settings]:
    """Where it is played, and nothing else of the installation: nobody outside hears of it."""
    with aside.stored(settings) as own:
        yield own.model_copy(update={"outbox": OutboxSettings(), "bot": BotSettings()})


def _tell(found: Found) -> None:
    width = max(map(len, found))
    for name, value in found.items():
        if not isinstance(value, dict):
            sys.stderr.write(f"{name:<{width}}  {value:>14,.{0 if isinstance(value, int) else 1}f}\n")
    for name, value in found.items():
        if isinstance(value, dict):
            rows = "".join(f"  {each:<60} {many:>12,.1f}\n" for each, many in value.items())
            sys.stderr.write(f"\n{name}\n{rows}")


def _sorry(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code
