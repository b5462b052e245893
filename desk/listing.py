"""Any list at the desk: filtered, sorted and paged by what its address says, and saved as a table of what is shown.

An address holds labels and ids of staff, never anything of anybody outside. What it does not understand is left out.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Generic, TypeVar
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.responses import Response

from casework.frozen import frozen
from casework.records.cells import harmless

T = TypeVar("T")

A_PAGE = 50
"""Rows on one page. *Taste.*"""

YES = (("yes", "Yes"),)
"""The one choice of a question that is asked or not."""


@frozen
class Column(Generic[T]):
    """One column: its words in a table of plain text, and what it is sorted by, if it can be."""

    name: str
    title: str
    says: Callable[[T], str]
    key: Callable[[T], object] | None = None


@frozen
class Filter(Generic[T]):
    """One question above the list: its choices, and whether a row answers to one of them."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    has: Callable[[T, str], bool]


@frozen
class Listed(Generic[T]):
    """The list as asked for. `rows` are those of this page, `every` those of all pages."""

    path: str
    columns: tuple[Column[T], ...]
    filters: tuple[Filter[T], ...]
    chosen: Mapping[str, str]
    sort: str
    down: bool
    page: int
    every: Sequence[T] = field(repr=False)
    total: int

    @property
    def rows(self) -> Sequence[T]:
        """What this page shows."""
        return self.every[(self.page - 1) * A_PAGE : self.page * A_PAGE]

    @property
    def pages(self) -> int:
        """How many pages there are; one, if nothing is found."""
        return max(1, -(-len(self.every) // A_PAGE))

    @property
    def is_filtered(self) -> bool:
        """Whether something was chosen above it."""
        return bool(self.chosen)

    def order(self, column: Column[T]) -> str:
        """How the list is sorted by a column, as assistive technology is told."""
        return "none" if column.name != self.sort else "descending" if self.down else "ascending"

    def sorted_by(self, column: Column[T]) -> str:
        """Where its heading leads: sorted by it; the other way round, if it is already."""
        down = column.name == self.sort and not self.down
        return self._address(sort=column.name, down="yes" if down else "")

    def at(self, page: int) -> str:
        """Another page of the same list."""
        return self._address(page=str(page))

    @property
    def as_table(self) -> str:
        """Where the same list is saved from."""
        return self._address(csv="yes")

    def _address(self, **more: str) -> str:
        said = {**self.chosen, "sort": self.sort, "down": "yes" if self.down else "", **more}
        asked = urlencode({name: value for name, value in said.items() if value})
        return f"{self.path}?{asked}" if asked else self.path


def listed(
    path: str,
    asked: QueryParams,
    rows: Iterable[T],
    columns: tuple[Column[T], ...],
    filters: tuple[Filter[T], ...] = (),
) -> Listed[T]:
    """The rows that are asked for, in the order asked for; as they come, where nothing is said."""
    every = list(rows)
    chosen = {each.name: value for each in filters if (value := asked.get(each.name, "")) in dict(each.choices)}
    by = {each.name: each for each in filters}
    kept = [row for row in every if all(by[name].has(row, value) for name, value in chosen.items())]
    column = next((each for each in columns if each.key and each.name == asked.get("sort")), None)
    down = column is not None and bool(asked.get("down"))
    if column is not None and column.key is not None:
        kept.sort(key=column.key, reverse=down)  # type: ignore[arg-type]  # one column's keys are of one kind
    last = max(1, -(-len(kept) // A_PAGE))
    wanted = asked.get("page", "")
    page = min(max(int(wanted[:6]), 1), last) if wanted.isdecimal() else 1
    return Listed(path, columns, filters, chosen, column.name if column else "", down, page, kept, len(every))


def wants_table(asked: QueryParams) -> bool:
    """Whether the list is to be saved."""
    return asked.get("csv") == "yes"


def table(one: Listed[T], name: str) -> Response:
    """All pages of it as a table in plain text. A cell that a spreadsheet would run is quoted."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.title for column in one.columns)
    for row in one.every:
        writer.writerow(harmless(column.says(row)) for column in one.columns)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def choices(labels: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What is there to choose from, each once, by its words."""
    return tuple(sorted(dict(labels).items(), key=lambda each: each[1]))
