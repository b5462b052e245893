"""Dates that a changed calendar would move: listed for the complaints team, moved only in each case (R403, R411)."""

from starlette.requests import Request
from starlette.responses import Response

from casework import days
from casework.time_passes import recounts
from desk import access, sight
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from store.database import Connection


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """Each open case with a date that today's calendar would put on another day, and what follows if nobody acts."""

    def look(db: Connection) -> dict[str, object]:
        council, today = access.in_force(db, desk), days.today(desk.now())
        return {
            "moved": [
                (one.about.reference, recounts.sentence(each, today))
                for one in desk.running.now(db, council.name)
                if sight.case(one.about, visit, council)
                for each in desk.running.moved(one, council)
            ]
        }

    return page(request, desk, visit, "moved_dates.html", await desk.look(look))
