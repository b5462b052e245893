"""save(): the one writer of contacts, cases, decisions, alarms and letters. Whole, or not at all.

A contact or case is written only if it is still at the version that was read; otherwise `Stale`, and nothing of the
change is saved. A message is filed once: one that another contact has, or that is there twice, is `Stale` too, for it
arrived twice at the same time, and whoever reads again will see it. A letter is written once by its name, or not.

Whatever a change holds of one kind is written in one statement, and several changes that have nothing to do with one
another are saved as one: what thirty-two mails bring costs the store little more than what one does.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import assert_never

from sqlalchemy import BindParameter, Executable, Table, Update, bindparam, insert, select, update

from casework.alarms import Alarm
from casework.cases import Case
from casework.changes import Change, Woken, together
from casework.contacts import Contact
from casework.letters import Letter, Posted
from store import beside, rows
from store.database import Connection, Stale, insert_new, update_each
from store.forgetting import forget
from store.retention import words
from store.rows import Row
from store.tables import alarms, cases, contacts, decisions, holds, letters, messages

__all__ = ["Stale", "save", "save_together"]


def save_together(db: Connection, several: Iterable[Change], now: datetime, *, read: beside.Read = ()) -> None:
    """Write what several changes hold, no two of them about the same contact or case: all of it, or nothing.

    Raises `Stale` if any of them is: let it out, and save one after the other.
    """
    if given := list(several):
        save(db, together(given), now, read=read)


def save(db: Connection, change: Change, now: datetime, *, read: beside.Read = ()) -> None:
    """Write all that a change holds. `read`: what it was made of, as the store gave it: that is not looked up again.

    Raises `Stale`: let it out of the piece of work, so that nothing stays behind.
    """
    council = _council(change)
    for moved in change.refiled:
        db.execute(_REFILE, {"of_council": council, "of_names": moved.messages, "to": moved.about})
    _contacts(db, council, change.contacts)
    _cases(db, council, change.cases)
    beside.write(db, council, change, read)
    if change.alarms:
        _alarms(db, council, change.alarms)
    if change.decisions:
        _each(db, _DECIDED, [rows.decision(one, council=council) for one in change.decisions])
        words.hand_on(db, council, change.contacts, change.cases)
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


def _contacts(db: Connection, council: str, given: Sequence[Contact]) -> None:
    new = [one for one in given if one.version == 0]
    known = [one for one in given if one.version > 0]
    _insert(db, contacts, [rows.contact(one) for one in new])
    _update(db, _SAVE_CONTACT, [_by(council, one.id, one.version) | rows.contact(one) for one in known])


def _cases(db: Connection, council: str, given: Sequence[Case]) -> None:
    new = [one for one in given if one.version == 0]
    known = [one for one in given if one.version > 0]
    _insert(db, cases, [rows.case(one) for one in new])
    _update(db, _SAVE_CASE, [_by(council, one.reference, one.version) | rows.case(one) for one in known])


def _insert(db: Connection, table: Table, given: Sequence[Row]) -> None:
    if given and insert_new(db, table, *given) < len(given):
        raise Stale(table.name)


def _update(db: Connection, asked: Update, given: Sequence[Row]) -> None:
    if given and update_each(db, asked, given) < len(given):
        raise Stale


def _each(db: Connection, asked: Executable, given: Sequence[Row]) -> None:
    """The statement, with each of these."""
    db.execute(asked, given[0] if len(given) == 1 else given)  # a list of one costs psycopg a pipeline


def _wake(db: Connection, council: str, given: Sequence[Woken]) -> None:
    """Only when to look again. What somebody else changed meanwhile stays as they left it, to be looked at now."""
    by_kind: dict[Update, list[Row]] = {}
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
        update_each(db, statement, those)


def _by(council: str, name: str, version: int) -> Row:
    return {"of_council": council, "of_name": name, "of_version": version}


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
