"""What was published stays as it was: records corrected since are said beside the next report's figures (R807, X60).

Two reports meet where one ends the day before the other begins. What the first carried forward and what the second
carries over are the same stage rows, unless somebody has put a record right in between; and so is what it said it
received, beside what is counted for that year now.
"""

from collections.abc import Iterator
from datetime import date

from casework import days
from casework.frozen import replace
from reports.figures import Shown
from reports.publish import Printed, Snapshot
from reports.render.comparing import Beside, Compared

BALANCE, YEARS = "RB1", "RB2"


def noted(snapshot: Snapshot, earlier: Compared | None) -> Snapshot:
    """The report with a note for each figure that is no longer what the report before it said."""
    if earlier is None or not _meet(snapshot, earlier):
        return snapshot
    notes = tuple(_notes(snapshot, earlier))
    tables = tuple(
        replace(table, notes=(*table.notes, *notes)) if table.name == BALANCE else table for table in snapshot.tables
    )
    return replace(snapshot, tables=tables)


def _meet(snapshot: Snapshot, earlier: Compared) -> bool:
    same = earlier.council == snapshot.council and BALANCE in earlier.tables
    return same and date.fromisoformat(earlier.last) + days.DAY == date.fromisoformat(snapshot.first)


def _notes(snapshot: Snapshot, earlier: Compared) -> Iterator[str]:
    before = earlier.tables[BALANCE]
    here = snapshot.table(BALANCE)
    for label, was in _column(before, "Carried forward").items():
        now = _column(here, "Carried over").get(label)
        if now is not None and now != was:
            yield f"{label}: the report to {earlier.last} carried {was} forward; records corrected since make it {now}."
    years = snapshot.table(YEARS)
    for label, was in _column(before, "Received").items():
        now = _column(years, years.columns[-2]).get(label)
        if now is not None and now != was and _same_length(snapshot, earlier):
            yield f"{label}: the report to {earlier.last} said {was} received; records corrected since make it {now}."


def _same_length(snapshot: Snapshot, earlier: Compared) -> bool:
    """Whether the year before this report is the other report's own."""
    return date.fromisoformat(earlier.first) == days.months_after(date.fromisoformat(snapshot.first), -12)


def _column(table: Printed | Beside, head: str) -> dict[Shown, Shown]:
    if head not in table.columns:
        return {}
    at = table.columns.index(head)
    return {row[0]: row[at] for row in table.rows}
