"""What goes together, by a day or a year: post and letters that belong to nothing, words of spreadsheets' lines that
belong to no case here (`lines`), and answers of a year whose report has been published.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import BindParameter, Table, bindparam, exists, func, not_, select

from casework import days
from casework.councils import Council
from casework.letters import Posted
from casework.records import retention
from store import published
from store.database import Connection
from store.inbox import Read
from store.retention import lines, words
from store.retention.due import Listed
from store.retention.words import EQUALITY, FEEDBACK, LETTERS, POSTS
from store.tables import Moment, experts, feedback, ledger_lines, letters, messages, posts, staff

ABOUT_NOTHING = ("", "staff/")
"""What letters to somebody outside are about that are about no matter: the second where they typed what staff type."""

TO_STAFF = ("advocacy", "digest", "staff")
"""What letters to somebody who works or serves here are about that are about no matter, before their id: lists of what
is open, and what is said of their chat.
"""


def listed(db: Connection, council: Council, now: datetime) -> list[Listed]:
    """What of it may go today: nothing, while everything is held (R916)."""
    if words.said(db, council.name, *words.EVERYTHING).hold:
        return []
    return [*_loose(db, council, now), *lines.listed(db, council, now), *_answers(db, council, now)]


def one(db: Connection, council: Council, now: datetime, kind: str, about: str) -> Listed | None:
    """What was approved, if it may still go: what belongs to nothing up to a day that is long enough ago, or a year."""
    if words.said(db, council.name, *words.EVERYTHING).hold:
        return None
    if kind in (EQUALITY, FEEDBACK):
        return next((each for each in _answers(db, council, now) if (each.kind, each.about) == (kind, about)), None)
    if kind in lines.ROWS:
        return lines.one(council, now, kind, about)
    due = retention.of_day(retention.NOT_FOR_US, date.fromisoformat(about), council)
    return Listed(kind, about, about, due) if due.on <= days.today(now) else None


def _loose(db: Connection, council: Council, now: datetime) -> Iterator[Listed]:
    """R914: post that was read and became nothing, and letters about no matter: lists to staff among them."""
    last = _last_over(retention.NOT_FOR_US, days.today(now), council)
    due = retention.of_day(retention.NOT_FOR_US, last, council)
    given = {"of_council": council.name, "before": days.at(last + days.DAY, time())}
    for kind, count in (
        (POSTS, db.execute(select(func.count()).select_from(_LOOSE_POSTS.subquery()), given).scalar_one()),
        (LETTERS, len(loose_letters(db, council.name, last))),
    ):
        if count:
            yield Listed(kind, last.isoformat(), f"up to {last.isoformat()}", due, count=count)


def loose_posts(db: Connection, council: str, last: date) -> list[str]:
    """The names of the posts that came by that day, were read, and that no message leads to."""
    given = {"of_council": council, "before": days.at(last + days.DAY, time())}
    return list(db.execute(_LOOSE_POSTS, given).scalars())


def loose_letters(db: Connection, council: str, last: date) -> list[str]:
    """The names of what was said by that day about no matter: that they are forgotten, that a code was wrong; to staff
    what they had open that morning.
    """
    who = [each for table in (staff, experts) for each in _ids(db, council, table)]
    abouts = [*ABOUT_NOTHING, *(f"{what}/{each}" for what in TO_STAFF for each in who)]
    given = {"of_council": council, "before": days.at(last + days.DAY, time()), "of_abouts": abouts}
    return list(db.execute(_LOOSE_LETTERS, given).scalars())


def _ids(db: Connection, council: str, table: Table) -> list[str]:
    return list(db.execute(select(table.c.id).where(table.c.council == council)).scalars())


def _answers(db: Connection, council: Council, now: datetime) -> Iterator[Listed]:
    """R915: what people said of themselves and of us, once the year's report has been published for so long."""
    reports = [each for each in published.listed(db, council.name) if each.ours]
    for kind, row, years in (
        (EQUALITY, retention.EQUALITY, _years(db, council.name)),
        (FEEDBACK, retention.FEEDBACK, _quarters(db, council.name)),
    ):
        for year, count in years.items():
            made = [days.today(each.made) for each in reports if _covers(each.first, each.last, year)]
            due = retention.of_day(row, min(made), council) if made else None
            if due and due.on <= days.today(now):
                yield Listed(kind, year, year, due, count=count)


def _covers(first: date, last: date, year: str) -> bool:
    begins = date(int(year[:4]), 4, 1)
    return first <= begins and last >= days.months_after(begins, 12) - days.DAY


def _years(db: Connection, council: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in equality_lines(db, council).values():
        found[line] = found.get(line, 0) + 1
    return found


def equality_lines(db: Connection, council: str) -> dict[str, str]:
    """Every line of `equality.csv`, by its name, and its year."""
    rows = db.execute(_EQUALITY, {"of_council": council}).all()
    return {row.name: str(json.loads(row.data)[0]) for row in rows}


def _quarters(db: Connection, council: str) -> dict[str, int]:
    rows = db.execute(_FEEDBACK, {"of_council": council}).all()
    found: dict[str, int] = {}
    for quarter, count in rows:
        found[quarter[:7]] = found.get(quarter[:7], 0) + count
    return found


def _last_over(row: str, today: date, council: Council) -> date:
    """The latest day from which such a thing would be over by today."""
    length = council.retention[row]
    day = today - timedelta(days=length.years * 366 + length.months * 31 + length.days)
    while retention.of_day(row, day + days.DAY, council).on <= today:
        day += days.DAY
    return day


_COUNCIL: BindParameter[str] = bindparam("of_council")
_BEFORE = bindparam("before", type_=Moment)
LOOSE = (
    posts.c.state == Read.READ.value,
    not_(posts.c.source.endswith("/files")),  # a file belongs to the message that it came with
    not_(exists().where(messages.c.council == posts.c.council, messages.c.post == posts.c.name)),
)
"""Of a post: it was read, and belongs to nothing."""

_LOOSE_POSTS = select(posts.c.name).where(posts.c.council == _COUNCIL, posts.c.received < _BEFORE, *LOOSE)
_LOOSE_LETTERS = (
    select(letters.c.name)
    .where(
        letters.c.council == _COUNCIL,
        letters.c.about.in_(bindparam("of_abouts", expanding=True)),
        letters.c.written < _BEFORE,
        letters.c.state.in_([Posted.SENT.value, Posted.FAILED.value, Posted.WITHDRAWN.value]),
    )
    .order_by(letters.c.seq)
)
_EQUALITY = select(ledger_lines.c.name, ledger_lines.c.data).where(
    ledger_lines.c.council == _COUNCIL, ledger_lines.c.file == "equality"
)
_FEEDBACK = (
    select(feedback.c.quarter, func.count())
    .where(feedback.c.council == _COUNCIL, feedback.c.quarter != "")
    .group_by(feedback.c.quarter)
)
