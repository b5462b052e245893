"""One question to another machine over HTTP, and its answer: whole within so many seconds and bytes, and from nobody
but whom we asked. A limit between two bytes is none for a far end that drips, and one that leads us on could lead us to
what only this machine reaches.
"""

import asyncio
import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import ClientResponse

LONGEST = 300_000
"""Bytes of an answer. *Taste*: an honest one has some thousands."""

UNREACHED: Mapping[str, str] = {
    "ClientConnectorDNSError": "no machine is known by that name",
    "ClientConnectorCertificateError": "its certificate is not one that this machine trusts",
    "ClientConnectorError": "nothing listens there, or a firewall stands before it",
}
"""By aiohttp's name for the fault: the library is loaded only by who asks."""

PLAIN = {"Accept": "application/json", "Accept-Encoding": "identity"}


async def asked(
    address: str,
    *,
    seconds: float,
    form: Mapping[str, str] | None = None,
    told: Mapping[str, str] | None = None,
    trust: ssl.SSLContext | None = None,
    longest: int = LONGEST,
) -> tuple[int, bytes]:
    """The status and the bytes of what is answered to a form, to what is told as JSON, or to neither. `longest`: how
    many bytes an answer may have; 0 where only the status is of interest, and none is read. Raises
    ConnectionError with the kind of fault alone, in our words: its own may hold what we sent.
    """
    from aiohttp import ClientError, ClientSession  # takes a quarter of a second: only who asks pays for it

    how = "GET" if form is None and told is None else "POST"
    given = {"data": form} if told is None else {"json": told}
    try:
        async with (
            asyncio.timeout(seconds),
            ClientSession(trust_env=True, auto_decompress=False) as client,
            client.request(how, address, headers=PLAIN, ssl=trust or True, allow_redirects=False, **given) as answer,
        ):
            return answer.status, await _whole(answer, longest) if longest else b""
    except (ClientError, OSError, ValueError) as fault:
        kind = type(fault).__name__
        raise ConnectionError(UNREACHED.get(kind, f"no answer that can be read ({kind})")) from None


async def _whole(answer: "ClientResponse", longest: int) -> bytes:
    """All of an answer. ValueError for one that is longer than any honest one."""
    said = bytearray()
    async for piece in answer.content.iter_any():
        said += piece
        if len(said) > longest:
            raise ValueError("an answer without an end")
    return bytes(said)
