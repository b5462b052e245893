"""What a table is, before it is printed: rows of figures, and how its figures hang together."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from casework.days import report_year
from casework.frozen import frozen
from reports.book import Book
from reports.figures import Count, Figure, Key, Percent
from reports.periods import Period

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

INSIDE_ONLY = "What was said in words stands in the internal report only."


@frozen
class Row:
    """A label, and what stands beside it."""

    label: str
    cells: tuple[Figure, ...]


@frozen
class Sum:
    """A whole and its parts: a check (R816), and what could give a hidden number away (R920)."""

    rule: str
    says: str
    whole: Count
    parts: tuple[Count, ...]

    @property
    def holds(self) -> bool:
        """Whether the parts add up to the whole."""
        return self.whole.number == sum(part.number for part in self.parts)


@frozen
class Table:
    """One published table. `columns` begins with what the labels are. `inner` are notes with figures in them, for an
    internal report only. `exact` tables are activity of the service, and shown as they are (R921).
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    base: str
    notes: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    exact: bool = False


Make = Callable[[Book], Table]


def key(*names: str, period: Period) -> Key:
    """The name of a count: what it counts, of what, and when."""
    return (*names, f"{period.first}/{period.last}", ",".join(map(str, period.months)))


def count(lines: Sequence[object], *names: str, period: Period) -> Count:
    """How many lines, under a name."""
    return Count(len(lines), key(*names, period=period), lines)


def percent(part: Sequence[object], base: Sequence[object], *names: str, period: Period, missing: str = "") -> Percent:
    """How many of those, under a name. `missing` is printed where there is no base."""
    return Percent(
        len(part),
        len(base),
        key(*names, period=period),
        key(*names, "base", period=period),
        missing="" if base else missing,
        lines=part,
    )


def part_of(share: Percent) -> Count:
    """The lines that a percent is the share of."""
    return Count(share.part, share.key)


def base_of(share: Percent) -> Count:
    """The lines that it is a share of."""
    return Count(share.base, share.base_key)


def total(label: str, counts: Iterable[Count], whole: Count, rule: str = "R816") -> Sum:
    """That the rows of a column add to its total."""
    return Sum(rule, label, whole, tuple(counts))


def by_each(lines: Iterable[T], of: Callable[[T], Iterable[K]]) -> dict[K, list[T]]:
    """The lines under each of what they are of, which may be several."""
    found: defaultdict[K, list[T]] = defaultdict(list)
    for line in lines:
        for each in of(line):
            found[each].append(line)
    return dict(found)


def columns_of(periods: Iterable[Period]) -> tuple[str, ...]:
    """The headings of a table by years."""
    return tuple(period.year for period in periods)


def years_note(period: Period, begins: date | None, columns: Sequence[Period]) -> tuple[str, ...]:
    """What the columns of years mean where the report is not about a whole year, and where the records do not reach
    back as far: a nought there is no nought.
    """
    same = f"Each year's column is the same dates as this report's: {period.says}, and those dates in years before."
    late = f"The first record is of {report_year(begins)}: before that nothing was recorded here." if begins else ""
    early = begins is not None and columns[0].last < begins
    return (*(() if period.is_year else (same,)), *((late,) if early else ()))


def undated_note(days: Iterable[date | None]) -> tuple[str, ...]:
    """What is said where lines have no day, and so stand in no period."""
    return () if all(days) else ("Some have no day on record: they stand in no period.",)


def counted(row: Row, at: int) -> Count:
    """The number in that cell of a row. Raises TypeError where it is none."""
    cell = row.cells[at]
    if not isinstance(cell, Count):
        raise TypeError("only counts add up")
    return cell
