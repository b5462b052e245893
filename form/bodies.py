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

from casework.frozen import frozen
from intake.parsing.words import TURNS

MOST = 20_000_000
"""Bytes of one form with its files: what Telegram lets a bot fetch, so that both doors take the same."""

LET_THROUGH = 200_000_000
"""Bytes that are let through unread after that. *Taste*: a film from a telephone."""

WORDS = 600_000
"""Bytes that everything typed may come to: 100,000 characters in any script. *Taste.*"""

SPELT = 3
"""Characters for one byte where a form is sent as an address is written: there are no files in it, and each letter of
it is looked at by itself.
"""

MOST_FILES, MOST_FIELDS = 10, 40
PARSED = 500
"""Files in one form that are looked at at all: of more than may be sent the first are taken. *Taste.*"""


@frozen
class Patience:
    """Seconds that an old telephone may take to send a form, those in which it may send nothing, and the bytes a second
    below which nobody is waited for: they would keep others from sending. *Taste.*
    """

    whole: float = 600
    still: float = 60
    slowest: int = 8_000


USUAL = Patience()

CONTROLS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{TURNS}\ud800-\udfff]")
"""What no keyboard types, and what would turn round how the words beside it are read at the desk."""


@frozen
class Attached:
    """A file as it came, what it was called, and what the browser says it is."""

    name: str = field(repr=False)
    type: str
    content: bytes = field(repr=False)


@frozen
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


async def read(request: Request, patience: Patience = USUAL, *, most: int = MOST) -> Sent:
    """All of it, or as much as fits. Raises Unfit."""
    kind = request.headers.get("content-type", "")
    try:
        async with asyncio.timeout(patience.still) as until:
            in_parts = kind.startswith("multipart/form-data")
            may = most if in_parts else min(most, SPELT * WORDS)
            coming = _Coming(request.stream(), patience, until, asyncio.get_running_loop().time(), may)
            if in_parts:
                return await _of_parts(request, coming, _end(kind))
            found = await FormParser(request.headers, coming.fitting(b"")).parse()
    except (ClientDisconnect, TimeoutError, MultiPartException, KeyError, UnicodeDecodeError) as fault:
        raise Unfit from fault
    if coming.too_big:
        raise Unfit
    return Sent(_typed(found), every=_every(found))


@dataclass(slots=True)
class _Coming:
    """What comes, piece by piece: each is looked at before the next, so that no large one holds up everybody else."""

    pieces: AsyncGenerator[bytes, None]
    patience: Patience
    until: asyncio.Timeout
    began: float
    most: int
    length: int = 0

    @property
    def too_big(self) -> bool:
        return self.length > self.most

    async def fitting(self, end: bytes) -> AsyncGenerator[bytes, None]:
        """As much as may be taken, and `end` in place of the rest."""
        async for piece in self.pieces:
            self._counted(piece)
            if self.too_big:
                yield end
                break
            yield piece
        yield b""

    async def let_through(self) -> None:
        """The rest, unread."""
        async for piece in self.pieces:
            self._counted(piece)
            if self.length > LET_THROUGH:
                return

    def _counted(self, piece: bytes) -> None:
        self.length += len(piece)
        may = self.patience
        self.until.reschedule(self.began + min(may.whole, may.still + self.length / may.slowest))


async def _of_parts(request: Request, coming: _Coming, end: bytes) -> Sent:
    parser = MultiPartParser(
        request.headers, coming.fitting(end), max_files=PARSED, max_fields=MOST_FIELDS, max_part_size=WORDS
    )
    parser.spool_max_size = MOST  # never on the disk: nothing lies there that is not sealed
    found = await parser.parse()
    uploads = [] if coming.too_big else [each for _, each in found.multi_items() if isinstance(each, UploadFile)]
    files = [Attached(each.filename or "", each.content_type or "", await _content(each)) for each in uploads]
    typed = _typed(found)
    await found.close()
    await coming.let_through()
    given = [each for each in files if each.name or each.content]
    return Sent(typed, tuple(given[:MOST_FILES]), coming.too_big or len(given) > MOST_FILES)


async def _content(upload: UploadFile) -> bytes:
    # Not `upload.read`: of what is in memory it makes the copy here, and several large ones come to an end together.
    return await asyncio.to_thread(upload.file.read)


def _end(kind: str) -> bytes:
    boundary = re.search(r'boundary="?([^";]+)', kind)
    return f"\r\n--{boundary[1] if boundary else ''}--\r\n".encode("latin-1")


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
