"""What few people see, and seldom: every page of the desk that `tests.desk.states` does not come by, one by one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from playwright.async_api import Browser, Page

from casework.chase import chase
from casework.labels import Procedure
from desk.doorstep import TRIES
from store import changes
from tests import build
from tests.desk import day
from tests.desk.chromium import at_the_desk
from tests.desk.office import Office
from tests.desk.states import follow
from tests.desk.test_retention import long_closed
from tests.wire.loopback import HOST

ALLEGED = "BN-3333"
ELSEWHERE = {
    "my_phone.html": "tests/desk/test_entering.py, which looks at every page of the way in",
    "phone_parts.html": "tests/desk/test_entering.py",
    "second_code.html": "tests/desk/test_entering.py",
    "second_phone.html": "tests/desk/test_entering.py",
    "one_person_list.html": "a file of its own, saved and printed: tests/desk/test_one_person.py",
    "report_refused.html": "needs a ledger that does not add up: tests/desk/test_reports.py",
    "typed_later.html": "needs a store that fails in the middle: tests/desk/test_type_in.py",
}
"""Pages that are looked at by a test of their own, or are none."""

PATIENCE = 120_000
"""Milliseconds in which a report is published: a document and a workbook are made."""

State = tuple[str, Page]
At = Callable[[str], Awaitable[Page]]
Acts = dict[str, str]

LATE = """path => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  form.append(document.querySelector("[name=token]").cloneNode());
  document.body.append(form);
  form.submit();
}"""
"""A form of the desk's own that was opened when a reason had been given, and is sent when it holds no longer."""


async def corners(office: Office, browser: Browser, size: tuple[int, int], acts: Acts) -> AsyncIterator[State]:
    """Each in turn, with the page that shows it; `acts` are the links of a chase."""
    await office.keeps(long_closed(ALLEGED, procedure=Procedure.LADO))
    late = chase(await office.case(day.LATE), office.desk.council, build.at("2026-03-19 09:00"))
    await office.database.transact(lambda db: changes.save(db, late, office.now()))
    at = partial(at_the_desk, browser, office, size=size)
    for walk in (_too_late(office, at), _of_the_team(office, at), _of_others(at, acts), _of_the_lado(at)):
        async for found in walk:
            yield found
    stranger = await at("")
    await stranger.goto(acts["dn"])
    await follow(stranger, "button", "as sent")
    yield "acted", stranger
    for _ in range(TRIES):
        office.desk.doorstep.failed(HOST, office.now())
    await stranger.goto("/act/made-up")
    yield "too often", stranger
    office.desk.doorstep.tries.clear()
    async for found in _with_the_store_gone(office, at):
        yield found


async def _too_late(office: Office, at: At) -> AsyncIterator[State]:
    mina = await at("mina")
    await mina.goto(f"/contacts/{day.WAITING}")
    await mina.locator("#open-summary_plain").fill("visits are cancelled")
    await mina.context.clear_cookies()
    await follow(mina, "button", "Confirm and open")
    yield "signed out", mina
    await mina.goto(f"/sign-in/{await office.link('mina')}")
    await follow(mina, "button", "Sign in")
    yield "unsaved", mina
    await follow(mina, "button", "Throw it away")
    yield "nothing unsaved", mina


async def _with_the_store_gone(office: Office, at: At) -> AsyncIterator[State]:
    mina = await at("mina")
    await mina.goto(f"/contacts/{day.WAITING}")
    await mina.locator("#open-summary_plain").fill("visits are cancelled")
    await office.database.stop()
    await follow(mina, "button", "Confirm and open")
    yield "failed", mina
    await office.database.start()


async def _of_the_team(office: Office, at: At) -> AsyncIterator[State]:
    mina, diary = await at("mina"), (await office.contact(day.WAITING)).messages[0].name.partition("/")[2]
    for name, path in (
        ("today", "/today"), ("moved dates", "/dates"), ("away", "/away"), ("with the LADO", f"/cases/{ALLEGED}"),
        ("file", f"/files/{day.WAITING}/{diary}/1"),
    ):  # fmt: skip
        await mina.goto(path)
        yield name, mina
    await mina.goto("/type-in")
    await mina.locator("[name=said]").fill("She cancelled again.")
    await mina.evaluate("document.querySelector('main [name=token]').value = 'of nobody'")
    await follow(mina, "button", "Keep it")
    yield "not of ours", mina


async def _of_others(at: At, acts: Acts) -> AsyncIterator[State]:
    tom, dan, femi, dee = await at("tom"), await at("dan"), await at("femi"), await at("dee")
    dan.set_default_timeout(PATIENCE)
    await tom.goto(acts["dn"])
    yield "another’s link", tom
    await dee.goto(f"/cases/{day.LATE}")
    yield "outline", dee
    await femi.goto(f"/contacts/{day.ALARMED}")
    yield "reason", femi
    await follow(femi, "button", "Open")
    yield "no reason", femi
    public = "/reports/look?period=2025-26-Q4&reader=everybody"
    await dan.goto(public)
    await follow(dan, "button", "Publish this report")
    yield "published", dan
    await dan.goto(public)
    await dan.evaluate("document.querySelector('[name=seen]').value = '0'")
    await follow(dan, "button", "Publish this report")
    yield "overtaken", dan


async def _of_the_lado(at: At) -> AsyncIterator[State]:
    lena = await at("lena")
    await lena.goto("/cases")
    async with lena.expect_navigation():
        await lena.evaluate(LATE, f"/retention/{ALLEGED}/hold")
    yield "reason first", lena
