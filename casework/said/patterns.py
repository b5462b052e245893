"""Patterns of words, written so that somebody who does not program can write them.

In a pattern, a/b/c is any of them, `...` up to four other words, a word* any ending, (word) may be left out,
<group> any phrase of that group. `phrases` looks for them.
"""

from collections.abc import Iterable, Mapping
from itertools import islice, product

from casework.said.plain import plain

GAP = 4
"""How many other words "..." may stand for. *Taste.*"""
GLUED = 40
"""How many ways of running one phrase together are listed. *Taste.*"""

Element = frozenset[str] | int | Mapping[str, tuple[tuple[str, ...], ...]]
"""One of these words; so many words at most; or one of these phrases, by first word."""

Pattern = list[tuple[Element, bool]]
"""Elements in order, each with whether it may be left out."""


def parsed(pattern: str, named: Mapping[str, Element], short: Mapping[str, str]) -> Pattern:
    """A pattern's elements. One that is empty, or names a group that is not there, is a ValueError naming it."""
    found: Pattern = []
    for part in plain(pattern.replace("…", "...").replace("-", " ")).split():
        optional = part.startswith("(") and part.endswith(")")
        inner = part.strip("()")
        if inner == "...":
            found.append((GAP, False))
        elif inner.startswith("<"):
            name = inner.strip("<>")
            if name not in named:
                raise ValueError(f"no group is called {name}: {pattern}")
            found.append((named[name], optional))
        else:
            found += [(words, optional) for words in _spelt_out(inner, short, pattern)]
    if not any(isinstance(element, frozenset) for element, _ in found):
        raise ValueError(f"a pattern needs a word of its own: {pattern}")
    return found


def _spelt_out(part: str, short: Mapping[str, str], pattern: str) -> list[frozenset[str]]:
    """a/b/c is one of three words; a short form stands for its words, as it will in the text."""
    if part in short:
        return [frozenset({word}) for word in plain(short[part]).split()]
    words = part.split("/")
    longer = [word for word in words if len(short.get(word, "").split()) > 1]
    if "<" in part:
        raise ValueError(f"a group stands by itself, not between slashes: {pattern}")
    if longer:
        raise ValueError(f"{longer[0]} is short for several words and cannot be one of several: {pattern}")
    return [frozenset(short.get(word, word) for word in words)]


def groups(listed: Mapping[str, tuple[str, ...]], short: Mapping[str, str]) -> Mapping[str, Element]:
    """Each group as an element that patterns may name."""
    return {name: _group([_plainly(phrase, short) for phrase in listed[name]]) for name in listed}


def _group(phrases: list[tuple[str, ...]]) -> Element:
    if all(len(phrase) == 1 for phrase in phrases):
        return frozenset(phrase[0] for phrase in phrases)
    return by_first(phrases)


def _plainly(phrase: str, short: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(word for part in plain(phrase).split() for word in plain(short.get(part, part)).split())


def by_first(phrases: Iterable[tuple[str, ...]]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Phrases by their first word, the longest before the shorter."""
    group: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        group.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(found) for first, found in group.items()}


def words_of(element: Element) -> frozenset[str]:
    """Those it is one of; none for a gap or a group."""
    return element if isinstance(element, frozenset) else frozenset()


def vocabulary(patterns: Iterable[Pattern]) -> frozenset[str]:
    """Every word that stands in a pattern, those with a star among them."""
    words: set[str] = set()
    for pattern in patterns:
        for element, _ in pattern:
            words |= words_of(element)
            if isinstance(element, Mapping):
                words |= {word for phrases in element.values() for phrase in phrases for word in phrase}
    return frozenset(words)


def run_together(patterns: Iterable[Pattern]) -> Iterable[tuple[str, ...]]:
    """Short phrases that people type without spaces, as their words."""
    for pattern in patterns:
        choices = [sorted(words_of(element)) for element, _ in pattern]
        for phrase in islice(product(*choices), GLUED):
            if len("".join(phrase)) > 6 and not any(word.endswith("*") for word in phrase):
                yield phrase
