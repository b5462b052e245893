"""Phrases looked for in a list of words.

Each phrase hangs on its rarest word, its anchor. Only where an anchor stands are the words around it compared, so a
long text costs no more a word than a short one.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, compress, count
from operator import attrgetter, itemgetter
from typing import NamedTuple

from casework.frozen import frozen
from casework.said.patterns import Element, Pattern, by_first, words_of

LOOKS = 1000
"""How often one anchor is looked at from either end of a text: more in one text is not a person writing. *Taste.*"""
TRIED = 20_000
"""How many phrases are compared with one text: many times what the longest letter needs. *Taste*: else somebody who has
seen the list writes what takes seconds to read.
"""
_WEAK = frozenset(
    "a an the i me my you your he she it we they him her his them us our this that to of in on at for with by "
    "from and or but so not no do does did is am are was were be been being have has had can could will would "
    "going get got getting go goes went all any more anymore just really about up down out off over want wants "
    "wanted like".split()
)
"""Words too common to hang a phrase on while it has a rarer one."""

_MANY = 12
"""An element of this many words is a group, and hung on only where there is nothing narrower. *Taste.*"""


@frozen
class Phrase:
    """A phrase round its anchor: what stands before it, read backwards, and after it. `row` says whose it is.

    `left` and `right` are the words of which one must stand next to the anchor, if that much is known; `also` are words
    of which one must stand somewhere. `denies`: "not" belongs to the phrase itself, as in "do not want to live".
    """

    row: int
    before: tuple[Element, ...]
    after: tuple[Element, ...]
    left: frozenset[str]
    right: frozenset[str]
    also: frozenset[str]
    denies: bool


@frozen
class Hit:
    """Where a phrase stands: from the word `start` up to `end`, its anchor at `anchor`."""

    row: int
    start: int
    anchor: int
    end: int
    denies: bool


class Hung(NamedTuple):
    """The phrases that hang on one anchor: those that need neither neighbour; by the word that must stand before it,
    where one must; else by the word after it.
    """

    free: tuple[Phrase, ...]
    left: Mapping[str, tuple[Phrase, ...]]
    right: Mapping[str, tuple[Phrase, ...]]


Net = Mapping[str, Hung]
"""Phrases by their anchors."""


def hits(said: list[str], net: Net) -> list[Hit]:
    """Everywhere that a phrase of the net stands; all those on the anchor that comes first before those on another."""
    near = _at_either_end(_near(said, net))
    backwards = said[::-1] if near else []
    found = [hit for place, likely in near for hit in _here(said, backwards, place, likely)]
    if len(found) > 1:
        first = dict(zip(reversed(said), reversed(range(len(said))), strict=True))
        found.sort(key=lambda hit: first[said[hit.anchor]])
    return found


def _near(said: list[str], net: Net) -> list[tuple[int, list[Phrase]]]:
    """The places of anchors with the phrases that may stand there: that the words on either side allow, and those that
    stand anywhere.
    """
    beside, among = ["", *said, ""], set(said)
    near: list[tuple[int, list[Phrase]]] = []
    for place in _anchors(said, net):
        free, lefts, rights = net[said[place]]
        left, right = beside[place], beside[place + 2]
        if free or left in lefts or right in rights:
            phrases = free + lefts.get(left, ()) + rights.get(right, ())
            likely = [
                each for each in phrases if (not each.right or right in each.right) and not each.also.isdisjoint(among)
            ]
            if likely:
                near.append((place, likely))
    return near


def _anchors(said: list[str], net: Net) -> Iterable[int]:
    """The places of anchors; of one that stands there very often those nearest to the two ends."""
    places = compress(count(), map(net.__contains__, said))
    if len(said) <= 2 * LOOKS:
        return places
    stands: dict[str, list[int]] = {}
    for place in places:
        stands.setdefault(said[place], []).append(place)
    often = (places if len(places) <= 2 * LOOKS else [*places[:LOOKS], *places[-LOOKS:]] for places in stands.values())
    return sorted(chain.from_iterable(often))


def _at_either_end(near: list[tuple[int, list[Phrase]]]) -> list[tuple[int, list[Phrase]]]:
    """These; or where it would take seconds to compare them all, those nearest to the two ends of the text."""
    if len(near) <= TRIED and sum(len(likely) for _, likely in near) <= TRIED:
        return near
    kept: set[int] = set()
    for down in (False, True):
        tried = 0
        for place, likely in sorted(near, key=itemgetter(0), reverse=down):
            tried += len(likely)
            if tried > TRIED // 2:
                break
            kept.add(place)
    return [each for each in near if each[0] in kept]


def _here(said: list[str], backwards: list[str], place: int, likely: list[Phrase]) -> list[Hit]:
    """Which of them stand there, of those that the words on either side allow."""
    found = []
    for phrase in likely:
        start = _reach(backwards, len(said) - place, phrase.before)
        end = -1 if start < 0 else _reach(said, place + 1, phrase.after)
        if end >= 0:
            found.append(Hit(phrase.row, len(said) - start, place, end, phrase.denies))
    return sorted(found, key=attrgetter("row")) if len(found) > 1 else found


def _reach(said: list[str], at: int, elements: tuple[Element, ...]) -> int:
    """Where the elements end that begin at that place; -1 where they do not stand there."""
    for number, element in enumerate(elements):
        if isinstance(element, frozenset):
            if at >= len(said) or said[at] not in element:
                return -1
            at += 1
            continue
        rest = elements[number + 1 :]
        lengths = _gaps(said, at, element, rest) if isinstance(element, int) else _lengths(said, at, element)
        return next((end for length in lengths if (end := _reach(said, at + length, rest)) >= 0), -1)
    return at if at <= len(said) else -1


def _gaps(said: list[str], at: int, most: int, rest: tuple[Element, ...]) -> Iterable[int]:
    """How many words may be passed over: as many as leave one with which what follows may begin."""
    if not rest or isinstance(rest[0], int):
        return range(most + 1)
    return [length for length, word in enumerate(said[at : at + most + 1]) if word in rest[0]]


def _lengths(said: list[str], at: int, group: Mapping[str, tuple[tuple[str, ...], ...]]) -> list[int]:
    phrases = group.get(said[at], ()) if at < len(said) else ()
    return [len(phrase) for phrase in phrases if tuple(said[at : at + len(phrase)]) == phrase]


def net(patterns: Iterable[tuple[int, Pattern]], known: frozenset[str]) -> Net:
    """Patterns, each with whose it is, hung on their anchors. `known` are all words listed anywhere."""
    hung: dict[str, list[Phrase]] = {}
    for row, pattern in patterns:
        for variant in _variants(pattern):
            elements = [_spread(element, known) for element in variant]
            at = _anchor(variant)
            before = tuple(_backwards(element) for element in elements[:at][::-1])
            denies = any(isinstance(element, frozenset) and element & {"not", "never", "no"} for element in variant)
            after = tuple(elements[at + 1 :])
            left, right = (words_of(side[0]) if side else frozenset() for side in (before, after))
            also = _rarest((*before[1:], *after[1:])) or words_of(elements[at])
            for word in sorted(words_of(elements[at])):
                hung.setdefault(word, []).append(Phrase(row, before, after, left, right, also, denies))
    return {word: _by_side(phrases) for word, phrases in hung.items()}


def _by_side(phrases: list[Phrase]) -> Hung:
    left, right, free = dict[str, list[Phrase]](), dict[str, list[Phrase]](), list[Phrase]()
    for phrase in phrases:
        for word in phrase.left or phrase.right:
            (left if phrase.left else right).setdefault(word, []).append(phrase)
        if not phrase.left and not phrase.right:
            free.append(phrase)
    return Hung(tuple(free), _by_word(left), _by_word(right))


def _by_word(phrases: Mapping[str, list[Phrase]]) -> Mapping[str, tuple[Phrase, ...]]:
    return {word: tuple(found) for word, found in phrases.items()}


def _variants(pattern: Pattern) -> list[tuple[Element, ...]]:
    """With and without each element that may be left out."""
    kept: list[tuple[Element, ...]] = [()]
    for element, optional in pattern:
        kept = [variant + more for variant in kept for more in (((element,), ()) if optional else ((element,),))]
    return kept


def _anchor(elements: tuple[Element, ...]) -> int:
    """Which element to look for first: the one with the rarest words, the longest of those."""

    def rarity(place: int) -> tuple[bool, bool, bool, int]:
        words = words_of(elements[place])
        return bool(words), not words & _WEAK, len(words) < _MANY, min(map(len, words), default=0)

    return max(range(len(elements)), key=rarity)


def _rarest(elements: Iterable[Element]) -> frozenset[str]:
    """Words of which one stands wherever these elements do: of the element that stands least often; none if any do."""
    listed = (frozenset(element) for element in elements if not isinstance(element, int))
    return min(listed, key=lambda words: (not words.isdisjoint(_WEAK), len(words)), default=frozenset())


def _spread(element: Element, known: frozenset[str]) -> Element:
    """With the listed words that begin as a starred word does: those are read as themselves."""
    if not isinstance(element, frozenset):
        return element
    starts = tuple(word[:-1] for word in element if word.endswith("*"))
    return element | {word for word in known if word.startswith(starts)} if starts else element


def _backwards(element: Element) -> Element:
    if isinstance(element, Mapping):
        return by_first(phrase[::-1] for phrases in element.values() for phrase in phrases)
    return element
