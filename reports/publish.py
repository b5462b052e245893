"""A report, made in order: tables, the sums that must hold, small numbers hidden last, frozen as a snapshot (R807).

A snapshot is plain text and numbers, as they are printed. All four faces are made of it and of nothing else, so that
they cannot differ, and the same snapshot gives the same bytes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial

from casework.frozen import frozen, replace
from reports import checks, hiding, quarters, said, tables
from reports.book import Book
from reports.checks import Check
from reports.figures import Figure, Percent, Shown
from reports.hiding import Hidden
from reports.periods import in_words
from reports.quarters import Also
from reports.said import Said
from reports.tables import Table
from reports.tables.shape import INSIDE_ONLY

SMALL = (
    '"<{below}" is a number from 1 to {most}. "c" is hidden so that another cannot be worked out. '
    "Percentages of fewer than {fewest} are not shown (R920)."
)
_NO_TEXT = re.compile(r"[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")

TOLD = 200
"""Notes for inside that a table has at most: a document of thousands is read by nobody. *Taste.*"""

INTERNAL = "Internal: every number is exact. Not for publishing as it is (R924)."

NOT_OVER = "The period is not over: this is how it stood on {day}."


@frozen
class Printed:
    """One table, as it is printed. `of` says, cell by cell, what a percentage is counted of; empty where nothing is
    said.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    of: tuple[tuple[str, ...], ...]
    base: str
    notes: tuple[str, ...]


@frozen
class Snapshot:
    """A report, frozen. `made` is when the ledger last changed: the same ledger, period and version give the same
    report. A quarter's has a trend, and from the second on the year so far (R806). `counts` is on no face: what a
    public one says, count by count, for those that come after it (`reports.said`).
    """

    council: str
    title: str
    first: str
    last: str
    says: str
    made: datetime
    version: str
    public: bool
    note: str
    tables: tuple[Printed, ...] = field(repr=False)
    checks: tuple[Check, ...] = field(repr=False)
    trend: Printed | None = field(default=None, repr=False)
    so_far_says: str = ""
    so_far: tuple[Printed, ...] = field(default=(), repr=False)
    counts: bytes = field(default=b"", repr=False)

    @property
    def holds(self) -> bool:
        """Whether every sum holds: what does not is not published."""
        return all(check.holds for check in self.checks)

    def table(self, name: str) -> Printed:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)


def snapshot(
    book: Book,
    *,
    public: bool,
    made: datetime,
    version: str,
    every: Sequence[Table] | None = None,
    earlier: Said = Said(),  # noqa: B008 it is a value
) -> Snapshot:
    """The report that the book makes; `every` are its tables, where they are made already. A public one hides what
    would give away a number that `earlier` ones hid, or one of its own beside them.
    """
    every = tuple(every or tables.every(book))
    also = quarters.also(book, every)
    found = (*checks.checks(book, every), *(_so_far_holds(book, also) if also else ()))
    below = book.council.choices.suppress_below
    whole = (*every, *(also.all if also else ()))
    bears = said.about(earlier, whole, book.period)
    hidden = hiding.hidden(whole, below, bears) if public else hiding.nothing()
    note = SMALL.format(below=below, most=below - 1, fewest=hiding.FEWEST) if public else INTERNAL
    if book.until < book.period.last:
        note = f"{NOT_OVER.format(day=in_words(book.until))} {note}"
    printed = Snapshot(
        book.council.name,
        book.council.title,
        book.period.first.isoformat(),
        book.period.last.isoformat(),
        book.period.says,
        made,
        version,
        public,
        note,
        tuple(_printed(table, hidden, public=public) for table in every),
        found,
        counts=said.written(_in_print(every, also), partial(_shown, hidden)) if public else b"",
    )
    if also is None:
        return printed
    return replace(
        printed,
        trend=_printed(also.trend, hidden, public=public),
        so_far_says=f"The year so far: {also.period.says}" if also.period else "",
        so_far=tuple(_printed(table, hidden, public=public) for table in also.so_far),
    )


def _in_print(every: Sequence[Table], also: Also | None) -> Sequence[Table]:
    return (*every, *((also.trend, *also.so_far) if also else ()))


def _shown(hidden: Hidden, table: Table, cell: Figure) -> Shown:
    return hidden.shown(cell, exact=table.exact)


def _so_far_holds(book: Book, also: Also) -> Iterator[Check]:
    if also.period:
        for each in checks.checks(replace(book, period=also.period), also.so_far):
            yield replace(each, says=f"the year so far: {each.says}")


def _printed(table: Table, hidden: Hidden, *, public: bool) -> Printed:
    def cells(row: Sequence[Figure]) -> Iterable[Shown]:
        return (hidden.shown(cell, exact=table.exact or not public) for cell in row)

    rows = tuple((_text(row.label), *cells(row.cells)) for row in table.rows)
    of = tuple(
        tuple(_of(cell, says) for cell, says in zip(row.cells, cells(row.cells), strict=True)) for row in table.rows
    )
    notes = table.notes if public else [*(note for note in table.notes if note != INSIDE_ONLY), *_inner(table)]
    return Printed(table.name, table.title, table.columns, rows, of, table.base, tuple(map(_text, notes)))


def _inner(table: Table) -> Iterator[str]:
    yield from table.inner[:TOLD]
    if len(table.inner) > TOLD:
        yield f"And {len(table.inner) - TOLD} more, which stand in the ledger."


def _text(written: str) -> str:
    """What a council wrote, less the characters that no document can hold."""
    return " ".join(_NO_TEXT.sub(" ", written).split())


def _of(cell: Figure, says: Shown) -> str:
    """Percentages carry their counts, where they are shown at all."""
    if isinstance(cell, Percent) and str(says).endswith("%"):
        return f"{cell.part} of {cell.base}"
    return ""
