"""What the model is shown of a message: its words, pairs of words, beginnings of words, and the cues in it.

Names, numbers and places are left in: the corpus varies them, so that they come to mean nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from classifier import cues, words

STEM = 5  # letters; taste: "assess", "assessed" and "asessment" begin alike


class Feature(NamedTuple):
    """Something seen in a message, and the first and last of the spaCy tokens that show it.

    A tuple: a letter has a thousand of them, and a dataclass that is frozen takes four times as long to make.
    """

    name: str
    first: int
    last: int


def said(doc: Doc) -> tuple[list[str], list[int]]:
    """The words in their compared spelling, and which token each is."""
    same = cues.book().same
    told = [(at, text) for at, token in enumerate(doc) if not (text := token.text).isspace()]
    plain = [words.plain(text) for _, text in told]
    return [same.get(word, word) for word in plain], [at for at, _ in told]


def found_in(doc: Doc) -> list[Feature]:
    """Everything the model may look at, in the order of the text."""
    spelt, places = said(doc)
    seen = [Feature(f"cue {cue.name}", places[cue.first], places[cue.last]) for cue in cues.find(spelt)]
    return seen + _words(spelt, places) + _pairs(spelt, places)


def _words(spelt: Sequence[str], places: Sequence[int]) -> list[Feature]:
    found = []
    for word, place in zip(spelt, places, strict=True):
        found.append(Feature(word, place, place))
        if len(word) > STEM:
            found.append(Feature(word[:STEM] + "-", place, place))
    return found


def _pairs(spelt: Sequence[str], places: Sequence[int]) -> list[Feature]:
    following = zip(spelt, spelt[1:], places, places[1:], strict=False)
    return [Feature(f"{one} {two}", first, last) for one, two, first, last in following]
