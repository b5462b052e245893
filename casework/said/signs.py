"""The words of harm: what a text says that somebody on duty must hear of. No model, no database, no waiting (R701,
R702).

The table is data (`councils/signs.yaml`), owned by a safeguarding lead. Recall comes first: a denial or a figure of
speech lowers a plain sign to a possible one, the past tense lowers danger now to harm, and nothing makes a plain
sign nothing.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from casework.frozen import frozen
from casework.said import patterns, phrases
from casework.said.phrases import Hit, Net
from casework.said.spelling import Spelling, Text, spelling, words


class Level(StrEnum):
    """How sure and how near the harm is, most urgent first (conversations 2.6)."""

    IMMEDIATE = "immediate_risk"
    STAFF = "allegation_against_staff"
    HARM = "safeguarding"
    POSSIBLE = "possible"


URGENT_FIRST = tuple(Level)

NEARBY = 10
"""How many words from a sign the past tense still bears on it. *Taste.*"""


@frozen
class Row:
    """One row of the table: patterns (`casework.said.patterns`), how urgent, and the extra line that fits, such as
    `hurt` (2.6).

    `draft`: a native speaker has not yet approved it. It rings all the same: a false alarm is acceptable, a miss is
    not. `gives_way`: signs that read the same words better where they read on: "kicked me" in "kicked me out".
    """

    sign: str
    level: Level
    words: tuple[str, ...]
    line: str = ""
    language: str = "en"
    draft: bool = False
    gives_way: tuple[str, ...] = ()


@frozen
class Table:
    """The file as it stands. `denials`, `figures` (of speech), `past` and `present` bear on the signs beside them.

    `misspelt` are words that count with one letter wrong, `real_words` those that only look like it; `stems` make a
    long word worth taking apart.
    """

    version: str
    owner: str
    signs: tuple[Row, ...]
    groups: Mapping[str, tuple[str, ...]]
    short_forms: Mapping[str, str]
    misspelt: tuple[str, ...]
    real_words: tuple[str, ...]
    stems: tuple[str, ...]
    denials: tuple[str, ...]
    figures: tuple[str, ...]
    past: tuple[str, ...]
    present: tuple[str, ...]


@frozen
class Sign:
    """What was found: the row's name and not the words, how urgent, and the extra line that fits."""

    name: str
    level: Level
    line: str = ""
    language: str = "en"


@frozen
class Signs:
    """The table ready to be looked for: the signs, and what bears on those beside it. Made once by `ready`. Not shown
    in words: it holds a hundred thousand.
    """

    version: str
    rows: tuple[Row, ...]
    spelling: Spelling
    net: Net
    beside: Net

    def __repr__(self) -> str:
        return f"Signs({self.version!r})"


def signs(text: Text, table: Signs) -> tuple[Sign, ...]:
    """The signs of harm in a text, most urgent first; each row once, at the most urgent level at which it stands."""
    said = words(text, table.spelling)
    found: dict[int, Level] = {}
    hits = phrases.hits(said, table.net)
    if hits:
        beside = _beside(said, table)
        for hit in _read_best(hits, table.rows):
            level = _level(hit, table.rows[hit.row].level, beside)
            if level and (hit.row not in found or _more_urgent(level, found[hit.row])):
                found[hit.row] = level
    return _in_order(_sign(table.rows[row], level) for row, level in found.items())


def newly(text: Text, before: str, table: Signs) -> tuple[Sign, ...]:
    """The signs in a message, those among them that show only when it is read on from the messages before it."""
    alone = signs(text, table)
    if not before.strip():
        return alone
    had = {sign.name for sign in (*alone, *signs(before, table))}
    read_on = signs((before, *((text,) if isinstance(text, str) else text)), table)
    return _in_order((*alone, *(sign for sign in read_on if sign.name not in had)))


def shown_by(text: str, sign: Sign, table: Signs) -> str:
    """The shortest run of a text's own words that still shows a sign."""
    places = [found.span() for found in re.finditer(r"\S+", text)]

    def shows(first: int, last: int) -> bool:
        return any(one.name == sign.name for one in signs(text[places[first][0] : places[last][1]], table))

    first, last = 0, len(places) - 1
    while first < last and shows(first, last - 1):
        last -= 1
    while first < last and shows(first + 1, last):
        first += 1
    return text[places[first][0] : places[last][1]] if places else ""


def urgency(level: Level) -> int:
    """The place of a level among them, 0 the most urgent."""
    return URGENT_FIRST.index(level)


_DENIALS, _FIGURES, _PAST, _PRESENT = range(4)
"""Which of them a phrase is that bears on the signs beside it: they are looked for together."""


@frozen
class _Beside:
    """What stands in the same text and may lower a sign: after which words a denial ends, and the words of the rest."""

    denied: frozenset[int]
    figures: frozenset[int]
    past: frozenset[int]
    present: frozenset[int]


def _beside(said: list[str], table: Signs) -> _Beside:
    hits = phrases.hits(said, table.beside)
    denied = frozenset(hit.end for hit in hits if hit.row == _DENIALS)
    return _Beside(denied, *(_covered(hits, row) for row in (_FIGURES, _PAST, _PRESENT)))


def _read_best(hits: list[Hit], rows: tuple[Row, ...]) -> Iterable[Hit]:
    """The hits without those whose words a sign that they give way to reads on from."""
    ends: dict[tuple[str, int], int] = {}
    for hit in hits:
        for place in range(hit.start, hit.end):
            key = (rows[hit.row].sign, place)
            ends[key] = max(hit.end, ends.get(key, 0))
    for hit in hits:
        others = rows[hit.row].gives_way
        if not any(ends.get((sign, place), 0) > hit.end for sign in others for place in range(hit.start, hit.end)):
            yield hit


def _covered(hits: list[Hit], row: int) -> frozenset[int]:
    return frozenset(place for hit in hits if hit.row == row for place in range(hit.start, hit.end))


def _level(hit: Hit, level: Level, beside: _Beside) -> Level | None:
    """The level at which this hit counts: its row's, or less; None where a doubtful sign is denied or a figure of
    speech.
    """
    denied = not hit.denies and (hit.start in beside.denied or hit.anchor in beside.denied)
    if denied or not beside.figures.isdisjoint(range(hit.start, hit.end)):
        return None if level is Level.POSSIBLE else Level.POSSIBLE
    around = range(hit.start - NEARBY, hit.end + NEARBY)
    if level is Level.IMMEDIATE and not beside.past.isdisjoint(around) and beside.present.isdisjoint(around):
        return Level.HARM
    return level


def _more_urgent(level: Level, than: Level) -> bool:
    return urgency(level) < urgency(than)


def _sign(row: Row, level: Level) -> Sign:
    return Sign(row.sign, level, "" if level is Level.POSSIBLE else row.line, row.language)


def _in_order(found: Iterable[Sign]) -> tuple[Sign, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda sign: urgency(sign.level)))


def ready(table: Table) -> Signs:
    """The table made ready to look. A pattern that cannot be read is a ValueError naming it."""
    short = table.short_forms
    groups = patterns.groups(table.groups, short)
    rows = [
        (number, patterns.parsed(pattern, groups, short))
        for number, row in enumerate(table.signs)
        for pattern in row.words
    ]
    beside = [
        (number, patterns.parsed(pattern, groups, short))
        for number, several in enumerate((table.denials, table.figures, table.past, table.present))
        for pattern in several
    ]
    listed = patterns.vocabulary(pattern for _, pattern in (*rows, *beside))
    known = frozenset((*(word for word in listed if not word.endswith("*")), *table.misspelt, *table.real_words))
    spelt = spelling(
        known=known,
        short=short,
        misspelt=table.misspelt,
        real=table.real_words,
        beginnings={word[:-1] for word in listed - known},
        phrases=patterns.run_together(pattern for _, pattern in rows),
        stems=table.stems,
    )
    return Signs(table.version, table.signs, spelt, phrases.net(rows, known), phrases.net(beside, known))
