"""The year's report at the desk: choose a period, look at it, see which cases stand behind a figure, take a table away.

Figures are counted afresh each time, from the lines of every case as it stands: here without the cases that name
whoever looks, which are not there for them (R602); in what is published, all. Publishing is `desk.publishing`.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from importlib.metadata import version

from starlette.datastructures import FormData, QueryParams
from starlette.requests import Request
from starlette.responses import Response

from casework import days
from casework.councils import Role
from casework.frozen import frozen, replace
from casework.records.beyond import Beyond
from casework.records.ledger import Ledger, StageLine
from desk import access, fields, kept_from, publishing, report_asked, sight
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.fields import EMPTY, Filled, problems
from desk.pages import page
from desk.report_asked import Asked
from reports import book, corrections, figures, publish, quarters, said, tables
from reports.checks import Check
from reports.publish import Printed, Snapshot
from reports.render import page as web
from reports.render import tables as plain
from reports.render.comparing import Compared
from reports.said import Said
from reports.tables import Table
from reports.tables.words import STAGES
from store import cases, published, returned
from store.database import Connection
from store.ledger import entering, keeping
from store.published import Report

NOT_THEIRS = "Only the complaints manager publishes a report."

AT_ONCE = 100
"""Lines behind a figure that are shown together. *Taste.*"""

FILES = 10_000
"""More pieces of work than a council's cases can be: no wait is without an end."""


Lines = tuple[Ledger, Beyond, Said]


@frozen
class Made:
    """A report as it was asked for, its figures before they are printed, and what stands beside it. `newest` is the
    number of the report that was kept last when it was made.
    """

    asked: Asked
    snapshot: Snapshot
    figures: Mapping[str, Table] = field(repr=False)
    compared: Compared | None = field(repr=False)
    newest: int = 0

    def link(self, table: Printed, row: int, at: int) -> str:
        """Where a figure leads: to the cases behind it, in a report for inside; nowhere without any."""
        if self.asked.public or table.name not in self.figures:
            return ""
        lines = figures.behind(self.figures[table.name].rows[row].cells[at])
        there = any(getattr(line, "case", "") for line in lines)
        return f"/reports/cases?{self.asked.query}&table={table.name}&row={row}&at={at}" if there else ""


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """What can be asked for, and what was published."""
    return await _choose(request, desk, visit, EMPTY)


async def look(request: Request, desk: Desk, visit: Visit) -> Response:
    """The report on the desk: its checks first, then every table with its drawing, sentence and count."""
    made = await _made(desk, request.query_params, visit)
    if isinstance(made, Filled):
        return await _choose(request, desk, visit, made)
    given: dict[str, object] = {
        "made": made,
        "snapshot": made.snapshot,
        "sections": web.sections(made.snapshot, made.compared),
        "failed": _failed(made),
        "may_publish": Role.CM in visit.roles,
    }
    await desk.transact(lambda db: access.record(db, desk, visit, "looked at a report", made.asked.period.says))
    return page(request, desk, visit, "report.html", given)


async def csv(request: Request, desk: Desk, visit: Visit) -> Response:
    """One table of it, for a spreadsheet."""
    made = await _made(desk, request.query_params, visit)
    table = None if isinstance(made, Filled) else _named(made.snapshot, request.query_params.get("table", ""))
    if table is None:
        return page(request, desk, visit, "missing.html", status=404)
    return publishing.saved(plain.csv_of(table), f"{table.name}.csv", "text/csv")


async def behind(request: Request, desk: Desk, visit: Visit) -> Response:
    """The cases that a figure was counted from, for those who may see them (R602, R904)."""
    made = await _made(desk, request.query_params, visit)
    found = None if isinstance(made, Filled) else _figure(made, request)
    if isinstance(made, Filled) or found is None:
        return page(request, desk, visit, "missing.html", status=404)
    table, label, head, lines = found
    start = fields.number(request.query_params.get("start", "")) or 0
    some = lines[start : start + AT_ONCE]

    def work(db: Connection) -> list[Mapping[str, object]]:
        access.record(db, desk, visit, "looked behind a figure", f"{table.name}, {made.asked.period.says}")
        return list(_shown(db, some, visit, desk))

    query = str(request.url.query).partition("&start=")[0]
    shown = {
        "made": made, "table": table, "label": label, "head": head, "lines": await desk.transact(work),
        "more": f"/reports/cases?{query}&start={start + AT_ONCE}" if len(lines) > start + AT_ONCE else "",
        "nameless": any(not getattr(line, "case", "") for line in some),
    }  # fmt: skip
    return page(request, desk, visit, "report_cases.html", shown)


async def publish_it(request: Request, desk: Desk, visit: Visit) -> Response:
    """The complaints manager publishes it: made once more, and kept as it is (R807). One that does not add up is
    refused, with what does not hold.
    """
    if Role.CM not in visit.roles:
        return page(request, desk, visit, "sorry.html", {"wrong": NOT_THEIRS}, status=422)
    made = await _made(desk, form := await request.form())
    if isinstance(made, Filled):
        return await _choose(request, desk, visit, made)
    if not made.snapshot.holds:
        theirs = await _made(desk, form, visit)
        failed = _failed(theirs) or [replace(each, why="") for each in _failed(made)]
        given = {"made": made, "failed": failed, "snapshot": made.snapshot}
        return page(request, desk, visit, "report_refused.html", given, status=422)
    return await publishing.keep(request, desk, visit, made.snapshot, made.compared)


async def _choose(request: Request, desk: Desk, visit: Visit, filled: Filled) -> Response:
    kept = await desk.look(lambda db: published.listed(db, desk.council.name))
    asked = report_asked.form(days.today(desk.now()), kept)
    ours, others = [each for each in kept if each.ours], [each for each in kept if not each.ours]
    given: dict[str, object] = {
        "asked": asked, "filled": filled, "problems": problems(filled, asked, form="ask"), "ours": ours,
        "others": others, "name_of": report_asked.name_of, "may_publish": Role.CM in visit.roles,
    }  # fmt: skip
    return page(request, desk, visit, "reports.html", given, status=422 if filled.refused else 200)


async def _made(desk: Desk, given: FormData | QueryParams, visit: Visit | None = None) -> Made | Filled:
    """The report, made, without what names whoever looks, if only they do; or what is wrong with what was asked for."""
    kept = await desk.look(lambda db: published.listed(db, desk.council.name))
    filled, asked = report_asked.read(given, days.today(desk.now()), kept)
    if asked is None:
        return filled
    for _ in range(FILES):
        if not await desk.transact(lambda db: entering.a_few(db, desk.council, desk.now())):
            break
    beside = next((each for each in kept if each.number == asked.beside), None)
    lines, changed, compared, whole = await desk.look(lambda db: _read(db, desk, beside, visit))
    made = await asyncio.to_thread(_make, asked, lines, changed or desk.now(), compared, desk, whole=whole)
    return replace(made, newest=max((each.number for each in kept), default=0))


def _read(
    db: Connection, desk: Desk, beside: Report | None, visit: Visit | None
) -> tuple[Lines, datetime | None, Compared | None, bool]:
    name = desk.council.name
    compared = publishing.compared(db, name, beside) if beside else None
    earlier = said.read(published.every(db, name, said.COUNTS))
    without = kept_from.lines(db, name, visit) if visit else frozenset()
    lines = keeping.read(db, name, without=without), returned.beyond(db, name, without=without), earlier
    return lines, keeping.changed_at(db, name, without=without), compared, not without


def _make(asked: Asked, lines: Lines, changed: datetime, compared: Compared | None, desk: Desk, *, whole: bool) -> Made:
    """Beside what was published, a figure that leaves something out would seem to be one that was put right since."""
    ledger, beyond, earlier = lines
    opened = book.opened(ledger, desk.council, asked.period, beyond, days.today(desk.now()))
    every = tables.every(opened)
    snapshot = publish.snapshot(
        opened, public=asked.public, made=changed, version=version("heard"), every=every, earlier=earlier
    )
    shown = {table.name: table for table in every}
    if asked.period.is_quarter:
        shown[quarters.TREND] = quarters.trend(opened)
    return Made(asked, corrections.noted(snapshot, compared) if whole else snapshot, shown, compared)


def _failed(made: Made | Filled) -> list[Check]:
    return [] if isinstance(made, Filled) else [each for each in made.snapshot.checks if not each.holds]


def _named(snapshot: Snapshot, name: str) -> Printed | None:
    every = (*snapshot.tables, *([snapshot.trend] if snapshot.trend else []))
    return next((table for table in every if table.name == name), None)


def _figure(made: Made, request: Request) -> tuple[Table, str, str, list[object]] | None:
    """Which figure is meant, and its lines: never of a public report, whose small numbers are hidden."""
    table = made.figures.get(request.query_params.get("table", ""))
    row, at = (fields.number(request.query_params.get(name, "")) for name in ("row", "at"))
    if table is None or made.asked.public or row is None or at is None:
        return None
    if row >= len(table.rows) or at >= len(table.rows[row].cells):
        return None
    return table, table.rows[row].label, table.columns[at + 1], list(figures.behind(table.rows[row].cells[at]))


def _shown(db: Connection, lines: list[object], visit: Visit, desk: Desk) -> Iterator[Mapping[str, object]]:
    """Each line with where it leads. A case that names whoever asks is not there for them."""
    council = access.in_force(db, desk)
    for line in lines:
        reference = getattr(line, "case", "")
        case = cases.one(db, council.name, reference) if reference else None
        if not reference or (case and sight.is_kept_out(case, visit)):
            continue
        leads = in_address(reference) if case and sight.case(case, visit, council) else ""
        yield {"reference": reference, "leads": leads, **_told(line)}


def _told(line: object) -> Mapping[str, object]:
    stage = STAGES[getattr(line, "stage", None)]
    if isinstance(line, StageLine):
        return {"stage": stage, "received": line.received, "closed": line.closed, "outcome": line.outcome}
    return {"stage": stage, "received": getattr(line, "agreed", None) or getattr(line, "offered", None),
            "closed": None, "outcome": getattr(line, "status", None) or getattr(line, "answer", None)}  # fmt: skip
