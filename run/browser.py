"""A made-up person's browser: one kept line to one port here, the cookies it was given, and what a form hides.

No script, no pictures; enough for whoever is played or measured.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

HOST = "127.0.0.1"
FORM = "application/x-www-form-urlencoded"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')

PATIENCE = 60.0
"""Seconds in which a page must be there."""

OVER = {"", '""'}
"""What a cookie holds that is taken back."""


@dataclass(slots=True)
class Browser:
    """One person's, without script."""

    port: int
    patience: float = PATIENCE
    cookies: dict[str, str] = field(default_factory=dict, repr=False)
    line: HTTPConnection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.line = HTTPConnection(HOST, self.port, timeout=self.patience)

    def sign_in(self, link: str) -> None:
        """Press the button of a one-time link."""
        self.asks(f"/sign-in/{link}", {})

    def asks(self, path: str, typed: Mapping[str, str] | None = None) -> tuple[int, str]:
        """A page; or a form, sent. The status, and what is shown."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if typed is not None:
            headers["Content-Type"] = FORM
        answer = self._answer(path, None if typed is None else urlencode(typed), headers)
        shown = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.cookies = {name: value for name, value in self.cookies.items() if value not in OVER}
        return answer.status, shown

    def close(self) -> None:
        """The line ends."""
        self.line.close()

    def _answer(self, path: str, body: str | None, headers: Mapping[str, str]) -> HTTPResponse:
        """A line on which nothing was said for some seconds is ended by the other side: then on a new one."""
        for again in (True, False):
            try:
                self.line.request("GET" if body is None else "POST", path, body, dict(headers))
                return self.line.getresponse()
            except ConnectionError:
                self.line.close()
                if not again:
                    raise
        raise AssertionError("it was answered, or refused")


def hidden(page: str, to: str) -> dict[str, str]:
    """What a form hides that is sent to an address: the token, the version it was shown, the stage."""
    start = page.find(f'action="{to}"')
    form = page[start : page.find("</form>", start)] if start >= 0 else page
    return {unescape(name): unescape(value) for name, value in HIDDEN.findall(form)}
