"""What is somebody's and belongs to nothing: a second copy of their mail, a button that led nowhere, a line to them
about nothing. It goes with the last that we have of them, and not when its own time is over.

A second copy goes with the mail that it is a copy of, even where other mail of theirs stays: a mailbox that was read
anew leaves one of each. A mail server's report that a letter of ours did not reach them is nobody's matter, and goes
too.

Post says whose it is only in its own bytes, so all of it that belongs to nothing is looked through: before anything is
forgotten, while others work. What goes is looked up again when it does.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from sqlalchemy import BindParameter, bindparam, delete, select

from casework.cases import Case
from casework.contacts import Contact, Standing
from casework.messages import Address, Automatic, Channel
from store import cases as reading_cases
from store import contacts as reading_contacts
from store import values
from store.database import Connection, blind
from store.retention import erasing, words
from store.retention.erasing import Erased
from store.retention.loose import ABOUT_NOTHING, LOOSE
from store.retention.words import CASE, CONTACT, Approved
from store.tables import contacts, exact_words, letters, messages, parties, posts, raws

NAMED_IN_POST = (Channel.EMAIL, Channel.TELEGRAM)
"""The channels whose post holds where it was sent from."""

BETWEEN = re.compile(rb"[\s<>\"',;:()\[\]{}]+")
"""What stands around an address in a mail's headings, and around a chat's number in an update."""

AT_ONCE = 50
"""Posts in memory at a time: one may hold 40 MB."""

Mark = tuple[Channel, str]
"""What is looked for in post of a channel: where somebody writes from, or what a mail calls itself (Message-ID)."""

Beside = Mapping[str, frozenset[Mark]]
"""Posts that belong to nothing, by their names, and which marks stand in each."""


def people(db: Connection, council: str, some: Iterable[Approved]) -> set[Address]:
    """Whose the records are that may go."""
    return {who for one in _those(db, council, some) for who in erasing.whose(one, one.messages)}


def beside(db: Connection, council: str, some: Iterable[Approved]) -> Beside:
    """The posts that belong to nothing and name whose these records are, or are a copy of mail in them."""
    marks = set()
    for one in _those(db, council, some):
        marks |= _of_people(erasing.whose(one, one.messages)) | _of_mails(erasing.calls_itself(one.messages))
    return {**named(db, council, marks), **_named_in_reports(db, council, marks)}


def beside_somebody(db: Connection, council: str, who: Address) -> Beside:
    """The posts that belong to nothing and name somebody."""
    return named(db, council, _of_people({who}))


def named(db: Connection, council: str, marks: Collection[Mark]) -> Beside:
    """The posts that belong to nothing and in which any of these marks stands."""
    wanted = frozenset(marks)
    given = {"of_council": council, "of_channels": sorted({channel.value for channel, _ in wanted})}
    found = ((row.name, _there(row.channel, row.raw, wanted)) for row in (db.execute(_LOOSE, given) if wanted else ()))
    return {name: there for name, there in found if there}


def _named_in_reports(db: Connection, council: str, marks: Collection[Mark]) -> Beside:
    """The posts of mail servers' reports that belong to nobody's matter, and in which any of these marks stands."""
    aside = db.execute(_ASIDE, {"of_council": council}).all() if marks else ()
    names = [row.post for row in aside if values.MESSAGE.decode(row.data).automatic is Automatic.BOUNCE]
    found = {}
    for name in names:
        raw = db.execute(_RAW, {"of_council": council, "of_name": name}).scalar()
        if there := _there(Channel.EMAIL, raw or b"", frozenset(marks)):
            found[name] = there
    return found


def _there(channel: str, raw: bytes, wanted: frozenset[Mark]) -> frozenset[Mark]:
    return wanted & {(Channel(channel), word.decode(errors="replace")) for word in BETWEEN.split(bytes(raw).lower())}


def go(db: Connection, council: str, erased: Erased, beside: Beside) -> int:
    """Letters about nothing go to whoever has nothing else left; of the posts `beside` what names them or is a copy of
    mail that goes, and belongs to nothing still. How many rows.
    """
    gone = nothing_left(db, council, erased.people)
    rows = sum(db.execute(statement, _of(council, gone)).rowcount for statement in _NO_LETTERS) if gone else 0
    marks = _of_people(gone) | _of_mails(erased.called)
    found = [name for name, there in beside.items() if there & marks]
    still = db.execute(_STILL, {"of_council": council, "of_names": found}).scalars() if found else ()
    return rows + erasing.drop_posts(db, council, list(still)) + _no_reports(db, council, found, erased)


def _no_reports(db: Connection, council: str, found: Collection[str], erased: Erased) -> int:
    """The reports that came in these posts, unless somebody has made more of one since, or holds it."""
    apart = Erased()
    asked = {"of_council": council, "of_names": found}
    for about in db.execute(_ABOUT, asked).scalars().all() if found else ():
        report = reading_contacts.one(db, council, about)
        if report and _is_report(report) and not words.said(db, council, CONTACT, about).hold:
            erasing.erase(db, council, CONTACT, about, apart)
    erasing.tidy(db, council, apart)
    erased.mails |= apart.mails
    return apart.rows


def _is_report(contact: Contact) -> bool:
    alone = contact.standing is Standing.SET_ASIDE and not (contact.cases or contact.alarms or contact.said)
    return alone and all(each.automatic is Automatic.BOUNCE for each in contact.messages)


def letter_names(db: Connection, council: str, whose: Collection[Address]) -> list[str]:
    """The names of the letters to them about nothing."""
    return list(db.execute(_LETTER_NAMES, _of(council, whose)).scalars()) if whose else []


def nothing_left(db: Connection, council: str, whose: Collection[Address]) -> set[Address]:
    """Those of these of whom there is no message and no case any more."""
    if not whose:
        return set()
    left = {each for asked in _LEFT for each in db.execute(asked, _of(council, whose)).scalars()}
    return {each for each in whose if blind(db, values.digest(each)) not in left}


def _of_people(whose: Iterable[Address]) -> set[Mark]:
    return {(each.channel, each.value.lower()) for each in whose if each.channel in NAMED_IN_POST}


def _of_mails(called: Iterable[str]) -> set[Mark]:
    return {(Channel.EMAIL, each) for each in called}


def _those(db: Connection, council: str, some: Iterable[Approved]) -> Iterator[Case | Contact]:
    for each in some:
        try:
            one = _one(db, council, each)
        except Exception:  # noqa: BLE001, S112 around one case: what ails it is said when its turn has come
            continue
        if one:
            yield one


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
_ASIDE = (
    select(messages.c.post, messages.c.data)
    .join(contacts, (contacts.c.council == messages.c.council) & (contacts.c.id == messages.c.about))
    .where(contacts.c.council == _COUNCIL, contacts.c.standing == Standing.SET_ASIDE.value)
    .where(contacts.c.channel == Channel.EMAIL.value)
)
_RAW = (
    select(raws.c.raw)
    .join(posts, posts.c.seq == raws.c.seq)
    .where(posts.c.council == _COUNCIL, posts.c.name == bindparam("of_name"))
)
_ABOUT = (
    select(messages.c.about)
    .where(messages.c.council == _COUNCIL, messages.c.post.in_(bindparam("of_names", expanding=True)))
    .distinct()
)
_THESE = (letters.c.council == _COUNCIL, letters.c.about.in_(ABOUT_NOTHING), letters.c.reader.in_(_DIGESTS))
_LETTER_NAMES = select(letters.c.name).where(*_THESE)
_NO_LETTERS = (
    delete(exact_words).where(exact_words.c.seq.in_(select(letters.c.seq).where(*_THESE))),
    delete(letters).where(*_THESE),
)
