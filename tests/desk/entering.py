"""The whole way in, by keyboard alone, past every page and state of it: for tests and for pictures."""

import base64
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import Page

from desk.signing import Codes, codes
from desk.signing.provider import Provider
from store.second_steps import WRONG
from tests.conftest import Moment
from tests.desk.keyboard import press, tab_to
from tests.desk.office import Office

See = Callable[[str], Awaitable[object]]


def settings(now: Moment) -> dict[str, Any]:
    """An office in which everybody needs a code, of a council whose own sign-in is away just now."""
    away = Provider("http://127.0.0.1:9", "heard", "quiet", "http://127.0.0.1", now, ssl.create_default_context())
    return {"codes": Codes.REQUIRED, "provider": away}


async def all_the_way(office: Office, page: Page, see: See) -> None:
    """Set up a telephone, sign in with it, be refused, put another in its place. Tab, digits and Enter only."""
    await page.goto("/sign-in")
    await see("ways in")
    await press(page, "Sign in with your council account")
    await see("council away")
    await page.goto(f"/sign-in/{await office.link('mina')}")
    await press(page, "Sign in")
    await see("set up")
    secret = await _key(page)
    await _typed(page, "000000", "Use this phone")
    # The browser moves the focus when it next draws, which may be after the page is there.
    await page.wait_for_function("document.activeElement.className === 'govuk-error-summary'")
    await see("set up wrong")
    await _typed(page, _now(office, secret), "Use this phone")
    await page.wait_for_url("**/tray")
    office.now.go(minutes=1)
    await page.goto("/settings")
    await see("settings")
    await press(page, "Change or stop the codes")
    await see("my phone")
    await _typed(page, "000000", "Set up another phone")
    await see("my phone wrong")
    await _typed(page, _now(office, secret), "Set up another phone")
    await see("another phone")
    second = await _key(page)
    await _typed(page, _now(office, second), "Use this phone")
    await press(page, "Sign out")
    await _again(office, page, second, see)


async def _again(office: Office, page: Page, secret: bytes, see: See) -> None:
    office.now.go(minutes=1)
    await page.goto(f"/sign-in/{await office.link('mina')}")
    await press(page, "Sign in")
    await see("code")
    await _typed(page, "000000", "Sign in")
    await see("code wrong")
    await _typed(page, _now(office, secret), "Sign in")
    await page.wait_for_url("**/tray")
    await press(page, "Sign out")
    await page.goto(f"/sign-in/{await office.link('mina')}")
    await press(page, "Sign in")
    for _ in range(WRONG + 1):
        await _typed(page, "000000", "Sign in")
    await see("shut")


async def _typed(page: Page, code: str, button: str) -> None:
    await tab_to(page, "Six-digit code", "Code from the phone")
    await page.keyboard.press("Control+A")
    await page.keyboard.type(code)
    await press(page, button)


async def _key(page: Page) -> bytes:
    return base64.b32decode((await page.locator(".key").inner_text()).replace(" ", ""))


def _now(office: Office, secret: bytes) -> str:
    return codes.code(secret, codes.at(office.now()))
