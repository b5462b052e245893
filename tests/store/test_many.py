"""A store that is filled many together holds what one holds that was filled change by change."""

from dataclasses import replace

from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from store import cases, changes, contacts, finding, many, outbox
from store.database import Connection, Database
from store.finding import Found
from tests.build import KEYS
from tests.store.examples import NOON, a_case, a_contact, a_letter

CONTACT, CASE, LETTER = a_contact(), a_case(), a_letter()
HERE, THERE = CONTACT.council, "another"
"""The same, written one way for one council and the other way for another."""


def read(db: Connection, council: str) -> tuple[Case | None, Contact | None, list[Found]]:
    one = contacts.by_reference(db, council, CONTACT.reference)
    case = cases.one(db, council, CASE.reference)
    return (
        case and replace(case, council=HERE, messages=(), said=()),
        one and replace(one, council=HERE, said=()),
        finding.search(db, council, CASE.reference, limit=10),
    )


async def test_a_store_filled_many_together_reads_as_one_that_was_saved_change_by_change(url: str) -> None:
    def work(db: Connection) -> None:
        changes.save(db, Change(contacts=(CONTACT,), cases=(CASE,), letters=(LETTER,)), NOON)
        became, said = replace(CASE, council=THERE), replace(LETTER, council=THERE)
        many.write(db, [replace(CONTACT, council=THERE)], [became], [said], NOON)

    async with Database(url, KEYS) as database:
        await database.transact(work)
        one, other = await database.look(lambda db: (read(db, HERE), read(db, THERE)))
        waits = await database.look(lambda db: outbox.waiting_count(db, THERE, NOON))
    assert one == other and one[0] and one[1] and one[2]
    assert waits == 0, "nobody sends what a made-up store says"
