"""In by a one-time link, and out again.

A link in a message opens a page and does nothing until a button is pressed, because mail scanners open links by
themselves. Old, used, foreign and made-up links are told apart nowhere.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.councils import Staff
from desk import access, unsaved
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from desk.signing import Codes, cookies
from intake.callers import caller_of
from store import people, second_steps, sessions
from store.database import Connection
from store.people import Purpose

BAD_LINK = ("That link does not work", "It may be old, or used already. Ask for a new one.")


async def ask(request: Request, desk: Desk) -> Response:
    """The page that says how to get in. Where they wanted to go is kept for when they are."""
    response = refused(request, desk, status=200)
    if back := access.local(request.query_params.get("next", "")):
        seconds = people.LASTS[Purpose.SIGN_IN].total_seconds()
        cookies.give(response, request, desk, cookies.BACK_TO, back, seconds=seconds)
    return response


async def offer(request: Request, desk: Desk) -> Response:
    """What a one-time link opens: a page with one button. The link is not used up by looking."""
    return page(request, desk, None, "use_link.html", {"link": request.path_params["link"]})


async def enter(request: Request, desk: Desk) -> Response:
    """The button: the link is used up, and a session begins, or the second step does."""
    link, moment = request.path_params["link"], desk.now()
    caller = caller_of(request.client)

    def work(db: Connection) -> tuple[str, str, str] | None:
        staff = people.use_link(db, desk.council.name, link, moment)
        return None if staff is None else _next(db, desk, staff)

    found = await desk.transact(work)
    if found is None:
        if desk.doorstep.is_shut(caller, moment):
            return page(request, desk, None, "too_often.html", status=429)
        desk.doorstep.failed(caller, moment)
        return refused(request, desk, BAD_LINK)
    session, half, place = found
    if session:
        return await let_in(request, desk, session)
    response = RedirectResponse(place, 303)
    seconds = people.LASTS[Purpose.SECOND_STEP].total_seconds()
    cookies.give(response, request, desk, cookies.HALF, half, seconds=seconds)
    return response


async def leave(request: Request, desk: Desk, visit: Visit) -> Response:
    """Sign out: the session ends here, wherever else its cookie may lie."""
    await desk.transact(lambda db: sessions.end(db, desk.council.name, visit.session))
    response = RedirectResponse("/sign-in", 303)
    cookies.take(response, request, desk, cookies.SESSION)
    return response


def begun(db: Connection, desk: Desk, staff: Staff, how: str = "signed in") -> str:
    """A session of theirs, which is on record."""
    access.noted(db, desk, staff.id, how, "")
    return sessions.start(db, desk.council.name, staff.id, desk.now(), idle=desk.idle)


async def let_in(request: Request, desk: Desk, session: str) -> Response:
    """Into the desk: to what they typed that was not saved, else to where they were going."""
    place = await desk.look(lambda db: _waits(db, desk, session))
    response = RedirectResponse(place or access.local(cookies.given(request, desk, cookies.BACK_TO)) or "/", 303)
    for name in (cookies.BACK_TO, cookies.HALF, cookies.ERRAND):
        if cookies.given(request, desk, name):
            cookies.take(response, request, desk, name)
    cookies.give(response, request, desk, cookies.SESSION, session, seconds=desk.lasts.total_seconds())
    return response


def refused(request: Request, desk: Desk, wrong: tuple[str, str] = ("", ""), *, status: int = 403) -> Response:
    """The way in, with what went wrong above it."""
    given = {"wrong": wrong, "has_own": desk.provider is not None}
    return page(request, desk, None, "sign_in.html", given, status=status)


def _waits(db: Connection, desk: Desk, session: str) -> str:
    found = sessions.one(db, desk.council.name, session, desk.now(), lasts=desk.lasts)
    return unsaved.PLACE if found and unsaved.waits(db, desk, found.staff.id) else ""


def _next(db: Connection, desk: Desk, staff: Staff) -> tuple[str, str, str]:
    """What follows a link that was right: a session; or what stands for the first step, and the page of the second."""
    has_phone = second_steps.of(db, desk.council.name, staff.id) is not None
    if desk.codes is Codes.NEVER or (desk.codes is Codes.OFFERED and not has_phone):
        return begun(db, desk, staff), "", ""
    half = people.issue_link(db, desk.council.name, staff.id, desk.now(), Purpose.SECOND_STEP)
    return "", half, "/sign-in/code" if has_phone else "/sign-in/phone"
