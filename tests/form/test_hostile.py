"""Whatever is asked of the public form: never a fault, never a word of what somebody else told, never their markup."""

import asyncio
from functools import partial

import pytest

from form.app import ROUTES, Page
from tests.conftest import Moment
from tests.form import porch as place
from tests.form.porch import Visitor
from tests.hostile import FORM, Fields, Hand, attempts, encoded, harmless

pytestmark = pytest.mark.slow

SECRET = "quetzalcoatl"
"""A word that somebody else told the form."""

EACH = 6
"""Attempts on each address: some three seconds of the processor together. *Taste.*"""

OURS = frozenset({"mark", "key"})


async def _sent(visitor: Visitor, path: str, typed: Fields) -> None:
    answer = await visitor.client.post(path, content=encoded(typed), headers=FORM)
    harmless(answer, f"POST {path} {typed}", secret=SECRET)


def test_no_address_query_or_form_makes_the_form_fail_or_speak_of_what_others_told(url: str, now: Moment) -> None:
    with asyncio.Runner() as runner:
        opened = place.opened(url, now)
        porch = runner.run(opened.__aenter__())
        stranger = porch.visitor()
        told = runner.run(porch.visitor().tells(f"It is about {SECRET}."))
        mine = runner.run(stranger.tells("My social worker cancelled again."))
        asked_of_me = tuple(mine.hidden("/answers").items())

        async def asked(row: Page, hand: Hand) -> None:
            path = hand.address(row.path)
            if row.how == "GET":
                harmless(await stranger.client.get(path), path, secret=SECRET)
                return
            await _sent(stranger, path, hand.typed)
            await _sent(stranger, path, (("number", told.number), *hand.typed))
            await _sent(stranger, path, (*hand.fills(asked_of_me, keeps=OURS), *hand.typed))

        for row in ROUTES:
            attempts(f"{row.how} {row.path}", EACH, runner, partial(asked, row))
        runner.run(opened.__aexit__(None, None, None))
