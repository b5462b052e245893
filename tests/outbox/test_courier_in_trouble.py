"""What becomes of a letter that cannot leave, and of all the others meanwhile."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import TypeVar

import pytest

from casework.changes import Change
from casework.letters import Letter, Urgency
from casework.messages import Address, Channel
from outbox.outcomes import GIVES_UP, PUZZLES, TryLater, Undeliverable, pause, told_to_an_officer
from outbox.render import Rendered
from store import changes, outbox, people
from store.database import Connection, Database
from tests import build
from tests.conftest import Moment
from tests.outbox.samples import a_letter
from tests.outbox.way import KIM, Way, at_work, courier, go, named, queue

T = TypeVar("T")


async def test_a_letter_that_cannot_go_now_goes_later_after_growing_pauses(database: Database, now: Moment) -> None:
    way, gone = Way(next=[TryLater("mail server: 451")] * 4), []
    await queue(database, named("patient"))
    began = now()
    while not way.taken:
        gone.append(now() - began)
        await go(database, now, way)()
        then = await next_due(database)
        now.at = max(now.at, then or now.at)
    waits = [later - earlier for earlier, later in pairwise(gone)]
    assert len(waits) == 4
    assert all(5 * 2**tries <= wait.total_seconds() <= 5 * 2**tries * 1.25 for tries, wait in enumerate(waits))


def test_pauses_grow_to_a_bound_and_are_short_where_somebody_is_in_danger() -> None:
    letter, danger = a_letter(), a_letter(urgency=Urgency.SAFETY)
    assert timedelta(minutes=15) <= pause(letter, 1000) <= timedelta(minutes=19)
    assert pause(danger, 1) <= timedelta(seconds=2.5)
    assert pause(danger, 1000) <= timedelta(seconds=75)
    assert len({pause(a_letter(once=str(number)), 3) for number in range(50)}) > 40
    assert pause(letter, 3) == pause(letter, 3)


async def test_asked_to_wait_we_wait_as_long_as_we_are_asked(database: Database, now: Moment) -> None:
    way = Way(next=[TryLater("Telegram: 429", after=600)])
    await queue(database, named("patient"))
    assert await go(database, now, way)() == 0
    now.go(seconds=599)
    assert await go(database, now, way)() == 0
    now.go(seconds=1)
    assert await go(database, now, way)() == 1


@pytest.mark.parametrize(("urgency", "waits"), [(Urgency.SAFETY, 75), (Urgency.ANSWER, 3600)])
async def test_asked_to_wait_for_ever_we_ask_again_and_soonest_where_somebody_is_in_danger(
    urgency: Urgency, waits: int, database: Database, now: Moment
) -> None:
    way = Way(next=[TryLater("Telegram: 429", after=1e18)])
    await queue(database, replace(named("patient"), urgency=urgency))
    assert await go(database, now, way)() == 0
    now.go(seconds=waits)
    assert await go(database, now, way)() == 1


async def test_while_there_is_nobody_at_all_no_letter_loses_its_place_or_waits_longer_each_time(
    database: Database, now: Moment
) -> None:
    there, way, wake, told = False, Way(), asyncio.Event(), asyncio.Queue[str]()

    async def send(letter: Letter, rendered: Rendered) -> str:
        if not there:
            told.put_nowait(letter.facts["name"])
            raise TryLater("mail server: SMTPConnectError", away=True)
        return await way(letter, rendered)

    await queue(database, named("first"), named("second", to=KIM))
    async with at_work(courier(database, now, senders={Channel.EMAIL: send}), wake), asyncio.timeout(20):
        assert {await told.get(), await told.get()} == {"first", "second"}
        assert await told.get() == "first", "one of them tries"
        await queue(database, named("danger", to=KIM, urgency=Urgency.SAFETY))
        while await told.get() != "danger":
            pass
        there = True
        await way.has_taken(3)
    assert way.order == ["danger", "first", "second"]
    assert await database.look(lambda db: outbox.tries(db, way.taken[1])) == 2, "a try at nobody's end is not counted"


async def test_what_another_has_taken_over_while_we_stood_still_is_let_go_of(database: Database, now: Moment) -> None:
    way, wake = Way(), asyncio.Event()
    way.open.clear()

    def another(db: Connection) -> int:
        outbox.give_back(db, "larkhaven", outbox.claims(db, "larkhaven"))
        taken = outbox.claim(db, "larkhaven", now(), {Channel.EMAIL: 9})
        outbox.sent_together(db, [(letter, "words", "far") for letter in taken], now())
        return len(taken)

    await queue(database, named("taken over"), named("after it"))
    async with at_work(courier(database, now, way, says=0.02), wake) as told, asyncio.timeout(20):
        await way.begun.wait()
        await told.get()
        now.go(seconds=20)
        assert await database.transact(another) == 2
        await told.get()  # it has let go, and asks for more
        way.open.set()
        await queue(database, named("next"))
        wake.set()
        await way.has_taken(1)
    assert way.order == ["next"]


@pytest.mark.parametrize("reader", [True, False])
async def test_a_reader_who_cannot_be_reached_for_days_is_a_task_but_our_own_server_may_take_a_week(
    database: Database, now: Moment, *, reader: bool
) -> None:
    way = Way(next=[TryLater("mail server: 452 4.2.2", reader=reader)] * 2)
    await queue(database, named("patient"))
    await go(database, now, way)()
    now.go(seconds=GIVES_UP.total_seconds() + 1)
    await go(database, now, way)()
    failed = await database.look(lambda db: outbox.failures(db, "larkhaven"))
    assert [why for _, why in failed] == (["mail server: 452 4.2.2"] if reader else [])


async def test_a_letter_that_will_never_arrive_is_a_task_for_a_person_and_the_next_one_goes(
    database: Database, now: Moment
) -> None:
    way = Way(next=[Undeliverable("mail server: 550 5.1.1")])
    task = a_letter("staff.undelivered", Address(Channel.EMAIL, "officer@example.test"), staff="officer", name="task")

    def unreached(db: Connection, letter: Letter, moment: datetime) -> Change:
        return Change(letters=(replace(task, written=moment, not_before=moment, about=letter.about),))

    await queue(database, named("lost"), named("next"))
    assert await go(database, now, way, unreached=unreached)() == 2
    assert sorted(way.order) == ["next", "task"]
    ((letter, why),) = await database.look(lambda db: outbox.failures(db, "larkhaven"))
    assert (letter.facts["name"], why) == ("lost", "mail server: 550 5.1.1")


async def test_the_officer_who_has_the_case_is_told_and_if_that_fails_the_manager_and_then_nobody(
    database: Database, now: Moment
) -> None:
    council, way = build.profile("bnes"), Way(next=[Undeliverable("Telegram: blocked")] * 3)
    opening = build.opened(council, build.a_contact(council))
    for each in council.staff:
        await database.transact(partial(people.add, council="bnes", one=each))
    await database.transact(lambda db: changes.save(db, replace(opening, letters=opening.letters[:1]), now()))
    now.go(days=1, hours=2)
    for _ in range(4):
        await go(database, now, way, council="bnes", unreached=told_to_an_officer(council))()
    failed = await database.look(lambda db: outbox.failures(db, "bnes"))
    assert [(letter.words, letter.staff) for letter, _ in failed] == [
        ("email.ack_complaint_statutory_adult", ""), ("staff.undelivered", "mina"), ("staff.undelivered", "dan"),
    ]  # fmt: skip
    assert not way.taken


async def test_a_letter_with_a_fact_missing_goes_back_to_the_desk_and_the_next_one_goes(
    database: Database, now: Moment
) -> None:
    way = Way()
    await queue(database, named("blank", reason_plain=""), named("next"))
    assert await go(database, now, way)() == 1
    ((letter, why),) = await database.look(lambda db: outbox.failures(db, "larkhaven"))
    assert (letter.facts["name"], why, way.order) == ("blank", "reason_plain", ["next"])


async def test_a_letter_that_breaks_something_is_tried_again_and_then_left_for_a_person(
    database: Database, now: Moment
) -> None:
    way, tries = Way(), []

    async def send(letter: Letter, rendered: Rendered) -> str:
        if letter.to == KIM:
            tries.append(now())
            raise ZeroDivisionError
        return await way(letter, rendered)

    await queue(database, named("puzzle", to=KIM), named("next"))
    for _ in range(PUZZLES + 1):
        await go(database, now, senders={Channel.EMAIL: send})()
        now.go(hours=1)
    assert (len(tries), way.order) == (PUZZLES, ["next"])
    ((letter, why),) = await database.look(lambda db: outbox.failures(db, "larkhaven"))
    assert (letter.facts["name"], why) == ("puzzle", "ZeroDivisionError")


async def test_a_service_that_stops_lets_what_is_on_its_way_get_there(database: Database, now: Moment) -> None:
    way = Way()
    way.open.clear()
    await queue(database, named("on its way"))
    going = asyncio.create_task(go(database, now, way)())
    await way.begun.wait()
    going.cancel()
    way.open.set()
    with pytest.raises(asyncio.CancelledError):
        await going
    now.go(hours=1)
    assert await go(database, now, way)() == 0
    assert way.order == ["on its way"]


class Shaky:
    """A store whose next pieces of work fail: a full disk, a database that restarts."""

    def __init__(self, database: Database, *, after: bool = False) -> None:
        """`after`: it had taken them, and nobody was told."""
        self._database, self._after, self.failures, self.well = database, after, 0, asyncio.Event()

    async def transact(self, work: Callable[[Connection], T], /) -> T:
        if self.failures:
            if self._after:
                await self._database.transact(work)
            self.failures -= 1
            if not self.failures:
                self.well.set()
            raise OSError(28, "No space left on device")
        return await self._database.transact(work)


async def test_a_store_that_is_down_when_a_letter_has_left_does_not_make_it_leave_twice(
    database: Database, now: Moment
) -> None:
    shaky, way = Shaky(database), Way()
    way.open.clear()
    await queue(database, named("once"))
    going = asyncio.create_task(go(database, now, way, transact=shaky.transact)())
    await way.begun.wait()
    shaky.failures = 2
    way.open.set()
    assert await going == 1
    now.go(hours=1)
    assert await go(database, now, way)() == 0
    assert way.order == ["once"]


async def test_the_courier_goes_on_when_the_store_comes_back_and_at_once_when_woken(
    database: Database, now: Moment
) -> None:
    shaky, way, wake = Shaky(database), Way(), asyncio.Event()
    shaky.failures = 2
    async with at_work(courier(database, now, way, transact=shaky.transact), wake, poll=0.01):
        await asyncio.wait_for(shaky.well.wait(), 10)
    async with at_work(courier(database, now, way, transact=shaky.transact), wake) as told:
        await asyncio.wait_for(told.get(), 10)
        await queue(database, named("woken"))
        wake.set()
        await way.has_taken(1)


async def test_a_letter_held_back_leaves_when_its_time_comes_and_not_at_the_next_look(
    database: Database, now: Moment
) -> None:
    way = Way()
    await queue(database, replace(named("held"), not_before=now() + timedelta(seconds=0.2)))
    async with at_work(courier(database, now, way), asyncio.Event()) as told:
        assert await asyncio.wait_for(told.get(), 10) == 0 and not way.taken
        now.go(seconds=1)
        await way.has_taken(1)


async def test_a_letter_held_back_leaves_in_time_though_another_takes_long_on_its_way(
    database: Database, now: Moment
) -> None:
    way = Way()
    way.open.clear()
    await queue(database, named("long"), replace(named("held", KIM), not_before=now() + timedelta(seconds=0.2)))
    going = asyncio.create_task(go(database, now, way)())
    await asyncio.wait_for(way.begun.wait(), 10)
    way.begun.clear()
    now.go(seconds=1)
    await asyncio.wait_for(way.begun.wait(), 10)
    way.open.set()
    assert await going == 2


async def next_due(database: Database) -> datetime | None:
    far = datetime.max.replace(tzinfo=Moment().at.tzinfo) - timedelta(days=2)
    return await database.look(lambda db: outbox.oldest_waiting(db, "larkhaven", far))
