"""What suggestions cost, and how many mails a second go the whole way with them: a part of `heard bench`.

As in the service: while mails are filed, the model reads those that are, in a process of its own. The processor time of
both is counted.
"""

import asyncio
import resource
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter

from classifier.apart import Apart
from intake import opinions
from run import cpu, parts
from run.bench import mails
from run.service import Service
from store import contacts

LOOK = 0.05
"""Seconds between two looks whether all have been considered: each is paid for by whoever is measured. *Taste.*"""

WORDS = (100, 400)
"""How long a message is, and a long one."""


async def beside(opened: Service, count: int, taken: Callable[[], Awaitable[None]]) -> dict[str, float]:
    """So many mails from their bytes to the suggestion, everything at work together."""
    began, worked = perf_counter(), cpu.of_us()
    await had(opened, taken)
    seconds, used = perf_counter() - began, cpu.of_us() - worked
    return {
        "mails a second, with the suggestion": count / seconds,
        "CPU ms a mail, with the suggestion": 1000 * used / count,
    }


async def had(opened: Service, taken: Callable[[], Awaitable[None]] | None = None) -> None:
    """Let the classifier look as the service does, while mails are taken in and until it has seen everything."""
    look, council = opened.database.look, opened.council.name
    consider = partial(parts.considered, opened)
    looking = asyncio.create_task(opinions.run(wake=opened.to_consider, look=look, council=council, consider=consider))
    if taken:
        await taken()
    while await _somebody_waits(opened):  # noqa: ASYNC110 the store says nothing by itself
        await asyncio.sleep(LOOK)
    looking.cancel()


async def _somebody_waits(opened: Service) -> bool:
    found = await opened.database.look(lambda db: contacts.unconsidered(db, opened.council.name, 1))
    return bool(found) and opened.model is not None


async def measure(opened: Service, count: int) -> dict[str, float]:
    """Of about one length and of another, so many at a time as the service asks about."""
    found: dict[str, float] = {}
    for words in WORDS:
        if opened.model is not None:
            found |= await _suggestions(opened.model, count, words)
    return found


async def _suggestions(model: Apart, count: int, words: int) -> dict[str, float]:
    texts = ["\n\n".join(mails.told(number, words)) for number in range(count)]
    lots = [texts[first : first + opinions.TOGETHER] for first in range(0, count, opinions.TOGETHER)]
    began, worked = perf_counter(), model.spent
    await asyncio.gather(*map(model.of_each, lots))
    return {
        f"suggestions a second, {words} words": count / (perf_counter() - began),
        f"CPU ms a suggestion, {words} words": 1000 * (model.spent - worked) / count,
    }


def memory() -> dict[str, float]:
    """The most that the service took, and beside it the process that has the model: once both have ended."""
    ours, beside = (
        resource.getrusage(whose).ru_maxrss / 1024 for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"peak memory, MB": ours, "peak memory of the model, MB": beside}
