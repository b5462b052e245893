"""Post that several workers share: nobody has what another has, and what a dead one had is anybody's."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import psycopg
import pytest
from sqlalchemy import Engine

from casework.messages import Address, Channel
from store import ahead, claims, engines, inbox
from store.claims import Claims
from store.database import Away
from tests.build import KEYS
from tests.store.examples import NOON, SAM, a_post

pytestmark = pytest.mark.requires("postgres")

KEY = b"the same on every machine"
ANN = Address(Channel.EMAIL, "ann@example.test")

KILLED = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"


@pytest.fixture
def store(postgresql_url: str) -> Iterator[Engine]:
    running = engines.writing(engines.parse(postgresql_url), KEYS)
    yield running
    running.dispose()


@contextmanager
def workers(url: str, count: int = 2, *, silent: int = claims.SILENT) -> Iterator[list[Claims]]:
    found = [Claims(url, "bnes", KEY, silent=silent) for _ in range(count)]
    yield found
    for each in found:
        each.close()


def kept(store: Engine, count: int, *, size: int = 1) -> None:
    with store.begin() as db:
        for _ in range(count):
            inbox.keep(db, a_post(raw=bytes(size)))


def test_two_workers_have_different_post_in_hand_and_each_the_first_that_nobody_has(
    postgresql_url: str, store: Engine
) -> None:
    kept(store, 5)
    with workers(postgresql_url) as (one, other):
        assert one.take(2, now=NOON) == [1, 2]
        assert not one.writers([SAM])
        one.pass_on()
        assert other.take(2, now=NOON) == [3, 4]
        assert not other.writers([ANN])
        other.pass_on()
        one.give()
        assert one.take(9, now=NOON) == [1, 2, 5], "what was let go of unread, and what nobody had"


def test_while_one_still_reads_the_other_takes_nothing(postgresql_url: str, store: Engine) -> None:
    kept(store, 5)
    with workers(postgresql_url) as (one, other):
        assert one.take(2, now=NOON) == [1, 2]
        assert other.take(2, now=NOON) is None


def test_who_has_earlier_post_of_somebody_is_waited_for(postgresql_url: str, store: Engine) -> None:
    kept(store, 4)
    with workers(postgresql_url) as (one, other):
        one.take(2, now=NOON)
        assert not one.writers([SAM])
        one.pass_on()
        other.take(2, now=NOON)
        assert other.writers([SAM, ANN]) == {SAM}
        assert other.writers([SAM, ANN], waits=True) == {SAM, ANN}, "not yet"
        one.give()
        assert not other.writers([SAM, ANN], waits=True)


def test_what_was_not_read_is_the_nexts_before_what_came_later(postgresql_url: str, store: Engine) -> None:
    kept(store, 5)
    with workers(postgresql_url) as (one, other):
        assert one.take(4, now=NOON) == [1, 2, 3, 4]
        one.pass_on([2, 4])
        assert other.take(9, now=NOON) == [2, 4, 5]


def test_what_a_dead_worker_had_in_hand_is_anothers_at_once(postgresql_url: str, store: Engine) -> None:
    kept(store, 4)
    with workers(postgresql_url) as (one, other):
        assert one.take(3, now=NOON) == [1, 2, 3]
        with psycopg.connect(postgresql_url) as somebody:
            somebody.execute(KILLED)
        assert other.take(3, now=NOON) == [1, 2, 3]
        with pytest.raises(Away):
            one.writers([SAM])
        other.give()
        assert one.take(1, now=NOON) == [1], "and who comes back begins anew"


def test_a_worker_that_stands_still_is_taken_for_dead_within_seconds(postgresql_url: str, store: Engine) -> None:
    kept(store, 4)
    with workers(postgresql_url, silent=1) as (one, other):
        one.take(3, now=NOON)
        began = time.monotonic()
        while not (found := other.take(3, now=NOON)):
            assert time.monotonic() - began < claims.SILENT
        assert found == [1, 2, 3]


def test_a_worker_that_had_nothing_to_do_for_long_takes_post_as_ever(postgresql_url: str, store: Engine) -> None:
    with workers(postgresql_url) as (one, _):
        assert one.take(3, now=NOON) == []
        kept(store, 1)
        with psycopg.connect(postgresql_url) as somebody:
            somebody.execute(KILLED)
        assert one.take(3, now=NOON) == [1]


def test_large_post_is_taken_a_little_at_a_time_and_the_rest_left_to_others(postgresql_url: str, store: Engine) -> None:
    kept(store, 3, size=inbox.AT_ONCE // 2 + 1)
    with workers(postgresql_url) as (one, other):
        assert one.take(3, now=NOON) == [1]
        one.pass_on()
        assert other.take(3, now=NOON) == [2]


def test_what_has_been_read_meanwhile_is_not_handed_out(store: Engine) -> None:
    posts = [a_post() for _ in range(3)]
    with store.begin() as db:
        for post in posts:
            inbox.keep(db, post)
        inbox.mark(db, posts[1], inbox.Read.READ, now=NOON)
        assert inbox.still_waiting(db, "bnes", [1, 2, 3]) == {1: posts[0], 3: posts[2]}
        mark = partial(inbox.mark, db, posts[1], now=NOON)
        mark(how=inbox.Read.FAILED)
        assert inbox.still_waiting(db, "bnes", [2]) == {}


def test_words_of_harm_that_were_heard_are_handed_out_by_themselves(store: Engine) -> None:
    posts = [a_post() for _ in range(3)]
    with store.begin() as db:
        inbox.keep_together(db, posts)
        ahead.heard(db, "bnes", {posts[1].name: 1})
        assert inbox.still_waiting(db, "bnes", [1, 2, 3]) == {2: replace(posts[1], urgent=True)}


def test_on_sqlite_there_is_nobody_to_share_with(sqlite_url: str) -> None:
    assert claims.among(sqlite_url, "bnes", KEY) is None
