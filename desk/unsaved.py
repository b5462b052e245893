"""What was typed into a form that could not be saved, because its session had ended or its page had lain open too long.

It is kept sealed for whoever the page was shown to, and given back to them alone once they are signed in again: to send
again as it was, or to copy. A form proves by its token whose page it was; without one that is ours nothing is kept.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import quote, unquote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from casework import days
from desk import access, fields
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from desk.questions import QUESTIONS
from desk.words import first_up, plain
from store import people, unsaved
from store.database import Connection
from store.unsaved import KEPT

PLACE = "/unsaved"
CARRIED = frozenset(
    {"token", "version", "stand", "seen", "do", "stage", "unsaved", "to", "key", "message", "answer", "then", "once"}
)
"""What a form hides: sent again with the rest, shown to nobody."""

LABEL = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
"""What somebody chose, and did not type."""

NOT_KEPT = ("/settings", "/sign-out", "/search", PLACE)
"""Codes and secrets, and what costs nothing to type again."""

ANOTHERS = "Somebody else had opened this form, and has signed out since. Nothing was saved under your name."
NOT_OURS = "The form was not from one of your pages. Open the page again."
HAD = frozenset({200, 303, 422})
"""How a page answers that has taken up what was typed: saved, or with it in the form."""


async def signed_out(request: Request, desk: Desk) -> Response:
    """Somebody who is not signed in is sent to be, and comes back to where they were; a form of ours is kept."""
    if request.method != "POST":
        return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)
    kept = await _kept(request, desk)
    return page(request, desk, None, "signed_out.html", {"kept": bool(kept), "for_days": KEPT.days}, status=401)


async def unless_theirs(request: Request, desk: Desk, visit: Visit) -> Response | None:
    """None for a form of their own pages, of today or yesterday. An older one comes back to them to be looked at; one
    that somebody else had opened is kept for that person.
    """
    if access.is_ours((await request.form()).get("token"), visit.staff.id, desk):
        return None
    owner = await _kept(request, desk)
    if owner == visit.staff.id:
        return RedirectResponse(PLACE, 303)
    return page(request, desk, visit, "sorry.html", {"wrong": ANOTHERS if owner else NOT_OURS}, status=403)


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """What is kept for whoever asks."""
    moment = desk.now()
    kept = await desk.look(lambda db: unsaved.of(db, desk.council.name, visit.staff.id, moment))
    shown = [
        {"one": each, "place": place, "named": named(place), "typed": list(as_read(each.typed))}
        for each, place in ((each, place_of(each.path, request)) for each in kept)
    ]
    return page(request, desk, visit, "unsaved.html", {"kept": shown})


async def drop(request: Request, desk: Desk, visit: Visit) -> Response:
    """They want it no longer."""
    name = fields.one_of(await request.form(), "unsaved")
    await desk.transact(lambda db: unsaved.drop(db, desk.council.name, visit.staff.id, name))
    return RedirectResponse(PLACE, 303)


async def had(request: Request, desk: Desk, visit: Visit, status: int) -> None:
    """A form that was sent again is kept no longer once its page has taken it up."""
    name = fields.one_of(await request.form(), "unsaved")
    if name and status in HAD:
        await desk.transact(lambda db: unsaved.drop(db, desk.council.name, visit.staff.id, name))


def waits(db: Connection, desk: Desk, staff: str) -> bool:
    """Whether something is kept for them."""
    return bool(unsaved.of(db, desk.council.name, staff, desk.now()))


def place_of(path: str, request: Request) -> str:
    """The nearest page to an address that takes forms."""
    while path:
        asked = {"type": "http", "method": "GET", "path": path}
        if any(route.matches(asked)[0] is Match.FULL for route in request.app.routes):
            return path
        path = path.rpartition("/")[0]
    return "/"


def named(place: str) -> str:
    """A page by its reference, where it has one."""
    return unquote(place).split("/")[2] if place.count("/") > 1 else "this page"


def as_read(typed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each answer under its question, as far as a form is known by its names alone."""
    for name, value in typed:
        if value.strip() and name not in CARRIED:
            said = plain(value) if LABEL.fullmatch(value) else value
            yield QUESTIONS[name].label if name in QUESTIONS else first_up(plain(name)), said


def typed_into(form: FormData) -> Iterator[tuple[str, str]]:
    """What a form held, but for what proves whose it was."""
    for name, value in form.multi_items():
        if isinstance(value, str) and name not in ("token", "unsaved"):
            yield name, value


async def _kept(request: Request, desk: Desk) -> str:
    """Whose page the form was on, with what they typed kept for them; nobody's, if that proves nothing."""
    form = await request.form()
    everybody = await desk.look(lambda db: people.staff(db, desk.council.name))
    lately = [days.today(desk.now()) - timedelta(days=back) for back in range(KEPT.days + 1)]
    owner = next((each.id for each in everybody if access.was_given(form.get("token"), each.id, lately, desk)), "")
    typed = list(typed_into(form))
    if owner and any(value.strip() for name, value in typed if name not in CARRIED) and is_worth(request):
        await desk.transact(lambda db: unsaved.keep(db, desk.council.name, owner, request.url.path, typed, desk.now()))
        return owner
    return ""


def is_worth(request: Request) -> bool:
    """Whether what was typed there may be said again, and costs something to type again."""
    return not request.url.path.startswith(NOT_KEPT)
