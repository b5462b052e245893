"""Telegram calls us: the same updates, pushed. "200" is said after the commit; anything else brings the update again.

A caller proves to be Telegram by the secret that we gave it. Whoever cannot is told nothing at all.
"""

import asyncio
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.keeping import NotKept
from bot.updates import ASKED_FOR, Json
from bot.worker import Trouble
from intake.condition import Condition, Report
from intake.patience import USUAL, Patience

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"

LARGEST = 2**20
"""Bytes of one update: Telegram's are a few thousand. *Taste.*"""

LOOK = 300.0
"""Seconds between looks whether Telegram still knows where to call. *Taste.*"""


def route(path: str, *, secret: str, keep: Callable[[Sequence[Json]], Awaitable[None]]) -> Route:
    """The address that Telegram calls, for a Starlette application. `keep` is `Keeping.keep`."""

    async def called(request: Request) -> Response:
        if not secrets.compare_digest(request.headers.get(HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        raw = await _body(request)
        if raw is None:
            return Response(status_code=413)
        try:
            update = json.loads(raw)
        except ValueError:
            return Response(status_code=400)
        if not isinstance(update, dict):
            return Response(status_code=400)
        try:
            await keep([update])
        except NotKept:
            return Response(status_code=503)
        return Response(status_code=200)

    return Route(path, called, methods=["POST"])


async def stay_known(
    *,
    bot: Bot,
    url: str,
    secret: str,
    now: Callable[[], datetime],
    report: Report,
    patience: Patience = USUAL,
    look: float = LOOK,
) -> None:
    """See to it, for ever, that Telegram calls this address, with this secret. What waits there is never dropped."""
    failures, told = 0, False  # what secret Telegram has, it does not say: tell it once in any case
    while True:
        try:
            if not told or (await bot.get_webhook_info()).url != url:
                await bot.set_webhook(
                    url, secret_token=secret, allowed_updates=list(ASKED_FOR), drop_pending_updates=False
                )
        except (AiogramError, OSError, TimeoutError) as fault:
            failures, told = failures + 1, False
            trouble = Trouble.NOT_LET_IN if isinstance(fault, TelegramUnauthorizedError) else Trouble.UNREACHABLE
            log.warning("Telegram could not be told where to call", extra={"kind": trouble.name})
            report(Condition(now(), trouble))
            await asyncio.sleep(patience.pause(failures))
        else:
            failures, told = 0, True
            report(Condition(now()))
            await asyncio.sleep(look)


async def _body(request: Request) -> bytes | None:
    """The body, unless it is longer than any update."""
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > LARGEST:
            return None
    return bytes(raw)
