"""Finding a case or contact by what people would try: its reference, a name, an address, a telephone number, a word of
what it is about.

What each is found by is written by `indexing`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import BindParameter, ColumnElement, FromClause, and_, bindparam, exists, func, select

from casework import names
from casework.frozen import frozen
from casework.messages import Address, Channel
from store import values
from store.database import Connection
from store.indexing import CASE, CONTACT, TABLES, digest, joined, words
from store.side_by_side import newest_with_all
from store.tables import cases, contacts, found_by

MANY = 2_000
"""As many as have a word make it a common one: counted no further. *Taste.*"""


@frozen
class Found:
    """Where something was found."""

    kind: str
    reference: str


def search(db: Connection, council: str, text: str, *, limit: int, closed: bool | None = None) -> list[Found]:
    """What has all these words, or is called or reached exactly so: cases before contacts, newest first of each.
    `closed` asks for cases that are closed, or for those that are not; then no contacts.
    """
    asked = list(dict.fromkeys(words(text)))[:8]
    found: dict[str, Found] = {}
    for kind in (CASE, CONTACT) if closed is None else (CASE,):
        for reference in _called(db, council, text, limit) if kind == CONTACT else ():
            found.setdefault(reference, Found(kind, reference))
        for wanted in ([joined(text)], asked):
            if wanted and wanted != [""] and len(found) < limit:
                for reference in _having(db, council, kind, wanted, limit, closed=closed):
                    found.setdefault(reference, Found(kind, reference))
    return list(islice(found.values(), limit))


def _called(db: Connection, council: str, text: str, limit: int) -> Iterator[str]:
    """The contacts that are called exactly so, and the newest that came from this address."""
    said, bare = text.strip(), re.sub(r"[\W_]+", "", text).upper()
    stroked = (f"{bare[:-length]}-{bare[-length:]}" for length in names.LENGTHS)
    yield from db.execute(_CALLED, {"of_council": council, "of_references": [said, said.upper(), *stroked]}).scalars()
    if "@" in said:
        sender = values.digest(Address(Channel.EMAIL, said.casefold()))
        yield from db.execute(_FROM, {"of_council": council, "of_sender": sender, "of_limit": limit}).scalars()


def _having(
    db: Connection, council: str, kind: str, wanted: Sequence[str], limit: int, *, closed: bool | None
) -> Iterable[str]:
    """The newest that have all of them. Its own statement for each number of words, a few in all. The rarest word goes
    ahead: of all who are called Sarah only those are looked at who have the other name too.
    """
    table, counts = TABLES[kind], {word: _how_many(db, council, kind, word) for word in wanted if len(wanted) > 1}
    wanted = sorted(wanted, key=lambda word: counts.get(word, 0))
    if counts and counts[wanted[0]] == MANY and closed is None and db.dialect.name == "sqlite":
        each = [_has(found_by, council, kind, word) for word in wanted]
        return db.execute(newest_with_all(table, found_by.c.seq, each, limit)).scalars()
    first, *others = (found_by.alias() for _ in wanted)
    asked = select(table.c.reference).join_from(first, table, table.c.seq == first.c.seq)
    asked = asked.where(_has(first, council, kind, wanted[0]))
    for other, word in zip(others, wanted[1:], strict=True):
        asked = asked.where(exists().where(_has(other, council, kind, word), other.c.seq == first.c.seq))
    if closed is not None:
        asked = asked.where(cases.c.settled == int(closed))
    return db.execute(asked.order_by(first.c.seq.desc()).limit(limit)).scalars()


def _how_many(db: Connection, council: str, kind: str, word: str) -> int:
    asked = {"of_council": council, "of_kind": kind, "of_word": digest(council, word), "of_limit": MANY}
    return db.execute(_HOW_MANY, asked).scalar_one()


def _has(rows: FromClause, council: str, kind: str, word: str) -> ColumnElement[bool]:
    return and_(rows.c.council == council, rows.c.word == digest(council, word), rows.c.kind == kind)


_COUNCIL: BindParameter[str] = bindparam("of_council")
_CALLED = (
    select(contacts.c.reference)
    .where(contacts.c.council == _COUNCIL, contacts.c.reference.in_(bindparam("of_references", expanding=True)))
    .order_by(contacts.c.seq.desc())
)
_FROM = (
    select(contacts.c.reference)
    .where(contacts.c.council == _COUNCIL, contacts.c.sender == bindparam("of_sender"))
    .order_by(contacts.c.seq.desc())
    .limit(bindparam("of_limit"))
)
_HOW_MANY = select(func.count()).select_from(
    select(found_by.c.seq)
    .where(
        found_by.c.council == _COUNCIL,
        found_by.c.kind == bindparam("of_kind"),
        found_by.c.word == bindparam("of_word"),
    )
    .limit(bindparam("of_limit"))
    .subquery("chosen")
)
