"""Whose names stand in somebody's words: a plain look, so that nobody is given a complaint about themselves (R602).

It errs on the side of asking. A whole name is taken as theirs; a first or last name alone may be another person's, and
is said to whoever decides.
"""

import re
from collections.abc import Iterable

from casework.councils import Staff
from casework.frozen import frozen
from casework.messages import Message

SHORTEST = 3
"""A part of a name shorter than this is in too many other words. *Taste.*"""


@frozen
class Named:
    """Somebody who works here whose name stands there: all of it, or a part."""

    staff: Staff
    whole: bool


def named(messages: Iterable[Message], staff: Iterable[Staff]) -> tuple[Named, ...]:
    """Who is named in what they newly wrote, whole names first. Older mail under it is not: we signed some."""
    said = set(re.findall(r"[^\W\d_]+", " ".join(f"{each.subject} {each.text}" for each in messages).casefold()))
    found = [Named(each, whole=_parts(each) <= said) for each in staff if _parts(each) & said]
    return tuple(sorted(found, key=lambda each: not each.whole))


def _parts(staff: Staff) -> frozenset[str]:
    parts = re.findall(r"[^\W\d_]+", staff.name.casefold())
    return frozenset(part for part in parts if len(part) >= SHORTEST)
