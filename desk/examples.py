"""Examples for the year's report: one person of the team tells a complaint so that it points to nobody, another reads
it, and only then does it stand in a report (R923). Nobody does both.
"""

from collections.abc import Iterator
from dataclasses import astuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import days, names
from casework.frozen import frozen, replace
from casework.labels import CategoryB
from casework.records.beyond import Example
from desk import access, fields
from desk.access import Visit
from desk.desk import Desk
from desk.fields import EMPTY, Field, Filled, Sort, problems
from desk.pages import page
from reports.tables.words import plain
from store.database import Connection
from store.ledger import keeping
from store.ledger.columns import BEYOND, known, written

FILE = BEYOND["examples"]
YEARS = 3
"""How many report years an example can be told for. *Taste.*"""

OWN = "Somebody else of the team must read it: you told it."
NOTHING = "Say it in words."


@frozen
class Told:
    """One example as the page shows it."""

    name: str
    example: Example
    about: str
    told_by: str
    read_by: str
    is_mine: bool


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """All of them, the newest first, and the form for another."""
    return await _shown(request, desk, visit, EMPTY)


async def add(request: Request, desk: Desk, visit: Visit) -> Response:
    """One is told."""
    filled = fields.read(await request.form(), _asked(desk))
    empty = [each for each in ("complaint", "response") if not known(filled.typed[each].strip())]
    filled = replace(filled, wrong=dict.fromkeys(empty, NOTHING) | dict(filled.wrong))
    if filled.refused:
        return await _shown(request, desk, visit, filled)
    given, now = filled.typed, desk.now()
    example = Example(
        given["year"], CategoryB(given["category"]), given["complaint"], given["response"], visit.staff.id, "",
        days.today(now),
    )  # fmt: skip
    name = names.name("example", desk.council.name, visit.staff.id, now.isoformat())

    def work(db: Connection) -> None:
        _keep(db, desk, name, example)
        access.record(db, desk, visit, "told an example", example.year)

    await desk.transact(work)
    return RedirectResponse("/reports/examples", 303)


async def decide(request: Request, desk: Desk, visit: Visit) -> Response:
    """A second person has read it; or it is taken out."""
    name, do = f"example/{request.path_params['example']}", request.path_params["do"]

    def work(db: Connection) -> str | None:
        example = _every(db, desk).get(name)
        if example is None or do not in ("read", "drop"):
            return None
        if do == "drop":
            keeping.taken_away(db, desk.council.name, [name])
        elif example.told_by == visit.staff.id:
            return OWN
        else:
            _keep(db, desk, name, replace(example, read_by=visit.staff.id))
        access.record(db, desk, visit, "read an example" if do == "read" else "took an example out", example.year)
        return ""

    refused = await desk.transact(work)
    if refused is None:
        return page(request, desk, visit, "missing.html", status=404)
    if refused:
        return page(request, desk, visit, "sorry.html", {"wrong": refused}, status=422)
    return RedirectResponse("/reports/examples", 303)


async def _shown(request: Request, desk: Desk, visit: Visit, filled: Filled) -> Response:
    asked, every = _asked(desk), await desk.look(lambda db: _every(db, desk))
    told = list(_told(every, desk, visit))[::-1]
    given = {"told": told, "asked": asked, "filled": filled, "problems": problems(filled, asked, form="tell")}
    return page(request, desk, visit, "report_examples.html", given, status=422 if filled.refused else 200)


def _told(every: dict[str, Example], desk: Desk, visit: Visit) -> Iterator[Told]:
    called = {each.id: each.name for each in desk.council.staff}
    for name, example in every.items():
        yield Told(
            name.removeprefix("example/"),
            example,
            plain(example.category or "unknown"),
            called.get(example.told_by, example.told_by),
            called.get(example.read_by, example.read_by),
            example.told_by == visit.staff.id,
        )


def _every(db: Connection, desk: Desk) -> dict[str, Example]:
    found = keeping.by_name(db, desk.council.name, FILE)
    return {name: example for name, example in found.items() if isinstance(example, Example)}


def _keep(db: Connection, desk: Desk, name: str, example: Example) -> None:
    cells = tuple(map(written, astuple(example)))
    keeping.put(db, desk.council.name, FILE.name, {name: cells}, desk.now())


def _asked(desk: Desk) -> tuple[Field, ...]:
    today = days.today(desk.now())
    years = [days.report_year(days.months_after(today, -12 * ago)) for ago in range(YEARS)]
    return (
        Field("year", "Which report year is it for?", Sort.ONE, needed="Choose the year.",
              choices=tuple((year, year) for year in years)),
        Field("category", "What was it about?", Sort.ONE, needed="Choose what it was about.",
              choices=tuple((each.value, plain(each)) for each in CategoryB)),
        Field("complaint", "The complaint", hint="Change nothing that alters what it means. No names, initials, "
              "schools, days, nor anything by which somebody could be known.", needed=NOTHING),
        Field("response", "What came of it", hint="What was found, and what the council did.", needed=NOTHING),
    )  # fmt: skip
