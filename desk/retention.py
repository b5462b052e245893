"""What may be forgotten, for a named person to look at and approve (R906-R916). Nothing goes from here: `heard forget`
takes what was approved and is still due, and only that.

Whoever is complained of in a record does not see it here either, and allegations are the LADO's (R115, R602). What has
gone names nobody any more: it is shown to whoever approved it, who had seen it.
"""

from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import days
from casework.councils import Council, Role
from casework.records import retention
from desk import access, fields, kept
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.fields import EMPTY, Filled, problems
from desk.pages import page
from store import cases, contacts
from store.database import Connection
from store.retention import dated, due, loose, words
from store.retention.due import Listed, Place
from store.retention.words import CASE, CONTACT, EVERYTHING, Approved

KEEPERS = frozenset({Role.CM, Role.HOS, Role.LADO})
"""Who approves: the complaints manager; who stands above them, of what they may not see; the LADO, of allegations."""

A_PAGE, LOOKS, GONE = 50, 5, 20
"""Lines on a page, how often two hundred more are looked through first, tombstones that are shown. *Taste.*"""

NOT_DUE = "Some of these are not due any more, or not yours to approve. Look at the list as it is now."


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """What is due, what is kept all the same, what was approved, what has gone; or the one record that is asked for."""
    if wanted := request.query_params.get("of", "").strip():
        return RedirectResponse(f"/retention/{in_address(wanted)}", 303)
    return await _page(request, desk, visit, EMPTY)


async def approve(request: Request, desk: Desk, visit: Visit) -> Response:
    """Those ticked may go."""
    ticked = [str(value) for value in (await request.form()).getlist("may_go") if str(value).isprintable()]

    def work(db: Connection) -> bool:
        council = access.in_force(db, desk)
        found = [_ticked(db, name, council, desk, visit) for name in ticked]
        if not all(found):
            return False
        for each in filter(None, found):
            said = Approved(each.kind, each.about, each.due.row, visit.staff.id, desk.now())
            words.approve(db, council.name, [said])
            access.record(db, desk, visit, "approved forgetting", each.reference)
        return True

    if not await desk.transact(work):
        return await _page(request, desk, visit, Filled(broken=NOT_DUE, rule="R906"))
    return RedirectResponse("/retention", 303)


async def hold_everything(request: Request, desk: Desk, visit: Visit) -> Response:
    """R916: an inquiry may forbid all destruction at once. Asked again, it ends."""
    lifts = fields.one_of(await request.form(), "do") == "lift"
    filled = fields.read(await request.form(), () if lifts else kept.HOLD)
    if filled.refused:
        return await _page(request, desk, visit, filled)

    def work(db: Connection) -> None:
        told, do = words.said(db, desk.council.name, *EVERYTHING), "lift" if lifts else "hold"
        said = kept.after(do, told, filled.typed, visit.staff.id, days.today(desk.now()))
        words.say(db, desk.council.name, *EVERYTHING, said)
        access.record(db, desk, visit, kept.DID[do], "everything")

    await desk.transact(work)
    return RedirectResponse("/retention", 303)


def _ticked(db: Connection, name: str, council: Council, desk: Desk, visit: Visit) -> Listed | None:
    """What a tick means, if it is still due, nothing stands against it, and it is theirs to approve."""
    kind, _, about = name.partition(" ")
    if kind in (CASE, CONTACT):
        found = due.one(db, council, desk.now(), kind, about)
    else:
        found = next(
            (each for each in _together(db, council, desk, visit) if (each.kind, each.about) == (kind, about)), None
        )
    return found if found and not found.against and _is_theirs(db, visit, council, found) else None


async def _page(request: Request, desk: Desk, visit: Visit, filled: Filled) -> Response:
    for _ in range(LOOKS):
        if not await desk.transact(lambda db: dated.look_through(db, desk.council)):
            break
    parts = request.query_params.get("after", "").split(" ", 2)
    place: Place = (parts[0], parts[1], parts[2]) if len(parts) == len(due.FIRST) else due.FIRST
    shown = await desk.look(lambda db: _shown(db, place, desk, visit))
    asked = {"hold": kept.HOLD, "filled": filled, "problems": problems(filled, kept.HOLD, form="hold")}
    return page(request, desk, visit, "retention.html", shown | asked, status=422 if filled.refused else 200)


def _shown(db: Connection, place: Place, desk: Desk, visit: Visit) -> dict[str, object]:
    council = access.in_force(db, desk)
    theirs = partial(_is_theirs, db, visit, council)
    seen, further = due.listed(db, council, desk.now(), limit=A_PAGE, after=place, theirs=theirs)
    may_go = words.approved(db, council.name)
    return {
        "due": [each for each in seen if not each.against],
        "kept": [each for each in seen if each.against],
        "together": _together(db, council, desk, visit) if place == due.FIRST else [],
        "approved": {(each.kind, each.about): each for each in may_go},
        "early": [called for each in may_go if (called := _early(db, each, visit, council))],
        "everything": words.said(db, council.name, *EVERYTHING),
        "gone": words.tombstones(db, council.name, by=visit.staff.id, limit=GONE),
        "more": " ".join(further) if further else "",
        "left": dated.still_to_look_through(db, council),
        "names": {each.id: each.name for each in council.staff},
        "copies": council.retention[retention.COPY].days,
    }


def _early(db: Connection, each: Approved, visit: Visit, council: Council) -> str:
    """The reference of what may go before its time, if they may see it."""
    if each.row not in (retention.ASKED, retention.AGAIN):
        return ""
    found = (cases if each.kind == CASE else contacts).one(db, council.name, each.about)
    return found.reference if found and kept.visible(db, found, visit, council) else ""


def _is_theirs(db: Connection, visit: Visit, council: Council, each: Listed) -> bool:
    return kept.visible(db, each.of, visit, council) if each.of else visit.in_team


def _together(db: Connection, council: Council, desk: Desk, visit: Visit) -> list[Listed]:
    """Post that belongs to nobody, and answers linked to nobody: for the team."""
    return loose.listed(db, council, desk.now()) if visit.in_team else []
