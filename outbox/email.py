"""Letters by email: handed to a mail server over a few connections that stay open.

One reader a message: a server that refuses one of several says so in a way that is easily missed. What the server
answers decides what becomes of the letter. No to this reader or these words, for good: undeliverable. Not now, no to
*us* (a password, a sender's address), silence, or a connection that broke, even after the words were on their way:
later, under the same Message-ID.
"""

import asyncio
import contextlib
import re
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import aiosmtplib

from casework.letters import Letter, Urgency
from outbox.envelope import Mailbox, envelope, mailbox_with_name, reader_of
from outbox.outcomes import TryLater, Undeliverable
from outbox.render import Rendered
from outbox.signing import Mark

PATIENCE = 30
"""Seconds for the server's answer to each command. *Taste.*"""

WEIGHS, WEIGHS_SAFETY = 600, 120
"""Seconds in which it may look through our words before it takes them (RFC 5321, 4.5.3.2.6; about danger: *taste*)."""

ASKED = 5
"""Seconds in which a connection that rested must show that it is still there. *Taste.*"""

LINES, WHILE_WELL = 2, 6
"""Connections at once; and while the server takes whatever it is handed: one that is slow to answer, or far away, else
holds up a heap of letters. *Taste*: some servers allow three.
"""

MODEST = timedelta(hours=1)
"""How long we are content with the first, once the server has put us off. *Taste.*"""

WEARS_OUT = 100
"""Letters after which a connection is replaced: many servers end one there. *Taste.*"""

FOR_GOOD = 500
"""From here on a server's answer will be no other tomorrow."""

_AUTHENTICATION = (530, 534, 535, 538)


@dataclass(slots=True)
class _Line:
    """One open connection to the mail server."""

    client: aiosmtplib.SMTP
    carried: int = 0


class Token(Protocol):
    """Where a token that is good now comes from (OAuth2)."""

    async def __call__(self) -> str:
        """One. Raises ConnectionError where none can be had."""

    def refused(self) -> None:
        """The server did not take it."""


class Smtp:
    """A mail server. `tls` is `implicit` (from the first byte), `starttls` (insisted upon) or `off`.

    `sender` is what letters are from, such as `Larkhaven Council <hello@larkhaven.example>`; `key` signs their reply
    addresses; `token` gives what Microsoft 365 and Google want instead of a password (OAuth2), and raises
    ConnectionError where it cannot; `mark` is put on each letter (DKIM); `trust` is whom to believe about the server's
    name; `lines` how many connections at once, also `while_well`.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: str,
        sender: str,
        key: bytes,
        now: Callable[[], datetime],
        user: str = "",
        password: str = "",
        token: Token | None = None,
        mark: Mark | None = None,
        trust: ssl.SSLContext | None = None,
        lines: int = LINES,
        while_well: int = WHILE_WELL,
        patience: float = PATIENCE,
        weighs: float = WEIGHS,
    ) -> None:
        self._sender, self._key, self._now = mailbox_with_name(sender), key, now
        self._patience, self._weighs = patience, weighs
        self._user, self._password, self._token = user, password, token
        self._mark = mark
        self._host, self._port, self._tls = host, port, tls
        self._trust = (trust or ssl.create_default_context()) if tls != "off" else None
        self._lines, self._more_lines = asyncio.Semaphore(lines), asyncio.Semaphore(while_well)
        self._modest_until: datetime | None = None
        self._resting: list[_Line] = []

    async def send(self, letter: Letter, rendered: Rendered) -> str:
        """Hand a letter over; what the server said on taking it."""
        reader = reader_of(letter)
        raw = envelope(letter, rendered, sender=self._sender, reader=reader, key=self._key, now=self._now())
        if self._mark:
            raw = await asyncio.to_thread(self._mark.on, raw)  # it takes a while, and others wait
        async with self._room(letter):
            line = None
            try:
                line = await self._begun(utf8=reader.needs_utf8 or self._sender.needs_utf8)
                return await self._hand_over(raw, reader, line, self._at_most(letter))
            except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
                verdict = _verdict(error, begun=line is not None)
                if isinstance(verdict, TryLater):
                    self._modest_until = self._now() + MODEST
                raise verdict from None

    def _at_most(self, letter: Letter) -> float:
        return min(self._weighs, WEIGHS_SAFETY) if letter.urgency is Urgency.SAFETY else self._weighs

    @contextlib.asynccontextmanager
    async def _room(self, letter: Letter) -> AsyncIterator[None]:
        """Words about danger wait for no connection that is busy with others: they get one of their own."""
        if letter.urgency is Urgency.SAFETY:
            yield
            return
        async with self._more_lines:
            modest = self._modest_until is not None and self._now() < self._modest_until
            async with self._lines if modest else contextlib.nullcontext():
                yield

    async def check(self) -> None:
        """Raise TryLater unless the server lets us in, and takes a letter from our address; none is sent."""
        try:
            await self._cleared(await self._begun(utf8=self._sender.needs_utf8))
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise _verdict(error, begun=False) from None

    async def close(self) -> None:
        """End the connections."""
        resting, self._resting = self._resting, []
        for line in resting:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await line.client.quit(timeout=2)
            line.client.close()

    async def _begun(self, *, utf8: bool) -> _Line:
        """A connection that has taken our address. One that rested may be gone without a word: then another."""
        while self._resting:
            line = self._resting.pop()
            if line.carried < WEARS_OUT and line.client.is_connected:
                with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                    return await self._begin(line, utf8=utf8, patience=min(ASKED, self._patience))
            line.client.close()
        return await self._begin(await self._connected(), utf8=utf8, patience=self._patience)

    async def _begin(self, line: _Line, *, utf8: bool, patience: float) -> _Line:
        try:
            if utf8 and not line.client.supports_extension("smtputf8"):
                raise Undeliverable("the mail server cannot write to such an address")
            answer = await line.client.execute_command(
                b"MAIL", f"FROM:<{self._sender.address}>".encode(), *([b"SMTPUTF8"] if utf8 else []), timeout=patience
            )
            if answer.code != aiosmtplib.SMTPStatus.completed:
                raise aiosmtplib.SMTPSenderRefused(answer.code, answer.message, "")
        except BaseException:
            line.client.close()
            raise
        return line

    async def _hand_over(self, raw: bytes, reader: Mailbox, line: _Line, weighs: float) -> str:
        """The rest of one letter. The connection is good for another only if this came to a clear end."""
        try:
            answer = await self._taken(raw, reader, line.client, weighs)
        except (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as refusal:
            if refusal.code < FOR_GOOD:  # whoever serves this line may go on so after the server was put right
                line.client.close()
            else:
                await self._cleared(line)
            raise
        except BaseException:
            line.client.close()
            raise
        self._rest(line)
        return answer

    async def _cleared(self, line: _Line) -> None:
        try:
            await line.client.rset()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            line.client.close()
        else:
            self._rest(line)

    async def _taken(self, raw: bytes, reader: Mailbox, client: aiosmtplib.SMTP, weighs: float) -> str:
        answer = await client.execute_command(b"RCPT", f"TO:<{reader.address}>".encode(), timeout=self._patience)
        if answer.code not in (aiosmtplib.SMTPStatus.completed, aiosmtplib.SMTPStatus.will_forward):
            raise aiosmtplib.SMTPRecipientRefused(answer.code, answer.message, "")
        answer = await client.data(raw, timeout=weighs)
        return f"{answer.code} {answer.message}"[:200]

    async def _connected(self) -> _Line:
        client = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._user or None,
            password=None if self._token else self._password or None,
            oauth_token_generator=self._token,
            local_hostname=self._sender.domain,  # left out, it is looked up, and the loop stands still meanwhile
            timeout=self._patience,
            use_tls=self._tls == "implicit",
            start_tls=self._tls == "starttls",  # left out, a server that does not offer it gets letters in clear
            tls_context=self._trust,
        )
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
        except BaseException as error:
            client.close()
            if self._token and isinstance(error, aiosmtplib.SMTPAuthenticationError):
                self._token.refused()
            raise
        return _Line(client)

    def _rest(self, line: _Line) -> None:
        line.carried += 1
        self._resting.append(line)


def _verdict(error: Exception, *, begun: bool) -> TryLater | Undeliverable:
    """What the server's answer means for the letter. Where there was none before a letter was `begun`, for any."""
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return TryLater(f"mail server: {type(error).__name__}", away=not begun)
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}", error.message)
    said = f"mail server: {error.code} {enhanced[0] if enhanced else ''}".strip()
    if (
        not isinstance(error, aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError)
        or error.code in _AUTHENTICATION
    ):
        return TryLater(said)  # it is us it does not like: a thing to set right, and no fault of the reader's
    return Undeliverable(said) if error.code >= FOR_GOOD else TryLater(said, reader=True)
