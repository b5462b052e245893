"""ROUTES: every address of the form, and its function. Every page works without script, and none sets a cookie.

Nothing is kept by the browser or anything between; no page says to another site where somebody came from. Whatever goes
wrong is said in a plain sentence with a number to call, and logged by its kind only.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from casework.frozen import frozen
from form import about_you, coming_back, going_on, telling
from form.bodies import Unfit
from form.pages import Form, page
from patterns import slashes
from patterns.headers import HEADERS, Headed, from_here

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"

TO_BE_FOUND = "/"
"""The one page that search may show."""

NOT_TO_BE_FOUND = HEADERS | {"X-Robots-Tag": "noindex"}

Answers = Callable[[Request, Form], Awaitable[Response]]


def shows(template: str) -> Answers:
    """A page that only says something."""

    async def shown(request: Request, form: Form) -> Response:
        return page(request, form, template)

    return shown


@frozen
class Page:
    """One row: an address, how it is asked for, and its function."""

    path: str
    how: str
    function: Answers


ROUTES = (
    Page("/", "GET", shows("start.html")),
    Page("/before", "GET", shows("before.html")),
    Page("/safety", "GET", shows("safety.html")),
    Page("/who-reads", "GET", shows("who_reads.html")),
    Page("/tell", "GET", telling.asked),
    Page("/tell", "POST", telling.told),
    Page("/answers", "POST", going_on.answered),
    Page("/more", "POST", going_on.added),
    Page("/press", "POST", going_on.pressed),
    Page("/back", "GET", coming_back.asked),
    Page("/back", "POST", coming_back.came),
    Page("/about-you", "GET", about_you.asked),
    Page("/about-you", "POST", about_you.answered),
    Page("/about-you/{procedure}", "GET", about_you.asked),
    Page("/about-you/{procedure}", "POST", about_you.answered),
    Page("/how-we-did", "GET", about_you.asked),
    Page("/how-we-did", "POST", about_you.answered),
    Page("/how-we-did/{procedure}", "GET", about_you.asked),
    Page("/how-we-did/{procedure}", "POST", about_you.answered),
)


def app(form: Form) -> Starlette:
    """The form."""
    routes: list[BaseRoute] = [Route(row.path, _answers(row, form), methods=[row.how]) for row in ROUTES]

    async def nothing(request: Request, error: Exception) -> Response:
        status = getattr(error, "status_code", 500)
        if status == 404 and (short := slashes.without(request.scope["path"], request.url.query)):
            return RedirectResponse(short, 307)
        return page(request, form, "missing.html", status=status)

    made = Starlette(
        routes=[*routes, Mount("/static", StaticFiles(directory=STATIC))],
        middleware=[Middleware(Headed, of=_headers)],
        exception_handlers={404: nothing, 405: nothing},
    )
    made.router.redirect_slashes = False  # see `patterns.slashes`
    return made


def _headers(path: str) -> Mapping[str, str]:
    return HEADERS if path == TO_BE_FOUND else NOT_TO_BE_FOUND


def _answers(row: Page, form: Form) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if row.how == "POST" and not from_here(request.headers):
            return page(request, form, "sorry.html", {"wrong": ELSEWHERE}, status=400)
        try:
            return await row.function(request, form)
        except Unfit:
            return page(request, form, "sorry.html", {"wrong": BROKEN_OFF}, status=400)
        except Exception as fault:  # noqa: BLE001 whatever it is, somebody waits for a page: its words may be private
            log.error("a page failed", extra={"kind": type(fault).__name__})
            return page(request, form, "sorry.html", {"wrong": FAILED}, status=500)

    return answer


FAILED = "Something went wrong here, and it is our fault. Go back and try again in a minute. Or call us."
ELSEWHERE = "That was sent from another website. Please start here."
BROKEN_OFF = "That did not reach us whole. Go back and send it again. What you typed may still be there."
