"""What stands in a cell: a figure that knows what it was made from, and how it is printed.

A figure carries numbers, never text, so that sums can be checked and small numbers hidden before anything is printed.
A `Key` names a count: the same key in two tables is the same count, and both show it or neither does.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import assert_never

from casework.frozen import frozen

Key = tuple[str, ...]
Shown = int | str

NOT_ASKED = "n/a"
"""Nothing to count it of (R819)."""
UNKNOWN = "Unknown"
"""There are lines, and they do not say (R819, S10)."""


def half_up(part: int, base: int) -> int:
    """A whole percent, halves up (R819)."""
    return (200 * part + base) // (2 * base)


def rounded(number: Fraction) -> int:
    """A whole number, halves up (S24)."""
    return floor(number + Fraction(1, 2))


def shares(counts: Sequence[int]) -> list[int]:
    """Whole percents by largest remainder, so that they add to 100 (R818)."""
    whole = sum(counts)
    if not whole:
        return [0 for _ in counts]
    found = [100 * count // whole for count in counts]
    order = sorted(range(len(counts)), key=lambda place: (-(100 * counts[place] % whole), place))
    for place in order[: 100 - sum(found)]:
        found[place] += 1
    return found


@frozen
class Count:
    """How many lines. `lines` are they, for whoever may see them."""

    number: int
    key: Key
    lines: Sequence[object] = field(default=(), repr=False, compare=False)

    def shown(self) -> Shown:
        """As it is printed."""
        return self.number


@frozen
class Percent:
    """A part of a base. `missing` says why there is none; `whole` is the percent where it is not simply rounded."""

    part: int
    base: int
    key: Key
    base_key: Key
    missing: str = ""
    whole: int | None = None
    lines: Sequence[object] = field(default=(), repr=False, compare=False)

    def shown(self) -> Shown:
        """As it is printed."""
        if self.missing or not self.base:
            return self.missing or NOT_ASKED
        return f"{half_up(self.part, self.base) if self.whole is None else self.whole}%"


@frozen
class Mean:
    """A total over so many lines."""

    total: int
    count: int
    missing: str = ""
    lines: Sequence[object] = field(default=(), repr=False, compare=False)

    def shown(self) -> Shown:
        """As it is printed."""
        return self.missing or NOT_ASKED if not self.count else rounded(Fraction(self.total, self.count))


@frozen
class Money:
    """Pounds."""

    pounds: Decimal
    lines: Sequence[object] = field(default=(), repr=False, compare=False)

    def shown(self) -> Shown:
        """As it is printed."""
        return f"£{self.pounds:,.2f}"


@frozen
class OutOf:
    """So many of so many, such as the Ombudsman's 6/19 (R826)."""

    part: Count
    whole: Count

    def shown(self) -> Shown:
        """As it is printed."""
        return f"{self.part.number}/{self.whole.number}"


@frozen
class Growth:
    """From one count to another (R827)."""

    before: Count
    now: Count

    def shown(self) -> Shown:
        """As it is printed."""
        if not self.before.number:
            return NOT_ASKED
        return f"{rounded(Fraction(100 * (self.now.number - self.before.number), self.before.number)):+d}%"


@frozen
class Words:
    """No figure: what is printed where there is none."""

    text: str

    def shown(self) -> Shown:
        """As it is printed."""
        return self.text


Figure = Count | Percent | Mean | Money | OutOf | Growth | Words


def behind(figure: Figure) -> Sequence[object]:
    """The lines that a figure was counted from: of a percentage those that are its part."""
    match figure:
        case Count() | Percent() | Mean() | Money():
            return figure.lines
        case OutOf(_, whole):
            return whole.lines
        case Growth(_, now):
            return now.lines
        case Words():
            return ()
        case _:
            assert_never(figure)


def dated(first: date, last: date) -> str:
    """A stretch of days, for a key."""
    return f"{first}/{last}"
