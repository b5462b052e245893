"""What a change holds is saved whole or not at all, and reads back as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from casework.alarms import Alarm
from casework.cases import Case, Decision
from casework.changes import Change, Woken
from casework.contacts import Contact
from casework.letters import Letter, Posted, Said
from casework.messages import Message
from store import cases, changes, contacts, due, outbox
from store.database import Connection, Database, Stale
from tests.store.examples import NOON, SAM, a_case, a_contact, a_letter, a_message, an_alarm
from tests.store.strategies import any_value

on_one_store = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
bnes = st.just("bnes")
new = st.just(0)
nothing = st.just(())
names = st.uuids().map(lambda one: f"n/{one.hex}")
plain = st.text("abcdefgh-/", min_size=1, max_size=12)

any_message = any_value(Message, name=names, post=names, enclosed=st.just(""))  # looked through, never kept
any_messages = st.lists(any_message, max_size=4, unique_by=lambda one: one.name).map(tuple)
any_contact = any_value(
    Contact, id=names, council=bnes, reference=names, version=new, messages=any_messages, said=nothing, alarms=nothing
)
any_case = any_value(
    Case,
    reference=names,
    council=bnes,
    contact=names,
    joined=st.lists(plain, max_size=2).map(tuple),
    handler=plain,
    version=new,
    messages=any_messages,
    said=nothing,
    alarms=nothing,
)


def saving(change: Change) -> Callable[[Connection], None]:
    return lambda db: changes.save(db, change, NOON)


def read(db: Connection, contact: Contact) -> Contact:
    found = contacts.one(db, contact.council, contact.id)
    assert found is not None
    return found


@given(any_contact)
@on_one_store
def test_any_contact_reads_back_as_it_was_saved(engine: Engine, contact: Contact) -> None:
    with engine.connect() as db:
        changes.save(db, Change(contacts=(contact,)), NOON)
        assert read(db, contact) == replace(contact, version=1)
        assert contacts.by_reference(db, "bnes", contact.reference) == replace(contact, version=1)
        assert contacts.of(db, "bnes", contact.sender) == (replace(contact, version=1),)


@given(any_case)
@on_one_store
def test_any_case_reads_back_as_it_was_saved(engine: Engine, case: Case) -> None:
    with engine.connect() as db:
        changes.save(db, Change(cases=(case,)), NOON)
        assert cases.one(db, "bnes", case.reference) == replace(case, version=1)
        for person in case.people:  # somebody who cannot be reached is nobody that a message could be from
            found = (replace(case, version=1),) if person.address.value else ()
            assert cases.of(db, "bnes", person.address) == found


@given(
    any_value(Letter, name=names, council=bnes, about=st.just("contact/x")),
    any_value(Alarm, name=names, council=bnes, contact=st.just("contact/x")),
    any_value(Decision, case=plain, move=plain, by=plain),
)
@on_one_store
def test_any_letter_and_alarm_read_back_as_they_were_saved(
    engine: Engine, letter: Letter, alarm: Alarm, decision: Decision
) -> None:
    with engine.connect() as db:
        contact = a_contact(id="contact/x")
        change = Change(contacts=(contact,), letters=(letter,), alarms=(alarm,), decisions=(decision,))
        changes.save(db, change, NOON)
        found = read(db, contact)
        assert found.alarms == (alarm,)
        assert found.said == (
            Said(letter.name, letter.words, letter.to, letter.written, Posted.QUEUED, None, letter.staff, letter.after),
        )
        assert outbox.by_message_id(db, "bnes", f"<{letter.name.replace('/', '.')}@council.example>") == letter


async def test_messages_stay_in_the_order_they_came_and_none_is_lost(database: Database) -> None:
    first = a_contact()
    await database.transact(saving(Change(contacts=(first,))))
    messages = first.messages
    for _ in range(3):
        found = await database.look(lambda db: read(db, first))
        messages = (*found.messages, a_message(received=NOON - timedelta(days=1)))
        await database.transact(saving(Change(contacts=(replace(found, messages=messages),))))
    found = await database.look(lambda db: read(db, first))
    assert found.messages == messages
    assert found.version == 4


async def test_a_case_has_its_contacts_messages_and_letters_and_those_filed_under_it_since(database: Database) -> None:
    contact = a_contact(a_message(), a_message())
    case = a_case(contact=contact.id, messages=contact.messages)
    alarm, letter = an_alarm(contact=contact.id), a_letter(about=contact.id)
    await database.transact(saving(Change((contact,), (case,), alarms=(alarm,), letters=(letter,))))
    later, told = a_message(), a_letter(about=case.reference)
    changed = replace(case, version=1, messages=(*case.messages, later))
    await database.transact(saving(Change(cases=(changed,), letters=(told,))))
    found = await database.look(lambda db: cases.one(db, "bnes", case.reference))
    assert found is not None
    assert found.messages == (*contact.messages, later)
    assert [one.name for one in found.said] == [letter.name, told.name]
    assert found.alarms == (alarm,)
    assert (await database.look(lambda db: read(db, contact))).messages == contact.messages


async def test_a_message_that_another_contact_has_makes_the_change_stale_and_leaves_nothing(database: Database) -> None:
    message = a_message()
    await database.transact(saving(Change(contacts=(a_contact(message),))))
    second = a_contact(message)
    with pytest.raises(Stale):
        await database.transact(saving(Change(contacts=(second,), letters=(a_letter(about=second.id),))))
    assert await database.look(lambda db: contacts.one(db, "bnes", second.id)) is None
    assert await database.look(lambda db: outbox.waiting_count(db, "bnes", NOON)) == 0


async def test_a_message_that_is_there_twice_is_stale(database: Database) -> None:
    contact = a_contact()
    await database.transact(saving(Change(contacts=(contact,))))
    twice = replace(contact, version=1, messages=contact.messages * 2)
    with pytest.raises(Stale):
        await database.transact(saving(Change(contacts=(twice,))))


@pytest.mark.parametrize("taken", ["id", "reference"])
async def test_a_new_contact_whose_name_is_taken_is_stale(database: Database, taken: str) -> None:
    first = a_contact()
    await database.transact(saving(Change(contacts=(first,))))
    with pytest.raises(Stale):
        await database.transact(saving(Change(contacts=(a_contact(**{taken: getattr(first, taken)}),))))


async def test_a_letter_is_written_once_or_not_at_all(database: Database) -> None:
    letter = a_letter()
    await database.transact(saving(Change(letters=(letter,))))
    await database.transact(saving(Change(letters=(replace(letter, words="other"), a_letter()))))
    assert await database.look(lambda db: outbox.waiting_count(db, "bnes", NOON)) == 2
    taken = await database.transact(lambda db: outbox.claim(db, "bnes", NOON, {SAM.channel: 10}))
    assert taken[0] == letter


async def test_only_a_letter_that_has_not_left_is_withdrawn(database: Database) -> None:
    contact = a_contact()
    going, staying = a_letter(about=contact.id), a_letter(about=contact.id)
    await database.transact(saving(Change((contact,), letters=(going,))))
    await database.transact(lambda db: outbox.claim(db, "bnes", NOON, {SAM.channel: 10}))
    again = replace(contact, version=1)
    await database.transact(saving(Change((again,), letters=(staying,), withdrawn=())))
    last = replace(contact, version=2)
    await database.transact(saving(Change((last,), withdrawn=(going.name, staying.name, "letter/unknown"))))
    said = (await database.look(lambda db: read(db, contact))).said
    assert [one.posted for one in said] == [Posted.SENDING, Posted.WITHDRAWN]


async def test_somebody_who_is_no_longer_part_of_a_case_is_no_longer_found_by_it(database: Database) -> None:
    case = a_case()
    await database.transact(saving(Change(cases=(case,))))
    await database.transact(saving(Change(cases=(replace(case, people=(), version=1),))))
    assert await database.look(lambda db: cases.of(db, "bnes", SAM)) == ()


async def test_a_change_of_two_councils_is_refused(database: Database) -> None:
    mixed = Change(contacts=(a_contact(),), letters=(a_letter(council="dorset"),))
    with pytest.raises(ValueError, match="one council"):
        await database.transact(saving(mixed))


async def test_being_looked_at_by_time_moves_no_version_so_nobody_at_the_desk_is_stale(database: Database) -> None:
    contact, case = a_contact(wake_at=NOON), a_case(wake_at=NOON)
    await database.transact(saving(Change(contacts=(contact,), cases=(case,))))
    shown = await database.look(lambda db: read(db, contact))
    later = NOON + timedelta(days=1)
    await database.transact(saving(Change(woken=(Woken(shown, later),))))
    again = await database.look(lambda db: read(db, contact))
    assert (again.version, again.wake_at) == (shown.version, later)
    found = await database.look(lambda db: due.first(db, "bnes", NOON, 10))
    assert [each.name for each in found] == [case.reference]
    opened = await database.look(lambda db: cases.one(db, "bnes", case.reference))
    assert opened is not None
    await database.transact(saving(Change(woken=(Woken(opened, None),))))
    assert not await database.look(lambda db: due.first(db, "bnes", NOON, 10))


def everything(contact: Contact, case: Case) -> Change:
    """All that one event may bring, with one message more than before."""
    alarm, letter = an_alarm(contact=contact.id, name=f"alarm/{contact.id}"), a_letter(about=contact.id)
    contact = replace(contact, messages=(*contact.messages, a_message()))
    case = replace(case, messages=(*contact.messages, a_message()))
    return Change((contact,), (case,), alarms=(alarm,), letters=(letter,))


async def test_changes_saved_together_read_back_as_if_each_had_been_saved_by_itself(database: Database) -> None:
    first = [everything(one, a_case(contact=one.id)) for one in (a_contact(), a_contact())]
    await database.transact(lambda db: changes.save_together(db, first, NOON))
    known = await database.look(lambda db: [contacts.one(db, "bnes", each.contacts[0].id) for each in first])
    cases_then = await database.look(lambda db: [cases.one(db, "bnes", each.cases[0].reference) for each in first])
    both = zip(known, cases_then, strict=True)
    second = [everything(contact, case) for contact, case in both if contact and case]
    await database.transact(lambda db: changes.save_together(db, second, NOON))
    for then, since in zip(first, second, strict=True):
        found = await database.look(partial(read, contact=then.contacts[0]))
        assert found.version == 2 and found.messages == since.contacts[0].messages
        assert found.alarms == since.alarms
        assert [one.name for one in found.said] == [then.letters[0].name, since.letters[0].name]
        case = await database.look(partial(cases.one, council="bnes", reference=since.cases[0].reference))
        assert case is not None and case.version == 2
        assert {each.name for each in since.cases[0].messages} <= {each.name for each in case.messages}


async def test_one_stale_change_of_several_leaves_nothing_of_any(database: Database) -> None:
    fresh, stale = a_contact(), a_contact(version=3)
    both = Change(contacts=(fresh,)), Change(contacts=(stale,), letters=(a_letter(about=stale.id),))
    with pytest.raises(Stale):
        await database.transact(lambda db: changes.save_together(db, both, NOON))
    assert await database.look(lambda db: contacts.one(db, "bnes", fresh.id)) is None
    assert await database.look(lambda db: outbox.waiting_count(db, "bnes", NOON)) == 0
