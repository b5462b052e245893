"""The Bot API's HTTP side: requests in, answers out, what was asked and when, and faults on demand."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from casework.frozen import frozen
from tests.wire.botapi.methods import Methods
from tests.wire.botapi.people import Now
from tests.wire.botapi.updates import Json, Refused
from tests.wire.loopback import HOST, free_ports

_IN_JSON = {"reply_markup", "allowed_updates", "media", "entities", "message_ids", "reply_parameters"}
_VERBS = {"text", "edit", "press", "photo", "voice", "document", "sticker", "block", "unblock", "fail", "call_me"}


@frozen
class Call:
    """One request of the bot's, and whether it was granted. Requests for updates are not among them."""

    method: str
    args: Json = field(repr=False)
    at: datetime
    refused: int = 0

    def line(self) -> str:
        """As one line of JSON, for a record that outlives the process."""
        shown = {key: value[0] if isinstance(value, tuple) else value for key, value in self.args.items()}
        told = {"at": self.at.isoformat(), "method": self.method, "args": shown, "refused": self.refused}
        return json.dumps(told)


class BotApi(Methods):
    """Telegram, for one bot. `address` is what `bot.api` is set to, `token` what is in the token file."""

    def __init__(
        self, *, token: str = "42:TEST", port: int = 0, record: Path | None = None, now: Now | None = None
    ) -> None:
        super().__init__(now)
        self.token, self.port = token, port or free_ports(1)[0]
        self.calls: list[Call] = []
        self.bent: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {}
        """Files that do not come as they should, by their handles."""
        self.shaped: dict[str, Any] = {}
        """What is answered in place of a method's result: a shape that nobody knows yet."""
        self._faults: dict[str, list[Refused]] = {}
        self._record = record
        self._called = asyncio.Condition()
        self._speaks = asyncio.Event()
        self._speaks.set()
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Start, or come back on the same port after `stop`, with all that waited."""
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._fetch)
        app.router.add_post("/people/{verb}", self._people)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.updates.start()

    async def stop(self) -> None:
        """Gone: the port refuses, and whoever waited is cut off."""
        self.speak()
        await self.updates.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def silence(self) -> None:
        """Take requests and answer none."""
        self._speaks.clear()

    def speak(self) -> None:
        """Answer again, those who waited too."""
        self._speaks.set()

    def fail(self, method: str, code: int, says: str, *, times: int = 1, **parameters: int) -> None:
        """Refuse the next calls of a method: 429 with `retry_after=`, 500, 403…"""
        self._faults.setdefault(method, []).extend([Refused(code, says, **parameters)] * times)

    def sent(self, chat: int | None = None, *, method: str = "sendMessage") -> list[Call]:
        """The granted calls of a method, to one chat or to all, oldest first."""
        return [
            call
            for call in self.calls
            if call.method == method and not call.refused and chat in (None, int(call.args.get("chat_id", 0)))
        ]

    async def until(self, true: Callable[[], bool], *, seconds: float = 20) -> None:
        """Return when something that the bot asked for has made this true."""
        async with self._called:
            await asyncio.wait_for(self._called.wait_for(true), seconds)

    async def _answer(self, request: web.Request) -> web.Response:
        await self._speaks.wait()
        method, asked = request.match_info["method"], await _arguments(request)
        try:
            result, refused = await self._grant(request.match_info["token"], method, asked), None
        except Refused as error:
            result, refused = None, error
        await self._remember(Call(method, asked, self._now(), refused.code if refused else 0))
        if refused:
            return web.json_response(refused.body(), status=refused.code)
        return web.json_response({"ok": True, "result": self.shaped.get(method, result)})

    async def _grant(self, token: str, method: str, asked: Json) -> Any:
        if token != self.token:
            raise Refused(401, "Unauthorized")
        if self._faults.get(method):
            raise self._faults[method].pop(0)
        return await self.method(method)(asked)

    async def _remember(self, call: Call) -> None:
        async with self._called:
            if call.method != "getUpdates":
                self.calls.append(call)
                if self._record is not None:
                    with self._record.open("a") as lines:
                        lines.write(call.line() + "\n")
            self._called.notify_all()

    async def _fetch(self, request: web.Request) -> web.StreamResponse:
        await self._speaks.wait()
        for handle, (path, data) in self.files.items():
            if (path, self.token) == (request.match_info["path"], request.match_info["token"]):
                return await self.bent[handle](request) if handle in self.bent else web.Response(body=data)
        return web.json_response(Refused(404, "Not Found").body(), status=404)

    async def _people(self, request: web.Request) -> web.Response:
        verb, given = request.match_info["verb"], await request.json()
        if verb not in _VERBS:
            raise web.HTTPNotFound
        if "data" in given:
            given["data"] = base64.b64decode(given["data"])
        done = getattr(self, verb)(**given)
        return web.json_response(await done if asyncio.iscoroutine(done) else done)


async def tell(address: str, verb: str, /, **given: Any) -> Any:
    """What people do, told to a Bot API that runs as a process: `await tell(address, "text", chat=7, text="hello")`."""
    if "data" in given:
        given["data"] = base64.b64encode(given["data"]).decode()
    async with ClientSession() as session, session.post(f"{address}/people/{verb}", json=given) as answer:
        answer.raise_for_status()
        return await answer.json()


async def _arguments(request: web.Request) -> Json:
    asked: Json = dict(request.query)
    if request.content_type == "application/json":
        asked |= await request.json()
    elif request.can_read_body:
        for key, value in (await request.post()).items():
            asked[key] = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    for key in _IN_JSON & asked.keys():
        if isinstance(asked[key], str):
            asked[key] = json.loads(asked[key])
    return _with_files(asked)


def _with_files(asked: Json) -> Json:
    """aiogram sends a file beside its argument, which then says `attach://NAME`."""
    for key, value in list(asked.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            asked[key] = asked.pop(value.removeprefix("attach://"))
    return asked
