"""`winmail.dat`: what Outlook wraps files and words in when it thinks the reader is another Outlook (TNEF).

Our own reader of the few attributes that hold something a person could open, in one pass with every length checked.
tnefparse reads more, but copies what is left of the file for every attribute: 25 MB of small ones would take it hours.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

SIGNATURE = 0x223E9F78
BODY, TITLE, DATA, PROPERTIES, RENDERING, ATTACHMENT = 0x800C, 0x8010, 0x800F, 0x9003, 0x9002, 0x9005
LONG_NAME, SHORT_NAME, ATTACHED, PLAIN_BODY, HTML_BODY = 0x3707, 0x3704, 0x3701, 0x1000, 0x1013
MOST = 1_000
"""Attributes and properties we look at (*taste*)."""

FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
VARIABLE = (0x001E, 0x001F, 0x0102, 0x000D)


@dataclass(slots=True)
class Winmail:
    """What was inside."""

    text: str = field(default="", repr=False)
    html: bytes = field(default=b"", repr=False)
    files: list[tuple[str, bytes]] = field(default_factory=list, repr=False)


def unwrap(raw: bytes) -> Winmail | None:
    """What is inside; None if this is no such file or a broken one, which is then kept as it is."""
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != SIGNATURE:
        return None
    inside = Winmail()
    name, content = "", b""
    for kind, value in _attributes(raw):
        if kind == RENDERING:
            _keep(inside, name, content)
            name, content = "", b""
        elif kind == TITLE:
            name = name or _short(value)
        elif kind == DATA:
            content = value
        elif kind == BODY:
            inside.text = inside.text or _short(value)
        elif kind in (ATTACHMENT, PROPERTIES):
            found = _properties(value)
            name = _string(found.get(LONG_NAME), found.get(SHORT_NAME)) or name
            content = content or found.get(ATTACHED, (0, b""))[1][16:]
            inside.text = inside.text or _string(found.get(PLAIN_BODY))
            inside.html = inside.html or found.get(HTML_BODY, (0, b""))[1]
    _keep(inside, name, content)
    return inside if inside.files or inside.text or inside.html else None


def _keep(inside: Winmail, name: str, content: bytes) -> None:
    if content:
        inside.files.append((name, content))


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    for _ in range(MOST):
        if at + 11 > len(raw):
            return
        kind, length = struct.unpack_from("<HxxI", raw, at + 1)
        if at + 9 + length > len(raw):
            return
        yield kind, raw[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _properties(block: bytes) -> dict[int, tuple[int, bytes]]:
    """The properties of a message or an attachment, by number: their type and value. What is cut off is left."""
    found: dict[int, tuple[int, bytes]] = {}
    try:
        count, at = struct.unpack_from("<I", block)[0], 4
        for _ in range(min(count, MOST)):
            kind, number = struct.unpack_from("<HH", block, at)
            at = _past_name(block, at + 4) if number >= 0x8000 else at + 4
            value, at = _value(block, at, kind)
            found.setdefault(number, (kind, value))
    except struct.error:
        return found
    return found


def _past_name(block: bytes, at: int) -> int:
    """A named property says its name first: a set, and a number or words."""
    (worded,) = struct.unpack_from("<I", block, at + 16)
    if not worded:
        return at + 24
    length = int(struct.unpack_from("<I", block, at + 20)[0])
    return at + 24 + length + -length % 4


def _value(block: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """A value and where the next property begins. Of several values the first is taken."""
    several, plain = kind & 0x1000, kind & 0x0FFF
    counted = several or plain in VARIABLE
    (count,) = struct.unpack_from("<I", block, at) if counted else (1,)
    at += 4 if counted else 0
    first = b""
    for number in range(min(count, MOST)):
        length = FIXED.get(plain, 0)
        if plain in VARIABLE:
            (length,) = struct.unpack_from("<I", block, at)
            at += 4
        elif not length:
            raise struct.error("a type we do not know has no length")
        first = block[at : at + length] if number == 0 else first
        at += length + -length % 4
    return first, at


def _string(*values: tuple[int, bytes] | None) -> str:
    for one in values:
        if one and one[1]:
            kind, raw = one
            return raw.decode("utf-16-le", "replace").rstrip("\0") if kind & 0x0FFF == 0x001F else _short(raw)
    return ""


def _short(raw: bytes) -> str:
    return raw.rstrip(b"\0").decode("utf-8", "heard.western")
