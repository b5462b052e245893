"""Each far end, tried once: it answers, and lets us in."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desk.signing import Codes
from desk.signing.errands import NotReached, is_here, is_safe
from desk.signing.provider import Provider
from intake.mailbox import Mailbox, Trouble, try_once
from intake.mailbox.wire import Token
from intake.viruses import Clamd
from outbox.email import Smtp
from outbox.outcomes import TryLater, Undeliverable
from run import farends, ways_out
from run.check import wires
from run.check.found import APART, Found, to_do, well, wrong
from run.config import BotSettings, DeskSettings, ImapSettings, Misconfigured, Settings, SmtpSettings, Tls

if TYPE_CHECKING:
    from outbox.telegram import Telegram

Now = Callable[[], datetime]

OF_MAIL: Mapping[Trouble, str] = {
    Trouble.NOT_LET_IN: "user and password_file",
    Trouble.NOT_VOUCHED_FOR: "oauth",
    Trouble.REFUSED: "folder, and that the user may read it",
    Trouble.UNREACHABLE: "host and port",
}

SIGN_IN = ("530", "534", "535", "538", "454")
"""What a mail server says to somebody it does not let in."""

UNKNOWN_BOT = ("TelegramUnauthorizedError", "TelegramNotFound")


async def found(settings: Settings, now: Now) -> AsyncIterator[Found]:
    """What the settings name, one after the other; a wrong one hides none of the others."""
    try:
        farends.door(settings.intake.smtp_door)
        word = farends.webhook_secret(settings.bot)
        if word and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", word):
            says = "Telegram takes letters, digits, _ and - only, 256 at most: write another secret"
            yield wrong("bot.webhook.secret_file", says)
    except Misconfigured as fault:
        yield wrong("far ends", str(fault))
    tries = (
        _mailbox(settings.intake.imap, now),
        _scanner(farends.scanner(settings.intake.clamav)),
        _desk(settings.desk, now),
    )
    for lines in (*tries, _senders(settings, now)):
        try:
            async for line in lines:
                yield line
        except Misconfigured as fault:
            yield wrong("far ends", str(fault))


async def _mailbox(settings: ImapSettings, now: Now) -> AsyncIterator[Found]:
    box: Mailbox | None = farends.mailbox(settings, now)
    if box is None:
        return
    trouble = await try_once(box)
    if trouble is None:
        yield well("mailbox", "it can be read")
        return
    keys = (
        "oauth"
        if settings.oauth.token_url and trouble is not Trouble.REFUSED
        else OF_MAIL.get(trouble, "host and port")
    )
    told = [trouble.value]
    if trouble is Trouble.UNREACHABLE:
        told.append(await _why(box.host, box.port, settings.privacy, is_mailbox=True))
    if trouble is Trouble.NOT_VOUCHED_FOR and box.token:
        told.append(await _no_token(box.token))
    yield wrong("mailbox", f"{': '.join(filter(None, told))}; see intake.imap.{keys}")


async def _scanner(scanner: Clamd | None) -> AsyncIterator[Found]:
    if scanner:
        there = await asyncio.to_thread(scanner.answers)
        says = "it looks through files" if there else "it does not answer: see intake.clamav, and that clamd runs"
        yield (well if there else wrong)("virus scanner", says)


async def _senders(settings: Settings, now: Now) -> AsyncIterator[Found]:
    ways = ways_out.senders(settings, key=b"check", now=now)
    try:
        if ways.smtp:
            yield await _mail_server(ways.smtp, settings.outbox.smtp, now)
        else:
            says = "none is named: letters are files under var/outbox (outbox.smtp.host)"
            yield to_do("mail server", says)
        if ways.telegram:
            async for line in _telegram(ways.telegram, settings.bot, now):
                yield line
    finally:
        await ways.close()


async def _desk(settings: DeskSettings, now: Now) -> AsyncIterator[Found]:
    """How staff get in, and whether whoever is on the way could read what they see."""
    own = farends.own_sign_in(settings, now)
    if own:
        yield await _own(own)
        there = await asyncio.to_thread(wires.time_there, own.issuer, farends.trust())
        if there and abs(there - now()) > APART:
            says = "this machine's and the council's sign-in's differ by more than half a minute: set it by NTP"
            yield wrong("time of day", says)
    for line in _door(settings, own):
        yield line


async def _own(own: Provider) -> Found:
    try:
        await own.check()
    except NotReached as fault:
        return wrong("council's sign-in", f"{fault}; see desk.oidc")
    return well("council's sign-in", "it answers, and its keys can be read")


def _door(settings: DeskSettings, own: Provider | None) -> Iterator[Found]:
    if not is_safe(settings.found_at) or (not settings.address and not is_here(settings.host)):
        says = "others on the network can read what staff see: put TLS before it, and write its https:// address there"
        yield to_do("desk.address", says)
    from_elsewhere = settings.found_at.startswith("https://") or not is_here(settings.host)
    if from_elsewhere and not own and settings.second_step is not Codes.REQUIRED:
        says = "whoever gets hold of a link is in: set desk.second_step to required, or desk.oidc"
        yield to_do("second step", says)


async def _mail_server(server: Smtp, settings: SmtpSettings, now: Now) -> Found:
    """R608: it must let us in, and take our address; what else it refuses, it refuses letter by letter."""
    try:
        await server.check()
    except Undeliverable as never:
        return wrong("mail server", f"{never}; see outbox.smtp.from")
    except TryLater as trouble:
        code = re.search(r"\b[45]\d\d\b.*", trouble.why)
        if code and code[0].startswith(SIGN_IN):
            says = f"it wants a user and a password, or does not accept these ({code[0]}); see outbox.smtp.user"
            return wrong("mail server", f"{says} and password_file, or oauth")
        if code and code[0].startswith("4"):
            says = f"it puts us off for now ({code[0]}), and its own log says why; what waits leaves by itself"
            return wrong("mail server", f"{says} once it takes letters")
        if code:
            return wrong("mail server", f"it does not take letters from us ({code[0]}); see outbox.smtp.from")
        reason = await _why(settings.host or "", settings.port, settings.privacy)
        if not reason and (token := farends.tokens("outbox.smtp", settings.oauth, now)):
            says = f"{Trouble.NOT_VOUCHED_FOR.value.replace('mailbox', 'mail server')}: {await _no_token(token)}"
            return wrong("mail server", f"{says}; see outbox.smtp.oauth")
        return wrong("mail server", f"{reason or 'it cannot be spoken to'}; see outbox.smtp.host, port and tls")
    return well("mail server", "it lets us in")


async def _telegram(telegram: "Telegram", settings: BotSettings, now: Now) -> AsyncIterator[Found]:
    """Whether Telegram knows the bot, and whether somebody else is handed what people write to it."""
    try:
        await telegram.check()
        called = await telegram.called_at()
    except TryLater as trouble:
        if any(each in trouble.why for each in UNKNOWN_BOT):
            says = "it does not know the bot's token: a new one from BotFather into bot.token_file"
            yield wrong("Telegram", says)
            return
        place = urlsplit(settings.api)
        secure = place.scheme == "https"
        reason = await _why(
            place.hostname or "", place.port or (443 if secure else 80), Tls.IMPLICIT if secure else None
        )
        yield wrong("Telegram", f"{reason or 'it cannot be reached, or is no Bot API'}; see bot.api")
        return
    yield well("Telegram", "it lets us in")
    there = await asyncio.to_thread(wires.time_there, settings.api, farends.trust())
    if there and abs(there - now()) > APART:
        yield wrong("time of day", "this machine's and Telegram's differ by more than half a minute: set it by NTP")
    if called and called != settings.webhook.url:
        says = (
            "another program has Telegram call it with this bot's messages (a webhook): stop it, or its chats are lost"
        )
        yield to_do("Telegram", f"{says} to us; `heard run` takes the webhook back, bot.webhook.url sets ours")


async def _no_token(token: Token) -> str:
    """What whoever gives out tokens says to us."""
    try:
        await token()
    except ConnectionError as refusal:
        return str(refusal)
    return "now it gave one; try again"


async def _why(host: str, port: int, privacy: Tls | None, *, is_mailbox: bool = False) -> str:
    """What is wrong with the wire; nothing of a greeting is asked of who waits to be spoken to."""
    return await asyncio.to_thread(wires.why, wires.Wire(host, port, privacy, farends.trust(), is_mailbox))
