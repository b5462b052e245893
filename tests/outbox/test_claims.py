"""A letter that a machine had in hand when it died leaves from another; one that is in hand is taken from nobody."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from casework.letters import Letter
from casework.messages import Channel
from outbox import claims
from outbox.claims import Watch
from store import outbox
from store.database import Database, Transact
from tests.conftest import Moment
from tests.outbox.test_courier_in_trouble import Shaky
from tests.outbox.way import KIM, Way, go, named, queue

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


@asynccontextmanager
async def saying(
    database: Database, now: Moment, letters: Sequence[Letter], shaky: Shaky | None = None
) -> AsyncIterator[asyncio.Queue[set[str]]]:
    """A machine that says of these letters, claimed now, that it has them; and what it hears that it has lost."""
    lost, claimed = asyncio.Queue[set[str]](), {each.name: now() for each in letters}
    held = claims.hold(
        lambda: claimed, transact=(shaky or database).transact, council="larkhaven", now=now,
        lost=lambda names: lost.put_nowait(set(names)), every=EVERY,
    )  # fmt: skip
    task = asyncio.create_task(held)
    try:
        yield lost
    finally:
        task.cancel()


async def taken(database: Database, now: Moment) -> Sequence[Letter]:
    return await database.transact(partial(outbox.claim, council="larkhaven", now=now(), rooms={Channel.EMAIL: 9}))


async def test_the_courier_says_what_it_has_in_hand(database: Database, now: Moment) -> None:
    await queue(database, named("slow"))
    letters = await taken(database, now)
    async with saying(database, now, letters) as lost:
        now.go(seconds=7)
        async with asyncio.timeout(20):
            assert await lost.get() == set()
            assert await lost.get() == set()
    found = await database.look(partial(outbox.claims, council="larkhaven"))
    assert found == {letters[0].name: now()}


async def test_whoever_stood_still_hears_what_is_anothers_by_now(database: Database, now: Moment) -> None:
    await queue(database, named("slow"), named("other", to=KIM))
    letters = await taken(database, now)
    lapsed = {letters[0].name: now()}
    async with saying(database, now, letters) as lost:
        await database.transact(partial(outbox.give_back, council="larkhaven", claims=lapsed))
        now.go(seconds=20)
        assert await taken(database, now) == letters[:1]
        async with asyncio.timeout(20):
            assert await lost.get() == {letters[0].name}


async def test_a_word_that_the_store_took_though_it_seemed_to_fail_is_ours(database: Database, now: Moment) -> None:
    shaky = Shaky(database, after=True)
    await queue(database, named("slow"))
    letters = await taken(database, now)
    shaky.failures = 1
    async with saying(database, now, letters, shaky) as lost:
        now.go(seconds=7)
        async with asyncio.timeout(20):
            assert await lost.get() == set()
    assert shaky.failures == 0


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
