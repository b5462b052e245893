"""The ways out as the settings name them: letters by email, or as files, and by Telegram."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING

from bot.terminal.behind import beside
from casework.messages import Channel
from outbox import sparing
from outbox.dispatch import Send
from outbox.email import Smtp
from outbox.envelope import Unaddressable, mailbox_with_name
from outbox.kept_as_files import Files
from outbox.signing import Mark
from outbox.spoken import kept
from run.config import Misconfigured, Settings, SmtpSettings, secret
from run.farends import tokens, trust

if TYPE_CHECKING:
    from outbox.telegram import Telegram

Now = Callable[[], datetime]

OUTBOX = Path("var/outbox")
"""Where letters are files when no mail server is named."""


@dataclass(slots=True)
class Senders:
    """The ways out, and the bot behind one of them if there is one."""

    by_channel: dict[Channel, Send]
    telegram: "Telegram | None" = None
    smtp: Smtp | None = None

    async def close(self) -> None:
        """End the connections."""
        if self.telegram:
            await self.telegram.close()
        if self.smtp:
            await self.smtp.close()


def _is_an_address(sender: str) -> None:
    try:
        mailbox_with_name(sender)
    except Unaddressable:
        says = "expected an address, with a name before it or without: Larkhaven Council <tell@larkhaven.gov.uk>"
        raise Misconfigured(f"outbox.smtp.from: {says}") from None


def _token(file: Path) -> str:
    said = secret(file, "bot.token_file")
    if re.fullmatch(r"\d+:[\w-]+", said, re.ASCII) is None:
        raise Misconfigured(f"bot.token_file: {file} holds no token; BotFather's look like 123456:AbC-dEf")
    return said


def senders(settings: Settings, *, key: bytes, now: Now) -> Senders:
    """Email by the server that is named, else as files; Telegram if there is a token."""
    found, made = settings.outbox.smtp, Senders({})
    _is_an_address(found.from_)
    if found.host:
        made.smtp = _smtp(found, found.host, key, now)
        made.by_channel[Channel.EMAIL] = made.smtp.send
    else:
        made.by_channel[Channel.EMAIL] = Files(OUTBOX, sender=found.from_, key=key, now=now).send
    if settings.bot.token_file:
        sparing.imported()
        from outbox.telegram import Telegram  # what it is made of takes 50 MB: only who has a bot pays for it

        made.telegram = Telegram(token=_token(Path(settings.bot.token_file)), api=settings.bot.api)
    made.by_channel[Channel.FORM] = kept
    made.by_channel[Channel.TELEGRAM] = beside(made.telegram.send if made.telegram else None)
    return made


def _smtp(found: SmtpSettings, host: str, key: bytes, now: Now) -> Smtp:
    return Smtp(
        host=host,
        port=found.port,
        tls=found.privacy.value,
        sender=found.from_,
        key=key,
        now=now,
        user=found.user or "",
        password=secret(found.password_file, "outbox.smtp.password_file") if found.password_file else "",
        token=tokens("outbox.smtp", found.oauth, now),
        mark=_mark(found),
        trust=trust(),
    )


def _mark(settings: SmtpSettings) -> Mark | None:
    """What is put on each letter, if there is a key for it: tried once, so that a wrong one stops the start."""
    found = settings.dkim
    if not found.key_file:
        return None
    if not found.selector:
        raise Misconfigured("outbox.smtp.dkim: a key_file needs the selector under which its public half is published")
    pem = secret(found.key_file, "outbox.smtp.dkim.key_file", lines=True)
    made = Mark(parseaddr(settings.from_)[1].rpartition("@")[2], found.selector, pem)
    try:
        made.on(b"From: a@localhost\r\n\r\nhello\r\n")
    except ValueError:
        raise Misconfigured(
            f"outbox.smtp.dkim.key_file: {found.key_file}: this is no private key for DKIM (PEM, RSA)"
        ) from None
    return made
