"""What the model is shown of a message: its words, pairs of words, beginnings of words, and the cues in it.

Names, numbers and places are left in: the corpus varies them, so that they come to mean nothing. A letter has a
thousand of these: they are found straight from its text, since to make spaCy's tokens first takes as long again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import pairwise

from casework.frozen import frozen
from classifier import cues, words

STEM = 5  # letters; taste: "assess", "assessed" and "asessment" begin alike
CUE = "cue "  # begins the name of a feature that is a cue

Feature = tuple[str, int, int]
"""The name of something seen in a message, and the first and last of the words that show it."""


@frozen
class Told:
    """A message's words in their compared spelling, where in the text each was found, and the cues in them."""

    text: str = field(repr=False)
    spelt: Sequence[str] = field(repr=False)
    cut: Sequence[re.Match[str]] = field(repr=False)
    cues: Sequence[cues.Cue]

    def written(self, first: int, last: int) -> str:
        """Some of its words as the writer wrote them."""
        return self.text[self.cut[first].start() : self.cut[last].end()]


def told(text: str) -> Told:
    """A message cut into words, and looked through for cues."""
    cut = list(words.WORD.finditer(text))
    spelt = [_spelt(found[0]) for found in cut]
    return Told(text, spelt, cut, cues.find(spelt))


@lru_cache(maxsize=words.KEPT)
def _spelt(word: str) -> str:
    plain = words.plain(word)
    return cues.book().same.get(plain, plain)


def found_in(message: Told) -> Iterator[Feature]:
    """Everything the model may look at: cues, then words and their beginnings, then pairs, as they stand."""
    for cue in message.cues:
        yield CUE + cue.name, cue.first, cue.last
    for at, word in enumerate(message.spelt):
        yield word, at, at
        if len(word) > STEM:
            yield word[:STEM] + "-", at, at
    for at, pair in enumerate(map(" ".join, pairwise(message.spelt))):
        yield pair, at, at + 1
