"""A page worked by keyboard alone."""

from playwright.async_api import Page

FOCUSED = "(e => (e.labels && e.labels[0] || e).innerText || e.id || e.tagName)(document.activeElement)"
SEEN = "(r => r.bottom > 0 && r.top < innerHeight)(document.activeElement.getBoundingClientRect())"


async def focused(page: Page) -> str:
    """What has the focus, by its words or its label."""
    return str(await page.evaluate(FOCUSED)).strip()


async def tab_to(page: Page, *words: str) -> None:
    """Press Tab until something of these words has the focus, and see that it can be seen."""
    here = ""
    for _ in range(80):
        await page.keyboard.press("Tab")
        here = await focused(page)
        if any(each in here for each in words):
            outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", words
            assert await page.evaluate(SEEN), words
            return
    raise AssertionError(f"Tab never came to {words}; it is at {here}")


async def press(page: Page, words: str) -> None:
    """Tab to it, press Enter, and wait for the page that it leads to."""
    await tab_to(page, words)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
