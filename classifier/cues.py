"""Cues: turns of phrase that say what a message is about, as data in `cues.toml`, which an officer can edit.

A phrase is words as `words.plain` writes them. `word*` is any word that begins so; `~` is up to three words in between.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from pathlib import Path

from casework.frozen import frozen
from classifier import words

DATA = Path(__file__).with_name("cues.toml")
GAP = "~"
WIDEST_GAP = 3
ANY_END = "*"
BEGINNING = 3  # letters; no starred word is shorter


Phrase = tuple[str, ...]


@frozen
class Cue:
    """A cue that was found, and the first and last of its words."""

    name: str
    first: int
    last: int


@frozen
class Book:
    """Every phrase, filed under how its first two words begin; and spellings that mean another word."""

    phrases: Mapping[str, Mapping[str, Sequence[tuple[Phrase, str]]]]
    same: Mapping[str, str]


@cache
def book() -> Book:
    """The shipped phrases, read once."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    filed: defaultdict[str, defaultdict[str, list[tuple[Phrase, str]]]] = defaultdict(lambda: defaultdict(list))
    for name, phrases in data["cues"].items():
        for phrase in phrases:
            parts = tuple(_parts(phrase))
            filed[_filed_under(parts[0])][_filed_under(parts[1] if len(parts) > 1 else GAP)].append((parts, name))
    same = {words.plain(word): meant for word, meant in data["same"].items()}
    return Book(filed, same)


def _filed_under(word: str) -> str:
    """A starred word by its first letters; whatever may follow a gap, or be all there is, under the gap."""
    return word[:BEGINNING] + ANY_END if word.endswith(ANY_END) else word


def _parts(phrase: str) -> Iterator[str]:
    """The words of a phrase as the tokenizer would cut them, a star kept with the word it ends."""
    for part in re.findall(words.WORD.pattern.replace(r"\w+(?", r"\w+\*?(?", 1), phrase):
        yield part if part == GAP else words.plain(part)


def find(said: Sequence[str]) -> list[Cue]:
    """The cues in plain words, each with where it stands; "in care" is none within "in care proceedings"."""
    found = list(_all(said))
    longer = [cue for cue in found if cue.last > cue.first]
    return [cue for cue in found if not any(map(partial(_within, cue), longer))]


def _within(cue: Cue, other: Cue) -> bool:
    longer = other.last - other.first > cue.last - cue.first
    return longer and other.name != cue.name and other.first <= cue.first and cue.last <= other.last


def _all(said: Sequence[str]) -> Iterator[Cue]:
    for at, (word, after) in enumerate(pairwise((*said, ""))):
        for seconds in _begun(word):
            for second in (GAP, after, after[:BEGINNING] + ANY_END):
                for phrase, name in seconds.get(second, ()):
                    last = _ends(said, at, phrase)
                    if last is not None:
                        yield Cue(name, at, last)


@lru_cache(maxsize=words.KEPT)
def _begun(word: str) -> Sequence[Mapping[str, Sequence[tuple[Phrase, str]]]]:
    """The phrases that may begin with a word, by how the next begins: those that name it, and those that star it."""
    filed = book().phrases
    return [filed[key] for key in (word, word[:BEGINNING] + ANY_END) if key in filed]


def _ends(said: Sequence[str], at: int, phrase: Phrase) -> int | None:
    """Where the phrase ends if it begins here."""
    for place, part in enumerate(phrase):
        if part == GAP:
            return _ends_after_gap(said, at, phrase[place + 1 :])
        if at >= len(said):
            return None
        if said[at] != part and not (part[-1] == ANY_END and said[at].startswith(part[:-1])):
            return None
        at += 1
    return at - 1


def _ends_after_gap(said: Sequence[str], at: int, rest: Phrase) -> int | None:
    for begin in range(at, at + WIDEST_GAP + 1):
        last = _ends(said, begin, rest)
        if last is not None:
            return last
    return None
