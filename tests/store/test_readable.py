"""What somebody altered, or put into another's row, is found wherever it lies, however long nobody has asked for it."""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, Table, select, type_coerce, update

from casework.changes import Change
from store import changes, inbox, readable, tables
from store.database import Connection
from store.readable import TABLES
from store.sound import AS_IT_LIES
from tests.store.examples import NOON, a_case, a_contact, a_letter, a_message, a_post, an_alarm

MANY = 2 * readable.PAGE + 5


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    """A store with more posts than are looked at together, and some of all that is made of them."""
    with engine.connect() as connection:
        posts = [a_post() for _ in range(MANY)]
        inbox.keep_together(connection, posts)
        messages = [a_message() for _ in range(MANY)]
        contact = a_contact(*messages)
        case = a_case(contact=contact.id)
        told = Change(contacts=(contact,), cases=(case,), letters=(a_letter(),), alarms=(an_alarm(),))
        changes.save(connection, told, NOON)
        yield connection


def found(db: Connection) -> dict[str, int]:
    """Of each table in which something cannot be read, in how many rows."""
    counts, after = Counter[str](), readable.BEGINNING
    for table in TABLES:
        while (page := readable.unread(db, table, after))[1]:
            counts[table.name], after = counts[table.name] + page[0], page[1]
        after = readable.BEGINNING
    return dict(+counts)


def lying(db: Connection, table: Table, column: str) -> list[tuple[int, bytes]]:
    asked = select(table.c.seq, type_coerce(table.c[column], AS_IT_LIES)).order_by(table.c.seq)
    return [(seq, bytes(data)) for seq, data in db.execute(asked)]


def put(db: Connection, table: Table, column: str, seq: int, data: bytes) -> None:
    """As whoever goes round us writes it: nothing is sealed."""
    db.execute(update(table).where(table.c.seq == seq).values({column: type_coerce(data, AS_IT_LIES)}))


def test_all_of_a_store_that_nobody_touched_is_read(db: Connection) -> None:
    assert found(db) == {}


@pytest.mark.parametrize("place", [0, readable.PAGE, MANY - 1])
def test_one_bit_that_turned_in_a_mail_is_found_in_whichever_row(db: Connection, place: int) -> None:
    seq, data = lying(db, tables.raws, "raw")[place]
    put(db, tables.raws, "raw", seq, data[:-1] + bytes([data[-1] ^ 1]))
    assert found(db) == {"raws": 1}


@pytest.mark.parametrize("table", [tables.cases, tables.contacts, tables.letters, tables.alarms], ids=str)
def test_whatever_says_of_itself_that_it_is_another_is_found(db: Connection, table: Table) -> None:
    db.execute(tables.parties.delete())
    db.execute(update(table).values({readable.CALLED[table]: "another"}))
    assert found(db) == {table.name: 1}


def test_two_messages_in_each_others_rows_are_found(db: Connection) -> None:
    (first, one), *_, (last, other) = lying(db, tables.messages, "data")
    put(db, tables.messages, "data", first, other)
    put(db, tables.messages, "data", last, one)
    assert found(db) == {"messages": 2}
