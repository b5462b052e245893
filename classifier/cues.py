"""Cues: turns of phrase that say what a message is about, as data in `cues.toml`, which an officer can edit.

A phrase is words as `words.plain` writes them. `word*` is any word that begins so; `~` is up to three words in between.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classifier import words

DATA = Path(__file__).with_name("cues.toml")
GAP = "~"
WIDEST_GAP = 3
ANY_END = "*"
BEGINNING = 3  # letters; no starred word is shorter


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue that was found, and the first and last of its words."""

    name: str
    first: int
    last: int


Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Every phrase, filed under its first word or that word's beginning; and spellings that mean another word."""

    phrases: dict[str, tuple[tuple[Phrase, str], ...]]
    same: dict[str, str]


@cache
def book() -> Book:
    """The shipped phrases, read once."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    filed: defaultdict[str, list[tuple[Phrase, str]]] = defaultdict(list)
    for name, phrases in data["cues"].items():
        for phrase in phrases:
            parts = tuple(_parts(phrase))
            filed[_filed_under(parts[0])].append((parts, name))
    same = {words.plain(word): meant for word, meant in data["same"].items()}
    return Book({key: tuple(found) for key, found in filed.items()}, same)


def _filed_under(word: str) -> str:
    return word[:BEGINNING] + ANY_END if word.endswith(ANY_END) else word


def _parts(phrase: str) -> Iterator[str]:
    """The words of a phrase as the tokenizer would cut them, a star kept with the word it ends."""
    for part in re.findall(words.WORD.pattern.replace(r"\w+(?", r"\w+\*?(?", 1), phrase):
        if part == GAP or not part.isspace():
            yield part if part == GAP else words.plain(part)


def find(said: Sequence[str]) -> list[Cue]:
    """The cues in plain words, each with where it stands; "in care" is none within "in care proceedings"."""
    found = list(_all(said))
    longer = [cue for cue in found if cue.last > cue.first]
    return [cue for cue in found if not any(_within(cue, other) for other in longer)]


def _within(cue: Cue, other: Cue) -> bool:
    longer = other.last - other.first > cue.last - cue.first
    return longer and other.name != cue.name and other.first <= cue.first and cue.last <= other.last


def _all(said: Sequence[str]) -> Iterator[Cue]:
    filed = book().phrases
    for at, word in enumerate(said):
        for key in (word, word[:BEGINNING] + ANY_END):
            for phrase, name in filed.get(key, ()):
                last = _ends(said, at, phrase)
                if last is not None:
                    yield Cue(name, at, last)


def _ends(said: Sequence[str], at: int, phrase: Phrase) -> int | None:
    """Where the phrase ends if it begins here."""
    if not phrase:
        return at - 1
    head, rest = phrase[0], phrase[1:]
    if head == GAP:
        ends = (_ends(said, at + gap, rest) for gap in range(WIDEST_GAP + 1))
        return next((end for end in ends if end is not None), None)
    if at >= len(said) or not _is(said[at], head):
        return None
    return _ends(said, at + 1, rest)


def _is(word: str, part: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith(ANY_END) else word == part
