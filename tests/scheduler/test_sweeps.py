"""What the program does without being asked: once, in time, whoever else sweeps, and whatever one case does."""

import asyncio
import logging
from dataclasses import replace
from datetime import date, time
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import text

from casework import days, names
from casework.alarms import Alarm, Level
from casework.changes import Change
from casework.contacts import Contact
from scheduler.sweeps import SWEEPS, Sweep
from store import migrations, unsaved
from store.database import Connection, Database
from tests.build import KEYS, a_contact, a_message, at, profile
from tests.build import opened as a_case_opened
from tests.conftest import Moment
from tests.scheduler.conftest import Office, opened, staffed
from tests.wire.postgres import Postgres

GO_ROUND, DIGESTS, FULL_ROUND = SWEEPS

THREE_LEFT, TWO_LEFT, ON_THE_DAY = "2026-03-11 09:30", "2026-03-12 09:30", "2026-03-16 09:30"
"""Working days before Monday 16 March, when a complaint of 2 March must be answered."""


def a_case_of(number: int, **other: object) -> Change:
    """A case open since 3 March, unlike the others."""
    message = a_message(f"He never came, number {number}.")
    contact = a_contact(profile("bnes"), message, reference=f"BN-7K4{number}")
    change = a_case_opened(profile("bnes"), contact)
    case = replace(change.cases[0], **other)  # type: ignore[arg-type]  # whatever the test is about
    new = replace(change.contacts[0], version=0)
    return Change(contacts=(new,), cases=(case,), letters=change.letters)


def poisoned(number: int) -> Change:
    """A case that no rule can work out: its reply is due after every calendar has ended."""
    change = a_case_of(number)
    case = change.cases[0]
    broken = tuple(replace(clock, due=date(2098, 3, 3)) for clock in case.clocks)
    return replace(change, cases=(replace(case, clocks=broken, wake_at=at("2026-03-04 09:00")),))


def waiting(number: int) -> Contact:
    """Somebody wrote on 2 March, and nobody has said what it is."""
    message = a_message(f"Nobody rang, number {number}.")
    return a_contact(
        profile("bnes"),
        message,
        id=names.name("contact", str(number)),
        reference=f"BN-3MP{number}",
        wake_at=at("2026-03-03 09:00"),
    )


@pytest.mark.rule("R603")
async def test_three_days_of_downtime_send_one_chase(office: Office) -> None:
    await office.keeps(a_case_of(2))
    assert await office.at("2026-03-10 17:00", GO_ROUND) == 0
    before = await office.letters()
    assert await office.at("2026-03-13 09:30", GO_ROUND) == 1
    after = (await office.letters())[len(before) :]
    assert sorted((each.staff, each.words) for each in after) == [
        ("priya", "staff.chase_2_days"),
        ("tom", "staff.chase_2_days"),
    ], "only the latest step that was reached, once to each who owes it"
    assert await office.at("2026-03-13 09:31", GO_ROUND) == 0


async def test_each_step_is_said_once_and_in_its_time(office: Office) -> None:
    await office.keeps(a_case_of(2))
    told: dict[str, list[str]] = {}
    for moment in (THREE_LEFT, THREE_LEFT, TWO_LEFT, TWO_LEFT, ON_THE_DAY):
        before = len(await office.letters())
        await office.at(moment, GO_ROUND)
        told.setdefault(moment, [each.words for each in (await office.letters())[before:]])
        assert moment == THREE_LEFT or "staff.chase_3_days" not in told[moment]
    assert set(told[THREE_LEFT]) == {"staff.chase_3_days"}
    assert set(told[TWO_LEFT]) == {"staff.chase_2_days"}
    assert set(told[ON_THE_DAY]) == {"staff.chase_due_today"}


async def test_a_poisoned_case_stops_no_other(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    await office.keeps(poisoned(2), a_case_of(3), poisoned(4), a_case_of(5))
    with caplog.at_level(logging.ERROR):
        assert await office.at(THREE_LEFT, GO_ROUND) == 2
    chased = {each.reference for each in await office.letters("staff.chase_3_days")}
    assert chased == {"BN-7K43", "BN-7K45"}
    said = [record for record in caplog.records if record.name == "scheduler.pages"]
    assert [vars(record)["kind"] for record in said] == ["CalendarEnds", "CalendarEnds"]
    assert not any("BN-7K4" in str(vars(record)) for record in said), "no reference is logged"


async def test_a_contact_that_waits_is_chased_though_a_case_is_poisoned(office: Office) -> None:
    await office.keeps(poisoned(2), Change(contacts=(waiting(2),)))
    await office.at("2026-03-04 09:30", GO_ROUND)
    assert [each.staff for each in await office.letters("staff.step_late")] == ["hana"], "R640: the second day is hers"


async def test_a_case_that_runs_late_falls_overdue_and_goes_on_being_chased(office: Office) -> None:
    await office.keeps(a_case_of(2))
    await office.at("2026-03-17 09:30", GO_ROUND)
    case = await office.case("BN-7K42")
    assert case.state.value == "overdue"
    assert [decision.move for decision in case.decisions][-1] == "fall_overdue"
    assert {each.words for each in await office.letters("staff.chase")} == {"staff.chase_overdue_1"}


async def test_nothing_is_looked_at_before_its_moment(office: Office) -> None:
    await office.keeps(*(a_case_of(number) for number in range(2, 10)), Change(contacts=(waiting(2),)))
    await office.at("2026-03-03 10:00", GO_ROUND)
    office.looks, office.works = 0, []
    assert await office.at("2026-03-03 10:05", GO_ROUND) == 0
    assert (office.looks, office.works) == (1, []), "one question for alarms, contacts and cases; nothing written"


async def test_the_full_round_finds_what_the_hint_had_missed(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    await office.keeps(a_case_of(2, wake_at=None), a_case_of(3, wake_at=at("2026-12-01 09:00")), a_case_of(4))
    assert await office.at(THREE_LEFT, GO_ROUND) == 1
    with caplog.at_level(logging.ERROR):
        assert await office.at(THREE_LEFT, FULL_ROUND) == 2
    assert "a full round found what the hint had missed" in caplog.messages
    assert {each.reference for each in await office.letters("staff.chase_3_days")} == {"BN-7K42", "BN-7K43", "BN-7K44"}
    assert await office.at(THREE_LEFT, FULL_ROUND) == 0, "now the hints are right"


@pytest.mark.rule("R605")
async def test_the_digest_comes_at_half_past_eight_on_working_days_and_once(office: Office) -> None:
    await office.keeps(a_case_of(2))
    moments = {
        "2026-03-12 08:29": 0,
        "2026-03-12 08:30": 3,  # mina and dan, whose whole work it is, and priya, whose case it is
        "2026-03-12 15:00": 3,  # the machine was restarted
        "2026-03-13 08:30": 6,
        "2026-03-14 08:30": 6,  # Saturday
        "2026-04-03 08:30": 6,  # Good Friday
        "2026-04-07 08:30": 11,  # Tuesday after Easter, and the lists of the week (R653)
    }
    for moment, so_far in moments.items():
        await office.at(moment, DIGESTS)
        found = await office.letters("staff.digest")
        assert len(found) == so_far, moment
        assert {each.staff for each in found} <= {"mina", "dan", "priya", "hana"}


@pytest.mark.rule("R602")
async def test_nobody_hears_in_a_digest_of_a_case_in_which_they_are_complained_of(office: Office) -> None:
    await office.keeps(a_case_of(2, excluded=frozenset({"dan"})))
    await office.at("2026-03-12 08:30", DIGESTS)
    assert {each.staff for each in await office.letters("staff.digest")} == {"mina", "priya"}
    await office.keeps(a_case_of(3))
    await office.at("2026-03-13 08:30", DIGESTS)
    second = (await office.letters("staff.digest"))[2:]
    counts = {each.staff: each.facts["open_count"] for each in second}
    assert counts == {"mina": "2", "dan": "1", "priya": "2"}


@pytest.mark.rule("R708")
async def test_nobody_hears_in_a_digest_of_what_an_alarm_leaves_them_out_of(office: Office) -> None:
    kept, new = a_case_of(2), waiting(3)
    await office.keeps(kept)
    await office.keeps(Change(contacts=(replace(new, wake_at=None),)))
    for about in (kept.contacts[0], new):
        rung = Alarm(
            names.name("alarm", about.id), "bnes", about.id, about.reference, Level.STAFF, (), at("2026-03-04 09:00"),
            excluded=frozenset({"dan"}),
        )  # fmt: skip
        await office.keeps(Change(alarms=(rung,)))
    await office.at("2026-03-16 08:30", DIGESTS)
    told = await office.letters("staff.digest")
    assert {each.staff for each in told} == {"mina", "priya", "hana"}
    assert {each.facts["unread_count"] for each in told if each.staff == "mina"} == {"1"}


async def test_a_form_that_nobody_came_back_for_goes_though_nobody_looks(office: Office) -> None:
    when = days.at(date(2026, 3, 3), time(9))
    typed = (("why", "a private thing"),)
    await office.database.transact(lambda db: unsaved.keep(db, "bnes", "mina", "/type-in", typed, when))
    await office.at("2026-03-10 03:10", FULL_ROUND)
    assert await office.database.look(_forms) == 1
    await office.at("2026-03-11 03:10", FULL_ROUND)
    assert await office.database.look(_forms) == 0


def _forms(db: Connection) -> int:
    return int(db.execute(text("select count(*) from unsaved")).scalar_one())


@pytest.mark.parametrize("order", list(permutations(SWEEPS)), ids=lambda order: "-".join(each.name for each in order))
async def test_any_order_of_the_sweeps_ends_the_same(
    office: Office, tmp_path: Path, now: Moment, order: tuple[Sweep, ...]
) -> None:
    await _some_work(office)
    await office.at(ON_THE_DAY, *order)
    assert await _ended(office) == await _one_by_one(tmp_path, now)


async def test_sweeps_at_the_same_moment_say_nothing_twice(office: Office, tmp_path: Path, now: Moment) -> None:
    await _some_work(office)
    await asyncio.gather(*(office.at(ON_THE_DAY, sweep) for sweep in (*SWEEPS, *SWEEPS, *reversed(SWEEPS))))
    assert await _ended(office) == await _one_by_one(tmp_path, now)


@pytest.mark.requires("postgres")
@pytest.mark.rule("R603")
async def test_machines_that_share_a_database_and_sweep_at_the_same_moment_send_one_chase(
    tmp_path: Path, now: Moment
) -> None:
    with Postgres() as cluster:
        url = cluster.database()
        migrations.migrate(url)
        async with Database(url, KEYS) as first, Database(url, KEYS) as second, Database(url, KEYS) as third:
            await staffed(first)
            machines = [Office(each, profile("bnes"), now) for each in (first, second, third)]
            await _some_work(machines[0])
            await asyncio.gather(*(machine.at(ON_THE_DAY, *SWEEPS) for machine in machines))
            await machines[0].at(ON_THE_DAY, *SWEEPS)
            assert await _ended(machines[1]) == await _one_by_one(tmp_path, now)


async def _some_work(office: Office) -> None:
    await office.keeps(
        *(a_case_of(number) for number in range(2, 6)),
        a_case_of(6, wake_at=None),
        Change(contacts=(waiting(2),)),
        Change(contacts=(replace(waiting(3), wake_at=None),)),
    )


async def _ended(office: Office) -> tuple[list[str], list[tuple[str, object]]]:
    """Every letter's name, in no order, and how each case stands."""
    found = [await office.case(f"BN-7K4{number}") for number in range(2, 7)]
    return sorted(each.name for each in await office.letters("")), [(case.state.value, case.wake_at) for case in found]


async def _one_by_one(folder: Path, now: Moment) -> tuple[list[str], list[tuple[str, object]]]:
    """How the same work ends in another office, where each sweep goes round alone and then once more."""
    async with opened(folder / "other.db", now) as other:
        await _some_work(other)
        await other.at(ON_THE_DAY, *SWEEPS)
        ended = await _ended(other)
        await other.at(ON_THE_DAY, *SWEEPS)
        assert await _ended(other) == ended
    return ended
