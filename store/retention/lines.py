"""Words in a council's spreadsheets that belong to no case here: thanks, and what was learnt of old matters. Their time
is over as a case's would be, counted from the day on the line; then the words go, and the line stays a count.
"""

import json
from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, select

from casework import days
from casework.councils import Council
from casework.frozen import frozen
from casework.records import retention
from casework.records.retention import Due
from store.database import Connection
from store.ledger.columns import known
from store.retention import wordless
from store.retention.due import Listed
from store.retention.wordless import Line
from store.tables import cases, ledger_entered, ledger_lines

ROWS = {"compliments": ("received", retention.THANKS), "learning": ("agreed", retention.COMPLAINT)}
"""The files whose lines may belong to no case here: the column that a line's time is counted from, and what it is kept
as. A line that names no day is as old as it has been here.
"""


@frozen
class Said:
    """One line that says something, and its day."""

    day: date
    line: Line


def listed(db: Connection, council: Council, now: datetime) -> Iterator[Listed]:
    """The files in which words may go today, each up to the last day that is long enough ago."""
    for file in ROWS:
        over = _over(db, council, file, days.today(now))
        if over:
            last = max(each.day for each in over)
            yield Listed(
                file, last.isoformat(), f"up to {last.isoformat()}", _due(file, last, council), count=len(over)
            )


def one(council: Council, now: datetime, file: str, about: str) -> Listed | None:
    """What was approved, if it may still go."""
    due = _due(file, date.fromisoformat(about), council)
    return Listed(file, about, about, due) if due.on <= days.today(now) else None


def go(db: Connection, council: str, file: str, last: date) -> int:
    """Take the words out of what is of that day or before; how many lines. Published reports are made of them, too."""
    gone = [each for each in _loose(db, council, file) if each.day <= last]
    for each in gone:
        wordless.blank_line(db, council, each.line)
    wordless.blank_published(db, council, [each.line for each in gone])
    return len(gone)


def _over(db: Connection, council: Council, file: str, today: date) -> list[Said]:
    return [each for each in _loose(db, council.name, file) if _due(file, each.day, council).on <= today]


def _due(file: str, since: date, council: Council) -> Due:
    """As thanks are kept, or as a complaint about a child who may have been born on that day: nobody has said."""
    _, row = ROWS[file]
    return retention.of_day(row, since, council, child=True)


def _loose(db: Connection, council: str, file: str) -> list[Said]:
    """The lines with words in them that stand for no case here."""
    found = list(_said(db, council, file))
    if not found:
        return []
    here = _of_cases(db, council)
    handled = _handled(db, council, {each.line.cells[0] for each in found})
    return [each for each in found if each.line.name not in here and each.line.cells[0] not in handled]


def _said(db: Connection, council: str, file: str) -> Iterator[Said]:
    which, _ = ROWS[file]
    place = [column.name for column in wordless.ALL[file].columns].index(which)
    for row in db.execute(_LINES, {"of_council": council, "of_file": file}):
        cells = tuple(json.loads(row.data))
        day = date.fromisoformat(cells[place]) if known(cells[place]) else days.today(row.kept)
        if cells != wordless.without(wordless.ALL[file], cells):
            yield Said(day, Line(file, row.name, cells))


def _of_cases(db: Connection, council: str) -> set[str]:
    """The names of the lines that cases here were worked out into."""
    rows = db.execute(_ENTERED, {"of_council": council}).scalars()
    return {name for names in rows for name in json.loads(names)}


def _handled(db: Connection, council: str, references: Collection[str]) -> set[str]:
    """Those of these references, or labels, that are a case's here."""
    every = sorted(references)
    found: set[str] = set()
    for start in range(0, len(every), 500):
        found |= set(db.execute(_CASES, {"of_council": council, "of_some": every[start : start + 500]}).scalars())
    return found


_COUNCIL: BindParameter[str] = bindparam("of_council")
_LINES = (
    select(ledger_lines.c.name, ledger_lines.c.kept, ledger_lines.c.data)
    .where(ledger_lines.c.council == _COUNCIL, ledger_lines.c.file == bindparam("of_file"))
    .order_by(ledger_lines.c.seq)
)
_ENTERED = select(ledger_entered.c.names).where(ledger_entered.c.council == _COUNCIL, ledger_entered.c.names != b"")
_CASES = select(cases.c.reference).where(
    cases.c.council == _COUNCIL, cases.c.reference.in_(bindparam("of_some", expanding=True))
)
