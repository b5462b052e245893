"""Telegram calls us: nothing is confirmed before it is kept, and nobody else is told anything."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from starlette.applications import Starlette

from bot import webhook
from bot.keeping import NotKept
from bot.updates import Json
from bot.worker import Trouble
from intake.condition import Condition
from intake.patience import Patience
from tests.conftest import Moment
from tests.wire.botapi import BotApi

SECRET = "a-secret-of-ours"
OURS = {webhook.HEADER: SECRET}
UPDATE = {"update_id": 1, "message": {"message_id": 1, "text": "hello"}}


class Kept:
    """The store behind the address, which a test can take away."""

    def __init__(self) -> None:
        self.updates: list[Json] = []
        self.store_is_down = False

    async def keep(self, given: Sequence[Json]) -> None:
        """As `Keeping.keep`."""
        if self.store_is_down:
            raise NotKept
        self.updates += given


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
async def telegram(kept: Kept) -> AsyncIterator[httpx.AsyncClient]:
    address = Starlette(routes=[webhook.route("/telegram", secret=SECRET, keep=kept.keep)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(address), base_url="http://heard.test") as client:
        yield client


async def test_an_update_with_the_secret_is_kept_and_confirmed(telegram: httpx.AsyncClient, kept: Kept) -> None:
    assert (await telegram.post("/telegram", json=UPDATE, headers=OURS)).status_code == 200
    assert kept.updates == [UPDATE]


@pytest.mark.parametrize("said", [None, b"wrong", b"", "é".encode()])
async def test_without_the_secret_nobody_is_told_anything(
    telegram: httpx.AsyncClient, kept: Kept, said: bytes | None
) -> None:
    headers = {} if said is None else {webhook.HEADER.encode(): said}
    answer = await telegram.post("/telegram", json=UPDATE, headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert kept.updates == []


async def test_while_the_store_fails_an_update_is_asked_for_again(telegram: httpx.AsyncClient, kept: Kept) -> None:
    kept.store_is_down = True
    assert (await telegram.post("/telegram", json=UPDATE, headers=OURS)).status_code == 503
    kept.store_is_down = False
    assert (await telegram.post("/telegram", json=UPDATE, headers=OURS)).status_code == 200


@pytest.mark.parametrize(("body", "status"), [
    (b"not json", 400), (b"", 400), (b"[1]", 400), (b"\xff\xfe", 400),
    (json.dumps({"update_id": 1, "message": "x" * webhook.LARGEST}).encode(), 413),
])  # fmt: skip
async def test_what_is_no_update_is_refused(telegram: httpx.AsyncClient, kept: Kept, body: bytes, status: int) -> None:
    assert (await telegram.post("/telegram", content=body, headers=OURS)).status_code == status
    assert kept.updates == []


async def test_only_posts_are_taken(telegram: httpx.AsyncClient) -> None:
    assert (await telegram.get("/telegram", headers=OURS)).status_code == 405


async def test_telegram_is_told_where_to_call_and_told_again_if_it_forgets(bot_api: BotApi, now: Moment) -> None:
    bot_api.fail("setWebhook", 500, "Internal Server Error")
    reports: asyncio.Queue[Condition] = asyncio.Queue()
    session = AiohttpSession(api=TelegramAPIServer.from_base(bot_api.address))
    bot = Bot(bot_api.token, session=session)
    await bot_api.text(7, "waiting")
    task = asyncio.create_task(
        webhook.stay_known(
            bot=bot,
            url="https://127.0.0.1:1/telegram",
            secret=SECRET,
            now=now,
            report=reports.put_nowait,
            patience=Patience(0.01, 0.02),
            look=0.02,
        )
    )
    async with asyncio.timeout(20):
        assert (await reports.get()).trouble is Trouble.UNREACHABLE
        assert (await reports.get()).trouble is None
        assert (bot_api.updates.webhook or {})["secret"] == SECRET
        await bot_api.updates.hook(None, allowed=None, drop=False)
        await bot_api.until(lambda: len(bot_api.sent(method="setWebhook")) == 2)
    assert len(bot_api.updates.waiting) == 1
    task.cancel()
    await asyncio.wait({task})
    await session.close()
