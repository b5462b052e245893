"""The morning's letters where a row cannot be read: it is left out, aloud, and everybody hears of all the others."""

import logging

import pytest
from sqlalchemy import text, update

from casework.changes import Change
from scheduler.pages import LeftOut
from scheduler.sweeps import SWEEPS
from store import tables
from tests.build import at
from tests.scheduler.conftest import Office
from tests.scheduler.test_sweeps import a_case_of, waiting

_, DIGESTS, _ = SWEEPS

MORNING = "2026-03-12 08:30"


async def told(office: Office) -> dict[str, tuple[str, str]]:
    """What everybody's letter of the morning counts: open cases, and messages that nobody has decided."""
    found = await office.letters("staff.digest")
    return {each.staff: (each.facts["open_count"], each.facts["unread_count"]) for each in found}


async def left_out(office: Office, caplog: pytest.LogCaptureFixture) -> list[str]:
    """The kinds of fault that are logged, each of one thing alone, while the sweep says that it failed."""
    with caplog.at_level(logging.ERROR), pytest.raises(LeftOut):
        await office.at(MORNING, DIGESTS)
    assert {each.message for each in caplog.records} == {"one could not be looked at"}
    return [vars(each)["kind"] for each in caplog.records]


async def spoilt(office: Office, *statements: str) -> None:
    """Somebody, or a disk, writes past the store."""
    for each in statements:
        await office.database.transact(lambda db, each=each: db.execute(text(each)))  # type: ignore[misc]


@pytest.fixture
async def full(office: Office) -> Office:
    """Nine cases and three messages in the tray."""
    await office.keeps(*map(a_case_of, range(10, 19)))
    await office.keeps(*(Change(contacts=(waiting(number),)) for number in range(20, 23)))
    office.now.at = at(MORNING)
    return office


async def test_a_case_whose_row_opens_under_no_key_is_in_nobodys_letter(
    full: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await spoilt(full, "update cases set data = x'0102' where reference = 'BN-7K413'")
    assert await left_out(full, caplog) == ["Unopened"]
    assert (await told(full))["mina"] == ("8", "3")


async def test_so_is_one_in_which_another_lies_and_a_message_that_is_no_value(
    full: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await spoilt(
        full,
        "update cases set data = (select data from cases where reference = 'BN-7K410') where reference = 'BN-7K418'",
    )
    lost = update(tables.contacts).where(tables.contacts.c.reference == "BN-3MP21").values(data=b"nothing of ours")
    await full.database.transact(lambda db: db.execute(lost))
    assert await left_out(full, caplog) == ["Unopened", "DecodeError"]
    assert (await told(full))["mina"] == ("8", "2")


async def test_what_is_mended_is_in_the_next_letters_and_nobody_has_them_twice(
    full: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await spoilt(
        full, "create table kept as select * from cases", "update cases set data = x'' where reference = 'BN-7K411'"
    )
    for _ in range(2):
        await left_out(full, caplog)
    once = await full.letters("staff.digest")
    await spoilt(full, "update cases set data = (select data from kept where kept.reference = cases.reference)")
    await full.at(MORNING, DIGESTS)
    assert await full.letters("staff.digest") == once
    await full.at("2026-03-13 08:30", DIGESTS)
    assert (await told(full))["mina"] == ("9", "3")
