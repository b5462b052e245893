"""What every answer carries, at the desk as at the form: nothing is kept by the browser or anything between, no page
says to another site where somebody came from, and no other site looks in.
"""

from collections.abc import Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Headed:
    """Headers on every answer, whoever gives it, by its address. The style sheet may be kept, and is asked for again
    each time.
    """

    def __init__(self, app: ASGIApp, *, of: Callable[[str], Mapping[str, str]]) -> None:
        self.app, self.of = app, of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-cache"
                for name, value in self.of(scope["path"]).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, headed)


def from_here(fetched: Mapping[str, str]) -> bool:
    """Whether a form was sent from a page of ours, as far as the browser says it."""
    return fetched.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
