"""What stands beside contacts and cases is the same whether it is looked up or has been read."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, select

from casework.cases import Case, Decision
from casework.changes import Change
from casework.contacts import Contact
from casework.opening import join
from store import cases, changes, contacts, finding, indexing, tables
from store.beside import Read
from store.database import Connection, Stale
from store.finding import Found
from store.tables import found_by, messages, parties, serving
from tests import build
from tests.store.examples import NOON, a_case, a_contact, a_message
from tests.store.test_changes import any_case, any_contact, on_one_store
from tests.store.test_growth import statements

NAMED = ((indexing.CASE, tables.cases), (indexing.CONTACT, tables.contacts))
BESIDE = (
    *(
        select(table.c.reference, found_by.c.kind, found_by.c.word).where(
            found_by.c.kind == kind, found_by.c.seq == table.c.seq
        )
        for kind, table in NAMED
    ),
    select(messages.c.name, messages.c.about),
    select(parties),
    select(serving),
)


def saved(db: Connection, change: Change) -> None:
    changes.save(db, change, NOON)


def the_contact(db: Connection, name: str) -> Contact:
    found = contacts.one(db, "bnes", name)
    assert found is not None
    return found


def the_case(db: Connection, reference: str) -> Case:
    found = cases.one(db, "bnes", reference)
    assert found is not None
    return found


def beside(db: Connection, change: Change, read: Read) -> list[set[tuple[object, ...]]]:
    """What stands beside once the change is saved; which is then taken back."""
    with db.begin_nested() as tried:
        changes.save(db, change, NOON, read=read)
        found = [{tuple(row) for row in db.execute(asked)} for asked in BESIDE]
        tried.rollback()
    return found


@given(any_contact, any_contact, any_case, any_case)
@settings(on_one_store, max_examples=12, suppress_health_check=list(HealthCheck))
def test_what_was_read_stands_there_as_if_it_had_been_looked_up(
    engine: Engine, contact: Contact, then: Contact, case: Case, later: Case
) -> None:
    with engine.connect() as db:
        case = replace(case, contact=contact.id, messages=contact.messages)
        saved(db, Change((contact,), (case,)))
        one, running = the_contact(db, contact.id), the_case(db, case.reference)
        opened = replace(later, contact=one.id, messages=one.messages)
        more = replace(running, people=later.people, issues=later.issues, appointments=later.appointments)
        for change in (
            Change((replace(one, considered=1 - min(one.considered, 1)),), (replace(running, handler="another"),)),
            Change((replace(one, sender=then.sender, messages=(*one.messages, *then.messages)),), (opened, more)),
            Change((), (replace(more, messages=(*running.messages, *then.messages)),)),
        ):
            assert beside(db, change, (one, running)) == beside(db, change, ())


def test_nothing_is_asked_about_what_was_read_and_stays_as_it_is(engine: Engine) -> None:
    contact = a_contact(a_message(), a_message())
    case = a_case(contact=contact.id)
    with engine.connect() as db:
        saved(db, Change((contact,), (case,)))
        one, running = the_contact(db, contact.id), the_case(db, case.reference)
        with statements(engine) as asked:
            changes.save(db, Change((one,), (running,)), NOON, read=(one, running))
        assert [statement.partition(" ")[0] for statement, _ in asked] == ["UPDATE", "UPDATE"]


def test_what_was_read_at_another_version_is_looked_up(engine: Engine) -> None:
    contact = a_contact(a_message())
    with engine.connect() as db:
        saved(db, Change((contact,)))
        before = the_contact(db, contact.id)
        said = (*before.messages, a_message())
        saved(db, Change((replace(before, messages=said),)))
        changes.save(db, Change((replace(before, version=2, messages=said),)), NOON, read=(before,))
        with pytest.raises(Stale):
            changes.save(db, Change((replace(before, messages=said),)), NOON, read=(before,))


def test_a_case_is_found_by_whoever_wrote_the_message_that_joins_it_and_no_message_is_there_twice(
    engine: Engine,
) -> None:
    first, second = a_contact(), a_contact(a_message(sender_name="Agnes Ordway"))
    case = a_case(contact=first.id)
    with engine.connect() as db:
        saved(db, Change((first, second), (case,)))
        read = (the_contact(db, second.id), the_case(db, case.reference))
        decision = Decision(case.reference, "join", "mina", "CO", NOON, rule="R113")
        changes.save(db, join(*read, decision, build.profile("bnes")), NOON, read=read)
        assert finding.search(db, "bnes", "Ordway", limit=5)[0] == Found(indexing.CASE, case.reference)
        assert the_case(db, case.reference).messages == (*first.messages, *second.messages)
