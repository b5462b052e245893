"""The whole service, until somebody says stop.

SIGTERM and Ctrl-C end it: doors first, then what is in hand, then the store.
"""

import asyncio
import hashlib
import logging
import signal
from collections.abc import Sequence
from pathlib import Path

from classifier.apart import Apart
from run import time_of_day
from run.config import COUNCILS, Settings
from run.parts import at_work
from run.service import Service, opened, settled

log = logging.getLogger(__name__)


async def serve(settings: Settings, parts: Sequence[str], config: Path, model: Apart | None = None) -> int:
    """All of it, until somebody says stop. `model`: the classifier, where it has been started before."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings, now=time_of_day.now, model=model) as service, at_work(service, parts):
        _say_what_was_read(service, config)
        settled()
        log.info("the service runs", extra={"kind": ",".join(parts)})
        await stop.wait()
        log.info("the service stops")
    return 0


def _say_what_was_read(service: Service, config: Path) -> None:
    """Which profile, which model, and which files exactly: so that it can be said later what was in force."""
    log.info("the council's profile", extra={"kind": service.council.name})
    profiles = [COUNCILS / f"{name}.yaml" for name in ("england", service.council.name, "signs")]
    for path in (config, *profiles):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        log.info("a file as it was read", extra={"kind": f"{path.name} {digest}"})
    log.info("the classifier's model", extra={"model": service.model.digest if service.model else "none"})
