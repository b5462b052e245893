"""A pattern that is looked for only where it may stand: most people say nothing of most things, and to ask first
whether one of its words is there at all, and how it begins, takes a fiftieth of the time.
"""

import re

from casework.frozen import frozen
from casework.said.bare import heard


@frozen
class Look:
    """A pattern, and words of which one stands wherever it is found, as `bare` spells them; `parts` are beginnings of
    words, and phrases, that do instead; neither: any text may hold it. `begins` is how it begins, where that can be
    listed.
    """

    pattern: re.Pattern[str]
    words: frozenset[str]
    parts: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


def looked_for(
    pattern: str, words: str = "", parts: str = "", begins: str = "", flags: re.RegexFlag = re.NOFLAG
) -> Look:
    """A pattern with its words, written with blanks between; parts and beginnings with bars."""
    listed = (tuple(filter(None, each.split("|"))) for each in (parts, begins))
    return Look(re.compile(pattern, flags), frozenset(words.split()), *listed)


def stands(wanted: Look, text: str) -> bool:
    """Whether it stands somewhere in the bare words of a text."""
    if not may_stand(wanted, text):
        return False
    said = heard(text)
    if not wanted.begins:
        return wanted.pattern.search(said.said) is not None
    for opening in wanted.begins:
        word, blank, _ = opening.partition(" ")
        if (not blank or word in said.among) and _at_a_word(opening, wanted.pattern, said.said):
            return True
    return False


def look(wanted: Look, text: str) -> re.Match[str] | None:
    """Where it stands first in a text as it was written, if it does."""
    return first(wanted, text) if may_stand(wanted, text) else None


def first(wanted: Look, text: str) -> re.Match[str] | None:
    """Where it stands first; tried only where it may begin."""
    if not wanted.begins:
        return wanted.pattern.search(text)
    found = (_beginning(opening, wanted.pattern, text) for opening in wanted.begins)
    return min(filter(None, found), key=lambda each: each.start(), default=None)


def _beginning(opening: str, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    place = text.find(opening)
    while place >= 0:
        if found := pattern.match(text, place):
            return found
        place = text.find(opening, place + 1)
    return None


def _at_a_word(opening: str, pattern: re.Pattern[str], said: str) -> bool:
    """Whether it stands in bare words, beginning so: no pattern begins within one."""
    if said.startswith(opening) and pattern.match(said):
        return True
    place = said.find(f" {opening}")
    while place >= 0:
        if pattern.match(said, place + 1):
            return True
        place = said.find(f" {opening}", place + 1)
    return False


def may_stand(wanted: Look, text: str) -> bool:
    """Whether one of its words is there."""
    said = heard(text)
    anywhere = not wanted.words and not wanted.parts
    return anywhere or not wanted.words.isdisjoint(said.among) or any(part in said.said for part in wanted.parts)
