"""`heard bench`: how fast, as a table on standard error and JSON on standard output. A store of its own, thrown
away at the end: SQLite; of `intake` also a PostgreSQL, where `store.url` names one. Another program can be held against
ours where both take in the same mails: `--mails` names a folder of them, of which the way to the receipt is measured.

Measured is the whole path of a mail: bytes kept, read, screened, scanned, filed with its receipt in the outbox; then
the same with the suggestion, which is had while more comes in. No two mails are alike (`bench_mails`), and what the
reader of a PDF takes counts. Every figure is this machine's, at this moment: compare only what was measured in one run.
"""

import asyncio
import hashlib
import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from casework.messages import Channel, Post
from casework.names import name
from intake import worker
from intake.mailbox.collection import BATCH
from run import (
    bench_alert,
    bench_desk,
    bench_growth,
    bench_mails,
    bench_opinions,
    bench_report,
    bench_sweep,
    bench_workers,
    cpu,
    keeping,
    parts,
    service,
    time_of_day,
)
from run.config import Misconfigured, load
from run.england import command as england
from run.service import Service
from store import inbox
from store.aside import MayNot

USUAL = 500
"""How many are measured, where nobody says; of the desk's cases more."""

TOGETHER = 4
"""Batches that are kept side by side, as where there are several mailboxes with a backlog. *Taste.*"""

BACKLOG = 4
"""How many times as many mails wait while somebody cries for help."""

TICK = 0.01
"""Seconds between two looks at how late the event loop is. *Taste.*"""

Measure = Callable[[Service, int], Awaitable[dict[str, float]]]
"""Measures so many with a service, and says what was found by name."""


class NoMails(Exception):
    """The folder that was named holds none."""


def command(arguments: Namespace) -> int:
    """Measure, and say what was measured."""
    if arguments.what == "desk":
        return bench_desk.command(arguments)
    if arguments.what == "england":
        return england.command(arguments)
    measure = _growth if arguments.what == "growth" else _told
    try:
        found = measure(arguments, Path(arguments.config))
    except (Misconfigured, MayNot, NoMails) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    sys.stdout.write(json.dumps({"bench": arguments.what, **found}) + "\n")
    return 0


def _growth(arguments: Namespace, config: Path) -> bench_growth.Found:
    found = bench_growth.measure(config, arguments.count or bench_growth.SIZES[-1], _taken)
    bench_growth.tell(found)
    return found


def _told(arguments: Namespace, config: Path) -> dict[str, float]:
    count = arguments.count or USUAL
    found = _of_intake(arguments, count, config) if arguments.what == "intake" else _of_one(arguments.what, count)
    width = max(map(len, found))
    for each, figure in found.items():
        sys.stderr.write(f"{each:<{width}}  {figure:>10,.2f}\n")
    return found


def _of_one(what: str, count: int) -> dict[str, float]:
    measures: dict[str, Measure] = {
        "suggest": bench_opinions.suggestions,
        "sweep": bench_sweep.measure,
        "report": bench_report.measure,
    }
    return asyncio.run(_measured(measures[what], count)) | bench_opinions.memory()


def _of_intake(arguments: Namespace, count: int, config: Path) -> dict[str, float]:
    settings = load(config, os.environ)
    mails = _given(Path(arguments.mails), arguments.count) if arguments.mails else []
    if not keeping.is_embedded(settings.store.url):
        mails = mails or bench_mails.mails(range(count * len(bench_workers.WORKERS)))
        return bench_workers.measure(settings, mails, _kept)
    if mails:
        return asyncio.run(_measured(lambda opened, _: _received(opened, mails), count))
    found = asyncio.run(_measured(_intake, count)) | bench_opinions.memory()  # of one service, not of two
    return found | asyncio.run(_measured(_alerts, count))


def _given(folder: Path, most: int | None) -> list[bytes]:
    """The mails of a folder, each a file, in the order of their names. Raises `NoMails`."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())[:most]
    if not files:
        raise NoMails(f"{folder}: no mails are there")
    return [file.read_bytes() for file in files]


async def _measured(measure: Measure, count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        environ = os.environ | {
            "HEARD_STORE__URL": f"sqlite:///{folder}/heard.db",
            "HEARD_STORE__KEY_FILE": f"{folder}/heard.key",
            "HEARD_RUN__HEALTH__PORT": str(bench_desk.free()),
        }
        settings = load(bench_desk.CONFIG, environ)
        async with service.opened(settings, now=time_of_day.now) as opened:
            service.settled()
            return await measure(opened, count)


async def _intake(opened: Service, count: int) -> dict[str, float]:
    mails, more = (bench_mails.mails(range(first, first + count)) for first in (0, count))
    late: list[float] = []
    measuring = asyncio.create_task(_lateness(late))
    found = await _received(opened, mails)
    await bench_opinions.had(opened)  # none of them waits when what comes next is measured
    found |= await bench_opinions.measure(opened, count, partial(_taken, opened, more))
    measuring.cancel()
    return found | {
        "event loop late, p99, ms": sorted(late)[int(len(late) * 0.99)],
        "event loop late, most, ms": max(late),
    }


async def _received(opened: Service, mails: Sequence[bytes]) -> dict[str, float]:
    began, worked = perf_counter(), cpu.of_us()
    await _kept(opened, mails)
    kept = perf_counter()
    await _filed(opened)
    filed, spent = perf_counter(), cpu.of_us() - worked
    return {
        "mails": len(mails),
        "mails a second, kept": len(mails) / (kept - began),
        "mails a second, bytes to receipt in the outbox": len(mails) / (filed - began),
        "CPU ms a mail, bytes to receipt": 1000 * spent / len(mails),
    }


async def _alerts(opened: Service, count: int) -> dict[str, float]:
    return await bench_alert.measure(opened, bench_mails.mails(range(BACKLOG * count)), _kept)


async def _lateness(late: list[float]) -> None:
    """By how many milliseconds the event loop comes late to what it was to do."""
    while True:
        due = perf_counter() + TICK
        await asyncio.sleep(TICK)
        late.append(1000 * (perf_counter() - due))


async def _filed(opened: Service) -> None:
    heard, readers = parts.outcry(opened), parts.readers(opened)
    while await worker.work_through(
        transact=opened.database.transact,
        look=opened.database.look,
        council=opened.council.name,
        readers=readers,
        receive=opened.receive,
        together=opened.receive_together,
        now=opened.now,
        outcry=heard,
    ):
        pass


async def _together(works: list[Callable[[], Awaitable[None]]]) -> None:
    for start in range(0, len(works), TOGETHER):
        await asyncio.gather(*(work() for work in works[start : start + TOGETHER]))


async def _taken(opened: Service, raws: Sequence[bytes]) -> None:
    """From bytes to the receipt in the outbox."""
    await _kept(opened, raws)
    await _filed(opened)


async def _kept(opened: Service, raws: Sequence[bytes]) -> None:
    """As much in one piece of work as a mailbox keeps."""
    batches = (raws[start : start + BATCH] for start in range(0, len(raws), BATCH))
    await _together([partial(_keep, opened, batch) for batch in batches])


async def _keep(opened: Service, raws: Sequence[bytes]) -> None:
    posts = [_post(opened, raw) for raw in raws]
    await opened.database.transact(lambda db: inbox.keep_together(db, posts))


def _post(opened: Service, raw: bytes) -> Post:
    digest = name("bench", hashlib.sha256(raw).hexdigest())
    return Post(digest, opened.council.name, Channel.EMAIL, "bench", digest, opened.now(), raw)
