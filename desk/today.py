"""Today: what somebody owes, line by line, late first; the same lines as in their morning's letter (R605)."""

from starlette.requests import Request
from starlette.responses import Response

from casework.time_passes import duties
from casework.time_passes.duties import Duty
from desk import access, dates, listing, sight, tray
from desk.access import Visit
from desk.desk import Desk
from desk.listing import Column, Filter, Listed
from desk.pages import page
from desk.words import first_up
from store.database import Connection

FILTERS: tuple[Filter[Duty], ...] = (Filter("late", "Late only", (("yes", "Yes"),), lambda duty, _: duty.late),)


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """What is owed by whoever looks. A case that they may know only in outline has no link (R526)."""

    def look(db: Connection) -> tuple[Listed[Duty], set[str]]:
        council = access.in_force(db, desk)
        now, there = desk.now(), desk.running.now(db, council.name)
        running = [each for each in there if not sight.is_kept_out(each.about, visit)]
        waiting = tray.waiting(db, desk, visit) if visit.in_team else []
        everybodys = {*desk.running.duties(running, council, now), *desk.running.duties(waiting, council, now)}
        owed = sorted((one for one in everybodys if one.staff == visit.staff.id), key=duties.order)
        readable = {each.about.reference for each in running if sight.case(each.about, visit, council)}
        found = listing.listed("/today", request.query_params, owed, _columns(desk), FILTERS)
        return found, readable | {each.about.reference for each in waiting}

    found, readable = await desk.look(look)
    if listing.wants_table(request.query_params):
        return listing.table(found, "today")
    return page(request, desk, visit, "today.html", {"list": found, "readable": readable})


def _columns(desk: Desk) -> tuple[Column[Duty], ...]:
    return (
        Column("reference", "Reference", lambda duty: duty.reference, lambda duty: duty.reference),
        Column("step", "What", lambda duty: first_up(duty.step), lambda duty: duty.step),
        Column("due", "By when", lambda duty: dates.day(duty.due, desk.now()), lambda duty: duty.due),
    )
