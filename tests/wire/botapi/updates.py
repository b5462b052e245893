"""The queue of updates: asked for with an offset that confirms, or pushed to a webhook until it says yes."""

import asyncio
import contextlib
import itertools
import time
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

Json = dict[str, Any]  # whatever Telegram says

_LONGEST_POLL = 50
_PAUSE_BEFORE_PUSHING_AGAIN = 0.05


class Refused(Exception):
    """What Telegram answers instead of a result."""

    def __init__(self, code: int, says: str, **parameters: int) -> None:
        super().__init__(says)
        self.code, self.says, self.parameters = code, says, parameters

    def body(self) -> Json:
        """The answer as it goes over the wire."""
        told: Json = {"ok": False, "error_code": self.code, "description": self.says}
        return told | ({"parameters": self.parameters} if self.parameters else {})


class Updates:
    """What waits for the bot. `confirmed` lists each offset that moved the queue, in order."""

    def __init__(self) -> None:
        self.waiting: list[Json] = []
        self.confirmed: list[int] = []
        self.webhook: Json | None = None
        self.pushed: list[tuple[int, int]] = []  # update_id and the status it was answered with; 0: no answer
        self._allowed: list[str] = []
        self._changed = asyncio.Condition()
        self._numbers = itertools.count(1000)
        self._poller: asyncio.Future[None] | None = None
        self._pusher: asyncio.Task[None] | None = None

    async def put(self, update: Json) -> int:
        """One more update; its number. As Telegram, a kind that the bot did not ask for is dropped."""
        number = next(self._numbers)
        if not self._allowed or any(kind in self._allowed for kind in update):
            self.waiting.append({"update_id": number, **update})
            await self._wake()
        return number

    async def ask(self, *, offset: int, limit: int, seconds: int, allowed: list[str] | None) -> list[Json]:
        """Long polling: confirm everything below `offset`, then what waits, or wait for it."""
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        if allowed is not None:
            self._allowed = allowed
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)  # the newer caller wins, as on the real server
        mine = self._poller = asyncio.get_running_loop().create_future()
        end = time.monotonic() + min(seconds, _LONGEST_POLL)
        self._confirm(offset)
        while not self.waiting and time.monotonic() < end:
            await self._something(mine, end - time.monotonic())
            if mine.done():
                raise Refused(409, "Conflict: terminated by other getUpdates request")
        return self.waiting[: min(limit, 100)]

    async def hook(self, webhook: Json | None, *, allowed: list[str] | None, drop: bool) -> None:
        """Push to this address from now on, or to none."""
        self.webhook = webhook
        if allowed is not None:
            self._allowed = allowed
        if drop:
            self.waiting.clear()
        await self._wake()

    def start(self) -> None:
        """Begin pushing, should there be a webhook."""
        self._pusher = asyncio.create_task(self._push())

    async def stop(self) -> None:
        """Push no more. What waits goes on waiting."""
        if self._pusher is not None:
            self._pusher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pusher

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]
            if not self.confirmed or offset > self.confirmed[-1]:
                self.confirmed.append(offset)

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _something(self, mine: asyncio.Future[None], seconds: float) -> None:
        """Wait until the queue changed, another poller came, or the time is up."""

        async def changed() -> None:
            async with self._changed:
                await self._changed.wait_for(lambda: bool(self.waiting))

        waiter = asyncio.create_task(changed())
        await asyncio.wait({waiter, mine}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await waiter

    async def _push(self) -> None:
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda: bool(self.webhook and self.waiting))
                update, hook = self.waiting[0], self.webhook or {}
                status = await _post(session, hook, update)
                self.pushed.append((update["update_id"], status))
                if 200 <= status < 300:
                    self.waiting = [other for other in self.waiting if other is not update]
                else:
                    await asyncio.sleep(_PAUSE_BEFORE_PUSHING_AGAIN)


async def _post(session: ClientSession, hook: Json, update: Json) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]} if hook.get("secret") else {}
    try:
        async with session.post(hook["url"], json=update, headers=headers, ssl=False) as answer:
            return answer.status
    except (ClientError, OSError, TimeoutError):
        return 0
