"""Which parts of a mail are its words, in which order, and which are files.

Of a plain and an HTML version of the same words the plain one is read; but only if it is the same: programs also send a
plain version that says "please use another program", or nothing, and then the words are in the HTML. Where the two say
different things both are shown, since one of them is what the sender meant and we do not know which.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import not_

from intake.parsing import charsets, markup, parts, uuencode, versions, words
from intake.parsing.parts import Part

LONGEST = 300_000
"""Characters of words we take apart (*taste*: a long book); a longer text is kept as a file too."""

WRITTEN = frozenset(
    "text/plain text/html text/enriched text/richtext text/markdown text/x-markdown text/x-plain text/unknown"
    " text/x-unknown application/plain application/text application/xhtml+xml".split()
)
MACHINES = {"text/x-amp-html", "text/watch-html"}
WORD = re.compile(r"\w")
HTML_IN_PLAIN = re.compile(r"\s{0,200}<(?:!doctype html|html|head|body|div|p|table|span|br|font|meta)\b", re.IGNORECASE)
STUFFED = re.compile(r"(>*) ?(.*)", re.DOTALL)


@dataclass(slots=True)
class Body:
    """What a mail's parts come to: bodies of words in order, files, and what was repaired."""

    blocks: list[str] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    written_in: list[tuple[str, bytes]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def says(self) -> bool:
        """Are there words in it?"""
        return any(WORD.search(block) for block in self.blocks)

    def add(self, other: "Body") -> None:
        """Put another body after this one."""
        self.blocks += other.blocks
        self.files += other.files
        self.written_in += other.written_in
        self.problems += other.problems


def body(root: Part) -> Body:
    """The words and files of a mail. Where no part is plainly words, the first file that is text is read as well."""
    found = _read(root)
    if not found.says():
        for part in found.files:
            words_of = _text(part) if _is_text(part) else None
            if words_of and words_of.says():
                found.blocks, found.problems = words_of.blocks, [*found.problems, *words_of.problems]
                break
    return found


def _read(part: Part, beside: Sequence[str] = ()) -> Body:
    """What a part comes to; of a page that only repeats the words `beside` it, no words."""
    found = Body(problems=[*part.problems])
    if not part.kind.startswith("multipart/"):
        found.add(_leaf(part, beside))
    elif not part.children:
        found.problems.append("a part of parts has none")
        found.add(_text(part))
    elif part.kind == "multipart/alternative":
        found.add(_alternatives(part))
    else:
        for child in part.children:
            found.add(_read(child))
    return found


def _leaf(part: Part, beside: Sequence[str]) -> Body:
    if part.kind in MACHINES:
        return Body()
    if not _is_text(part) or part.disposition == "attachment" or part.filename:
        return Body(files=[part])
    return _text(part, beside)


def _is_text(part: Part) -> bool:
    return part.kind in WRITTEN


def _alternatives(part: Part) -> Body:
    """One set of words, said in more than one way; every file of every way."""
    plain, rich = Body(), Body()
    kinds = [_is_rich(child) for child in part.children]
    for child in compress(part.children, map(not_, kinds)):
        plain.add(_read(child))
    for page in compress(part.children, kinds):
        rich.add(_read(page, beside=plain.blocks if sum(kinds) == 1 else ()))
    chosen, problem = versions.chosen(plain.blocks, rich.blocks)
    files = [*plain.files, *rich.files]
    problems = [*plain.problems, *rich.problems, *([problem] if problem else [])]
    return Body(chosen, files, [*plain.written_in, *rich.written_in], problems)


def _is_rich(part: Part) -> bool:
    return part.kind in ("text/html", "text/enriched", "application/xhtml+xml") or any(
        _is_rich(child) for child in part.children
    )


def _text(part: Part, beside: Sequence[str] = ()) -> Body:
    """A part's content as readable words."""
    raw, mended = parts.decoded(part.raw[part.start : part.stop], part.encoding)
    text, guessed = charsets.decode(raw[: LONGEST * 4], part.parameters.get("charset", ""))
    text, veiled = words.visible(text)
    problems = [mended, guessed, "invisible characters were taken out" if veiled else ""]
    html = part.kind in ("text/html", "application/xhtml+xml")
    if not html and HTML_IN_PLAIN.match(text) and text.count("</") > 2:
        html = True
        problems.append("HTML was sent as plain text")
    written_in: list[tuple[str, bytes]] = []
    if html and versions.repeats(text, beside):
        return Body(problems=[problem for problem in problems if problem])
    if html:
        text, more = _rendered(text)
        problems += more
    elif part.kind in ("text/enriched", "text/richtext"):
        text = markup.bare(text.replace("<<", "\ufdd0")).replace("\ufdd0", "<")
    else:
        text, written_in = uuencode.uuencoded(text)
        text = _flowed(text, close=part.parameters.get("delsp", "").lower() == "yes") if _flows(part) else text
    long = len(text) > LONGEST
    problems.append("the text is very long; all of it is kept as a file" if long else "")
    return Body([text[:LONGEST]], [part] if long else [], written_in, [problem for problem in problems if problem])


def _rendered(html: str) -> tuple[str, list[str]]:
    """What HTML says; if it seems to say nothing, what stands between its tags."""
    text, problems = markup.readable(html)
    text = words.visible(text)[0]
    if not WORD.search(text) and not problems:
        text = " ".join(markup.bare(html).split()) if "<style" not in html.lower() else text
    return text, list(problems)


def _flows(part: Part) -> bool:
    return part.parameters.get("format", "").lower() == "flowed"


def _flowed(text: str, *, close: bool) -> str:
    """Lines put together again that a program broke (RFC 3676): one ending in a space goes on, as deep in quotation."""
    out: list[str] = []
    open_at = ""
    for line in text.split("\n"):
        depth, words_of = _unstuffed(line)
        going = line.endswith(" ") and words_of != "-- "
        if open_at == depth and out and open_at != "closed":
            out[-1] += words_of
        else:
            out.append(f"{depth} {words_of}" if depth else words_of)
        if going and close:
            out[-1] = out[-1][:-1]
        open_at = depth if going else "closed"
    return "\n".join(out)


def _unstuffed(line: str) -> tuple[str, str]:
    found = STUFFED.match(line)
    return (found[1], found[2]) if found else ("", line)
