"""`heard run` with a time of day that can be set from outside, as somebody may set a machine's: forward and back.

    python -m tests.walks.wound run --config config.yaml mail,bot,sweeps

How many seconds it is off is read, each time it is asked for, from the file `clock` beside the settings. It opens and
starts the service exactly as `run.until_stopped.serve` does, with this `now` in place of the machine's.
"""

import argparse
import asyncio
import logging
import os
import signal
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from run import logs, time_of_day
from run.config import load
from run.parts import at_work
from run.service import opened


def main() -> None:
    """Until SIGTERM."""
    asked = argparse.ArgumentParser(prog="python -m tests.walks.wound", description=__doc__.splitlines()[0])
    asked.add_argument("run", choices=["run"])
    asked.add_argument("--config", type=Path)
    asked.add_argument("parts")
    given = asked.parse_args()
    logs.to(sys.stderr, logging.INFO)
    asyncio.run(_serve(given.config, given.parts.split(",")))


async def _serve(config: Path, parts: list[str]) -> None:
    stop, now = asyncio.Event(), partial(_now, config.with_name("clock"))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with opened(load(config, os.environ), now=now) as service, at_work(service, parts):
        await stop.wait()


def _now(clock: Path) -> datetime:
    return time_of_day.now() + timedelta(seconds=float(clock.read_text()))


if __name__ == "__main__":
    main()
