"""A page that failed: what is said of it, and what was typed into it given back.

It may be the store that is not there, so nothing here asks it.
"""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from desk import unsaved
from desk.desk import Desk
from desk.pages import page
from store.database import Away


async def told(request: Request, desk: Desk, fault: Exception) -> Response:
    """A plain sentence. Whoever asked may not be signed in: they see nothing but what they have just sent."""
    away = isinstance(fault, Away | TimeoutError)
    typed = await _typed(request)
    given = {"away": away, "typed": list(unsaved.as_read(typed)), "again": typed}
    return page(request, desk, None, "failed.html", given, status=503 if away else 500)


async def _typed(request: Request) -> list[tuple[str, str]]:
    """Everything the form held, to be sent again as it was; of codes and secrets nothing is said again."""
    if request.method != "POST" or not unsaved.is_worth(request):
        return []
    try:
        form = await request.form()
    except ClientDisconnect:
        return []  # nobody is left to tell
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
