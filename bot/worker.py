"""Asks Telegram for updates. The next offset, which tells Telegram that we have them, is asked for after the commit.

aiogram's own polling moves on whether or not anything was done with an update, so the loop is ours; and updates are
taken as they come over the wire, so that one of a kind nobody knew is kept like any other. After an empty answer we
ask without an offset: everything is confirmed by then, and after a quiet week Telegram's numbers go on from anywhere.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.keeping import Keeping, NotKept
from bot.updates import ASKED_FOR, Json
from intake.condition import Condition, Report
from intake.patience import USUAL, Patience

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Updates in one answer: Telegram's limit."""

LONG_POLL = 50
"""Seconds that Telegram may wait with its answer: its limit."""

SLACK = 15
"""Seconds more after which an answer is no longer waited for. *Taste.*"""


class Trouble(StrEnum):
    """Why no update can be taken at the moment, in words for whoever keeps the machine."""

    UNREACHABLE = "Telegram cannot be reached, or does not answer"
    NOT_LET_IN = "Telegram does not know the bot's token"
    CONFLICT = "somebody else is taking this bot's messages: another copy of Heard, or a webhook"
    NOT_KEPT = "messages cannot be kept: the store does not take them"


class RawUpdates(TelegramMethod[list[Json]]):
    """`getUpdates` as it comes over the wire, not as aiogram understands it."""

    __returning__ = list[Json]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int
    timeout: int
    allowed_updates: list[str]


async def poll(
    *,
    bot: Bot,
    keeping: Keeping,
    now: Callable[[], datetime],
    report: Report,
    patience: Patience = USUAL,
    long_poll: int = LONG_POLL,
) -> None:
    """Ask for updates and keep them, for ever. `report` is told of every good answer and every trouble."""
    offset: int | None = None
    failures = 0
    while True:
        try:
            asking = RawUpdates(offset=offset, limit=AT_ONCE, timeout=long_poll, allowed_updates=list(ASKED_FOR))
            given = await bot(asking, request_timeout=long_poll + SLACK)
            await keeping.keep(given)
        except (AiogramError, NotKept, OSError, TimeoutError) as fault:
            failures += 1
            trouble = _trouble(fault)
            pause = _pause(fault, trouble, patience, failures)
            log.warning("asking for updates failed", extra={"kind": trouble.name, "seconds": pause})
            report(Condition(now(), trouble))
            await _unhook(bot, fault)
            await asyncio.sleep(pause)
        else:
            failures = 0
            offset = max(int(str(update["update_id"])) for update in given) + 1 if given else None
            report(Condition(now()))


def _trouble(fault: Exception) -> Trouble:
    match fault:
        case NotKept():
            return Trouble.NOT_KEPT
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Trouble.NOT_LET_IN
        case TelegramConflictError():
            return Trouble.CONFLICT
        case _:
            return Trouble.UNREACHABLE


def _pause(fault: Exception, trouble: Trouble, patience: Patience, failures: int) -> float:
    if isinstance(fault, TelegramRetryAfter):
        return min(float(fault.retry_after), patience.barred)  # nobody is heard meanwhile, whatever it asks
    return patience.barred if trouble is Trouble.NOT_LET_IN else patience.pause(failures)


async def _unhook(bot: Bot, fault: Exception) -> None:
    """A webhook that was set once keeps us from asking: take it away, and lose nothing of what waits."""
    if isinstance(fault, TelegramConflictError) and "webhook" in fault.message:
        try:
            await bot.delete_webhook(drop_pending_updates=False)
        except (AiogramError, OSError, TimeoutError) as further:
            log.warning("the webhook could not be taken away", extra={"kind": type(further).__name__})
