"""`heard bench`: how fast, as a table on standard error and JSON on standard output. A store of its own, thrown
away at the end: SQLite; of `intake` also a PostgreSQL, where `store.url` names one.

Measured is the whole path of a mail: bytes kept, read, screened, scanned, filed with its receipt in the outbox; then
the same with the suggestion, which is had while more comes in. Every figure is this machine's, at this moment: compare
only what was measured in one run.
"""

import asyncio
import json
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from casework.messages import Channel, Post
from casework.names import name
from intake import worker
from run import (
    bench_alert,
    bench_desk,
    bench_growth,
    bench_opinions,
    bench_report,
    bench_sweep,
    bench_workers,
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

TOGETHER = 64
"""Mails that are handed over at once, as a mailbox with a backlog does. *Taste.*"""

BACKLOG = 4
"""How many times as many mails wait while somebody cries for help."""

TICK = 0.01
"""Seconds between two looks at how late the event loop is. *Taste.*"""

Measure = Callable[[Service, int], Awaitable[dict[str, float]]]
"""Measures so many with a service, and says what was found by name."""

SAID = (
    "I am writing about my son's social worker. She was meant to visit on Tuesday and on Friday and did not come, and "
    "nobody rang. He had waited at the window. This is the third time since September. When I called the office I was "
    "told that a manager would ring me back the same day, and no one has. I would like somebody to tell us what is "
    "going on, and I want it looked into."
)


def command(arguments: Namespace) -> int:
    """Measure, and say what was measured."""
    if arguments.what == "desk":
        return bench_desk.command(arguments)
    if arguments.what == "england":
        return england.command(arguments)
    measure = _growth if arguments.what == "growth" else _told
    try:
        found = measure(arguments.what, arguments.count, Path(arguments.config))
    except (Misconfigured, MayNot) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    sys.stdout.write(json.dumps({"bench": arguments.what, **found}) + "\n")
    return 0


def _growth(_: str, given: int | None, config: Path) -> bench_growth.Found:
    found = bench_growth.measure(config, given or bench_growth.SIZES[-1], _mail, _taken)
    bench_growth.tell(found)
    return found


def _told(what: str, given: int | None, config: Path) -> dict[str, float]:
    found = _found(what, given or USUAL, config)
    width = max(map(len, found))
    for each, figure in found.items():
        sys.stderr.write(f"{each:<{width}}  {figure:>10,.2f}\n")
    return found


def _found(what: str, count: int, config: Path) -> dict[str, float]:
    if what == "intake":
        settings = load(config, os.environ)
        if not keeping.is_embedded(settings.store.url):
            raws = [_mail(number) for number in range(count * len(bench_workers.WORKERS))]
            return bench_workers.measure(settings, raws, _kept)
    measures: dict[str, Measure] = {
        "intake": _intake,
        "suggest": partial(bench_opinions.suggestions, said=SAID),
        "sweep": bench_sweep.measure,
        "report": bench_report.measure,
    }
    found = asyncio.run(_measured(measures[what], count))
    found |= bench_opinions.memory()  # of one service, not of two
    return found | asyncio.run(_measured(_alerts, count)) if what == "intake" else found


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
    mails, more = ([_mail(number) for number in range(first, first + count)] for first in (0, count))
    late: list[float] = []
    measuring = asyncio.create_task(_lateness(late))
    began, cpu = perf_counter(), process_time()
    await _kept(opened, mails)
    kept = perf_counter()
    await _filed(opened)
    filed, spent = perf_counter(), process_time() - cpu
    await bench_opinions.had(opened)  # none of them waits when what comes next is measured
    found = {
        "mails": count,
        "mails a second, kept": count / (kept - began),
        "mails a second, bytes to receipt in the outbox": count / (filed - began),
        "CPU ms a mail, bytes to receipt": 1000 * spent / count,
    }
    found |= await bench_opinions.measure(opened, count, partial(_taken, opened, more))
    measuring.cancel()
    return found | {
        "event loop late, p99, ms": sorted(late)[int(len(late) * 0.99)],
        "event loop late, most, ms": max(late),
    }


async def _alerts(opened: Service, count: int) -> dict[str, float]:
    return await bench_alert.measure(opened, [_mail(number) for number in range(BACKLOG * count)], _kept)


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
    await _together([partial(_keep, opened, raw) for raw in raws])


async def _keep(opened: Service, raw: bytes) -> None:
    digest = name("bench", raw.decode())
    post = Post(digest, opened.council.name, Channel.EMAIL, "bench", digest, opened.now(), raw)
    await opened.database.transact(lambda db: inbox.keep(db, post))


def _mail(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Family {number} <family{number}@example.org>"
    mail["To"] = "complaints@council.example"
    mail["Subject"] = f"Visits that did not happen, {number}"
    mail["Date"] = "Mon, 02 Mar 2026 09:30:00 +0000"
    mail["Message-ID"] = f"<bench-{number}@example.org>"
    mail.set_content("\n\n".join([SAID] * 4) + f"\n\nFamily {number}\n")
    return mail.as_bytes()
