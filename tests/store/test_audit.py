"""The record of who did what only grows, and what was done to it behind its back is found."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, Executable, delete, update
from sqlalchemy.exc import DBAPIError

from store import audit, tables
from store.database import Connection, Database
from tests.store.examples import NOON

plain = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


def write(db: Connection, count: int, *, council: str = "bnes") -> None:
    for number in range(count):
        audit.record(db, council=council, who="mina", did="opened", about=f"CA-{number % 3}", at=NOON)


@given(st.lists(st.tuples(plain, plain, plain), max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_recorded_reads_back_in_order_and_unbroken(engine: Engine, told: list[tuple[str, str, str]]) -> None:
    with engine.connect() as db:
        for who, did, about in told:
            audit.record(db, council="bnes", who=who, did=did, about=about, at=NOON)
        assert [(one.who, one.did, one.about) for one in audit.entries(db, "bnes")] == told
        assert [one.number for one in audit.entries(db, "bnes")] == list(range(1, len(told) + 1))
        assert audit.verify(db, "bnes") is None


def test_the_record_of_one_case_can_be_read_alone(engine: Engine) -> None:
    with engine.connect() as db:
        write(db, 7)
        assert [one.number for one in audit.entries(db, "bnes", about="CA-0")] == [1, 4, 7]


def test_a_long_record_is_read_a_page_at_a_time(engine: Engine) -> None:
    with engine.connect() as db:
        write(db, audit.PAGE + 5)
        assert len(list(audit.entries(db, "bnes"))) == audit.PAGE + 5
        assert audit.verify(db, "bnes") is None


@pytest.mark.parametrize("change", [update(tables.audit).values(who="somebody else"), delete(tables.audit)])
async def test_the_database_refuses_to_change_or_remove_an_entry(database: Database, change: Executable) -> None:
    await database.transact(lambda db: write(db, 1))
    with pytest.raises(DBAPIError, match="only grows"):
        await database.transact(lambda db: db.execute(change))
    assert await database.look(lambda db: audit.verify(db, "bnes")) is None


@pytest.mark.parametrize(
    ("tampering", "first"),
    [
        ("update audit set who = 'nobody' where number = 3", 3),
        ("delete from audit where number = 2", 2),
        ("delete from audit where number = 1", 1),
        ("update audit set number = 99 where number = 4", 4),
        ("update audit set at = (select at from audit where number = 5), digest = 'x' where number = 4", 4),
    ],
)
def test_what_was_changed_behind_its_back_is_named(engine: Engine, tampering: str, first: int) -> None:
    with engine.connect() as db:
        write(db, 5)
        for event in ("update", "delete"):
            table = " on audit" if engine.dialect.name == "postgresql" else ""
            db.exec_driver_sql(f"drop trigger audit_no_{event}{table}")
        db.exec_driver_sql(tampering)
        assert audit.verify(db, "bnes") == first


async def test_two_who_record_at_once_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(database.transact(lambda db: write(db, 3)) for _ in range(10)))
    assert await database.look(lambda db: audit.verify(db, "bnes")) is None
    newest = await database.look(lambda db: audit.newest(db, "bnes"))
    assert newest is not None
    assert newest.number == 30
