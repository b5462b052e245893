"""What every page of the desk is made with: the templates, the words of the labels, and the context they share."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from casework import clocks, days, wording
from casework.clocks import Clock
from casework.councils import Council
from store.database import Look, Transact

if TYPE_CHECKING:
    from desk.access import Visit

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages work with. `secure` says that the desk is reached over TLS; `troubles` what is wrong with the
    service now.
    """

    council: Council
    transact: Transact
    look: Look
    now: Callable[[], datetime]
    key: bytes = field(repr=False)
    wake: asyncio.Event
    secure: bool = False
    troubles: Callable[[], dict[str, str]] = dict


def page(
    request: Request,
    desk: Desk,
    visit: "Visit | None",
    template: str,
    given: Mapping[str, object] = MappingProxyType({}),
    *,
    status: int = 200,
) -> HTMLResponse:
    """A page, whole. Everything that people wrote is escaped; a name the template wants and nobody gave is an error."""
    now = desk.now()
    today = days.today(now)

    def clock_tag(clock: Clock) -> tuple[str, str]:
        return _clock_tag(clock, desk.council, now)

    html = PAGES.get_template(template).render(
        {
            **given,
            "council": desk.council,
            "visit": visit,
            "path": request.url.path,
            "now": now,
            "day": lambda when: wording.day(when if not isinstance(when, datetime) else days.today(when), today),
            "moment": lambda when: f"{wording.time_of(when)}, {wording.day(days.today(when), today)}",
            "clock_tag": clock_tag,
            "troubles": desk.troubles(),
        }
    )
    return HTMLResponse(html, status)


def plain(label: object) -> str:
    """A label as people read it: `child_in_care` is "child in care"."""
    return str(label).replace("_", " ")


def _clock_tag(clock: Clock, council: Council, now: datetime) -> tuple[str, str]:
    """The clock in words and a colour that only helps: the same on every page (conversations 4.1)."""
    if clock.stopped is not None:
        return "Stopped", "grey"
    if clocks.is_held(clock):
        return "On hold", "grey"
    left = clocks.days_left(clock, council, days.today(now))
    days_word = "working day" if abs(left) == 1 else "working days"
    if left < 0:
        return f"Late, {-left} {days_word}", "red"
    if left == 0:
        return "Due today", "orange"
    return (
        (f"Due soon, {left} {days_word} left", "yellow")
        if left <= 3
        else (f"On time, {left} {days_word} left", "green")
    )


def counted(clock: Clock, council: Council) -> dict[str, object]:
    """How a date comes about, for the page that explains it: the days counted and those skipped, with why."""
    made = clocks.count(clock, council)
    return {"clock": clock, "counted": made.counted, "skipped": made.skipped}


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(default=True), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["plain"] = plain
    return made


PAGES = _environment()
