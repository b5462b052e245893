"""ROUTES: every address of the desk, its function, and who may ask for it. Every page works without script.

Each answer carries the headers that keep what is on it to this browser tab; each form the token of whoever it was
shown to. Whatever goes wrong is said in a plain sentence, and logged by its kind only.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import perf_counter

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from casework.councils import TEAM, Role
from casework.frozen import frozen
from desk import (
    absences,
    access,
    actions,
    addresses,
    advocates,
    beat,
    by_hand,
    cases,
    decisions,
    enclosed,
    examples,
    failed,
    kept,
    learning,
    matters,
    moved_dates,
    moving,
    my_settings,
    one_person,
    open_cases,
    profile,
    publishing,
    reasons,
    register,
    reports,
    retention,
    safety,
    search,
    service,
    suggesting,
    teams,
    thoughts,
    today,
    tray,
    type_in,
    unsaved,
)
from desk.access import READERS, SAFETY
from desk.desk import Desk
from desk.one_person import PREPARERS
from desk.pages import page
from desk.retention import KEEPERS
from desk.signing import council, links, my_phone, second_step
from patterns import headers, slashes

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
ANYONE_HERE: frozenset[Role] = frozenset()

MOST = 256 * 1024
"""Bytes that a form may hold: several times the longest answer. *Taste.*"""

HEADERS = headers.HEADERS | {"Content-Security-Policy": f"{headers.POLICY}; connect-src 'self'"}
"""Its script asks how many wait in the tray."""

OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
"""Where the desk has an address with TLS, a browser that was there once asks for nothing less."""


@frozen
class Page:
    """One row: an address, how it is asked for, its function, and the roles that may. `open` needs no session."""

    path: str
    how: str
    function: Callable[..., Awaitable[Response]]
    roles: frozenset[Role] = ANYONE_HERE
    open: bool = False


ROUTES = (
    Page("/sign-in", "GET", links.ask, open=True),
    Page("/sign-in/council", "GET", council.begin, open=True),
    Page("/sign-in/back", "GET", council.back, open=True),
    Page("/sign-in/out", "GET", council.out, open=True),
    Page("/sign-in/code", "GET", second_step.ask, open=True),
    Page("/sign-in/code", "POST", second_step.answer, open=True),
    Page("/sign-in/phone", "GET", second_step.begin, open=True),
    Page("/sign-in/phone", "POST", second_step.keep, open=True),
    Page("/sign-in/{link}", "GET", links.offer, open=True),
    Page("/sign-in/{link}", "POST", links.enter, open=True),
    Page("/sign-out", "POST", links.leave),
    Page("/act/{link}", "GET", actions.show, open=True),
    Page("/act/{link}", "POST", actions.act, open=True),
    Page("/act/{link}/undo", "POST", actions.undo, open=True),
    Page("/settings", "GET", my_settings.shown),
    Page("/settings/code", "POST", my_settings.code),
    Page("/settings/unlink", "POST", my_settings.unlink),
    Page("/settings/phone", "GET", my_phone.shown),
    Page("/settings/phone", "POST", my_phone.keep),
    Page("/settings/phone/change", "POST", my_phone.change),
    Page(unsaved.PLACE, "GET", unsaved.listed),
    Page(unsaved.PLACE, "POST", unsaved.drop),
    Page("/today", "GET", today.shown),
    Page("/dates", "GET", moved_dates.listed, TEAM),
    Page("/away", "GET", absences.listed),
    Page("/away", "POST", absences.add),
    Page("/away/{staff}/back", "POST", absences.back),
    Page("/", "GET", tray.home),
    Page("/tray", "GET", tray.tray, TEAM),
    Page("/tray/count", "GET", tray.count, TEAM),
    Page("/tray/next", "GET", tray.next_one, TEAM),
    Page("/contacts/{reference}", "GET", tray.contact, TEAM | SAFETY),
    Page("/contacts/{reference}/open", "POST", decisions.open_from, TEAM),
    Page("/contacts/{reference}/join", "POST", decisions.join_to, TEAM),
    Page("/contacts/{reference}/set-aside", "POST", decisions.put_aside, TEAM),
    Page("/safety", "GET", safety.listed, TEAM | SAFETY),
    Page("/alarms/{alarm}", "POST", decisions.alarm, TEAM | SAFETY),
    Page("/service", "GET", service.shown, TEAM),
    Page("/service/posts/{post}", "POST", service.see_to, TEAM),
    Page("/profile", "GET", profile.shown),
    Page("/suggestions", "GET", suggesting.shown, TEAM),
    Page("/search", "GET", search.ask),
    Page("/search", "POST", search.found),
    Page("/type-in", "GET", type_in.shown),
    Page("/type-in", "POST", type_in.add),
    Page("/type-in/{reference}", "GET", type_in.kept),
    Page("/by-hand", "GET", by_hand.listed, TEAM),
    Page("/by-hand/{letter}", "POST", by_hand.done, TEAM),
    Page("/register", "GET", register.listed, TEAM),
    Page("/register/new", "GET", register.begin, TEAM),
    Page("/register/new", "POST", register.add, TEAM),
    Page("/register/{expert}", "GET", register.one, TEAM),
    Page("/register/{expert}/{do}", "POST", register.change, TEAM),
    Page("/learning", "GET", learning.listed, READERS),
    Page("/learning/table.csv", "GET", learning.table, READERS),
    Page("/thoughts", "GET", thoughts.shown, READERS),
    Page("/reports", "GET", reports.listed, READERS),
    Page("/reports/look", "GET", reports.look, READERS),
    Page("/reports/table.csv", "GET", reports.csv, READERS),
    Page("/reports/cases", "GET", reports.behind, READERS),
    Page("/reports/publish", "POST", reports.publish_it, TEAM),
    Page("/reports/examples", "GET", examples.listed, TEAM),
    Page("/reports/examples", "POST", examples.add, TEAM),
    Page("/reports/examples/{example}/{do}", "POST", examples.decide, TEAM),
    Page("/reports/others", "GET", publishing.other, TEAM),
    Page("/reports/others", "POST", publishing.add_other, TEAM),
    Page("/reports/published/{report}", "GET", publishing.one, READERS),
    Page("/reports/published/{report}/{face:path}", "GET", publishing.face, READERS),
    Page("/one-person", "GET", one_person.ask, PREPARERS),
    Page("/one-person", "POST", one_person.found, PREPARERS),
    Page("/retention", "GET", retention.listed, KEEPERS),
    Page("/retention", "POST", retention.approve, KEEPERS),
    Page("/retention/hold", "POST", retention.hold_everything, KEEPERS),
    Page("/retention/{reference}", "GET", kept.one, KEEPERS),
    Page("/retention/{reference}/{do}", "POST", kept.say, KEEPERS),
    Page("/files/{reference}/{message}/mail", "GET", enclosed.mail),
    Page("/files/{reference}/{message}/{number}", "GET", enclosed.shown),
    Page("/files/{reference}/{message}/{number}/content", "GET", enclosed.content),
    Page("/advocates", "GET", advocates.listed, TEAM),
    Page("/teams", "GET", teams.listed, TEAM),
    Page("/cases", "GET", open_cases.listed),
    Page("/cases/{reference}", "GET", cases.one),
    Page("/cases/{reference}/matters/{message}", "POST", matters.say, TEAM),
    Page("/contacts/{reference}/reason", "POST", reasons.give, TEAM | SAFETY),
    Page("/cases/{reference}/reason", "POST", reasons.give, TEAM | SAFETY),
    Page("/cases/{reference}/{move}", "GET", cases.task),
    Page("/cases/{reference}/{move}", "POST", moving.move),
    Page("/cases/{reference}/{move}/look", "POST", moving.look),
)


def app(desk: Desk, beside: Sequence[BaseRoute] = ()) -> Starlette:
    """The desk; `beside` are addresses that it serves for others (health)."""
    every = HEADERS | (OVER_TLS if desk.secure else {})
    routes: list[BaseRoute] = [Route(_path(row), _answers(row, desk), methods=[row.how]) for row in ROUTES]

    async def nothing(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 404 and (short := slashes.without(request.scope["path"], request.url.query)):
            return RedirectResponse(short, 307)
        return page(request, desk, None, "missing.html", status=status)

    made = Starlette(
        routes=[*beside, *routes, Mount("/static", StaticFiles(directory=STATIC))],
        middleware=[Middleware(headers.Headed, of=lambda _: every)],
        exception_handlers={HTTPException: nothing},
    )
    made.router.redirect_slashes = False  # see `patterns.slashes`
    return made


def _path(row: Page) -> str:
    return row.path.replace("{reference}", f"{{reference:{addresses.CONVERTOR}}}")


def _answers(row: Page, desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        began = perf_counter()
        response = await answered(request)
        if response.status_code == 404:
            await desk.on_the_beat(began, beat.MISSING)
        elif row.how == "POST" and response.status_code != 303:
            await desk.on_the_beat(began, beat.FOUND)
        return response

    async def answered(request: Request) -> Response:
        try:
            return await _allowed(row, request, desk)
        except HTTPException as refusal:  # a form with more answers than any of ours, or that nobody can read
            return page(request, desk, None, "sorry.html", {"wrong": TOO_LONG}, status=refusal.status_code)
        except Exception as fault:  # noqa: BLE001 whatever it is, somebody waits for a page: its words may be private
            log.error("a page failed", extra={"kind": type(fault).__name__})
            return await failed.told(request, desk, fault)

    return answer


async def _allowed(row: Page, request: Request, desk: Desk) -> Response:
    """R904: a session, then the role, then the form's own token; only then the function."""
    if row.how == "POST" and (refused := _unfit(request)):
        return page(request, desk, None, "sorry.html", {"wrong": refused}, status=400)
    if row.open:
        return await row.function(request, desk)
    async with asyncio.timeout(desk.patience):
        visit = await access.visit(request, desk)
    if visit is None:
        return await unsaved.signed_out(request, desk)
    if not all(str(part).isprintable() for part in request.path_params.values()):  # PostgreSQL takes no such words
        return page(request, desk, visit, "missing.html", status=404)
    if row.roles and not row.roles & visit.roles:
        return page(request, desk, visit, "not_yours.html", status=403)
    if row.how == "POST" and (refused_to := await unsaved.unless_theirs(request, desk, visit)):
        return refused_to
    if row.function is not reasons.give and (asked := await reasons.first(request, desk, visit)):
        return asked
    answer: Response = await row.function(request, desk, visit)
    if row.how == "POST":
        await unsaved.had(request, desk, visit, answer.status_code)
    return answer


ELSEWHERE = "The form was sent from another site. Open the page here and try again."
TOO_LONG = "The form was too long, or not one of ours. Shorten what you wrote and try again."


def _unfit(request: Request) -> str:
    """What is wrong with a form before it is read: where it comes from, what it is, how long it is."""
    if not headers.from_here(request.headers):
        return ELSEWHERE
    kind = request.headers.get("content-type", "application/x-www-form-urlencoded")
    length = request.headers.get("content-length", "")
    fits = length.isdecimal() and int(length) <= MOST and kind.startswith("application/x-www-form-urlencoded")
    return "" if fits else TOO_LONG
