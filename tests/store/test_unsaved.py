"""What was typed and could not be saved is kept for its writer alone, sealed, for some days and no more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from casework.councils import Role, Staff
from store import engines, people, sealing, unsaved
from store.database import Connection
from store.unsaved import KEPT, MOST
from tests.store.examples import NOON

MINA = Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@council.example")
OLA = Staff("ola", "Ola Brandt", frozenset({Role.CO}), "ola@council.example")
TYPED = (("why", "She said “thank you”."), ("tick", "a"), ("tick", "b"))


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    """A store in which two people work."""
    with engine.connect() as connection:
        people.add(connection, "bnes", MINA)
        people.add(connection, "bnes", OLA)
        yield connection


def test_what_was_typed_comes_back_as_it_was_to_its_writer_and_nobody_else(db: Connection) -> None:
    unsaved.keep(db, "bnes", "mina", "/contacts/BN-7K4Q/open", TYPED, NOON)
    (kept,) = unsaved.of(db, "bnes", "mina", NOON)
    assert (kept.path, kept.typed, kept.at) == ("/contacts/BN-7K4Q/open", TYPED, NOON)
    assert unsaved.of(db, "bnes", "ola", NOON) == unsaved.of(db, "dorset", "mina", NOON) == []
    assert not unsaved.drop(db, "bnes", "ola", kept.name)
    assert unsaved.drop(db, "bnes", "mina", kept.name) and not unsaved.of(db, "bnes", "mina", NOON)


def test_it_is_kept_for_some_days_so_many_of_each_person_and_once_however_often_sent(db: Connection) -> None:
    for number in range(MOST + 3):
        unsaved.keep(db, "bnes", "mina", f"/cases/{number}", TYPED, NOON.replace(second=number))
    unsaved.keep(db, "bnes", "ola", "/type-in", TYPED, NOON)
    unsaved.keep(db, "bnes", "ola", "/type-in", TYPED, NOON.replace(minute=1))
    kept = unsaved.of(db, "bnes", "mina", NOON)
    assert [each.path for each in kept] == [f"/cases/{number}" for number in range(MOST + 2, 2, -1)]
    assert len(unsaved.of(db, "bnes", "ola", NOON)) == 1
    late = NOON.replace(minute=1) + KEPT
    assert unsaved.of(db, "bnes", "mina", late) == unsaved.of(db, "bnes", "ola", late) == []
    unsaved.clear(db, "bnes", late)
    assert db.execute(text("select count(*) from unsaved")).scalar_one() == 0


@pytest.mark.rule("R905")
def test_what_was_typed_about_a_case_goes_with_it_and_what_was_typed_about_others_stays(db: Connection) -> None:
    unsaved.keep(db, "bnes", "mina", "/cases/BN-7K4Q/respond", TYPED, NOON)
    unsaved.keep(db, "bnes", "ola", "/cases/12~13/respond", TYPED, NOON)
    unsaved.keep(db, "bnes", "ola", "/cases/BN-7K4R/respond", TYPED, NOON)
    assert unsaved.forget(db, "bnes", {"BN-7K4Q", "12/3"}) == 2
    assert unsaved.of(db, "bnes", "mina", NOON) == []
    assert [each.path for each in unsaved.of(db, "bnes", "ola", NOON)] == ["/cases/BN-7K4R/respond"]


@pytest.mark.rule("R905")
def test_what_says_where_somebody_is_reached_goes_with_them_though_it_is_about_nothing_yet(db: Connection) -> None:
    unsaved.keep(db, "bnes", "mina", "/type-in", (("who", "Sam"), ("reach", "ring Sam on 01632 960 777")), NOON)
    unsaved.keep(db, "bnes", "ola", "/type-in", (("who", "Kit"), ("phone", "01632 960 778")), NOON)
    assert unsaved.forget(db, "bnes", {"BN-7K4Q"}, {"01632 960 777", ""}) == 1
    assert not unsaved.of(db, "bnes", "mina", NOON) and len(unsaved.of(db, "bnes", "ola", NOON)) == 1


def test_nothing_is_kept_of_somebody_who_has_left(db: Connection) -> None:
    unsaved.keep(db, "bnes", "mina", "/type-in", TYPED, NOON)
    people.remove(db, "bnes", "mina", NOON)
    assert unsaved.of(db, "bnes", "mina", NOON) == []


def test_without_the_key_file_nobody_reads_it_or_sees_which_form_it_was(sqlite_url: str) -> None:
    engine = sealing.hold(
        engines.writing(engines.parse(sqlite_url)), sealing.under([b"a key of thirty-two bytes or so."])
    )
    with engine.connect() as db:
        people.add(db, "bnes", MINA)
        unsaved.keep(db, "bnes", "mina", "/contacts/BN-7K4Q/open", TYPED, NOON)
        row = db.exec_driver_sql("select name, data from unsaved").one()
        assert row.name.startswith(sealing.BLIND) and row.data.startswith(sealing.MARK)
        assert b"thank" not in row.data and b"BN-7K4Q" not in row.data
        (kept,) = unsaved.of(db, "bnes", "mina", NOON)
        assert kept.typed == TYPED and unsaved.drop(db, "bnes", "mina", kept.name)
