"""What every page of the desk is made with: the templates, the words of the labels, and the context they share."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import HTMLResponse

from casework.clocks import Clock
from casework.money import pounds
from desk import dates
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.words import first_up, of_letter, plain
from intake.handing import named, size
from patterns import environment

TEMPLATES = Path(__file__).parent / "templates"


def page(
    request: Request,
    desk: Desk,
    visit: Visit | None,
    template: str,
    given: Mapping[str, object] = MappingProxyType({}),
    *,
    status: int = 200,
) -> HTMLResponse:
    """A page, whole. Everything that people wrote is escaped; a name the template wants and nobody gave is an error."""
    now = desk.now()

    def clock_tag(clock: Clock) -> tuple[str, str]:
        return dates.clock_tag(clock, desk.council, now)

    def day(when: date | datetime) -> str:
        return dates.day(when, now)

    html = PAGES.get_template(template).render(
        {
            **given,
            "council": desk.council,
            "visit": visit,
            "path": request.url.path,
            "day": day,
            "moment": lambda when: dates.moment(when, now),
            "ago": lambda when: dates.ago(when, now),
            "clock_tag": clock_tag,
            "troubles": desk.troubles(),
        }
    )
    return HTMLResponse(html, status)


PAGES = environment(
    TEMPLATES,
    plain=plain,
    first_up=first_up,
    letter=of_letter,
    pounds=pounds,
    in_address=in_address,
    kind=named,
    size=size,
)
