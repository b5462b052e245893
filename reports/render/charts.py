"""CHARTS: which tables are drawn, and how. Each drawing has its sentence; its table is always beside it.

Drawn as SVG: bars from nought, one hue and grey, values on the bars, labels across. What is hidden or not known has
no bar and says so. A chart that has nothing to draw is left out, and its table stays.
"""

from collections.abc import Callable, Mapping
from html import escape
from textwrap import wrap
from types import MappingProxyType

from casework.frozen import frozen, replace
from reports.figures import UNKNOWN, Shown
from reports.publish import Printed
from reports.render.sentences import Bar, Says, justified, lately, lower, most, young

WIDTH, LABEL, SAYS, HIGH, GAP = 620, 220, 170, 30, 12
"""The drawing, its labels, the room for what is written on the longest bar, and each bar."""

LETTERS = 24
"""How many of them stand beside a bar in a line. *Taste.*"""

BAR, QUIET, REST = "#12508a", "#6b7780", "#dfe9f3"
"""The strong colour, the grey of what is not meant, and the pale inside of a bar of which a part is meant."""


@frozen
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
    box = f'<rect x="{LABEL}" y="{top}" width="{long}" height="{HIGH}" {_filled(bar)}/>' if long else ""
    if part := round((bar.part or 0) / longest * room, 1):
        box += f'<rect x="{LABEL}" y="{top}" width="{part}" height="{HIGH}" fill="{BAR}"/>'
    line = f'<line x1="{LABEL}" y1="{top - 3}" x2="{LABEL}" y2="{top + HIGH + 3}" stroke="{QUIET}"/>'
    return (
        f'<text y="{middle}" text-anchor="end">{_label(bar.label, middle)}</text>{line}{box}'
        f'<text x="{LABEL + long + 8}" y="{middle}">{escape(bar.says)}</text>'
    )


def _filled(bar: Bar) -> str:
    if bar.part is not None:
        return f'fill="{REST}" stroke="{BAR}"'
    return f'fill="{QUIET if bar.quiet else BAR}"'


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


Draw = Callable[[Printed], Chart | None]


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


def _rows(table: Printed, at: int) -> tuple[Bar, ...]:
    kept = [(row, of) for row, of in zip(table.rows, table.of, strict=True) if row[0] != "Total"]
    return tuple(Bar(str(row[0]), _length(row[at]), _said(row[at], of[at - 1])) for row, of in kept)


def _whole(table: Printed, at: int) -> Shown:
    return next((row[at] for row in table.rows if row[0] == "Total"), "")


def _sorted(says: Says, at: int = 1) -> Draw:
    """Bars by size, for things that have no order of their own."""

    def draw(table: Printed) -> Chart:
        column = at % len(table.columns)
        bars = sorted(_rows(table, column), key=lambda bar: -(bar.length or 0))
        shows = f"{table.title}: {table.columns[column]}; {table.base}."
        return Chart(says(bars, _whole(table, column)), shows, tuple(bars))

    return draw


def _in_order(says: Says) -> Callable[[Printed], Chart]:
    """Bars in the order of the table: quarters, years, outcomes."""

    def draw(table: Printed) -> Chart:
        bars = _rows(table, 1)
        return Chart(says(bars, _whole(table, 1)), f"{table.title}: {table.columns[1]}; {table.base}.", bars)

    return draw


def _who(table: Printed) -> Chart:
    """The young first, and the others beside them."""
    drawn = _in_order(young)(table)
    bars = tuple(replace(bar, quiet=at > 1) for at, bar in enumerate(drawn.bars))
    return replace(drawn, bars=bars)


def _across(row_label: str, says: Says) -> Draw:
    """One row, column by column."""

    def draw(table: Printed) -> Chart | None:
        found = [(row, of) for row, of in zip(table.rows, table.of, strict=True) if row[0] == row_label]
        if not found:
            return None
        row, of = found[0]
        heads = [head for head in table.columns[1:] if head not in ("Total", "Change")]
        cells = zip(heads, row[1:], of, strict=False)
        bars = tuple(Bar(head, _length(cell), _said(cell, counted)) for head, cell, counted in cells)
        return Chart(says(bars, ""), f"{table.title}: {row_label}; {table.base}.", bars)

    return draw


def _upheld(table: Printed) -> Chart:
    """Categories, each with how many of its own were upheld, which is the dark part."""
    kept = [row for row in table.rows if row[0] != "Total"]
    bars = [
        Bar(str(row[0]), _length(row[1]), f"{_said(row[3])} of {_said(row[1])} upheld", _length(row[3])) for row in kept
    ]
    bars.sort(key=lambda bar: -(bar.length or 0))
    return Chart(most("Most were about {label}")(bars, ""), f"{table.title}; {table.base}.", tuple(bars))


def _times(table: Printed) -> Chart:
    """How Stage 1 was answered, of either procedure: in time, in a longer time that was agreed, late."""
    rows = {str(row[0]): row[1] for row in table.rows}
    found = [
        Bar(f"{name}, {how.lower()}", _length(rows[label]), _said(rows[label]), quiet=at == 0)
        for procedure, name in (("Stage 1 statutory", "Statutory"), ("Stage 1 corporate", "Corporate"))
        for at, how in enumerate(("In time", "In an agreed longer time", "Late"))
        if (label := f"{procedure}: {how}") in rows
    ]
    says = "; ".join(f"{lower(bar.label)} {bar.says}" for bar in found)
    return Chart(f"Stage 1 answered: {says}.", f"{table.title}; {table.base}.", tuple(found))


CHARTS: Mapping[str, Draw] = MappingProxyType({
    "RB2": _across("Total", lately("All stages")),
    "RB3": _in_order(most("Most came in {name}")),
    "RB4": _sorted(most("Most were about {name}"), -1),
    "RB5": _sorted(most("Most were about {label}"), -1),
    "RB6": _upheld,
    "RB13": _sorted(most("Most praised {name}")),
    "RB14": _times,
    "RB15": _sorted(most("The way most used is {label}")),
    "RB16": _who,
    "RB19": _across("SAR", lately("People who asked for their own records")),
    "RD9": _sorted(most("Most were about {label}")),
    "RD10": _in_order(justified),
    "RD11": _in_order(lately("Complaints by children in care")),
    "RD12": _across("New referrals", most("Most were made in {name}")),
    "RD13": _across("0-20", lately("Answered within 20 working days")),
})  # fmt: skip
