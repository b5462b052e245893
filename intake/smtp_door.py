"""A mail server of our own, for this machine only: what comes in by it goes into the same inbox as the mailbox's mail.

For a first look without any mail server, and for one that hands mail on by SMTP. It has no passwords, so it listens on
the loopback and nowhere else. "250" is said after the commit that holds the message, never before; while the store
takes nothing the answer is "451", which makes the sender keep the message and try again.
"""

import asyncio
import hashlib
import ipaddress
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session

from casework.messages import Channel, Post
from casework.names import name
from intake.keeper import Keeper
from store import inbox

log = logging.getLogger(__name__)

SOURCE = "smtp_door"

MOST = 40 * 2**20
"""Bytes in one message; more is refused with 552, which tells the sender why (contract.md section 8)."""

PATIENCE = 300.0
"""Seconds that a client may be silent, as RFC 5321 asks."""

AT_ONCE = 200
"""Clients at the door. Of more the first to come goes: each is a file to the machine, and it must not run out of them.
*Taste*: a mail server opens twenty.
"""

KEPT = "250 2.0.0 It is kept"
TOO_MUCH = "552 5.3.4 It is too long: forty megabytes at most"
NOT_KEPT = "451 4.3.0 It could not be kept: please try again later"


NEW_LINE, END = b"\r\n", b"\r\n.\r\n"


class _Speaker(SMTP):
    """The protocol, with room for lines of any length: a message without line ends is still somebody's message.

    A message is taken as a whole. The library makes a thing of each line: forty megabytes of empty lines took three
    gigabytes, and seconds in which nobody else was served.
    """

    line_length_limit = MOST + len(NEW_LINE)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 its name
        """The message, kept or refused."""
        if arg or not (self.session and self.session.host_name and self.envelope and self.envelope.rcpt_tos):
            await super().smtp_DATA(arg)  # it says what comes first
            return
        self._reader.feed_data(NEW_LINE)  # so that the end of a message of no lines is the end of any
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        raw = await self._up_to_end()
        self.envelope.original_content = raw.replace(b"\r\n.", NEW_LINE).removeprefix(NEW_LINE)
        status = await self._call_handler_hook("DATA") if len(raw) <= self.line_length_limit else TOO_MUCH
        self.envelope = Envelope()
        await self.push(status)

    async def _up_to_end(self) -> bytes:
        """All of it, behind a new line; of more than there is room for, what came last."""
        passed = b""
        while True:
            try:
                return passed + (await self._reader.readuntil(END)).removesuffix(END) + NEW_LINE
            except asyncio.LimitOverrunError as more:
                passed = await self._reader.readexactly(more.consumed)


class _Handler:
    """Keeps each message that the protocol has taken in."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._going: set[asyncio.Future[str]] = set()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 its name
        """Keep it, and only then say so. Who hangs up before they hear it has handed it in all the same."""
        keeping = asyncio.ensure_future(self._kept(self._post(envelope)))
        self._going.add(keeping)  # a task that nobody holds may vanish
        keeping.add_done_callback(self._going.discard)
        return await asyncio.shield(keeping)

    async def _kept(self, post: Post) -> str:
        try:
            await self._keeper.transact(lambda db: inbox.keep(db, post))
        except Exception as fault:  # noqa: BLE001 whatever ails the store, the sender keeps the message
            log.error("mail could not be kept", extra={"kind": type(fault).__name__, "post": post.name})
            await self._keeper.unkept(post)
            return NOT_KEPT
        self._keeper.wake.set()
        return KEPT

    async def handle_exception(self, error: Exception) -> str:
        """Never the library's own answer: it is final, and it quotes the error."""
        log.error("the SMTP door stumbled", extra={"kind": type(error).__name__})
        return NOT_KEPT

    def _post(self, envelope: Envelope) -> Post:
        raw = _trace(envelope) + bytes(envelope.original_content or b"")
        digest = hashlib.sha256(raw).hexdigest()  # a client that missed our answer sends the same bytes again
        return Post(
            name=name("email", SOURCE, digest),
            council=self._keeper.council,
            channel=Channel.EMAIL,
            source=SOURCE,
            place=digest,
            received=self._keeper.now(),
            raw=raw,
        )


def _trace(envelope: Envelope) -> bytes:
    """Who it was from and for on its way, as the last mail server writes it down (RFC 5321, 4.4)."""
    lines = [f"Return-Path: <{envelope.mail_from or ''}>", *(f"Delivered-To: {one}" for one in envelope.rcpt_tos)]
    bare = (line.replace("\r", "").replace("\n", "") for line in lines)
    return "".join(f"{line}\r\n" for line in bare).encode("utf-8", "surrogateescape")


def _put_down(some: Iterable[_Speaker]) -> None:
    """Who is cut off in the middle of a message keeps it, and comes again."""
    for one in some:
        if one.transport is not None:
            one.transport.close()


@asynccontextmanager
async def opened(
    host: str, port: int, keeper: Keeper, *, patience: float = PATIENCE, at_once: int = AT_ONCE
) -> AsyncIterator[int]:
    """The door, open for as long as the block lasts, and the port it is on: one that is free, if `port` is 0."""
    if not ipaddress.ip_address("127.0.0.1" if host == "localhost" else host).is_loopback:
        raise ValueError("intake.smtp_door.host must be this machine itself (127.0.0.1): the door asks for no password")
    loop = asyncio.get_running_loop()
    handler = _Handler(keeper)
    speakers: list[_Speaker] = []

    def speaker() -> _Speaker:
        speakers[:] = [one for one in speakers if one.transport is not None]
        _put_down(speakers[: max(0, len(speakers) - at_once + 1)])
        made = _Speaker(
            handler,
            data_size_limit=MOST,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="Heard",
            timeout=patience,
            loop=loop,
        )
        speakers.append(made)
        return made

    server = await loop.create_server(speaker, host, port)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        _put_down(speakers)
        await server.wait_closed()
