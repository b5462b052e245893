"""Each far end, tried once: it answers, and lets us in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime

from desk.signing import Codes
from desk.signing.errands import NotReached, is_here, is_safe
from desk.signing.provider import Provider
from intake.mailbox import Mailbox, try_once
from intake.viruses import Clamd
from outbox.outcomes import TryLater
from run import farends
from run.check.found import Found, to_do, well, wrong
from run.config import DeskSettings, Misconfigured, Settings

Now = Callable[[], datetime]


async def found(settings: Settings, now: Now) -> AsyncIterator[Found]:
    """What the settings name, one after the other; a wrong one hides none of the others."""
    try:
        farends.door(settings.intake.smtp_door)
        farends.webhook_secret(settings.bot)
    except Misconfigured as fault:
        yield wrong("far ends", str(fault))
    tries = (_mailbox(settings, now), _scanner(farends.scanner(settings.intake.clamav)), _desk(settings.desk, now))
    for lines in (*tries, _senders(settings, now)):
        try:
            async for line in lines:
                yield line
        except Misconfigured as fault:
            yield wrong("far ends", str(fault))


async def _mailbox(settings: Settings, now: Now) -> AsyncIterator[Found]:
    box: Mailbox | None = farends.mailbox(settings.intake.imap, now)
    if box:
        trouble = await try_once(box)
        yield wrong("mailbox", trouble.value) if trouble else well("mailbox", "it can be read")


async def _scanner(scanner: Clamd | None) -> AsyncIterator[Found]:
    if scanner:
        there = await asyncio.to_thread(scanner.answers)
        says = "it looks through files" if there else "it does not answer: see intake.clamav, and that clamd runs"
        yield (well if there else wrong)("virus scanner", says)


async def _senders(settings: Settings, now: Now) -> AsyncIterator[Found]:
    ways = farends.senders(settings, key=b"check", now=now)
    try:
        if ways.smtp:
            yield await _tried("mail server", ways.smtp.check, "outbox.smtp")
        else:
            says = "none is named: letters are files under var/outbox (outbox.smtp.host)"
            yield to_do("mail server", says)
        if ways.telegram:
            yield await _tried("Telegram", ways.telegram.check, "bot.token_file and bot.api")
    finally:
        await ways.close()


async def _desk(settings: DeskSettings, now: Now) -> AsyncIterator[Found]:
    """How staff get in, and whether whoever is on the way could read what they see."""
    own = farends.own_sign_in(settings, now)
    if own:
        yield await _own(own)
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


async def _tried(what: str, check: Callable[[], Awaitable[object]], keys: str) -> Found:
    try:
        await check()
    except TryLater as trouble:
        return wrong(what, f"{trouble.why}; see {keys}")
    return well(what, "it lets us in")
