"""What people say about how long things are kept: a legal hold, a birthday, that a list may go. And what is left of
what has gone: a tombstone with its reference, when, by whose approval and under which rule, and nothing of anybody.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import product

from msgspec.json import Decoder
from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from casework.cases import Case
from casework.contacts import Contact
from casework.frozen import frozen, replace
from casework.records.retention import NOTHING_SAID, KeptAs
from store import values
from store.database import Connection, alone
from store.tables import forgotten, kept_as, kept_until, to_forget

CASE, CONTACT, POSTS, LETTERS, EQUALITY, FEEDBACK, ALL = (
    "case", "contact", "posts", "letters", "equality", "feedback", "all",
)  # fmt: skip
"""What a record is. A case goes by its reference, a contact by its id; of the others, many go together: post and
letters that belong to nothing by the last day they came, answers by their year. Words in spreadsheets' lines go by the
last day, too, under the name of their file (`lines.ROWS`).
"""

EVERYTHING = (ALL, "")
"""Where a hold stands that holds all there is."""

_KEPT_AS = Decoder(KeptAs)


@frozen
class Approved:
    """That a person said it may go: under which row of the profile, or `asked`, and then on whose request."""

    kind: str
    about: str
    row: str
    by: str
    at: datetime
    asked: str = ""


@frozen
class Tombstone:
    """What is left. `about` is the reference that it had, or the day or year of what went together."""

    number: int
    kind: str
    about: str
    row: str
    rule: str
    due: str
    by: str
    approved: datetime
    at: datetime
    rows: int


def said(db: Connection, council: str, kind: str, about: str) -> KeptAs:
    """What has been said about one record."""
    data = db.execute(_SAID, {"of_council": council, "of_kind": kind, "of_about": about}).scalar()
    return NOTHING_SAID if data is None else _KEPT_AS.decode(data)


def said_of(db: Connection, council: str, kind: str, abouts: Iterable[str]) -> dict[str, KeptAs]:
    """The same of several, of whom anything has been said."""
    rows = db.execute(_SAID_OF, {"of_council": council, "of_kind": kind, "of_abouts": list(abouts)})
    return {row.about: _KEPT_AS.decode(row.data) for row in rows}


def say(db: Connection, council: str, kind: str, about: str, what: KeptAs) -> None:
    """Say it, in the place of what was said before. It is worked out afresh from when it is due."""
    found = {"of_council": council, "of_kind": kind, "of_about": about}
    db.execute(_UNSAY, found)
    db.execute(_BY_NO_TERMS, found)
    if what != NOTHING_SAID:
        row = {"council": council, "kind": kind, "about": about, "data": values.encode(what)}
        db.execute(insert(kept_as), row)


def hand_on(db: Connection, council: str, contacts: Iterable[Contact], made: Iterable[Case]) -> None:
    """What was said of a message is said of the case that it became: of a new one all of it, of one that it was joined
    to what keeps it for longer (R916). Nobody finds it under the message any more, to lift it.
    """
    for contact, case in product(contacts, made):
        told = said(db, council, CONTACT, contact.id) if case.reference in contact.cases else NOTHING_SAID
        if told == NOTHING_SAID:
            continue
        known = said(db, council, CASE, case.reference)
        longer = replace(known, hold=known.hold or told.hold, order=known.order or told.order)
        say(db, council, CASE, case.reference, longer if case.version else told)
        say(db, council, CONTACT, contact.id, NOTHING_SAID)


def held(db: Connection, council: str) -> tuple[tuple[str, str, KeptAs], ...]:
    """Every legal hold, with what it is of."""
    rows = db.execute(_EVERY_WORD, {"of_council": council}).all()
    every = ((row.kind, row.about, _KEPT_AS.decode(row.data)) for row in rows)
    return tuple(each for each in every if each[2].hold)


def approve(db: Connection, council: str, wanted: Iterable[Approved]) -> None:
    """Write down that these may go; a later word takes the place of an earlier."""
    for each in wanted:
        take_back(db, council, each.kind, each.about)
        row = {"council": council, "kind": each.kind, "about": each.about, "row": each.row}
        db.execute(insert(to_forget), row | {"by": each.by, "at": each.at, "asked": each.asked})


def take_back(db: Connection, council: str, kind: str, about: str) -> bool:
    """It may not go after all. False if nobody had said that it may."""
    found = {"of_council": council, "of_kind": kind, "of_about": about}
    return db.execute(_TAKE_BACK, found).rowcount == 1


def approved(db: Connection, council: str) -> tuple[Approved, ...]:
    """All that may go and has not gone yet, in the order in which it was said."""
    rows = db.execute(_APPROVED, {"of_council": council}).all()
    return tuple(Approved(row.kind, row.about, row.row, row.by, row.at, row.asked) for row in rows)


def bury(
    db: Connection, council: str, what: Approved, *, about: str, rule: str, due: str, rows: int, now: datetime
) -> None:
    """Leave a tombstone, and take the approval away: it has been done."""
    alone(db, council, "forgotten")
    last = db.execute(_LAST, {"of_council": council}).scalar() or 0
    row = {
        "council": council, "number": last + 1, "kind": what.kind, "about": about, "row": what.row, "rule": rule,
        "due": due, "by": what.by, "approved": what.at, "at": now, "rows": rows,
    }  # fmt: skip
    db.execute(insert(forgotten), row)
    take_back(db, council, what.kind, what.about)


def tombstones(db: Connection, council: str, *, limit: int, by: str = "") -> tuple[Tombstone, ...]:
    """The latest, newest first; or those of them that one person approved."""
    given = {"of_council": council, "limit": limit, "of_by": by}
    return tuple(Tombstone(*row[1:]) for row in db.execute(_BY_ONE if by else _LATEST, given))


_COUNCIL: BindParameter[str] = bindparam("of_council")
_KIND: BindParameter[str] = bindparam("of_kind")
_ABOUT: BindParameter[str] = bindparam("of_about")
_THIS = (kept_as.c.council == _COUNCIL, kept_as.c.kind == _KIND, kept_as.c.about == _ABOUT)
_SAID = select(kept_as.c.data).where(*_THIS)
_SAID_OF = select(kept_as.c.about, kept_as.c.data).where(
    kept_as.c.council == _COUNCIL, kept_as.c.kind == _KIND, kept_as.c.about.in_(bindparam("of_abouts", expanding=True))
)
_UNSAY = delete(kept_as).where(*_THIS)
_EVERY_WORD = select(kept_as.c.kind, kept_as.c.about, kept_as.c.data).where(kept_as.c.council == _COUNCIL)
_BY_NO_TERMS = (
    update(kept_until)
    .where(kept_until.c.council == _COUNCIL, kept_until.c.kind == _KIND, kept_until.c.about == _ABOUT)
    .values(terms="")
)
_TAKE_BACK = delete(to_forget).where(
    to_forget.c.council == _COUNCIL, to_forget.c.kind == _KIND, to_forget.c.about == _ABOUT
)
_APPROVED = (
    select(to_forget)
    .where(to_forget.c.council == _COUNCIL)
    .order_by(to_forget.c.at, to_forget.c.kind, to_forget.c.about)
)
_LAST = select(func.max(forgotten.c.number)).where(forgotten.c.council == _COUNCIL)
_LATEST = (
    select(forgotten)
    .where(forgotten.c.council == _COUNCIL)
    .order_by(forgotten.c.number.desc())
    .limit(bindparam("limit"))
)
_BY_ONE = _LATEST.where(forgotten.c.by == bindparam("of_by"))
