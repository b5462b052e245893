"""What a browser sent, taken apart: what was typed, and the files. Never more of it than fits.

The words stand before the files in our forms. Where the files are too much, what was typed is still read, and kept: a
photo that is too big must cost nobody their words. What we do not read is let through to its end, or the browser would
show a broken connection and not our answer.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

MOST = 20_000_000
"""Bytes of one form with its files: what Telegram lets a bot fetch, so that both doors take the same."""

LET_THROUGH = 200_000_000
"""Bytes that are let through unread after that. *Taste*: a film from a telephone."""

WORDS = 600_000
"""Bytes at the beginning in which everything typed stands: 100,000 characters in any script. *Taste.*"""

MOST_FILES, MOST_FIELDS = 10, 40
PARSED = 500
"""Files in one form that are looked at at all: of more than may be sent the first are taken. *Taste.*"""

PATIENCE = 600
"""Seconds that an old telephone may take to send it."""

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as it came, what it was called, and what the browser says it is."""

    name: str = field(repr=False)
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was typed, the first of each name and every one; the files; and whether they were too much to be taken."""

    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    files: tuple[Attached, ...] = ()
    too_big: bool = False
    every: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def get(self, name: str) -> str:
        """What a field holds, without what nobody can see at its ends."""
        return self.typed.get(name, "").strip()


class Unfit(Exception):
    """It is no form of ours, or it broke off."""


async def read(request: Request) -> Sent:
    """All of it, or as much as fits. Raises Unfit."""
    try:
        async with asyncio.timeout(PATIENCE):
            body, too_big = await _taken(request)
            kind = request.headers.get("content-type", "")
            if kind.startswith("multipart/form-data"):
                return await _of_parts(request, body, kind, too_big=too_big)
            found = await FormParser(request.headers, _stream(body)).parse()
    except (ClientDisconnect, TimeoutError, MultiPartException, KeyError, UnicodeDecodeError) as fault:
        raise Unfit from fault
    if too_big:
        raise Unfit
    return Sent(_typed(found), every=_every(found))


async def _taken(request: Request) -> tuple[bytes, bool]:
    body, length = bytearray(), 0
    async for chunk in request.stream():
        length += len(chunk)
        if length <= MOST:
            body += chunk
        else:
            del body[WORDS:]
        if length > LET_THROUGH:
            break
    return bytes(body), length > MOST


async def _of_parts(request: Request, body: bytes, kind: str, *, too_big: bool) -> Sent:
    if too_big:
        boundary = re.search(r'boundary="?([^";]+)', kind)
        body += f"\r\n--{boundary[1] if boundary else ''}--\r\n".encode("latin-1")
    parser = MultiPartParser(
        request.headers, _stream(body), max_files=PARSED, max_fields=MOST_FIELDS, max_part_size=WORDS
    )
    found = await parser.parse()
    uploads = [] if too_big else [each for _, each in found.multi_items() if isinstance(each, UploadFile)]
    files = [Attached(each.filename or "", each.content_type or "", await each.read()) for each in uploads]
    typed = _typed(found)
    await found.close()
    given = [each for each in files if each.name or each.content]
    return Sent(typed, tuple(given[:MOST_FILES]), too_big or len(given) > MOST_FILES)


async def _stream(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
    yield b""


def _every(found: FormData) -> Mapping[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for name, value in found.multi_items():
        if isinstance(value, str):
            values[name] = (*values.get(name, ()), value)
    return MappingProxyType(values)


def _typed(found: FormData) -> Mapping[str, str]:
    """The first of each name. Line ends as we have them; what no keyboard types is left out."""
    first: dict[str, str] = {}
    for name, value in found.multi_items():
        if isinstance(value, str):
            text = value.replace("\r\n", "\n").replace("\r", "\n")
            first.setdefault(name, CONTROLS.sub("", text))
    return MappingProxyType(first)
