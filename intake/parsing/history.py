"""What the sender wrote now, and the older mail under it.

Losing a person's words is the failure; keeping a few old ones is a blemish. So a line goes only with a reason: a `>`
before it in a mail that answers something, a program's "On … wrote:" with its date, a block of headers, a program's
dashes. Everything under such a mark goes with it only if the mail is an answer, there are words above, and nothing
says that the writer's own stand among the old ones or below. Where that leaves nothing, the mail is shown as it came.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import gt, not_

from casework.frozen import frozen
from intake.parsing import marks, parties, pointers, signatures
from intake.parsing.headings import Mark
from intake.parsing.mail import Correspondent
from intake.parsing.parties import NOBODY, Parties

WORD = re.compile(r"\w")
SAID = re.compile("[\\w?!\u2600-\u27bf\U0001f300-\U0001faff]")
"""What says something: a word, a question mark, a thumb."""

NEAR = 8
"""Lines after a mark in which a `>` belongs to it. *Taste*: a few headers and an empty line."""

LOOKED_AT = 4_000
"""Characters above older mail in which we look for "my answers are below". *Taste.*"""


@frozen
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
    parties: Parties
    own: list[bool] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)
    forwarded: Correspondent | None = None
    doubtful: bool = False

    def says(self, start: int = 0, stop: int | None = None) -> bool:
        """Are there words of the sender's own in these lines, besides what a telephone adds?"""
        stop = len(self.lines) if stop is None else stop
        first = ""
        for at in range(start, stop):
            line = self.lines[at]
            if (
                not self.own[at]
                or not SAID.search(line)
                or pointers.BANNER.match(line[:300])
                or signatures.is_mobile(line)
            ):
                continue
            if first or not pointers.GREETING.match(line):
                return True
            first = line
        return False


def split(
    blocks: Sequence[str], *, replying: bool, forwarding: bool, people: Parties = NOBODY, peeled: bool = False
) -> Split:
    """The bodies of a mail, in order: what is new, what is old, what is a signature."""
    bodies: list[_Body] = []
    said = False
    for block in blocks:
        said = said or bool(bodies and bodies[-1].says())
        bodies.append(_Body(block.split("\n"), replying, forwarding, said, people))
        _sort(bodies[-1], block)
    forwarded = next((body.forwarded for body in bodies if body.forwarded), None)
    text = _joined(bodies, lambda body: map(gt, body.own, body.signed))
    if not SAID.search(text):
        return _whole(blocks, forwarding=forwarding and not peeled, forwarded=forwarded)
    quoted = _joined(bodies, lambda body: map(not_, body.own))
    signature = _joined(bodies, lambda body: body.signed)
    forwarded = forwarded or (_passed_on(quoted) if forwarding else None)
    return Split(text, quoted, signature, forwarded, any(body.doubtful for body in bodies))


def _passed_on(quoted: str) -> Correspondent | None:
    """Who wrote what was passed on, where even that is marked with `>`."""
    lines = [marks.UNCITED.sub("", line) for line in quoted[:LOOKED_AT].split("\n")]
    found = marks.marks(lines, [False] * len(lines))
    return next((mark.writer for _, mark in found if mark.writer), None)


def _sort(body: _Body, text: str) -> None:
    """Mark each line the sender's own or not, and each of those a signature's or not."""
    body.own, body.signed = [True] * len(body.lines), [False] * len(body.lines)
    if body.replying or body.forwarding or marks.may_show_older(text):
        _sort_out(body)
    _sign(body)


def _sort_out(body: _Body) -> None:
    """What is not the sender's own."""
    lines = body.lines
    fenced = marks.fenced(lines)
    cited = [">" in line[:4] and at not in fenced and marks.is_cited(lines, at) for at, line in enumerate(lines)]
    found = [(at, mark) for at, mark in marks.marks(lines, cited) if at not in fenced]
    body.own = [not old for old in _cited(body, cited, found)]
    _judge(body, cited, found)
    _unescape(body)


def _cited(body: _Body, cited: list[bool], found: list[tuple[int, Mark]]) -> list[bool]:
    """Which lines with a `>` are a program's. Above the first mark, where people write, each stretch must show it."""
    if not found:
        answering = any(cited) and (body.replying or body.forwarding) and marks.is_programs(body.lines, cited)
        return [each and answering for each in cited]
    old, at, first = list(cited), 0, found[0][0]
    while at < first:
        end = at
        while end < first and (cited[end] or (end > at and not body.lines[end].strip())):
            end += 1
        stretch = [at <= line < end and cited[line] for line in range(first)]
        if end > at and not marks.is_programs(body.lines[:first], stretch):
            old[at:end] = [False] * (end - at)
        at = max(end, at + 1)
    return old


def _judge(body: _Body, cited: list[bool], found: list[tuple[int, Mark]]) -> None:
    """Each mark in its order: it goes with the `>` after it, or takes all that follows, or goes alone."""
    said, seen = body.words_above, 0
    for number, (at, mark) in enumerate(found):
        later = [one for _, one in found[number + 1 :]]
        if (
            not body.own[at]
            or _is_own_letter(mark, body.parties)
            or parties.is_copied(body.parties, mark.writer, [one.writer for one in later])
        ):
            continue
        said, seen = said or body.says(seen, at), at
        below = at + mark.lines
        while below < len(body.lines) and not body.lines[below].strip():
            below += 1
        if below < len(body.lines) and (cited[below] or marks.is_piped(body.lines[below])):
            _drop(body, at, _past_bars(body.lines, below))
        elif mark.sure and (body.replying or body.forwarding):
            if said and (_is_doubtful(body, at) or _is_signed_below(body, below, mark, later)):
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


def _is_own_letter(mark: Mark, people: Parties) -> bool:
    """The head of a letter that the writer laid out like one: in their own name, which a program gives an address."""
    return bool(mark.writer and not mark.writer.address and people.is_signature(mark.writer.name) and not mark.forwards)


def _is_doubtful(body: _Body, at: int) -> bool:
    mine = "\n".join(line for line, own in zip(body.lines[:at], body.own[:at], strict=True) if own)
    return bool(pointers.ANSWERED.search(mine[-LOOKED_AT:]))


def _is_signed_below(body: _Body, below: int, mark: Mark, later: Sequence[Mark]) -> bool:
    """The one old mail is somebody else's, and the writer's name stands at the very end: so do words of theirs."""
    if later or (mark.writer and body.parties.is_signature(mark.writer.name)):
        return False
    last = [line for line in body.lines[below:] if SAID.search(line) and not signatures.is_mobile(line)][-2:]
    return any(body.parties.is_signature(line) for line in last)


def _unescape(body: _Body) -> None:
    """`>From ` at the start of a sender's own line is the work of a mailbox file."""
    for at, line in enumerate(body.lines):
        if line[:6] == ">From " and body.own[at]:
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


def _joined(bodies: Sequence[_Body], wanted: Callable[[_Body], Iterable[bool]]) -> str:
    """The wanted lines of all bodies, without empty ones at the ends."""
    texts = ("\n".join(map(str.rstrip, compress(body.lines, wanted(body)))) for body in bodies)
    return "\n\n".join(text.strip("\n") for text in texts if text.strip()).rstrip().lstrip("\n")


def _whole(blocks: Sequence[str], *, forwarding: bool, forwarded: Correspondent | None) -> Split:
    """Nothing was new, so everything is shown: without its `>`, if that is how something was passed on."""
    text = "\n\n".join(block.strip("\n") for block in blocks if block.strip()).strip()
    bare = ["\n".join(marks.UNCITED.sub("", line) for line in block.split("\n")) for block in blocks]
    if forwarding and bare != list(blocks):
        return split(bare, replying=False, forwarding=True, peeled=True)
    return Split(text, "", "", forwarded)
