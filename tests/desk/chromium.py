"""A browser as people use it: Chromium, on a desktop or a telephone, at the desk under its real headers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

from desk.signing.cookies import SESSION
from tests.desk.office import Office

ARGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP, TELEPHONE, NARROWEST = (1280, 900), (390, 844), (320, 568)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The machine's own, closed at the end."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        try:
            yield browser
        finally:
            await browser.close()


async def at_the_desk(
    browser: Browser, office: Office, staff: str = "", size: tuple[int, int] = DESKTOP, *, script: bool = True
) -> Page:
    """A page of somebody who is signed in, or of nobody."""
    width, height = size
    context = await browser.new_context(
        locale="en-GB", base_url=office.address, viewport={"width": width, "height": height}, java_script_enabled=script
    )
    if staff:
        signed_in = await office.signed_in(staff)
        session = signed_in.client.cookies[SESSION]
        await context.add_cookies([{"name": SESSION, "value": session, "url": office.address}])
    return await context.new_page()
