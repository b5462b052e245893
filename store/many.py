"""New contacts, the cases they became and what was said to them, many together: how a made-up store is filled.

The same rows as `changes.save` writes, and the same index, in a handful of statements however many there are. Nothing
is looked up first: what is there already is a mistake of whoever calls. Nothing here is on the way of a real message.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert

from casework.cases import Case
from casework.contacts import Contact
from casework.letters import Letter, Posted
from store import indexing, rows, values
from store.database import Connection
from store.tables import cases, contacts, letters, messages, parties


def write(
    db: Connection, made: Sequence[Contact], became: Sequence[Case], said: Sequence[Letter], now: datetime
) -> None:
    """Write them; the letters as having left."""
    filed = [rows.message(message, council=each.council, about=each.id) for each in made for message in each.messages]
    left = [rows.letter(each) | {"state": Posted.SENT.value, "marked": now} for each in said]
    people = [_party(case, address) for case in became for address in _addresses(case)]
    for table, given in (
        (contacts, [rows.contact(each) for each in made]),
        (messages, filed),
        (cases, [rows.case(each) for each in became]),
        (parties, people),
        (letters, left),
    ):
        if given:
            db.execute(insert(table), given)
    for council in {each.council for each in made}:
        words = {each.reference: indexing.words_of_contact(each) for each in made if each.council == council}
        indexing.write_new(db, council, indexing.CONTACT, words)
    for council in {each.council for each in became}:
        words = {each.reference: indexing.words_of_case(each) for each in became if each.council == council}
        indexing.write_new(db, council, indexing.CASE, words)


def _addresses(case: Case) -> set[str]:
    return {values.digest(person.address) for person in case.people if person.address.value}


def _party(case: Case, address: str) -> dict[str, object]:
    return {"council": case.council, "reference": case.reference, "address": address}
