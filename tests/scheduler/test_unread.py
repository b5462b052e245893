"""A row that somebody altered spoils only itself: everybody else is served, and the sweep says that it failed."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, bindparam, text

from casework.changes import Change
from scheduler.pages import LeftOut
from scheduler.sweeps import SWEEPS
from store import migrations
from store.database import Database
from tests.build import KEYS, at, profile
from tests.conftest import Moment
from tests.scheduler.conftest import Office, opened, staffed
from tests.scheduler.test_back_again import heard, keep
from tests.scheduler.test_sweeps import THREE_LEFT, a_case_of, waiting
from tests.wire.postgres import Postgres

GO_ROUND, DIGESTS, FULL_ROUND = SWEEPS
MORNING = "2026-03-12 08:30"
LEFT_ASLEEP = at("2026-12-01 09:00")

ALTERED = {
    "nothing that was ever sealed": "update {} set data = :nothing where {}",
    "words, where SQLite takes them": "update {} set data = 'mended by hand' where {}",
    "what lay in another row": "update {0} set data = (select data from {0} where not ({1}) limit 1) where {1}",
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.requires("postgres"))])
async def somewhere(request: pytest.FixtureRequest, tmp_path: Path, now: Moment) -> AsyncIterator[Office]:
    """An office whose store is in a file, or on a server."""
    if request.param == "sqlite":
        async with opened(tmp_path / "heard.db", now) as made:
            yield made
        return
    with Postgres() as cluster:
        url = cluster.database()
        migrations.migrate(url)
        async with Database(url, KEYS) as database:
            await staffed(database)
            yield Office(database, profile("bnes"), now)


async def spoil(office: Office, table: str, which: str, how: str = "nothing that was ever sealed") -> None:
    """Somebody, or a disk, writes past the store."""
    said = text(ALTERED[how].format(table, which))
    given = said.bindparams(bindparam("nothing", b"\1\2", LargeBinary)) if ":nothing" in ALTERED[how] else said
    await office.database.transact(lambda db: db.execute(given))


async def left_out(office: Office, caplog: pytest.LogCaptureFixture, moment: str, sweep: int) -> list[str]:
    """What is logged while that sweep does all the rest, and says that it failed."""
    caplog.clear()
    with caplog.at_level(logging.ERROR), pytest.raises(LeftOut):
        await office.at(moment, SWEEPS[sweep])
    assert not any("mina" in str(vars(each)) or "BN-7K4" in str(vars(each)) for each in caplog.records), "of nobody"
    return sorted({f"{each.message}: {vars(each).get('kind')}" for each in caplog.records})


@pytest.mark.parametrize("how", ALTERED)
async def test_one_whose_row_cannot_be_read_keeps_nobody_elses_letter_back(
    somewhere: Office, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    await somewhere.keeps(a_case_of(2), Change(contacts=(waiting(2),)))
    await spoil(somewhere, "staff", "id = 'mina'", how)
    assert await left_out(somewhere, caplog, MORNING, 1) == ["the row of somebody here cannot be read: Unopened"]
    assert {each.staff for each in await somewhere.letters("staff.digest")} == {"dan", "priya"}


async def test_nor_a_chase(somewhere: Office, caplog: pytest.LogCaptureFixture) -> None:
    await somewhere.keeps(a_case_of(2))
    await spoil(somewhere, "staff", "id = 'mina'")
    assert await left_out(somewhere, caplog, THREE_LEFT, 0) == ["the row of somebody here cannot be read: Unopened"]
    assert {each.staff for each in await somewhere.letters("staff.chase_3_days")} == {"priya", "tom", "dan"}
    assert await somewhere.at(THREE_LEFT, GO_ROUND) == 0, "nothing is due, and nobody asks who works here"


@pytest.mark.parametrize("how", ALTERED)
async def test_the_full_round_goes_on_after_a_case_that_cannot_be_read(
    somewhere: Office, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    await somewhere.keeps(*(a_case_of(number, wake_at=LEFT_ASLEEP) for number in range(2, 6)))
    await spoil(somewhere, "cases", "reference = 'BN-7K43'", how)
    assert await left_out(somewhere, caplog, THREE_LEFT, 2) == [
        "a full round found what the hint had missed: None", "one could not be looked at: Unopened",
    ]  # fmt: skip
    chased = {each.reference for each in await somewhere.letters("staff.chase_3_days")}
    assert chased == {"BN-7K42", "BN-7K44", "BN-7K45"}
    assert await left_out(somewhere, caplog, THREE_LEFT, 2) == ["one could not be looked at: Unopened"]


async def test_when_no_row_of_anybodys_can_be_read_it_is_the_key_and_nothing_goes_on(somewhere: Office) -> None:
    await somewhere.keeps(a_case_of(2))
    await spoil(somewhere, "staff", "id <> ''")
    for sweep in SWEEPS:
        with pytest.raises(Exception, match="what is stored"):
            await somewhere.at(THREE_LEFT, sweep)
    assert not await somewhere.letters("staff.chase")


async def test_chats_hear_that_telegram_is_back_though_one_case_cannot_be_read(somewhere: Office) -> None:
    await keep(somewhere)
    await heard(somewhere, "2026-03-10 10:00")
    await spoil(somewhere, "cases", "reference = 'BN-2222'")
    assert await heard(somewhere, "2026-03-10 14:30") == 2
    assert await heard(somewhere, "2026-03-10 14:31") == 0
