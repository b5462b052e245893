"""What stands between somebody and a page: a session in use, headers, a form of ours, and a reason for what is kept
closest.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.alarms import Level
from casework.messages import File
from desk.app import HEADERS, OVER_TLS, ROUTES
from desk.signing import cookies
from store import sessions
from tests.conftest import Moment
from tests.desk.office import COMPLAINT, Office, a_contact, an_alarm, opened
from tests.desk.test_routes import address

REFERENCE = "BN-7K4Q"


async def test_every_address_answers_with_the_headers_to_whoever_asks_however_they_ask(office: Office) -> None:
    mina, stranger = await office.signed_in("mina"), office.stranger()
    last = [row for row in ROUTES if row.path == "/sign-out"]
    for row in [*(row for row in ROUTES if row not in last), *last]:
        for browser in (stranger, mina):
            for how in (row.how, "HEAD", "PUT"):
                answer = await browser.client.request(how, address(row), data={"x": "y"} if how == "POST" else None)
                assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, (how, row.path)
                assert answer.status_code < 500, (how, row.path)
                assert "strict-transport-security" not in answer.headers
                assert how != "PUT" or answer.status_code == 405, row.path


async def test_no_form_does_anything_without_its_token_in_any_browser_of_anybody(office: Office) -> None:
    mina = await office.signed_in("mina")
    before = await office.record()
    for row in (row for row in ROUTES if row.how == "POST" and not row.open):
        for typed in ({}, {"token": ""}, {"token": "é"}, {"token": ["0" * 64, "1" * 64]}):
            assert (await mina.post(address(row), **typed)).status == 403, row.path
    assert await office.record() == before


async def test_where_there_is_tls_the_cookie_is_this_addresss_own_and_the_browser_asks_for_nothing_less(
    url: str, now: Moment
) -> None:
    async with opened(url, now, secure=True) as office:
        entered = await office.stranger().post(f"/sign-in/{await office.link('mina')}")
        name, _, flags = entered.answer.headers["set-cookie"].partition("=")
        assert name == f"__Host-{cookies.SESSION}"
        assert {"httponly", "secure", "samesite=lax", "path=/"} <= {
            each.strip().casefold() for each in flags.split(";")
        }
        assert "domain" not in flags.casefold()
        assert entered.answer.headers["strict-transport-security"] == OVER_TLS["Strict-Transport-Security"]
        session = flags.partition(";")[0]
        for given, status in ((f"__Host-{cookies.SESSION}", 200), (cookies.SESSION, 303)):
            browser = office.stranger()
            browser.client.headers["cookie"] = f"{given}={session}"
            assert (await browser.get("/cases")).status == status, given


async def test_who_does_nothing_for_an_hour_is_signed_out_and_who_goes_on_after_a_working_day(office: Office) -> None:
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    office.now.go(minutes=59)
    assert (await dan.get("/cases")).status == 200
    office.now.go(minutes=2)
    assert ((await mina.get("/cases")).status, (await dan.get("/cases")).status) == (303, 200)
    for _ in range(7):
        office.now.go(minutes=57)
        assert (await dan.get("/cases")).status == 200
    office.now.go(minutes=30)
    assert (await dan.get("/cases")).status == 303, "eight hours and some minutes"
    assert timedelta(hours=8) == sessions.LASTS


async def test_a_council_says_how_long(url: str, now: Moment) -> None:
    async with opened(url, now, idle=timedelta(minutes=10), lasts=timedelta(hours=1)) as office:
        mina = await office.signed_in("mina")
        office.now.go(minutes=9)
        assert (await mina.get("/cases")).status == 200
        office.now.go(minutes=11)
        assert (await mina.get("/cases")).status == 303


async def test_where_the_council_says_so_a_session_lasts_longer_than_eight_hours(url: str, now: Moment) -> None:
    async with opened(url, now, idle=timedelta(hours=10), lasts=timedelta(hours=10)) as office:
        mina = await office.signed_in("mina")
        office.now.go(minutes=9 * 60)
        assert (await mina.get("/cases")).status == 200
        office.now.go(minutes=2 * 60)
        assert (await mina.get("/cases")).status == 303


@pytest.fixture
async def rung(office: Office) -> Office:
    """An alarm about a message with a picture, which nobody has taken."""
    message: dict[str, Any] = {"files": (File("arm.jpg", "image/jpeg", 20),)}
    contact = a_contact("hes got a knife", message=message)
    await office.keeps(contact, an_alarm(contact, Level.IMMEDIATE))
    return office


def file_of(office: Office) -> str:
    del office
    name = a_contact("hes got a knife", message={"files": (File("arm.jpg", "image/jpeg", 20),)}).messages[0].name
    return f"/files/{REFERENCE}/{name.partition('/')[2]}/1"


@pytest.mark.rule("R904")
async def test_a_file_of_a_safeguarding_record_is_opened_for_a_reason_too_and_then_one_is_where_one_was_going(
    rung: Office,
) -> None:
    femi, mina = await rung.signed_in("femi"), await rung.signed_in("mina")
    path = file_of(rung)
    assert (await mina.get(path)).all("h1") != [f"Why do you open {REFERENCE}?"], "the team deals with it"
    for each in (path, f"{path}/content", f"/files/{REFERENCE}/{path.split('/')[3]}/mail"):
        asked = await femi.get(each)
        assert asked.all("h1") == [f"Why do you open {REFERENCE}?"] and "arm.jpg" not in asked.answer.text
    await femi.get(path)
    assert (await femi.send("reason", why="asked for advice")).where == path
    assert "arm.jpg" in (await femi.get(path)).words
    assert [did for who, did, about in await rung.record() if who == "femi" and about == REFERENCE][:1] == [
        "gave a reason: asked for advice"
    ]


@pytest.mark.rule("R904")
async def test_the_way_on_after_a_reason_leads_nowhere_but_here(rung: Office) -> None:
    femi = await rung.signed_in("femi")
    await femi.get(f"/contacts/{REFERENCE}")
    for elsewhere in ("//evil.example", "https://evil.example", "/sign-out", ""):
        sent = await femi.send("reason", why="asked for advice", to=elsewhere)
        assert sent.where == f"/contacts/{REFERENCE}", elsewhere
        await femi.post(f"/contacts/{REFERENCE}/reason", token=await femi.token(), why="")


@pytest.mark.rule("R904")
async def test_no_reason_is_on_record_for_what_is_not_there(rung: Office) -> None:
    femi = await rung.signed_in("femi")
    before = await rung.record()
    for place in ("/cases/BN-9999", f"/contacts/{REFERENCE}x"):
        sent = await femi.post(f"{place}/reason", token=await femi.token(), why="asked for advice")
        assert sent.status == 404, place
    assert await rung.record() == before


@pytest.mark.rule("R115", "R904")
async def test_a_form_about_an_allegation_waits_for_a_reason_and_loses_nothing_that_was_typed(office: Office) -> None:
    await office.keeps(a_contact("He grabbed her."))
    mina, lena = await office.signed_in("mina"), await office.signed_in("lena")
    await mina.get(f"/contacts/{REFERENCE}")
    await mina.send("open", **(COMPLAINT | {"procedure": "lado"}))
    page = await lena.read(f"/cases/{REFERENCE}")
    move = str(page.html.css("ul.tasks a")[0].attributes["href"])
    assert (await lena.get(move)).status == 200
    stand = await office.stand(await office.case(), "lena")
    office.now.go(hours=9)
    lena = await office.signed_in("lena")
    typed = {"token": await lena.token(), "stand": stand, "why": "The strategy meeting is on Friday."}
    before = await office.case()
    waits = await lena.post(move, **typed)
    assert (waits.status, waits.all("h1")) == (403, ["Say why first"])
    assert typed["why"] in waits.words and await office.case() == before
    await lena.read(str(waits.one("main ol a").attributes["href"]))
    hidden = {
        str(each.attributes["name"]): str(each.attributes["value"]) for each in waits.html.css("main [type=hidden]")
    }
    assert hidden == typed
    sent = await lena.post(str(waits.one("main form").attributes["action"]), **hidden)
    assert sent.all("h1") != ["Say why first"] and sent.status != 403, sent.words


@pytest.mark.rule("R904")
async def test_whoever_has_the_alarm_gives_no_second_reason_for_its_files(rung: Office) -> None:
    rosa = await rung.signed_in("rosa")
    await rosa.get("/safety")
    contact = await rung.contact()
    await rosa.send(f"/alarms/{contact.alarms[0].name.partition('/')[2]}", do="have")
    assert "arm.jpg" in (await rosa.get(file_of(rung))).words
    alarm = await rung.alarm(contact.alarms[0].name)
    await rung.keeps(replace(alarm, closed=rung.now(), outcome="police: they went"))
    assert (await rosa.get(file_of(rung))).status == 404
