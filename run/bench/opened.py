"""The service that is measured, with a store of its own that is thrown away."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from run import aside, service, time_of_day
from run.config import load
from run.service import Service

CONFIG = Path(__file__).parents[2] / "config.yaml"


async def measured(measure: Callable[[Service], Awaitable[dict[str, float]]]) -> dict[str, float]:
    """What is found by measuring with a service that has just been opened."""
    with aside.environment() as environ:
        async with service.opened(load(CONFIG, environ), now=time_of_day.now) as opened:
            service.settled()
            return await measure(opened)
