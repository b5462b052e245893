"""Photos and voice notes are fetched before Telegram forgets them, whatever happens in between."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

from bot import files, handlers, hearing, updates
from bot.updates import LARGEST, Json
from casework.messages import Post, Sort
from intake.patience import Patience
from store import inbox
from store.database import Connection, Database
from store.inbox import Read
from store.migrations import migrate
from store.retention import erasing
from tests.build import KEYS
from tests.conftest import Moment
from tests.wire.botapi import BotApi

T = TypeVar("T")

KAY = 7
SOURCE = "telegram:42"


@dataclass
class Cupboard:
    """Where files end up."""

    api: BotApi
    database: Database
    now: Moment
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    written: asyncio.Event = field(default_factory=asyncio.Event)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The store, and a test hears whenever it was written to."""
        try:
            return await self.database.transact(work)
        finally:
            self.written.set()

    async def sent(self, data: bytes) -> str:
        """Somebody sends a file; its handle, which is written down as owed."""
        await self.api.document(KAY, data, name="letter.pdf", mime="application/pdf")
        handle = list(self.api.files)[-1]
        await self.database.transact(lambda db: files.owe(db, "bnes", SOURCE, [(handle, len(data))]))
        self.wake.set()
        return handle

    @asynccontextmanager
    async def fetching(self) -> AsyncIterator[None]:
        """Files are fetched, until the block ends."""
        session = AiohttpSession(api=TelegramAPIServer.from_base(self.api.address))
        task = asyncio.create_task(
            files.run(
                bot=Bot(self.api.token, session=session),
                source=SOURCE,
                council="bnes",
                transact=self.transact,
                now=self.now,
                wake=self.wake,
                patience=Patience(0.02, 0.05),
            )
        )
        yield
        assert not task.done(), "fetching never ends by itself"
        task.cancel()
        await asyncio.wait({task})
        await session.close()

    async def nothing_is_owed(self) -> None:
        """Wait until it is so."""
        async with asyncio.timeout(20):
            while await self.database.look(lambda db: files.owed(db, "bnes", SOURCE)):
                self.written.clear()
                await self.written.wait()

    async def kept(self, handle: str) -> bytes:
        """The file as the desk will find it."""
        return await self.database.look(lambda db: inbox.raw(db, "bnes", files.name_of(SOURCE, handle)))

    def waiting(self, db: Connection) -> int:
        """Post that somebody still has to read."""
        return inbox.unread_count(db, "bnes")


@pytest.fixture
async def cupboard(bot_api: BotApi, tmp_path: Path, now: Moment) -> AsyncIterator[Cupboard]:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as database:
        yield Cupboard(bot_api, database, now)


@pytest.mark.rule("R716")
async def test_a_file_is_kept_byte_for_byte_and_is_nobodys_post_to_read(cupboard: Cupboard) -> None:
    handle = await cupboard.sent(b"%PDF" + bytes(range(256)) * 4000)
    async with cupboard.fetching():
        await cupboard.nothing_is_owed()
    assert await cupboard.kept(handle) == b"%PDF" + bytes(range(256)) * 4000
    assert await cupboard.database.look(cupboard.waiting) == 0


async def test_a_file_that_comes_while_we_wait_is_fetched_at_once(cupboard: Cupboard) -> None:
    async with cupboard.fetching():
        await cupboard.nothing_is_owed()
        handle = await cupboard.sent(b"jpeg")
        await cupboard.nothing_is_owed()
    assert await cupboard.kept(handle) == b"jpeg"


async def test_what_is_owed_survives_telegram_being_away(cupboard: Cupboard) -> None:
    handle = await cupboard.sent(b"jpeg")
    await cupboard.api.stop()
    async with cupboard.fetching():
        pass
    await cupboard.api.start()
    async with cupboard.fetching():
        await cupboard.nothing_is_owed()
    assert await cupboard.kept(handle) == b"jpeg"


async def test_one_that_telegram_will_not_give_holds_up_no_other_and_a_person_hears_of_it(cupboard: Cupboard) -> None:
    lost = await cupboard.sent(b"lost")
    del cupboard.api.files[lost]
    handle = await cupboard.sent(b"jpeg")
    async with cupboard.fetching():
        await cupboard.nothing_is_owed()
    assert await cupboard.kept(handle) == b"jpeg"
    assert await cupboard.kept(lost) == files.GIVEN_UP
    [post] = await cupboard.database.look(lambda db: inbox.unread_by_machine(db, "bnes"))
    assert post.name == files.name_of(SOURCE, lost)


async def test_what_is_too_big_for_a_bot_is_never_asked_for(cupboard: Cupboard) -> None:
    found = [("big", LARGEST + 1), ("fits", LARGEST)]
    await cupboard.database.transact(lambda db: files.owe(db, "bnes", SOURCE, found))
    assert await cupboard.database.look(lambda db: files.owed(db, "bnes", SOURCE)) == ["fits"]


async def endless(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    with suppress(ConnectionError):
        while True:
            await answer.write(bytes(2**20))
    return answer


async def elsewhere(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound(f"http://{request.host}/bot42:TEST/getMe")


async def gone(request: web.Request) -> web.StreamResponse:
    raise web.HTTPNotFound


@pytest.mark.parametrize("bent", [endless, elsewhere, gone])
async def test_one_that_has_no_end_leads_elsewhere_or_is_not_there_is_given_up_and_holds_up_no_other(
    cupboard: Cupboard, bent: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> None:
    odd = await cupboard.sent(b"it says that it is small")
    cupboard.api.bent[odd] = bent
    handle = await cupboard.sent(b"jpeg")
    async with cupboard.fetching():
        await cupboard.nothing_is_owed()
    assert await cupboard.kept(handle) == b"jpeg"
    assert await cupboard.kept(odd) == files.GIVEN_UP
    assert not cupboard.api.sent(method="getMe"), "what a file says leads us nowhere"


@pytest.mark.parametrize("status", [401, 429, 500, 502])
async def test_one_is_not_given_up_for_telegrams_own_trouble_however_long(cupboard: Cupboard, status: int) -> None:
    asked = 0

    async def troubled(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        if asked > 2 * files.REFUSALS:
            return web.Response(body=b"jpeg")
        return web.Response(status=status, text="<html>")

    handle = await cupboard.sent(b"jpeg")
    cupboard.api.bent[handle] = troubled
    async with cupboard.fetching():
        await cupboard.nothing_is_owed()
    assert await cupboard.kept(handle) == b"jpeg"


async def spoken(cupboard: Cupboard) -> Post:
    """A voice note has come and is owed; its update is kept, and read."""
    handle = await cupboard.sent(b"\x01\x02 he hits me")
    voice: Json = {"file_id": handle, "file_unique_id": "u", "duration": 1, "file_size": 12}
    said: Json = {"message_id": 5, "date": 1, "chat": {"id": KAY, "type": "private"}, "voice": voice}
    update: Json = {"update_id": 1, "message": said}
    came = updates.post(update, source=SOURCE, council="bnes", now=cupboard.now())

    def work(db: Connection) -> None:
        inbox.keep(db, came)
        inbox.mark(db, came, Read.READ, now=cupboard.now())
        hearing.owe(db, "bnes", SOURCE, update, came)

    await cupboard.database.transact(work)
    return came


async def heard(cupboard: Cupboard) -> list[Post]:
    """What is to be read when nothing is owed any more."""
    listens = hearing.by_program(sys.executable, "-c", "import sys; print(sys.stdin.buffer.read()[2:].decode())")
    async with cupboard.fetching():
        await cupboard.nothing_is_owed()
        task = asyncio.create_task(
            hearing.run(
                hears=listens, source=SOURCE, council="bnes", transact=cupboard.transact, look=cupboard.database.look,
                now=cupboard.now, wake=cupboard.wake, poll=0.02,
            )
        )  # fmt: skip
        async with asyncio.timeout(20):
            while await cupboard.database.look(lambda db: hearing.owed(db, "bnes", SOURCE)):
                cupboard.written.clear()
                await cupboard.written.wait()
        task.cancel()
        await asyncio.wait({task})
    return await cupboard.database.look(lambda db: inbox.waiting(db, "bnes", 10, now=cupboard.now()))


async def test_a_voice_note_is_made_into_words_that_are_marked_and_looked_through(cupboard: Cupboard) -> None:
    note = await handlers.read(await spoken(cupboard))
    (post,) = await heard(cupboard)
    words = await handlers.read(post)
    assert (words.text, words.sort, words.edits) == ("he hits me", Sort.EDIT, note.name)
    assert words.problems == (handlers.BY_MACHINE,)


@pytest.mark.rule("R903")
async def test_of_somebody_forgotten_meanwhile_no_words_are_made_and_no_number_is_kept_beside(
    cupboard: Cupboard,
) -> None:
    came = await spoken(cupboard)
    owed = await cupboard.database.look(lambda db: hearing.owed(db, "bnes", SOURCE))
    assert [set(each) for each in owed] == [{"handle", "post"}]
    await cupboard.database.transact(lambda db: erasing.drop_posts(db, "bnes", [came.name]))
    assert await heard(cupboard) == []
