"""In by the council's own sign-in. Whoever is not known here is told no more than that it did not work."""

import base64
import binascii
import logging
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.councils import Staff
from desk.desk import Desk
from desk.pages import page
from desk.signing import cookies, errands, links
from desk.signing.errands import LASTS, Errand, NotReached, Refused
from intake.callers import caller_of
from store import people, sealing
from store.database import Connection
from store.sealing import Unopened

if TYPE_CHECKING:
    from desk.signing.provider import Provider

log = logging.getLogger(__name__)

NOT_IN = (
    "You could not be signed in",
    "It may have taken too long, or your account is not known here. Try once more, or ask whoever keeps this service.",
)
AWAY = ("The council’s sign-in does not answer", "Try again in a minute, or ask for a one-time link.")
PURPOSE, ABOUT = "council's sign-in", "errand"


async def begin(request: Request, desk: Desk) -> Response:
    """To the council's own page. Each start asks the council's machine, so that nobody may start without an end."""
    caller, moment = _caller(request), desk.now()
    if desk.provider is None:
        return page(request, desk, None, "missing.html", status=404)
    if desk.starts.is_shut(caller, moment):
        return page(request, desk, None, "too_often.html", status=429)
    desk.starts.failed(caller, moment)
    try:
        place, errand = await desk.provider.begin()
    except NotReached as fault:
        return _away(request, desk, fault)
    response = RedirectResponse(place, 303)
    sealed = sealing.under([desk.key], PURPOSE).seal(errands.packed(errand), ABOUT)
    kept = base64.urlsafe_b64encode(sealed).decode()
    cookies.give(response, request, desk, cookies.ERRAND, kept, seconds=LASTS.total_seconds())
    return response


async def back(request: Request, desk: Desk) -> Response:
    """From there: a session begins for whoever works here."""
    caller, moment = _caller(request), desk.now()
    if desk.provider is None:
        return page(request, desk, None, "missing.html", status=404)
    if desk.starts.is_shut(f"back/{caller}", moment):
        return page(request, desk, None, "too_often.html", status=429)
    try:
        errand = _errand(request, desk)
        named = await _asked(desk, desk.provider, errand, request, f"back/{caller}")
        session = await desk.transact(lambda db: _session(db, desk, named))
    except NotReached as fault:
        return _away(request, desk, fault)
    except Refused as why:
        log.warning("the council's sign-in let nobody in", extra={"kind": str(why)})
        response = links.refused(request, desk, NOT_IN)
        cookies.take(response, request, desk, cookies.ERRAND)
        return response
    desk.starts.worked(caller, moment)
    return await links.let_in(request, desk, session)


async def _asked(desk: Desk, provider: "Provider", errand: Errand, request: Request, caller: str) -> str:
    """Who comes back. What came to nothing counts: an errand lasts for minutes, and each use of it asks the council."""
    try:
        return await provider.finish(errand, dict(request.query_params))
    except Refused:
        desk.starts.failed(caller, desk.now())
        raise


async def out(request: Request, desk: Desk) -> Response:
    """Out of the council's sign-in too, for whoever shares a computer."""
    caller, moment = _caller(request), desk.now()
    if desk.provider is None:
        return RedirectResponse("/sign-in", 303)
    if desk.starts.is_shut(caller, moment):
        return page(request, desk, None, "too_often.html", status=429)
    desk.starts.failed(caller, moment)
    try:
        return RedirectResponse(await desk.provider.leaving(), 303)
    except NotReached as fault:
        return _away(request, desk, fault)


def _caller(request: Request) -> str:
    return caller_of(request.client)


def _errand(request: Request, desk: Desk) -> Errand:
    try:
        sealed = base64.urlsafe_b64decode(cookies.given(request, desk, cookies.ERRAND).encode())
        return errands.unpacked(sealing.under([desk.key], PURPOSE).open(sealed, ABOUT))
    except (Unopened, binascii.Error, ValueError):
        raise Refused("no errand") from None


def _session(db: Connection, desk: Desk, named: str) -> str:
    staff = _known(db, desk.council.name, named)
    if staff is None:
        raise Refused("unknown")
    return links.begun(db, desk, staff, "signed in with the council’s account")


def _known(db: Connection, council: str, named: str) -> Staff | None:
    """Who works here and has this address; or this short name, where the claim is no address."""
    if "@" in named:
        return people.by_email(db, council, named)
    return next((each for each in people.staff(db, council) if each.id == named), None)


def _away(request: Request, desk: Desk, fault: NotReached) -> Response:
    log.error("the council's sign-in does not answer", extra={"kind": str(fault)})
    return links.refused(request, desk, AWAY, status=503)
