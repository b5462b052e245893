"""The alarms that are open, each until somebody writes down what came of it; and who is rung now (R706-R708)."""

from starlette.requests import Request
from starlette.responses import Response

from casework import days
from casework.councils import Council
from casework.dates import promises
from casework.people import member
from desk import access, forms, sight
from desk.access import Visit
from desk.desk import Desk
from desk.fields import EMPTY, Filled, kept, problems
from desk.pages import page
from store import contacts
from store.database import Connection


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """Every open alarm that they may see."""
    return await shown(request, desk, visit)


async def shown(request: Request, desk: Desk, visit: Visit, *, tried: str = "", filled: Filled = EMPTY) -> Response:
    """The page of alarms; after a mistake, with what was typed about one of them still there."""

    def look(db: Connection) -> dict[str, object]:
        council, outcome = access.in_force(db, desk), forms.outcome()
        ringing = [each for each in contacts.open_alarms(db, council.name) if sight.alarm(each, visit)]
        too_late = bool(tried) and tried not in {each.name for each in ringing if each.acknowledged}
        typed = kept(filled, outcome) if too_late else ()
        where = ("kept" if typed else "main") if too_late else tried.replace("/", "-")
        return {
            "ringing": ringing,
            "names": {each.id: each.name for each in council.staff},
            "on_rota": _on_rota(council, desk),
            "duty": _duty(council, desk),
            "outcome": outcome,
            "tried": tried,
            "filled": filled,
            "nothing": EMPTY,
            "problems": problems(filled, () if too_late else outcome, form=where),
            "kept": typed,
            "rings": desk.rings,
        }

    status = 422 if filled.refused else 200
    return page(request, desk, visit, "safety.html", await desk.look(look), status=status)


def _on_rota(council: Council, desk: Desk) -> list[str]:
    """Who is next on the rota and there today, in the order they are rung."""
    today = days.today(desk.now())
    listed = [member(council, name) for name in council.safety_lines.rota]
    return [each.name for each in listed if each and not each.is_away(today)]


def _duty(council: Council, desk: Desk) -> object:
    lines = council.safety_lines
    return lines.front_door if promises.front_door_open(council, desk.now()) else lines.night_team
