"""Every page of the desk in every state that somebody can bring it to, on the day of `tests.desk.day`."""

from collections.abc import Awaitable, Callable
from typing import Literal

from playwright.async_api import Page

from tests.desk import day

State = Callable[[Page], Awaitable[object]]


def at(path: str) -> State:
    return lambda page: page.goto(path)


async def follow(page: Page, role: Literal["button", "link"], name: str) -> None:
    """Press it, and wait for the page it leads to."""
    async with page.expect_navigation():
        await page.get_by_role(role, name=name).click()


async def refused(page: Page) -> None:
    await page.goto(f"/contacts/{day.WAITING}")
    await follow(page, "button", "Confirm and open")


async def refused_by_a_rule(page: Page) -> None:
    await page.goto(f"/cases/{day.DUE}/verify")
    await follow(page, "button", "Record how we know who is writing")


async def everything_unfolded(page: Page) -> None:
    await page.goto(f"/cases/{day.DUE}")
    for summary in await page.locator("details > summary").all():
        await summary.click()


async def boxes_unfolded(page: Page) -> None:
    await page.goto(f"/contacts/{day.OWN}")
    for summary in await page.locator("details > summary").all():
        await summary.click()


async def raw_post(page: Page) -> None:
    await page.goto("/tray")
    await page.get_by_text("Show the raw text").click()


async def taken(page: Page) -> None:
    await page.goto("/safety")
    have = page.get_by_role("button", name="I have it")
    if await have.count():
        await follow(page, "button", "I have it")
    await page.goto("/safety")
    await page.get_by_text("Write down what came of it").click()
    await follow(page, "button", "close the alarm")


async def entry_refused(page: Page) -> None:
    await page.goto("/register/new")
    await page.get_by_label("Usual fee").fill("a lot")
    await follow(page, "button", "Put them on the register")


async def entry_unfolded(page: Page) -> None:
    await page.goto(f"/register/{day.ODILE}")
    for summary in await page.locator("details > summary").all():
        if await summary.is_visible():
            await summary.click()


async def a_code(page: Page) -> None:
    await page.goto("/settings")
    await follow(page, "button", "Get a code")


async def typed_in(page: Page) -> None:
    await page.goto("/type-in")
    await page.get_by_label("What was said?").fill("She cancelled again.")
    await follow(page, "button", "Keep it")


async def looked_at(page: Page) -> None:
    await page.goto(f"/cases/{day.DUE}/offer_advocacy")
    look = page.get_by_role("button", name="Look at what would be sent")
    if await look.count():
        await follow(page, "button", "Look at what would be sent")


STATES: dict[str, State] = {
    "tray": at("/tray"), "contact": at(f"/contacts/{day.WAITING}"), "alarm": at(f"/contacts/{day.ALARMED}"),
    "cases": at("/cases"), "case": at(f"/cases/{day.LATE}"),
    "task": at(f"/cases/{day.DUE}/respond"), "looked at": looked_at,
    "safety": at("/safety"), "missing": at("/cases/BN-0000"),
    "decided": at(f"/contacts/{day.LATE}"), "nowhere": at("/nowhere"), "refused": refused,
    "refused by a rule": refused_by_a_rule, "unfolded": everything_unfolded, "boxes": boxes_unfolded,
    "raw post": raw_post, "alarm taken": taken, "register": at("/register"),
    "sought": at("/register?role=IP&on-day=12&on-month=5&on-year=2026"),
    "entry": at(f"/register/{day.ODILE}"), "entry unfolded": entry_unfolded, "entry new": at("/register/new"),
    "entry refused": entry_refused, "settings": at("/settings"), "code": a_code,
    "type in": at("/type-in"), "typed": typed_in, "search": at("/search"),
    "service": at("/service"), "profile": at("/profile"), "suggestions": at("/suggestions"), "by hand": at("/by-hand"),
    "reports": at("/reports"), "report": at("/reports/look?period=2025-26-Q4&reader=inside"),
    "report asked wrongly": at("/reports/look"), "another council’s": at("/reports/others"),
    "examples": at("/reports/examples"),
    "advocates": at("/advocates"), "teams": at("/teams"), "learning": at("/learning"), "thoughts": at("/thoughts"),
    "behind a figure": at("/reports/cases?period=2025-26&reader=inside&table=RB1&row=1&at=1"),
}  # fmt: skip


async def put_together(page: Page) -> None:
    await page.goto("/one-person")
    await page.get_by_label("Whose data?").fill(day.DUE)
    await page.get_by_label("Why?").select_option("they asked for it")
    await page.get_by_label("Under which reference").fill(day.LATE)
    await follow(page, "button", "Show what we hold")


async def asked_wrongly(page: Page) -> None:
    await page.goto("/one-person")
    await follow(page, "button", "Show what we hold")


async def how_long_unfolded(page: Page) -> None:
    await page.goto(f"/retention/{day.DUE}")
    await page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


MANAGERS: dict[str, State] = {
    "keeping": at("/retention"), "how long": how_long_unfolded, "one person asked wrongly": asked_wrongly,
    "one person": put_together,
}  # fmt: skip
"""What the complaints manager alone sees."""
