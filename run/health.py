"""Is it alive, can it take mail, how much waits: /healthz, /readyz, /metrics. Counts and ages only, nothing of
anybody.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route


@dataclass(slots=True)
class Part:
    """How one part of the service is: since when it has been well, or what is wrong, in words for whoever keeps the
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
    counts: dict[str, int] = field(default_factory=dict)

    def well(self, part: str) -> None:
        """The part has just done what it is there for."""
        self.parts[part] = Part(self.now())

    def trouble(self, part: str, why: str) -> None:
        """The part cannot do what it is there for; when it last could stays known."""
        was = self.parts.get(part)
        self.parts[part] = Part(was.well_at if was else None, why)

    def count(self, what: str, number: int = 1) -> None:
        """So many more of something, since the start."""
        self.counts[what] = self.counts.get(what, 0) + number


Waiting = Callable[[], Awaitable[dict[str, float]]]
"""What waits in the store, by name: counts, and ages in seconds. Raises if the store does not answer."""


def routes(health: Health, waiting: Waiting) -> list[Route]:
    """The three addresses, for the service's own port and for the desk's."""

    async def healthz(request: Request) -> Response:
        del request
        return PlainTextResponse("alive\n")

    async def readyz(request: Request) -> Response:
        del request
        wrong = {name: part.trouble for name, part in health.parts.items() if part.trouble}
        try:
            backlog = await waiting()
        except Exception as error:  # noqa: BLE001 the store may fail in any way; what is told is only the kind
            backlog, wrong = {}, wrong | {"store": type(error).__name__}
        said = {"ready": not wrong, "trouble": wrong, "seconds_since_well": _ages(health), "waiting": backlog}
        return JSONResponse(said, 503 if wrong else 200)

    async def metrics(request: Request) -> Response:
        del request
        try:
            backlog = await waiting()
        except Exception:  # noqa: BLE001 a scrape must not fail because the store does: heard_store_up says so
            backlog = {}
        return PlainTextResponse("\n".join(_lines(health, backlog)) + "\n", media_type="text/plain; version=0.0.4")

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


def _ages(health: Health) -> dict[str, float]:
    now = health.now()
    return {name: round((now - part.well_at).total_seconds(), 1) for name, part in health.parts.items() if part.well_at}


def _lines(health: Health, backlog: dict[str, float]) -> Iterable[str]:
    yield "# TYPE heard_up_seconds gauge"
    yield f"heard_up_seconds {(health.now() - health.started).total_seconds():.0f}"
    yield "# TYPE heard_store_up gauge"
    yield f"heard_store_up {int(bool(backlog))}"
    yield "# TYPE heard_part_up gauge"
    for name, part in sorted(health.parts.items()):
        yield f'heard_part_up{{part="{name}"}} {int(not part.trouble)}'
    yield "# TYPE heard_part_well_seconds gauge"
    for name, age in sorted(_ages(health).items()):
        yield f'heard_part_well_seconds{{part="{name}"}} {age}'
    yield "# TYPE heard_waiting gauge"
    for name, value in sorted(backlog.items()):
        yield f'heard_waiting{{what="{name}"}} {value:g}'
    yield "# TYPE heard_total counter"
    for name, total in sorted(health.counts.items()):
        yield f'heard_total{{what="{name}"}} {total}'
