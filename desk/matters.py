"""Same case or new? Two buttons beside a mail that came to a case and may be about something else (R113, R120)."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import matters
from casework.cases import Case, Decision
from casework.changes import Change
from casework.councils import Council, Role
from casework.messages import Message
from desk import access, fields, sight
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.pages import page
from store import cases, changes, contacts
from store.changes import Stale
from store.database import Connection

SAID = "Somebody has said already what that mail is. The case shows who, and when."
UNSAID = "Choose one of the two buttons."


async def say(request: Request, desk: Desk, visit: Visit) -> Response:
    """What a person says of a mail: it goes on record, and a new matter becomes a contact of its own."""
    said = fields.one_of(await request.form(), "is")

    def work(db: Connection) -> Change | str | None:
        council = access.in_force(db, desk)
        case = cases.one(db, council.name, request.path_params["reference"])
        name = f"message/{request.path_params['message']}"
        if case is None or not sight.case(case, visit, council) or name not in {each.name for each in case.messages}:
            return None
        mail = next((each for each in matters.undecided(case) if each.name == name), None)
        if mail is None or said not in ("same", "new"):
            return UNSAID if mail else SAID
        change = _change(db, said, case, mail, council, visit, desk)
        changes.save(db, change, desk.now())
        access.record(db, desk, visit, change.decisions[0].move, case.reference)
        return change

    try:
        done = await desk.transact(work)
    except Stale:  # somebody was quicker: read again
        done = await desk.transact(work)
    if done is None:
        return page(request, desk, visit, "missing.html", status=404)
    if isinstance(done, str):
        return page(request, desk, visit, "sorry.html", {"wrong": done}, status=422)
    desk.wake.set()
    new = done.contacts[0].reference if done.contacts else ""
    return RedirectResponse(
        f"/contacts/{new}" if new else f"/cases/{in_address(request.path_params['reference'])}", 303
    )


def _change(db: Connection, said: str, case: Case, mail: Message, council: Council, visit: Visit, desk: Desk) -> Change:
    role = Role.CM if Role.CM in visit.roles else Role.CO
    decision = Decision(case.reference, "", visit.staff.id, role, desk.now(), rule="")
    if said == "same":
        return matters.same(case, mail, decision)
    reference = contacts.fresh_reference(db, council.name, council.reference_prefix)
    return matters.another(case, mail, decision, council, reference)
