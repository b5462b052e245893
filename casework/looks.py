"""A pattern that is looked for only where it may stand: most people say nothing of most things, and to look for one of
its words first takes a fiftieth of the time.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """A pattern, and words of which one stands wherever it is found, in small letters."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...]


def look(wanted: Look, text: str) -> re.Match[str] | None:
    """Where it stands first, if it does."""
    return wanted.pattern.search(text) if stands(text.lower(), *wanted.needs) else None


def stands(text: str, *needed: str) -> bool:
    """Whether any of these stands in it."""
    return any(each in text for each in needed)
