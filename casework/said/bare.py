"""A message as everything that is looked for in it sees it: its words, spelt plainly, worked out once.

One message is asked some thirty things while it is read, and never again: what nearly all of them ask first, which
words stand in it at all, is answered by a set.
"""

import re
from functools import lru_cache

from casework.frozen import frozen
from casework.said.plain import apart, plain

REMEMBERED = 16
"""Texts that are remembered as they were heard: those of the message that is being read. *Taste.*"""

_WORD = re.compile(r"[^\W_]+")


@frozen
class Bare:
    """The words alone, no capitals, accents, punctuation, emoji or leading slash: with one blank between, apart, and
    each once; and as plain letters with all that stands between.
    """

    said: str
    words: tuple[str, ...]
    among: frozenset[str]
    plainly: str

    def __repr__(self) -> str:
        """Nobody's words."""
        return f"Bare({len(self.words)} words)"


@lru_cache(maxsize=REMEMBERED)
def heard(text: str) -> Bare:
    """The words of a text. Those of its bare words are the same."""
    plainly = plain(text)
    words = tuple(apart(plainly, _WORD))
    return Bare(" ".join(words), words, frozenset(words), plainly)


def bare(text: str) -> str:
    """The words alone, one blank between."""
    return heard(text).said
