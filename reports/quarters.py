"""What a quarter's report has besides: the year so far beside each table, and the four quarters before it (R806).

Both are counted like everything else, from the same lines. What they show together with the quarter is hidden
together: the year so far less this quarter is what earlier reports of the year said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import date

from casework.frozen import frozen, replace
from reports import tables
from reports.book import Book
from reports.figures import Count, Key, OutOf
from reports.periods import Period, quarter_before, so_far
from reports.tables import Row, Sum, Table, directorates
from reports.tables.shape import count, total
from reports.tables.stages import STAGES, by_row

TREND = "Trend"
BACK = 4
"""How many quarters a quarter is set against (R806)."""


@frozen
class Also:
    """What stands beside a quarter: the trend, the year so far, and what earlier reports of the year may have said."""

    trend: Table
    period: Period | None = None
    so_far: tuple[Table, ...] = field(default=(), repr=False)
    earlier: tuple[Table, ...] = field(default=(), repr=False)

    @property
    def all(self) -> tuple[Table, ...]:
        """Every table of it, for hiding."""
        return (self.trend, *self.so_far, *self.earlier)


def also(book: Book, now: Sequence[Table]) -> Also | None:
    """What a report has besides, if it is a quarter's; `now` are its own tables."""
    if not book.period.is_quarter:
        return None
    whole = so_far(book.period)
    if whole == book.period:
        return Also(trend(book))
    cumulative = tables.every(replace(book, period=whole))
    return Also(trend(book), whole, cumulative, tuple(_earlier(now, cumulative, book.council.choices.suppress_below)))


def trend(book: Book) -> Table:
    """This quarter after the four before it: what Table 1 received, and the eight measures of the whole council."""
    columns = [book.period]
    while len(columns) <= BACK:
        columns.insert(0, quarter_before(columns[0]))
    lines, council = by_row(book), directorates.whole(book)
    received = [
        Row(
            f"Received: {label}",
            tuple(count(_in(lines[name], each), "Received", name, period=each) for each in columns),
        )
        for name, label in STAGES
    ]
    eight = [directorates.eight(book, council, each) for each in columns]
    rows = [Row(label, tuple(each[at] for each in eight)) for at, label in enumerate(directorates.EIGHT)]
    return Table(
        TREND,
        "This quarter and the four before it",
        ("Measure", *(each.quarter_name for each in columns)),
        (*received, *rows),
        f"received: stage rows; {directorates.BASE}",
    )


def _in(lines: Iterable[object], period: Period) -> list[object]:
    return [line for line in lines if getattr(line, "received", None) in period]


def _earlier(now: Iterable[Table], cumulative: Iterable[Table], below: int) -> Iterator[Table]:
    """For each count of the year so far: that it is this quarter's and what came before, which may be in print."""
    here = {_about(each.key): each for table in now for each in _counts(table)}
    for table in cumulative:
        known: list[Count] = []
        small: list[Count] = []
        sums: list[Sum] = []
        for whole in _counts(table):
            part = here.get(_about(whole.key))
            if part is None or part.key == whole.key:
                continue
            before = Count(whole.number - part.number, ("before", *whole.key))
            if before.number < 0:
                continue
            (small if 0 < before.number < below else known).append(before)
            sums.append(_sum(whole, part, before))
        if sums:
            yield Table(table.name, "", ("",), (Row("", tuple(small)),), "", sums=tuple(sums))
            yield Table(table.name, "", ("",), (Row("", tuple(known)),), "", exact=True)


def _sum(whole: Count, part: Count, before: Count) -> Sum:
    return total("the year so far is this quarter and what came before it", (part, before), whole)


def _counts(table: Table) -> Iterator[Count]:
    for row in table.rows:
        for cell in row.cells:
            match cell:
                case Count():
                    yield cell
                case OutOf(part, whole):
                    yield from (part, whole)
                case _:
                    pass


def _about(key: Key) -> tuple[object, ...]:
    """What a count counts, and to which day: the year so far and its last quarter end on the same."""
    *names, days, months = key
    return (*names, date.fromisoformat(days.partition("/")[2]), months)
