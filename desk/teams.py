"""Who works here: everybody's part, teams, manager and deputy, whether they are away, and how much they have in hand.

Accounts are made by whoever keeps the machine (`heard staff`); who is away is said on its own page.
"""

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from casework import days
from casework.councils import Council, Staff
from casework.frozen import frozen
from desk import access, listing, sight
from desk.access import Visit
from desk.desk import Desk
from desk.listing import Column, Filter
from desk.pages import page
from desk.words import first_up, plain
from store.database import Connection


@frozen
class Row:
    """One person, how many open cases they have, and whether somebody stands in for them today."""

    staff: Staff
    cases: int
    away: bool


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """The list as its address says; or the same, to be saved, which is on record."""

    def look(db: Connection) -> listing.Listed[Row]:
        council, today = access.in_force(db, desk), days.today(desk.now())
        seen = (case for case in desk.running.every(db, council.name) if sight.case(case, visit, council))
        held = Counter(case.handler for case in seen)
        rows = [Row(each, held[each.id], each.is_away(today)) for each in sorted(council.staff, key=_name)]
        return listing.listed("/teams", request.query_params, rows, _columns(council), _filters(council))

    found = await desk.look(look)
    if listing.wants_table(request.query_params):
        await desk.transact(lambda db: access.record(db, desk, visit, "saved the list of staff", ""))
        return listing.table(found, "staff")
    return page(request, desk, visit, "teams.html", {"list": found})


def _name(one: Staff) -> str:
    return one.name


def _columns(council: Council) -> tuple[Column[Row], ...]:
    names = {each.id: each.name for each in council.staff}

    def roles(row: Row) -> str:
        return first_up(", ".join(sorted(council.roles.get(each, each) for each in row.staff.roles)))

    return (
        Column("name", "Name", lambda row: row.staff.name, lambda row: row.staff.name),
        Column("roles", "Part", roles, roles),
        Column("teams", "Teams", lambda row: ", ".join(map(_team, sorted(row.staff.teams))) or "None"),
        Column("manager", "Manager", lambda row: names.get(row.staff.manager, "Nobody"),
               lambda row: names.get(row.staff.manager, "")),
        Column("deputy", "Deputy", lambda row: names.get(row.staff.deputy, "Next manager up")),
        Column("away", "Away", lambda row: "Yes" if row.away else "No", lambda row: not row.away),
        Column("cases", "Cases", lambda row: str(row.cases), lambda row: row.cases),
    )  # fmt: skip


def _filters(council: Council) -> tuple[Filter[Row], ...]:
    teams = listing.choices((each, _team(each)) for one in council.staff for each in one.teams)
    return (
        Filter("team", "Team", teams, lambda row, value: value in row.staff.teams),
        Filter("away", "Away today", listing.YES, lambda row, _: row.away),
    )


def _team(name: str) -> str:
    return first_up(plain(name))
