"""One case, or one message that became none, out of every table: its words, raw mail and files, versions, letters,
names, alarms, decisions, what it was found by. What others still need stays: post that another message came in too.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import BindParameter, Delete, Table, bindparam, delete, exists, not_, or_, select

from casework.cases import Case
from casework.contacts import Contact
from casework.frozen import replace
from casework.messages import Address, Channel, Message
from casework.names import of_file
from store import bench, gathered, inbox, indexing, values
from store import cases as reading_cases
from store import contacts as reading_contacts
from store.database import Connection
from store.gathered import Filed
from store.retention.words import CASE, CONTACT
from store.tables import (
    alarms,
    cases,
    contacts,
    decisions,
    exact_words,
    kept_as,
    kept_until,
    ledger_entered,
    letters,
    messages,
    parties,
    posts,
    raws,
    receipts,
    serving,
    to_forget,
    wrong_codes,
)

T = TypeVar("T")


@dataclass(slots=True)
class Erased:
    """What has gone: whose it was and what they are called, under which references, which alarms and letters, which
    mails and what those called themselves; and what may go with it, posts and handles of files, if nothing else came
    in them.
    """

    rows: int = 0
    posts: set[str] = field(default_factory=set)
    handles: set[tuple[str, str]] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    mails: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    people: set[Address] = field(default_factory=set)
    named: set[tuple[Address, str]] = field(default_factory=set, repr=False)


def letter_names(db: Connection, council: str, kind: str, about: str, with_it: Collection[str]) -> tuple[str, ...]:
    """The names of the letters that would go with it, and with the cases `with_it` that go in the same piece of work:
    where no mail server is named they are files, too.
    """
    abouts = _abouts(db, council, kind, about, with_it)
    return tuple(db.execute(_LETTER_NAMES, {"of_council": council, "of_abouts": list(abouts)}).scalars())


def reference_of(db: Connection, council: str, contact: str) -> str:
    """What a contact is called to people; empty if it is not there."""
    found = _contact(db, council, contact)
    return found.reference if found else ""


def hold_still(db: Connection, council: str, abouts: Sequence[str]) -> None:
    """Nobody else adds to these until this piece of work has ended: whoever was about to, reads again (`Stale`). On
    SQLite nobody else writes anyway.
    """
    for statement in _LOCKED:
        db.execute(statement, {"of_council": council, "of_abouts": list(abouts)})


def erase(db: Connection, council: str, kind: str, about: str, erased: Erased) -> set[str]:
    """Take one record away; its reference, and those of what was joined to it. What it may leave behind is added to
    `erased`: `tidy` sees to that.
    """
    found = reading_cases.one(db, council, about) if kind == CASE else reading_contacts.one(db, council, about)
    if found is None:
        return set()
    abouts = _abouts(db, council, kind, about)
    hold_still(db, council, abouts)
    filed = gathered.gather(db, council, abouts)
    every = _all(filed.messages)
    apart = [each for each in (_contact(db, council, about) for about in abouts) if each]
    references = {found.reference, *(each.reference for each in apart)}
    _note(db, council, every, erased)
    people = whose(found, every)
    indexing.forget(db, council, indexing.CASE, {found.reference} if kind == CASE else set())
    indexing.forget(db, council, indexing.CONTACT, {each.reference for each in apart})
    _rows(db, council, abouts, references, erased)
    _people(db, council, people, references)
    _no_interest(db, council, references)
    erased.references |= references
    papers = {each.name for each in _all(filed.alarms)} | {each.name for each in _all(filed.said)}
    erased.papers |= {each.partition("/")[2] for each in papers}
    erased.people |= people
    erased.named |= names(found, every)
    erased.called |= calls_itself(every)
    return references


def _all(filed: Filed[T]) -> list[T]:
    return [one for each in filed.values() for _, one in each]


def whose(found: Case | Contact, every: Iterable[Message]) -> set[Address]:
    """Who wrote it and whom it is about; nobody who works here."""
    people = {found.sender} if isinstance(found, Contact) else {each.address for each in found.people}
    return {each for each in people | {one.sender for one in every if not one.by_staff} if each.value}


def names(found: Case | Contact, every: Iterable[Message]) -> set[tuple[Address, str]]:
    """What those people are called."""
    told = {(each.sender, each.sender_name) for each in every if not each.by_staff}
    if isinstance(found, Contact):
        return told | {(found.sender, found.carried.get("name", ""))}
    return told | {(each.address, each.known_as) for each in found.people}


def calls_itself(every: Iterable[Message]) -> set[str]:
    """What these mails call themselves (Message-ID), as `store.retention.theirs` looks for it."""
    return {each.message_id.strip().strip("<>").lower() for each in every if each.message_id.strip("<> ")}


def tidy(db: Connection, council: str, erased: Erased) -> None:
    """The posts go that no message leads to any more, their files with them, and what was still to be fetched."""
    used = _used(db, council, erased.posts)
    files = {of_file(source, handle) for source, handle in erased.handles}
    gone = sorted((erased.posts - used) | (files - _files_used(db, council, used)))
    erased.rows += drop_posts(db, council, gone)
    for source in {source for source, _ in erased.handles}:
        _not_owed(db, council, f"{source}/files", {handle for which, handle in erased.handles if which == source})


def drop_posts(db: Connection, council: str, names: Sequence[str], *, bytes_only: bool = False) -> int:
    """Take posts away with their bytes, or their bytes alone; how many rows those were."""
    rows = 0
    for start in range(0, len(names), 500):
        given = {"of_council": council, "of_names": list(names[start : start + 500])}
        rows += db.execute(_NO_RAW, given).rowcount
        rows += 0 if bytes_only else db.execute(_NO_POST, given).rowcount
    return rows


def _abouts(db: Connection, council: str, kind: str, about: str, with_it: Collection[str] = ()) -> tuple[str, ...]:
    """What goes with a record is filed under: the case's own reference, and its contacts that no other case needs but
    one that goes `with_it`.
    """
    if kind == CONTACT:
        return (about,)
    case = reading_cases.one(db, council, about)
    if case is None:
        return ()
    gone = {case.reference, *with_it}
    made_of = [each for each in (case.contact, *case.joined) if each and not _needed(db, council, each, gone)]
    return (*made_of, case.reference)


def _needed(db: Connection, council: str, contact: str, gone: Collection[str]) -> bool:
    """Whether another case than these was made of the same messages and is still there."""
    shared = _contact(db, council, contact)
    others = [each for each in shared.cases if each not in gone] if shared else []
    return bool(reading_cases.some(db, council, others)) if others else False


def _contact(db: Connection, council: str, contact: str) -> Contact | None:
    return reading_contacts.one(db, council, contact)


def _note(db: Connection, council: str, every: Iterable[Message], erased: Erased) -> None:
    for message in every:
        erased.posts.add(message.post)
        erased.mails |= {message.name} if message.channel is Channel.EMAIL else set()
        handles = [each.fetch for each in message.files if each.fetch]
        if handles:
            source = _source(db, council, message.post)
            erased.handles |= {(source, handle) for handle in handles}


def _source(db: Connection, council: str, post: str) -> str:
    try:
        return inbox.source(db, council, post)
    except KeyError:
        return ""


def _people(db: Connection, council: str, people: Iterable[Address], references: Iterable[str]) -> None:
    """What the doors kept of them: the receipt of a form, the wrong codes of a chat. Whoever goes on with something
    else by the same secret word keeps it.
    """
    digests = {"of_council": council, "of_digests": [values.digest(each) for each in people]}
    db.execute(_NO_RECEIPT, digests | {"of_references": list(references)})
    db.execute(_NO_WRONG_CODES, digests)


def _rows(db: Connection, council: str, abouts: Sequence[str], references: Iterable[str], erased: Erased) -> None:
    given = {"of_council": council, "of_abouts": list(abouts), "of_references": [*abouts, *references]}
    erased.rows += sum(db.execute(statement, given).rowcount for statement in _ROWS)


def _no_interest(db: Connection, council: str, references: Iterable[str]) -> None:
    """What somebody on the register said of whom they know in that case."""
    for expert in bench.listed(db, council):
        kept = tuple(each for each in expert.interests if each.case not in references)
        if kept != expert.interests:
            bench.keep(db, council, replace(expert, interests=kept))


def _used(db: Connection, council: str, names: Iterable[str]) -> set[str]:
    every, used = sorted(names), set()
    for start in range(0, len(every), 500):
        given = {"of_council": council, "of_names": every[start : start + 500]}
        used |= set(db.execute(_POSTS_USED, given).scalars())
    return used


def _files_used(db: Connection, council: str, kept: Iterable[str]) -> set[str]:
    """The files of messages that came in posts that stay."""
    used = set()
    for post in kept:
        for data in db.execute(_OF_POST, {"of_council": council, "of_post": post}).scalars():
            message = values.MESSAGE.decode(data)
            used |= {of_file(_source(db, council, post), each.fetch) for each in message.files if each.fetch}
    return used


def _not_owed(db: Connection, council: str, place: str, handles: set[str]) -> None:
    """A file that Telegram had not given yet is asked for no more."""
    owed = json.loads(inbox.progress(db, council, place) or "[]")
    left = [each for each in owed if each not in handles]
    if left != owed:
        inbox.set_progress(db, council, place, json.dumps(left))


_COUNCIL: BindParameter[str] = bindparam("of_council")
_ABOUTS: BindParameter[str] = bindparam("of_abouts", expanding=True)
_REFERENCES: BindParameter[str] = bindparam("of_references", expanding=True)
_NAMES: BindParameter[str] = bindparam("of_names", expanding=True)
_DIGESTS: BindParameter[str] = bindparam("of_digests", expanding=True)


def _gone(table: Table, column: str, which: BindParameter[str]) -> Delete:
    return delete(table).where(table.c.council == _COUNCIL, table.c[column].in_(which))


_LOCKED = (
    select(cases.c.seq).where(cases.c.council == _COUNCIL, cases.c.reference.in_(_ABOUTS)).with_for_update(),
    select(contacts.c.seq).where(contacts.c.council == _COUNCIL, contacts.c.id.in_(_ABOUTS)).with_for_update(),
)
_OF_THESE = select(letters.c.seq).where(letters.c.council == _COUNCIL, letters.c.about.in_(_ABOUTS))
_ROWS = (
    delete(exact_words).where(exact_words.c.council == _COUNCIL, exact_words.c.seq.in_(_OF_THESE)),
    _gone(letters, "about", _ABOUTS),
    _gone(messages, "about", _ABOUTS),
    _gone(alarms, "contact", _ABOUTS),
    _gone(decisions, "about", _REFERENCES),
    _gone(parties, "reference", _ABOUTS),
    _gone(serving, "reference", _ABOUTS),
    _gone(ledger_entered, "reference", _ABOUTS),
    _gone(kept_as, "about", _ABOUTS),
    _gone(kept_until, "about", _ABOUTS),
    _gone(to_forget, "about", _ABOUTS),
    _gone(cases, "reference", _ABOUTS),
    _gone(contacts, "id", _ABOUTS),
)
_LETTER_NAMES = select(letters.c.name).where(letters.c.council == _COUNCIL, letters.c.about.in_(_ABOUTS))
_NO_RECEIPT = delete(receipts).where(
    receipts.c.council == _COUNCIL,
    or_(receipts.c.sender.in_(_DIGESTS), receipts.c.reference.in_(_REFERENCES)),
    not_(exists().where(contacts.c.council == receipts.c.council, contacts.c.sender == receipts.c.sender)),
)
_NO_WRONG_CODES = _gone(wrong_codes, "chat", _DIGESTS)
_POSTS_USED = select(messages.c.post).where(messages.c.council == _COUNCIL, messages.c.post.in_(_NAMES))
_OF_POST = select(messages.c.data).where(messages.c.council == _COUNCIL, messages.c.post == bindparam("of_post"))
_THESE_POSTS = select(posts.c.seq).where(posts.c.council == _COUNCIL, posts.c.name.in_(_NAMES))
_NO_RAW = delete(raws).where(raws.c.council == _COUNCIL, raws.c.seq.in_(_THESE_POSTS))
_NO_POST = _gone(posts, "name", _NAMES)
