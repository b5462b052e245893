"""What was typed is not lost when a session ends or a page lies open too long, and comes back to its writer alone."""

from casework import days
from desk.access import token_for
from desk.signing import Codes, codes
from store.unsaved import KEPT
from tests.conftest import Moment
from tests.desk.office import Browser, Office, Page, a_contact, opened
from tests.desk.test_codes import linked, now_of, set_up

WORDS = "She said thank you to Priya."
CONTACT = "/contacts/BN-7K4Q"


async def too_late(office: Office, mina: Browser, **later: int) -> None:
    """Mina fills in a form, and sends it when she is signed in no more."""
    await mina.get(CONTACT)
    office.now.go(**later or {"hours": 9})
    await mina.send("aside", kind="compliment", why=WORDS)


async def test_what_was_typed_for_too_long_is_kept_and_sent_again_with_one_button(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await too_late(office, mina)
    assert mina.last is not None and mina.last.status == 401
    assert (await office.contact()).standing == "waiting"
    assert (await mina.post(f"/sign-in/{await office.link('mina')}")).where == "/unsaved"
    page = await mina.get("/unsaved")
    assert WORDS in page.words and page.html.css_first(f"main a[href='{CONTACT}']") is not None
    assert (await mina.send(f"{CONTACT}/set-aside")).where == "/tray"
    assert (await office.contact()).standing == "set_aside"
    assert "Nothing you typed is waiting" in (await mina.get("/unsaved")).words
    assert (await mina.post(f"/sign-in/{await office.link('mina')}")).where == "/"


async def test_nobody_else_who_signs_in_on_that_browser_ever_sees_it(office: Office) -> None:
    await office.keeps(a_contact())
    browser = await office.signed_in("mina")
    await too_late(office, browser)
    assert browser.last is not None and WORDS not in browser.last.answer.text
    assert (await browser.post(f"/sign-in/{await office.link('dan')}")).where == "/"
    assert WORDS not in (await browser.get("/unsaved")).answer.text
    mina = await office.signed_in("mina")
    name = str((await mina.get("/unsaved")).html.css("[name=unsaved]")[0].attributes["value"])
    await browser.post("/unsaved", token=await browser.token(), unsaved=name)
    assert WORDS in (await mina.get("/unsaved")).words, "nor can they throw it away"


async def test_a_form_of_somebody_who_is_signed_out_sent_by_whoever_came_next_is_kept_for_the_first(
    office: Office,
) -> None:
    await office.keeps(a_contact())
    browser = await office.signed_in("mina")
    token = str((await browser.get(CONTACT)).html.css("[name=token]")[0].attributes["value"])
    await browser.post(f"/sign-in/{await office.link('dan')}")
    page = await browser.post(f"{CONTACT}/set-aside", token=token, kind="compliment", why=WORDS)
    assert page.status == 403 and WORDS not in page.answer.text and "Nothing was saved under your name" in page.words
    assert (await office.contact()).standing == "waiting"
    assert WORDS in (await (await office.signed_in("mina")).get("/unsaved")).words


async def test_a_page_left_open_over_the_weekend_gives_back_what_was_typed_into_it(office: Office) -> None:
    await office.keeps(a_contact())
    old = await (await office.signed_in("mina")).get(CONTACT)
    token = str(old.html.css("[name=token]")[0].attributes["value"])
    office.now.go(days=3)
    mina = await office.signed_in("mina")
    typed = {"token": token, "stand": "0", "kind": "compliment", "why": WORDS}
    assert (await mina.post(f"{CONTACT}/set-aside", **typed)).where == "/unsaved"
    assert WORDS in (await mina.get("/unsaved")).words
    again = await mina.send(f"{CONTACT}/set-aside")
    assert again.status == 303 or WORDS in again.value("[id='aside-why']"), "saved, or in the form beside what is new"
    office.now.go(days=KEPT.days)
    assert (await mina.post(f"{CONTACT}/set-aside", **typed)).status == 401
    assert not (await (await office.signed_in("mina")).get("/unsaved")).html.css("[name=unsaved]")


async def test_where_a_code_is_asked_for_it_comes_back_after_the_code_and_not_before(url: str, now: Moment) -> None:
    async with opened(url, now, codes=Codes.REQUIRED) as office:
        await office.keeps(a_contact())
        mina = office.stranger()
        await linked(office, mina)
        secret = await set_up(office, mina)
        await too_late(office, mina)
        await linked(office, mina)
        assert (await mina.get("/unsaved")).where.startswith("/sign-in")
        await mina.get("/sign-in/code")
        assert (await mina.send("second", code=now_of(office, secret))).where == "/unsaved"
        assert WORDS in (await mina.get("/unsaved")).words
        office.now.go(hours=9)
        await mina.post("/settings/phone", token=await _token(office), code=codes.code(secret, 1), key="k")
        assert len((await _after_a_code(office, secret)).html.css("[name=unsaved]")) == 2, "no code is kept"


async def test_a_form_that_is_not_ours_is_neither_kept_nor_shown(office: Office) -> None:
    page = await office.stranger().post(f"{CONTACT}/set-aside", why="Call 090 555 to sign in", token="guess")
    assert page.status == 401 and "090 555" not in page.answer.text
    for staff in ("mina", "dan"):
        assert not (await (await office.signed_in(staff)).get("/unsaved")).html.css("[name=unsaved]")


async def test_what_nobody_wants_any_more_is_thrown_away(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await too_late(office, mina)
    mina = await office.signed_in("mina")
    await mina.get("/unsaved")
    assert (await mina.send("/unsaved")).where == "/unsaved"
    assert not (await mina.get("/unsaved")).html.css("[name=unsaved]")


async def test_what_changed_meanwhile_is_said_when_it_is_sent_again_and_nothing_is_lost(office: Office) -> None:
    await office.keeps(a_contact())
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    await too_late(office, mina)
    dan = await office.signed_in("dan")
    await dan.get(CONTACT)
    assert (await dan.send("aside", kind="compliment", why="A wrong number.")).status == 303
    mina = await office.signed_in("mina")
    await mina.get("/unsaved")
    again = await mina.send(f"{CONTACT}/set-aside")
    assert again.status == 422 and "Dan" in again.words and WORDS in again.words


async def _token(office: Office) -> str:
    return token_for("mina", days.today(office.now()), office.desk)


async def _after_a_code(office: Office, secret: bytes) -> Page:
    mina = office.stranger()
    await linked(office, mina)
    await mina.get("/sign-in/code")
    await mina.send("second", code=now_of(office, secret))
    return await mina.get("/unsaved")
