"""A part that ends with an error is begun again after a pause that grows; the others go on."""

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable

from intake.patience import USUAL, Patience
from run.health import Health

log = logging.getLogger(__name__)

Work = tuple[str, Callable[[], Awaitable[None]]]
"""A part by its name, and what it does for ever."""

STANDS = 1.0
"""Seconds after which a part that was begun again is taken for well. *Taste.*"""

LONG = 60.0
"""Seconds of work after which an earlier failure no longer counts. *Taste.*"""


async def kept_going(
    name: str, work: Callable[[], Awaitable[None]], told: Health, *, patience: Patience = USUAL, stands: float = STANDS
) -> None:
    """Begin it again whenever it ends: no part of the service is done before the service is."""
    loop = asyncio.get_running_loop()
    failures, why = 0, ""
    while True:
        began = loop.time()
        standing = loop.call_later(stands, told.over, name, why)
        try:
            await work()
        except Exception as fault:  # noqa: BLE001 whatever ails one part, the others go on
            log.error("a part ended", extra={"sweep": name, "kind": type(fault).__name__})
            why = _why(fault)
            told.trouble(name, why)
        finally:
            standing.cancel()
        failures = 1 if loop.time() - began > LONG else failures + 1
        await asyncio.sleep(patience.pause(failures))


def _why(fault: Exception) -> str:
    taken = isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE
    said = "its port is taken by another program" if taken else f"it ended with {type(fault).__name__}"
    return f"{said}; it is tried again"
