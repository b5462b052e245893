"""The list of open cases, and one case: where it stands, its clocks with how each date comes about, what may be
done, and all that was said.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from casework import clocks
from casework.cases import Advocacy, Case, Outcome
from casework.councils import Council, Role
from casework.labels import Procedure
from casework.moves import Move, allowed
from casework.people import member
from desk import access
from desk.access import Visit
from desk.pages import Desk, counted, page
from store import cases, outbox
from store.database import Connection

PAGE = 200
"""Cases on one page. *Taste.*"""

FOR_STAFF = (Role.CO, Role.CM)


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """Open cases, soonest due first; for the complaints team all of them, for others their own. Nobody sees one
    that names them.
    """

    def look(db: Connection) -> list[Case]:
        return cases.open_ones(db, desk.council.name, limit=PAGE)

    found = [case for case in await desk.look(look) if may_see(case, visit)]
    running = {case.reference: [clock for clock in case.clocks if clocks.is_running(clock)] for case in found}
    found.sort(key=lambda case: min((clock.due for clock in running[case.reference]), default=case.received.date()))
    return page(request, desk, visit, "cases.html", {"cases": found, "running": running})


async def one(request: Request, desk: Desk, visit: Visit) -> Response:
    """One case. Opening it is logged; somebody named in it is told so, and no more (R602, R708)."""
    found = await opened(request, desk, visit)
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    return page(request, desk, visit, "case.html", found)


async def opened(
    request: Request,
    desk: Desk,
    visit: Visit,
    *,
    tried: str = "",
    typed: Mapping[str, str] | None = None,
    wrong: str = "",
    rule: str = "",
) -> dict[str, object] | None:
    """What the page of a case is filled with; after a mistake, with everything that was typed still there."""
    reference = request.path_params["reference"]

    def work(db: Connection) -> dict[str, object] | None:
        case = cases.one(db, desk.council.name, reference)
        if case is None or not may_see(case, visit):
            return None
        access.looked(db, desk, visit, case.reference)
        council = access.in_force(db, desk)
        return {
            "case": case,
            "moves": _offered(case, council, visit),
            "tried": tried,
            "typed": dict(typed or {}),
            "wrong": wrong,
            "rule": rule,
            "explained": [counted(clock, council) for clock in case.clocks],
            "handler": member(council, case.handler),
            "managers": [each for each in council.staff if Role.RM in each.roles or Role.TM in each.roles],
            "exact": {said.name: outbox.exact(db, desk.council.name, said.name) for said in case.said},
            "names": {each.id: each.name for each in council.staff},
            "options": options(case),
        }

    return await desk.transact(work)


def may_see(case: Case, visit: Visit) -> bool:
    """R526, R602: the complaints team sees every case but one that names them; a manager their own."""
    if visit.staff.id in case.excluded:
        return False
    return bool(visit.staff.roles & set(FOR_STAFF)) or visit.staff.id in (case.handler, case.officer)


def options(case: Case) -> dict[str, tuple[str, ...]]:
    """The fields of a move that are chosen from a list, with what may be chosen."""
    reasons = {reason: None for clock in case.clocks for reason in clock.terms.reasons}
    return {
        "advocacy": tuple(Advocacy),
        "outcome": tuple(Outcome),
        "reason": tuple(reasons),
        "sent_by": ("email", "post"),
    }


def _offered(case: Case, council: Council, visit: Visit) -> tuple[Move, ...]:
    """Exactly the moves that the rows allow; the automatic Stage 2's hold only where there is one (R366)."""
    automatic = council.choices.s1_breach_action == "automatic_stage2" and case.procedure is Procedure.STATUTORY
    rows = allowed(case, frozenset(visit.staff.roles))
    return tuple(row for row in rows if automatic or row.name != "hold_automatic_stage_2")
