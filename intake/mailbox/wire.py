"""One connection to the mail server. Every call on it ends: with an answer, with the connection, or in time.

aioimaplib ends no pending call when its connection goes: a plain `await` then waits for ever. So every call is raced
against the loss and against a limit, and after any failure the connection is thrown away, never used again: a late
answer would go to the wrong call. Nothing but UIDs, dates and raw bytes is read from answers, as the library mends
quoted strings in its own way (it deletes every `* ` and believes every bracket).
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import field
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from aioimaplib import aioimaplib

from casework.frozen import frozen
from intake.mailbox.alive import ask_after
from intake.mailbox.answers import MONTHS, UID, number, received

T = TypeVar("T")

MOST = 64 * 2**20
"""Bytes asked for at most. Mail servers stop at 25 to 50 MB; what is longer is kept as far as this. *Taste.*"""

LINE = 16 * 2**20
"""Bytes that a line may have, and an answer beside what was asked for: the numbers of two million messages. *Taste.*"""

AT_A_GUESS = 64 * 1024
"""Bytes asked for of the newest message before we know its number; nearly all mail is shorter. *Taste.*"""

LONGEST = 1800.0
"""Seconds that one message may take while its bytes keep coming; silence ends it far sooner. *Taste.*"""

POLL = 30.0
"""Seconds between looks at a server that has no IDLE. *Taste.*"""

_FAULTS = (OSError, aioimaplib.AioImapException, ValueError, LookupError, AttributeError, RuntimeError)
"""What the library raises when an answer is late, cut off, or not what it expected; some of it by accident."""


class Lost(ConnectionError):
    """The connection is gone, or as good as gone: nothing more can be asked on it."""


class Refused(Exception):
    """The server answered, and its answer was no."""


class NotLetIn(Exception):
    """The server does not accept the user, or the password or token."""


class NoToken(Exception):
    """The token that the server wants instead of a password cannot be had."""


class Token(Protocol):
    """Where a token that is good now comes from (OAuth2)."""

    async def __call__(self) -> str:
        """One. Raises ConnectionError where none can be had."""

    def refused(self) -> None:
        """The server did not take it."""


@frozen
class Fetched:
    """A message's bytes, and when the server says it received them: the moment that counts (R406)."""

    raw: bytes = field(repr=False)
    received: datetime | None

    @property
    def cut(self) -> bool:
        """Whether it was too long to take whole."""
        return len(self.raw) >= MOST


class Wire:
    """A connection with the mailbox open, for reading only. `validity` and `next_uid` are as the server said."""

    def __init__(self, client: Any, answer: float) -> None:  # the library has no types
        self._client = client
        self._answer = answer
        self._gone = asyncio.get_running_loop().create_future()
        client.protocol.conn_lost_cb = self._is_gone  # its IMAP4_SSL takes no such argument
        self.validity = 0
        self.next_uid: int | None = None
        self._told = False
        self._heard = 0
        self._guessed: dict[int, Fetched] = {}
        self._listen()
        self._measure()

    def _is_gone(self, _: Exception | None) -> None:
        if not self._gone.done():
            self._gone.set_result(None)

    def _listen(self) -> None:
        """A server may say with its answer to anything that mail has come, and not say so again."""
        protocol = self._client.protocol
        usual = protocol._untagged_response  # noqa: SLF001 it has no public name

        def told(line: bytes) -> Any:
            self._told = self._told or line.rstrip().upper().endswith(b" EXISTS")
            return usual(line)

        protocol._untagged_response = told  # noqa: SLF001

    def _measure(self) -> None:
        """The library keeps whatever a server says; one that does not end is left before it fills the memory."""
        protocol = self._client.protocol
        usual = protocol.data_received

        def heard(data: bytes) -> None:
            self._heard += len(data)
            if self._heard > MOST + LINE or len(protocol.incomplete_line) > LINE:
                protocol.transport.abort()
            else:
                usual(data)

        protocol.data_received = heard

    async def sign_in(self, user: str, password: str, token: str) -> None:
        """Greet, and prove who we are: by a token, as Microsoft 365 and Google want it, or else by a password."""
        await self._ended(self._client.wait_hello_from_server(), self._answer)
        if token:
            self._end_refusals()
            proof = self._client.xoauth2(user, token)
        else:
            proof = self._client.login(aioimaplib.quoted(user), password)  # it quotes the password by itself
        answer = await self._ended(proof, self._answer)
        if answer.result != "OK":
            if any(b"[UNAVAILABLE]" in line for line in answer.lines):  # RFC 5530: the server's trouble, not ours
                raise Refused
            raise NotLetIn
        await self._ended(self._client.protocol.capability(), self._answer)  # some say only now that they can IDLE

    def _end_refusals(self) -> None:
        """A refused token is answered with why, and the server waits for an empty line before it says no (RFC 7628)."""
        protocol = self._client.protocol
        usual = protocol._continuation  # noqa: SLF001 it has no public name

        def told(line: bytes) -> None:
            asked = protocol.pending_sync_command
            if asked is not None and asked.name == "AUTHENTICATE":
                protocol.transport.write(b"\r\n")
            else:
                usual(line)

        protocol._continuation = told  # noqa: SLF001

    async def open(self, folder: str) -> None:
        """Open the mailbox so that nothing we do can mark anything in it as seen."""
        lines = await self._asked(self._client.examine(aioimaplib.quoted(folder)), self._answer)
        self._client.protocol.state = aioimaplib.SELECTED  # the library moves on after SELECT but not after EXAMINE
        validity = number(rb"UIDVALIDITY (\d{1,10})\b", lines)
        if validity is None:
            raise Refused  # without it no UID means anything tomorrow
        self.validity = validity
        self.next_uid = number(rb"UIDNEXT (\d{1,10})\b", lines)
        self._told = False  # what it told so far is there to be found, and perhaps nothing new

    async def above(self, uid: int, since: date | None) -> list[int]:
        """The UIDs higher than `uid`, in order, of what the server has told us of; of mail received since a day, where
        one is given. Where it has told us of mail, the newest is asked for in the same breath: mostly it is alone.
        """
        told, self._told = self._told, False
        criteria = [f"UID {uid + 1}:*"]
        if since is not None:
            criteria.append(f"SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}")
        search = self._found(*criteria)
        found, self._guessed = await asyncio.gather(search, self._newest()) if told else (await search, {})
        return sorted(one for one in found if one > uid)  # `n:*` always names the last message, even below n

    async def _found(self, *criteria: str) -> set[int]:
        lines = await self._asked(self._client.uid_search(*criteria, charset=None), self._answer)
        return {int(word) for line in lines[:-1] for word in line.split() if UID.fullmatch(word)}

    async def _newest(self) -> dict[int, Fetched]:
        """The last message by its UID, if it is short; nothing if it is not, or if there is none any more."""
        items = f"(UID INTERNALDATE BODY.PEEK[]<0.{AT_A_GUESS}>)"
        try:
            lines = await self._asked(self._client.uid("fetch", "*", items), self._answer)
        except Refused:
            return {}
        for before, body in pairwise(lines):
            uid = re.search(rb"\bUID (\d{1,10})\b", before)
            if uid and isinstance(body, bytearray) and len(body) < AT_A_GUESS:
                return {int(uid[1]): Fetched(bytes(body), received([bytes(before)]))}
        return {}

    async def message(self, uid: int, part: str = "") -> Fetched | None:
        """What the server holds under this UID, whole or one part; None where there is nothing any more."""
        if not part and (guessed := self._guessed.pop(uid, None)):
            return guessed
        items = f"(UID INTERNALDATE BODY.PEEK[{part}]<0.{MOST}>)"
        lines = await self._asked(self._client.uid("fetch", str(uid), items), LONGEST)
        said = [line for line in lines if not isinstance(line, bytearray)]
        if not any(re.search(rb"\bUID %d\b" % uid, line) for line in said):
            if uid in await self._found(f"UID {uid}"):
                raise Refused  # it is there, and was not given
            return None
        body = next((bytes(line) for line in lines if isinstance(line, bytearray)), None)
        if body is None:
            raise Refused
        return Fetched(body, received(said))

    async def news(self) -> None:
        """Have the server tell what has come: a search alone does not show what came just now."""
        await self._asked(self._client.noop(), self._answer)

    async def idle(self, seconds: float) -> None:
        """Wait until the server has told us of mail or says something, or so many seconds."""
        if self._told:
            return
        if not self._client.has_capability("IDLE"):
            await asyncio.wait({self._gone}, timeout=min(seconds, POLL))
            await self.news()
            return
        idling = await self._ended(self._client.idle_start(timeout=seconds), self._answer)
        limit = seconds + self._answer
        pushed = await self._ended(self._client.wait_server_push(timeout=limit), limit)
        if any(line.startswith(b"BYE") for line in pushed):
            raise Lost
        self._client.idle_done()
        await self._ended(idling, self._answer)

    async def close(self) -> None:
        """Throw the connection away, with whatever the library still waits for on it."""
        connecting = self._client._client_task  # noqa: SLF001 it has no public name
        left = [connecting, *self._client.tasks, *self._client.protocol.tasks]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._client.protocol.transport is not None:
            self._client.protocol.transport.abort()

    async def _asked(self, call: Awaitable[Any], seconds: float) -> list[bytes | bytearray]:
        answer = await self._ended(call, seconds)
        if answer.result != "OK":  # a NO is a result to the library, not an exception
            raise Refused
        return list(answer.lines)

    async def _ended(self, call: Awaitable[T], seconds: float) -> T:
        task = asyncio.ensure_future(call)
        self._heard = 0
        try:
            await asyncio.wait({task, self._gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise Lost
            return task.result()
        except _FAULTS:
            raise Lost from None  # a late command's exception quotes the command, and the first one is the password
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def connected(
    host: str,
    port: int,
    *,
    tls: ssl.SSLContext | None,
    user: str,
    password: str,
    folder: str,
    answer: float,
    token: Token | None = None,
) -> AsyncIterator[Wire]:
    """A connection, signed in, with the folder open; thrown away at the end, however it ends."""
    try:
        proof = await token() if token else ""
    except ConnectionError:
        raise NoToken from None
    if tls is None:
        client = aioimaplib.IMAP4(host, port, timeout=answer)
    else:
        client = aioimaplib.IMAP4_SSL(host, port, timeout=answer, ssl_context=tls)
    wire = Wire(client, answer)
    try:
        await wire.sign_in(user, password, proof)
        ask_after(client.protocol.transport)
        await wire.open(folder)
        yield wire
    except NotLetIn:
        if token:
            token.refused()
        raise
    finally:
        await wire.close()
