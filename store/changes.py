"""save(): the one writer of contacts, cases, decisions, alarms and letters. Whole, or not at all.

A contact or case is written only if it is still at the version that was read; otherwise `Stale`, and nothing of the
change is saved. A message is filed once: one that another contact has, or that is there twice, is `Stale` too, for it
arrived twice at the same time, and whoever reads again will see it. A letter is written once by its name, or not.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from casework.alarms import Alarm
from casework.cases import Case, Decision
from casework.changes import Change
from casework.contacts import Contact
from casework.letters import Letter, Posted
from casework.messages import Message
from store import bench, finding, values
from store.database import Connection, Stale, blind, insert_new, insert_once
from store.forgetting import forget
from store.tables import alarms, cases, contacts, decisions, holds, letters, messages, parties

__all__ = ["Stale", "case_row", "contact_row", "letter_row", "message_row", "save"]


def save(db: Connection, change: Change, now: datetime, *, heard: bool = True) -> None:
    """Write all that a change holds; not `heard`: no contact in it has a message more than was read.

    Raises `Stale`: let it out of the piece of work, so that nothing stays behind.
    """
    council = _council(change)
    for moved in change.refiled:
        db.execute(_REFILE, {"of_council": council, "of_names": moved.messages, "to": moved.about})
    for contact in change.contacts:
        _contact(db, contact, heard=heard)
    for case in change.cases:
        _case(db, case)
    for alarm in change.alarms:
        _alarm(db, alarm)
    if change.decisions:
        db.execute(_DECIDED, [_decision_row(council, one) for one in change.decisions])
    for one in change.woken:
        _wake(db, one)
    _letters(db, council, change, now)


def _letters(db: Connection, council: str, change: Change, now: datetime) -> None:
    """What must not leave any more, what may leave now, whom nothing may lead to; and what is said besides."""
    for asked, names in ((_WITHDRAW, change.withdrawn), (_RELEASE, change.released)):
        if names:
            db.execute(asked, [{"of_council": council, "of_name": name, "at": now} for name in names])
    for who in change.forgotten:
        forget(db, council, who)
    if change.letters:
        insert_new(db, letters, *(letter_row(one) for one in change.letters))


def _council(change: Change) -> str:
    parts: list[Contact | Case | Alarm | Letter] = [
        *change.contacts,
        *change.cases,
        *change.alarms,
        *change.letters,
        *change.woken,
    ]
    found = {one.council for one in parts}
    if len(found) != 1:
        raise ValueError("a change is about one council, and names it through a contact, a case, an alarm or a letter")
    return found.pop()


def _contact(db: Connection, contact: Contact, *, heard: bool) -> None:
    row = contact_row(contact)
    if contact.version == 0:
        written = insert_new(db, contacts, row)
    else:
        written = db.execute(_SAVE_CONTACT, _by(contact.council, contact.id, contact.version) | row).rowcount
    if written == 0:
        raise Stale(contact.id)
    if heard:
        _file(db, contact.council, contact.id, contact.messages, new=contact.version == 0)
        finding.index_contact(db, contact)


def _case(db: Connection, case: Case) -> None:
    row = case_row(case)
    if case.version == 0:
        written = insert_new(db, cases, row)
    else:
        written = db.execute(_SAVE_CASE, _by(case.council, case.reference, case.version) | row).rowcount
    if written == 0:
        raise Stale(case.reference)
    _file(db, case.council, case.reference, case.messages, case.contact, *case.joined)
    _name_parties(db, case)
    finding.index_case(db, case)
    bench.served(db, case)


def _wake(db: Connection, one: Contact | Case | Alarm) -> None:
    """Only when to look again. What somebody else changed meanwhile stays as they left it, to be looked at now."""
    match one:
        case Contact():
            db.execute(_SAVE_CONTACT, _by(one.council, one.id, one.version) | {"wake_at": one.wake_at})
        case Case():
            db.execute(_SAVE_CASE, _by(one.council, one.reference, one.version) | {"wake_at": one.wake_at})
        case Alarm():
            db.execute(_SAVE_ALARM, {"of_council": one.council, "of_name": one.name, "wake_at": one.wake_at})
        case _:
            assert_never(one)


def _by(council: str, name: str, version: int) -> dict[str, object]:
    return {"of_council": council, "of_name": name, "of_version": version}


def _file(db: Connection, council: str, about: str, given: Sequence[Message], *also: str, new: bool = False) -> None:
    """Insert the messages that are not filed yet, under `about`; `also` is where else they may have been filed."""
    names = {one.name for one in given}
    if len(names) < len(given):
        raise Stale(about)
    if not new and names:
        names -= set(db.execute(_FILED, {"council": council, "abouts": [about, *also]}).scalars())
    rows = [message_row(council, about, one) for one in given if one.name in names]
    if rows and insert_new(db, messages, *rows) < len(rows):
        raise Stale(about)


def _name_parties(db: Connection, case: Case) -> None:
    found = {"council": case.council, "reference": case.reference}
    named = {blind(db, values.digest(person.address)) for person in case.people if person.address.value}
    known = set(db.execute(_PARTIES, found).scalars()) if case.version else set()
    if named - known:
        insert_new(db, parties, *(found | {"address": one} for one in sorted(named - known)))
    if known - named:
        db.execute(_NO_PARTY, [found | {"of_address": one} for one in sorted(known - named)])


def _alarm(db: Connection, alarm: Alarm) -> None:
    row = _alarm_row(alarm)
    if insert_once(db, alarms, row):
        return
    # One that was closed is not opened again by somebody who read it before: nobody is rung at night for what is done.
    if db.execute(_SAVE_ALARM, {"of_council": alarm.council, "of_name": alarm.name} | row).rowcount == 0:
        raise Stale(alarm.name)


def contact_row(contact: Contact) -> dict[str, object]:
    """A contact as its row, at its next version."""
    stored = replace(contact, messages=(), said=(), alarms=(), version=contact.version + 1)
    return {
        "council": contact.council,
        "id": contact.id,
        "reference": contact.reference,
        "sender": values.digest(contact.sender),
        "channel": contact.channel.value,
        "standing": contact.standing.value,
        "received": contact.received,
        "heard": len(contact.messages),
        "considered": contact.considered,
        "wake_at": contact.wake_at,
        "version": stored.version,
        "data": values.CONTACT.dump_json(stored),
    }


def case_row(case: Case) -> dict[str, object]:
    """A case as its row, at its next version."""
    stored = replace(case, messages=(), said=(), alarms=(), version=case.version + 1)
    return {
        "council": case.council,
        "reference": case.reference,
        "contact": case.contact,
        "procedure": case.procedure.value,
        "state": case.state.value,
        "settled": int(case.finished),
        "handler": case.handler,
        "received": case.received,
        "opened": case.opened,
        "wake_at": case.wake_at,
        "version": stored.version,
        "data": values.CASE.dump_json(stored),
    }


def message_row(council: str, about: str, message: Message) -> dict[str, object]:
    """A message as its row, filed under a contact's id or a case's reference."""
    return {
        "council": council,
        "name": message.name,
        "about": about,
        "post": message.post,
        "received": message.received,
        "mail_id": values.mail_id(message),
        "data": values.MESSAGE.dump_json(message, exclude={"enclosed"}),
    }


def _decision_row(council: str, decision: Decision) -> dict[str, object]:
    return {
        "council": council,
        "about": decision.case,
        "move": decision.move,
        "by": decision.by,
        "at": decision.at,
        "data": values.DECISION.dump_json(decision),
    }


def _alarm_row(alarm: Alarm) -> dict[str, object]:
    return {
        "council": alarm.council,
        "name": alarm.name,
        "contact": alarm.contact,
        "level": alarm.level.value,
        "raised": alarm.raised,
        "closed": alarm.closed,
        "wake_at": alarm.wake_at,
        "data": values.ALARM.dump_json(alarm),
    }


def letter_row(letter: Letter) -> dict[str, object]:
    """A letter as its row, in the queue."""
    return {
        "council": letter.council,
        "name": letter.name,
        "about": letter.about,
        "channel": letter.to.channel.value,
        "reader": values.digest(letter.to),
        "urgency": letter.urgency.value,
        "not_before": letter.not_before,
        "written": letter.written,
        "state": Posted.QUEUED.value,
        "tries": 0,
        "claimed": None,
        "marked": None,
        "far_id": "",
        "why": "",
        "data": values.LETTER.dump_json(letter),
    }


_OF_COUNCIL: BindParameter[str] = bindparam("of_council")
_OF_NAME: BindParameter[str] = bindparam("of_name")
_OF_VERSION: BindParameter[int] = bindparam("of_version")
_SAVE_CONTACT = update(contacts).where(
    contacts.c.council == _OF_COUNCIL, contacts.c.id == _OF_NAME, contacts.c.version == _OF_VERSION
)
_SAVE_CASE = update(cases).where(
    cases.c.council == _OF_COUNCIL, cases.c.reference == _OF_NAME, cases.c.version == _OF_VERSION
)
_SAVE_ALARM = update(alarms).where(alarms.c.council == _OF_COUNCIL, alarms.c.name == _OF_NAME, holds("closed is null"))
_FILED = select(messages.c.name).where(
    messages.c.council == bindparam("council"), messages.c.about.in_(bindparam("abouts", expanding=True))
)
_PARTIES = select(parties.c.address).where(
    parties.c.council == bindparam("council"), parties.c.reference == bindparam("reference")
)
_NO_PARTY = delete(parties).where(
    parties.c.council == bindparam("council"),
    parties.c.reference == bindparam("reference"),
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
