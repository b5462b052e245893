"""What the sender wrote now, and the older mail under it.

Losing a person's words is the failure; keeping a few old ones is a blemish. So a line goes only with a reason: a `>`
before it in a mail that answers something, a program's "On … wrote:" with its date, a block of headers, a program's
dashes. Everything under such a mark goes with it only if the mail is an answer, there are words above, and the writer
did not say that theirs stand among the old ones. Where that leaves nothing, the mail is shown as it came.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from intake.parsing import marks, phrases, signatures
from intake.parsing.mail import Correspondent
from intake.parsing.marks import Mark

WORD = re.compile(r"\w")

NEAR = 8
"""Lines after a mark in which a `>` belongs to it. *Taste*: a few headers and an empty line."""

LOOKED_AT = 4_000
"""Characters above older mail in which we look for "my answers are below". *Taste.*"""


@dataclass(frozen=True, slots=True)
class Split:
    """A body taken apart. `forwarded` is who wrote what was passed on; `doubtful` that old mail was left in."""

    text: str
    quoted: str
    signature: str
    forwarded: Correspondent | None = None
    doubtful: bool = False


@dataclass(slots=True)
class _Body:
    """The lines of one body while they are sorted: `own` tells which the sender wrote now."""

    lines: list[str]
    replying: bool
    forwarding: bool
    words_above: bool
    own: list[bool] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)
    forwarded: Correspondent | None = None
    doubtful: bool = False

    def says(self, start: int = 0, stop: int | None = None) -> bool:
        """Are there words of the sender's own in these lines, besides what a telephone adds?"""
        stop = len(self.lines) if stop is None else stop
        mine = [self.lines[at] for at in range(start, stop) if self.own[at]]
        return any(WORD.search(line) and not signatures.is_mobile(line) for line in mine)


def split(blocks: Sequence[str], *, replying: bool, forwarding: bool, peeled: bool = False) -> Split:
    """The bodies of a mail, in order: what is new, what is old, what is a signature."""
    bodies: list[_Body] = []
    said = False
    for block in blocks:
        body = _Body(block.split("\n"), replying, forwarding, said)
        _sort(body)
        said = said or body.says()
        bodies.append(body)
    forwarded = next((body.forwarded for body in bodies if body.forwarded), None)
    text = _joined(bodies, lambda body, at: body.own[at] and not body.signed[at])
    if not WORD.search(text):
        return _whole(blocks, forwarding=forwarding and not peeled, forwarded=forwarded)
    quoted = _joined(bodies, lambda body, at: not body.own[at])
    signature = _joined(bodies, lambda body, at: body.signed[at])
    return Split(text, quoted, signature, forwarded, any(body.doubtful for body in bodies))


def _sort(body: _Body) -> None:
    """Mark each line the sender's own or not, and each of those a signature's or not."""
    lines = body.lines
    cited = [marks.is_cited(lines, at) for at in range(len(lines))]
    found = marks.marks(lines, cited)
    answering = bool(found) or ((body.replying or body.forwarding) and marks.is_programs(lines, cited))
    body.own = [not (is_cited and answering) for is_cited in cited]
    body.signed = [False] * len(lines)
    _judge(body, cited, found)
    _unescape(body)
    _sign(body)


def _judge(body: _Body, cited: list[bool], found: list[tuple[int, Mark]]) -> None:
    """Each mark in its order: it goes with the `>` after it, or takes all that follows, or goes alone."""
    said, seen = body.words_above, 0
    for at, mark in found:
        if not body.own[at]:
            continue
        said, seen = said or body.says(seen, at), at
        below = at + mark.lines
        while below < len(body.lines) and not body.lines[below].strip():
            below += 1
        if below < len(body.lines) and (cited[below] or marks.is_piped(body.lines[below])):
            _drop(body, at, _past_bars(body.lines, below))
        elif mark.sure and (body.replying or body.forwarding):
            if said and _is_doubtful(body, at):
                body.doubtful = True
                return
            _drop(body, at, _end(body, below, cited) if said else at + mark.lines)
        elif not mark.forwards:
            continue
        if (mark.forwards or body.forwarding) and (not said or body.forwarded is None):
            body.forwarded = mark.writer or body.forwarded


def _end(body: _Body, below: int, cited: list[bool]) -> int:
    """Where the old mail ends: with the body, unless it soon goes on with `>`, which then says itself what is old."""
    first = next((at for at in range(below, min(below + NEAR, len(body.lines))) if cited[at]), None)
    return len(body.lines) if first is None else first


def _drop(body: _Body, start: int, stop: int) -> None:
    body.own[start:stop] = [False] * (stop - start)


def _past_bars(lines: list[str], at: int) -> int:
    """Past lines quoted with a bar, which only count as quoted under an attribution."""
    while at < len(lines) and (marks.is_piped(lines[at]) or not lines[at].strip()):
        at += 1
    return at


def _is_doubtful(body: _Body, at: int) -> bool:
    mine = "\n".join(line for line, own in zip(body.lines[:at], body.own[:at], strict=True) if own)
    return bool(phrases.ANSWERED_INSIDE.search(mine[-LOOKED_AT:]))


def _unescape(body: _Body) -> None:
    """`>From ` at the start of a sender's own line is the work of a mailbox file."""
    for at, line in enumerate(body.lines):
        if body.own[at] and line.startswith(">From "):
            body.lines[at] = line[1:]


def _sign(body: _Body) -> None:
    """The end of each stretch of the sender's own lines, where it is a signature's."""
    start = 0
    while start < len(body.lines):
        stop = start
        while stop < len(body.lines) and body.own[stop]:
            stop += 1
        if stop > start:
            cut = start + signatures.begins(body.lines[start:stop])
            body.signed[cut:stop] = [True] * (stop - cut)
        start = stop + 1


def _joined(bodies: Sequence[_Body], wanted: Callable[[_Body, int], bool]) -> str:
    """The wanted lines of all bodies, without empty ones at the ends."""
    texts = ("\n".join(line.rstrip() for at, line in enumerate(body.lines) if wanted(body, at)) for body in bodies)
    return "\n\n".join(text.strip("\n") for text in texts if text.strip()).rstrip().lstrip("\n")


def _whole(blocks: Sequence[str], *, forwarding: bool, forwarded: Correspondent | None) -> Split:
    """Nothing was new, so everything is shown: without its `>`, if that is how something was passed on."""
    text = "\n\n".join(block.strip("\n") for block in blocks if block.strip()).strip()
    bare = ["\n".join(marks.UNCITED.sub("", line) for line in block.split("\n")) for block in blocks]
    if forwarding and bare != list(blocks):
        return split(bare, replying=False, forwarding=True, peeled=True)
    return Split(text, "", "", forwarded)
