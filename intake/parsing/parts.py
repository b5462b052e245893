"""A mail as a tree of parts, found in one pass over its bytes however they are nested.

A stack of open boundaries, looked up by name: an inner part that was never closed ends where an outer one goes on, and
fifty thousand levels cost no more than one. Nothing is decoded here until someone asks for a part's content.
"""

import binascii
import re
from dataclasses import dataclass, field

from intake.parsing import headers, uuencode, words
from intake.parsing.headers import Headers
from intake.parsing.parameters import parameters

DEEPEST = 320
"""Levels we go down (*taste*: honest mail has five); below that the rest stays one closed part."""

MOST = 2_000
"""Parts we list (*taste*); a person looks at a mail with more."""

NEAR = 65_536
"""How far after its headers the first boundary line of a part is looked for, before we take it for a false one."""

STRAY = re.compile(r"[^a-z0-9]")
LINE = re.compile(rb"\n--([^\r\n]*)")
FIRST = re.compile(rb"(?:^|(?<=\n))--([^\s-][^\r\n]{0,90})[ \t]*\r?\n")


@dataclass(slots=True)
class Part:
    """One part: what its headers say, and where its content lies in the raw mail."""

    raw: bytes = field(repr=False)
    headers: Headers
    kind: str
    parameters: dict[str, str] = field(repr=False)
    disposition: str
    filename: str = field(repr=False)
    start: int
    stop: int
    children: list["Part"] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def encoding(self) -> str:
        """How its bytes were made fit for the wire: `base64`, `quotedprintable`, … with spelling mistakes mended."""
        said = self.headers.first("content-transfer-encoding").lower().partition(";")[0]
        return STRAY.sub("", said)

    def content(self) -> bytes:
        """Its bytes as the sender had them."""
        return decoded(self.raw[self.start : self.stop], self.encoding)[0]


@dataclass(slots=True)
class Tree:
    """The root, and what was found wrong on the way to it. `too_much`: a person must look."""

    root: Part
    problems: list[str] = field(default_factory=list)
    too_much: str = ""


def tree(raw: bytes, start: int = 0) -> Tree:
    """Every part of a mail."""
    read = headers.read(raw, start, len(raw), whole_mail=True)
    root = _part(raw, read, len(raw), inside="")
    if not read.headers.fields and b"\0" in raw[:NEAR]:
        root.kind = "application/octet-stream"
    grown = Tree(root, [*read.problems])
    if read.endless:
        grown.too_much = "the headers never end"
    _grow(grown)
    return grown


def _part(raw: bytes, read: headers.Read, stop: int, *, inside: str) -> Part:
    """A part whose end is not known yet. Of two `Content-Type`s the last is believed, as by most readers."""
    said = read.headers.folded("content-type")
    usual = "message/rfc822" if inside == "multipart/digest" else "text/plain"
    kind, named = parameters(said[-1]) if said else (usual, {})
    disposition, more = parameters(next(iter(read.headers.folded("content-disposition")), ""))
    hint = named.get("charset", "")
    known = Headers(read.headers.fields, hint) if hint else read.headers
    filename = more.get("filename") or named.get("name") or named.get("filename") or ""
    return Part(raw, known, _kind(kind), named, disposition, filename, read.body, stop, problems=[*read.problems])


def _kind(said: str) -> str:
    if "/" in said.strip("/"):
        return said.strip("/")
    return {"text": "text/plain", "plain": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}.get(
        said, "text/plain"
    )


@dataclass(slots=True)
class _Walk:
    """The parts open at this line, outermost first, each with its boundary if it waits for one; and whose each is."""

    path: list[tuple[Part, bytes]] = field(default_factory=list)
    edges: dict[bytes, list[int]] = field(default_factory=dict)

    def enter(self, part: Part, edge: bytes = b"") -> None:
        """A part begins, and waits for its boundary if it has one."""
        self.path.append((part, edge))
        if edge:
            self.edges.setdefault(edge, []).append(len(self.path) - 1)

    def back_to(self, depth: int, before: int) -> None:
        """Whatever is open below that depth ends here, closed or not; the line break before a boundary is its own."""
        raw = self.path[0][0].raw
        before -= raw[max(0, before - 1) : before] == b"\n"
        before -= raw[max(0, before - 1) : before] == b"\r"
        while len(self.path) > depth + 1:
            part, edge = self.path.pop()
            part.stop = max(part.start, before)
            if edge:
                self.edges[edge].pop()

    def depth(self, line: bytes) -> tuple[int, bool]:
        """The innermost part that this line divides or closes; -1 if it is only words."""
        if found := self.edges.get(line):
            return found[-1], False
        if line.endswith(b"--") and (found := self.edges.get(line[:-2])):
            return found[-1], True
        return -1, False


def _grow(grown: Tree) -> None:
    """One walk over all lines that begin with two dashes."""
    root, raw = grown.root, grown.root.raw
    if not root.kind.startswith("multipart/"):
        return
    walk, count, skip = _Walk(), 0, root.start
    walk.enter(root, _boundary(root))
    for line in LINE.finditer(raw, max(0, root.start - 1)):
        depth, closing = walk.depth(line[1].rstrip()) if line.start() + 1 >= skip else (-1, False)
        if depth < 0:
            continue
        walk.back_to(depth, line.start() + 1)
        if closing:
            continue
        count += 1
        if count > MOST:
            grown.too_much = "there are more parts than we list"
            return
        part = _child(walk.path[depth][0], line.end())
        skip = part.start
        deep = len(walk.path) >= DEEPEST
        walk.enter(part, _boundary(part) if part.kind.startswith("multipart/") and not deep else b"")
        grown.too_much = grown.too_much or ("parts are nested deeper than we follow" if deep else "")


def _child(parent: Part, line_end: int) -> Part:
    raw = parent.raw
    begin = min(len(raw), line_end + (raw[line_end : line_end + 1] == b"\r") + 1)
    edge = raw.find(b"\n--", begin - 1, begin + NEAR)  # headers left without an empty line end at the next boundary
    read = headers.read(raw, begin, len(raw) if edge < 0 else edge + 1)
    part = _part(raw, read, len(raw), inside=parent.kind)
    parent.children.append(part)
    return part


def _boundary(part: Part) -> bytes:
    """What the part says, unless nothing like it follows and the first line of dashes is plainly what was meant."""
    said = part.parameters.get("boundary", "").encode()
    near = part.raw[part.start : part.start + NEAR]
    if said and (b"--" + said in near or len(near) == NEAR):
        return said
    first = FIRST.search(near)
    if first is None:
        return said
    part.problems.append("the boundary between parts was missing or wrong")
    return first[1].strip()


def decoded(raw: bytes, encoding: str) -> tuple[bytes, str]:
    """The bytes behind a transfer encoding, and what had to be repaired. What is said to be encoded may not be."""
    if encoding == "base64":
        return _from_base64(raw)
    if encoding == "quotedprintable":
        return binascii.a2b_qp(raw), ""
    if encoding in ("xuuencode", "uuencode", "xuue"):
        return uuencode.unuuencode(raw), ""
    known = encoding in ("", "7bit", "8bit", "binary", "plain")
    return raw, "" if known else "the transfer encoding is not one we know"


def _from_base64(raw: bytes) -> tuple[bytes, str]:
    if (found := words.flawless(raw)) is not None:
        return found, ""
    stray = len(raw.translate(None, words.BASE64 + b"= \t\r\n"))
    if stray > len(raw) // 8 or (b" " in raw.strip() and words.spoken(raw)):
        return raw, "said to be base64 and is not"
    return words.unbase64(raw), "stray characters in base64" if stray else ""
