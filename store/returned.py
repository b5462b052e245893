"""Sheets that people returned of their own free will: linked to no case, to no person, and to no moment (R918).

What says who somebody is goes among the council's own lines of `equality.csv`, dated by the day; what they thought of
how they were dealt with stands by the quarter. Who was asked is known from the letters that asked, and never what they
answered. A sheet that is sent twice is one.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from itertools import count

from sqlalchemy import bindparam, select

from casework import days
from casework.frozen import replace
from casework.labels import Procedure
from casework.names import name
from casework.records.beyond import Beyond, EqualityAsked, Feedback
from casework.time_passes.inviting import ASKED, EQUALITY
from store.database import Connection, insert_once
from store.ledger import keeping
from store.ledger.columns import FILES
from store.tables import cases, feedback, letters

SEVERAL = "|"
LAST = 4
"""The quarter of a report year that falls into the next calendar year."""


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
    db: Connection,
    council: str,
    answers: Mapping[str, tuple[str, ...]],
    *,
    procedure: str,
    once: str,
    now: datetime,
    further: bool = False,
) -> None:
    """Keep what somebody thought of how they were dealt with. `further`: more of what they have begun to say in a chat,
    which is one sheet however many taps it took.
    """
    said = json.dumps(answers, ensure_ascii=False, sort_keys=True).encode()
    row = {
        "council": council,
        "name": name("further" if further else "feedback", once),
        "quarter": quarter(now),
        "procedure": procedure,
    }
    insert_once(db, feedback, row | {"data": said})


def returned(db: Connection, council: str, quarters: tuple[str, ...]) -> list[tuple[str, dict[str, list[str]]]]:
    """What came back in these quarters: the procedure and the answers, in no order that says when."""
    rows = db.execute(_RETURNED, {"of_council": council, "of_quarters": list(quarters)})
    return [(row.procedure, json.loads(row.data)) for row in rows]


def beyond(db: Connection, council: str, *, without: Collection[str] = ()) -> Beyond:
    """What cases handled here say besides, `without` the lines of these names; how many people were asked, and how many
    thoughts came back (R919, RD16).
    """
    equality_asked, sent = [], []
    for written, procedure, data in db.execute(_SENT, {"of_council": council}):
        said = bytes(data)
        if _MARKS[EQUALITY] in said:
            equality_asked.append(EqualityAsked(days.report_year(days.today(written)), Procedure(procedure)))
        elif any(_MARKS[words] in said for words in ASKED):
            sent.append(Feedback(days.today(written), None))
    back = [Feedback(None, _begins(each)) for each in db.execute(_CAME, {"of_council": council}).scalars()]
    return replace(
        keeping.read_beyond(db, council, without=without), asked=tuple(equality_asked), feedback=(*sent, *back)
    )


def quarter(now: datetime) -> str:
    """The quarter of the report year, such as `2025-26 Q4`."""
    today = days.today(now)
    return f"{days.report_year(today)} Q{(today.month - 4) % 12 // 3 + 1}"


def quarters(now: datetime, count: int) -> list[str]:
    """This quarter and those before it, newest first."""
    year, number = int(quarter(now)[:4]), int(quarter(now)[-1])
    order = (divmod(year * LAST + number - 1 - back, LAST) for back in range(count))
    return [f"{named}-{(named + 1) % 100:02} Q{rest + 1}" for named, rest in order]


def _begins(quarter: str) -> date:
    """The first day of a quarter: on which day of it a sheet came is not known, on purpose (R918)."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return date(year + (number == LAST), 1 if number == LAST else number * 3 + 1, 1)


_RETURNED = (
    select(feedback.c.procedure, feedback.c.data)
    .where(
        feedback.c.council == bindparam("of_council"),
        feedback.c.quarter.in_(bindparam("of_quarters", expanding=True)),
    )
    .order_by(feedback.c.name)
)
_CAME = select(feedback.c.quarter).where(
    feedback.c.council == bindparam("of_council"),
    feedback.c.quarter != "",
    feedback.c.name.like("feedback/%"),
)
_SENT = (
    select(letters.c.written, cases.c.procedure, letters.c.data)
    .join_from(letters, cases, (cases.c.council == letters.c.council) & (cases.c.reference == letters.c.about))
    .where(letters.c.council == bindparam("of_council"), letters.c.state == "sent")
    .order_by(letters.c.seq)
)
_MARKS = {words: b'"words":' + json.dumps(words).encode() for words in (EQUALITY, *ASKED)}
"""How the name of its words stands in a letter's row: a year's letters need not be read whole to be counted."""
