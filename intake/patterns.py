"""Tables of phrases as patterns: written like a list, in the languages that families' mail programs speak."""

from collections.abc import Iterable

from casework.frozen import frozen


def listed(phrases: str) -> list[str]:
    """The phrases of a table, which commas and line ends divide."""
    return [phrase.strip() for phrase in phrases.replace("\n", ",").split(",") if phrase.strip()]


def either(phrases: str) -> str:
    """A pattern for any of these phrases."""
    return "|".join(listed(phrases))


def stems(phrases: str) -> tuple[str, ...]:
    """What each of these phrases begins with, as plain words, to tell quickly that a text holds none of them."""
    return tuple(phrase.partition("(")[0].lower() for phrase in listed(phrases))


def spelt(phrases: str) -> list[str]:
    """Each of these phrases in every way it can be written: with its bracketed ending and without."""
    written: list[str] = []
    for phrase in listed(phrases):
        before, bracket, endings = phrase.partition("(?:")
        written += [before, *(before + ending for ending in endings.removesuffix(")?").split("|") if bracket)]
    return [one.replace("\\", "") for one in written]


@frozen
class Fragments:
    """Plain words, in small letters, of which one stands wherever something longer is found; and those of them that a
    text of ASCII alone can hold.
    """

    every: tuple[str, ...]
    in_ascii: tuple[str, ...]


def fragments(words: Iterable[str]) -> Fragments:
    """These words, but for those in which another of them stands."""
    listed = tuple(dict.fromkeys(words))
    shortest = tuple(word for word in listed if not any(other in word for other in listed if other != word))
    return Fragments(shortest, tuple(filter(str.isascii, shortest)))


def holds(text: str, one_of: Fragments) -> bool:
    """Whether one of them stands in a text of small letters."""
    return any(map(text.__contains__, one_of.in_ascii if text.isascii() else one_of.every))
