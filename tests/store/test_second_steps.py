"""A code is used once; too many wrong ones must wait; a leaver's telephone shows codes for nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from casework.councils import Role, Staff
from store import people, second_steps
from store.database import Connection
from store.engines import THREADS
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


def test_of_many_guesses_at_once_no_more_are_looked_at_than_one_after_the_other(engine: Engine) -> None:
    with engine.begin() as db:
        people.add(db, "bnes", MINA)
        second_steps.keep(db, "bnes", "mina", STEP)

    def guess(_: int) -> bool:
        with engine.begin() as db:
            step = second_steps.in_hand(db, "bnes", "mina")
            if step is None or step.is_shut(NOON):
                return False
            second_steps.mistaken(db, "bnes", "mina", NOON)
            return True

    with ThreadPoolExecutor(THREADS) as crowd:
        assert sum(crowd.map(guess, range(10 * WRONG))) == WRONG


def test_a_clock_that_was_put_back_shuts_nobody_out_until_it_comes_there_again(db: Connection) -> None:
    tomorrow = NOON + timedelta(days=1)
    for _ in range(WRONG):
        second_steps.mistaken(db, "bnes", "mina", tomorrow)
    step = second_steps.of(db, "bnes", "mina")
    assert step is not None and step.is_shut(tomorrow) and not step.is_shut(NOON)


def test_another_telephone_takes_the_place_of_the_first_and_leaving_ends_it(db: Connection) -> None:
    second_steps.keep(db, "bnes", "mina", SecondStep(b"another", NOON, 7))
    assert second_steps.of(db, "bnes", "mina") == SecondStep(b"another", NOON, 7)
    people.remove(db, "bnes", "mina", NOON)
    assert second_steps.of(db, "bnes", "mina") is None and not second_steps.end(db, "bnes", "mina")
