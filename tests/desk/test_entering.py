"""The way in, in a browser: by keyboard alone, with nothing that axe objects to, on the narrowest phone too."""

from functools import partial

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import ConsoleMessage, Page

from tests.conftest import Moment
from tests.desk import chromium, day, entering
from tests.desk.chromium import DESKTOP, NARROWEST
from tests.desk.office import opened

pytestmark = [pytest.mark.requires("chromium"), pytest.mark.slow]
STATES = {
    "ways in", "council away", "set up", "set up wrong", "settings", "my phone", "my phone wrong", "another phone",
    "code", "code wrong", "shut",
}  # fmt: skip


@pytest.mark.parametrize("size", [DESKTOP, NARROWEST], ids=["desktop", "narrowest"])
async def test_somebody_sets_up_a_telephone_and_signs_in_with_it_by_keyboard_alone(
    url: str, now: Moment, size: tuple[int, int]
) -> None:
    complaints: list[str] = []
    seen = set()

    def note(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    async def see(page: Page, name: str) -> None:
        seen.add(name)
        found = (await Axe().run(page)).response
        assert not {each["id"]: [node["html"] for node in each["nodes"]] for each in found["violations"]}, name
        for large in ("100%", "200%"):
            await page.evaluate(f"document.documentElement.style.fontSize = '{large}'")
            wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0 or (large == "200%" and size == NARROWEST), (name, large)
        await page.evaluate("document.documentElement.style.fontSize = ''")

    async with opened(url, now, **entering.settings(now)) as office, chromium.chromium() as browser:
        await day.filled(office)
        page = await chromium.at_the_desk(browser, office, "", size)
        page.on("console", note)
        await entering.all_the_way(office, page, partial(see, page))
    assert seen == STATES
    assert not [text for text in complaints if "Content Security Policy" in text]
