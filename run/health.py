"""Is it alive, can it take mail, how much waits: /healthz, /readyz, /metrics. Counts and ages only, nothing of
anybody.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from casework.frozen import frozen

log = logging.getLogger(__name__)

TAKES_MAIL = frozenset({"store", "mailbox", "door", "bot", "webhook", "worker"})
"""The parts without which something sent to us would not be taken in. Trouble in any other is told, and no more."""

LOOKS = frozenset({"store", "mailbox", "bot"})
LATE = timedelta(minutes=15)
"""The parts that say how they are at every look, and when too much time has gone by without a word: each looks every
five minutes at least. *Taste.*
"""

ANSWERS = 5.0
"""Seconds in which the store must answer: whoever asks how we are gives up soon after. *Taste.*"""

KNOWN = 1.0
"""The same where the store is known to be in trouble: who watches us may wait no longer, and hears of it now. *Taste.*
"""

EVERY = 10.0
"""Seconds between two looks whether the store can be written to. *Taste.*"""


COUNTED = {"messages": 0, "letters": 0}
"""What is told of even before there was any: nobody can tell a silence from a number that is not there."""


@dataclass(slots=True)
class Part:
    """How one part of the service is: when it was last well, or what is wrong, in words for whoever keeps the
    machine.
    """

    well_at: datetime | None = None
    trouble: str = ""


@dataclass(slots=True)
class Health:
    """What the parts report of themselves while they run, and what has been counted since the start."""

    now: Callable[[], datetime]
    started: datetime
    parts: dict[str, Part] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict(COUNTED))

    def well(self, part: str) -> None:
        """The part has just done what it is there for."""
        self.parts[part] = Part(self.now())

    def trouble(self, part: str, why: str) -> None:
        """The part cannot do what it is there for; when it last could stays known."""
        was = self.parts.get(part)
        self.parts[part] = Part(was.well_at if was else None, why)

    def elsewhere(self, part: str) -> None:
        """Another machine does it."""
        self.parts.pop(part, None)

    def over(self, part: str, why: str) -> None:
        """This trouble has passed, and nothing has been said of another meanwhile."""
        was = self.parts.get(part)
        if why and was and was.trouble == why:
            self.well(part)

    def count(self, what: str, number: int = 1) -> None:
        """So many more of something, since the start."""
        self.counts[what] = self.counts.get(what, 0) + number

    def troubles(self) -> dict[str, str]:
        """What is wrong, by the part that says so, or has fallen silent."""
        found = {name: part.trouble or self._silence(name, part) for name, part in sorted(self.parts.items())}
        return {name: why for name, why in found.items() if why}

    def _silence(self, name: str, part: Part) -> str:
        late = name in LOOKS and part.well_at is not None and self.now() - part.well_at > LATE
        return "nothing has been heard of it for a quarter of an hour" if late else ""


@frozen
class Stored:
    """What the store says: what waits in it, by name, as counts and ages in seconds; when it was last copied."""

    waiting: Mapping[str, float]
    copied: datetime | None = None


Asked = Callable[[], Awaitable[Stored]]
"""Raises if the store does not answer."""


async def watch(health: Health, write: Callable[[], Awaitable[None]], *, every: float = EVERY) -> None:
    """See for ever whether the store can be written to. A disk that is full can still be read."""
    while True:
        try:
            async with asyncio.timeout(ANSWERS):
                await write()
        except Exception as fault:  # noqa: BLE001 the store may fail in any way; what is told is only the kind
            log.error("nothing can be written to the store", extra={"kind": type(fault).__name__})
            health.trouble("store", f"nothing can be written to it ({type(fault).__name__})")
        else:
            health.well("store")
        await asyncio.sleep(every)


def routes(health: Health, ask: Asked, *, answers: float = ANSWERS) -> list[Route]:
    """The three addresses, for the service's own port and for the desk's."""

    async def healthz(request: Request) -> Response:
        del request
        return PlainTextResponse("alive\n")

    async def readyz(request: Request) -> Response:
        del request
        stored = await _asked(health, ask, answers)
        wrong = health.troubles() | ({} if stored else {"store": "it does not answer"})
        ready = not TAKES_MAIL & set(wrong)
        said = {
            "ready": ready,
            "trouble": wrong,
            "seconds_since_last_good_fetch": _ages(health).get("mailbox"),
            "seconds_since_well": _ages(health),
            "seconds_since_last_copy": _since(health, stored.copied) if stored and stored.copied else None,
            "waiting": stored.waiting if stored else {},
        }
        return JSONResponse(said, 200 if ready else 503)

    async def metrics(request: Request) -> Response:
        del request
        told = "\n".join(_lines(health, await _asked(health, ask, answers))) + "\n"
        return PlainTextResponse(told, media_type="text/plain; version=0.0.4")

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _asked(health: Health, ask: Asked, answers: float) -> Stored | None:
    """What the store says, if it says anything."""
    try:
        async with asyncio.timeout(min(answers, KNOWN) if "store" in health.troubles() else answers):
            return await ask()
    except Exception as fault:  # noqa: BLE001 however the store fails, whoever asks how we are is answered
        log.error("the store did not say what waits", extra={"kind": type(fault).__name__})
        return None


def _ages(health: Health) -> dict[str, float]:
    return {name: _since(health, part.well_at) for name, part in sorted(health.parts.items()) if part.well_at}


def _since(health: Health, moment: datetime) -> float:
    return round((health.now() - moment).total_seconds(), 1)


def _lines(health: Health, stored: Stored | None) -> Iterable[str]:
    """Prometheus's text format. A name is made here or by a part of ours, never from anything that came in."""
    up, parts = (health.now() - health.started).total_seconds(), sorted(health.parts.items())
    working = {name: int(not part.trouble) for name, part in parts}
    store = stored is not None and "store" not in health.troubles()
    ages = {name: _since(health, part.well_at or health.started) for name, part in parts}
    yield from _metric("heard_up_seconds", "gauge", "since the service started", {"": round(up)})
    yield from _metric("heard_store_up", "gauge", "whether the store answers, and takes what is new", {"": int(store)})
    yield from _metric("heard_part_up", "gauge", "whether a part does what it is there for", working, "part")
    yield from _metric("heard_part_well_seconds", "gauge", "since a part was last well, or the start", ages, "part")
    if stored:
        copied = _since(health, stored.copied) if stored.copied else inf
        yield from _metric("heard_copied_seconds", "gauge", "since the store was last copied", {"": copied})
        yield from _metric("heard_waiting", "gauge", "what waits in the store", stored.waiting, "what")
    yield from _metric("heard_total", "counter", "how many since the service started", health.counts, "what")


def _metric(name: str, kind: str, says: str, values: Mapping[str, float], label: str = "") -> Iterable[str]:
    yield f"# HELP {name} {says}"
    yield f"# TYPE {name} {kind}"
    for of, number in sorted(values.items()):
        value = "+Inf" if number == inf else number
        yield f'{name}{{{label}="{of}"}} {value}' if label else f"{name} {value}"
