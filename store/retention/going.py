"""What is approved and still due goes, everywhere, some at a time: whole or not at all. A tombstone stays, an entry on
the record of who did what, and the figures, without words.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, delete

from casework.councils import Council
from casework.frozen import frozen
from casework.records.retention import Due
from store import audit, unsaved
from store.database import Connection
from store.ledger import entering
from store.retention import due, erasing, let_go, lines, loose, theirs, told, wordless, words
from store.retention.erasing import Erased
from store.retention.theirs import Beside
from store.retention.words import CASE, CONTACT, EQUALITY, LETTERS, POSTS, Approved
from store.tables import exact_words, feedback, ledger_lines, letters

AT_ONCE = 20
"""Records that go together. *Taste.*"""

SOME = 500
"""Letters about nothing that go with one statement."""

KEEPER = "the machine's keeper"
FORGOT, APPROVED = "forgot, as ", " approved"
"""What the record says of it, around whoever approved it."""

NOTHING_BESIDE: Beside = {}
NOT_NOW = "its time is not over, or everything is held"


@frozen
class Done:
    """What became of one approval: gone, so many rows, or kept and why. `reference` is what it was called."""

    kind: str
    reference: str
    row: str
    rule: str
    rows: int = 0
    kept: str = ""


def spilled(db: Connection, council: Council, some: Sequence[Approved], now: datetime) -> list[str]:
    """The names of letters that go with what of these is still due: where letters are files, those go first."""
    may = [each for each, _ in _looked_at_again(db, council, now, some)[0]]
    with_it = {each.about for each in may if each.kind == CASE}
    found = [name for each in may for name in _letter_names(db, council.name, each, with_it)]
    return [*found, *theirs.letter_names(db, council.name, theirs.people(db, council.name, may))]


def go(
    db: Connection, council: Council, some: Sequence[Approved], now: datetime, beside: Beside = NOTHING_BESIDE
) -> list[Done]:
    """Forget what of these is still due, and of the posts `beside` (`theirs.beside`) what is theirs alone. What
    somebody stopped meanwhile is kept, and said.
    """
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("pragma secure_delete=on")  # what is deleted is written over, not only given up
    entering.up_to_date(db, council, now)
    erasing.hold_still(db, council.name, [each.about for each in some])
    may, done = _looked_at_again(db, council, now, some)
    erased = Erased()
    here = {each.about for each, _ in may if each.kind == CASE}
    gone = wordless.blank(db, council.name, here)
    for each, terms in may:
        done.append(_gone(db, council.name, each, terms, now, erased))
    erasing.tidy(db, council.name, erased)
    theirs.go(db, council.name, erased, beside)
    let_go.remember(db, council.name, erased.mails, now)
    left = theirs.nothing_left(db, council.name, erased.people)
    reached = {each.value for each in left}
    unsaved.forget(db, council.name, erased.references | erased.papers, reached)
    called = {name for who, name in erased.named if who in left or not who.value}
    gone += told.forget(db, council.name, called, reached)
    wordless.blank_published(db, council.name, gone, here)
    return done


def _looked_at_again(
    db: Connection, council: Council, now: datetime, some: Sequence[Approved]
) -> tuple[list[tuple[Approved, Due]], list[Done]]:
    """Which of these may go, under which terms; and what becomes of the others."""
    may, kept = [], []
    for each in some:
        terms, against = _still(db, council, now, each)
        if terms is None or against:
            rule = terms.rule if terms else ""
            kept.append(Done(each.kind, _called(db, council.name, each), each.row, rule, 0, against))
        else:
            may.append((each, terms))
    return may, kept


def _still(db: Connection, council: Council, now: datetime, what: Approved) -> tuple[Due | None, str]:
    if what.kind in (CASE, CONTACT):
        return due.still_may(db, council, now, what)
    found = loose.one(db, council, now, what.kind, what.about)
    return (found.due, found.against) if found else (None, NOT_NOW)


def _gone(db: Connection, council: str, what: Approved, terms: Due, now: datetime, erased: Erased) -> Done:
    called, before = _called(db, council, what), erased.rows
    with_it = {called}
    if what.kind in (CASE, CONTACT):
        with_it |= erasing.erase(db, council, what.kind, what.about, erased)
    else:
        erased.rows += _together(db, council, what)
    rows = erased.rows - before
    words.bury(db, council, what, about=called, rule=terms.rule, due=terms.on.isoformat(), rows=rows, now=now)
    for about in sorted(with_it):  # what was joined to it stands in an older copy by itself
        audit.record(db, council=council, who=KEEPER, did=f"{FORGOT}{what.by}{APPROVED}", about=about, at=now)
    return Done(what.kind, called, what.row, terms.rule, rows)


def _called(db: Connection, council: str, what: Approved) -> str:
    """The reference of a contact; what is left of it must not be a digest that nobody can look up."""
    return (erasing.reference_of(db, council, what.about) or what.about) if what.kind == CONTACT else what.about


def _together(db: Connection, council: str, what: Approved) -> int:
    if what.kind == POSTS:
        return erasing.drop_posts(db, council, loose.loose_posts(db, council, date.fromisoformat(what.about)))
    if what.kind == LETTERS:
        return _no_letters(db, council, loose.loose_letters(db, council, date.fromisoformat(what.about)))
    if what.kind in lines.ROWS:
        return lines.go(db, council, what.kind, date.fromisoformat(what.about))
    if what.kind == EQUALITY:
        names = [name for name, year in loose.equality_lines(db, council).items() if year == what.about]
        return db.execute(_NO_LINES, {"of_council": council, "of_names": names}).rowcount
    return db.execute(_NO_FEEDBACK, {"of_council": council, "of_year": f"{what.about} Q%"}).rowcount


def _no_letters(db: Connection, council: str, which: Sequence[str]) -> int:
    rows = 0
    for start in range(0, len(which), SOME):
        given = {"of_council": council, "of_names": which[start : start + SOME]}
        rows += sum(db.execute(statement, given).rowcount for statement in _NO_LETTERS)
    return rows


def _letter_names(db: Connection, council: str, what: Approved, with_it: Collection[str]) -> Sequence[str]:
    if what.kind == LETTERS:
        return loose.loose_letters(db, council, date.fromisoformat(what.about))
    of_one = what.kind in (CASE, CONTACT)
    return erasing.letter_names(db, council, what.kind, what.about, with_it) if of_one else ()


_COUNCIL: BindParameter[str] = bindparam("of_council")
_NAMES: BindParameter[str] = bindparam("of_names", expanding=True)
_THESE = letters.c.council == _COUNCIL, letters.c.name.in_(_NAMES)
_NO_LETTERS = (
    delete(exact_words).where(exact_words.c.seq.in_(letters.select().with_only_columns(letters.c.seq).where(*_THESE))),
    delete(letters).where(*_THESE),
)
_NO_LINES = delete(ledger_lines).where(
    ledger_lines.c.council == bindparam("of_council"),
    ledger_lines.c.file == "equality",
    ledger_lines.c.name.in_(_NAMES),
)
_NO_FEEDBACK = delete(feedback).where(feedback.c.council == _COUNCIL, feedback.c.quarter.like(bindparam("of_year")))
