"""ROUTES: every address of the desk, its function, and who may ask for it. Every page works without script.

Each answer carries the headers that keep what is on it to this browser tab; each form the token of its session.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from casework.councils import Role
from desk import access, cases, decisions, tray
from desk.pages import Desk, page

STATIC = Path(__file__).parent / "static"
TEAM = frozenset({Role.CO, Role.CM})
ANYONE_HERE: frozenset[Role] = frozenset()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One row: an address, how it is asked for, its function, and the roles that may. `open` needs no session."""

    path: str
    how: str
    function: Callable[..., Awaitable[Response]]
    roles: frozenset[Role] = ANYONE_HERE
    open: bool = False


ROUTES = (
    Page("/sign-in", "GET", access.ask, open=True),
    Page("/sign-in/{link}", "GET", access.offer, open=True),
    Page("/sign-in/{link}", "POST", access.enter, open=True),
    Page("/sign-out", "POST", access.leave),
    Page("/", "GET", tray.home),
    Page("/tray", "GET", tray.tray, TEAM),
    Page("/contacts/{reference}", "GET", tray.contact, TEAM),
    Page("/contacts/{reference}", "POST", decisions.open_from, TEAM),
    Page("/alarms/{alarm}", "POST", decisions.alarm, TEAM),
    Page("/cases", "GET", cases.listed),
    Page("/cases/{reference}", "GET", cases.one),
    Page("/cases/{reference}/{move}", "POST", decisions.move),
)


def app(desk: Desk, beside: Sequence[BaseRoute] = ()) -> Starlette:
    """The desk; `beside` are addresses that it serves for others (health)."""
    routes: list[BaseRoute] = [Route(row.path, _answers(row, desk), methods=[row.how]) for row in ROUTES]
    return Starlette(routes=[*beside, *routes, Mount("/static", StaticFiles(directory=STATIC))])


def _answers(row: Page, desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        response = await _allowed(row, request, desk)
        response.headers.update(HEADERS)
        return response

    return answer


async def _allowed(row: Page, request: Request, desk: Desk) -> Response:
    """R904: a session, then the role, then the form's own token; only then the function."""
    if row.open:
        return await row.function(request, desk)
    visit = await access.visit(request, desk)
    if visit is None:
        return access.to_sign_in(request)
    if row.roles and not row.roles & visit.staff.roles:
        return page(request, desk, visit, "not_yours.html", status=403)
    if row.how == "POST" and not access.is_ours((await request.form()).get("token"), visit):
        wrong = "The form was not from this session. Open the page again."
        return page(request, desk, visit, "sorry.html", {"wrong": wrong}, status=403)
    return await row.function(request, desk, visit)
