"""The council's own sign-in (OpenID Connect): authorization code with PKCE, and every check of what comes back.

The provider is asked afresh each time where its pages and keys are: sign-ins are few, and a key that was changed is
then never a fault. Whatever it gives out is looked at once and kept nowhere, tokens and all else it says of somebody:
one claim is read, that which names their account here.
"""

import asyncio
import hmac
import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import KeySet

from casework.frozen import frozen
from desk.signing.errands import LASTS, Errand, NotReached, Refused, is_safe
from outbox.asking import asked

PATIENCE = 10.0
"""Seconds for an answer, from asking to its last byte."""

AT_ONCE = 4
"""Questions that it is asked at a time. *Taste*: everybody comes at nine, and while it is silent they must not hold
what others need to look up a name.
"""

LEEWAY = 60
"""Seconds by which its time of day may differ from ours."""

TIMES, CLOCKS = ("exp", "nbf", "iat"), "its time of day is not ours"
"""Claims that are times, and what it comes to when one of them cannot be: for whoever keeps the machine."""

SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a key that only the provider has. Never `none`, never one made with a secret that we share."""

Json = Mapping[str, object]


@frozen
class Provider:
    """Whom we ask, and as whom. `desk` is our own address; `claim` is what names the account."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    desk: str
    now: Callable[[], datetime]
    trust: ssl.SSLContext
    scope: str = "openid email"
    claim: str = "email"
    patience: float = PATIENCE
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE), repr=False)

    @property
    def back(self) -> str:
        """Where it sends people when it has seen who they are."""
        return f"{self.desk}/sign-in/back"

    async def begin(self) -> tuple[str, Errand]:
        """Where to send somebody, and what to keep until they are back."""
        there = await self._described()
        errand = Errand(generate_token(32), generate_token(32), generate_token(64), self.now().isoformat())
        asked = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": self.back, "scope": self.scope,
            "state": errand.state, "nonce": errand.nonce, "code_challenge_method": "S256",
            "code_challenge": create_s256_code_challenge(errand.verifier),
        }  # fmt: skip
        return _with(_place(there, "authorization_endpoint"), asked), errand

    async def finish(self, errand: Errand, said: Mapping[str, str]) -> str:
        """The claim that names the account of whoever comes back. Raises `Refused` or `NotReached`."""
        if not hmac.compare_digest(errand.state.encode(), said.get("state", "").encode()):
            raise Refused("state")
        if self.now() - datetime.fromisoformat(errand.began) > LASTS:
            raise Refused("late")
        if said.get("iss", self.issuer) != self.issuer:  # RFC 9207
            raise Refused("issuer")
        if "error" in said or not said.get("code"):
            raise Refused("declined")
        there = await self._described()
        tokens = await self._exchanged(there, said["code"], errand)
        return self._named(tokens, await self._asked(_place(there, "jwks_uri")), errand)

    async def check(self) -> None:
        """See that it is there, says what it must, and has keys. Raises `NotReached`."""
        there = await self._described()
        for name in ("authorization_endpoint", "token_endpoint"):
            _place(there, name)
        _keys(await self._asked(_place(there, "jwks_uri")))

    async def leaving(self) -> str:
        """Where somebody signs out of the provider too; our way in if it has no such page."""
        there, home = await self._described(), f"{self.desk}/sign-in"
        if not there.get("end_session_endpoint"):
            return home
        asked = {"client_id": self.client_id, "post_logout_redirect_uri": home}
        return _with(_place(there, "end_session_endpoint"), asked)

    async def _described(self) -> Json:
        there = await self._asked(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if there.get("issuer") != self.issuer:
            raise NotReached("it calls itself by another name than desk.oidc.issuer")
        return there

    async def _exchanged(self, there: Json, code: str, errand: Errand) -> Json:
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self.back, "client_id": self.client_id,
            "client_secret": self.secret, "code_verifier": errand.verifier,
        }  # fmt: skip
        status, tokens = await self._ask(_place(there, "token_endpoint"), form)
        if 400 <= status < 500:  # a code that is used, old or somebody else's; or our secret is wrong
            raise Refused(f"answered {status}")
        return _well(status, tokens)

    def _named(self, tokens: Json, keys: Json, errand: Errand) -> str:
        try:
            token = jwt.decode(str(tokens.get("id_token", "")), _keys(keys), algorithms=SIGNED_BY)
            options = {
                "iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self.client_id}
            }  # fmt: skip
            given = {
                "client_id": self.client_id, "nonce": errand.nonce, "access_token": tokens.get("access_token")
            }  # fmt: skip
            claims = CodeIDToken(token.claims, token.header, options, given)
            claims.validate(now=int(self.now().timestamp()), leeway=LEEWAY)
        except ClaimError as fault:
            raise Refused(CLOCKS if fault.claim in TIMES else f"not what we asked for: {fault.claim}") from None
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as fault:
            raise Refused(type(fault).__name__) from None
        if self.claim == "email" and claims.get("email_verified") is False:
            raise Refused("email not verified")
        named = claims.get(self.claim)
        if not isinstance(named, str) or not named.strip():
            raise Refused("no claim")
        return named.strip()

    async def _asked(self, address: str) -> Json:
        status, said = await self._ask(address)
        return _well(status, said)

    async def _ask(self, address: str, form: Mapping[str, str] | None = None) -> tuple[int, Json]:
        """Our secret goes where the provider's description says, and nowhere else: nobody is led on."""
        try:
            async with asyncio.timeout(self.patience), self.turns:
                status, raw = await asked(address, seconds=self.patience, form=form, trust=self.trust)
            if status != HTTPStatus.OK:
                return status, {}
            said = json.loads(raw)
        except ConnectionError as fault:
            raise NotReached(str(fault)) from None
        except (TimeoutError, ValueError, RecursionError) as fault:
            raise NotReached(f"no answer that can be read ({type(fault).__name__})") from None
        if not isinstance(said, dict):
            raise NotReached("no answer that can be read")
        return status, said


def _well(status: int, said: Json) -> Json:
    if status != HTTPStatus.OK:
        raise NotReached(f"it answers with {status}")
    return said


def _place(there: Json, name: str) -> str:
    address = there.get(name)
    if not isinstance(address, str) or not is_safe(address):
        raise NotReached(f"it names no safe {name}")
    return address


def _keys(said: Json) -> KeySet:
    keys = said.get("keys")
    try:
        return KeySet.import_key_set({"keys": keys if isinstance(keys, list) else []})
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise NotReached(f"its keys cannot be read ({type(fault).__name__})") from None


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"
