"""`heard bench intake`: the whole path of a mail: bytes kept, read, screened, scanned, filed with its receipt in the
outbox; then the same with the suggestion, which is had while more comes in; then what becomes of a cry for help.

No two mails are alike (`mails`), and what the reader of a PDF takes counts. Another program can be held against ours
where both take in the same mails: `--mails` names a folder of them, of which the way to the receipt is measured. Where
`store.url` names a PostgreSQL, it is the way to the receipt with one worker and with two (`workers`).
"""

import asyncio
import os
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from run import cpu, keeping
from run.bench import alert, mails, suggest, workers
from run.bench.opened import measured
from run.bench.taking import filed, kept, taken
from run.config import load
from run.service import Service

BACKLOG = 4
"""How many times as many mails wait while somebody cries for help."""

TICK = 0.01
"""Seconds between two looks at how late the event loop is. *Taste.*"""


class NoMails(Exception):
    """The folder that was named holds none."""


def measure(arguments: Namespace, count: int) -> dict[str, float]:
    """The figures of so many mails. Raises `NoMails`, `Misconfigured` and `MayNot`."""
    settings = load(Path(arguments.config), os.environ)
    given = _given(Path(arguments.mails), arguments.count) if arguments.mails else []
    if not keeping.is_embedded(settings.store.url):
        return workers.measure(settings, given or mails.some(range(count * len(workers.WORKERS))))
    if given:
        return asyncio.run(measured(partial(_received, raws=given)))
    found = asyncio.run(measured(partial(_whole, count=count))) | suggest.memory()  # of one service, not of two
    return found | asyncio.run(measured(partial(alert.measure, ordinary=mails.some(range(BACKLOG * count)))))


def _given(folder: Path, most: int | None) -> list[bytes]:
    """The mails of a folder, each a file, in the order of their names. Raises `NoMails`."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())[:most]
    if not files:
        raise NoMails(f"{folder}: no mails are there")
    return [file.read_bytes() for file in files]


async def _whole(opened: Service, count: int) -> dict[str, float]:
    raws, more = (mails.some(range(first, first + count)) for first in (0, count))
    late: list[float] = []
    measuring = asyncio.create_task(_lateness(late))
    found = await _received(opened, raws)
    await suggest.had(opened)  # none of them waits when what comes next is measured
    found |= await suggest.beside(opened, count, partial(taken, opened, more))
    measuring.cancel()
    return found | {
        "event loop late, p99, ms": sorted(late)[int(len(late) * 0.99)],
        "event loop late, most, ms": max(late),
    }


async def _received(opened: Service, raws: Sequence[bytes]) -> dict[str, float]:
    began, worked = perf_counter(), cpu.of_us()
    await kept(opened, raws)
    between = perf_counter()
    await filed(opened)
    ended, spent = perf_counter(), cpu.of_us() - worked
    return {
        "mails": len(raws),
        "mails a second, kept": len(raws) / (between - began),
        "mails a second, bytes to receipt in the outbox": len(raws) / (ended - began),
        "CPU ms a mail, bytes to receipt": 1000 * spent / len(raws),
    }


async def _lateness(late: list[float]) -> None:
    """By how many milliseconds the event loop comes late to what it was to do."""
    while True:
        due = perf_counter() + TICK
        await asyncio.sleep(TICK)
        late.append(1000 * (perf_counter() - due))
