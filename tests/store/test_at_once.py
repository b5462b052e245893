"""Two at once: one succeeds and the other is told, and nothing that somebody else wrote is lost."""

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import Engine

from casework.changes import Change, Woken
from casework.contacts import Contact
from store import cases, changes, contacts, due
from store.database import Connection, Database, Stale
from tests.build import KEYS
from tests.store.examples import NOON, SAM, a_case, a_contact, a_message, an_alarm
from tests.store.test_changes import read, saving


async def test_no_message_is_lost_when_contact_and_case_get_one_each_at_the_same_time(database: Database) -> None:
    contact = a_contact()
    case = a_case(contact=contact.id, messages=contact.messages)
    await database.transact(saving(Change((contact,), (case,))))
    to_contact, to_case = a_message(), a_message()
    added = replace(contact, version=1, messages=(*contact.messages, to_contact))
    await database.transact(saving(Change(contacts=(added,))))
    added_too = replace(case, version=1, messages=(*case.messages, to_case))
    await database.transact(saving(Change(cases=(added_too,))))
    found = await database.look(lambda db: cases.one(db, "bnes", case.reference))
    assert found is not None
    assert set(found.messages) == {*contact.messages, to_contact, to_case}


def test_whoever_saves_after_somebody_else_did_is_stale_in_any_order(engine: Engine) -> None:
    """Two read and save the same contact, in every order that can be: only one after the other do both succeed."""
    for order in set(permutations("aabb")):
        contact, read_by, outcomes = a_contact(), dict[str, Contact](), []
        with engine.connect() as db:
            changes.save(db, Change(contacts=(contact,)), NOON)
            for who in order:
                if who in read_by:
                    outcomes.append(_saved(db, read_by[who]))
                else:
                    read_by[who] = read(db, contact)
        assert outcomes == [True, order in (("a", "a", "b", "b"), ("b", "b", "a", "a"))]


def _saved(db: Connection, contact: Contact) -> bool:
    try:
        changes.save(db, Change(contacts=(contact,)), NOON)
    except Stale:
        return False
    return True


async def test_two_people_who_decide_at_once_get_one_success_and_one_stale(database: Database) -> None:
    case = a_case()
    await database.transact(saving(Change(cases=(case,))))
    seen = [await database.look(lambda db: cases.one(db, "bnes", case.reference)) for _ in range(2)]
    works = [saving(Change(cases=(replace(one, handler=name),))) for one, name in zip(seen, "ab", strict=True) if one]
    results = await asyncio.gather(*(database.transact(work) for work in works), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Stale"]


@pytest.mark.requires("postgres")
async def test_two_that_write_the_same_case_in_the_same_moment_get_one_success_and_one_stale(
    postgresql_url: str,
) -> None:
    case, both_have_read = a_case(), threading.Barrier(2, timeout=20)

    def work(db: Connection) -> None:
        found = cases.one(db, "bnes", case.reference)
        both_have_read.wait()
        assert found is not None
        changes.save(db, Change(cases=(found,)), NOON)

    async with Database(postgresql_url, KEYS) as database:
        await database.transact(saving(Change(cases=(case,))))
        results = await asyncio.gather(database.transact(work), database.transact(work), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Stale"]


@pytest.mark.requires("postgres")
async def test_the_same_message_arriving_twice_in_the_same_moment_is_filed_once(postgresql_url: str) -> None:
    message, neither_was_seen = a_message(), threading.Barrier(2, timeout=20)

    def work(db: Connection) -> bool:
        if contacts.seen(db, "bnes", [message.name]):
            return False
        neither_was_seen.wait()
        changes.save(db, Change(contacts=(a_contact(message),)), NOON)
        return True

    async with Database(postgresql_url, KEYS) as database:
        results = await asyncio.gather(database.transact(work), database.transact(work), return_exceptions=True)
        assert sorted(type(result).__name__ for result in results) == ["Stale", "bool"]
        assert not await database.transact(work)
        assert len(await database.look(lambda db: contacts.of(db, "bnes", SAM))) == 1


@pytest.mark.requires("postgres")
async def test_two_first_messages_of_one_sender_in_the_same_moment_find_each_other(postgresql_url: str) -> None:
    first_looked, second_is_looking = threading.Event(), threading.Event()

    def first(db: Connection) -> int:
        known = contacts.of(db, "bnes", SAM)
        first_looked.set()
        second_is_looking.wait(20)
        changes.save(db, Change(contacts=(a_contact(),)), NOON)
        return len(known)

    def second(db: Connection) -> int:
        first_looked.wait(20)
        second_is_looking.set()
        return len(contacts.of(db, "bnes", SAM))

    async with Database(postgresql_url, KEYS) as database:
        found = tuple(await asyncio.gather(database.transact(first), database.transact(second)))
    assert found == (0, 1)


async def test_a_closed_alarm_is_not_opened_again_by_somebody_who_read_it_before(database: Database) -> None:
    alarm = an_alarm()
    await database.transact(saving(Change(alarms=(alarm,))))
    known = replace(alarm, acknowledged=NOON, acknowledged_by="mina")
    await database.transact(saving(Change(alarms=(known,))))
    assert await database.look(lambda db: contacts.open_alarms(db, "bnes")) == [known]
    await database.transact(saving(Change(alarms=(replace(known, closed=NOON, outcome="passed on"),))))
    with pytest.raises(Stale):
        await database.transact(saving(Change(alarms=(known,))))
    assert await database.look(lambda db: contacts.open_alarms(db, "bnes")) == []


async def test_being_looked_at_moves_no_version_and_touches_nothing_that_changed_meanwhile(database: Database) -> None:
    contact, case, alarm = a_contact(wake_at=NOON), a_case(wake_at=NOON), an_alarm(wake_at=NOON)
    await database.transact(saving(Change((contact,), (case,), alarms=(alarm,))))
    later = NOON + timedelta(hours=1)
    handed_over = replace(case, version=1, handler="tom")
    await database.transact(saving(Change(cases=(handed_over,))))
    looked_at = [replace(one, version=1) for one in (contact, case)]
    await database.transact(saving(Change(woken=tuple(Woken(one, later) for one in (*looked_at, alarm)))))
    assert await database.look(lambda db: read(db, contact)) == replace(looked_at[0], wake_at=later)
    assert await database.look(lambda db: cases.one(db, "bnes", case.reference)) == replace(handed_over, version=2)
    assert await database.look(lambda db: contacts.open_alarms(db, "bnes")) == [replace(alarm, wake_at=later)]
    awake = await database.look(lambda db: due.first(db, "bnes", NOON, 10))
    assert [each.name for each in awake] == [case.reference]
