"""The council's own sign-in lets its people in, against a real provider (django-oauth-toolkit) with real keys."""

import logging
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from casework.frozen import frozen
from desk.doorstep import STARTS
from desk.signing import cookies
from desk.signing.errands import Errand, NotReached, Refused
from desk.signing.provider import Provider as Ours
from run import time_of_day
from store import people
from tests.conftest import Moment
from tests.desk import chromium
from tests.desk.office import TRUST, Browser, Office, opened
from tests.wire.loopback import HOST, free_ports
from tests.wire.provider import CLIENT, PASSWORD, SECRET, Provider

pytestmark = pytest.mark.slow
NOT_IN = "It may have taken too long, or your account is not known here."


@frozen
class Places:
    """The provider, and the port of the desk that it knows."""

    provider: Provider
    port: int


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """A provider for all of these: it takes some seconds to start."""
    (port,) = free_ports(1)
    with Provider(f"http://{HOST}:{port}", tmp_path_factory.mktemp("provider")) as running:
        yield Places(running, port)


@pytest.fixture
def real() -> Moment:
    """The time of day as it is: the provider has no other."""
    return Moment(time_of_day.now())


@pytest.fixture
def ours(places: Places, real: Moment) -> Ours:
    """How the desk asks it."""
    return Ours(
        places.provider.issuer, CLIENT, SECRET, f"http://{HOST}:{places.port}", real, ssl.create_default_context()
    )


@pytest.fixture
async def office(url: str, real: Moment, ours: Ours, places: Places) -> AsyncIterator[Office]:
    """An office of a council that has such a sign-in."""
    async with opened(url, real, port=places.port, provider=ours) as there:
        yield there


async def over_there(place: str, desk: str, name: str = "mina") -> str:
    """Sign in at the council's own page; where it sends somebody then."""
    async with httpx.AsyncClient(verify=TRUST, timeout=20) as client:
        page = await client.get(place, follow_redirects=True)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token, page.text
        typed = {"csrfmiddlewaretoken": token[1], "username": name, "password": PASSWORD}
        answer = await client.post(page.url, data=typed)
        for _ in range(3):
            place = str(answer.url.join(answer.headers["location"]))
            if place.startswith(desk):
                return place.removeprefix(desk)
            answer = await client.get(place)
    raise AssertionError("it never sent them back")


def query(place: str) -> dict[str, str]:
    """What an address says after its question mark."""
    return dict(httpx.URL(place).params)


async def sent_back(office: Office, browser: Browser, name: str = "mina") -> str:
    begun = await browser.get("/sign-in/council")
    assert begun.status == 303
    return await over_there(begun.where, office.address, name)


async def test_somebody_of_the_council_is_let_in_where_they_were_going_and_nothing_of_it_is_kept(
    office: Office, tmp_path: Path
) -> None:
    mina = office.stranger()
    asked = await mina.get((await mina.get("/cases")).where)
    assert "Sign in with your council account" in asked.words
    back = await sent_back(office, mina)
    assert (await mina.get(back)).where == "/cases"
    assert (await mina.get("/cases")).status == 200
    assert set(mina.client.cookies) == {cookies.SESSION}
    assert [each for each in await office.record() if each[1].startswith("signed in")] == [
        ("mina", "signed in with the council’s account", "")
    ]
    kept = b"".join((tmp_path / name).read_bytes() for name in ("heard.db", "heard.db-wal"))
    code = re.search(r"code=([^&]+)", back)
    assert code and code[1].encode() not in kept and b"eyJ" not in kept, "neither code nor token"


async def test_who_is_not_known_here_or_has_left_is_told_no_more_than_anybody_who_does_not_get_in(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    eve, dan = office.stranger(), office.stranger()
    unknown = await eve.get(await sent_back(office, eve, "eve"))
    await office.database.transact(lambda db: people.remove(db, "bnes", "mina", office.now()))
    left = await dan.get(await sent_back(office, dan))
    made_up = await office.stranger().get("/sign-in/back?code=made-up&state=made-up")
    told = {page.answer.text for page in (unknown, left, made_up)}
    assert len(told) == 1 and NOT_IN in unknown.words
    assert {page.status for page in (unknown, left, made_up)} == {403}
    assert (await eve.get("/cases")).status == 303
    said = [(record.getMessage(), vars(record)["kind"]) for record in caplog.records if record.name.startswith("desk")]
    assert said == [("the council's sign-in let nobody in", kind) for kind in ("unknown", "unknown", "no errand")]


async def test_who_begins_again_and_again_and_never_comes_back_must_wait_and_the_council_is_not_asked(
    office: Office,
) -> None:
    for _ in range(STARTS - 2):
        office.desk.starts.failed(HOST, office.now())
    mina, stranger = office.stranger(), office.stranger()
    back = await sent_back(office, mina)
    for _ in range(2):
        assert (await mina.get(back)).status in (303, 403)
        assert (await stranger.get("/sign-in/council")).status == 303, "who was let in counts for nothing"
        mina = office.stranger()
    for path in ("/sign-in/council", "/sign-in/out"):
        shut = await stranger.get(path)
        assert (shut.status, shut.where) == (429, "") and "ten minutes" in shut.words
    office.now.go(minutes=11)
    assert (await stranger.get("/sign-in/council")).status == 303


async def test_a_way_back_works_once_and_in_the_browser_that_set_out(office: Office) -> None:
    mina, thief = office.stranger(), office.stranger()
    back = await sent_back(office, mina)
    await thief.get("/sign-in/council")
    assert (await thief.get(back)).status == 403, "somebody else's way back, in a browser with an errand of its own"
    errand = mina.client.cookies[cookies.ERRAND]
    assert (await mina.get(back)).status == 303
    again = office.stranger()
    again.client.cookies.set(cookies.ERRAND, errand)
    assert (await again.get(back)).status == 403, "the provider takes a code once"


async def test_the_provider_itself_refuses_a_code_without_the_proof_that_we_set_out(ours: Ours) -> None:
    place, errand = await ours.begin()
    back = await over_there(place, ours.desk)
    said = query(back)
    without = Errand(errand.state, errand.nonce, "x" * 64, errand.began)
    with pytest.raises(Refused, match="answered 400"):
        await ours.finish(without, said)


async def test_another_claim_than_the_address_can_name_the_account(ours: Ours) -> None:
    named = replace(ours, claim="upn")
    place, errand = await named.begin()
    said = query(await over_there(place, ours.desk))
    assert await named.finish(errand, said) == "mina"


async def test_a_provider_that_is_there_is_told_from_one_that_is_not(ours: Ours, office: Office) -> None:
    await ours.check()
    for wrong in (f"{ours.issuer}/", "http://127.0.0.1:9"):
        with pytest.raises(NotReached):
            await replace(ours, issuer=wrong).check()
    wrong_secret = replace(ours, secret="another")
    place, errand = await wrong_secret.begin()
    said = query(await over_there(place, ours.desk))
    with pytest.raises(Refused, match="answered 401"):
        await wrong_secret.finish(errand, said)


async def test_while_it_is_away_the_page_says_so_and_a_link_still_lets_in(url: str, real: Moment, ours: Ours) -> None:
    async with opened(url, real, provider=replace(ours, issuer="http://127.0.0.1:9")) as office:
        page = await office.stranger().get("/sign-in/council")
        assert (page.status, page.all("h2")[0]) == (503, "The council’s sign-in does not answer")
        assert (await (await office.signed_in("mina")).get("/tray")).status == 200


@pytest.mark.requires("chromium")
async def test_in_a_browser_by_keyboard_there_and_back_and_out_again_under_the_real_policy(office: Office) -> None:
    async with chromium.chromium() as browser:
        page = await chromium.at_the_desk(browser, office)
        await page.goto("/cases")
        await page.get_by_role("link", name="Sign in with your council account").press("Enter")
        await page.get_by_label("Name").fill("mina")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(r"/cases$"))
        await page.get_by_role("button", name="Sign out").press("Enter")
        await page.get_by_role("link", name="sign out of your council account").press("Enter")
        await page.get_by_role("button", name="Logout").press("Enter")
        await expect(page).to_have_url(f"{office.address}/sign-in")
        await page.get_by_role("link", name="Sign in with your council account").press("Enter")
        await expect(page.get_by_role("heading", name="Council sign-in")).to_be_visible()
