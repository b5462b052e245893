"""Tokens that let us in at Microsoft 365 and Google, where passwords no longer do (OAuth2, RFC 6749).

Asked for when one is needed, kept for as long as it is good, never written down. A program's own account gets them with
its secret alone (client credentials: Microsoft 365); a mailbox that let the program in by hand, with the refresh token
that it was given then (Google).
"""

import asyncio
import json
import re
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
                self._token, seconds = await asyncio.to_thread(self._ask)
                self._given, self._ends = self._now(), self._now() + timedelta(seconds=seconds)
            return self._token

    def refused(self) -> None:
        """A server does not take it: it was revoked, or is older than what we may since. Another is asked for."""
        if self._now() >= self._given + WORTH:
            self._token = ""

    def _ask(self) -> tuple[str, int]:
        asked = urllib.request.Request(self._url, urlencode(self._form).encode(), method="POST")  # noqa: S310 https or loopback: see farends
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE, context=self._trust) as answer:  # noqa: S310
                said = json.loads(answer.read(LONGEST))
            return str(said["access_token"]), int(said.get("expires_in", USUAL))
        except urllib.error.HTTPError as refusal:
            raise ConnectionError(f"{refusal.code} {_called(refusal)}".strip()) from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            kind = type(error).__name__  # its words may hold the secret
            raise ConnectionError(f"no answer that can be read ({kind})") from None


def _called(refusal: urllib.error.HTTPError) -> str:
    """What a refusal is called by whoever gives tokens out, if it says so: `invalid_client`, `invalid_grant`."""
    with refusal:
        try:
            said = json.loads(refusal.read(LONGEST))["error"]
        except (OSError, ValueError, KeyError, TypeError):
            return ""
    return said if isinstance(said, str) and NAMED.fullmatch(said) else ""
