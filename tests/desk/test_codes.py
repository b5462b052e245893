"""A code from one's telephone follows the link: it works once, only for its owner, and a link alone lets nobody in."""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk.signing import Codes, codes
from store import second_steps
from store.people import Purpose, issue_link
from store.second_steps import WRONG
from tests.conftest import Moment
from tests.desk.office import Browser, Office, Page, opened

RFC = b"12345678901234567890"
NOT_RIGHT = "That code is not right, or was used already."


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standards_own_table(second: int, code: str) -> None:
    moment = datetime.fromtimestamp(second, UTC)
    assert codes.code(RFC, codes.at(moment)) == code
    assert codes.matching(RFC, f" {code[:3]} {code[3:]} ", moment) == codes.at(moment)
    assert codes.matching(RFC, str(int(code) + 1).zfill(6), moment) is None
    assert codes.matching(RFC, "", moment) is codes.matching(RFC, "１２３", moment) is None


def test_what_the_app_scans_names_the_account_by_its_short_name_and_the_service() -> None:
    read = codes.address(RFC, account="mina", service="Heard Bath & North")
    assert read == (
        "otpauth://totp/Heard%20Bath%20%26%20North:mina"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Heard%20Bath%20%26%20North"
    )
    assert codes.in_text(RFC) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert "style" not in codes.picture(read) and "script" not in codes.picture(read)


@pytest.fixture
async def strict(url: str, now: Moment) -> AsyncIterator[Office]:
    """An office in which everybody needs a code."""
    async with opened(url, now, codes=Codes.REQUIRED) as office:
        yield office


def shown(page: Page) -> bytes:
    """The secret, as somebody types it into their telephone."""
    return base64.b32decode(page.one(".key").text().replace(" ", ""))


async def linked(office: Office, browser: Browser, staff: str = "mina") -> Page:
    return await browser.post(f"/sign-in/{await office.link(staff)}")


async def set_up(office: Office, browser: Browser) -> bytes:
    """Somebody whose link was right sets up their telephone and is in."""
    page = await browser.get("/sign-in/phone")
    secret = shown(page)
    done = await browser.send("phone", code=codes.code(secret, codes.at(office.now())))
    assert done.where == "/", done.words
    office.now.go(minutes=1)
    return secret


def now_of(office: Office, secret: bytes) -> str:
    return codes.code(secret, codes.at(office.now()))


async def test_where_everybody_needs_a_code_a_link_alone_opens_nothing_but_the_setting_up(strict: Office) -> None:
    mina = strict.stranger()
    assert (await linked(strict, mina)).where == "/sign-in/phone"
    for path in ("/tray", "/cases", "/settings/phone"):
        assert (await mina.get(path)).where.startswith("/sign-in?next=")
    await mina.get("/sign-in/phone")
    assert (await mina.send("phone", code="000000")).errors == {
        "code": "That code does not fit this account. Check that you added it to your app, and type the code that it "
        "shows now."
    }
    await set_up(strict, mina)
    assert (await mina.get("/tray")).status == 200
    assert (await mina.get("/sign-in/phone")).where == "/sign-in", "what opened it is used up"
    said = [did for who, did, _ in await strict.record() if who == "mina"]
    assert said == ["set up a telephone for codes", "signed in with a code"]


async def test_after_that_every_sign_in_takes_a_code_which_works_once(strict: Office) -> None:
    first, second, third = strict.stranger(), strict.stranger(), strict.stranger()
    await linked(strict, first)
    secret = await set_up(strict, first)
    assert (await linked(strict, second)).where == "/sign-in/code"
    assert (await second.get("/sign-in/phone")).where == "/sign-in/code", "no second telephone for who has a link only"
    await second.get("/sign-in/code")
    code = now_of(strict, secret)
    assert (await second.send("second", code=code)).where == "/"
    await linked(strict, third)
    await third.get("/sign-in/code")
    replayed = await third.send("second", code=code)
    assert replayed.status == 422 and replayed.errors["code"].startswith(NOT_RIGHT)
    strict.now.go(minutes=1)
    assert (await third.send("second", code=now_of(strict, secret))).where == "/"


async def test_the_same_code_at_once_in_two_browsers_lets_one_in(strict: Office) -> None:
    mina, thief = strict.stranger(), strict.stranger()
    await linked(strict, mina)
    secret = await set_up(strict, mina)
    for browser in (mina, thief):
        await linked(strict, browser)
    code = now_of(strict, secret)
    both = await asyncio.gather(*(each.post("/sign-in/code", code=code) for each in (mina, thief)))
    assert sorted(each.status for each in both) == [303, 422]


async def test_too_many_wrong_codes_must_wait_even_with_the_right_one_and_stand_on_record(strict: Office) -> None:
    mina = strict.stranger()
    await linked(strict, mina)
    secret = await set_up(strict, mina)
    guesser = strict.stranger()
    await linked(strict, guesser)
    assert {(await guesser.post("/sign-in/code", code="12345x")).status for _ in range(WRONG)} == {422}
    shut = await guesser.post("/sign-in/code", code=now_of(strict, secret))
    assert (shut.status, "Wait a quarter of an hour" in shut.words) == (429, True)
    assert (await strict.record()).count(("mina", "gave a wrong code", "")) == WRONG
    strict.now.go(minutes=16)
    assert "took too long" in (await guesser.post("/sign-in/code", code=now_of(strict, secret))).words
    await linked(strict, mina)
    assert (await mina.post("/sign-in/code", code=now_of(strict, secret))).where == "/"


async def test_one_persons_key_is_no_use_in_anothers_form_nor_in_anothers_row(strict: Office) -> None:
    mina, dan = strict.stranger(), strict.stranger()
    await linked(strict, mina)
    await linked(strict, dan, "dan")
    offered = await mina.get("/sign-in/phone")
    assert "?secret=" in str(offered.one("a[href^=otpauth]").attributes["href"])
    code, key = now_of(strict, shown(offered)), str(offered.one("[name=key]").attributes["value"])
    foreign = await dan.post("/sign-in/phone", key=key, code=code)
    assert "made for another page" in foreign.words and shown(foreign) != shown(offered)
    assert (await mina.post("/sign-in/phone", key=key, code=code)).where == "/"
    theirs = await strict.database.look(lambda db: second_steps.of(db, "bnes", "mina"))
    assert theirs is not None and shown(offered) not in theirs.secret
    await strict.database.transact(lambda db: second_steps.keep(db, "bnes", "dan", replace(theirs, last=0)))
    await linked(strict, dan, "dan")
    moved = await dan.post("/sign-in/code", code=now_of(strict, shown(offered)))
    assert moved.status == 500, "whoever writes into the table has put no telephone in another's place"


async def test_where_codes_are_offered_a_newcomer_is_in_with_one_link_and_who_set_one_up_needs_it(
    office: Office,
) -> None:
    mina = await office.signed_in("mina")
    assert "Set up your phone for codes" in (await mina.get("/settings")).words
    page = await mina.get("/settings/phone")
    done = await mina.send("phone", code=now_of(office, shown(page)))
    assert done.where == "/settings", done.words
    assert "With your link and a code from your phone." in (await mina.get("/settings")).words
    assert (await linked(office, office.stranger())).where == "/sign-in/code"


async def test_another_telephone_takes_a_code_of_the_first_and_so_does_stopping(office: Office) -> None:
    mina = await office.signed_in("mina")
    first = shown(await mina.get("/settings/phone"))
    old_form = mina.last
    await mina.send("phone", code=now_of(office, first))
    office.now.go(minutes=1)
    assert old_form is not None
    hidden = old_form.html.css("#phone [type=hidden]")
    kept = {str(each.attributes["name"]): str(each.attributes["value"]) for each in hidden}
    await mina.post("/settings/phone", **kept, code=now_of(office, first))
    since = await office.database.look(lambda db: second_steps.of(db, "bnes", "mina"))
    assert since is not None and since.since < office.now(), "a form of before is no way round the code"
    await mina.get("/settings/phone")
    assert (await mina.send("change", do="other", code="000000")).status == 422
    await mina.get("/settings/phone")
    second = shown(await mina.send("change", do="other", code=now_of(office, first)))
    assert second != first
    assert (await mina.send("phone", code=now_of(office, second))).where == "/settings"
    office.now.go(minutes=1)
    await mina.get("/settings/phone")
    assert (await mina.send("change", do="stop", code=now_of(office, first))).status == 422, "the first is no use now"
    assert (await mina.send("change", do="stop", code=now_of(office, second))).where == "/settings"
    assert (await linked(office, office.stranger())).where == "/"


async def test_nobody_stops_where_everybody_needs_a_code_and_nobody_is_asked_where_there_are_none(
    strict: Office, url: str, now: Moment
) -> None:
    mina = strict.stranger()
    await linked(strict, mina)
    secret = await set_up(strict, mina)
    page = await mina.get("/settings/phone")
    assert "Stop using codes" not in page.words
    refused = await mina.post(
        "/settings/phone/change", token=await mina.token(), do="stop", code=now_of(strict, secret)
    )
    assert refused.status == 422 and "but not stop" in refused.words
    async with opened(url, now, codes=Codes.NEVER) as plain:
        browser = plain.stranger()
        assert (await linked(plain, browser)).where == "/"
        assert (await browser.get("/settings/phone")).status == 404


async def test_a_first_step_of_long_ago_or_made_up_begins_anew(strict: Office) -> None:
    mina = strict.stranger()
    await linked(strict, mina)
    strict.now.go(minutes=16)
    assert (await mina.get("/sign-in/phone")).where == (await mina.get("/sign-in/code")).where == "/sign-in"
    made_up = strict.stranger()
    made_up.client.cookies.set("desk_half", await strict.link("mina"))
    for path in ("/sign-in/code", "/sign-in/phone"):
        assert (await made_up.get(path)).where == "/sign-in", "a link is no first step until its button is pressed"
        assert (await made_up.post(path, code="123456", key="")).status == 403
    half = await strict.database.transact(lambda db: issue_link(db, "bnes", "mina", strict.now(), Purpose.SECOND_STEP))
    assert (await made_up.post(f"/sign-in/{half}")).status == 403, "nor is a first step a link"
