"""`heard check`: load everything, try each far end, and say what is wrong and what to do, one line each.

What would stop the service, lose a message or show it to others is WRONG (exit 1); what a council must still settle
before it goes live is TO DO.
"""

import asyncio
import os
import shutil
import sys
import traceback
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

from casework import days
from casework.councils import Council
from run import farends, models, time_of_day, ways_out
from run.check import addresses, dates, far_ends, files, in_the_open, ports, profile, reached, stored, words
from run.check.files import Free
from run.check.found import Found, How, well, wrong
from run.config import Misconfigured, Settings, load, load_council
from run.config.safety import load_signs

__all__ = ["Found", "How", "command", "everything"]


def command(arguments: Namespace) -> int:
    """Print what was found as it is found."""
    return asyncio.run(_printed(Path(arguments.config)))


async def _printed(path: Path) -> int:
    worst = 0
    async for found in _to_the_end(path):
        sys.stdout.write(f"{found.how:<6} {found.what}: {found.says}\n")
        sys.stdout.flush()
        worst = max(worst, int(found.how is How.WRONG))
    return worst


async def _to_the_end(path: Path) -> AsyncIterator[Found]:
    """Whatever is wrong that nobody thought of is a line too; its words may quote a secret, its kind does not."""
    try:
        async for found in _all(path):
            yield found
    except Exception as fault:  # noqa: BLE001 as it says
        at = traceback.extract_tb(fault.__traceback__)[-1]
        named = fault.filename if isinstance(fault, OSError) else None
        says = f"{type(fault).__name__} at {at.name}:{at.lineno}{f', {named}' if named else ''}"
        yield wrong(
            "heard check", f"it could not go on ({says}): see that nothing of the program is missing, or tell us"
        )


async def _all(path: Path) -> AsyncIterator[Found]:
    try:
        settings = load(path, os.environ)
        council = load_council(settings.council)
        load_signs()
    except Misconfigured as fault:
        for line in str(fault).splitlines():
            yield wrong("settings", line)
        return
    for found in files.of_settings(path, settings):
        yield found
    yield well("settings", f"{path} and the profile of {council.title} are understood")
    for found in await asyncio.to_thread(lambda: list(ports.taken(settings))):
        yield found
    async for found in everything(settings, council, now=time_of_day.now):
        yield found
    for found in await asyncio.to_thread(lambda: list(reached.found(settings, farends.trust()))):
        yield found


async def everything(
    settings: Settings,
    council: Council,
    *,
    now: Callable[[], datetime],
    outbox: Path = ways_out.OUTBOX,
    free: Free = lambda folder: shutil.disk_usage(folder).free,
) -> AsyncIterator[Found]:
    """All that can be found wrong with settings and a profile that are understood."""
    for found in profile.found(council, days.today(now())):
        yield found
    yield profile.classifier(models.in_use(settings))
    for found in (*words.found(), *dates.found(council, now()), *dates.of_the_machine(now(), time_of_day.here())):
        yield found
    for found in (
        *ports.found(settings),
        *in_the_open.found(settings, days.today(now())),
        *files.found(settings, outbox, free),
        *addresses.found(settings, council),
    ):
        yield found
    key = files.key(settings)
    yield key
    if key.how is How.WELL:
        async for found in stored.found(settings, council, now()):
            yield found
    async for found in far_ends.found(settings, now):
        yield found
