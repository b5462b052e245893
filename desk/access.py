"""Who is at the desk: one-time links, sessions, the token that proves a form was ours, and what was looked at
(R904).

A link in a message opens a page and does nothing until a button is pressed, because mail scanners open links by
themselves.
"""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.councils import Council, Staff, with_staff
from desk.pages import Desk, page
from store import audit, people
from store.database import Connection

COOKIE = "desk"
STAYS = 12 * 3600
"""Seconds a session may last. *Taste*: a working day."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who is asking, with which session, and the token that their forms carry."""

    staff: Staff
    session: str
    token: str


async def visit(request: Request, desk: Desk) -> Visit | None:
    """Who is signed in, or None."""
    session = request.cookies.get(COOKIE, "")
    if not session:
        return None
    moment = desk.now()
    staff = await desk.look(lambda db: people.session(db, desk.council.name, session, moment))
    return Visit(staff, session, token_for(session, desk.key)) if staff else None


def token_for(session: str, key: bytes) -> str:
    """The token in every form of a session: made from it, so that nothing need be kept."""
    return hmac.new(key, f"form/{session}".encode(), hashlib.sha256).hexdigest()


def is_ours(given: object, visit: Visit) -> bool:
    """Whether a form's token is the one this session's pages carry."""
    return hmac.compare_digest(str(given or "").encode(), visit.token.encode())


async def ask(request: Request, desk: Desk) -> Response:
    """The page that says how to get in."""
    return page(request, desk, None, "sign_in.html", {"used": False})


async def offer(request: Request, desk: Desk) -> Response:
    """What a one-time link opens: a page with one button. The link is not used up by looking."""
    return page(request, desk, None, "use_link.html", {"link": request.path_params["link"]})


async def enter(request: Request, desk: Desk) -> Response:
    """The button: the link is used up, and a session begins."""
    link, moment = request.path_params["link"], desk.now()

    def work(db: Connection) -> str | None:
        staff = people.use_link(db, desk.council.name, link, moment)
        if staff is None:
            return None
        audit.record(db, council=desk.council.name, who=staff.id, did="signed in", about="", at=moment)
        return people.start_session(db, desk.council.name, staff.id, moment)

    session = await desk.transact(work)
    if session is None:
        return page(request, desk, None, "sign_in.html", {"used": True}, status=403)
    response = RedirectResponse("/", 303)
    response.set_cookie(COOKIE, session, max_age=STAYS, httponly=True, samesite="lax", secure=desk.secure)
    return response


async def leave(request: Request, desk: Desk, visit: Visit) -> Response:
    """Sign out: the session ends here, wherever else its cookie may lie."""
    del request
    await desk.transact(lambda db: people.end_session(db, desk.council.name, visit.session))
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE)
    return response


def to_sign_in(request: Request) -> Response:
    """Somebody who is not signed in is sent to be, and comes back to where they were."""
    return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)


def looked(db: Connection, desk: Desk, visit: Visit, about: str) -> None:
    """Opening a contact or case is itself on the record (R904)."""
    audit.record(db, council=desk.council.name, who=visit.staff.id, did="opened", about=about, at=desk.now())


def in_force(db: Connection, desk: Desk) -> Council:
    """The profile with the staff of this moment."""
    return with_staff(desk.council, people.staff(db, desk.council.name))
