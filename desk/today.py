"""Today: what somebody owes, line by line, late first; the same lines as in their morning's letter (R605)."""

from starlette.requests import Request
from starlette.responses import Response

from casework import duties
from casework.cases import Case
from desk import access, sight
from desk.access import Visit
from desk.cases import every_open
from desk.pages import Desk, page
from store import contacts
from store.database import Connection

WAITING = 200
"""Undecided contacts that are looked at for what the team owes them. *Taste.*"""


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """What is owed by whoever looks. A case that they may know only in outline has no link (R526)."""

    def look(db: Connection) -> dict[str, object]:
        council = access.in_force(db, desk)
        running: list[Case] = list(every_open(db, council.name))
        waiting = contacts.tray(db, council.name, limit=WAITING) if visit.in_team else []
        owed = duties.of(visit.staff.id, (*running, *waiting), council, desk.now())
        readable = {one.reference for one in running if sight.case(one, visit, council)}
        return {"owed": owed, "readable": readable | {one.reference for one in waiting}}

    return page(request, desk, visit, "today.html", await desk.look(look))
