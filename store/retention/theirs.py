"""What is somebody's and belongs to nothing: a second copy of their mail, a button that led nowhere, a line to them
about nothing. It goes with the last that we have of them, and not when its own time is over.

Post says whose it is only in its own bytes, so all of it that belongs to nothing is looked through: before anything is
forgotten, while others work. What goes is looked up again when it does.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import BindParameter, bindparam, delete, select

from casework.cases import Case
from casework.contacts import Contact
from casework.messages import Address, Channel
from store import cases as reading_cases
from store import contacts as reading_contacts
from store import values
from store.database import Connection, blind
from store.retention import erasing
from store.retention.loose import ABOUT_NOTHING, LOOSE
from store.retention.words import CASE, CONTACT, Approved
from store.tables import contacts, exact_words, letters, parties, posts, raws

NAMED_IN_POST = (Channel.EMAIL, Channel.TELEGRAM)
"""The channels whose post holds where it was sent from."""

BETWEEN = re.compile(rb"[\s<>\"',;:()\[\]{}]+")
"""What stands around an address in a mail's headings, and around a chat's number in an update."""

AT_ONCE = 50
"""Posts in memory at a time: one may hold 40 MB."""

Beside = Mapping[str, frozenset[Address]]
"""Posts that belong to nothing, by their names, and who is named in each."""


def people(db: Connection, council: str, some: Iterable[Approved]) -> set[Address]:
    """Whose the records are that may go."""
    found: set[Address] = set()
    for each in some:
        try:
            one = _one(db, council, each)
        except Exception:  # noqa: BLE001, S112 around one case: what ails it is said when its turn has come
            continue
        found |= erasing.whose(one, one.messages) if one else set()
    return found


def named(db: Connection, council: str, whose: Collection[Address]) -> Beside:
    """The posts that belong to nothing and name any of these."""
    wanted = {(each.channel, each.value.lower().encode()): each for each in whose if each.channel in NAMED_IN_POST}
    channels = sorted({channel.value for channel, _ in wanted})
    found = {}
    for row in db.execute(_LOOSE, {"of_council": council, "of_channels": channels}) if channels else ():
        said = set(BETWEEN.split(bytes(row.raw).lower()))
        there = frozenset(who for (channel, value), who in wanted.items() if channel == row.channel and value in said)
        if there:
            found[row.name] = there
    return found


def go(db: Connection, council: str, whose: Collection[Address], beside: Beside) -> int:
    """Whatever is theirs of whom nothing else is left goes: letters about nothing, and of the posts `beside` what
    belongs to nothing still. How many rows.
    """
    gone = _nothing_left(db, council, whose)
    if not gone:
        return 0
    rows = sum(db.execute(statement, _of(council, gone)).rowcount for statement in _NO_LETTERS)
    named_there = [name for name, there in beside.items() if there & gone]
    still = db.execute(_STILL, {"of_council": council, "of_names": named_there}).scalars() if named_there else ()
    return rows + erasing.drop_posts(db, council, list(still))


def letter_names(db: Connection, council: str, whose: Collection[Address]) -> list[str]:
    """The names of the letters to them about nothing."""
    return list(db.execute(_LETTER_NAMES, _of(council, whose)).scalars()) if whose else []


def _nothing_left(db: Connection, council: str, whose: Collection[Address]) -> set[Address]:
    """Those of whom there is no message and no case any more."""
    if not whose:
        return set()
    left = {each for asked in _LEFT for each in db.execute(asked, _of(council, whose)).scalars()}
    return {each for each in whose if blind(db, values.digest(each)) not in left}


def _one(db: Connection, council: str, what: Approved) -> Case | Contact | None:
    if what.kind == CASE:
        return reading_cases.one(db, council, what.about)
    return reading_contacts.one(db, council, what.about) if what.kind == CONTACT else None


def _of(council: str, whose: Collection[Address]) -> dict[str, object]:
    return {"of_council": council, "of_digests": [values.digest(each) for each in whose]}


_COUNCIL: BindParameter[str] = bindparam("of_council")
_DIGESTS: BindParameter[str] = bindparam("of_digests", expanding=True)
_LEFT = (
    select(contacts.c.sender).where(contacts.c.council == _COUNCIL, contacts.c.sender.in_(_DIGESTS)),
    select(parties.c.address).where(parties.c.council == _COUNCIL, parties.c.address.in_(_DIGESTS)),
)
_LOOSE = (
    select(posts.c.name, posts.c.channel, raws.c.raw)
    .join(raws, raws.c.seq == posts.c.seq)
    .where(posts.c.council == _COUNCIL, posts.c.channel.in_(bindparam("of_channels", expanding=True)), *LOOSE)
    .execution_options(yield_per=AT_ONCE)
)
_STILL = select(posts.c.name).where(
    posts.c.council == _COUNCIL, posts.c.name.in_(bindparam("of_names", expanding=True)), *LOOSE
)
_THESE = (letters.c.council == _COUNCIL, letters.c.about.in_(ABOUT_NOTHING), letters.c.reader.in_(_DIGESTS))
_LETTER_NAMES = select(letters.c.name).where(*_THESE)
_NO_LETTERS = (
    delete(exact_words).where(exact_words.c.seq.in_(select(letters.c.seq).where(*_THESE))),
    delete(letters).where(*_THESE),
)
