"""CHARTS: which tables are drawn, and how. Each drawing has its sentence; its table is always beside it.

Drawn as SVG: bars from nought, one hue and grey, values on the bars, labels across. What is hidden or not known has
no bar and says so. A chart that has nothing to draw is left out, and its table stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from types import MappingProxyType

from reports.figures import UNKNOWN, Shown
from reports.publish import Printed

WIDTH, LABEL, SAYS, HIGH, GAP = 620, 220, 170, 30, 12
"""The drawing, its labels, the room for what is written on the longest bar, and each bar."""

LETTERS = 24
"""How many of them stand beside a bar in a line. *Taste.*"""

BAR, QUIET = "#12508a", "#6b7780"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, how long it is (None where that is not shown), and what is written on it."""

    label: str
    length: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing: what it says in a sentence, what it shows, and its bars."""

    sentence: str
    shows: str
    bars: tuple[Bar, ...]

    def svg(self, name: str) -> str:
        """The drawing."""
        longest = max((bar.length or 0 for bar in self.bars), default=0) or 1
        room = WIDTH - LABEL - SAYS
        height = len(self.bars) * (HIGH + GAP) + GAP
        drawn = "".join(_bar(bar, at, longest, room) for at, bar in enumerate(self.bars))
        return (
            f'<svg role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" xmlns="http://www.w3.org/2000/svg"><title id="{name}-t">{escape(self.sentence)}</title>'
            f'<desc id="{name}-d">{escape(self.shows)}</desc>{drawn}</svg>'
        )


def _bar(bar: Bar, at: int, longest: float, room: int) -> str:
    top = GAP + at * (HIGH + GAP)
    middle = top + HIGH * 0.68
    long = round((bar.length or 0) / longest * room, 1)
    box = f'<rect x="{LABEL}" y="{top}" width="{long}" height="{HIGH}" fill="{BAR}"/>' if long else ""
    line = f'<line x1="{LABEL}" y1="{top - 3}" x2="{LABEL}" y2="{top + HIGH + 3}" stroke="{QUIET}"/>'
    return (
        f'<text y="{middle}" text-anchor="end">{_label(bar.label, middle)}</text>{line}{box}'
        f'<text x="{LABEL + long + 8}" y="{middle}">{escape(bar.says)}</text>'
    )


def _label(label: str, middle: float) -> str:
    """In one line or, of smaller letters, in two; what is longer is cut, and stands whole in the table."""
    first, *rest = wrap(label, LETTERS) or [""]
    if not rest:
        return f'<tspan x="{LABEL - 10}">{escape(first)}</tspan>'
    second = " ".join(rest)
    second = second if len(second) <= LETTERS else f"{second[: LETTERS - 1].rstrip()}…"
    return "".join(
        f'<tspan x="{LABEL - 10}" y="{y}" font-size="14">{escape(words)}</tspan>'
        for words, y in ((first, middle - 8), (second, middle + 8))
    )


def chart(table: Printed) -> Chart | None:
    """The drawing of a table, if it has one and there is something to draw."""
    make = CHARTS.get(table.name)
    made = make(table) if make else None
    return made if made and any(bar.length for bar in made.bars if bar.label != UNKNOWN) else None


def _said(shown: Shown, of: str = "") -> str:
    """What is written on a bar: a percentage with its count."""
    return (
        f"{shown} ({of})"
        if of
        else {"<5": "fewer than 5", "c": "not shown", UNKNOWN: "not known"}.get(str(shown), str(shown))
    )


def _length(shown: Shown) -> float | None:
    if isinstance(shown, int):
        return float(shown)
    return float(shown[:-1]) if shown.endswith("%") else None


def _rows(table: Printed, at: int, *, leave_out: Sequence[str] = ("Total",)) -> tuple[Bar, ...]:
    kept = [(row, of) for row, of in zip(table.rows, table.of, strict=True) if row[0] not in leave_out]
    return tuple(Bar(str(row[0]), _length(row[at]), _said(row[at], of[at - 1])) for row, of in kept)


def _most(bars: Sequence[Bar], whole: Shown = "") -> str:
    """The longest bar, in words."""
    found = [bar for bar in bars if bar.length and bar.label != UNKNOWN]
    if not found:
        return "It is not recorded."
    most = max(found, key=lambda bar: bar.length or 0)
    of = f" of {whole}" if isinstance(whole, int) else ""
    return f"{most.label} had the most: {most.says}{of}."


def _whole(table: Printed, at: int) -> Shown:
    return next((row[at] for row in table.rows if row[0] == "Total"), "")


def _sorted(table: Printed, at: int = 1, *, leave_out: Sequence[str] = ("Total",)) -> Chart:
    """Bars by size, for things that have no order of their own."""
    bars = sorted(_rows(table, at, leave_out=leave_out), key=lambda bar: -(bar.length or 0))
    return Chart(_most(bars, _whole(table, at)), f"{table.title}: {table.columns[at]}; {table.base}.", tuple(bars))


def _in_order(table: Printed) -> Chart:
    """Bars in the order of the table: quarters, years, the young first."""
    bars = _rows(table, 1)
    return Chart(_most(bars, _whole(table, 1)), f"{table.title}: {table.columns[1]}; {table.base}.", bars)


def _across(row_label: str) -> Callable[[Printed], Chart | None]:
    """One row, column by column."""

    def make(table: Printed) -> Chart | None:
        found = [(row, of) for row, of in zip(table.rows, table.of, strict=True) if row[0] == row_label]
        if not found:
            return None
        row, of = found[0]
        heads = [head for head in table.columns[1:] if head not in ("Total", "Change")]
        cells = zip(heads, row[1:], of, strict=False)
        bars = tuple(Bar(head, _length(cell), _said(cell, counted)) for head, cell, counted in cells)
        return Chart(_most(bars), f"{table.title}: {row_label}; {table.base}.", bars)

    return make


def _last_column(table: Printed) -> Chart:
    return _sorted(table, len(table.columns) - 1)


def _upheld(table: Printed) -> Chart:
    """Categories, each with how many of its own were upheld."""
    kept = [row for row in table.rows if row[0] != "Total"]
    bars = [Bar(str(row[0]), _length(row[1]), f"{_said(row[1])}, {_said(row[3])} upheld") for row in kept]
    bars.sort(key=lambda bar: -(bar.length or 0))
    return Chart(_most(bars), f"{table.title}; {table.base}.", tuple(bars))


CHARTS: Mapping[str, Callable[[Printed], Chart | None]] = MappingProxyType({
    "RB2": _across("Total"),
    "RB3": _in_order,
    "RB4": _last_column,
    "RB5": _last_column,
    "RB6": _upheld,
    "RB13": _sorted,
    "RB15": _sorted,
    "RB16": _in_order,
    "RB19": _across("SAR"),
    "RD9": _sorted,
    "RD10": _in_order,
    "RD11": _in_order,
    "RD12": _across("New referrals"),
    "RD13": _across("0-20"),
})  # fmt: skip
