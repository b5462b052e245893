"""What is set here and why, to be read: the limits in force with rule and source, who is asked when, how long things
are kept, whom we name (S18). It is changed in the council's file, never here.
"""

from starlette.requests import Request
from starlette.responses import Response

from desk import access
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """The profile with the staff of this moment."""
    council = await desk.look(lambda db: access.in_force(db, desk))
    holders = [
        (title, [each.name for each in council.staff if role in each.roles]) for role, title in council.roles.items()
    ]
    given = {"profile": council, "holders": holders, "rungs": sorted(council.ladder.values(), key=lambda one: one.name)}
    return page(request, desk, visit, "profile.html", given)
