"""Records of safeguarding and of allegations are opened for a reason that is given first, and stays on record (R904).

Whoever has taken the alarm has said why by taking it, and is not stopped. A reason holds for a working day's length.
"""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk import access, fields, sight
from desk.access import SAFETY, Visit
from desk.fields import EMPTY, Field, Filled, Sort, problems
from desk.pages import Desk, page
from store import audit, cases, contacts
from store.database import Connection

HOLDS = timedelta(hours=8)
"""How long a reason is enough. *Taste.*"""

SAID = "gave a reason: "
WHY = (
    ("rung about it", "I was rung or written to about it"),
    ("dealing with it", "I am dealing with it"),
    ("asked for advice", "I was asked for advice about it"),
    ("writing down what was done", "I write down what was done"),
    ("supervision or audit", "Supervision or audit"),
)
ASKED = (Field("why", "Why do you open it?", Sort.ONE, needed="Choose why you open it.", choices=WHY),)


async def first(request: Request, desk: Desk, visit: Visit) -> Response | None:
    """The question, where somebody must answer it before they read on; None where nobody asks."""
    if not visit.roles & SAFETY:
        return None
    reference = request.path_params["reference"]
    if not await desk.look(lambda db: _is_asked(db, desk, visit, reference, request.url.path)):
        return None
    return _question(request, desk, visit, EMPTY)


async def give(request: Request, desk: Desk, visit: Visit) -> Response:
    """The answer, on record; then what they asked for."""
    filled = fields.read(await request.form(), ASKED)
    if filled.refused:
        return _question(request, desk, visit, filled)
    reference = request.path_params["reference"]
    await desk.transact(lambda db: access.record(db, desk, visit, f"{SAID}{filled.typed['why']}", reference))
    return RedirectResponse(request.url.path.removesuffix("/reason"), 303)


def _question(request: Request, desk: Desk, visit: Visit, filled: Filled) -> Response:
    here = request.url.path.removesuffix("/reason")
    given = {
        "reference": request.path_params["reference"], "here": here, "asked": ASKED, "filled": filled,
        "problems": problems(filled, ASKED, form="reason"),
    }  # fmt: skip
    return page(request, desk, visit, "reason.html", given, status=422 if filled.refused else 200)


def _is_asked(db: Connection, desk: Desk, visit: Visit, reference: str, path: str) -> bool:
    """Whether they may read it at all, only for a reason, and have given none lately."""
    council = access.in_force(db, desk)
    if path.startswith("/cases/"):
        case = cases.one(db, council.name, reference)
        asked = case is not None and sight.case(case, visit, council) and sight.needs_reason(case, visit, council)
    else:
        one = contacts.by_reference(db, council.name, reference)
        readable = one is not None and sight.contact(one, cases.some(db, council.name, one.cases), visit)
        asked = one is not None and readable and sight.needs_reason(one, visit, council)
    return asked and not _gave(db, desk, visit, reference)


def _gave(db: Connection, desk: Desk, visit: Visit, reference: str) -> bool:
    since = desk.now() - HOLDS
    return any(
        each.who == visit.staff.id and each.did.startswith(SAID) and each.at > since
        for each in audit.entries(db, desk.council.name, about=reference)
    )
