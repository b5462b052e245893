"""`heard bench`: which of them is measured, and how it is told: a table on standard error, JSON on standard output.

Every figure is this machine's, at this moment: compare only what was measured in one run.
"""

import asyncio
import json
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path

from run.bench import desk, growth, intake, report, suggest, sweep
from run.bench.opened import measured
from run.config import Misconfigured
from run.england import command as england
from store.aside import MayNot

USUAL = 500
"""How many are measured, where nobody says; of the desk's cases more."""

MEASURES = {"suggest": suggest.measure, "sweep": sweep.measure, "report": report.measure}


def command(arguments: Namespace) -> int:
    """Measure, and say what was measured."""
    if arguments.what == "desk":
        return desk.command(arguments)
    if arguments.what == "england":
        return england.command(arguments)
    measure = _growth if arguments.what == "growth" else _told
    try:
        found = measure(arguments)
    except (Misconfigured, MayNot, intake.NoMails) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    sys.stdout.write(json.dumps({"bench": arguments.what, **found}) + "\n")
    return 0


def _growth(arguments: Namespace) -> growth.Found:
    found = growth.measure(Path(arguments.config), arguments.count or growth.SIZES[-1])
    growth.tell(found)
    return found


def _told(arguments: Namespace) -> dict[str, float]:
    count = arguments.count or USUAL
    found = intake.measure(arguments, count) if arguments.what == "intake" else _of_one(arguments.what, count)
    width = max(map(len, found))
    for each, figure in found.items():
        sys.stderr.write(f"{each:<{width}}  {figure:>10,.2f}\n")
    return found


def _of_one(what: str, count: int) -> dict[str, float]:
    return asyncio.run(measured(partial(MEASURES[what], count=count))) | suggest.memory()
