"""Tokens that let us in at Microsoft 365 and Google, where passwords no longer do (OAuth2, RFC 6749).

Asked for when one is needed, kept for as long as it is good, never written down. A program's own account gets them with
its secret alone (client credentials: Microsoft 365); a mailbox that let the program in by hand, with the refresh token
that it was given then (Google).
"""

import asyncio
import json
import re
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus

from outbox.asking import asked

PATIENCE = 20.0
"""Seconds for an answer, to its last byte."""

EARLY = timedelta(minutes=5)
"""How long before its end a token is given up for another: a long letter must still get through. *Taste.*"""

USUAL = 3600
"""Seconds that a token is good for where nobody says."""

LASTS = 86_400
"""Seconds for which a token is kept, whatever whoever gave it says."""

WORTH = timedelta(minutes=1)
"""How long a token is kept though a server refuses it: whoever gives them out is not asked once a second. *Taste.*"""

NAMED = re.compile("[a-z_]{1,40}")
"""What a refusal may be called (RFC 6749, 5.2). Whatever else it says may quote what it was sent."""


class Tokens:
    """One account's tokens. `form` is what is sent for one; it holds the secret."""

    def __init__(
        self, url: str, form: Mapping[str, str], *, now: Callable[[], datetime], trust: ssl.SSLContext
    ) -> None:
        self._url, self._form, self._now, self._trust = url, dict(form), now, trust
        self._token, self._given, self._ends = "", now(), now()
        self._asking = asyncio.Lock()

    async def __call__(self) -> str:
        """A token that is good now. ConnectionError where none can be had."""
        async with self._asking:
            if not self._token or self._now() >= self._ends - EARLY:
                self._token, seconds = await self._ask()
                self._given, self._ends = self._now(), self._now() + timedelta(seconds=seconds)
            return self._token

    def refused(self) -> None:
        """A server does not take it: it was revoked, or is older than what we may since. Another is asked for."""
        if self._now() >= self._given + WORTH:
            self._token = ""

    async def _ask(self) -> tuple[str, int]:
        status, raw = await asked(self._url, seconds=PATIENCE, form=self._form, trust=self._trust)
        try:
            said = json.loads(raw)
            if status != HTTPStatus.OK:
                raise ConnectionError(f"{status} {_called(said)}".strip())
            return str(said["access_token"]), min(max(int(said.get("expires_in", USUAL)), 0), LASTS)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            kind = type(error).__name__  # its words may hold the secret
            raise ConnectionError(f"no answer that can be read ({kind})") from None


def _called(said: object) -> str:
    """What a refusal is called by whoever gives tokens out, if it says so: `invalid_client`, `invalid_grant`."""
    named = said.get("error") if isinstance(said, dict) else ""
    return named if isinstance(named, str) and NAMED.fullmatch(named) else ""
