"""A page is worked on together; whatever ails one of it, or whoever else has it in hand, the others are done."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import update

from casework.changes import Change
from casework.councils import with_staff
from casework.decide import decide
from casework.time_passes.lapse import after, lapse
from scheduler import pages, sweeps
from scheduler.sweeps import SWEEPS
from store import changes, due, migrations, people, tables
from store.database import Connection, Database, Stale
from tests.build import KEYS, at
from tests.scheduler.conftest import Office
from tests.scheduler.test_sweeps import ON_THE_DAY, THREE_LEFT, a_case_of
from tests.wire.postgres import Postgres

T = TypeVar("T")
GO_ROUND = SWEEPS[0]
LATE = at("2026-03-17 09:30")


async def test_a_page_is_saved_in_one_transaction_however_many_it_holds(office: Office) -> None:
    await office.keeps(*(a_case_of(number) for number in range(2, 10)))
    office.works = []
    assert await office.at(THREE_LEFT, GO_ROUND) == 8
    assert len(office.works) == 1


async def test_more_than_a_page_are_done_page_after_page(office: Office) -> None:
    many = [f"{first}{second}" for first in "BCDFGHJKLMNPQ" for second in "23456789"]
    await office.keeps(*(a_case_of(number) for number in many))  # type: ignore[arg-type]  # as it stands in a reference
    assert len(many) > pages.PAGE
    assert await office.at(THREE_LEFT, GO_ROUND) == len(many)
    assert len({each.reference for each in await office.letters("staff.chase_3_days")}) == len(many)


@pytest.mark.parametrize("ails", [Stale, ValueError])
async def test_a_page_that_cannot_be_saved_is_tried_one_by_one(office: Office, ails: type[Exception]) -> None:
    await office.keeps(*(a_case_of(number) for number in range(2, 6)))

    async def transact(work: Callable[[Connection], T]) -> T:
        found = work.args[0]  # type: ignore[attr-defined]  # the names of the page
        if "BN-7K43" in found:
            raise ails
        return await office.database.transact(work)

    office.now.at = at(THREE_LEFT)
    round_ = partial(sweeps.go_round, look=office.look, council=office.council, now=office.now)
    assert await round_(transact=transact) == 3
    assert {each.reference for each in await office.letters("staff.chase_3_days")} == {"BN-7K42", "BN-7K44", "BN-7K45"}
    assert await round_(transact=office.transact) == 1, "and the one that was left comes next time"


async def test_a_case_that_cannot_be_read_stops_no_other(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    await office.keeps(a_case_of(2), a_case_of(3), a_case_of(4))
    spoilt = update(tables.cases).where(tables.cases.c.reference == "BN-7K43").values(data=b"nothing of ours")
    await office.database.transact(lambda db: db.execute(spoilt))
    assert await office.at(THREE_LEFT, GO_ROUND) == 2
    assert {each.reference for each in await office.letters("staff.chase_3_days")} == {"BN-7K42", "BN-7K44"}
    assert [vars(each)["kind"] for each in caplog.records if each.name == "scheduler.pages"] == ["DecodeError"]


async def test_what_was_put_off_before_its_page_was_taken_in_hand_is_left_alone(office: Office) -> None:
    await office.keeps(a_case_of(2), a_case_of(3))
    answered = await office.case("BN-7K43")

    async def look(work: Callable[[Connection], T]) -> T:
        found = await office.look(work)
        await office.keeps(Change(cases=(replace(answered, wake_at=at(ON_THE_DAY)),)))
        return found

    office.now.at = at(THREE_LEFT)
    await sweeps.go_round(transact=office.transact, look=look, council=office.council, now=office.now)
    assert {each.reference for each in await office.letters("staff.chase_3_days")} == {"BN-7K42"}


async def test_a_case_that_time_has_moved_is_in_memory_what_is_read_again(office: Office) -> None:
    await office.keeps(a_case_of(2))
    case = await office.case("BN-7K42")
    staffed = with_staff(office.council, await office.look(lambda db: people.staff(db, "bnes")))
    moves = 0
    while decision := lapse(case, staffed, LATE):
        made = decide(case, decision, staffed)
        await office.keeps(made)
        case, moves = after(case, made), moves + 1
        assert case == await office.case("BN-7K42")
    assert moves


@pytest.mark.requires("postgres")
async def test_a_case_that_one_machine_has_in_hand_is_left_alone_by_the_others() -> None:
    with Postgres() as cluster:
        url = cluster.database()
        migrations.migrate(url)
        async with Database(url, KEYS) as one, Database(url, KEYS) as other:
            for change in (a_case_of(2), a_case_of(3)):
                await one.transact(lambda db, change=change: changes.save(db, change, at(ON_THE_DAY)))  # type: ignore[misc]
            held, done = threading.Event(), threading.Event()

            def holds(db: Connection) -> list[str]:
                found = list(due.take_cases(db, "bnes", ["BN-7K42"]))
                held.set()
                assert done.wait(20)
                return found

            holding = asyncio.ensure_future(one.transact(holds))
            assert await asyncio.to_thread(held.wait, 20)
            left = await other.transact(lambda db: list(due.take_cases(db, "bnes", ["BN-7K42", "BN-7K43"])))
            done.set()
            assert (await holding, left) == (["BN-7K42"], ["BN-7K43"])
