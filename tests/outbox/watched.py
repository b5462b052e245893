"""A mail server that a test watches, and our way to it."""

import asyncio
import ssl
import threading
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from casework.messages import Address
from outbox.email import Smtp
from outbox.render import render
from tests.conftest import Moment
from tests.outbox.samples import JAY, a_letter
from tests.wire.postfix import Postfix
from tests.wire.smtp import SmtpSink

US, KEY = "Larkhaven Council <hello@larkhaven.example>", b"a key of our own"


def a_server(
    sink: SmtpSink | Postfix,
    *,
    tls: str = "off",
    port: int = 0,
    sender: str = US,
    trust: Path | None = None,
    user: str = "",
    password: str = "",
    lines: int = 2,
    while_well: int = 2,
    patience: float = 10,
    weighs: float = 600,
) -> Smtp:
    return Smtp(
        host="localhost" if trust else sink.host,
        port=port or sink.port,
        tls=tls,
        sender=sender,
        key=KEY,
        now=Moment(),
        user=user,
        password=password,
        lines=lines,
        while_well=max(lines, while_well),
        patience=patience,
        weighs=weighs,
        trust=ssl.create_default_context(cafile=str(trust)) if trust else None,
    )


async def send(server: Smtp, *, once: str = "", to: Address = JAY) -> str:
    letter = a_letter(once=once, to=to)
    return await server.send(letter, render(letter, choices={}))


class Watched(SmtpSink):
    """A sink that counts its sessions, says when it has read a letter, and can fall silent on the sessions it has."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: list[Session] = []
        self.silent: list[Session] = []
        self.has_read = threading.Semaphore(0)

    async def handle_MAIL(  # noqa: N802 aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not any(session is one for one in self.sessions):
            self.sessions.append(session)
        if any(session is one for one in self.silent):
            await asyncio.Event().wait()
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 as above
        self.has_read.release()
        return await super().handle_DATA(server, session, envelope)
