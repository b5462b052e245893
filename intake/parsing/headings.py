"""A block of "From: … Sent: … Subject: …" inside a text, as mail programs write it above older mail in any language."""

import re

from casework.frozen import frozen
from intake.parsing import phrases
from intake.parsing.mail import Correspondent

TURNS = re.compile("[\u200e\u200f\u061c]")

LABELLED = 40
"""Characters of a line in which a label's colon stands: the most that `phrases.LABEL` passes over before it."""

BLOCK = 14
"""Lines a block of headers may have, its empty ones counted."""


@frozen
class Mark:
    """What begins here: how many lines it takes, and whether it is sure enough to stand without a `>` after it."""

    lines: int
    sure: bool
    writer: Correspondent | None = None
    forwards: bool = False


def headings(lines: list[str], at: int) -> Mark | None:
    """A block of "From: … Sent: … To: … Subject: …" in any language: who wrote it, and how many lines it takes."""
    found: dict[str, str] = {}
    taken = empty = 0
    last = ""
    for offset, line in enumerate(lines[at : at + BLOCK]):
        meaning, value = _label(line)
        if not line.strip():
            empty += 1
            if not found or empty > 1:
                break
        elif meaning and not (meaning in found and (empty or meaning == "from")):
            found.setdefault(meaning, value)
            last, taken, empty = meaning, offset + 1, 0
        elif not empty and found and _goes_on(lines, at + offset, last):
            taken = offset + 1
        else:
            break
    return Mark(taken, sure=True, writer=_writer(found["from"])) if _is_block(found) else None


def may_be_labelled(line: str) -> bool:
    """Could this line begin with a header's name?"""
    return ":" in line[:LABELLED] or "：" in line[:LABELLED]


def _label(line: str) -> tuple[str, str]:
    match = phrases.LABEL.match(line[:500]) if may_be_labelled(line) and len(line) < 20_000 else None
    return (phrases.MEANING.get(match[1].lower().strip(), ""), TURNS.sub("", match[2]).strip()) if match else ("", "")


def _goes_on(lines: list[str], at: int, last: str) -> bool:
    """A long header wrapped: more addresses, or a subject with other headers after it."""
    if last in ("from", "to", "cc"):
        return bool(phrases.ADDRESS.search(lines[at][:300])) and len(lines[at]) < 20_000
    return last == "subject" and any(_label(line)[0] for line in lines[at + 1 : at + 3])


def _is_block(found: dict[str, str]) -> bool:
    if "from" not in found or not ("date" in found or "subject" in found):
        return False
    if phrases.ADDRESS.search(found["from"]):
        return True
    date = found.get("date", "")
    return "to" in found and bool(phrases.TIMED.search(date) or ("subject" in found and phrases.DATED.search(date)))


def _writer(value: str) -> Correspondent | None:
    """Who a header inside the text names: `Jo <jo@a.example>`, `Jo [mailto:jo@a.example]`, `jo@a.example<mailto:…>`."""
    address = phrases.ADDRESS.search(value)
    if address is None:
        return Correspondent(value.strip("\"'* "), "") if value.strip("\"'* ") else None
    name = re.split(r"[<\[(]|\bmailto:", value)[0].strip("\"'* \t")
    bare = re.sub(r"^mailto:", "", address[0])
    return Correspondent("" if name == bare else name, bare)
