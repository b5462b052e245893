"""What a night found right is not read again, until anything of it may be another."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from scheduler.nights import Right, full_round
from scheduler.pages import LeftOut
from store import people, tables
from tests.build import at
from tests.scheduler.conftest import Office
from tests.scheduler.test_sweeps import a_case_of

THE_NEXT = "2026-03-04 03:10"


async def a_night(office: Office, right: Right, moment: str) -> int:
    office.now.at = at(moment)
    return await full_round(
        transact=office.transact, look=office.look, council=office.council, now=office.now, right=right
    )


async def found_right(office: Office, *, since: str = "2026-03-03 03:10", left: bool = True) -> Right:
    """A case that a night found right; then it was made unreadable, which nobody notices who does not read it."""
    await office.keeps(a_case_of(2))
    if left:
        sent = update(tables.letters).values(state="sent", marked=at("2026-03-03 12:00"))
        await office.database.transact(lambda db: db.execute(sent))
    right = Right()
    await a_night(office, right, since)
    assert await a_night(office, right, since) == 0
    spoilt = update(tables.cases).values(data=b"nothing of ours")
    await office.database.transact(lambda db: db.execute(spoilt))
    return right


async def test_what_was_found_right_is_not_read_the_next_night(office: Office) -> None:
    right = await found_right(office)
    assert await a_night(office, right, THE_NEXT) == 0
    with pytest.raises(LeftOut):
        await a_night(office, Right(), THE_NEXT)


@pytest.mark.parametrize("changed", [{"version": 7}, {"wake_at": at("2026-03-06 09:00")}, {"wake_at": None}])
async def test_it_is_read_again_when_it_has_changed(office: Office, changed: dict[str, object]) -> None:
    right = await found_right(office)
    await office.database.transact(lambda db: db.execute(update(tables.cases).values(**changed)))
    with pytest.raises(LeftOut):
        await a_night(office, right, THE_NEXT)


async def test_it_is_read_again_within_a_week(office: Office) -> None:
    right = await found_right(office)
    assert await a_night(office, right, "2026-03-09 03:10") == 0
    with pytest.raises(LeftOut):
        await a_night(office, right, "2026-03-10 03:10")


async def test_it_is_the_sweeps_own_once_it_has_woken(office: Office) -> None:
    right = await found_right(office, since="2026-03-09 03:10")
    woken = (await office.database.look(lambda db: db.execute(tables.cases.select()).one())).wake_at
    assert woken == at("2026-03-11 08:30")
    for night in ("2026-03-10 03:10", "2026-03-11 03:10", "2026-03-12 03:10"):
        assert await a_night(office, right, night) == 0


async def test_it_is_read_again_when_somebody_else_works_here(office: Office) -> None:
    right = await found_right(office)
    one = await office.database.look(lambda db: people.staff(db, "bnes")[0])
    days_off = ((at(THE_NEXT).date(), at(THE_NEXT).date()),)
    await office.database.transact(lambda db: people.change(db, "bnes", replace(one, away=days_off)))
    with pytest.raises(LeftOut):
        await a_night(office, right, THE_NEXT)


async def test_what_has_letters_on_their_way_is_read_every_night(office: Office) -> None:
    right = await found_right(office, left=False)
    with pytest.raises(LeftOut):
        await a_night(office, right, THE_NEXT)
