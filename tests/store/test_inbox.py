"""Post is kept once, stays until it is read, and is never in the way of other post."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from store import inbox
from store.database import Connection, Database
from store.inbox import Read
from tests.store.examples import NOON, a_post
from tests.store.test_growth import statements


def due(db: Connection, *, minutes: float = 0, limit: int = 10) -> list[str]:
    return [post.name for post in inbox.waiting(db, "bnes", limit, now=NOON + timedelta(minutes=minutes))]


@given(st.lists(st.integers(0, 4), max_size=20))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_keeping_the_same_post_again_keeps_it_once(engine: Engine, arrivals: list[int]) -> None:
    posts = [a_post() for _ in range(5)]
    with engine.connect() as db:
        new = [inbox.keep(db, posts[number]) for number in arrivals]
        assert new == [number not in arrivals[:place] for place, number in enumerate(arrivals)]
        kept = [posts[number] for number in dict.fromkeys(arrivals)]
        assert inbox.waiting(db, "bnes", 10, now=NOON) == kept


@given(st.lists(st.lists(st.integers(0, 4), max_size=8), max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_several_kept_together_are_kept_as_one_after_the_other(engine: Engine, batches: list[list[int]]) -> None:
    posts, seen = [a_post() for _ in range(5)], set[int]()
    with engine.connect() as db:
        for batch in batches:
            new = inbox.keep_together(db, [posts[number] for number in batch])
            assert set(new) == {posts[number].name for number in set(batch) - seen}
            seen |= set(batch)
        kept = [posts[number] for number in dict.fromkeys(number for batch in batches for number in batch)]
        assert inbox.waiting(db, "bnes", 10, now=NOON) == kept


def test_a_batch_is_kept_in_the_same_statements_however_many_they_are(engine: Engine) -> None:
    counts = []
    with engine.connect() as db:
        for many in (2, 16):
            with statements(engine) as asked:
                inbox.keep_together(db, [a_post() for _ in range(many)])
            counts.append(len(asked))
    assert counts == [3, 17] if engine.dialect.name == "sqlite" else counts == [2, 2]


@given(st.binary())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_kept_as_they_came(engine: Engine, raw: bytes) -> None:
    post = a_post(raw=raw)
    with engine.connect() as db:
        inbox.keep(db, post)
        assert inbox.waiting(db, "bnes", 1, now=NOON) == [post]
        assert inbox.raw(db, "bnes", post.name) == raw


async def test_post_is_handed_out_in_the_order_it_came_until_it_is_read(database: Database) -> None:
    posts = [a_post(received=NOON - timedelta(hours=number)) for number in range(5)]

    def work(db: Connection) -> tuple[list[str], list[str]]:
        for post in posts:
            inbox.keep(db, post)
        first = due(db, limit=3)
        inbox.mark(db, posts[0], Read.READ, now=NOON)
        inbox.mark(db, posts[1], Read.UNREADABLE, now=NOON, why="no email")
        return first, due(db)

    first, then = await database.transact(work)
    assert first == [post.name for post in posts[:3]]
    assert then == [post.name for post in posts[2:]]


async def test_post_that_fails_is_tried_again_after_growing_pauses_and_then_waits_for_a_person(
    database: Database,
) -> None:
    post, other = a_post(), a_post()

    def work(db: Connection) -> list[float]:
        inbox.keep(db, post)
        inbox.keep(db, other)
        inbox.mark(db, other, Read.READ, now=NOON)
        pauses, minutes = [], 0.0
        while found := inbox.waiting(db, "bnes", 1, now=NOON + timedelta(minutes=minutes)):
            inbox.mark(db, found[0], Read.FAILED, now=NOON + timedelta(minutes=minutes), why="KeyError")
            pauses.append(minutes)
            minutes = next((one for one in range(int(minutes), 1000) if due(db, minutes=one)), 1000)
        return pauses

    assert await database.transact(work) == [0, 1, 3, 7, 15, 31, 63, 127]
    waiting = await database.look(lambda db: inbox.unread_by_machine(db, "bnes"))
    assert [(one.name, one.tries) for one in waiting] == [(post.name, inbox.TRIES)]


async def test_post_that_fails_is_not_in_the_way_of_the_next(database: Database) -> None:
    bad, good = a_post(), a_post()

    def work(db: Connection) -> list[str]:
        inbox.keep(db, bad)
        inbox.keep(db, good)
        inbox.mark(db, bad, Read.FAILED, now=NOON)
        return due(db, limit=1)

    assert await database.transact(work) == [good.name]


async def test_post_that_a_wrong_clock_says_comes_from_tomorrow_is_read_now(database: Database) -> None:
    post = a_post(received=NOON + timedelta(days=1))

    def work(db: Connection) -> list[str]:
        inbox.keep(db, post)
        return due(db)

    assert await database.transact(work) == [post.name]


async def test_large_post_is_handed_out_a_little_at_a_time(database: Database) -> None:
    large = [a_post(raw=bytes(inbox.AT_ONCE // 2 + 1)) for _ in range(2)]
    larger = a_post(raw=bytes(inbox.AT_ONCE + 1))

    def work(db: Connection) -> list[list[str]]:
        seen = []
        for post in (*large, larger, a_post()):
            inbox.keep(db, post)
        while posts := inbox.waiting(db, "bnes", 10, now=NOON):
            seen.append([post.name for post in posts])
            for post in posts:
                inbox.mark(db, post, Read.READ, now=NOON)
        return seen

    assert (await database.transact(work))[:3] == [[large[0].name], [large[1].name], [larger.name]]


async def test_how_far_a_mailbox_was_read_is_remembered(database: Database) -> None:
    def work(db: Connection) -> list[str]:
        said = [inbox.progress(db, "bnes", "box")]
        for value in ("7:1", "7:2"):
            inbox.set_progress(db, "bnes", "box", value)
            said.append(inbox.progress(db, "bnes", "box"))
        return said

    assert await database.transact(work) == ["", "7:1", "7:2"]


async def test_asking_for_the_bytes_of_a_post_that_is_not_there_says_so(database: Database) -> None:
    with pytest.raises(KeyError):
        await database.look(lambda db: inbox.raw(db, "bnes", "email/none"))
