"""A case is moved on; or somebody looks first at what would then be sent, and nothing is written.

Both ask the same rules: what is shown is what goes.
"""

from collections.abc import Callable

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from casework import days
from casework.cases import Case, StageRow, stage
from casework.changes import Change
from casework.councils import Council
from casework.days import CalendarEnds
from casework.decide import decide
from casework.frozen import frozen, replace
from casework.moves import BY_NAME, decider
from casework.moves.rows import Move
from casework.refusals import RuleBroken
from casework.staff_answers.settling import asker_told
from desk import access, clashes, decisions, fields, forms, previews, sight
from desk import cases as case_pages
from desk.access import Visit
from desk.desk import Desk
from desk.fields import Filled
from desk.pages import page
from desk.previews import Preview
from store import cases
from store.database import Connection


@frozen
class Asked:
    """A form about a case, as it was filled in, and what would follow from it."""

    case: Case
    filled: Filled
    change: Callable[[], Change]


async def move(request: Request, desk: Desk, visit: Visit) -> Response:
    """A move of MOVES, chosen for a case as it was when the form was shown."""
    form = await request.form()

    def work(db: Connection) -> decisions.Done:
        asked = _asked(db, request, form, desk, visit)
        return decisions.saved(db, desk, visit, asked.filled, asked.change, (asked.case,)) if asked else None

    async def again(filled: Filled) -> Response:
        return await _shown(request, form, desk, visit, filled)

    return await decisions.answered(request, desk, visit, work, again)


async def look(request: Request, desk: Desk, visit: Visit) -> Response:
    """The letters that would go, in their words, with what to check in each; nothing is sent and nothing kept."""
    form = await request.form()

    def work(db: Connection) -> tuple[Filled, tuple[Preview, ...]] | None:
        asked = _asked(db, request, form, desk, visit)
        if asked is None:
            return None
        if asked.filled.refused:
            return asked.filled, ()
        try:
            made = asked.change()
        except RuleBroken as broken:
            return replace(asked.filled, broken=broken.text, rule=broken.rule), ()
        except CalendarEnds:
            return replace(asked.filled, broken=decisions.NO_DATE, rule="R404"), ()
        there = cases.some(db, desk.council.name, asked.case.links)
        beside = [each for each in there if not sight.is_kept_out(each, visit)]
        return asked.filled, previews.of(made.letters, asked.case, beside)

    found = await desk.look(work)
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    filled, letters = found
    return await _shown(request, form, desk, visit, filled, letters)


async def _shown(
    request: Request,
    form: FormData,
    desk: Desk,
    visit: Visit,
    filled: Filled,
    letters: tuple[Preview, ...] | None = None,
) -> Response:
    row, at = BY_NAME.get(request.path_params["move"]), fields.one_of(form, "stage")
    tried = row.name if row else ""
    found = await case_pages.opened(request, desk, visit, tried=tried, stage=at, filled=filled)
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    given = found if filled.refused or letters is None else found | {"letters": letters}
    return page(request, desk, visit, case_pages.template(found), given, status=422 if filled.refused else 200)


def _asked(db: Connection, request: Request, form: FormData, desk: Desk, visit: Visit) -> Asked | None:
    """What was asked for, held against the case as it is now; None if it is nothing of theirs."""
    council, row = access.in_force(db, desk), BY_NAME.get(request.path_params["move"])
    one = cases.one(db, council.name, request.path_params["reference"])
    if one is None or row is None or not sight.case(one, visit, council):
        return None
    at = stage(one, fields.one_of(form, "stage")) or one.current
    asked = forms.of_move(row, one, at, council, days.today(desk.now()))
    filled = fields.read(form, asked)
    if fields.one_of(form, "stand") != clashes.stand_of(one, visit):
        filled = replace(filled, broken=clashes.of_case(one, visit, council, desk.now()), rule="R003")
    role = _role(row, one, at, council, visit)
    decision = decisions.decision_of(row.name, visit, desk, fields.facts(filled, asked), role)
    decision = replace(decision, case=one.reference, stage=at.stage if at else "")
    filled = decisions.nowhere(db, filled, "other", visit, council)

    def change() -> Change:
        made = asker_told(decide(one, decision, council), one, decision, council)
        return decisions.linked_to(db, made, council, set(made.cases[0].links) - set(one.links))

    return Asked(one, filled, change)


def _role(row: Move, one: Case, at: StageRow | None, council: Council, visit: Visit) -> str:
    """Which of their roles somebody decides in: the one the row asks for, if they hold it."""
    roles = sight.roles(one, visit)
    held = [*(each for each in decisions.SENIOR if each in roles), *sorted(roles)]
    return (decider(row, council.procedures[at.course], held) if at else "") or next(iter(held), "")
