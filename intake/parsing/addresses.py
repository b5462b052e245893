"""Addresses out of a header, one pass, whatever stands in it: groups, comments, lost quotes, 20,000 of them."""

import re
from collections.abc import Iterable

from intake.parsing import words
from intake.parsing.mail import Correspondent

PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)|<[^<>]*>?|[,;:]|[^\s",;:<>()]+|["()>]', re.DOTALL)
USUAL = re.compile(r"([A-Za-z][\w '-]*) <([\w.+-]+@[\w.-]+)>", re.ASCII)
"""One name and one address, as nearly every header has them."""

ODD = re.compile(r"[\"<>():;=\\]|[^\s,]\s+[^\s,]|@\s|\s@")
COMMENT = re.compile(r"\([^()]*\)")
APART = re.compile(r"\s*@\s*|\s+\.\s*")
MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
BARE = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+")


def addresses(values: Iterable[str]) -> tuple[Correspondent, ...]:
    """Everyone named in these headers, in order. Text that names no address is somebody with a name only."""
    return tuple(one for value in values for one in _listed(value))


def _listed(value: str) -> list[Correspondent]:
    if usual := USUAL.fullmatch(value):
        return [Correspondent(" ".join(usual[1].split()).strip("'"), usual[2])]
    if not ODD.search(value):
        return [Correspondent("", one) if "@" in one else Correspondent(one) for one in value.replace(",", " ").split()]
    found: list[Correspondent] = []
    pending: list[str] = []
    for piece in PIECE.findall(value):
        if piece in (",", ";"):
            found += _person(pending)
            pending = []
        elif piece == ":":
            pending = [] if not any("@" in one for one in pending) else pending
        else:
            pending.append(piece)
    return found + _person(pending)


def _person(pieces: list[str]) -> list[Correspondent]:
    """One address: in brackets if there are any, else the word with an @; the name is what is left."""
    brackets = [piece for piece in pieces if piece.startswith("<")]
    names = [_unquoted(piece) for piece in pieces if not piece.startswith(("<", "("))]
    comments = [_unquoted(piece) for piece in pieces if piece.startswith("(")]
    if brackets:
        address = _bare(brackets[-1].strip("<>"))
        names = [*names, *(one.strip("<>") for one in brackets[:-1])]
    else:
        names = _together(names)
        address = next((name for name in names if "@" in name), "")
        names = [name for name in names if name != address]
        hidden = BARE.search(words.unencode(" ".join(names))) if not address else None
        if hidden:
            return _listed(words.one_line(words.unencode(" ".join(names))))[:1] if "=?" in " ".join(names) else []
    name = words.one_line(words.unencode(" ".join(names or (comments if address else [])))).strip("'")
    address = MAILTO.sub("", words.one_line(words.unencode(address)).replace(" ", ""))
    address = address[1:].rstrip("]") if address.startswith("[") else address
    return [Correspondent("" if name == address else name, address)] if name or address else []


def _together(names: list[str]) -> list[str]:
    """Put an address that was written apart, like `jo @ a . example`, into one word."""
    joined = " ".join(names)
    if "@" not in joined or not any(
        name in ("@", ".") or name.startswith(("@", ".")) or name.endswith("@") for name in names
    ):
        return names
    return APART.sub(lambda found: found[0].strip(), joined).split()


def _bare(inside: str) -> str:
    """What is between the brackets, without a route (`@a,@b:c@d`) or quotes round the whole."""
    inside = COMMENT.sub("", inside).strip()
    route = inside.rpartition(":") if inside.startswith("@") else ("", "", inside)
    return route[2].strip().strip("'\"") if "@" in inside else inside


def _unquoted(piece: str) -> str:
    if piece[:1] in ('"', "(") and len(piece) > 1:
        return re.sub(r"\\(.)", r"\1", piece[1:-1]).strip()
    return "" if piece in ('"', "(", ")", ">") else piece
