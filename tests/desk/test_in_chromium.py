"""The desk in a browser: nothing axe objects to, worked by keyboard alone, no sideways scroll on the narrowest phone,
and everything without script.
"""

import re
from collections.abc import AsyncIterator
from functools import partial

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Dialog, Page, expect

from casework.changes import Change
from casework.chase import chase
from casework.staff_answers import links
from desk.pages import PAGES, TEMPLATES
from store import changes
from tests import build
from tests.desk import chromium, day
from tests.desk.chromium import DESKTOP, NARROWEST, TELEPHONE, at_the_desk
from tests.desk.corners import ELSEWHERE, corners
from tests.desk.keyboard import focused, press, tab_to
from tests.desk.office import Office, a_contact
from tests.desk.states import MANAGERS, STATES, State, at, follow
from tests.desk.test_retention import long_closed

pytestmark = [pytest.mark.requires("chromium"), pytest.mark.slow]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The machine's Chromium."""
    async with chromium.chromium() as running:
        yield running


async def links_in_a_chase(office: Office) -> dict[str, str]:
    """Where the buttons of an email lead: of the chase of the case that is due, three working days before."""
    case, here = await office.case(day.DUE), office.desk.council
    before = build.at("2026-03-12 09:00")
    letters = [each for each in chase(case, here, before).letters if each.staff == "priya"]
    await office.database.transact(lambda db: changes.save(db, Change(letters=tuple(letters)), before))
    return {act: f"/act/{link}" for act, link in links.links(letters[0], office.desk.key).items()}


async def strangers(office: Office, acts: dict[str, str]) -> dict[str, State]:
    async def used(page: Page) -> None:
        await page.goto("/sign-in/made-up")
        await follow(page, "button", "Sign in")

    return {
        "sign in": at("/sign-in"), "link": at(f"/sign-in/{await office.link('mina')}"), "used link": used,
        "spent": at("/act/made-up"), **{act: at(path) for act, path in acts.items()},
    }  # fmt: skip


CAPTIONS = "[...document.querySelectorAll('caption span')].every(e => e.getBoundingClientRect().right <= innerWidth)"


async def sideways(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def note(kept: list[str], message: ConsoleMessage) -> None:
    """What the browser itself complains of."""
    kept.append(message.text)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
async def test_axe_objects_to_nothing_on_any_page_in_any_state(
    office: Office, browser: Browser, size: tuple[int, int]
) -> None:
    await day.filled(office)
    await office.keeps(long_closed("BN-2A2A"))
    acts = await links_in_a_chase(office)
    nobodys = await strangers(office, acts)
    if PAGES.cache:
        PAGES.cache.clear()  # it remembers what was shown
    for staff, states in (("mina", STATES), ("dan", MANAGERS), ("", nobodys), ("rosa", {"forbidden": at("/tray")})):
        page = await at_the_desk(browser, office, staff, size)
        complaints: list[str] = []
        page.on("console", partial(note, complaints))
        for name, state in states.items():
            await state(page)
            await nothing_wrong(page, name)
        assert not [text for text in complaints if "Content Security Policy" in text]
    async for name, page in corners(office, browser, size, acts):
        await nothing_wrong(page, name)
    shown = {str(name) for _, name in PAGES.cache or ()}
    assert {each.name for each in TEMPLATES.glob("*.html")} - shown == set(ELSEWHERE), "every page is looked at"


async def nothing_wrong(page: Page, name: str) -> None:
    """What axe has to say of a page: nothing. Its title begins with its heading, unless that is somebody's
    name: titles stay in a browser's history.
    """
    heading = await page.evaluate("document.querySelector('h1').childNodes[0].textContent.trim()")
    named = await page.title()
    assert named.removeprefix("Error: ").casefold().startswith(heading.casefold()) or "register" in named, name
    found = (await Axe().run(page)).response
    wrong = {each["id"]: [node["html"] for node in each["nodes"]] for each in found["violations"]}
    assert not wrong, name


async def test_nothing_scrolls_sideways_at_320_pixels_which_is_a_desktop_at_400_per_cent(
    office: Office, browser: Browser
) -> None:
    await day.filled(office)
    acts = await links_in_a_chase(office)
    for staff, states in (("mina", STATES), ("dan", MANAGERS), ("", await strangers(office, acts))):
        page = await at_the_desk(browser, office, staff, NARROWEST)
        for name, state in states.items():
            await state(page)
            assert await sideways(page) == 0, name
            assert await page.evaluate(CAPTIONS), "what is counted is read without a scroll"
    async for name, page in corners(office, browser, NARROWEST, acts):
        assert await sideways(page) == 0, name


async def test_what_sorts_a_list_is_seen_when_it_is_reached_on_the_narrowest_screen(
    office: Office, browser: Browser
) -> None:
    await day.filled(office)
    page = await at_the_desk(browser, office, "mina", NARROWEST)
    await page.goto("/tray")
    link = page.get_by_role("link", name="Came in")
    await link.focus()
    middle = "link => { const at = link.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]; }"
    assert await link.evaluate(f"link => link.contains(document.elementFromPoint(...({middle})(link)))")
    assert await sideways(page) == 0


async def test_text_twice_as_large_hides_nothing(office: Office, browser: Browser) -> None:
    await day.filled(office)
    page = await at_the_desk(browser, office, "mina")
    for name, state in STATES.items():
        await state(page)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await sideways(page) == 0, name


async def test_the_whole_way_by_keyboard_alone(office: Office, browser: Browser) -> None:
    """Sign in, tray, contact, a mistake, the case, a move: Tab, letters and Enter only."""
    await day.filled(office)
    page = await at_the_desk(browser, office)
    await page.goto(f"/sign-in/{await office.link('mina')}")
    await by_keyboard(page)
    case = await office.case(day.WAITING)
    assert (case.handler, case.complainant.verified) == ("tom", True)


async def test_a_tray_that_lies_open_says_how_many_came_since(office: Office, browser: Browser) -> None:
    await day.filled(office)
    page = await at_the_desk(browser, office, "mina")
    await page.goto("/tray")
    back_at_it = "document.dispatchEvent(new Event('visibilitychange'))"
    await page.evaluate(back_at_it)
    new = page.get_by_role("status").get_by_role("link")
    assert await new.count() == 0
    await office.keeps(a_contact(received=office.now(), reference="BN-4D7J"))
    await page.evaluate(back_at_it)
    await new.get_by_text("1 new message. Show it").click()
    await page.get_by_role("link", name="BN-4D7J").wait_for()
    assert await new.count() == 0


async def test_typed_words_are_asked_about_before_they_are_left_and_come_back_after_signing_in_again(
    office: Office, browser: Browser
) -> None:
    await day.filled(office)
    page = await at_the_desk(browser, office, "mina")
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    await page.goto(f"/contacts/{day.WAITING}")
    await page.locator("#open-summary_plain").fill("visits are cancelled")
    await page.get_by_role("link", name="Cases").click()
    await expect(page).to_have_url(re.compile(day.WAITING))
    assert asked == ["beforeunload"]
    office.now.go(hours=9)
    await follow(page, "button", "Confirm and open")
    await expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out")
    assert "visits are cancelled" not in await page.content()
    await page.goto(f"/sign-in/{await office.link('mina')}")
    await follow(page, "button", "Sign in")
    await expect(page.get_by_text("visits are cancelled")).to_be_visible()
    await follow(page, "button", "Send it again")
    await expect(page.locator("#open-summary_plain")).to_have_value("visits are cancelled")
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert (asked, await page.evaluate(kept)) == (["beforeunload"], "[{},{}]")


async def test_the_whole_way_without_script(office: Office, browser: Browser) -> None:
    await day.filled(office)
    page = await at_the_desk(browser, office, script=False)
    await page.goto(f"/sign-in/{await office.link('mina')}")
    await without_script(page)
    case = await office.case(day.WAITING)
    assert (case.handler, case.complainant.verified) == ("tom", True)


async def by_keyboard(page: Page) -> None:
    await press(page, "Sign in")
    await page.keyboard.press("Tab")
    assert await focused(page) == "Skip to main content"
    await page.keyboard.press("Enter")
    await press(page, day.WAITING)
    for label, chosen in (("Which procedure?", "Stat"), ("Who is writing?", "Parent"), ("Give it to", "Tom")):
        await tab_to(page, label)
        await page.keyboard.type(chosen)
    await press(page, "Confirm and open the case")
    await page.wait_for_function("document.activeElement.className === 'govuk-error-summary'")  # when it next draws
    await tab_to(page, "Write in plain words")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**#open-summary_plain")
    if "In plain words" not in await focused(page):
        await tab_to(page, "In plain words")
    await page.keyboard.type("visits are cancelled")
    await press(page, "Confirm and open the case")
    await press(page, "Record how we know who is writing")
    await tab_to(page, "How do you know who is writing?")
    await page.keyboard.type("Rang the number we hold.")
    await press(page, "Record how we know who is writing")


async def without_script(page: Page) -> None:
    await follow(page, "button", "Sign in")
    await follow(page, "link", day.WAITING)
    await page.get_by_label("Which procedure?").select_option("statutory")
    await page.get_by_label("Who is writing?").select_option("parent")
    await page.get_by_label("Give it to").select_option("tom")
    await follow(page, "button", "Confirm and open the case")
    await page.get_by_role("link", name="Write in plain words").click()
    await page.get_by_label("In plain words").fill("visits are cancelled")
    await follow(page, "button", "Confirm and open the case")
    await follow(page, "link", "Record how we know")
    await page.get_by_label("How do you know who is writing?").fill("Rang the number we hold.")
    await follow(page, "button", "Record how we know")


async def test_every_button_and_link_is_large_enough_to_touch(office: Office, browser: Browser) -> None:
    await day.filled(office)
    page = await at_the_desk(browser, office, "mina", TELEPHONE)
    for name, state in STATES.items():
        await state(page)
        small = await page.evaluate(
            """[...document.querySelectorAll('button, summary, input:not([type=hidden]), select, textarea')]
               .filter(e => e.checkVisibility()).map(e => [e.innerText || e.id, e.getBoundingClientRect()])
               .filter(([_, r]) => r.width < 24 || r.height < 24).map(([words, _]) => words)"""
        )
        assert small == [], name


MOST_KEYS = 45
"""Keys for one message whose suggestion is right, words typed left out. *Taste.*"""


async def test_an_officer_clears_the_tray_by_keyboard_alone_and_is_led_from_message_to_message(
    office: Office, browser: Browser
) -> None:
    await day.filled(office)
    page = await at_the_desk(browser, office, "mina")
    await page.goto("/tray/next")
    seen = []
    for _ in range(3):
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")  # past what stands on every page
        seen.append(page.url.rpartition("/")[2].partition("#")[0])
        keys = 2
        for label, chosen in (
            ("What sort", "Complaint"), ("Which procedure?", "Stat"), ("Who is writing?", "Parent"),
            ("Which service", "Child"), ("Give it to", "Priya"), ("In plain words", "visits were cancelled"),
            ("Confirm, then the next", ""),
        ):  # fmt: skip
            keys += await tabs_to(page, label)
            await page.keyboard.type(chosen)
        keys += 1
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert keys <= MOST_KEYS, keys
    assert len(set(seen)) == 3 and seen[0] == day.ALARMED, "the riskiest first, and each once"
    assert [(await office.contact(each)).standing for each in seen] == ["decided"] * 3


async def tabs_to(page: Page, label: str) -> int:
    """How many times Tab is pressed until it has the focus."""
    for count in range(1, 80):
        await page.keyboard.press("Tab")
        if label in await focused(page):
            return count
    raise AssertionError(f"Tab never came to {label}")
