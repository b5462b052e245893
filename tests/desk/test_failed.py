"""The database goes away under staff's hands: they are told so at once, and nothing they typed is lost."""

import pytest

from store import migrations
from tests.conftest import Moment
from tests.desk.office import a_contact, opened
from tests.wire.postgres import Postgres
from tests.wire.proxy import Proxy

WORDS = "Mum rang: he has not slept & will not eat."


@pytest.mark.requires("postgres")
async def test_with_the_database_gone_staff_are_told_so_have_what_they_typed_and_send_it_again_when_it_is_back(
    now: Moment,
) -> None:
    with Postgres() as cluster, Proxy(to=cluster.port) as wire:
        url = cluster.database()
        migrations.migrate(url)
        async with opened(url.replace(str(cluster.port), str(wire.port)), now, patience=0.5) as office:
            await office.keeps(a_contact())
            mina = await office.signed_in("mina")
            await mina.get("/contacts/BN-7K4Q")
            wire.refuse()
            page = await mina.send("aside", kind="compliment", why=WORDS)
            assert (page.status, page.all("h1")) == (503, ["Sorry, nothing can be read or saved at the moment"])
            assert WORDS in page.words and "the duty team on 01632 960 200" in page.words
            wire.thaw()
            page = await mina.send("/contacts/BN-7K4Q/set-aside")
            assert page.where == "/tray", "by one button, as it was, and at once"
            assert (await office.contact()).standing == "set_aside"

            wire.freeze()
            page = await mina.get("/tray")
            assert page.status == 503 and "may be in danger, do not wait for this page" in page.words
            page = await mina.post("/settings/phone", code="123456")
            assert page.status == 503 and "123456" not in page.answer.text, "a code is not said again"
            wire.thaw()
