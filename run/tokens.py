"""Tokens that let us in at Microsoft 365 and Google, where passwords no longer do (OAuth2, RFC 6749).

Asked for when one is needed, kept for as long as it is good, never written down. A program's own account gets them with
its secret alone (client credentials: Microsoft 365); a mailbox that let the program in by hand, with the refresh token
that it was given then (Google).
"""

import asyncio
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

PATIENCE = 20.0
"""Seconds for an answer."""

EARLY = timedelta(minutes=5)
"""How long before its end a token is given up for another: a long letter must still get through. *Taste.*"""

USUAL = 3600
"""Seconds that a token is good for where nobody says."""

LONGEST = 100_000


class Tokens:
    """One account's tokens. `form` is what is sent for one; it holds the secret."""

    def __init__(
        self, url: str, form: Mapping[str, str], *, now: Callable[[], datetime], trust: ssl.SSLContext
    ) -> None:
        self._url, self._form, self._now, self._trust = url, dict(form), now, trust
        self._token, self._ends = "", now()
        self._asking = asyncio.Lock()

    async def __call__(self) -> str:
        """A token that is good now. ConnectionError where none can be had."""
        async with self._asking:
            if not self._token or self._now() >= self._ends - EARLY:
                self._token, seconds = await asyncio.to_thread(self._ask)
                self._ends = self._now() + timedelta(seconds=seconds)
            return self._token

    def _ask(self) -> tuple[str, int]:
        asked = urllib.request.Request(self._url, urlencode(self._form).encode(), method="POST")  # noqa: S310 https or loopback: see farends
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE, context=self._trust) as answer:  # noqa: S310
                said = json.loads(answer.read(LONGEST))
            return str(said["access_token"]), int(said.get("expires_in", USUAL))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConnectionError(f"no token: {type(error).__name__}") from None  # its words may hold the secret
