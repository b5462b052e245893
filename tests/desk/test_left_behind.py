"""What a browser keeps by itself is gone with its session: Chromium keeps whole pages for its Back button, those too
that were told to be kept by nobody.
"""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import CDPSession, Page, async_playwright

from tests.desk.chromium import ARGS
from tests.desk.office import Office, a_contact

pytestmark = [pytest.mark.requires("chromium"), pytest.mark.slow]

SECRET = "quetzalcoatl"
KEEPS_PAGES = "--disable-back-forward-cache"
"""With this a test's browser is unlike anybody's."""


@pytest.fixture
async def page(office: Office) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGS, ignore_default_args=[KEEPS_PAGES]
        )
        context = await browser.new_context(base_url=office.address)
        yield await context.new_page()
        await browser.close()


async def does(wire: CDPSession, script: str) -> str:
    """Playwright itself waits for a page that is brought back unread for ever."""
    return str((await wire.send("Runtime.evaluate", {"expression": script}))["result"].get("value"))


async def shows(page: Page, wire: CDPSession, path: str) -> str:
    """What stands on the page, once it is this one."""
    for _ in range(100):
        if (await does(wire, "location.pathname + document.readyState")) == f"{path}complete":
            return await does(wire, "document.body.innerText + (window.marked || '')")
        await page.wait_for_timeout(50)
    raise AssertionError(await does(wire, "location.href"))


async def test_the_back_button_shows_a_page_again_until_its_reader_has_signed_out(office: Office, page: Page) -> None:
    await office.keeps(a_contact(f"He shouted {SECRET}."))
    wire = await page.context.new_cdp_session(page)
    await page.goto(f"/sign-in/{await office.link('mina')}")
    await page.get_by_role("button").first.click()
    await page.goto("/contacts/BN-7K4Q")
    await page.evaluate("window.marked = 'kept whole'")
    await page.goto("/tray")
    await does(wire, "history.back()")
    again = await shows(page, wire, "/contacts/BN-7K4Q")
    assert SECRET in again and "kept whole" in again, "or the test would prove nothing"
    await does(wire, "location.href = '/tray'")
    await shows(page, wire, "/tray")
    await does(wire, "document.querySelector('form[action=\"/sign-out\"] button').click()")
    await shows(page, wire, "/sign-in")
    for _ in range(3):
        await does(wire, "history.back()")
        await page.wait_for_timeout(300)
        assert SECRET not in await shows(page, wire, "/sign-in")
