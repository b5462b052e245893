"""One case: where it stands, its clocks with how each date comes about, what may be done, and all that was said."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import clocks, days, matters, reserved, standing
from casework.alarms import is_open
from casework.cases import Case, StageRow
from casework.clocks import Clock
from casework.councils import Council
from casework.moves import BY_NAME, GROUPS, MOVES, allowed
from casework.moves.rows import Move
from casework.on_behalf import offers
from casework.people import member
from casework.records import retention
from casework.reserved import Waiting
from casework.staff_answers import asks, records
from desk import access, acting, clashes, dates, forms, sight, timeline
from desk.access import Visit
from desk.addresses import in_address
from desk.begun import begun
from desk.desk import Desk
from desk.fields import EMPTY, Filled, kept, problems
from desk.pages import page
from store import audit, cases, contacts, outbox
from store.database import Connection

AT_ONCE = 200
"""Cases read together."""


async def one(request: Request, desk: Desk, visit: Visit) -> Response:
    """One case. Opening it is logged; somebody named in it is told so, and no more (R602, R708). A reference that is
    a contact's yet leads to the contact: letters to staff know only references.
    """
    found = await opened(request, desk, visit)
    if found is not None:
        return page(request, desk, visit, "case.html", found)
    reference = request.path_params["reference"]
    if visit.in_team and await desk.look(lambda db: _with_lado(db, desk, visit, reference)):
        return page(request, desk, visit, "with_lado.html", status=403)

    if outline := await desk.transact(lambda db: _outline(db, desk, visit, reference)):
        return page(request, desk, visit, "outline.html", outline)

    def look(db: Connection) -> bool:
        contact = contacts.by_reference(db, desk.council.name, reference)
        return contact is not None and not contact.cases and sight.contact(contact, (), visit)

    if await desk.look(look):
        return RedirectResponse(f"/contacts/{reference}", 303)
    return page(request, desk, visit, "missing.html", status=404)


async def task(request: Request, desk: Desk, visit: Visit) -> Response:
    """One thing that may be done, on a page of its own, with what was said under it; the case, if it may not be."""
    wanted = request.path_params["move"]
    found = await opened(request, desk, visit, tried=wanted, stage=request.query_params.get("stage", ""))
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    if found["task"] is None:
        return RedirectResponse(f"/cases/{in_address(request.path_params['reference'])}", 303)
    return page(request, desk, visit, "case_task.html", found)


def _outline(db: Connection, desk: Desk, visit: Visit, reference: str) -> dict[str, object] | None:
    """What a head of service or director sees of a case that is late: no family, and nothing that was said (R526)."""
    case, council = cases.one(db, desk.council.name, reference), access.in_force(db, desk)
    if case is None or not sight.outline(case, visit):
        return None
    access.looked(db, desk, visit, case.reference)
    return {
        "case": case,
        "next_clock": next_clock(case),
        "running": [each for each in case.clocks if clocks.is_running(each)],
        "title_of": lambda at: standing.definition(at, council).title,
    }


def _with_lado(db: Connection, desk: Desk, visit: Visit, reference: str) -> bool:
    case = cases.one(db, desk.council.name, reference)
    return case is not None and sight.is_allegation(case) and not sight.is_kept_out(case, visit)


def template(found: Mapping[str, object]) -> str:
    """Where a form that was refused is shown again: on its own page, or on the case's if it can no longer be sent."""
    return "case_task.html" if found["task"] else "case.html"


async def opened(
    request: Request, desk: Desk, visit: Visit, *, tried: str = "", stage: str = "", filled: Filled = EMPTY
) -> dict[str, object] | None:
    """What the page of a case is filled with; after a mistake, with everything that was typed still there."""
    reference = request.path_params["reference"]

    def work(db: Connection) -> dict[str, object] | None:
        case, council = cases.one(db, desk.council.name, reference), access.in_force(db, desk)
        if case is None or not sight.case(case, visit, council):
            return None
        access.looked(db, desk, visit, case.reference)
        shown, sent = _shown(db, desk, visit, case, council), _tried(tried, stage, case)
        return shown | _forms(case, council, visit, sent, filled, days.today(desk.now()))

    return await desk.transact(work)


def every_open(db: Connection, council: str) -> Iterator[Case]:
    """Every case in which something is still owed, oldest first."""
    after = ""
    while page_of := cases.open_ones(db, council, limit=AT_ONCE, after=after):
        yield from page_of
        after = page_of[-1].reference


def next_clock(case: Case) -> Clock | None:
    """The running clock that ends first."""
    return min((each for each in case.clocks if clocks.is_running(each)), key=lambda each: each.due, default=None)


def _shown(db: Connection, desk: Desk, visit: Visit, case: Case, council: Council) -> dict[str, object]:
    names = {each.id: each.name for each in council.staff}
    contact = contacts.one(db, council.name, case.contact) if visit.in_team else None
    verified = next((each for each in reversed(case.decisions) if each.move == "verify"), None)
    return {
        "case": case,
        "stand": clashes.stand_of(case, visit),
        "came_from": contact.reference if contact else "",
        "says": {row.name: row.says for row in MOVES},
        "next_clock": next_clock(case),
        "title_of": lambda at: standing.definition(at, council).title,
        "for_the_childs_file": days.today(case.received) if case.settled and retention.in_care(case) else None,
        "explained": [dates.explained(clock, council, desk.now()) for clock in case.clocks],
        "handler": member(council, case.handler),
        "people": tuple(acting.people(case, days.today(desk.now()))) if visit.in_team else (),
        "offered": offers.history(case),
        "names": names,
        "verified": verified,
        "ringing": [each for each in case.alarms if is_open(each)],
        "beside": [each.reference for each in cases.some(db, council.name, case.links) if _named(each, visit, council)],
        "entries": timeline.conversation(
            case.messages, case.said, lambda name: outbox.exact(db, desk.council.name, name)
        ),
        "to_staff": timeline.to_staff(case.said, names),
        "heading": timeline.heading,
        "today": days.today(desk.now()),
        "replies": records.unread(case) if visit.in_team else (),
        "more_time": asks.more_time(case),
        "matters": matters.undecided(case) if visit.in_team else (),
        "looked": _looked(db, case) if visit.in_team else (),
        "waiting": [(each, _who(each, council)) for each in reserved.waiting(case)],
    }


def _named(beside: Case, visit: Visit, council: Council) -> bool:
    """Whether a case beside it is named: the team knows of allegations that the LADO has them."""
    return sight.case(beside, visit, council) or (visit.in_team and not sight.is_kept_out(beside, visit))


def _looked(db: Connection, case: Case) -> tuple[tuple[str, int, datetime], ...]:
    """Who has opened it, how often and when last; the latest first (R904)."""
    found: dict[str, tuple[int, datetime]] = {}
    for each in audit.entries(db, case.council, about=case.reference):
        if each.did == "opened":
            found[each.who] = (found.get(each.who, (0, each.at))[0] + 1, each.at)
    return tuple(sorted(((who, *times) for who, times in found.items()), key=lambda one: one[2], reverse=True))


def _forms(case: Case, council: Council, visit: Visit, tried: str, filled: Filled, today: date) -> dict[str, object]:
    """Exactly the moves that the rows allow, each with its form; `tried` is the one just sent."""
    roles = sight.roles(case, visit)
    rows = [(row, at, forms.of_move(row, case, at, council, today)) for row, at in allowed(case, council, roles)]
    asked = next((fields for row, at, fields in rows if form_of(row, at, case) == tried), ())
    moved_on = BY_NAME.get(tried.partition("-")[0]) if not asked and filled.refused else None
    too_late = moved_on is not None and not any(form_of(row, at, case) == tried for row, at, _ in rows)
    typed = kept(filled, forms.of_move(moved_on, case, case.current, council, today)) if moved_on and too_late else ()
    where = ("kept" if typed else "main") if too_late else tried
    offered = [
        (row, at, form, fields, filled if form == tried and filled.typed else begun(fields, case))
        for row, at, fields in rows
        for form in (form_of(row, at, case),)
    ]
    return {
        "groups": [
            (heading, under) for heading, group in GROUPS if (under := [each for each in offered if each[0] in group])
        ],
        "task": next((each for each in offered if each[2] == tried), None),
        "tried": tried,
        "problems": problems(filled, asked, form=where),
        "kept": typed,
    }


def _who(asked: Waiting, council: Council) -> str:
    """Who decides a question that waits, in words."""
    return " and ".join(council.roles[role] for role in asked.question.who)


def _tried(move: str, stage: str, case: Case) -> str:
    """The form that was sent, as it is named on the page now."""
    elsewhere = stage and case.current and stage != case.current.stage
    return f"{move}-{stage}" if move and elsewhere else move


def form_of(row: Move, at: StageRow | None, case: Case) -> str:
    """The name of a form on the page: the move's, and its stage's where that is not the current one."""
    return row.name if at is None or at is case.current else f"{row.name}-{at.stage}"
