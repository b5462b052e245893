"""Updates into the inbox. When `keep` returns they are committed; only then may Telegram be told that we have them.

If the store fails, each update is looked at for harm all the same (R715), and whoever wrote something else is told once
that it may not have been saved. Telegram is told nothing, and brings the updates again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot import files, hearing, updates
from bot.updates import Json
from casework.messages import Address, Channel, Post
from store import inbox
from store.database import Connection, Transact

log = logging.getLogger(__name__)


class NotKept(Exception):
    """The store did not take the updates: Telegram must not be told that we have them."""


class Keeping:
    """Keeps the updates of one bot, whichever way they come.

    `wake` is set when there is something new to read, `files_wake` when there is a file to fetch. `outcry` looks for
    harm in what could not be kept and says if there was any; `sorry` says that something may not have been saved;
    `answer` lets a pressed button stop spinning; `leave` leaves a group, from which nothing is kept (conversations
    2.1); with `voices` somebody makes words of voice notes.
    """

    def __init__(
        self,
        *,
        source: str,
        council: str,
        transact: Transact,
        now: Callable[[], datetime],
        wake: asyncio.Event,
        files_wake: asyncio.Event,
        outcry: Callable[[Post], Awaitable[bool]],
        sorry: Callable[[Address], Awaitable[None]],
        answer: Callable[[str], Awaitable[None]],
        leave: Callable[[int], Awaitable[None]],
        voices: bool = False,
    ) -> None:
        self._source = source
        self._council = council
        self._transact = transact
        self._now = now
        self._wake = wake
        self._files_wake = files_wake
        self._outcry = outcry
        self._sorry = sorry
        self._answer = answer
        self._leave = leave
        self._voices = voices
        self._told: set[Address] = set()
        self._answering: set[asyncio.Future[None]] = set()

    async def keep(self, given: Sequence[Json]) -> None:
        """Keep them all, in order, or raise `NotKept`."""
        now = self._now()
        self._leave_groups(given)
        given = [one for one in given if updates.is_private(one)]
        posts = [updates.post(one, source=self._source, council=self._council, now=now) for one in given]

        def work(db: Connection) -> None:
            for update, post in zip(given, posts, strict=True):
                if inbox.keep(db, post):
                    files.owe(db, self._council, self._source, list(updates.files(update)))
                    if self._voices:
                        hearing.owe(db, self._council, self._source, update, post)

        try:
            await self._transact(work)
        except Exception as fault:
            log.error("updates could not be kept", extra={"kind": type(fault).__name__, "count": len(posts)})
            await self._hear(given, posts)
            raise NotKept from fault
        self._told.clear()
        self._wake.set()
        self._files_wake.set()
        self._answer_presses(given)

    async def _hear(self, given: Sequence[Json], posts: Sequence[Post]) -> None:
        for update, post in zip(given, posts, strict=True):
            harm = await self._outcry(post)
            chat = updates.chat(update)
            if harm or chat is None or not updates.is_private(update):
                continue
            writer = Address(Channel.TELEGRAM, str(chat))
            if writer not in self._told:
                self._told.add(writer)
                try:
                    await self._sorry(writer)
                except Exception as fault:  # noqa: BLE001 around one post: the next may hold words of harm
                    log.warning("a writer could not be told", extra={"post": post.name, "kind": type(fault).__name__})

    def _answer_presses(self, given: Sequence[Json]) -> None:
        for press in filter(None, map(updates.press, given)):
            self._begin(self._answer(press))

    def _leave_groups(self, given: Sequence[Json]) -> None:
        for group in dict.fromkeys(filter(None, map(updates.group, given))):
            self._begin(self._leave(group))

    def _begin(self, call: Awaitable[None]) -> None:
        task = asyncio.ensure_future(call)
        self._answering.add(task)  # a task that nobody holds may vanish
        task.add_done_callback(self._answering.discard)
