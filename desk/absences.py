"""Who is away: everybody says so for themselves, the complaints team for anyone. What they owe goes to their deputy."""

from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import days
from casework.councils import Council
from desk import access, fields
from desk.access import Visit
from desk.desk import Desk
from desk.fields import DAY, EMPTY, Field, Filled, Sort, problems
from desk.pages import page
from store import absences
from store.database import Connection

SOMEBODY = "Choose who it is."


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """Who is away now or will be, and the form to say so."""
    return await _shown(request, desk, visit, EMPTY)


async def add(request: Request, desk: Desk, visit: Visit) -> Response:
    """Somebody is away from one day to another; what was asked of them is asked of their deputy at once (R601)."""
    form = await request.form()

    def work(db: Connection) -> Filled:
        council = access.in_force(db, desk)
        filled = _checked(fields.read(form, _asked(council, visit)))
        if not filled.refused:
            typed = filled.typed
            first, last = date.fromisoformat(typed["first"]), date.fromisoformat(typed["last"])
            absences.away(db, desk.council.name, typed["who"], first, last, deputy=typed["deputy"], now=desk.now())
            access.record(db, desk, visit, "absence kept", typed["who"])
        return filled

    filled = await desk.transact(work)
    return await _shown(request, desk, visit, filled) if filled.refused else RedirectResponse("/away", 303)


async def back(request: Request, desk: Desk, visit: Visit) -> Response:
    """Somebody is back today."""
    who = request.path_params["staff"]

    def work(db: Connection) -> bool:
        allowed = visit.in_team or who == visit.staff.id
        done = allowed and absences.back(db, desk.council.name, who, days.today(desk.now()), now=desk.now())
        if done:
            access.record(db, desk, visit, "back again", who)
        return done

    if await desk.transact(work):
        return RedirectResponse("/away", 303)
    return page(request, desk, visit, "missing.html", status=404)


async def _shown(request: Request, desk: Desk, visit: Visit, filled: Filled) -> Response:
    def look(db: Connection) -> dict[str, object]:
        council, today = access.in_force(db, desk), days.today(desk.now())
        asked = _asked(council, visit)
        return {
            "gone": [(each, span) for each in council.staff for span in absences.spans(each, today)],
            "names": {each.id: each.name for each in council.staff},
            "asked": asked, "filled": filled, "problems": problems(filled, asked, form="away"),
        }  # fmt: skip

    return page(request, desk, visit, "away.html", await desk.look(look), status=422 if filled.refused else 200)


def _asked(council: Council, visit: Visit) -> tuple[Field, ...]:
    everybody = tuple((each.id, each.name) for each in sorted(council.staff, key=lambda each: each.name))
    mine = ((visit.staff.id, visit.staff.name),)
    return (
        Field("who", "Who is away?", Sort.ONE, needed=SOMEBODY, choices=everybody if visit.in_team else mine),
        Field("first", "From which day?", Sort.DATE, DAY, "Give the first day away."),
        Field("last", "Until which day?", Sort.DATE, "The last day away.", "Give the last day away."),
        Field(
            "deputy", "Who stands in?", Sort.ONE, choices=everybody,
            hint="Left empty: their usual deputy, or else the next manager up (R601).",
        ),
    )  # fmt: skip


def _checked(filled: Filled) -> Filled:
    typed, wrong = filled.typed, dict(filled.wrong)
    if not wrong and typed["last"] < typed["first"]:
        wrong["last"] = "The last day is before the first."
    if not wrong and typed["deputy"] == typed["who"]:
        wrong["deputy"] = "Nobody stands in for themselves. Choose somebody else, or leave it empty."
    return Filled(typed, wrong)
