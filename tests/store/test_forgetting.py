"""Somebody asked us to forget who they are: what they said stays, and nothing leads from it to them or back."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from casework.cases import Decision
from casework.changes import Change
from casework.labels import Sender
from casework.letters import Posted
from casework.messages import Address, Channel
from casework.people import Person
from store import cases, changes, contacts, finding, forgetting, outbox, tables
from store.database import Connection, Database
from tests.store.examples import NOON, SAM, a_case, a_contact, a_letter, a_message

CHAT = Address(Channel.TELEGRAM, "5550001987")
TABLES = (tables.contacts, tables.messages, tables.letters, tables.cases, tables.decisions)


async def test_no_row_leads_from_what_was_said_to_the_chat_any_more(database: Database) -> None:
    message = replace(a_message(), channel=Channel.TELEGRAM, sender=CHAT)
    kept = replace(a_contact(), channel=Channel.TELEGRAM, sender=CHAT, messages=(message,))
    waiting = replace(a_letter(), to=CHAT, about=kept.id)
    goodbye = replace(a_letter(), name="letter/goodbye", to=CHAT, about="", facts={})

    def work(db: Connection) -> None:
        changes.save(db, Change(contacts=(kept,), letters=(waiting,)), NOON)
        found = contacts.one(db, kept.council, kept.id)
        assert found is not None
        changes.save(db, Change(contacts=(found,), letters=(goodbye,), forgotten=(CHAT,)), NOON)

    def rows(db: Connection) -> list[str]:
        every = (db.execute(select(table.c.data)) for table in TABLES)
        return [str(row) for found in every for row in found]

    await database.transact(work)
    assert [row.count(CHAT.value) for row in await database.look(rows) if CHAT.value in row] == [1], "the goodbye alone"
    assert await database.look(lambda db: contacts.of(db, kept.council, CHAT)) == ()
    left = await database.look(lambda db: contacts.one(db, kept.council, kept.id))
    assert left is not None and left.messages[0].text == message.text
    assert [each.posted for each in left.said] == [Posted.WITHDRAWN]


@pytest.mark.rule("R903")
async def test_their_name_goes_with_it_and_nothing_finds_them_by_it(database: Database) -> None:
    message = a_message(channel=Channel.TELEGRAM, sender=CHAT, sender_name="Sam Hill")
    contact = a_contact(message, channel=Channel.TELEGRAM, carried={"name": "Sam", "who": "young_person"})
    opened = Decision("BN-7K4Q", "open", "mina", "CO", NOON, "R360", facts={"known_as": "Sam"})
    added = replace(opened, move="add_person", facts={"known_as": "Bob"})
    sam, bob = Person(CHAT, Sender.YOUNG_PERSON, "Sam"), Person(SAM, Sender.PARENT, "Bob")
    case = a_case(reference="BN-7K4Q", people=(sam, bob), contact=contact.id, decisions=(opened, added))
    letter = a_letter(to=CHAT, about=contact.id, facts={"name": "Sam", "ref": contact.reference})
    told = a_letter(name="letter/told", to=SAM, staff="mina", about=contact.id, facts={"name": "Sam"})
    answer = a_letter(name="letter/answer", to=SAM, about="BN-7K4Q", facts={"yp_label": "Sam", "name": "Bob"})

    def work(db: Connection) -> tuple[list[finding.Found], list[finding.Found]]:
        changes.save(
            db,
            Change(contacts=(contact,), cases=(case,), letters=(letter, told, answer), decisions=(opened, added)),
            NOON,
        )
        before = finding.search(db, "bnes", "Sam Hill", limit=5)
        for each in (told, answer):
            outbox.sent(db, each, NOON, words_sent="", far_id="")
        forgetting.forget(db, "bnes", CHAT)
        return before, finding.search(db, "bnes", "Sam Hill", limit=5)

    before, after = await database.transact(work)
    assert before and not after
    left = await database.look(lambda db: cases.one(db, "bnes", case.reference))
    assert left is not None and (left.complainant.known_as, left.complainant.address.value) == ("", "")
    every = await database.look(lambda db: [row.data for table in TABLES for row in db.execute(select(table.c.data))])
    assert not [row for row in every if b"Sam" in row]
    assert [each.facts["known_as"] for each in left.decisions] == ["", "Bob"], "whom else it names stays"
