"""Several councils may share a database, and none sees, wakes, sends or changes what is another's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, UniqueConstraint

from casework.bench import Appointment
from casework.changes import Change
from casework.councils import Expert, Role, Staff
from store import audit, bench, cases, changes, contacts, due, inbox, outbox, people, second_steps, sessions
from store.database import Connection
from store.inbox import Read
from store.people import Purpose
from store.second_steps import SecondStep
from store.tables import metadata
from tests.store.examples import NOON, SAM, a_case, a_contact, a_letter, a_message, a_post, an_alarm

MINA = Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@council.example", chat="777")
POST = a_post()
CONTACT = a_contact(a_message(), wake_at=NOON)
SERVES = Appointment("EX-7K4Q", "Odile Marsh", Role.IP, "stage2", NOON.date())
CASE = a_case(contact=CONTACT.id, wake_at=NOON, appointments=(SERVES,))
LETTER = a_letter(about=CONTACT.id)
ODILE = Expert("EX-7K4Q", "Odile Marsh", frozenset({Role.IP}))
ALARM = an_alarm(contact=CONTACT.id)


def fill(db: Connection, council: str) -> None:
    """The same of everything, for one council: every name is in use by the other too."""
    inbox.keep(db, replace(POST, council=council))
    inbox.set_progress(db, council, "box", council)
    changes.save(
        db,
        Change(
            (replace(CONTACT, council=council),),
            (replace(CASE, council=council),),
            alarms=(replace(ALARM, council=council),),
            letters=(replace(LETTER, council=council),),
        ),
        NOON,
    )
    people.add(db, council, MINA)
    second_steps.keep(db, council, "mina", SecondStep(b"sealed", NOON, 1))
    bench.keep(db, council, ODILE)
    audit.record(db, council=council, who="mina", did="opened", about="CA-1", at=NOON)


def everything(db: Connection, council: str) -> list[object]:
    """All that can be read for one council."""
    return [
        inbox.waiting(db, council, 10, now=NOON),
        inbox.progress(db, council, "box"),
        inbox.unread_count(db, council),
        inbox.unread_by_machine(db, council),
        contacts.seen(db, council, [CONTACT.messages[0].name]),
        contacts.one(db, council, CONTACT.id),
        contacts.by_reference(db, council, CONTACT.reference),
        contacts.of(db, council, SAM),
        contacts.unconsidered(db, council, 10),
        contacts.tray(db, council),
        due.first(db, council, NOON, 10),
        due.take_alarms(db, council, [ALARM.name]),
        due.take_contacts(db, council, [CONTACT.id]),
        due.take_cases(db, council, [CASE.reference]),
        contacts.open_alarms(db, council),
        contacts.alarm(db, council, ALARM.name),
        cases.one(db, council, CASE.reference),
        cases.of(db, council, SAM),
        cases.of_contact(db, council, CONTACT.id),
        cases.open_ones(db, council),
        outbox.waiting_count(db, council, NOON),
        outbox.oldest_waiting(db, council, NOON),
        outbox.failures(db, council),
        outbox.by_message_id(db, council, LETTER.name.replace("/", ".")),
        outbox.by_far_id(db, council, "777:1"),
        outbox.exact(db, council, LETTER.name),
        people.staff(db, council),
        people.member(db, council, "mina"),
        people.by_email(db, council, MINA.email),
        people.by_chat(db, council, "777"),
        second_steps.of(db, council, "mina"),
        bench.listed(db, council),
        bench.one(db, council, ODILE.id),
        bench.busy(db, council, bench.in_hand(db, council)),
        bench.cases_of(db, council, ODILE.id),
        list(audit.entries(db, council)),
        audit.newest(db, council),
        audit.verify(db, council),
    ]


def change_all(db: Connection, council: str) -> None:
    """Everything that can be changed for one council."""
    later = NOON + timedelta(hours=1)
    inbox.mark(db, replace(POST, council=council), Read.UNREADABLE, now=NOON)
    inbox.set_progress(db, council, "box", "further")
    changes.save(
        db,
        Change(
            (replace(CONTACT, council=council, version=1, wake_at=None),),
            (replace(CASE, council=council, version=1, people=()),),
            alarms=(replace(ALARM, council=council, closed=NOON),),
            withdrawn=("letter/none",),
        ),
        NOON,
    )
    for letter in outbox.claim(db, council, NOON, {SAM.channel: 10}):
        outbox.again(db, letter, not_before=NOON, why="451")
    for letter in outbox.claim(db, council, NOON, {SAM.channel: 10}):
        outbox.sent(db, letter, NOON, words_sent="Hello", far_id="777:1")
        outbox.failed(db, letter, NOON, why="late news")
    people.change(db, council, replace(MINA, name="Mina Gray"))
    bench.keep(db, council, replace(ODILE, phone="01225 000002", version=1))
    people.link_chat(db, council, people.issue_link(db, council, "mina", NOON, Purpose.CHAT), NOON, chat="888")
    sessions.start(db, council, "mina", NOON)
    second_steps.mistaken(db, council, "mina", NOON)
    second_steps.spend(db, council, "mina", 2)
    people.remove(db, council, "mina", later)
    audit.record(db, council=council, who="mina", did="left", about="", at=NOON)


def test_what_one_council_does_changes_nothing_of_anothers(engine: Engine) -> None:
    with engine.connect() as db:
        fill(db, "bnes")
        nothing = everything(db, "dorset")
        assert not any(found for found in nothing if found is not None)
        fill(db, "dorset")
        before = everything(db, "dorset")
        change_all(db, "bnes")
        assert everything(db, "dorset") == before
        assert everything(db, "bnes") != before


def test_what_lets_somebody_into_one_council_does_not_let_them_into_another(engine: Engine) -> None:
    with engine.connect() as db:
        fill(db, "bnes")
        fill(db, "dorset")
        link = people.issue_link(db, "bnes", "mina", NOON)
        code = people.issue_link(db, "bnes", "mina", NOON, Purpose.CHAT)
        session = sessions.start(db, "bnes", "mina", NOON)
        assert people.use_link(db, "dorset", link, NOON) is None
        assert people.link_chat(db, "dorset", code, NOON, chat="999") is None
        assert sessions.one(db, "dorset", session, NOON) is None
        assert sessions.stay(db, "dorset", session, NOON) is None


@pytest.mark.parametrize("table", metadata.tables.values(), ids=str)
def test_every_table_has_the_council_in_it_and_in_every_unique_name(table: object) -> None:
    from sqlalchemy import Table

    assert isinstance(table, Table)
    assert "council" in table.c
    keys = [constraint.columns.keys() for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    keys += [table.primary_key.columns.keys()] if "seq" not in table.primary_key.columns else []
    assert all(key[0] == "council" for key in keys)
    assert all(next(iter(index.columns)).name == "council" for index in table.indexes)
