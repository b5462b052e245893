"""Whatever is asked of the desk, by whomever: never a fault, a word of somebody else's matter, or markup of theirs.

Each address and each form that the desk really shows gets its share.
"""

import asyncio
import re
from collections.abc import Iterator
from functools import partial

import pytest

from casework.councils import Staff
from desk.app import ROUTES, Page
from tests.build import a_case, at
from tests.conftest import Moment
from tests.desk import office as place
from tests.desk.office import Browser, Office, a_contact, an_alarm, council
from tests.hostile import FORM, WORDS, Fields, Hand, attempts, encoded, harmless

pytestmark = pytest.mark.slow

SECRET = "quetzalcoatl"
"""A word that stands in a matter about everybody here, which none of them may open."""

EACH = 2
"""Attempts on each address, by four visitors, and on each form: some ten seconds of the processor together. *Taste.*"""

EVERYWHERE = ("/tray", "/today", "/cases", "/search", "/type-in", "/register/new", "/retention", "/away", "/settings")
OURS = frozenset({"token", "stand"})


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """Hypothesis calls functions, not coroutines: one loop for all its attempts."""
    with asyncio.Runner() as made:
        yield made


@pytest.fixture
def filled(url: str, now: Moment, runner: asyncio.Runner) -> Iterator[Office]:
    """An office with a matter that waits, a case, and one of which nobody here may read a word."""
    opened = place.opened(url, now)
    office = runner.run(opened.__aenter__())
    runner.run(_furnish(office))
    yield office
    runner.run(opened.__aexit__(None, None, None))


async def _furnish(office: Office) -> None:
    secret = a_contact(f"It is about {SECRET}.", reference="BN-SECR", received=at("2026-03-02 08:00"))
    case = a_case(council(), a_contact("He shouted.", received=at("2026-03-02 07:00"), reference="BN-CASE"))
    everybody = frozenset(each.id for each in place.STAFF)
    await office.keeps(a_contact(), case, secret, an_alarm(secret, excluded=everybody))
    await office.hires(Staff("kit", "Kit Moss", frozenset()))


async def _sent(browser: Browser, path: str, typed: Fields) -> None:
    answer = await browser.client.post(path, content=encoded(typed), headers=FORM)
    harmless(answer, f"POST {path} {typed}", secret=SECRET)


async def _forms(browser: Browser, most: int = 60) -> dict[str, Fields]:
    """Every form that somebody is shown, by its address: they follow the links."""
    seen: set[str] = set()
    ahead, found = list(EVERYWHERE), dict[str, Fields]()
    while ahead and len(seen) < most:
        path = ahead.pop(0)
        if path in seen:
            continue
        seen.add(path)
        page = await browser.read(path)
        ahead += [str(each.attributes["href"]).partition("#")[0] for each in page.html.css("a[href^='/']")]
        for form in page.html.css("form[method=post]"):
            fields = [(each.attributes.get("name"), each.attributes.get("value")) for each in form.css("[name]")]
            found[str(form.attributes["action"])] = tuple((name, value or "") for name, value in fields if name)
    found.pop("/sign-out", None)
    return found


def test_no_address_query_or_form_makes_the_desk_fail_or_speak_of_what_is_not_yours(
    filled: Office, runner: asyncio.Runner
) -> None:
    people = [runner.run(filled.signed_in(each)) for each in ("mina", "dan", "kit")]
    tokens = [runner.run(each.token()) for each in people]
    visitors = [*zip(people, tokens, strict=True), (filled.stranger(), "")]

    async def asked(row: Page, hand: Hand) -> None:
        path = hand.address(row.path)
        for browser, token in visitors:
            if row.how == "GET":
                harmless(await browser.client.get(path), path, secret=SECRET)
            else:
                await _sent(browser, path, (("token", token), *hand.typed))

    for row in (each for each in ROUTES if each.path != "/sign-out"):
        attempts(f"{row.how} {row.path}", EACH, runner, partial(asked, row))
    assert [runner.run(each.get("/cases")).status for each in people] == [200, 200, 200]


STRANGE = ("have", "-1", "²", "9" * 5_000, "\x00", "..", "2026-02-30", "9999-12-31", "<i id=evil>")
THERE = {"reference": "BN-CASE", "move": "extend", "number": "1", "report": "1", "message": "0000"}


def test_no_word_that_pages_are_asked_with_makes_one_fail_whatever_it_says(
    filled: Office, runner: asyncio.Runner
) -> None:
    dan, words = runner.run(filled.signed_in("dan")), WORDS.split()
    for row in (each for each in ROUTES if each.how == "GET"):
        path = re.sub(r"\{(\w+)[^}]*\}", lambda found: THERE.get(found[1], "x"), row.path)
        for strange in STRANGE:
            at_once = 8 if len(strange) > 1_000 else len(words)  # an address holds 64 KB
            for some in (words[first : first + at_once] for first in range(0, len(words), at_once)):
                answer = runner.run(dan.client.get(f"{path}?{encoded(tuple((word, strange) for word in some))}"))
                harmless(answer, f"{path} {strange[:20]}", secret=SECRET)


def test_no_form_of_the_desk_filled_in_with_anything_makes_it_fail(filled: Office, runner: asyncio.Runner) -> None:
    dan = runner.run(filled.signed_in("dan"))
    shown = runner.run(_forms(dan))
    assert {"/type-in", "/contacts/BN-7K4Q/open", "/cases/BN-CASE/extend"} <= set(shown), sorted(shown)

    async def filled_in(path: str, fields: Fields, hand: Hand) -> None:
        await _sent(dan, path, hand.fills(fields, keeps=OURS))

    for path, fields in sorted(shown.items()):
        attempts(path, EACH, runner, partial(filled_in, path, fields))
