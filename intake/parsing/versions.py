"""A plain and an HTML version of one mail: which of them is read, and whether the HTML need be laid out at all.

Nearly always the two say the same. That can be told from the HTML's words as they stand, without a page being made of
them: but only where every tag is a simple one that hides nothing, and only as surely as the comparison itself would.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from intake.parsing import markup, styles, words

LONGEST = 50_000
"""Characters that are compared."""

FEW = 30
"""Words of a plain version that may only say where the others are. *Taste.*"""

WORD = re.compile(r"\w+")
STUB = re.compile(
    r"\bhtml\b|(?:view|read|open) (?:this|it|the) (?:e-?mail |message )?in (?:a |your )?browser", re.IGNORECASE
)
ELSEWHERE = ("html", "browser")
"""One of these stands in every text that only points elsewhere."""

TAG = re.compile(
    r"(<!(?=--)(?:.*?-->|.*)|<(?:style|script|title)(?![\w:-])(?:.*?</(?:style|script|title)>|.*)|<[a-z/!?][^<>]*>)",
    re.IGNORECASE | re.DOTALL,
)
"""A tag, a comment, or a whole element of which nothing is shown; one that never ends takes all that is left."""

MARK = "\f"
"""Where a tag stood. Nothing made visible holds one, and no character's name goes on past it."""

JOINT = re.compile(rf"{MARK}(?<=[\w;\x80-\U0010ffff]{MARK}){MARK}*(?=[\w&\x80-\U0010ffff])")
"""Tags between letters: two words or one, as the page is laid out."""

SHOWS = frozenset("img hr ol".split()) | markup.SILENT
"""Elements that put words on the page, or take some off."""

SHORT = 100
"""Characters of a tag that is remembered, where no style sheet hides anything. *Taste.*"""

LINE = 50
"""Characters that laying out may add for each tag and each line: arrows and line ends."""


def chosen(plain: list[str], rich: list[str]) -> tuple[list[str], str]:
    """The plain words if they are all the words; the others if those say more; both if they differ."""
    if not rich:
        return plain, ""
    in_plain, in_rich = _vocabulary(plain), _vocabulary(rich)
    if not in_plain or not in_rich:
        return (plain if in_plain else rich or plain), ""
    if len(in_plain) < FEW and STUB.search(" ".join(plain)):
        return rich, "the plain version only points to the other"
    missing = len(in_rich - in_plain)
    if missing <= _room(len(in_rich)) and in_rich & in_plain:
        return plain, ""
    if len(in_plain - in_rich) <= len(in_plain) // 5:
        return rich, "the plain version leaves words out"
    return [*plain, *rich], "the plain and the HTML version say different things"


def repeats(source: str, plain: Sequence[str]) -> bool:
    """Would the plain version be chosen, however this HTML is laid out?

    What stands in both between white space are the same words. Of what does not, each may be missing; and each joint
    may make one new word out of two.
    """
    pieces = TAG.split(source) if plain else []
    shown, beside = MARK.join(pieces[::2]), " ".join(plain).lower()
    longest = len(shown) + LINE * (len(pieces) + shown.count("\n"))
    if "<" in shown or max(longest, len(beside)) > LONGEST or any(word in beside for word in ELSEWHERE):
        return False
    if not pieces or not _hides_nothing(source, set(pieces[1::2])):
        return False
    joints = len(JOINT.findall(shown))
    said = set(words.visible(markup.unescaped(shown).replace(MARK, " "))[0].lower().split())
    odd = len(WORD.findall(" ".join(said.difference(beside.split()))))
    sure = sum(map(str.isalnum, said))
    return odd + joints <= _room(sure - 2 * joints) and sure - odd > 2 * joints


def _hides_nothing(source: str, tags: set[str]) -> bool:
    styled = styles.sheet(source)
    return all(_is_simple(tag, styled) if styled or len(tag) > SHORT else _is_simple_unstyled(tag) for tag in tags)


@lru_cache(maxsize=1024)
def _is_simple_unstyled(tag: str) -> bool:
    """Programs write the same few tags in mail after mail."""
    return _is_simple(tag, {})


def _is_simple(tag: str, styled: dict[str, styles.Look]) -> bool:
    """Is this tag just what it seems, and are all words in its element shown? Or none, as in a style sheet?"""
    head = tag.partition(">")[0]
    if tag.startswith("<!--"):
        return tag.endswith("-->")
    if head.count('"') % 2 or "<" in head[1:]:
        return False
    if head[1] in "/!?":
        return True
    name = markup.NAME.match(head, 1)
    kind = name[1].lower() if name else ""
    if kind in ("style", "script", "title"):
        return tag.endswith(f"</{kind}>") and tag.lower().count(f"</{kind}") == 1
    look = styles.look(kind, head[len(kind) + 1 :], styled)
    return kind not in SHOWS and not look.hidden and not look.pale


def _room(count: int) -> int:
    """Words of a version that the other need not have: programs write addresses and bullets differently."""
    return max(3, count // 5)


def _vocabulary(blocks: Sequence[str]) -> set[str]:
    return set(WORD.findall(" ".join(blocks)[:LONGEST].lower()))
