"""The list of open cases: soonest due first, or as somebody wants it; for the complaints team all of them, for others
their own. Nobody sees one that names them.
"""

from collections.abc import Iterable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from casework import clocks, standing
from casework.cases import Advocacy, Case, StageRow, State
from casework.clocks import Clock
from casework.councils import Council
from casework.labels import Kind, Procedure
from casework.on_behalf import advocacy
from desk import access, dates, listing, sight
from desk.access import Visit
from desk.cases import next_clock
from desk.desk import Desk
from desk.listing import Column, Filter
from desk.pages import page
from desk.words import first_up, plain
from store.database import Connection

Row = tuple[Case, Clock | None, StageRow | None]
"""A case, the clock that ends first, and the stage where it stands."""

LATER = date.max
"""Where nothing is due, it comes last."""

UNASKED = (None, Advocacy.OFFERED)
"""Nobody has said yes or no to an advocate."""


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """The list as its address says; or the same, to be saved, which is on record."""

    def look(db: Connection) -> listing.Listed[Row]:
        council = access.in_force(db, desk)
        found = [case for case in desk.running.every(db, council.name) if sight.case(case, visit, council)]
        rows = sorted(((each, next_clock(each), each.current) for each in found), key=_due)
        columns = _columns(desk, council)
        return listing.listed("/cases", request.query_params, rows, columns, _filters(rows, desk, council))

    found = await desk.look(look)
    if listing.wants_table(request.query_params):
        await desk.transact(lambda db: access.record(db, desk, visit, "saved the list of cases", ""))
        return listing.table(found, "cases")
    return page(request, desk, visit, "cases.html", {"list": found})


def _columns(desk: Desk, council: Council) -> tuple[Column[Row], ...]:
    names, now = {each.id: each.name for each in council.staff}, desk.now()

    def tag(row: Row) -> str:
        return dates.clock_tag(row[1], council, now)[0] if row[1] else "No clock"

    return (
        Column("reference", "Reference", lambda row: row[0].reference, lambda row: row[0].reference),
        Column("procedure", "Procedure", lambda row: first_up(plain(row[0].procedure)), lambda row: row[0].procedure),
        Column("state", "Where it stands", lambda row: _stands(row, council), lambda row: _stands(row, council)),
        Column("handler", "Given to", lambda row: names.get(row[0].handler, "Nobody"),
               lambda row: names.get(row[0].handler, "~")),
        Column("next", "Next", lambda row: _next(row, desk)),
        Column("due", "Clock", tag, _due),
    )  # fmt: skip


def _filters(rows: list[Row], desk: Desk, council: Council) -> tuple[Filter[Row], ...]:
    names, now = {each.id: each.name for each in council.staff}, desk.now()
    every = [case for case, _, _ in rows]
    titles = {
        at.course + at.stage: (at.stage, first_up(standing.definition(at, council).title)) for _, _, at in rows if at
    }
    return (
        Filter("state", "Where it stands", _labelled(_state(row) for row in rows),
               lambda row, value: _state(row) == value),
        Filter("stage", "Stage", listing.choices(titles.values()),
               lambda row, value: bool(row[2] and row[2].stage == value)),
        Filter("procedure", "Procedure", _labelled(each.procedure for each in every),
               lambda row, value: row[0].procedure == value),
        Filter("handler", "Given to", listing.choices((each or "nobody", names.get(each, "Nobody"))
               for each in {case.handler for case in every}), lambda row, value: (row[0].handler or "nobody") == value),
        Filter("late", "Late", listing.YES, lambda row, _: bool(row[1] and clocks.is_overdue(row[1], now))),
        Filter("unasked", "Nothing known of an advocate", listing.YES, lambda row, _: _unasked(row[0])),
    )  # fmt: skip


def _unasked(case: Case) -> bool:
    """R517: a child's or care leaver's complaint, and nobody has said yes or no to an advocate."""
    return case.kind is Kind.COMPLAINT and case.complainant.young and advocacy.wish(case) in UNASKED


def _stands(row: Row, council: Council) -> str:
    at = row[2]
    stage = f"{first_up(standing.definition(at, council).title)}: " if at else ""
    return f"{stage}{plain(_state(row))}"


def _state(row: Row) -> State:
    return row[2].state if row[2] else State.NEW


def _labelled(found: Iterable[Procedure | State]) -> tuple[tuple[str, str], ...]:
    return listing.choices((str(each), first_up(plain(each))) for each in set(found))


def _next(row: Row, desk: Desk) -> str:
    case, clock, _ = row
    if clock:
        return f"{first_up(clock.terms.step)}, {dates.day(clock.due, desk.now())}"
    return "Learning to agree to, or drop" if any(each.is_open for each in case.actions) else "Nothing is due"


def _due(row: Row) -> tuple[date, str]:
    return (row[1].due if row[1] else LATER, row[0].reference)
