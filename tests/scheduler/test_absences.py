"""Somebody is away: what was asked of them is asked of whoever stands in, by the next sweep."""

from dataclasses import replace

import pytest

from casework.changes import Change
from scheduler.sweeps import SWEEPS
from store import absences, people
from tests import build
from tests.build import at
from tests.scheduler.conftest import Office

GO_ROUND = SWEEPS[0]


@pytest.mark.rule("R601")
async def test_a_chase_that_went_to_somebody_away_goes_to_their_deputy_at_once(office: Office) -> None:
    contact = build.a_contact(office.council)
    opened = build.opened(office.council, contact)
    await office.keeps(Change(contacts=(replace(contact, wake_at=None),)), Change(cases=opened.cases))
    await office.at("2026-03-11 08:31", GO_ROUND)
    before = {each.staff for each in await office.letters("staff.chase_3_days")}
    assert before == {"priya", "tom", "dan"}

    today = at("2026-03-11 10:00")
    office.now.at = today

    async def said(deputy: str) -> bool:
        return await office.database.transact(
            lambda db: absences.away(db, "bnes", "priya", today.date(), today.date(), deputy=deputy, now=today)
        )

    assert await said("mina")
    await office.at("2026-03-11 10:01", GO_ROUND)
    after = [each.staff for each in await office.letters("staff.chase_3_days")]
    assert sorted(after) == ["dan", "mina", "priya", "tom"], "asked of mina too, and of nobody twice"
    assert await said("mina")
    assert await office.at("2026-03-11 10:02", GO_ROUND) == 0, "the same absence again changes nothing"


async def test_absences_that_touch_are_one_and_end_when_somebody_is_back(office: Office) -> None:
    first, next_day, last = (at(f"2026-03-{day} 09:00").date() for day in ("11", "12", "20"))

    async def away(one: str) -> tuple[object, ...]:
        return await office.database.look(
            lambda db: next(each.away for each in people.staff(db, "bnes") if each.id == one)
        )

    for span in ((first, first), (next_day, last)):
        await office.database.transact(
            lambda db, span=span: absences.away(db, "bnes", "priya", *span, now=office.now())  # type: ignore[misc]
        )
    assert await away("priya") == ((first, last),)
    await office.database.transact(lambda db: absences.back(db, "bnes", "priya", next_day, now=office.now()))
    assert await away("priya") == ((first, first),)
    assert not await office.database.transact(
        lambda db: absences.away(db, "bnes", "nobody", first, last, now=office.now())
    )
