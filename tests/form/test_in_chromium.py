"""The form in a browser: nothing axe objects to, worked by keyboard alone, no sideways scroll on the narrowest phone,
left at once, and everything without script.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, Route

from tests.desk import chromium
from tests.desk.chromium import DESKTOP, NARROWEST, TELEPHONE
from tests.form.porch import Porch

pytestmark = [pytest.mark.requires("chromium"), pytest.mark.slow]

State = Callable[[Page], Awaitable[object]]
CANCELLED, HARM = "My social worker cancelled again.", "He hit me again. I want to die."


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The machine's Chromium."""
    async with chromium.chromium() as running:
        yield running


async def at_the_form(
    browser: Browser, porch: Porch, size: tuple[int, int] = TELEPHONE, *, script: bool = True
) -> Page:
    """A page of the form; the weather is a page of nothing, as tests stay on this machine."""
    width, height = size
    context = await browser.new_context(
        locale="en-GB", base_url=porch.address, viewport={"width": width, "height": height}, java_script_enabled=script
    )

    async def weather(route: Route) -> None:
        await route.fulfill(body="<title>Weather</title>", content_type="text/html")

    await context.route("https://www.bbc.co.uk/**", weather)
    return await context.new_page()


def at(path: str) -> State:
    return lambda page: page.goto(path)


async def press(page: Page, name: str) -> None:
    """Press a button, and wait for the page it leads to."""
    async with page.expect_navigation():
        await page.get_by_role("button", name=name, exact=True).click()


def told(text: str) -> State:
    async def tell(page: Page) -> None:
        await page.goto("/tell")
        await page.locator("#text").fill(text)
        await press(page, "Send")

    return tell


async def second_questions(page: Page) -> None:
    await told(CANCELLED)(page)
    await press(page, "Send and go on")


async def answered(page: Page) -> None:
    await second_questions(page)
    await press(page, "Send")


async def added(page: Page) -> None:
    await told(CANCELLED)(page)
    await page.locator("#text").fill("And she shouted.")
    await press(page, "Send this too")


async def nothing_added(page: Page) -> None:
    await told(CANCELLED)(page)
    await press(page, "Send this too")


async def not_safe(page: Page) -> None:
    await told(HARM)(page)
    await press(page, "I'm not safe")


async def wrong_pair(page: Page) -> None:
    await page.goto("/back")
    await page.get_by_label("Your number").fill("BN-2222")
    await press(page, "Go on")


async def came_back(page: Page) -> None:
    await told(CANCELLED)(page)
    number, word = await page.locator(".govuk-panel dd").all_text_contents()
    await page.goto("/back")
    await page.get_by_label("Your number").fill(number)
    await page.get_by_label("Your secret word").fill(word)
    await press(page, "Go on")
    assert await page.get_by_role("heading", name="How it is going").count() == 1


STATES: dict[str, State] = {
    "start": at("/"), "before": at("/before"), "safety": at("/safety"), "who reads": at("/who-reads"),
    "tell": at("/tell"), "back": at("/back"), "missing": at("/nowhere"),
    "about you": at("/about-you/statutory"), "how we did": at("/how-we-did"),
     "nothing told": told(" "),
    "told": told(CANCELLED), "second questions": second_questions, "answered": answered, "added": added,
    "nothing added": nothing_added, "danger": told(HARM), "not safe": not_safe, "past": told(
        "My foster dad used to hurt me when I was little"
    ), "maybe": told("i cant do this anymore"), "wrong pair": wrong_pair, "came back": came_back,
}  # fmt: skip


def note(kept: list[str], message: ConsoleMessage) -> None:
    """What the browser itself complains of."""
    kept.append(message.text)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
async def test_axe_objects_to_nothing_on_any_page_in_any_state(
    porch: Porch, browser: Browser, size: tuple[int, int]
) -> None:
    page = await at_the_form(browser, porch, size)
    complaints: list[str] = []
    page.on("console", partial(note, complaints))
    for name, state in STATES.items():
        porch.form.tries.wrong.clear()
        await state(page)
        found = (await Axe().run(page)).response
        wrong = {each["id"]: [node["html"] for node in each["nodes"]] for each in found["violations"]}
        assert not wrong, name
        assert await page.locator("h1").count() == 1, name
    assert not [text for text in complaints if "Content Security Policy" in text]


async def test_nothing_runs_out_of_the_narrowest_screen_nor_at_four_times_the_size(
    porch: Porch, browser: Browser
) -> None:
    page = await at_the_form(browser, porch, NARROWEST)
    for name, state in STATES.items():
        await state(page)
        over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, name


async def test_all_of_it_works_without_script_and_leaves_no_cookie(porch: Porch, browser: Browser) -> None:
    page = await at_the_form(browser, porch, script=False)
    await page.goto("/")
    for name in ("Start", "OK, carry on"):
        await page.get_by_role("link", name=name).click()
    assert not await page.get_by_text("Shift key").is_visible()
    for state in (answered, added, not_safe, came_back):
        await state(page)
    assert await page.context.cookies() == []
    await page.get_by_role("button", name="Exit this page").click()
    assert await page.title() == "Weather"


async def test_the_whole_of_it_is_told_by_keyboard_alone(porch: Porch, browser: Browser) -> None:
    page = await at_the_form(browser, porch, DESKTOP)
    await page.goto("/tell")
    await tab_to(page, "textarea")
    await page.keyboard.type(CANCELLED)
    await tab_to(page, "button")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".govuk-panel")
    await tab_to(page, "input[type=radio]")
    await page.keyboard.press("Space")
    await tab_to(page, "button")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("input[name=kind]")
    await tab_to(page, "input[name=kind]")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, "button")
    await page.keyboard.press("Enter")
    await page.wait_for_selector('h1:has-text("That\'s it")')


async def test_shift_three_times_leaves_and_back_does_not_lead_here_again(porch: Porch, browser: Browser) -> None:
    page = await at_the_form(browser, porch)
    await page.goto("/safety")
    await page.goto("/tell")
    await page.locator("#text").fill("half a story")
    for left in (2, 1):
        await page.keyboard.press("Shift")
        assert f"Press {left} more time" in (await page.locator(".count").text_content() or "")
    async with page.expect_navigation():
        await page.keyboard.press("Shift")
    assert await page.title() == "Weather"
    await page.go_back()
    assert page.url.endswith("/safety")


async def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until something of that kind is in hand, and can be seen to be."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            ring = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none"
            return
    pytest.fail(f"{wanted} cannot be reached by keyboard")
