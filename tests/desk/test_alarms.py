"""An alarm at the desk: somebody has it, acts, and writes down what came of it; nothing less closes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.alarms import Alarm, Level
from casework.contacts import Standing
from casework.time_passes.climbing import climb
from tests import build
from tests.desk.office import COMPLAINT, Browser, Office, a_contact, an_alarm, council

HERE = "/contacts/BN-7K4Q"


async def rung(office: Office) -> Alarm:
    contact = a_contact("hes got a knife and im scared to go home")
    alarm = an_alarm(contact)
    await office.keeps(contact, alarm)
    return alarm


def address(alarm: Alarm) -> str:
    return f"/alarms/{alarm.name.partition('/')[2]}"


async def press(browser: Browser, alarm: Alarm, do: str, **typed: str) -> object:
    """Press a button of an alarm on the page that is open."""
    assert browser.last is not None
    form = next(
        form for form in browser.last.html.css(f"form[action='{address(alarm)}']") if form.css(f"button[value={do}]")
    )
    hidden = {str(e.attributes["name"]): str(e.attributes["value"] or "") for e in form.css("[type=hidden]")}
    return await browser.post(address(alarm), **(hidden | {"do": do} | typed))


@pytest.mark.rule("R706")
async def test_the_whole_life_of_an_alarm(office: Office) -> None:
    alarm = await rung(office)
    mina = await office.signed_in("mina")
    page = await mina.get("/tray")
    assert page.all(".alarm h2") == ["BN-7K4Q: somebody may be in danger now"]
    assert "It rang 30 minutes ago. Nobody has it yet." in page.words
    assert "knife" not in page.words
    await press(mina, alarm, "have")
    assert mina.last is not None and mina.last.where == HERE
    page = await mina.get(HERE)
    assert "Mina Shaw has had it since 9.30am, today. The first action is still to come." in page.words
    office.now.go(minutes=20)
    await press(mina, alarm, "acted")
    await mina.get(HERE)
    await press(mina, alarm, "close", came_of="police", outcome="They went round. He is with his aunt.")
    kept = await office.alarm(alarm.name)
    assert (kept.acknowledged_by, kept.outcome) == ("mina", "police: They went round. He is with his aunt.")
    assert kept.acknowledged and kept.first_action and kept.closed
    assert "No open alarms." in (await mina.get("/safety")).words
    assert "They went round" in (await mina.get(HERE)).words
    did = [each[1] for each in await office.record() if each[2] == alarm.name]
    assert did == ["alarm taken", "alarm acted on", "alarm closed"]


@pytest.mark.rule("R706", "R716")
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"came_of", "outcome"}),
        ({"outcome": "   \n "}, {"came_of", "outcome"}),
        ({"came_of": "police"}, {"outcome"}),
        ({"outcome": "They went."}, {"came_of"}),
        ({"outcome": "They went.", "came_of": "nothing much"}, {"came_of"}),
    ],
)
async def test_it_closes_only_with_an_outcome_in_writing(
    office: Office, typed: dict[str, str], wrong: set[str]
) -> None:
    alarm = await rung(office)
    await office.keeps(replace(alarm, acknowledged=office.now(), acknowledged_by="mina"))
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    await press(mina, alarm, "close", **typed)
    page = mina.last
    assert page is not None and page.status == 422
    assert {each.rpartition("-")[2] for each in page.errors} == wrong
    assert page.value("textarea") == typed.get("outcome", "").strip()
    assert (await office.alarm(alarm.name)).closed is None


@pytest.mark.rule("R706")
async def test_nobody_closes_or_acts_on_what_nobody_has(office: Office) -> None:
    alarm = await rung(office)
    mina = await office.signed_in("mina")
    token = await mina.token()
    for do, typed in (("close", {"came_of": "police", "outcome": "x"}), ("acted", {}), ("", {}), ("delete", {})):
        page = await mina.post(address(alarm), token=token, seen="", do=do, **typed)
        assert page.status == 422
        assert page.errors
    assert (await office.alarm(alarm.name)) == alarm


async def test_two_who_press_at_once_hear_who_has_it_and_it_can_be_handed_over(office: Office) -> None:
    alarm = await rung(office)
    mina, femi = await office.signed_in("mina"), await office.signed_in("femi")
    await mina.get("/tray")
    await femi.get("/safety")
    await press(femi, alarm, "have")
    office.now.go(minutes=1)
    await press(mina, alarm, "have")
    assert mina.last is not None and mina.last.status == 422
    assert "Femi Dada has had it since 9.30am, today." in mina.last.words
    assert (await office.alarm(alarm.name)).acknowledged_by == "femi"
    await mina.get("/safety")
    await press(mina, alarm, "have")
    assert (await office.alarm(alarm.name)).acknowledged_by == "mina"


@pytest.mark.rule("R706")
async def test_one_that_became_more_urgent_is_nobodys_until_somebody_takes_it_again(office: Office) -> None:
    alarm = await rung(office)
    await office.keeps(replace(alarm, level=Level.HARM, acknowledged=office.now(), acknowledged_by="mina"))
    mina = await office.signed_in("mina")
    await mina.get("/safety")
    await office.keeps(replace(alarm, level=Level.IMMEDIATE))
    await press(mina, alarm, "close", came_of="false alarm", outcome="A game, he said.")
    assert mina.last is not None and mina.last.status == 422
    assert "It became more urgent since you opened the page, and nobody has it now." in mina.last.words
    assert "A game, he said." in mina.last.words
    assert (await office.alarm(alarm.name)).closed is None


async def test_what_was_typed_about_an_alarm_that_somebody_closed_is_not_lost(office: Office) -> None:
    alarm = await rung(office)
    await office.keeps(replace(alarm, acknowledged=office.now(), acknowledged_by="mina"))
    mina = await office.signed_in("mina")
    await mina.get("/safety")
    closed = replace(alarm, acknowledged=office.now(), acknowledged_by="mina", closed=office.now(), outcome="police: x")
    await office.keeps(closed)
    await press(mina, alarm, "close", came_of="police", outcome="They rang me back.")
    assert mina.last is not None
    assert mina.last.errors["kept"].startswith("Somebody closed this alarm at 9.30am, today.")
    assert "They rang me back." in mina.last.words


async def test_the_safety_page_says_who_is_rung_now_and_what_is_missing(office: Office) -> None:
    page = await (await office.signed_in("mina")).get("/safety")
    assert "On duty now: the duty team, 01632 960 200." in page.words
    assert "Rosa Finch" in page.words
    assert "Nobody is rung by telephone" in page.words
    office.now.go(hours=12)
    assert "On duty now: the night team" in (await (await office.signed_in("mina")).get("/safety")).words


@pytest.mark.rule("R708")
@pytest.mark.parametrize("joined", [False, True])
async def test_an_alarm_that_rang_before_anybody_knew_is_not_there_for_whoever_is_complained_of_nor_theirs_any_more(
    office: Office, *, joined: bool
) -> None:
    first, rung = a_contact("I was moved.", reference="BN-2222"), a_contact("hes got a knife")
    case = build.a_case(council(), first, complained_of="dan")
    await office.keeps(replace(first, standing=Standing.DECIDED, cases=(case.reference,)), case, rung, an_alarm(rung))
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    alarm = (await office.contact()).alarms[0].name
    await dan.get("/safety")
    await dan.send(f"/alarms/{alarm.partition('/')[2]}", do="have")
    assert (await office.alarm(alarm)).acknowledged_by == "dan"
    await mina.get(HERE)
    form, typed = ("join", {"case": "BN-2222"}) if joined else ("open", COMPLAINT | {"complained_of": "dan"})
    assert (await mina.send(form, **typed)).status == 303
    assert "BN-7K4Q" not in (await dan.get("/safety")).words and "BN-7K4Q" in (await mina.get("/safety")).words
    stands = await office.alarm(alarm)
    assert (stands.acknowledged_by, stands.wake_at) == ("", office.now()), "somebody else must take it"
    for do in ("have", "acted", "close"):
        tried = await dan.post(f"/alarms/{alarm.partition('/')[2]}", token=await dan.token(), do=do)
        assert tried.status == 404
    assert await office.alarm(alarm) == stands
    later = [office.now() + timedelta(minutes=minutes) for minutes in range(0, 60, 10)]
    told = {each.staff for moment in later for each in climb(stands, council(), moment).letters}
    assert told and "dan" not in told
