"""Who is away: said at the desk, by everybody for themselves and by the complaints team for anyone."""

import pytest

from tests.build import at
from tests.desk.office import Office

AWAY = {
    "first-day": "11", "first-month": "3", "first-year": "2026",
    "last-day": "13", "last-month": "3", "last-year": "2026",
}  # fmt: skip


@pytest.mark.rule("R601")
async def test_an_officer_says_who_is_away_and_who_stands_in_and_it_ends_when_they_are_back(office: Office) -> None:
    office.now.at = at("2026-03-11 09:00")
    mina = await office.signed_in("mina")
    await mina.get("/away")
    assert (await mina.send("away", who="priya", deputy="tom", **AWAY)).where == "/away"
    page = await mina.get("/away")
    assert "Wednesday 11 March" in page.words and "Friday 13 March" in page.words
    assert ("mina", "absence kept", "priya") in await office.record()
    await mina.send("/away/priya/back")
    before = await office.record()
    assert (await mina.post("/away/nobody-here/back", token=await mina.token())).status == 404
    assert await office.record() == before, "nothing is on record of nobody"
    assert "Nobody, as far as we know." in (await mina.get("/away")).words


async def test_a_manager_speaks_for_nobody_else(office: Office) -> None:
    office.now.at = at("2026-03-11 09:00")
    priya = await office.signed_in("priya")
    page = await priya.get("/away")
    token = page.html.css("input[name=token]")[0].attributes["value"] or ""
    refused = await priya.send("away", who="tom", **AWAY)
    assert refused.errors == {"away-who": "Choose from the list."}
    assert (await priya.post("/away/tom/back", token=token)).status == 404


async def test_days_the_wrong_way_round_are_said_and_kept_as_typed(office: Office) -> None:
    mina = await office.signed_in("mina")
    await mina.get("/away")
    page = await mina.send("away", who="priya", deputy="priya", **(AWAY | {"last-day": "1"}))
    assert page.errors["away-last-day"] == "The last day is before the first."
    assert page.value("#away-first-day") == "11"
