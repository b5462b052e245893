"""Mails shared out where the store is a PostgreSQL: one worker, then two, each a process with connections of its own as
on a machine of its own.

In a database made for it beside the configured one, and dropped. What is measured is the same path as on SQLite: bytes
kept, then read, screened, scanned and filed with the receipt in the outbox. The database's own work is in the wait, and
not in the CPU.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from math import inf
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from time import perf_counter

from casework.messages import Message
from intake import worker
from intake.receive import Joined
from intake.waves import Waves
from run import aside, cpu, parts, service, time_of_day
from run.bench.taking import kept
from run.config import Settings
from run.service import Service
from store.claims import among
from store.database import Connection

WORKERS = (1, 2)
"""How many at a time, one round after the other."""

LONGEST = 600.0
"""Seconds after which a worker that has said nothing is given up."""


@dataclass(slots=True)
class Work:
    """What one worker did: posts that it was handed, messages that were new, seconds, and CPU seconds."""

    handed: int = 0
    new: int = 0
    seconds: float = 0.0
    cpu: float = 0.0


def measure(settings: Settings, raws: Sequence[bytes]) -> dict[str, float]:
    """Mails a second with each number of workers, who share out the mails, and how many were handed out twice or to
    nobody. Raises `MayNot`.
    """
    each = len(raws) // len(WORKERS)
    found: dict[str, float] = {"mails": each}
    with aside.stored(settings) as own, _started(max(WORKERS), own) as pipes:
        for place, workers in enumerate(WORKERS):
            found |= _with(pipes[:workers], raws[place * each : (place + 1) * each])
    return found


def _with(pipes: Sequence[Pipe], raws: Sequence[bytes]) -> dict[str, float]:
    keeping = max(work.seconds for work in _done(pipes, [raws[place :: len(pipes)] for place in range(len(pipes))]))
    works = _done(pipes, [None] * len(pipes))
    reading, count = max(work.seconds for work in works), len(raws)
    name = "1 worker" if len(pipes) == 1 else f"{len(pipes)} workers"
    return {
        f"{name}: mails a second, kept": count / keeping,
        f"{name}: mails a second, read and answered": count / reading,
        f"{name}: mails a second, bytes to receipt in the outbox": count / (keeping + reading),
        f"{name}: CPU ms a mail, read and answered": 1000 * sum(work.cpu for work in works) / count,
        f"{name}: handed out twice": sum(work.handed for work in works) - count,
        f"{name}: lost": count - sum(work.new for work in works),
    }


def _done(pipes: Sequence[Pipe], tasks: Sequence[Sequence[bytes] | None]) -> list[Work]:
    """Give each worker its task, and wait for all: mails to keep, or None: to read what waits."""
    for pipe, task in zip(pipes, tasks, strict=True):
        pipe.send(task)
    return [_said(pipe) for pipe in pipes]


@contextmanager
def _started(workers: int, settings: Settings) -> Iterator[list[Pipe]]:
    """What leads to so many workers, each ready to begin."""
    new = get_context("spawn")
    ends = [new.Pipe() for _ in range(workers)]
    processes = [new.Process(target=_process, args=(settings, there), daemon=True) for _, there in ends]
    try:
        for process in processes:
            process.start()
        for here, _ in ends:
            _said(here)
        yield [here for here, _ in ends]
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _said(pipe: Pipe) -> Work:
    if not pipe.poll(LONGEST):
        raise TimeoutError("a worker has said nothing for long")
    work: Work = pipe.recv()
    return work


def _process(settings: Settings, pipe: Pipe) -> None:
    asyncio.run(_worker(settings, pipe))


async def _worker(settings: Settings, pipe: Pipe) -> None:
    """Say that we are ready; then do one task after another, and say what it was."""
    async with service.opened(settings, now=time_of_day.now) as opened:
        pipe.send(Work())
        while True:
            raws = await asyncio.to_thread(pipe.recv)
            done, began, worked = Work(), perf_counter(), cpu.of_us()
            await (_read(opened, done) if raws is None else kept(opened, raws))
            done.seconds, done.cpu = perf_counter() - began, cpu.of_us() - worked
            pipe.send(done)


async def _read(opened: Service, done: Work) -> None:
    """Until nothing waits that nobody has."""

    async def receive(message: Message) -> str | None:
        ((contact,),) = await together([[message]], lambda *_: None, inf)
        return contact

    async def together(waves: Waves, then: Callable[[Connection, int], None], until: float) -> Joined:
        joined = await opened.receive_together(waves, then, until)
        contacts = list(chain.from_iterable(joined))
        done.handed += len(contacts)
        done.new += len(contacts) - contacts.count(None)
        return joined

    heard, readers = parts.outcry(opened), parts.readers(opened)
    claims = among(opened.settings.store.url, opened.council.name, opened.key)

    while await worker.work_through(
        transact=opened.database.transact,
        council=opened.council.name,
        readers=readers,
        receive=receive,
        together=together,
        now=opened.now,
        outcry=heard,
        claims=claims,
    ):
        pass
    if claims:
        claims.close()
