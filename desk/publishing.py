"""Reports that were published: kept as they were and handed out byte for byte (R807); and other councils' reports,
which can stand beside ours.
"""

import asyncio
import base64
import hashlib
import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.councils import TEAM
from desk import access, fields, kept_from, report_asked
from desk.access import Visit
from desk.desk import Desk
from desk.fields import EMPTY, Field, Filled, problems
from desk.pages import page
from reports.publish import Snapshot
from reports.render import comparing, folder
from reports.render.comparing import Compared, NoReport
from reports.said import COUNTS
from store import people, published
from store.database import Connection
from store.ledger import keeping
from store.ledger.packing import NAMES, PACKED
from store.published import Report

TABLES = "tables.json"
KINDS = {
    "html": "text/html; charset=utf-8", "json": "application/json", "csv": "text/csv", "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
FACES = (
    ("report.html", "The page"), ("report.docx", "Word document"), ("report.xlsx", "Workbook, a sheet for each table"),
    (TABLES, "Tables for programs"), ("made.json", "What it was made with"),
)  # fmt: skip
OTHERS = (
    Field(
        "tables", "What the other council’s tables.json says",
        hint="Open the file in any text program, and copy all of it into here.", needed="Copy the file’s text into it.",
        most=200_000,
    ),
)  # fmt: skip
NOT_ONE = "That is no tables.json of a report. Copy the whole file, from the first bracket to the last."


async def keep(request: Request, desk: Desk, visit: Visit, snapshot: Snapshot, beside: Compared | None) -> Response:
    """Keep every face, the lines it was made of, and who published it. Who was overtaken is told by whom."""
    seen = fields.number(fields.one_of(await request.form(), "seen")) or 0
    faces = await asyncio.to_thread(folder.faces, snapshot, beside)
    says = {"version": snapshot.version, "title": snapshot.title, "beside": beside.name if beside else ""}
    period = comparing.of(faces[TABLES])

    def work(db: Connection) -> tuple[Report, str] | int:
        name = desk.council.name
        report = Report(0, desk.now(), visit.staff.id, name, *period.days, snapshot.public, ours=True, says=says)
        if theirs := published.meanwhile(db, name, report, seen):
            return theirs, _name(db, desk, theirs)
        files = {**faces, **keeping.packed(db, name)}
        number = published.keep(db, name, report, files | ({COUNTS: snapshot.counts} if snapshot.public else {}))
        access.record(db, desk, visit, "published a report", str(number))
        return number

    kept = await desk.transact(work)
    if not isinstance(kept, int):
        theirs, by = kept
        return page(request, desk, visit, "report_overtaken.html", {"report": theirs, "by": by}, status=422)
    return RedirectResponse(f"/reports/published/{kept}", 303)


async def one(request: Request, desk: Desk, visit: Visit) -> Response:
    """A report that was published, with all its faces."""

    def work(db: Connection) -> tuple[Report, str] | None:
        report = _report(db, request, desk)
        return (report, _name(db, desk, report)) if report else None

    found = await desk.look(work)
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    report, by = found
    given: dict[str, object] = {
        "report": report, "name_of": report_asked.name_of, "faces": FACES if report.ours else [(TABLES, "Its tables")],
        "by": by,
        "lines": PACKED if report.ours and visit.roles & TEAM else "",
    }  # fmt: skip
    return page(request, desk, visit, "report_published.html", given)


async def face(request: Request, desk: Desk, visit: Visit) -> Response:
    """One face, byte for byte as it was published. The page is shown; all else is saved. The lines it was made of are
    the team's, without those of a case that names whoever asks.
    """
    name = request.path_params["face"]

    def work(db: Connection) -> tuple[Report, bytes] | None:
        report = _report(db, request, desk)
        raw = published.file(db, desk.council.name, report.number, name) if report else None
        if report is None or raw is None or name == NAMES or (name in (PACKED, COUNTS) and not visit.roles & TEAM):
            return None
        access.record(db, desk, visit, f"took {name} of a report", str(report.number))
        if name == PACKED:
            names = published.file(db, desk.council.name, report.number, NAMES)
            raw = kept_from.packed(db, raw, names, desk.council.name, visit)
        return report, raw

    found = await desk.transact(work)
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    report, raw = found
    if name.endswith(".html"):
        return Response(raw, headers={"Content-Security-Policy": _policy(raw)}, media_type=KINDS["html"])
    saved_as = f"{report.whose}-{report.first}-{report.last}-{name.rpartition('/')[2]}"
    return saved(raw, saved_as, KINDS[name.rpartition(".")[2]])


async def other(request: Request, desk: Desk, visit: Visit) -> Response:
    """The form for another council's report."""
    return _asked(request, desk, visit, EMPTY)


async def add_other(request: Request, desk: Desk, visit: Visit) -> Response:
    """Another council's report is kept, to stand beside ours."""
    filled = fields.read(await request.form(), OTHERS)
    if filled.refused:
        return _asked(request, desk, visit, filled)
    raw = filled.typed["tables"].encode()
    try:
        whose = comparing.of(raw)
    except NoReport:
        return _asked(request, desk, visit, Filled(filled.typed, {"tables": NOT_ONE}))

    def work(db: Connection) -> None:
        report = Report(0, desk.now(), visit.staff.id, whose.council, *whose.days, whose.public, ours=False, says={})
        number = published.keep(db, desk.council.name, report, {TABLES: raw})
        access.record(db, desk, visit, "kept another council’s report", str(number))

    await desk.transact(work)
    return RedirectResponse("/reports", 303)


def compared(db: Connection, council: str, report: Report) -> Compared | None:
    """The tables of a report that is kept, to stand beside one that is made now."""
    raw = published.file(db, council, report.number, TABLES)
    return comparing.of(raw) if raw else None


def saved(raw: bytes, name: str, kind: str) -> Response:
    """A file to be saved, never shown."""
    return Response(
        raw, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}, media_type=kind
    )


def _asked(request: Request, desk: Desk, visit: Visit, filled: Filled) -> Response:
    given = {"asked": OTHERS, "filled": filled, "problems": problems(filled, OTHERS, form="other")}
    return page(request, desk, visit, "report_other.html", given, status=422 if filled.refused else 200)


def _report(db: Connection, request: Request, desk: Desk) -> Report | None:
    place = fields.number(request.path_params["report"])
    return published.one(db, desk.council.name, place) if place is not None else None


def _name(db: Connection, desk: Desk, report: Report) -> str:
    """Who published it."""
    somebody = people.member(db, desk.council.name, report.by)
    return somebody.name if somebody else report.by


def _policy(raw: bytes) -> str:
    """The published page has its style in it, which the desk's own policy does not allow: this style, and no other."""
    style = re.search(rb"<style>(.*?)</style>", raw, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[1] if style else b"").digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
