"""A code is used once; too many wrong ones must wait; a leaver's telephone shows codes for nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from casework.councils import Role, Staff
from store import people, second_steps
from store.database import Connection
from store.second_steps import SHUT, WRONG, SecondStep
from tests.store.examples import NOON

MINA = Staff("mina", "Mina Shaw", frozenset({Role.CO}), "mina@council.example")
STEP = SecondStep(b"sealed", NOON, 100)


@pytest.fixture
def db(engine: Engine) -> Iterator[Connection]:
    """A store in which Mina has set up a telephone."""
    with engine.connect() as connection:
        people.add(connection, "bnes", MINA)
        second_steps.keep(connection, "bnes", "mina", STEP)
        yield connection


def test_a_code_is_used_once_and_none_older_after_it(db: Connection) -> None:
    assert second_steps.spend(db, "bnes", "mina", 101)
    assert [second_steps.spend(db, "bnes", "mina", at) for at in (101, 100, 99)] == [False] * 3
    assert second_steps.spend(db, "bnes", "mina", 102)


def test_too_many_wrong_codes_must_wait_and_those_of_long_ago_count_no_longer(db: Connection) -> None:
    moment = NOON
    for _ in range(WRONG):
        step = second_steps.of(db, "bnes", "mina")
        assert step is not None and not step.is_shut(moment)
        second_steps.mistaken(db, "bnes", "mina", moment)
        moment += timedelta(minutes=1)
    step = second_steps.of(db, "bnes", "mina")
    assert step is not None and step.is_shut(moment) and not step.is_shut(moment + SHUT)
    second_steps.mistaken(db, "bnes", "mina", moment + SHUT)
    later = second_steps.of(db, "bnes", "mina")
    assert later is not None and later.wrong == 1
    assert second_steps.spend(db, "bnes", "mina", 101)
    right = second_steps.of(db, "bnes", "mina")
    assert right is not None and right.wrong == 0


def test_another_telephone_takes_the_place_of_the_first_and_leaving_ends_it(db: Connection) -> None:
    second_steps.keep(db, "bnes", "mina", SecondStep(b"another", NOON, 7))
    assert second_steps.of(db, "bnes", "mina") == SecondStep(b"another", NOON, 7)
    people.remove(db, "bnes", "mina", NOON)
    assert second_steps.of(db, "bnes", "mina") is None and not second_steps.end(db, "bnes", "mina")
