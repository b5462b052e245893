"""save(): the one writer of contacts, cases, decisions, alarms and letters. Whole, or not at all.

A contact or case is written only if it is still at the version that was read; otherwise `Stale`, and nothing of the
change is saved. A message is filed once: one that another contact has, or that is there twice, is `Stale` too, for it
arrived twice at the same time, and whoever reads again will see it. A letter is written once by its name, or not.

Whatever a change holds of one kind is written in one statement, and several changes that have nothing to do with one
another are saved as one: what sixteen mails bring costs the store little more than what one does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from sqlalchemy import BindParameter, Executable, Table, bindparam, delete, insert, select, update

from casework.alarms import Alarm
from casework.cases import Case
from casework.changes import Change, Woken, together
from casework.contacts import Contact
from casework.letters import Letter, Posted
from casework.messages import Message
from store import bench, finding, rows, values
from store.cases import abouts
from store.database import Connection, Stale, blind, insert_new
from store.forgetting import forget
from store.rows import Row
from store.tables import alarms, cases, contacts, decisions, holds, letters, messages, parties

__all__ = ["Stale", "save", "save_together"]


def save_together(db: Connection, several: Iterable[Change], now: datetime, *, heard: bool = True) -> None:
    """Write what several changes hold, no two of them about the same contact or case: all of it, or nothing.

    Raises `Stale` if any of them is: let it out, and save one after the other.
    """
    if given := list(several):
        save(db, together(given), now, heard=heard)


def save(db: Connection, change: Change, now: datetime, *, heard: bool = True) -> None:
    """Write all that a change holds; not `heard`: no contact in it has a message more than was read.

    Raises `Stale`: let it out of the piece of work, so that nothing stays behind.
    """
    council = _council(change)
    for moved in change.refiled:
        db.execute(_REFILE, {"of_council": council, "of_names": moved.messages, "to": moved.about})
    if change.contacts:
        _contacts(db, council, change.contacts, heard=heard)
    if change.cases:
        _cases(db, council, change.cases)
    if change.alarms:
        _alarms(db, council, change.alarms)
    if change.decisions:
        _each(db, _DECIDED, [rows.decision(one, council=council) for one in change.decisions])
    _wake(db, council, change.woken)
    _letters(db, council, change, now)


def _letters(db: Connection, council: str, change: Change, now: datetime) -> None:
    """What must not leave any more, what may leave now, whom nothing may lead to; and what is said besides."""
    for asked, names in ((_WITHDRAW, change.withdrawn), (_RELEASE, change.released)):
        if names:
            _each(db, asked, [{"of_council": council, "of_name": name, "at": now} for name in names])
    for who in change.forgotten:
        forget(db, council, who)
    if change.letters:
        insert_new(db, letters, *map(rows.letter, change.letters))


def _council(change: Change) -> str:
    parts: list[Contact | Case | Alarm | Letter] = [
        *change.contacts,
        *change.cases,
        *change.alarms,
        *change.letters,
        *(one.about for one in change.woken),
    ]
    found = {one.council for one in parts}
    if len(found) != 1:
        raise ValueError("a change is about one council, and names it through a contact, a case, an alarm or a letter")
    return found.pop()


def _contacts(db: Connection, council: str, given: Sequence[Contact], *, heard: bool) -> None:
    new = [one for one in given if one.version == 0]
    known = [one for one in given if one.version > 0]
    _insert(db, contacts, [rows.contact(one) for one in new])
    _update(db, _SAVE_CONTACT, [_by(council, one.id, one.version) | rows.contact(one) for one in known])
    if heard:
        found = _filed(db, council, [one.id for one in known])  # under what is new there is nothing yet
        _file(db, council, ((one.id, one.messages, found[one.id]) for one in given))
        finding.index_contacts(db, council, given)


def _cases(db: Connection, council: str, given: Sequence[Case]) -> None:
    new = [one for one in given if one.version == 0]
    known = [one for one in given if one.version > 0]
    _insert(db, cases, [rows.case(one) for one in new])
    _update(db, _SAVE_CASE, [_by(council, one.reference, one.version) | rows.case(one) for one in known])
    found = _filed(db, council, [about for one in given for about in abouts(one)])
    _file(
        db,
        council,
        ((one.reference, one.messages, set().union(*(found[each] for each in abouts(one)))) for one in given),
    )
    _name_parties(db, council, given)
    finding.index_cases(db, council, given)
    for one in given:
        bench.served(db, one)


def _insert(db: Connection, table: Table, given: Sequence[Row]) -> None:
    if given and insert_new(db, table, *given) < len(given):
        raise Stale(table.name)


def _update(db: Connection, asked: Executable, given: Sequence[Row]) -> None:
    if given and _each(db, asked, given) < len(given):
        raise Stale


def _each(db: Connection, asked: Executable, given: Sequence[Row]) -> int:
    """How many rows the statement reached with all of these."""
    return db.execute(asked, given[0] if len(given) == 1 else given).rowcount  # a list of one costs psycopg a pipeline


def _wake(db: Connection, council: str, given: Sequence[Woken]) -> None:
    """Only when to look again. What somebody else changed meanwhile stays as they left it, to be looked at now."""
    by_kind: dict[Executable, list[Row]] = {}
    for one in given:
        match one.about:
            case Contact(id=name, version=version):
                asked, this = _SAVE_CONTACT, _by(council, name, version)
            case Case(reference=name, version=version):
                asked, this = _SAVE_CASE, _by(council, name, version)
            case Alarm(name=name):
                asked, this = _SAVE_ALARM, {"of_council": council, "of_name": name}
            case _:
                assert_never(one.about)
        by_kind.setdefault(asked, []).append(this | {"wake_at": one.wake_at})
    for statement, those in by_kind.items():
        _each(db, statement, those)


def _by(council: str, name: str, version: int) -> Row:
    return {"of_council": council, "of_name": name, "of_version": version}


def _filed(db: Connection, council: str, abouts: Sequence[str]) -> Mapping[str, set[str]]:
    """The names of the messages that are filed under each of these."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    if abouts:
        for about, name in db.execute(_FILED, {"council": council, "abouts": sorted(set(abouts))}):
            found[about].add(name)
    return found


def _file(db: Connection, council: str, given: Iterable[tuple[str, Sequence[Message], Collection[str]]]) -> None:
    """Insert the messages that are not filed yet: under what, all of them, and the names of those that are."""
    new: list[Row] = []
    for about, said, filed in given:
        if len({one.name for one in said}) < len(said):
            raise Stale(about)
        new += [rows.message(one, council=council, about=about) for one in said if one.name not in filed]
    _insert(db, messages, new)


def _name_parties(db: Connection, council: str, given: Sequence[Case]) -> None:
    named = {
        (one.reference, blind(db, values.digest(who.address)))
        for one in given
        for who in one.people
        if who.address.value
    }
    asked = {"council": council, "references": sorted(one.reference for one in given if one.version)}
    known = {tuple(row) for row in db.execute(_PARTIES, asked)} if asked["references"] else set()
    new, gone = sorted(named - known), sorted(known - named)
    if new:
        insert_new(db, parties, *({"council": council, "reference": of, "address": who} for of, who in new))
    if gone:
        _each(db, _NO_PARTY, [{"council": council, "of_reference": of, "of_address": who} for of, who in gone])


def _alarms(db: Connection, council: str, given: Sequence[Alarm]) -> None:
    """One that was closed is not opened again by somebody who read it before: nobody is rung at night for what is
    done.
    """
    asked = {"council": council, "names": sorted(one.name for one in given)}
    known = set(db.execute(_RUNG, asked).scalars())
    _insert(db, alarms, [rows.alarm(one) for one in given if one.name not in known])
    _update(
        db,
        _SAVE_ALARM,
        [{"of_council": council, "of_name": one.name} | rows.alarm(one) for one in given if one.name in known],
    )


_OF_COUNCIL: BindParameter[str] = bindparam("of_council")
_OF_NAME: BindParameter[str] = bindparam("of_name")
_OF_VERSION: BindParameter[int] = bindparam("of_version")
_COUNCIL: BindParameter[str] = bindparam("council")


_SAVE_CONTACT = (
    update(contacts)
    .where(contacts.c.council == _OF_COUNCIL, contacts.c.id == _OF_NAME, contacts.c.version == _OF_VERSION)
    .execution_options(preserve_rowcount=True)
)
_SAVE_CASE = (
    update(cases)
    .where(cases.c.council == _OF_COUNCIL, cases.c.reference == _OF_NAME, cases.c.version == _OF_VERSION)
    .execution_options(preserve_rowcount=True)
)
_SAVE_ALARM = (
    update(alarms)
    .where(alarms.c.council == _OF_COUNCIL, alarms.c.name == _OF_NAME, holds("closed is null"))
    .execution_options(preserve_rowcount=True)
)
_RUNG = select(alarms.c.name).where(alarms.c.council == _COUNCIL, alarms.c.name.in_(bindparam("names", expanding=True)))
_FILED = select(messages.c.about, messages.c.name).where(
    messages.c.council == _COUNCIL, messages.c.about.in_(bindparam("abouts", expanding=True))
)
_PARTIES = select(parties.c.reference, parties.c.address).where(
    parties.c.council == _COUNCIL, parties.c.reference.in_(bindparam("references", expanding=True))
)
_NO_PARTY = delete(parties).where(
    parties.c.council == _COUNCIL,
    parties.c.reference == bindparam("of_reference"),
    parties.c.address == bindparam("of_address"),
)
_REFILE = (
    update(messages)
    .where(messages.c.council == _OF_COUNCIL, messages.c.name.in_(bindparam("of_names", expanding=True)))
    .values(about=bindparam("to"))
)
_DECIDED = insert(decisions)
_RELEASE = (
    update(letters)
    .where(letters.c.council == _OF_COUNCIL, letters.c.name == _OF_NAME, letters.c.state == Posted.QUEUED.value)
    .values(not_before=bindparam("at"))
)
_WITHDRAW = (
    update(letters)
    .where(letters.c.council == _OF_COUNCIL, letters.c.name == _OF_NAME, letters.c.state == Posted.QUEUED.value)
    .values(state=Posted.WITHDRAWN.value, marked=bindparam("at"))
)
