"""Words as a frightened person types them, made into words as a dictionary spells them.

`words` undoes what hides a word from a list: capitals, accents, apostrophes, invisible characters, emoji stuck to
words, digits for letters (k1ll), letters held down (dieeee), letters spaced out (k i l l), words run together
(killmyself), stars (su*cide), text-speak, and one wrong letter in the words listed as often misspelt. Each word
costs the same however long the text, so the whole is linear; nothing here is a regular expression that can run
away.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import chain

from casework.frozen import frozen
from casework.said.bare import heard
from casework.said.plain import apart, plain

_MARKS = "@$!*|"
_SYMBOL = re.compile(r"[@$!*|](?=[^\W_])")
_WORD = re.compile(r"[^\W_]+|[\u2600-\u27bf\U0001f100-\U0001faff]")
_TOKEN = re.compile(r"[@$]?[^\W_](?:[^\W_@$!*|]*[@$!*|]+(?=[^\W_]))*[^\W_]*|[\u2600-\u27bf\U0001f100-\U0001faff]")
_DIGITS = str.maketrans("0134578@$!|", "oieastbasil")
_HELD = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")

_HEAD = 3

SHORT = 5000
"""Characters. A text that is longer is not kept in hand once it is spelt: it may hold megabytes. *Taste.*"""

SEEN = 8192
"""Words whose spelling is remembered: most of what a message says has been said before. *Taste.*"""

LONGEST = 60
"""A token longer than this is no word. *Taste.*"""
REPAIRED = 5000
"""How many different words of one text are looked into; in more, only those spelt right are found. *Taste.*"""


@frozen
class Spelling:
    """What there is to recognise. Made once by `spelling`; read only.

    `known` are words as they stand in a list, `starable` the same by length; `short` what text-speak stands for;
    `glued` whole phrases written without spaces; `stems` what makes a long unknown word worth taking apart. Of the
    words often misspelt, `near` has each by its forms with one letter left out, `ends` the first two and last three
    letters (one wrong letter spares one of them), `heads` what stands before each ending. `beginnings` are the starts
    of words listed with a star, by their first letters.
    """

    known: frozenset[str]
    short: Mapping[str, tuple[str, ...]]
    glued: Mapping[str, tuple[str, ...]]
    stems: tuple[str, ...]
    starable: Mapping[int, tuple[str, ...]]
    near: Mapping[str, frozenset[str]]
    misspelt: frozenset[str]
    ends: frozenset[str]
    heads: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, tuple[str, ...]]

    __eq__ = object.__eq__  # there is one for each list: which one it is says all
    __hash__ = object.__hash__


def spelling(
    *,
    known: Collection[str],
    short: Mapping[str, str],
    misspelt: Collection[str],
    real: Iterable[str],
    beginnings: Iterable[str],
    phrases: Iterable[tuple[str, ...]],
    stems: Iterable[str],
) -> Spelling:
    """A `Spelling` from lists. `real` are words that only look like a misspelling and must stay themselves."""
    near: dict[str, set[str]] = {}
    for word in misspelt:
        for form in {word, *_less_one(word)}:
            near.setdefault(form, set()).add(word)
    heads: dict[str, set[str]] = {}
    for word in misspelt:
        for at in range(1, len(word)):
            heads.setdefault(word[at:], set()).add(word[:at])
    starts: dict[str, tuple[str, ...]] = {}
    for start in sorted(beginnings, key=len, reverse=True):
        starts[start[:_HEAD]] = (*starts.get(start[:_HEAD], ()), start)
    return Spelling(
        known=frozenset((*known, *real, *misspelt)),
        short={plain(key).replace(" ", ""): tuple(plain(value).split()) for key, value in short.items()},
        glued={"".join(phrase): phrase for phrase in phrases if len(phrase) > 1},
        stems=tuple(sorted(set(stems))),
        starable={length: tuple(sorted(word for word in known if len(word) == length)) for length in range(3, 15)},
        near={form: frozenset(words) for form, words in near.items()},
        misspelt=frozenset(misspelt),
        ends=frozenset(part for word in misspelt for part in (word[:2], word[-3:])),
        heads={tail: frozenset(before) for tail, before in heads.items()},
        beginnings=starts,
    )


Text = str | tuple[str, ...]
"""A text; or several that are read as one, each with a new line: what was heard of each is not worked out again."""


def words(text: Text, known: Spelling) -> list[str]:
    """The words of a text, spelt as the lists spell them where that can be told; the rest as they came."""
    parts = (text,) if isinstance(text, str) else text
    tokens = _spaced_out([token for part in parts for token in _tokens(part)], known)
    spelt = _remembered(known) if len(tokens) <= REPAIRED else _of_many(tokens, known)
    return _broken(list(chain.from_iterable(map(spelt.__getitem__, tokens))), known)


def _tokens(text: str) -> Iterable[str]:
    """The words as they were written, with emoji, and with the marks in them that stand for letters."""
    said = heard(text) if len(text) <= SHORT else None
    plainly = said.plainly if said else plain(text)
    if any(mark in plainly for mark in _MARKS) and _SYMBOL.search(plainly):
        return _TOKEN.findall(plainly)
    return said.words if said and plainly.isascii() else apart(plainly, _WORD)


def _of_many(tokens: list[str], known: Spelling) -> dict[str, tuple[str, ...]]:
    return {
        token: spell(token, known) if number < REPAIRED else known.short.get(token, (token,))
        for number, token in enumerate(dict.fromkeys(tokens))
    }


def spell(token: str, known: Spelling) -> tuple[str, ...]:
    """One token as the words it stands for. The first way of reading it that gives a listed word wins."""
    return _remembered(known)[token]


class _Remembered(dict[str, tuple[str, ...]]):
    """Tokens as the words they stand for, each worked out when it is first asked for; begun afresh when it is full."""

    def __init__(self, known: Spelling) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, token: str) -> tuple[str, ...]:
        if len(token) > LONGEST:
            return self._known.short.get(token, (token,))
        if len(self) >= SEEN:
            self.clear()
        spelt = self[token] = _listed(token, self._known) or _repaired(token, self._known) or (token,)
        return spelt


_remembered = lru_cache(maxsize=4)(_Remembered)


def _repaired(token: str, known: Spelling) -> tuple[str, ...]:
    """Held letters, digits for letters, a dropped g, stars, a wrong letter, words run together: in that order."""
    forms = list(_unheld(token))
    if not token.isalpha():
        lettered = token.replace("11", "ll").translate(_DIGITS)
        forms += [lettered, *_unheld(lettered), "".join(filter(str.isalpha, token))]
    if token.endswith("in"):
        forms.append(f"{token}g")
    if token[0] in "وف":
        forms.append(token[1:])  # Arabic writes "and" and "so" onto the word that follows
    for form in forms:
        if spelt := _listed(form, known):
            return spelt
    if "*" in token:
        return _starred(token, known)
    likeliest = forms[-1] if forms else token
    return _near(likeliest, known) or _apart(likeliest, known)


def _listed(token: str, known: Spelling) -> tuple[str, ...]:
    if token in known.short:
        return known.short[token]
    if token in known.known:
        return (token,)
    if token in known.glued:
        return known.glued[token]
    starts = known.beginnings.get(token[:_HEAD], ())
    return next(((f"{start}*",) for start in starts if token.startswith(start)), ())


def _unheld(token: str) -> tuple[str, ...]:
    """The word with letters held down let go: to two, to one; and every doubled letter single."""
    if not _HELD.search(token):
        return ()
    return _HELD.sub(r"\1\1", token), _HELD.sub(r"\1", token), _DOUBLED.sub(r"\1", token)


def _starred(token: str, known: Spelling) -> tuple[str, ...]:
    """A word of the same length that has the same letters where the token has letters: su*cide."""
    letters = [(place, letter) for place, letter in enumerate(token) if letter != "*"]
    for word in known.starable.get(len(token), ()):
        if all(word[place] == letter for place, letter in letters):
            return (word,)
    return ()


def _near(token: str, known: Spelling) -> tuple[str, ...]:
    """A word listed as often misspelt, if one letter was added, dropped, changed, or changed places with its
    neighbour.
    """
    if not 5 <= len(token) <= 14 or not (token[:2] in known.ends or token[-3:] in known.ends):
        return ()
    for form in (token, *_less_one(token)):
        for word in sorted(known.near.get(form, ())):
            if _one_apart(token, word):
                return (word,)
    return ()


def _less_one(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _one_apart(left: str, right: str) -> bool:
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return max(len(left), len(right)) <= 1 or (left == right[::-1] and len(left) == 2)


def _apart(token: str, known: Spelling) -> tuple[str, ...]:
    """Words run together, if all of it comes out as listed words: iwanttodie."""
    if len(token) < 6 or not any(stem in token for stem in known.stems):
        return ()
    reached: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(token)):
        if start not in reached:
            continue
        for end in range(start + 1, min(start + 14, len(token)) + 1):
            piece = token[start:end]
            if (len(piece) > 1 or piece in "iau") and (piece in known.known or piece in known.short):
                spelt = (*reached[start], *known.short.get(piece, (piece,)))
                if end not in reached or len(spelt) < len(reached[end]):
                    reached[end] = spelt
    return reached.get(len(token), ())


def _spaced_out(tokens: list[str], known: Spelling) -> list[str]:
    """Letters written one by one put together again, where that makes listed words: k i l l."""
    single = [place for place, letters in enumerate(map(len, tokens)) if letters == 1]
    if all(then - first > 2 for first, then in zip(single, single[2:], strict=False)):
        return tokens  # never three in a row, as in nearly every text
    found: list[str] = []
    letters: list[str] = []
    for token in tokens:
        if len(token) == 1:
            letters.append(token)
            continue
        if letters:
            found.extend(letters if len(letters) < 3 else _joined(letters, known))
            letters = []
        found.append(token)
    found.extend(_joined(letters, known))
    return found


def _joined(letters: list[str], known: Spelling) -> list[str]:
    """The letters as one word, or the first of them apart ("i k i l l"), if either is a word; else as they were."""
    for first in range(min(3, max(len(letters) - 2, 0))):
        whole = "".join(letters[first:])
        if spell(whole, known) != (whole,) or whole in known.known:
            return [*letters[:first], whole]
    return letters


def _broken(found: list[str], known: Spelling) -> list[str]:
    """Words broken in two ("my self", "sui cide", or the end of one message and the start of the next) made whole."""
    said = set(found)
    if all(known.heads[tail].isdisjoint(said) for tail in known.heads.keys() & said):
        return found  # nothing that could be the first half of one, as in nearly every text
    whole: list[str] = []
    for word in found:
        if word in known.heads and whole and f"{whole[-1]}{word}" in known.misspelt:
            whole[-1] += word
        else:
            whole.append(word)
    return whole
