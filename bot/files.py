"""Photos, voice notes and other files: fetched as soon as they are known of, for Telegram keeps them only for a while.

What is owed is written down in the same transaction that keeps the update, and crossed out in the one that keeps the
file: a power cut in between loses neither. A file lies in the store under a name made from its handle, `name_of`. One
that Telegram will not give becomes a post for a person, which says so.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramNotFound
from aiohttp import ClientError, ClientResponseError, ClientTimeout

from bot.updates import LARGEST
from casework.messages import Channel, Post
from casework.names import of_file
from intake.patience import USUAL, Patience
from store import inbox
from store.database import Connection, Transact, alone
from store.inbox import Read

log = logging.getLogger(__name__)

REFUSALS = 5
"""How often Telegram may refuse a file before it is given up: it says the same of one that is only late. *Taste.*"""

NOT_OF_THE_FILE = {HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
"""Answers that say nothing of the file, as does none from 500 on: trouble that may last as long as it likes."""

PATIENCE, PIECE = ClientTimeout(total=120), 2**16
"""How long a file may take to come, and how much of it is taken at a time. *Taste.*"""

POLL = 300.0
"""Seconds between looks when nobody wakes us. *Taste.*"""

GIVEN_UP = b"Somebody sent a file that Telegram would not hand over. Please ask them to send it again."


def name_of(source: str, handle: str) -> str:
    """The name under which a file lies in the store."""
    return of_file(source, handle)


def owe(db: Connection, council: str, source: str, found: Sequence[tuple[str, int]]) -> None:
    """Write down the files that are still to be fetched. What is too big for a bot never can be."""
    wanted = [handle for handle, size in found if size <= LARGEST]
    if wanted:
        alone(db, council, source)
        _write(db, council, source, [*owed(db, council, source), *wanted])


def owed(db: Connection, council: str, source: str) -> list[str]:
    """The handles of the files still to be fetched, oldest first."""
    return [str(handle) for handle in json.loads(inbox.progress(db, council, _place(source)) or "[]")]


async def run(
    *,
    bot: Bot,
    source: str,
    council: str,
    transact: Transact,
    now: Callable[[], datetime],
    wake: asyncio.Event,
    patience: Patience = USUAL,
    poll: float = POLL,
) -> None:
    """Fetch what is owed, for ever: at once when woken, and with growing pauses while something will not come."""
    refusals: Counter[str] = Counter()
    failures = 0
    while True:
        wake.clear()
        try:
            done = await _round(bot, source, council, transact, now, refusals)
        except Exception as fault:  # noqa: BLE001 the store's trouble: nothing is lost by waiting
            log.error("files could not be kept", extra={"kind": type(fault).__name__})
            done = False
        failures = 0 if done else failures + 1
        with suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), poll if done else patience.pause(failures))


async def _round(
    bot: Bot, source: str, council: str, transact: Transact, now: Callable[[], datetime], refusals: Counter[str]
) -> bool:
    """Ask once for everything that is owed; whether all of it came."""
    waiting = await transact(lambda db: owed(db, council, source))
    for handle in waiting:
        found = await _fetched(bot, handle, refusals)
        if found is None:
            continue
        how = Read.UNREADABLE if found is GIVEN_UP else Read.READ
        post = Post(name_of(source, handle), council, Channel.TELEGRAM, _place(source), handle, now(), found)
        await transact(_kept(post, how, source, now()))
        log.info("file kept", extra={"post": post.name})
    return not await transact(lambda db: owed(db, council, source))


async def _fetched(bot: Bot, handle: str, refusals: Counter[str]) -> bytes | None:
    """The file's bytes; `GIVEN_UP`; or None: ask again later."""
    try:
        return await _downloaded(bot, (await bot.get_file(handle)).file_path or "")
    except (AiogramError, ClientError, OSError, TimeoutError) as fault:
        if not _refused(fault):
            log.info("a file could not be fetched", extra={"kind": type(fault).__name__})
            return None
        refusals[handle] += 1
        return GIVEN_UP if refusals[handle] >= REFUSALS else None


def _refused(fault: Exception) -> bool:
    """Whether Telegram says no to this file, and not that it is in trouble itself."""
    if isinstance(fault, ClientResponseError):
        return fault.status not in NOT_OF_THE_FILE and fault.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return isinstance(fault, TelegramBadRequest | TelegramNotFound)


async def _downloaded(bot: Bot, path: str) -> bytes:
    """From where the Bot API says that it lies, and from nowhere else; `GIVEN_UP` if it is longer than any may be."""
    assert isinstance(bot.session, AiohttpSession)  # noqa: S101 there is no other kind
    client, into = await bot.session.create_session(), bytearray()
    address = bot.session.api.file_url(bot.token, path)
    async with client.get(address, timeout=PATIENCE, allow_redirects=False) as answer:
        if answer.status != HTTPStatus.OK:
            raise ClientResponseError(answer.request_info, answer.history, status=answer.status)
        async for piece in answer.content.iter_chunked(PIECE):
            into += piece
            if len(into) > LARGEST:
                return GIVEN_UP
    return bytes(into)


def _kept(post: Post, how: Read, source: str, moment: datetime) -> Callable[[Connection], None]:
    def work(db: Connection) -> None:
        alone(db, post.council, source)
        if inbox.keep(db, post):
            inbox.mark(db, post, how, now=moment)
        left = [handle for handle in owed(db, post.council, source) if handle != post.place]
        _write(db, post.council, source, left)

    return work


def _place(source: str) -> str:
    return f"{source}/files"


def _write(db: Connection, council: str, source: str, handles: Sequence[str]) -> None:
    inbox.set_progress(db, council, _place(source), json.dumps(list(dict.fromkeys(handles))))
