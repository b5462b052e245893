"""The register of investigators, independent persons and panel members: who there is, who is free, who holds papers.

For the complaints team only. Reading an entry is on record, as are its changes: it holds people's private addresses,
and who may sit in judgement is decided with it.
"""

from collections.abc import Callable, Iterator
from datetime import date

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import days
from casework.bench import Appointment
from casework.councils import Council, Expert, Interest
from casework.frozen import frozen, replace
from desk import access, dates, entry, fields, sight
from desk.access import Visit
from desk.desk import Desk
from desk.fields import EMPTY, Field, Filled, Sort, problems
from desk.pages import page
from desk.words import first_up
from store import bench, cases
from store.bench import Busy
from store.database import Connection, Stale

CASES = 100
"""How many of the cases somebody served in their page shows. *Taste.*"""

CLASH = (
    "Somebody changed this entry since you opened it. It is shown here as it stands now; what you typed is not saved."
)
FORMS: dict[str, Callable[[Council], tuple[Field, ...]]] = {
    "change": entry.asked, "away": lambda _: entry.away(), "interest": lambda _: entry.interest(), "back": lambda _: (),
}  # fmt: skip
"""What can be done to an entry, and what is asked for it."""


@frozen
class Line:
    """One person of the list: what they can be, whether they are there, in words and a colour that only helps, and
    what they have in hand.
    """

    expert: Expert
    can_be: str
    there: str
    colour: str
    busy: Busy
    late: bool


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """Everybody on the register, by name; those for one role, or free on one day, if asked."""
    today = days.today(desk.now())

    def look(db: Connection) -> dict[str, object]:
        council = access.in_force(db, desk)
        asked = _sought(council)
        filled = fields.read(FormData([(name, value) for name, value in request.query_params.multi_items()]), asked)
        role, on = filled.typed["role"], filled.typed["on"]
        day = date.fromisoformat(on) if on else today
        there = cases.outlines(db, council.name, bench.in_hand(db, council.name))
        readable = [each.reference for each in there if sight.case(each, visit, council)]
        busy = bench.busy(db, council.name, readable)
        found = [each for each in bench.listed(db, council.name) if not role or role in each.roles]
        lines = [
            _line(each, busy.get(each.id, Busy()), day, desk) for each in found if not on or each.is_available(day)
        ]
        return {
            "here": [each for each in lines if not _has_left(each.expert, day)],
            "gone": [each for each in lines if _has_left(each.expert, day)],
            "sought": asked, "filled": filled, "problems": problems(filled, asked, form="sought"), "on_day": day,
        }  # fmt: skip

    return page(request, desk, visit, "register.html", await desk.look(look))


async def begin(request: Request, desk: Desk, visit: Visit) -> Response:
    """The form for somebody new."""
    return _new(request, desk, visit, EMPTY)


async def add(request: Request, desk: Desk, visit: Visit) -> Response:
    """Somebody new is put on the register."""
    filled = entry.checked(fields.read(await request.form(), entry.asked(desk.council)))
    if filled.refused:
        return _new(request, desk, visit, filled)

    def work(db: Connection) -> str:
        somebody = entry.changed(Expert(bench.fresh_id(db, desk.council.name), "", frozenset()), filled.typed)
        bench.keep(db, desk.council.name, somebody)
        access.record(db, desk, visit, "put on the register", somebody.id)
        return somebody.id

    return RedirectResponse(f"/register/{await desk.transact(work)}", 303)


async def one(request: Request, desk: Desk, visit: Visit) -> Response:
    """One entry: how to reach them, when they are away, where they serve, and which papers they hold."""
    return await _shown(request, desk, visit, tried="", filled=EMPTY)


async def change(request: Request, desk: Desk, visit: Visit) -> Response:
    """The entry is changed: what it says, days away, or an interest they declared in a case."""
    form, do = await request.form(), request.path_params["do"]

    def work(db: Connection) -> Expert | Filled | None:
        expert, asked = bench.one(db, desk.council.name, request.path_params["expert"]), FORMS.get(do)
        if expert is None or asked is None:
            return None
        filled = entry.checked(fields.read(form, asked(desk.council)))
        if fields.one_of(form, "version") != str(expert.version):
            filled = replace(filled, broken=CLASH, rule="R003")
        made = None if filled.refused else _made(db, expert, do, form, filled, visit, desk)
        if not isinstance(made, Expert):
            return made or filled
        bench.keep(db, desk.council.name, made)
        access.record(db, desk, visit, "register entry changed", made.id)
        return made

    try:
        done = await desk.transact(work)
    except Stale:
        done = await desk.transact(work)  # read again: it says that somebody was quicker
    if isinstance(done, Filled):
        return await _shown(request, desk, visit, tried=do, filled=done)
    if done is None:
        return page(request, desk, visit, "missing.html", status=404)
    return RedirectResponse(f"/register/{done.id}", 303)


def _made(
    db: Connection, expert: Expert, do: str, form: FormData, filled: Filled, visit: Visit, desk: Desk
) -> Expert | Filled:
    given = filled.typed
    if do == "change":
        return entry.changed(expert, given)
    if do == "away":
        return entry.gone(expert, given)
    if do == "back":
        return entry.back(expert, fields.one_of(form, "which")) or replace(filled, broken=entry.TAKEN_BACK, rule="R003")
    case = cases.one(db, desk.council.name, given["case"].upper())
    if case is None or not sight.case(case, visit, access.in_force(db, desk)):
        return replace(filled, wrong={"case": "There is no such case. Check the reference."})
    return entry.interested(expert, given, days.today(desk.now()))


async def _shown(request: Request, desk: Desk, visit: Visit, *, tried: str, filled: Filled) -> Response:
    def work(db: Connection) -> dict[str, object] | None:
        expert, council = bench.one(db, desk.council.name, request.path_params["expert"]), access.in_force(db, desk)
        if expert is None:
            return None
        access.looked(db, desk, visit, expert.id)
        forms = {do: asked(council) for do, asked in FORMS.items()}
        begun = {do: filled if do == tried else EMPTY for do in forms}
        if tried != "change":
            begun["change"] = Filled(entry.typed(expert))
        return {
            "line": _line(expert, Busy(), days.today(desk.now()), desk), "forms": forms, "begun": begun, "tried": tried,
            "problems": problems(filled, forms.get(tried, ()), form=tried or "main"), "roles": council.roles,
            "ties": entry.TIES, "span": entry.name_of, "served": list(_served(db, expert, visit, council)),
            "away": [each for each in expert.away if each[1] >= days.today(desk.now())],
            "interests": list(_interests(db, expert, visit, council)), "today": days.today(desk.now()),
        }  # fmt: skip

    found = await desk.transact(work)
    status = 404 if found is None else 422 if filled.refused else 200
    return page(request, desk, visit, "register_entry.html" if found else "missing.html", found or {}, status=status)


def _new(request: Request, desk: Desk, visit: Visit, filled: Filled) -> Response:
    asked = entry.asked(desk.council)
    given = {"asked": asked, "filled": filled, "problems": problems(filled, asked, form="new")}
    return page(request, desk, visit, "register_new.html", given, status=422 if filled.refused else 200)


def _served(db: Connection, expert: Expert, visit: Visit, council: Council) -> list[tuple[str, Appointment]]:
    """Their appointments in cases that the reader may see, the latest first (R602)."""
    references = bench.cases_of(db, council.name, expert.id)[:CASES]
    found = (case for each in references if (case := cases.one(db, council.name, each)))
    parts = [
        (case.reference, each)
        for case in found
        if sight.case(case, visit, council)
        for each in case.appointments
        if each.person == expert.id
    ]
    return sorted(parts, key=lambda pair: pair[1].appointed, reverse=True)


def _interests(db: Connection, expert: Expert, visit: Visit, council: Council) -> Iterator[Interest]:
    for each in expert.interests:
        case = cases.one(db, council.name, each.case)
        if case and sight.case(case, visit, council):
            yield each


def _sought(council: Council) -> tuple[Field, ...]:
    return (
        Field(
            "role", "Who can be", Sort.ONE,
            choices=tuple((each.value, first_up(council.roles[each])) for each in entry.ROLES),
        ),
        Field("on", "Free on", Sort.DATE, "For example 12 5 2026"),
    )  # fmt: skip


def _has_left(expert: Expert, day: date) -> bool:
    return expert.until is not None and expert.until < day


def _line(expert: Expert, busy: Busy, day: date, desk: Desk) -> Line:
    now = desk.now()
    late = busy.due is not None and busy.due < days.today(now)
    can_be = first_up(", ".join(desk.council.roles[each] for each in entry.ROLES if each in expert.roles))
    if expert.until and expert.until < day:
        return Line(expert, can_be, f"Left on {dates.day(expert.until, now)}", "grey", busy, late)
    away = next((last for first, last in expert.away if first <= day <= last), None)
    if away:
        return Line(expert, can_be, f"Away until {dates.day(away, now)}", "yellow", busy, late)
    return Line(expert, can_be, "Free", "green", busy, late)
