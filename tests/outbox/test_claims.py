"""A letter that a machine had in hand when it died leaves from another; one that is in hand is taken from nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TypeVar

from casework.messages import Channel
from outbox import claims
from outbox.claims import Watch
from store import outbox
from store.database import Connection, Database, Transact
from tests.conftest import Moment
from tests.outbox.test_courier_in_trouble import Shaky
from tests.outbox.way import Way, go, named, queue

T = TypeVar("T")

EVERY = 0.02


@asynccontextmanager
async def another(transact: Transact, now: Moment, looks: int = 3) -> AsyncIterator[asyncio.Event]:
    """A second machine, looking for what the first has left behind; it says when it gave something back."""
    gave = asyncio.Event()
    look = claims.take_over(transact=transact, council="larkhaven", now=now, wake=gave, every=EVERY, looks=looks)
    task = asyncio.create_task(look)
    try:
        yield gave
    finally:
        task.cancel()


async def test_what_a_machine_had_in_hand_when_it_died_leaves_again_under_the_same_name(
    database: Database, now: Moment
) -> None:
    way = Way()
    await queue(database, named("killed"))
    claimed = await database.transact(partial(outbox.claim, council="larkhaven", now=now(), rooms={Channel.EMAIL: 9}))
    assert await go(database, now, way)() == 0
    async with another(database.transact, now) as gave:
        await asyncio.wait_for(gave.wait(), 20)
    assert await go(database, now, way)() == 1
    assert way.taken == claimed


async def test_the_courier_says_what_it_has_in_hand(database: Database, now: Moment) -> None:
    await queue(database, named("slow"))
    letters = await database.transact(partial(outbox.claim, council="larkhaven", now=now(), rooms={Channel.EMAIL: 9}))
    now.go(seconds=7)
    held = asyncio.Event()

    async def transact(work: Callable[[Connection], T], /) -> T:
        done = await database.transact(work)
        held.set()
        return done

    saying = asyncio.create_task(claims.hold(lambda: letters, transact=transact, now=now, every=EVERY))
    await asyncio.wait_for(held.wait(), 20)
    saying.cancel()
    found = await database.look(partial(outbox.claims, council="larkhaven"))
    assert found == {letters[0].name: now()}


def test_a_claim_is_left_behind_when_it_was_seen_unchanged_so_often_without_a_break(now: Moment) -> None:
    watch, said = Watch(3), {"letter/1": now()}
    assert [watch.look(said) for _ in range(3)] == [{}, {}, said]
    renewed = {"letter/1": now() + timedelta(seconds=1)}
    assert [watch.look(renewed) for _ in range(3)] == [{}, {}, renewed]
    watch.forget()
    assert [watch.look(renewed) for _ in range(3)] == [{}, {}, renewed]
    assert watch.look({}) == {}


async def test_nothing_is_taken_over_while_the_store_comes_and_goes(database: Database, now: Moment) -> None:
    shaky = Shaky(database)
    await queue(database, named("in hand elsewhere"))
    await database.transact(partial(outbox.claim, council="larkhaven", now=now(), rooms={Channel.EMAIL: 9}))
    async with another(shaky.transact, now, looks=4) as gave:
        for _ in range(5):
            shaky.well.clear()
            shaky.failures = 1
            await asyncio.wait_for(shaky.well.wait(), 20)
            assert not gave.is_set()
        await asyncio.wait_for(gave.wait(), 20)
