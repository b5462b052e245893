"""Headers as they come: folded, doubled, broken off, with junk between them, or not there at all.

Our own reader, in one pass over the bytes, because the standard library's either raises on what Outlook really sends
(`policy.default`) or gives mojibake (`compat32`), and one `To:` of 20,000 addresses takes it eleven seconds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from casework.frozen import frozen
from intake.parsing import words

LONGEST = 4_000_000
"""Bytes of a mail that we look through for the end of its headers. *Taste*: ten times the longest honest ones."""

MOST = 20_000
"""Lines of headers that we read. *Taste.*"""

FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
USUAL = re.compile(rb"^([!-9;-=?-~][!-9;-~]{0,199})[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
"""A header with the lines that it goes on over; nearly every mail has nothing else above its body."""

BLANK = re.compile(rb"\n[ \t]*\r?\n")
LEADING = re.compile(rb"[ \t\r\n]{1,10000}(?<=\n)")
MESSAGE_ID = re.compile(r"<([^<>]+)>")

KNOWN = frozenset(
    "from to cc bcc subject date message-id in-reply-to references reply-to sender received return-path mime-version"
    " content-type content-transfer-encoding content-disposition content-id content-description delivered-to x-mailer"
    " user-agent auto-submitted precedence list-id resent-from resent-to dkim-signature received-spf importance"
    " x-original-to envelope-to thread-topic thread-index comments keywords".split()
)
"""Headers that tell a mail from words that happen to have a colon in them."""


@frozen
class Headers:
    """What stands above the first empty line: names in lower case, values as bytes until someone asks."""

    fields: Mapping[str, Sequence[bytes]] = field(default_factory=dict, repr=False)
    hint: str = ""

    def raw(self, name: str) -> Sequence[bytes]:
        """Every value of that name, in order, still folded."""
        return self.fields.get(name, ())

    def folded(self, name: str) -> list[str]:
        """Every value of that name as text, its line breaks kept, its encoded words not yet read."""
        found = self.fields.get(name)
        return [words.raw_text(value, self.hint) for value in found] if found else []

    def first(self, name: str) -> str:
        """The first value of that name as one line of readable words; empty if there is none."""
        found = self.fields.get(name)
        return words.one_line(words.unencode(words.raw_text(found[0], self.hint))) if found else ""


@frozen
class Read:
    """Headers, where what they head begins, and what had to be overlooked."""

    headers: Headers
    body: int
    problems: tuple[str, ...] = ()
    endless: bool = False


def read(raw: bytes, start: int, stop: int, *, whole_mail: bool = False) -> Read:
    """The headers from `start`. A whole mail may have none, and then everything is its body."""
    if whole_mail and (empty := LEADING.match(raw, start)) and _known(raw[empty.end() : empty.end() + 200]):
        start = empty.end()
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return Read(Headers(), raw.index(b"\n", start) + 1)
    limit = min(stop, start + (LONGEST if whole_mail else 65_536))
    end = _end(raw, start, limit)
    fields, used, junk = _fields(raw[start:end])
    body = min(stop, start + used) if used is not None else _after_blank(raw, end, stop)
    problems = ("a line among the headers was not a header",) if junk else ()
    if whole_mail and not KNOWN & fields.keys():
        return Read(Headers(), start, ("there are no headers",))
    return Read(Headers(fields), body, problems, endless=end == limit < stop)


def _end(raw: bytes, start: int, limit: int) -> int:
    """Where the empty line is. One of spaces only counts as empty unless a header goes on after it."""
    at = start
    while found := BLANK.search(raw, at, limit):
        empty = found.group().strip(b"\r\n") == b""
        after = raw[found.end() : found.end() + 200]
        if empty or not (after[:1] in (b" ", b"\t") or _known(after)):
            return found.start() + 1
        at = found.end() - 1
    return limit


def _after_blank(raw: bytes, end: int, stop: int) -> int:
    newline = raw.find(b"\n", end, stop)
    return stop if newline < 0 else newline + 1


def _known(line: bytes) -> bool:
    found = FIELD.match(line)
    return bool(found and found[1].decode().lower() in KNOWN)


def _fields(block: bytes) -> tuple[dict[str, list[bytes]], int | None, bool]:
    """The fields; where the body begins if the empty line was left out; and whether a line had to be passed over."""
    count = block.count(b"\n") + (block[-1:] != b"\n")
    fields = [(name.lower(), value.split(b"\n")) for name, value in USUAL.findall(block)] if count < MOST else []
    if fields and sum(len(lines) for _, lines in fields) == count:
        return _named(fields), None, False
    fields, junk, at = [], False, 0
    lines = block.split(b"\n", MOST)[:MOST]
    for number, line in enumerate(lines):
        found = FIELD.match(line)
        if line[:1] in (b" ", b"\t"):
            if fields:
                fields[-1][1].append(line)
        elif found and not line.startswith(b">"):
            fields.append((found[1].lower(), [found[2]]))
        elif line.strip() and not line.startswith((b"From ", b">From ")):
            if not any(_known(later) for later in lines[number + 1 : number + 20]):
                return _named(fields), at, True
            junk = True
        at += len(line) + 1
    return _named(fields), None, junk


def _named(fields: list[tuple[bytes, list[bytes]]]) -> dict[str, list[bytes]]:
    """The values of each name, in the order they came in."""
    named: dict[str, list[bytes]] = {}
    for name, lines in fields:
        value = lines[0] if len(lines) == 1 else b"\n".join(line.rstrip(b"\r") for line in lines)
        named.setdefault(name.decode(), []).append(value.strip())
    return named


def ids(values: Iterable[str]) -> tuple[str, ...]:
    """Message-IDs without their brackets, in order, each once; white space inside one came from folding."""
    found: list[str] = []
    for value in values:
        bracketed = MESSAGE_ID.findall(value)
        found += bracketed or value.replace(",", " ").replace("<", " ").replace(">", " ").split()
    tidy = ("".join(one.split()) if "\n" in one else " ".join(one.split()) for one in found)
    return tuple(dict.fromkeys(one for one in tidy if one))
