"""What may be forgotten today, under which rule, and what stands against it.

The rules say when (`casework.records.retention`). A day is kept beside each (`store.retention.dated`), so that a look
costs what is due and not what there is; whatever it brings up is worked out again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    and_,
    bindparam,
    func,
    select,
    tuple_,
)

from casework import days
from casework.cases import Case
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.frozen import frozen
from casework.records import retention
from casework.records.retention import Due, KeptAs
from store import cases as reading_cases
from store import contacts as reading_contacts
from store.database import Connection
from store.retention import words
from store.retention.words import CASE, CONTACT, Approved
from store.tables import kept_until

OTHER_CASE = "another case that holds the same messages is kept for longer"
Place = tuple[str, str, str]
"""How far a list has been read."""

FIRST: Place = ("", "", "")
GONE, NOT_YET = "it is not there any more", "its time is not over"


@frozen
class Listed:
    """One line of the list. `reference` is what it is called to people, `of` the case or contact, `count` how many go
    together, `against` why it is kept although its time is over.
    """

    kind: str
    about: str
    reference: str
    due: Due
    against: str = ""
    count: int = 1
    of: Case | Contact | None = field(default=None, repr=False)


Theirs = Callable[[Listed], bool]


def how_many(db: Connection, council: Council, now: datetime) -> int:
    """Of how many cases and messages the time may be over, as `listed` goes through them."""
    return db.execute(_HOW_MANY, {"of_council": council.name, "today": days.today(now).isoformat()}).scalar_one()


def listed(
    db: Connection, council: Council, now: datetime, *, limit: int, after: Place = FIRST, theirs: Theirs = bool
) -> tuple[list[Listed], Place | None]:
    """Cases and messages whose time is over, longest over first, also those that something stands against; and where
    to go on, if there are more. What is not `theirs` who look leaves no gap, and nothing goes on from it.
    """
    given = {"of_council": council.name, "today": days.today(now).isoformat(), "limit": limit + 1}
    found: list[tuple[Place, Listed]] = []
    while len(found) <= limit:
        from_there = dict(zip(("until", "kind", "about"), after, strict=True))
        rows = [(row.until, row.kind, row.about) for row in db.execute(_HINTED, given | from_there)]
        found += [each for each in _lines(db, council, now, rows) if each[1].against != NOT_YET and theirs(each[1])]
        if len(rows) <= limit:
            break
        after = rows[-1]
    return [each for _, each in found[:limit]], found[limit - 1][0] if len(found) > limit else None


def _lines(db: Connection, council: Council, now: datetime, rows: Sequence[Place]) -> Iterator[tuple[Place, Listed]]:
    there = {
        (kind, about): pair
        for kind in (CASE, CONTACT)
        for about, pair in read(db, council.name, kind, [each for _, of, each in rows if of == kind]).items()
    }
    everything = words.said(db, council.name, *words.EVERYTHING)
    for place in rows:
        if (pair := there.get(place[1:])) and (line := _line(db, council, now, place[1], *pair, everything)):
            yield place, line


def one(db: Connection, council: Council, now: datetime, kind: str, about: str) -> Listed | None:
    """One record as it stands: when it is due, and what stands against it. None if it is not there, or was never
    anything that time could end.
    """
    pair = read(db, council.name, kind, [about]).get(about)
    everything = words.said(db, council.name, *words.EVERYTHING)
    return _line(db, council, now, kind, *pair, everything) if pair else None


def _line(
    db: Connection, council: Council, now: datetime, kind: str, found: Case | Contact, said: KeptAs, everything: KeptAs
) -> Listed | None:
    due = due_of(found, said, council)
    if due is None:
        return None
    against = "" if due.on <= days.today(now) else NOT_YET
    against = against or retention.stands_against(found, said, everything) or _held_together(db, found, council, now)
    return Listed(kind, _about(found), found.reference, due, against, of=found)


def may_go_early(db: Connection, council: Council, kind: str, about: str) -> str:
    """Why it may not go before its time, though somebody asked for it and a person agreed; empty if it may."""
    pair = read(db, council.name, kind, [about]).get(about)
    if pair is None:
        return GONE
    found, said = pair
    if isinstance(found, Contact) and (found.cases or found.standing is not Standing.SET_ASIDE):
        return "nobody has said yet what it is" if not found.cases else OTHER_CASE
    return retention.stands_against(found, said, words.said(db, council.name, *words.EVERYTHING))


def still_may(db: Connection, council: Council, now: datetime, what: Approved) -> tuple[Due | None, str]:
    """Whether what was approved may still go: under which terms, or why not."""
    if what.row == retention.ASKED:
        today = days.today(now)
        early = Due(retention.ASKED, "R911", today, today, "somebody asked for it, and a person agreed")
        return early, may_go_early(db, council, what.kind, what.about)
    if what.row == retention.AGAIN:
        today = days.today(now)
        again = Due(retention.AGAIN, "R906", today, today, "it was forgotten before, and came back with a copy")
        return again, _held_or_gone(db, council, what)
    found = one(db, council, now, what.kind, what.about)
    if found:
        return found.due, found.against
    return None, NOT_YET if read(db, council.name, what.kind, [what.about]) else GONE


def _held_or_gone(db: Connection, council: Council, what: Approved) -> str:
    """What stands against forgetting again: a hold alone (R916). A copy knows nothing of how it ended."""
    pair = read(db, council.name, what.kind, [what.about]).get(what.about)
    if pair is None:
        return GONE
    hold = pair[1].hold or words.said(db, council.name, *words.EVERYTHING).hold
    return retention.held(hold) if hold else ""


def read(db: Connection, council: str, kind: str, abouts: list[str]) -> dict[str, tuple[Case | Contact, KeptAs]]:
    """Cases or contacts, each with what has been said of how long it is kept."""
    if not abouts:
        return {}
    some = reading_cases.some if kind == CASE else reading_contacts.some
    found: Sequence[Case | Contact] = some(db, council, abouts)
    said = words.said_of(db, council, kind, abouts)
    return {_about(each): (each, said.get(_about(each), retention.NOTHING_SAID)) for each in found}


def _about(found: Case | Contact) -> str:
    return found.reference if isinstance(found, Case) else found.id


def due_of(found: Case | Contact, said: KeptAs, council: Council) -> Due | None:
    """When one may go by the terms of the profile, whatever stands against it; None if time alone ends nothing here."""
    if isinstance(found, Case):
        return retention.of_case(found, said, council)
    return retention.of_contact(found, said, council)


def _held_together(db: Connection, found: Case | Contact, council: Council, now: datetime) -> str:
    """R910: messages that two cases share are kept for as long as either is."""
    if isinstance(found, Contact):
        return ""
    today = days.today(now)
    for other in _beside(db, found):
        due = retention.of_case(other, words.said(db, council.name, CASE, other.reference), council)
        if due is None or due.on > today:
            return OTHER_CASE
    return ""


def _beside(db: Connection, case: Case) -> Iterator[Case]:
    """Cases that were made of the same contacts."""
    for contact in filter(None, (case.contact, *case.joined)):
        shared = reading_contacts.one(db, case.council, contact)
        for reference in shared.cases if shared else ():
            other = reading_cases.one(db, case.council, reference) if reference != case.reference else None
            if other:
                yield other


_COUNCIL: BindParameter[str] = bindparam("of_council")
_IS_OVER = and_(kept_until.c.council == _COUNCIL, kept_until.c.until != "", kept_until.c.until <= bindparam("today"))
_HOW_MANY = select(func.count()).select_from(kept_until).where(_IS_OVER)
_HINTED = (
    select(kept_until.c.until, kept_until.c.kind, kept_until.c.about)
    .where(
        _IS_OVER,
        tuple_(kept_until.c.until, kept_until.c.kind, kept_until.c.about)
        > tuple_(bindparam("until"), bindparam("kind"), bindparam("about")),
    )
    .order_by(kept_until.c.until, kept_until.c.kind, kept_until.c.about)
    .limit(bindparam("limit"))
)
