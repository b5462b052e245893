"""An SMTP server that takes what we send, remembers it, and answers as it is told.

    sink = SmtpSink().start()
    sink.answer("DATA", "451 4.3.0 try later")      # once; then it is well again
    sink.wait_for(1)[0].message["Subject"]

As a process, for walks in which everything else is killed: `python -m tests.wire.smtp PORT --record FILE`.
"""

import argparse
import asyncio
import base64
import email
import email.policy
import json
import signal
import ssl
import threading
from dataclasses import field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from casework.frozen import frozen
from tests.wire.loopback import HOST, Certificates, certify, free_ports

CUT = "cut"  # an answer that is none: the connection ends instead


@frozen
class Taken:
    """One message the sink accepted: who it was from and to, its bytes, whether over TLS, and as whom."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes = field(repr=False)
    tls: bool
    user: str
    at: datetime

    @property
    def message(self) -> EmailMessage:
        """The bytes as an email."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)

    def line(self) -> str:
        """As one line of JSON, for a record that outlives the process."""
        return json.dumps(
            {
                "at": self.at.isoformat(),
                "from": self.sender,
                "to": self.recipients,
                "tls": self.tls,
                "user": self.user,
                "message_id": str(self.message["Message-ID"] or ""),
                "raw": base64.b64encode(self.raw).decode(),
            }
        )


class SmtpSink:
    """`tls` is "" (none), "starttls" (required) or "implicit"; with `users`, a right password is required."""

    host = HOST

    def __init__(
        self,
        *,
        tls: str = "",
        users: dict[str, str] | None = None,
        certificates: Certificates | None = None,
        port: int = 0,
        record: Path | None = None,
    ) -> None:
        self.port = port or free_ports(1)[0]
        self.taken: list[Taken] = []
        self._tls, self._users, self._certificates, self._record = tls, users or {}, certificates, record
        self._answers: dict[str, list[str]] = {}
        self._refused: dict[str, str] = {}
        self._came = threading.Condition()
        self._open = threading.Event()
        self._open.set()
        self._controller: Controller | None = None

    def start(self) -> Self:
        """Start, or come back on the same port after `stop`."""
        context = self._context()
        self._controller = Controller(
            self,
            hostname=HOST,
            port=self.port,
            enable_SMTPUTF8=True,
            ready_timeout=10,
            ssl_context=context if self._tls == "implicit" else None,
            tls_context=context if self._tls == "starttls" else None,
            require_starttls=self._tls == "starttls",
            auth_require_tls=self._tls == "starttls",
            authenticator=self._authenticate,
        )
        self._controller.start()
        return self

    def stop(self) -> None:
        """Gone: the port refuses."""
        self.resume()
        if self._controller is not None:
            self._controller.stop()
        self._controller = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def answer(self, command: str, reply: str, *, times: int = 1) -> None:
        """Answer the next MAIL, RCPT or DATA like this, `CUT` included; what is refused is not taken."""
        self._answers.setdefault(command, []).extend([reply] * times)

    def cut_after_taking(self, *, times: int = 1) -> None:
        """Take the next message and end the connection instead of saying so: the sender cannot know."""
        self.answer("taken", CUT, times=times)

    def refuse(self, recipient: str, reply: str = "550 5.1.1 no such user") -> None:
        """Always answer for this recipient like this."""
        self._refused[recipient] = reply

    def pause(self) -> None:
        """Leave whoever has sent a message without an answer."""
        self._open.clear()

    def resume(self) -> None:
        """Answer again, those who waited first."""
        self._open.set()

    def wait_for(self, count: int, *, seconds: float = 20) -> list[Taken]:
        """What was taken, once it is so many messages."""
        with self._came:
            if not self._came.wait_for(lambda: len(self.taken) >= count, timeout=seconds):
                raise TimeoutError(f"{len(self.taken)} of {count} messages came in {seconds} s")
            return list(self.taken)

    async def handle_MAIL(  # noqa: N802 aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a sender, unless told otherwise."""
        if reply := self._next("MAIL"):
            return _cut(server) if reply == CUT else reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient, unless told otherwise."""
        if self._users and not session.authenticated:
            return "530 5.7.0 Authentication required"
        reply = self._refused.get(address) or self._next("RCPT")
        if reply == CUT:
            return _cut(server)
        if not reply:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 as above
        """Take a message, unless told otherwise."""
        await asyncio.to_thread(self._open.wait, 60)
        reply = self._next("DATA")
        if reply:
            return _cut(server) if reply == CUT else reply
        known: object = session.auth_data
        user = known.login.decode() if isinstance(known, LoginPassword) else ""
        self._take(
            Taken(
                sender=envelope.mail_from or "",
                recipients=tuple(envelope.rcpt_tos),
                raw=envelope.content if isinstance(envelope.content, bytes) else b"",
                tls=server.transport is not None and server.transport.get_extra_info("ssl_object") is not None,
                user=user,
                at=datetime.now(UTC),
            )
        )
        return _cut(server) if self._next("taken") == CUT else "250 2.0.0 queued"

    def _take(self, one: Taken) -> None:
        with self._came:
            self.taken.append(one)
            if self._record is not None:
                with self._record.open("a") as lines:
                    lines.write(one.line() + "\n")
            self._came.notify_all()

    def _next(self, command: str) -> str:
        waiting = self._answers.get(command)
        return waiting.pop(0) if waiting else ""

    def _context(self) -> ssl.SSLContext | None:
        if not self._tls or self._certificates is None:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self._certificates.certificate, self._certificates.key)
        return context

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and self._users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=right, handled=False, auth_data=data if right else None)


def _cut(server: SMTP) -> str:
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    return "421 4.4.2 gone"  # nobody hears it


def main() -> None:
    """Run as a process until SIGTERM."""
    asked = argparse.ArgumentParser(prog="python -m tests.wire.smtp", description=__doc__.splitlines()[0])
    asked.add_argument("port", type=int)
    asked.add_argument("--record", type=Path, help="append each message to this file, one line of JSON each")
    asked.add_argument("--tls", choices=["", "starttls", "implicit"], default="")
    asked.add_argument("--certificates", type=Path, help="make ca.pem, cert.pem and key.pem in this folder")
    asked.add_argument("--user", default="")
    asked.add_argument("--password", default="")
    given = asked.parse_args()
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before any thread is made, so that only the wait below hears them
    made = certify(given.certificates) if given.certificates else None
    users = {given.user: given.password} if given.user else None
    with SmtpSink(tls=given.tls, users=users, certificates=made, port=given.port, record=given.record):
        signal.sigwait(ends)


if __name__ == "__main__":
    main()
