"""The register keeps what is written about each person on it, and forgets nobody who served."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from casework.councils import Role
from casework.councils.experts import Expert
from store import bench
from store.database import Connection, Stale
from tests.store.strategies import any_value

ODILE = Expert("EX-7K4Q", "Odile Marsh", frozenset({Role.IP, Role.PANEL}))
ABEL = Expert("EX-2C6R", "abel Orr", frozenset({Role.IO}), until=date(2026, 1, 31))


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    """A register of two people."""
    with engine.connect() as connection:
        bench.keep(connection, "bnes", ODILE)
        bench.keep(connection, "bnes", ABEL)
        yield connection


@given(any_value(Expert, version=st.just(0)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_anybody_on_the_register_reads_back_as_they_were_written(engine: Engine, somebody: Expert) -> None:
    somebody = replace(somebody, id=somebody.id.replace("\0", ""))
    with engine.connect() as db:
        bench.keep(db, "bnes", somebody)
        assert bench.one(db, "bnes", somebody.id) == replace(somebody, version=1)


def test_the_register_is_read_by_name_with_those_who_have_left(db: Connection) -> None:
    assert [each.name for each in bench.listed(db, "bnes")] == ["abel Orr", "Odile Marsh"]
    assert bench.one(db, "bnes", "EX-0000") is None


def test_of_two_who_change_an_entry_at_once_the_second_is_told(db: Connection) -> None:
    seen = bench.one(db, "bnes", ODILE.id)
    assert seen is not None
    bench.keep(db, "bnes", replace(seen, phone="01225 000001"))
    with pytest.raises(Stale):
        bench.keep(db, "bnes", replace(seen, phone="01225 000002"))
    kept = bench.one(db, "bnes", ODILE.id)
    assert kept is not None
    assert (kept.phone, kept.version) == ("01225 000001", 2)


def test_an_id_that_is_taken_is_never_given_out_again(db: Connection) -> None:
    with pytest.raises(Stale):
        bench.keep(db, "bnes", replace(ABEL, id=ODILE.id))
    drawn = bench.fresh_id(db, "bnes")
    assert drawn.startswith("EX-") and bench.one(db, "bnes", drawn) is None
