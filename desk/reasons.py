"""Records of safeguarding and of allegations are opened for a reason that is given first, and stays on record (R904).

Asked before every page, file and form about such a record, by `desk.app`: no page has to think of it. Whoever has taken
the alarm has said why by taking it, and is not stopped. A reason holds for a working day's length.
"""

from collections.abc import Iterator
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from desk import access, fields, sight
from desk.access import SAFETY, Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.fields import EMPTY, Field, Filled, Sort, problems
from desk.pages import page
from store import audit, cases, contacts
from store.database import Connection

HOLDS = timedelta(hours=8)
"""How long a reason is enough. *Taste.*"""

CASES, CONTACTS = "/cases/", "/contacts/"
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
    """The question, where somebody must answer it before they go on; None where nobody asks. What they were sending is
    kept for them to send again.
    """
    reference = request.path_params.get("reference")
    if reference is None or not visit.roles & SAFETY:
        return None
    place = await desk.look(lambda db: _asked_at(db, desk, visit, reference, request.url.path))
    if not place:
        return None
    if request.method != "POST":
        return _question(request, desk, visit, EMPTY, place, request.url.path)
    typed = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    return page(request, desk, visit, "reason_first.html", {"place": place, "kept": typed}, status=403)


async def give(request: Request, desk: Desk, visit: Visit) -> Response:
    """The answer, on record; then what they asked for. About what they may not see, or is not there, nothing is."""
    reference = request.path_params["reference"]
    if not await desk.look(lambda db: any(_there(db, reference, visit, access.in_force(db, desk)))):
        return page(request, desk, visit, "missing.html", status=404)
    form, place = await request.form(), request.url.path.removesuffix("/reason")
    filled, to = fields.read(form, ASKED), access.local(str(form.get("to", ""))) or place
    if filled.refused:
        return _question(request, desk, visit, filled, place, to)
    await desk.transact(lambda db: access.record(db, desk, visit, f"{SAID}{filled.typed['why']}", reference))
    return RedirectResponse(to, 303)


def _question(request: Request, desk: Desk, visit: Visit, filled: Filled, place: str, to: str) -> Response:
    given = {
        "reference": request.path_params["reference"], "place": place, "to": to, "asked": ASKED, "filled": filled,
        "problems": problems(filled, ASKED, form="reason"),
    }  # fmt: skip
    return page(request, desk, visit, "reason.html", given, status=422 if filled.refused else 200)


def _asked_at(db: Connection, desk: Desk, visit: Visit, reference: str, path: str) -> str:
    """The page of what they may read only for a reason, if they have given none lately. What lies in a case and in the
    message that it was made of is theirs if either is without one.
    """
    council = access.in_force(db, desk)
    found = [each for each in _there(db, reference, visit, council) if path.startswith(each[0]) or _is_beside(path)]
    if not found or not all(sight.needs_reason(thing, visit, council) for _, thing in found):
        return ""
    return "" if _gave(db, desk, visit, reference) else f"{found[0][0]}{in_address(reference)}"


def _there(db: Connection, reference: str, visit: Visit, council: Council) -> Iterator[tuple[str, Case | Contact]]:
    """What has this reference and may be read by them at all."""
    case, contact = cases.one(db, council.name, reference), contacts.by_reference(db, council.name, reference)
    if case and sight.case(case, visit, council):
        yield CASES, case
    if contact and sight.contact(contact, cases.some(db, council.name, contact.cases), visit):
        yield CONTACTS, contact


def _is_beside(path: str) -> bool:
    """Whether it is neither a case's page nor a message's: a file of theirs, or how long they are kept."""
    return not path.startswith((CASES, CONTACTS))


def _gave(db: Connection, desk: Desk, visit: Visit, reference: str) -> bool:
    since = desk.now() - HOLDS
    return any(
        each.who == visit.staff.id and each.did.startswith(SAID) and each.at > since
        for each in audit.entries(db, desk.council.name, about=reference)
    )
