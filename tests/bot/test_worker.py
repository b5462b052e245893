"""Telegram is asked for updates; it hears that we have them only when we have."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import handlers, updates, worker
from bot.keeping import Keeping
from bot.worker import Trouble
from casework.messages import Address, Post, Sort
from intake.condition import Condition
from intake.patience import Patience
from store import inbox
from store.database import Connection, Database
from store.migrations import migrate
from tests.build import KEYS
from tests.conftest import Moment
from tests.wire.botapi import BotApi

T = TypeVar("T")

KAY, LEE = 7, 8
LONG = 20.0  # seconds after which a test gives up waiting


@dataclass
class Line:
    """A line to Telegram, and what a test can see of it."""

    api: BotApi
    database: Database
    now: Moment
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    files_wake: asyncio.Event = field(default_factory=asyncio.Event)
    reports: asyncio.Queue[Condition] = field(default_factory=asyncio.Queue)
    cried: list[str] = field(default_factory=list)
    sorry: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    confirmed_at_commit: list[list[int]] = field(default_factory=list)
    store_is_down: bool = False

    @asynccontextmanager
    async def bot(self, token: str = "") -> AsyncIterator[Bot]:
        """As `run` makes it."""
        session = AiohttpSession(api=TelegramAPIServer.from_base(self.api.address))
        yield Bot(token or self.api.token, session=session)
        await session.close()

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The store, which a test can take away."""
        if self.store_is_down:
            raise OSError("the disk is full")
        self.confirmed_at_commit.append(list(self.api.updates.confirmed))
        return await self.database.transact(work)

    def keeping(self, bot: Bot) -> Keeping:
        """As `run` makes it."""
        return Keeping(
            source=updates.source(bot.id),
            council="bnes",
            transact=self.transact,
            now=self.now,
            wake=self.wake,
            files_wake=self.files_wake,
            outcry=self._outcry,
            sorry=self._sorry,
            answer=self._answer(bot),
            leave=self._leave,
        )

    async def _outcry(self, post: Post) -> bool:
        harm = b"hits" in post.raw
        if harm:
            self.cried.append(post.place)
        return harm

    async def _leave(self, group: int) -> None:
        self.left.append(group)

    async def _sorry(self, to: Address) -> None:
        self.sorry.append(to.value)

    def _answer(self, bot: Bot) -> Callable[[str], Awaitable[None]]:
        async def answer(press: str) -> None:
            await bot.answer_callback_query(press)

        return answer

    async def kept(self, count: int) -> list[Post]:
        """The posts, as soon as there are so many."""
        async with asyncio.timeout(LONG):
            while len(posts := await self.database.look(self._waiting)) < count:
                await self.wake.wait()
                self.wake.clear()
        return posts

    def _waiting(self, db: Connection) -> list[Post]:
        return inbox.waiting(db, "bnes", 1000, now=self.now())

    async def told(self, trouble: Trouble | None) -> None:
        """Wait for the next report of this kind."""
        async with asyncio.timeout(LONG):
            while (await self.reports.get()).trouble is not trouble:
                pass

    @asynccontextmanager
    async def polling(self, token: str = "") -> AsyncIterator[None]:
        """Asking, until the block ends."""
        async with self.bot(token) as bot:
            task = asyncio.create_task(
                worker.poll(
                    bot=bot,
                    keeping=self.keeping(bot),
                    now=self.now,
                    report=self.reports.put_nowait,
                    patience=Patience(0.02, 0.1, 0.1),
                    long_poll=1,
                )
            )
            yield
            assert not task.done(), "asking never ends by itself"
            task.cancel()
            await asyncio.wait({task})


@pytest.fixture
async def line(bot_api: BotApi, tmp_path: Path, now: Moment) -> AsyncIterator[Line]:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as database:
        yield Line(bot_api, database, now)


async def test_telegram_hears_that_we_have_an_update_only_after_the_commit(line: Line) -> None:
    first = await line.api.text(KAY, "one")
    async with line.polling():
        await line.kept(1)
        second = await line.api.text(KAY, "two")
        await line.kept(2)
        await line.told(None)
    assert line.confirmed_at_commit == [[], [first + 1]]
    assert line.api.updates.confirmed[:2] == [first + 1, second + 1] or line.api.updates.waiting


async def test_updates_brought_again_after_a_kill_are_kept_once(line: Line) -> None:
    for text in ("one", "two", "three"):
        await line.api.text(KAY, text)
    async with line.bot() as bot:
        given = await bot(worker.RawUpdates(offset=None, limit=2, timeout=0, allowed_updates=[]))
        await line.keeping(bot).keep(given)  # and here the power goes: nothing was confirmed
    async with line.polling():
        posts = await line.kept(3)
        await line.told(None)
    assert [(await handlers.read(post)).text for post in posts] == ["one", "two", "three"]


async def test_none_of_what_people_do_is_dropped(line: Line) -> None:
    async with line.polling():
        for chat in range(1, 31):
            await line.api.text(chat, "/start")
            await line.api.text(chat, "first words")
            await line.api.edit(chat, line.api.last_of(chat), "other words")
            await line.api.photo(chat, b"jpeg", caption="look")
            await line.api.voice(chat, b"ogg")
            await line.api.sticker(chat)
            await line.api.block(chat)
            await line.api.unblock(chat)
        posts = await line.kept(240)
    messages = [await handlers.read(post) for post in posts]
    assert len({message.name for message in messages}) == 240
    for chat in range(1, 31):
        sorts = [message.sort for message in messages if message.sender.value == str(chat)]
        assert sorts == [
            Sort.STARTED,
            Sort.WORDS,
            Sort.EDIT,
            Sort.WORDS,
            Sort.WORDS,
            Sort.OTHER,
            Sort.BLOCKED,
            Sort.OTHER,
        ]


async def test_nobodys_name_reaches_the_store(line: Line) -> None:
    line.api.call_me(KAY, first_name="Kayleigh", last_name="Marked", username="kay_marked")
    async with line.polling():
        await line.api.text(KAY, "hello")
        await line.api.photo(KAY, b"jpeg")
        for post in await line.kept(2):
            assert b"Kayleigh" not in post.raw and b"arked" not in post.raw


async def test_a_pressed_button_stops_spinning_once_it_is_kept(line: Line) -> None:
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="1.q.a.y.x")]])
    async with line.bot() as bot:
        await bot.send_message(KAY, "Are you safe?", reply_markup=keyboard)
    async with line.polling():
        await line.api.press(KAY, "Yes")
        [post] = await line.kept(1)
        await line.api.until(lambda: len(line.api.sent(method="answerCallbackQuery")) == 1)
    assert (await handlers.read(post)).text == "Yes"


@pytest.mark.rule("R715")
async def test_while_the_store_fails_harm_is_heard_others_told_once_and_all_kept_afterwards(line: Line) -> None:
    line.store_is_down = True
    async with line.polling():
        await line.api.text(KAY, "hello?")
        await line.api.text(KAY, "anybody there?")
        harm = await line.api.text(LEE, "he hits me")
        for _ in range(3):
            await line.told(Trouble.NOT_KEPT)
        assert line.api.updates.confirmed == []
        assert line.sorry == [str(KAY)]
        assert set(line.cried) == {str(harm)}
        line.store_is_down = False
        assert len(await line.kept(3)) == 3
        await line.told(None)


async def test_another_poller_and_a_forgotten_webhook_are_reported_and_got_over(line: Line) -> None:
    line.api.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    async with line.polling():
        await line.told(Trouble.CONFLICT)
        await line.told(None)
    async with line.bot() as bot:
        await bot.set_webhook("https://127.0.0.1:1/nobody")
    await line.api.text(KAY, "one")
    async with line.polling():
        await line.told(Trouble.CONFLICT)
        assert len(await line.kept(1)) == 1


async def test_a_wrong_token_is_reported(line: Line) -> None:
    async with line.polling(token="42:WRONG"):
        await line.told(Trouble.NOT_LET_IN)


@pytest.mark.parametrize("code", [500, 502, 429])
async def test_telegrams_own_troubles_are_waited_out_but_no_year_of_quiet_that_it_asks_for(
    line: Line, code: int
) -> None:
    line.api.fail(
        "getUpdates",
        code,
        "Too Many Requests: retry after 31536000" if code == 429 else "Bad Gateway",
        times=2,
        **({"retry_after": 31_536_000} if code == 429 else {}),
    )
    await line.api.text(KAY, "one")
    async with line.polling():
        await line.told(Trouble.UNREACHABLE)
        await line.kept(1)


async def test_telegram_going_away_and_coming_back_loses_nothing(line: Line) -> None:
    async with line.polling():
        await line.told(None)
        await line.api.stop()
        await line.told(Trouble.UNREACHABLE)
        await line.api.start()
        await line.api.text(KAY, "one")
        await line.kept(1)


async def test_after_a_quiet_week_numbers_may_go_on_from_anywhere(line: Line) -> None:
    async with line.polling():
        await line.api.text(KAY, "one")
        await line.kept(1)
        await line.told(None)
        await line.told(None)  # an empty answer: from here on no offset
        line.api.updates.waiting.append(
            {
                "update_id": 3,
                "message": {"message_id": 9, "date": 1, "chat": {"id": KAY, "type": "private"}, "text": "two"},
            }
        )
        assert len(await line.kept(2)) == 2


async def test_a_group_is_left_at_once_and_nothing_of_it_is_kept(line: Line) -> None:
    group: updates.Json = {"id": -100, "type": "group", "title": "9b"}
    them: updates.Json = {"id": KAY, "is_bot": False, "first_name": "Kay"}
    said: updates.Json = {"message_id": 1, "date": 1, "chat": group, "from": them, "text": "a secret"}
    gone: updates.Json = {"chat": group, "from": them, "date": 1, "new_chat_member": {"status": "left", "user": them}}
    async with line.bot() as bot:
        await line.keeping(bot).keep([{"update_id": 1, "message": said}, {"update_id": 2, "my_chat_member": gone}])
    assert line.left == [-100]
    assert await line.database.look(lambda db: inbox.waiting(db, "bnes", 10, now=line.now())) == []
