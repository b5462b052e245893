"""What stands after the semicolons of `Content-Type` and `Content-Disposition`, in every way mail programs write it.

Quoted, not quoted with spaces inside, in pieces (RFC 2231), as encoded words (which no standard allows), without the
semicolon, without the closing quote.
"""

import re
from urllib.parse import unquote_to_bytes

from intake.parsing import charsets, words

PAIR = re.compile(
    r'(?<![^\s;])([A-Za-z][\w.-]{0,60})(\*?\d{0,3}\*?)[ \t]*=[ \t\n]*(?:"((?:[^"\\]|\\.)*)"?|([^;\n]*))', re.DOTALL
)
USUAL = re.compile(
    r'([\w.+-]{1,80}/[\w.+-]{1,80})(?:;\s*([a-z]{1,20})=(?:"([\w.+=/-]*)"|([\w.+/-]*)))?', re.ASCII | re.IGNORECASE
)
"""A type and one plain parameter, as nearly every mail has it."""

ESCAPED = re.compile(r'\\(["\\])')
NEXT = re.compile(r"\s[\w*-]{1,30}=")
FOLD = re.compile(r"\n[ \t]*")
LONGEST = 100_000


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value itself in lower case, and its parameters as readable text."""
    if usual := USUAL.fullmatch(value):
        return usual[1].lower(), {usual[2].lower(): usual[3] or usual[4] or ""} if usual[2] else {}
    kind = FOLD.sub(" ", value[:200]).partition(";")[0].split()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for found in PAIR.finditer(value[:LONGEST]):
        name, mark, text = found[1].lower(), found[2], _value(found)
        if mark.startswith("*"):
            pieces.setdefault(name, {}).setdefault(int(mark.strip("*") or 0), (mark.endswith("*"), text))
        else:
            plain.setdefault(name, words.one_line(words.unencode(text)))
    joined = {name: words.one_line(_joined([parts[at] for at in sorted(parts)])) for name, parts in pieces.items()}
    return (kind[0].lower() if kind else ""), plain | joined


def _value(found: re.Match[str]) -> str:
    if found[3] is not None:
        return ESCAPED.sub(r"\1", FOLD.sub(" ", found[3]))
    loose = found[4].strip()
    cut = NEXT.search(loose)
    return loose[: cut.start()] if cut and not loose.startswith("=?") else loose


def _joined(pieces: list[tuple[bool, str]]) -> str:
    """RFC 2231: the first extended piece says `charset'language'` before its words; each may be per cent encoded."""
    if not any(extended for extended, _ in pieces):
        return words.unencode("".join(text for _, text in pieces))
    charset = ""
    if pieces[0][1].count("'") >= 2:
        charset, _, rest = pieces[0][1].split("'", 2)
        pieces = [(pieces[0][0], rest), *pieces[1:]]
    raw = (unquote_to_bytes(text) if extended else text.encode() for extended, text in pieces)
    return charsets.decode(b"".join(raw), charset)[0]
