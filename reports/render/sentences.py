"""What a drawing says in a sentence: whoever cannot see it, or looks at nothing else, has that."""

from collections.abc import Callable, Sequence

from casework.frozen import frozen
from reports.figures import UNKNOWN, Shown

HIDDEN = "not shown"
"""What a bar says whose number would give another away."""

BOTH = 2
"""So many at the top are named. *Taste.*"""


@frozen
class Bar:
    """One bar: its label, how long it is (None where that is not shown), what is written on it. `part` is how much of
    it is meant, where that is not all; a `quiet` one stands beside those that are.
    """

    label: str
    length: float | None
    says: str
    part: float | None = None
    quiet: bool = False


Says = Callable[[Sequence[Bar], Shown], str]
"""What the bars come to, in a sentence; the second is what they add to, where the table has that."""


def most(says: str) -> Says:
    """The longest bars, in words: `says` has places for their labels, as a `name` or as a `label` inside a sentence.
    Where a number is hidden it may be the largest: then it is of what is shown.
    """

    def sentence(bars: Sequence[Bar], whole: Shown) -> str:
        found = [bar for bar in bars if bar.length and bar.label != UNKNOWN]
        if not found:
            return "It is not recorded."
        longest = max(bar.length or 0 for bar in found)
        at_top = [bar for bar in found if bar.length == longest]
        said = _alike(at_top, says) + (f" of {whole}" if isinstance(whole, int) else "")
        return f"Of what is shown, {lower(said)}." if any(bar.says == HIDDEN for bar in bars) else f"{said}."

    return sentence


def _alike(bars: Sequence[Bar], says: str) -> str:
    """One that is above all others, two that are, or how many share the top."""
    counts = list(dict.fromkeys(bar.says for bar in bars))
    count = f"{counts[0]} each" if len(bars) > len(counts) == 1 else " and ".join(counts)
    if len(bars) > BOTH:
        return f"{len(bars)} have the same, and nothing has more: {count}"
    label = " and ".join(bar.label if "{name}" in says else lower(bar.label) for bar in bars)
    return f"{says.format(name=label, label=label)}: {count}"


def lately(says: str) -> Says:
    """The last bar after the one before it."""

    def sentence(bars: Sequence[Bar], whole: Shown) -> str:
        del whole
        *_, before, now = bars
        then = f", after {before.says} in {before.label}"
        if before.length is None:
            then = f"; in {before.label} {before.says}"
        return f"{says}: {now.says} in {now.label}{then}."

    return sentence


def young(bars: Sequence[Bar], whole: Shown) -> str:
    """Who complained: the young people first, for it is their report."""
    children, leavers = bars[:2]
    others = lower(most("Most were {label}")(bars, whole))
    return f"Young people: {children.says}; care leavers: {leavers.says}; {others}"


def justified(bars: Sequence[Bar], whole: Shown) -> str:
    """Every finding with its share."""
    del whole
    return f"Justified: {'; '.join(f'{lower(bar.label)} {bar.says}' for bar in bars)}."


def lower(label: str) -> str:
    """A label in the middle of a sentence: SEN stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
