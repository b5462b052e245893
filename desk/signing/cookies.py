"""What the desk keeps in a browser: who is signed in, and what is needed on the way there. Nothing else.

Over TLS a cookie's name says so (`__Host-`): the browser then takes it from this very address only, and not from
another of the council's that somebody broke into.
"""

from starlette.requests import Request
from starlette.responses import Response

from desk.desk import Desk

SESSION, BACK_TO, HALF, ERRAND = "desk", "back_to", "desk_half", "desk_errand"
"""Who is signed in; where they were going; whose link was right; what the council's sign-in was asked."""


def given(request: Request, desk: Desk, name: str) -> str:
    """What the browser brings."""
    return request.cookies.get(_name(request, desk, name), "")


def give(response: Response, request: Request, desk: Desk, name: str, value: str, *, seconds: float) -> None:
    """Kept from scripts, from other sites' forms, and where there is TLS from the open wire."""
    safe = _safe(request, desk)
    response.set_cookie(
        _name(request, desk, name), value, max_age=int(seconds), httponly=True, samesite="lax", secure=safe
    )


def take(response: Response, request: Request, desk: Desk, name: str) -> None:
    """It is needed no longer."""
    response.delete_cookie(_name(request, desk, name), secure=_safe(request, desk), httponly=True, samesite="lax")


def _name(request: Request, desk: Desk, name: str) -> str:
    return f"__Host-{name}" if _safe(request, desk) else name


def _safe(request: Request, desk: Desk) -> bool:
    return desk.secure or request.scope.get("scheme") == "https"
