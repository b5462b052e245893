"""Somebody asked us to forget who they are: what they said stays, and nothing leads from it to them or back."""

from dataclasses import replace

from sqlalchemy import select

from casework.changes import Change
from casework.letters import Posted
from casework.messages import Address, Channel
from store import changes, contacts, tables
from store.database import Connection, Database
from tests.store.examples import NOON, a_contact, a_letter, a_message

CHAT = Address(Channel.TELEGRAM, "5550001987")
TABLES = (tables.contacts, tables.messages, tables.letters, tables.cases)


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
