"""How often the classifier's best guess was what a person then decided (conversations 7.1): counts by month and label,
and a bell where it is right less often than it says.
"""

from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from casework import days
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from reports import agreement
from store import verdicts
from store.database import Connection

LATELY, MOST = timedelta(days=366), 2000
"""How far back, and how many decisions are counted at most. *Taste.*"""


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """A year of it, or the newest decisions of a busy one. Nothing on it is about anybody."""

    def look(db: Connection) -> dict[str, object]:
        found = verdicts.since(db, desk.council.name, desk.now() - LATELY, limit=MOST)
        model = found[0].model if found else ""
        return {
            "rows": agreement.by_month(found, _month),
            "drifts": tuple(agreement.drifts(found, model)),
            "count": len(found),
            "most": MOST,
            "model": model,
        }

    return page(request, desk, visit, "suggestions.html", await desk.look(look))


def _month(when: datetime) -> str:
    return f"{days.today(when):%Y-%m}"
