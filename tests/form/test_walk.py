"""One walk through the whole service: told in the form, read at the desk, made a case, answered, and the answer read in
the form by whoever has the number and the secret word.
"""

import asyncio
from pathlib import Path

import httpx
import pytest

from casework.letters import Posted
from run.service import Service
from store import cases, contacts, inbox, people
from store.database import Connection
from tests.conftest import Moment
from tests.desk.office import COMPLAINT, FINDING, TRUST, Browser
from tests.form.porch import Visitor
from tests.run import whole

pytestmark = pytest.mark.slow

TEXT = "My social worker cancelled again. Nobody says why."


async def signs_in(service: Service, browser: Browser, who: str, now: Moment) -> None:
    """Somebody who works here presses the button of their link."""
    link = await service.database.transact(lambda db: people.issue_link(db, "bnes", who, now()))
    assert (await browser.post(f"/sign-in/{link}")).status == 303


async def nothing_waits(service: Service) -> None:
    """Wait until what was kept is filed: more of it changes what staff have open, and says so."""

    def waits(db: Connection) -> bool:
        return inbox.unread_count(db, "bnes") > 0

    async with asyncio.timeout(30):
        while await service.database.look(waits):  # noqa: ASYNC110 it says nothing
            await asyncio.sleep(0.02)


@pytest.mark.rule("R123", "R524")
async def test_from_the_form_to_the_desk_and_back(tmp_path: Path, now: Moment) -> None:
    found = whole.ports()
    settings = whole.settings(tmp_path, found)
    async with whole.opened(settings, now, ("form", "desk", "sweeps")) as service:
        await whole.until(lambda: {"form", "desk"} <= set(service.health.parts), "both are served")
        child = Visitor(httpx.AsyncClient(base_url=whole.address(found.form), timeout=30, verify=TRUST))
        mina = Browser(httpx.AsyncClient(base_url=whole.address(found.desk), timeout=30, verify=TRUST))
        dan = Browser(httpx.AsyncClient(base_url=whole.address(found.desk), timeout=30, verify=TRUST))
        async with child.client, mina.client, dan.client:
            page = await child.tells(TEXT)
            number, word = page.number, page.word
            second = await child.post("/answers", page.hidden("/answers") | {"who": "yp", "called": "Sam"})
            await child.post("/answers", second.hidden("/answers") | {"advocate": "nn", "kind": "co"})
            await nothing_waits(service)
            await signs_in(service, mina, "mina", now)
            await signs_in(service, dan, "dan", now)
            shown = await mina.get(f"/contacts/{number}")
            assert TEXT in shown.words and "by the web form" in shown.words
            opened = await mina.send("open", **COMPLAINT | {"sender": "young_person"})
            assert opened.status == 303, mina.last and mina.last.errors
            seen = await child.comes_back(number, word)
            assert "A manager is looking into it" in seen.words
            await dan.get(f"/cases/{number}")
            verified = await dan.send("verify", how="her advocate knows her")
            assert verified.status == 303, verified.errors
            now.go(days=3)
            await signs_in(service, dan, "dan", now)
            await dan.get(f"/cases/{number}")
            answered = await dan.send("respond", **FINDING)
            assert answered.status == 303, answered.errors
            now.go(days=1)

            def said(db: Connection) -> list[tuple[str, Posted]]:
                case, contact = cases.one(db, "bnes", number), contacts.by_reference(db, "bnes", number)
                assert case and contact
                return [(each.words, each.posted) for each in case.said if each.to == contact.sender]

            service.to_send.set()
            letters = await service.database.look(said)
            seen = await child.comes_back(number, word)
            assert "Your answer is ready" in seen.words and "We agree." in seen.words, letters
            stranger = await child.comes_back(number, "otter-lamp-47")
            assert stranger.status == 403 and "We agree." not in stranger.words
