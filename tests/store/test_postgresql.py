"""How PostgreSQL is spoken to: lists of any length in one statement, and bytes as bytes."""

from collections.abc import Sequence

import pytest
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import Format
from sqlalchemy import BindParameter, Engine, bindparam, select

from casework.changes import Change
from store import changes, contacts, engines, tables, values
from store.tables import messages
from tests.store.examples import NOON, a_contact

SOME: BindParameter[str] = bindparam("some", expanding=True)


@pytest.mark.parametrize("some", [[], ["a"], ["a", "b", "c"]])
def test_a_list_of_any_length_is_the_same_statement(some: Sequence[str]) -> None:
    engine = engines.writing(engines.parse("postgresql://heard@nowhere.example/heard"))
    asked = select(messages.c.seq).where(messages.c.name.in_(SOME))
    said = asked.compile(dialect=engine.dialect)
    assert str(said).endswith("WHERE messages.name = any(%(some)s::VARCHAR[])")
    assert said.construct_params({"some": some}) == {"some": some}


def test_a_list_that_is_asked_of_two_columns_is_given_once() -> None:
    engine = engines.writing(engines.parse("postgresql://heard@nowhere.example/heard"))
    said = select(messages.c.seq).where(messages.c.name.in_(SOME), messages.c.about.in_(SOME))
    assert said.compile(dialect=engine.dialect).params == {"some": None}


def test_of_several_those_that_are_there_are_found_and_of_none_nothing(engine: Engine) -> None:
    there = [a_contact(), a_contact()]
    with engine.begin() as db:
        changes.save(db, Change(contacts=tuple(there)), NOON)
        asked = select(messages.c.about).where(messages.c.about.in_(SOME))
        found = set(db.execute(asked, {"some": [each.id for each in there] + ["nobody"]}).scalars())
        assert found == {each.id for each in there}
        assert not db.execute(asked, {"some": []}).all()
        assert not db.execute(asked, {"some": ["nobody"]}).all()


def test_a_digest_in_a_list_is_looked_for_as_it_lies_there(engine: Engine) -> None:
    contact = a_contact()
    with engine.begin() as db:
        changes.save(db, Change(contacts=(contact,)), NOON)
        asked = select(tables.contacts.c.id).where(tables.contacts.c.sender.in_(SOME))
        assert contact.id in db.execute(asked, {"some": ["", values.digest(contact.sender)]}).scalars().all()


def test_what_is_sealed_comes_back_byte_for_byte(engine: Engine) -> None:
    contact = a_contact()
    with engine.begin() as db:
        changes.save(db, Change(contacts=(contact,)), NOON)
        assert contacts.some(db, "bnes", [contact.id])[0].messages == contact.messages


@pytest.mark.requires("postgres")
@pytest.mark.parametrize("several", [["a", "b"], [b"a", b"\0"], [1, 2**40], [NOON, None]])
def test_a_list_goes_in_bytes_and_not_in_words(postgresql_url: str, several: list[object]) -> None:
    engine = engines.writing(engines.parse(postgresql_url))
    with engine.connect() as db:
        speaks = Transformer(db.connection.driver_connection)
        speaks.dump_sequence([several], [PyFormat.AUTO])
        assert speaks.formats == [Format.BINARY]
        assert db.exec_driver_sql("select %(it)s", {"it": several}).scalar() == several
    engine.dispose()
