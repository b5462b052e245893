"""The register keeps what is written about each person on it, and forgets nobody who served."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from casework.bench import Appointment, Lent
from casework.changes import Change
from casework.councils import Expert, Role
from store import bench, changes
from store.bench import Busy
from store.database import Connection, Stale
from tests.store.examples import NOON, a_case
from tests.store.strategies import any_value

ODILE = Expert("EX-7K4Q", "Odile Marsh", frozenset({Role.IP, Role.PANEL}))
ABEL = Expert("EX-2C6R", "abel Orr", frozenset({Role.IO}), until=date(2026, 1, 31))
DAY = date(2026, 3, 2)


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


def test_who_serves_and_who_holds_papers_is_known_without_reading_a_case(db: Connection) -> None:
    papers = (Lent("file", DAY, date(2026, 4, 30)), Lent("notes", DAY, date(2026, 4, 1)))
    abel = Appointment(ABEL.id, ABEL.name, Role.IO, "stage2", DAY, lent=papers)
    odile = Appointment(ODILE.id, ODILE.name, Role.IP, "stage2", DAY)
    first, second = a_case(appointments=(abel, odile)), a_case(appointments=(odile,))
    changes.save(db, Change(cases=(first, second, a_case())), NOON)
    both = bench.in_hand(db, "bnes")
    assert set(both) == {first.reference, second.reference}
    assert bench.busy(db, "bnes", both) == {
        ABEL.id: Busy(active=1, papers=2, due=date(2026, 4, 1)),
        ODILE.id: Busy(active=2),
    }
    assert bench.cases_of(db, "bnes", ODILE.id) == tuple(sorted([first.reference, second.reference]))
    over = replace(abel, ended=DAY, lent=(replace(papers[0], back=DAY), papers[1]))
    changes.save(db, Change(cases=(replace(first, appointments=(over, replace(odile, ended=DAY)), version=1),)), NOON)
    assert bench.busy(db, "bnes", [second.reference]) == {ODILE.id: Busy(active=1)}
    assert bench.busy(db, "bnes", both) == {ABEL.id: Busy(papers=1, due=date(2026, 4, 1)), ODILE.id: Busy(active=1)}
    assert len(bench.cases_of(db, "bnes", ODILE.id)) == 2
