"""`heard run`: what was asked for is understood before anything heavy is loaded, so that a mistake is said at once."""

import asyncio
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

from classifier.apart import Apart
from run import logs, memory, models
from run.config import Misconfigured, Settings, load

PARTS = ("mail", "bot", "desk", "form", "sweeps")


def command(arguments: Namespace) -> int:
    """Until Ctrl-C or SIGTERM. 1 if it cannot start, saying why; 2 for a part that there is not."""
    parts = PARTS if arguments.parts is None else arguments.parts.split(",")
    strange = [part or "nothing" for part in parts if part not in PARTS]
    if strange:
        sys.stderr.write(f"there is no part called {', '.join(strange)}; there are: {', '.join(PARTS)}\n")
        return 2
    logs.to(sys.stderr, logging.WARNING if arguments.story else logging.INFO)
    try:
        settings = load(Path(arguments.config), os.environ)
    except Misconfigured as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    return _started(settings, parts, arguments)


def _started(settings: Settings, parts: Sequence[str], arguments: Namespace) -> int:
    memory.lent()
    tables_made(settings.store.url)
    model = Apart(models.in_use(settings))
    if not arguments.story:
        model.start()  # it takes a second, while we load all that is heavy
    from run import crowd, keeping, story, until_stopped

    crowd.more_files()
    try:
        if arguments.story:
            return asyncio.run(story.tell(settings, PARTS))
        return asyncio.run(until_stopped.serve(settings, parts, Path(arguments.config), model))
    except (*keeping.REFUSED, keeping.AlreadyRunning) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1


def tables_made(url: str) -> None:
    """A new store's, in a process of its own: what makes them is needed once, and 7 MB would stay with the service."""
    making = get_context("fork").Process(target=_ready, args=(url,))
    making.start()
    making.join()


def _ready(url: str) -> None:
    from run import keeping

    with suppress(Exception):  # whatever it is, the service meets it too, and says what
        keeping.ready(url)
