"""CHARTS: which tables are drawn, and how. Each drawing has its sentence; its table is always beside it.

Drawn as SVG: bars from nought, one hue and grey, each under its label and value. What is hidden or not known has
no bar and says so. A chart that has nothing to draw is left out, and its table stays.
"""

from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType

from casework.frozen import frozen, replace
from reports.figures import UNKNOWN, Shown
from reports.publish import Printed
from reports.render.sentences import HIDDEN, Bar, Says, justified, lately, lower, most, young

HIGH = 18
"""Each bar."""

BAR, QUIET, REST = "#12508a", "#6b7780", "#dfe9f3"
"""The strong colour, the grey of what is not meant, and the pale inside of a bar of which a part is meant."""


@frozen
class Chart:
    """One drawing: what it says in a sentence, what it shows, and its bars."""

    sentence: str
    shows: str
    bars: tuple[Bar, ...]

    def drawing(self) -> str:
        """The bars, each under its words: those are as large as the page's, however narrow it is."""
        longest = max((bar.length or 0 for bar in self.bars), default=0) or 1
        about = escape(f"Bar chart. {self.shows}")
        drawn = "".join(_bar(bar, longest) for bar in self.bars)
        return f'<div class="bars" role="img" aria-label="{about}">{drawn}</div>'


def _bar(bar: Bar, longest: float) -> str:
    boxes = f'<rect width="1" height="{HIGH}" fill="{QUIET}"/>'
    for length, fill in ((bar.length, _filled(bar)), (bar.part, f'fill="{BAR}"')):
        if wide := round((length or 0) / longest * 100, 1):
            boxes += f'<rect width="{wide}%" height="{HIGH}" {fill}/>'
    return (
        f"<p>{escape(bar.label)}: {escape(bar.says)}</p>"
        f'<svg width="100%" height="{HIGH}" overflow="visible" xmlns="http://www.w3.org/2000/svg">{boxes}</svg>'
    )


def _filled(bar: Bar) -> str:
    if bar.part is not None:
        return f'fill="{REST}" stroke="{BAR}"'
    return f'fill="{QUIET if bar.quiet else BAR}"'


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
        else {"<5": "fewer than 5", "c": HIDDEN, UNKNOWN: "not known"}.get(str(shown), str(shown))
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
    bars = [Bar(str(row[0]), _length(row[1]), _how_many_upheld(row), _length(row[3])) for row in kept]
    bars.sort(key=lambda bar: -(bar.length or 0))
    return Chart(most("Most were about {label}")(bars, ""), f"{table.title}; {table.base}.", tuple(bars))


def _how_many_upheld(row: tuple[Shown, ...]) -> str:
    return f"{_said(row[3])} of {row[1]} upheld" if isinstance(row[1], int) else _said(row[1])


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
