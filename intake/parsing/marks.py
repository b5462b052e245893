"""The marks that mail programs put between new mail and old: one line's look, a few lines together, no decision."""

import re

from intake.parsing import phrases
from intake.parsing.headings import BLOCK, TURNS, Mark, headings, may_be_labelled
from intake.parsing.mail import Correspondent
from intake.patterns import holds

CITED = re.compile(r" {0,3}>|[A-Za-z]{1,3}>(?: |$|>)")
UNCITED = re.compile(r"^ {0,3}> ?")
PIPED = re.compile(r" {0,3}\|(?: |$)")
ESCAPED = re.compile(r">+From ")

LINES = 4
"""Lines over which a program's attribution may be broken."""

NUMBER = re.compile(r"\d")
FIRST = 80
"""Characters before an address that is the first thing said."""

ENDINGS = frozenset(":：>*_-];")
"""What may stand last in an attribution, if no verb does."""

DRAWN = "-_*=>\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""What dividing lines are drawn with."""

LONGEST_TITLE = 40
LONGEST_BEGINNING = 60
"""Characters that "Begin forwarded message:" may have in any language."""

NAME_WORDS = 4
"""Words that a name before an address may have. *Taste.*"""

LETTER = 200
"""Lines that a letter may have which a line without an address stands above. *Taste.*"""


def may_show_older(text: str) -> bool:
    """Could there be older mail in a text that neither answers nor is passed on? No mark counts there without a `>` or
    a bar below it, but for what programs write above what they forward.
    """
    return ">" in text or "|" in text or bool(phrases.MAY_FORWARD.search(text))


def is_cited(lines: list[str], at: int) -> bool:
    """Does this line begin with `>`? Not if that only guards a line's "From " on its way through a mailbox file, nor if
    it is GroupWise's way of saying whose the words below are.
    """
    line = lines[at]
    if not CITED.match(line) or (line.startswith(">>> ") and phrases.GROUPWISE.match(line.rstrip())):
        return False
    if not ESCAPED.match(line):
        return True
    beside = [lines[near] for near in (at - 1, at + 1) if 0 <= near < len(lines)]
    return any(CITED.match(near) for near in beside)


def is_programs(lines: list[str], cited: list[bool]) -> bool:
    """Did a program put the `>` there, and not a person who begins the points of a list so?

    A program quotes empty lines too, signatures, and what was quoted before, and says in or above the first of them
    whose they are.
    """
    bare = {at: UNCITED.sub("", lines[at]) for at, is_cited in enumerate(cited) if is_cited}
    inside = "\n".join(bare.values()).strip().split("\n")
    if any(not line.strip() or line.startswith(">") for line in inside) and any(map(str.strip, inside)):
        return True
    if len(inside) > 1 and any(line.rstrip() == "--" for line in inside[1:]):
        return True  # a signature, marked like the words above it
    bare = {at: line for at, line in bare.items() if line.strip()}
    if not bare:
        return False
    first = next(iter(bare))
    head = list(bare.values())[:LINES]
    above = next((line.strip() for line in reversed(lines[:first]) if line.strip()), "")
    dated, addressed = bool(phrases.DATED.search(above[-300:])), "@" in above
    named = (dated and addressed) or ((dated or addressed) and above.endswith((":", "：")))
    return named or bool(marks(head, [False] * len(head)))


def fenced(lines: list[str]) -> frozenset[int]:
    """The lines between two rows of ```, where people put what a machine showed them, as it was."""
    rows = [at for at, line in enumerate(lines) if line[:3] == "```"]
    pairs = zip(rows[::2], rows[1::2], strict=False)
    return frozenset(at for start, stop in pairs for at in range(start, stop + 1))


def is_piped(line: str) -> bool:
    """Some programs quote with a bar."""
    return bool(PIPED.match(line))


def marks(lines: list[str], cited: list[bool]) -> list[tuple[int, Mark]]:
    """Every mark in these lines, with the line it begins at. Most lines can begin none, which is cheap to see."""
    maybe = [at for at, line in enumerate(lines) if _may_end(line)]
    attributed = bool(maybe) and holds("\n".join(lines).lower(), phrases.STEMS)
    ends = [at for at in maybe if _ends(lines[at], attributed=attributed)]
    near = {at for end in ends for at in range(end - LINES + 1, end + 1)}
    found: list[tuple[int, Mark]] = []
    past = 0
    for at, line in enumerate(lines):
        if at < past or cited[at] or len(line) > 1_000 or not (bare := line.strip()):
            continue
        mark = _divider(lines, at, bare) or (headings(lines, at) if may_be_labelled(line) else None)
        if mark is None and at in near:
            mark = _attribution(lines, at, attributed=attributed)
        if mark:
            found.append((at, mark))
            past = at + mark.lines
    return found


def _may_end(line: str) -> bool:
    """Could an attribution end with this line? Its last letters say of most that it cannot."""
    tail = line[-60:].rstrip()
    return tail[-1:] in ENDINGS or tail[-2:].lower() in phrases.LAST_LETTERS or ":   " in line[:400]


def _ends(line: str, *, attributed: bool) -> bool:
    """The closer look at such a line. `attributed`: a verb of attributions stands in the text."""
    tail = line[-60:].rstrip()
    if tail[-1:] in ENDINGS or not attributed:
        return tail[-1:] in ENDINGS
    verb = phrases.ENDS_WROTE.search(tail, max(0, len(tail) - phrases.LONGEST_VERB))  # the last word, so no sooner
    return bool(verb) or ":   " in line[:400]


def _divider(lines: list[str], at: int, line: str) -> Mark | None:
    """A line of dashes, with or without words in it, and the block of headers that may follow."""
    if (line.endswith(">>>") and phrases.GROUPWISE.match(line)) or _is_above(line):
        return Mark(1, sure=True)
    bare = len(line) < LONGEST_TITLE and phrases.ORIGINAL_BARE.match(line)
    drawn = line[0] in DRAWN
    forward = phrases.FORWARD_LINE.match(line) if drawn or len(line) < LONGEST_BEGINNING else None
    if not (bare or drawn or forward):
        return None
    original = phrases.ORIGINAL_LINE.match(line)
    if not (bare or original or forward or phrases.RULE.match(line) or phrases.RULED.match(line)):
        return None
    below = _below(lines, at + 1)
    block = headings(lines, below) if below < min(len(lines), at + 4) else None
    if block:
        return Mark(below - at + block.lines, sure=True, writer=block.writer, forwards=bool(forward))
    return Mark(1, sure=True, forwards=bool(forward)) if original or forward else None


def _is_above(line: str) -> bool:
    """Do they say here that an answer is to be written above this line?"""
    return " line" in line.lower() and bool(phrases.ABOVE_HERE.match(line))


def _below(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _attribution(lines: list[str], at: int, *, attributed: bool) -> Mark | None:
    """A line like "On Tuesday 3 May 2024 at 10:00, Jo <jo@…> wrote:", or the same broken over some."""
    if not phrases.OPENS.match(lines[at].strip()[:300]):
        return None
    if phrases.YAHOO.match(lines[at][:400]):
        return Mark(1, sure=True, writer=_named(lines[at][:400]))
    joined = ""
    for taken, line in enumerate(lines[at : at + LINES], 1):
        if not line.strip() or (taken > 1 and CITED.match(line) and not line.rstrip().endswith(":")):
            return None
        joined = f"{joined} {TURNS.sub('', line).strip()[:300]}".strip()
        likely = len(joined) <= 400 and (attributed or NUMBER.search(joined))
        sure = _attributes(joined) if likely else None
        if sure is not None:
            if any(_begins(lines, later, at + taken) for later in range(at + 1, at + taken)):
                return None  # a person's line above a program's is not part of it
            apart = not at or not lines[at - 1].strip()
            if apart and not sure and (nameless := _stands_alone(lines, at, at + taken, joined)):
                return Mark(taken, sure=True, writer=nameless)
            return Mark(taken, sure=sure and (apart or bool(phrases.DATED.search(joined))), writer=_named(joined))
    return None


def _stands_alone(lines: list[str], at: int, past: int, joined: str) -> Correspondent | None:
    """Who is named by a program's line without an address: word for word as programs write it, between empty lines.

    A person can copy such a line into their own words. So nothing right above may announce it, that name must stand
    below as a signature, and nobody may say "I" under it.
    """
    found = phrases.IN_FULL.match(joined)
    if not found or not phrases.WROTE_WORD.search(joined) or not phrases.YEAR.search(found["when"]):
        return None
    above = next((line.strip() for line in reversed(lines[max(0, at - BLOCK) : at]) if line.strip()), "")
    if not above or above.endswith((":", "：", ",")) or past >= len(lines) or lines[past].strip():
        return None
    name = " ".join(found["name"].replace(",", "").split())
    below = lines[past + 1 : past + LETTER]
    signed = next((far for far, line in enumerate(below) if far and line.strip(" ,.") in (name, name.split()[0])), None)
    if signed is None or len(lines) > past + LETTER or any(phrases.FIRST_PERSON.search(one) for one in below[signed:]):
        return None
    return Correspondent(name, "")


def _begins(lines: list[str], at: int, stop: int) -> bool:
    """Is there a whole attribution, date and all, in these lines alone?"""
    if not phrases.OPENS.match(lines[at].strip()[:300]):
        return False
    joined = " ".join(TURNS.sub("", line).strip()[:300] for line in lines[at:stop])
    return bool(phrases.DATED.search(joined)) and _attributes(joined) is not None


def _named(joined: str) -> Correspondent | None:
    """Whom an attribution names: the address in it, and what stands right before that."""
    address = phrases.ADDRESS.search(joined)
    before = re.split(r"\d[,.]?\s|,\s", joined[: address.start()])[-1] if address else ""
    return Correspondent(before.strip("<([\"' "), address[0].removeprefix("mailto:")) if address else None


def _attributes(joined: str) -> bool | None:
    """None if these words attribute nothing; True if only a program would write them so."""
    if phrases.DATED_MAIL.match(joined):
        return True
    address = phrases.BRACKETED.search(joined)
    if joined.startswith("----") and joined.endswith("----") and phrases.ENDS_WROTE.search(joined[-60:]):
        return True
    dated = bool(phrases.DATED.search(joined))
    if address and address.start() < FIRST and phrases.THEN_WROTE.match(joined, address.end()):
        return dated or len(joined[: address.start()].split()) <= NAME_WORDS
    tail = joined[-260:]
    if (
        address
        and phrases.QUOTING.match(joined)
        and (phrases.ENDS_ADDRESS.search(tail) or (joined.endswith(":") and dated))
    ):
        return True
    wrote = bool(phrases.ENDS_WROTE.search(joined[-60:]))
    named = wrote or bool(phrases.ENDS_ADDRESS.search(tail)) or bool(phrases.WROTE_NAME.search(tail))
    if not named or not dated:
        return None
    if wrote:
        return bool(address) or joined.startswith("----")
    if not phrases.ENDS_ADDRESS.search(tail):
        return False
    return True if joined.rstrip("* _").endswith((":", "：")) else (False if joined[:1].isdigit() else None)
