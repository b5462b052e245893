"""The tray: what came in and nobody has decided, riskiest first, then oldest; and one contact, to be read and
decided.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import advocacy
from casework.alarms import Alarm
from casework.contacts import Contact
from casework.councils import Role
from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service
from desk import access
from desk.access import Visit
from desk.pages import Desk, page
from store import cases, contacts, inbox, outbox
from store.database import Connection

RISK = (Flag.IMMEDIATE_RISK, Flag.ALLEGATION_AGAINST_STAFF, Flag.SAFEGUARDING)
PAGE = 200
"""Contacts on one page. *Taste*: a team with more waiting than this needs the oldest, not all of them."""


async def home(request: Request, desk: Desk, visit: Visit) -> Response:
    """Where somebody begins: the complaints team at the tray, a manager at their own cases."""
    del request, desk
    return RedirectResponse("/tray" if visit.staff.roles & {Role.CO, Role.CM} else "/cases", 303)


async def tray(request: Request, desk: Desk, visit: Visit) -> Response:
    """Everything that waits for somebody to say what it is; alarms above it, and post that no program could read
    below.
    """

    def look(db: Connection) -> dict[str, object]:
        name = desk.council.name
        waiting = contacts.tray(db, name, limit=PAGE)
        return {
            "waiting": sorted(waiting, key=_risk),
            "alarms": contacts.open_alarms(db, name),
            "unread": inbox.unread_by_machine(db, name),
            "failed": outbox.failures(db, name),
        }

    return page(request, desk, visit, "tray.html", await desk.look(look))


async def contact(request: Request, desk: Desk, visit: Visit) -> Response:
    """One contact: what they wrote, what is suggested and why, and one form to decide. Opening it is logged."""
    found = await opened(request, desk, visit)
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    return page(request, desk, visit, "contact.html", found)


async def opened(
    request: Request,
    desk: Desk,
    visit: Visit,
    *,
    chosen: Mapping[str, str] | None = None,
    wrong: str = "",
    rule: str = "",
) -> dict[str, object] | None:
    """What the page of a contact is filled with; after a mistake, with everything that was typed still there."""
    reference = request.path_params["reference"]

    def work(db: Connection) -> dict[str, object] | None:
        one = contacts.by_reference(db, desk.council.name, reference)
        if one is None:
            return None
        access.looked(db, desk, visit, one.id)
        council = access.in_force(db, desk)
        return {
            "contact": one,
            "chosen": dict(chosen) if chosen is not None else suggested(one),
            "wrong": wrong,
            "rule": rule,
            "managers": [each for each in council.staff if Role.RM in each.roles or Role.TM in each.roles],
            "everybody": council.staff,
            "opened": [case for name in one.cases if (case := cases.one(db, desk.council.name, name))],
            "wish": advocacy.wish(one),
            "choices": LABELS,
        }

    return await desk.transact(work)


def suggested(contact: Contact) -> dict[str, str]:
    """What the form begins with. A field the classifier is unsure of is left for the person to choose."""
    one = contact.suggestion
    if one is None:
        return {"kind": "", "procedure": "", "sender": "", "service": "", "category_b": "", "category_d": ""}
    fields = {
        "kind": one.kind,
        "procedure": one.procedure,
        "sender": one.sender,
        "service": one.service,
        "category_b": one.category_b or "",
        "category_d": one.category_d or "",
    }
    return {name: "" if name in one.unsure else str(label) for name, label in fields.items()}


LABELS: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "procedure": tuple(Procedure),
    "sender": tuple(Sender),
    "service": tuple(Service),
    "category_b": tuple(CategoryB),
    "category_d": tuple(CategoryD),
}


def _risk(contact: Contact) -> tuple[bool, bool, object]:
    """R001: a suggestion may order the tray. An open alarm first, then a flag of harm, then whoever has waited
    longest.
    """
    flagged = contact.suggestion is not None and any(flag in contact.suggestion.flags for flag in RISK)
    return (not _ringing(contact.alarms), not flagged, contact.received)


def _ringing(alarms: tuple[Alarm, ...]) -> bool:
    return any(alarm.closed is None for alarm in alarms)
