"""What a drawing says in a sentence: whoever cannot see it, or looks at nothing else, has that."""

from collections.abc import Callable, Sequence

from casework.frozen import frozen
from reports.figures import UNKNOWN, Shown


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
    """The longest bar, in words: `says` has places for its label, as a `name` or as a `label` inside a sentence."""

    def sentence(bars: Sequence[Bar], whole: Shown) -> str:
        found = [bar for bar in bars if bar.length and bar.label != UNKNOWN]
        if not found:
            return "It is not recorded."
        most = max(found, key=lambda bar: bar.length or 0)
        of = f" of {whole}" if isinstance(whole, int) else ""
        return f"{says.format(name=most.label, label=lower(most.label))}: {most.says}{of}."

    return sentence


def lately(says: str) -> Says:
    """The last bar after the one before it."""

    def sentence(bars: Sequence[Bar], whole: Shown) -> str:
        del whole
        *_, before, now = bars
        return f"{says}: {now.says} in {now.label}, after {before.says} in {before.label}."

    return sentence


def young(bars: Sequence[Bar], whole: Shown) -> str:
    """Who complained: the young people first, for it is their report."""
    children, leavers = bars[:2]
    others = most("most were {label}")(bars, whole)
    return f"Young people: {children.says}; care leavers: {leavers.says}; {others}"


def justified(bars: Sequence[Bar], whole: Shown) -> str:
    """Every finding with its share."""
    del whole
    return f"Justified: {'; '.join(f'{lower(bar.label)} {bar.says}' for bar in bars)}."


def lower(label: str) -> str:
    """A label in the middle of a sentence: SEN stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
