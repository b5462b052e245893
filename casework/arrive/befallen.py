"""Whom harm befalls, as far as words show it, and which extra lines of the fixed answer fit (conversations 2.6)."""

import re

from casework.said.bare import bare
from casework.said.signs import Sign

READ = 2000
"""Characters that are looked at for it. *Taste.*"""

LINES = ("self_harm", "hurt", "home", "staff", "threat", "someone_else")
"""Which extra lines come first; two at most are sent."""

OTHERS = re.compile(r"\b(?:he|she|him|his|her|they|them|boy|girl|child|children|kids?|baby|son|daughter)\b")
THEMSELVES = re.compile(r"\b(?:me|myself|us|i was|i am being|im being|i got|i want to|i wanna|i cant)\b")

BEFALLS_ANOTHER = re.compile(
    r"\b(?:my (?:\w+ )?(?:friend|mate|bestie|girlfriend|boyfriend|gf|bf|brother|sister|bro|sis|cousin|housemate"
    r"|flatmate)"
    r"(?: \w+)?|he|she|they) (?:is|was|are|were|gets|keeps|has been|been)(?: being| getting)? "
    r"(?:hit|beaten|beat up|hurt|abused|touched|slapped|punched|kicked|groomed|raped|bullied)\b(?! me\b)"
)
"""Something done to somebody else, as whoever cares for them tells it."""


def lines(found: tuple[Sign, ...], text: str = "") -> tuple[str, ...]:
    """The extra lines of `bot.danger` that fit, two at most. Who tells of a friend who is hit is not the one hurt."""
    fitting = {sign.line for sign in found if sign.line}
    if "hurt" in fitting and BEFALLS_ANOTHER.search(bare(text[:READ])):
        fitting = fitting - {"hurt"} | {"someone_else"}
    return tuple(f"bot.danger_{line}" for line in LINES if line in fitting)[:2]


def of_another(serious: tuple[Sign, ...]) -> bool:
    """Whether somebody else's danger is told of."""
    return any(sign.line == "someone_else" for sign in serious)


def tells_of_another(text: str) -> bool:
    """A grown-up's words with a child in them and nobody who is hurt themselves: "he is locked out every night"."""
    said = bare(text[:READ])
    return bool(OTHERS.search(said)) and not THEMSELVES.search(said)
