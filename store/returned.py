"""Sheets that people returned of their own free will: linked to no case, to no person, and to no moment (R918).

What says who somebody is goes among the council's own lines of `equality.csv`, dated by the day; what they thought of
how they were dealt with stands by the quarter. Who was asked is known from the letters that asked, and never what they
answered. A sheet that is sent twice is one.
"""

import json
from collections.abc import Mapping
from datetime import datetime, time
from itertools import count

from sqlalchemy import bindparam, select

from casework import days
from casework.names import name
from store.database import Connection, insert_once
from store.ledger import keeping
from store.ledger.columns import FILES
from store.tables import feedback, letters

SEVERAL = "|"


def equality(
    db: Connection, council: str, answers: Mapping[str, tuple[str, ...]], *, procedure: str, once: str, now: datetime
) -> None:
    """Keep one sheet about somebody, among all others of its year. That it came is marked apart from what it says."""
    mark = {"council": council, "name": name("sheet", once), "quarter": "", "procedure": "", "data": b"{}"}
    if not insert_once(db, feedback, mark):
        return
    today = days.today(now)
    known = {"year": days.report_year(today), "council": council, "procedure": procedure}
    known |= {field: SEVERAL.join(values) for field, values in answers.items()}
    file = FILES["equality"]
    cells = tuple(known.get(column.name, "") for column in file.columns)
    # As an import names it, so that an export of it comes in again as the same line (S25).
    called = (keeping.line_name(file, cells, times) for times in count(1))
    free = next(each for each in called if not keeping.cells_of(db, council, file, [each]))
    keeping.put(db, council, file.name, {free: cells}, days.at(today, time()))


def thoughts(
    db: Connection, council: str, answers: Mapping[str, tuple[str, ...]], *, procedure: str, once: str, now: datetime
) -> None:
    """Keep what somebody thought of how they were dealt with."""
    said = json.dumps(answers, ensure_ascii=False, sort_keys=True).encode()
    row = {"council": council, "name": name("feedback", once), "quarter": quarter(now), "procedure": procedure}
    insert_once(db, feedback, row | {"data": said})


def returned(db: Connection, council: str, quarters: tuple[str, ...]) -> list[tuple[str, dict[str, list[str]]]]:
    """What came back in these quarters: the procedure and the answers, in no order that says when."""
    rows = db.execute(_RETURNED, {"of_council": council, "of_quarters": list(quarters)})
    return [(row.procedure, json.loads(row.data)) for row in rows]


def asked(db: Connection, council: str, words: str, *, first: datetime, last: datetime) -> int:
    """How many were asked by a letter of these words, from one moment to another (R919)."""
    mark = json.dumps(words).encode()
    written = db.execute(_WRITTEN, {"of_council": council, "first": first, "last": last}).scalars()
    return sum(b'"words":' + mark in bytes(data) for data in written)


def quarter(now: datetime) -> str:
    """The quarter of the report year, such as `2025-26 Q4`."""
    today = days.today(now)
    return f"{days.report_year(today)} Q{(today.month - 4) % 12 // 3 + 1}"


_RETURNED = (
    select(feedback.c.procedure, feedback.c.data)
    .where(
        feedback.c.council == bindparam("of_council"),
        feedback.c.quarter.in_(bindparam("of_quarters", expanding=True)),
    )
    .order_by(feedback.c.name)
)
_WRITTEN = select(letters.c.data).where(
    letters.c.council == bindparam("of_council"),
    letters.c.state == "sent",
    letters.c.written.between(bindparam("first"), bindparam("last")),
)
