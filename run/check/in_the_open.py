"""What others could read on the way, and what would be said to nobody: settings that are allowed one by one."""

import shutil
from collections.abc import Iterator
from datetime import date
from email.utils import parseaddr
from urllib.parse import urlsplit

from desk.signing.errands import is_here, is_safe
from run.check.found import Found, to_do, wrong
from run.config import Settings, Tls
from store import engines

PRIVATE = frozenset({"require", "verify-ca", "verify-full"})
TELEGRAM_CALLS = frozenset({443, 80, 88, 8443})

SOON = 300
"""Seconds between looks after which an alarm climbs noticeably late. *Taste.*"""


def found(settings: Settings, today: date) -> Iterator[Found]:
    """All of it, from the way in to the way out."""
    yield from _database(settings)
    yield from _mail(settings, today)
    yield from _telegram(settings)
    yield from _siren(settings)
    if settings.sweeps.every > SOON:
        says = f"we look for what is due every {settings.sweeps.every} seconds: alarms climb late; 60 is usual"
        yield to_do("sweeps.every", says)


def _database(settings: Settings) -> Iterator[Found]:
    url = engines.parse(settings.store.url)
    privacy = str(url.query.get("sslmode", ""))
    host = url.host or "/"  # a socket of this machine's
    if url.get_backend_name() != "sqlite" and not (is_here(host) or host.startswith("/") or privacy in PRIVATE):
        says = "references, dates and the password may cross the network in the open: add ?sslmode=verify-full"
        yield to_do("store.url", says)


def _mail(settings: Settings, today: date) -> Iterator[Found]:
    box, out = settings.intake.imap, settings.outbox.smtp
    for section, host, privacy in (("intake.imap", box.host, box.privacy), ("outbox.smtp", out.host, out.privacy)):
        if host and privacy is Tls.OFF and not is_here(host):
            yield wrong(f"{section}.tls", "password and letters go over the wire in the open: set it to on")
    if not box.host:
        yield to_do("mailbox", "none is named: no email is read (intake.imap.host)")
    elif box.since and box.since > today:
        yield wrong("intake.imap.since", f"all mail before {box.since} is left unread, and that is yet to come")
    if out.host and out.user and not (out.password_file or out.oauth.token_url):
        yield wrong("outbox.smtp.password_file", "a user is named, and no password: name its file, or set oauth")
    if out.dkim.selector and not out.dkim.key_file:
        yield wrong("outbox.smtp.dkim", "a selector without a key_file: no letter carries our mark; name both or none")
    ours, read = parseaddr(out.from_)[1].lower(), (box.user or "").lower()
    if out.host and ours.endswith("@localhost"):
        yield wrong("outbox.smtp.from", "nobody can answer an address at localhost: write the mailbox's own")
    elif out.host and box.host and "@" in read and ours != read:
        says = "answers to our letters go to another mailbox than the one we read: make them the same, or see that"
        yield to_do("outbox.smtp.from", f"{says} mail to it, also with +anything before the @, reaches intake.imap")


def _telegram(settings: Settings) -> Iterator[Found]:
    bot = settings.bot
    if not is_safe(bot.api):
        yield wrong("bot.api", "the bot's token and every chat go there in the open: it must begin with https://")
    if bot.webhook.url and not bot.webhook.url.startswith("https://"):
        yield wrong("bot.webhook.url", "Telegram calls no address without TLS: it must begin with https://")
    elif bot.webhook.url and (urlsplit(bot.webhook.url).port or 443) not in TELEGRAM_CALLS:
        yield wrong("bot.webhook.url", "Telegram calls the ports 443, 80, 88 and 8443 only: use one of them")
    if bot.webhook.url and not bot.token_file:
        yield to_do("bot.webhook.url", "there is no bot that it is for: set bot.token_file")
    if bot.hears_with and shutil.which(bot.hears_with[0]) is None:
        says = "there is no such program here: install it, or unset the key and a person listens"
        yield wrong("bot.hears_with", f"{bot.hears_with[0]}: {says}")


def _siren(settings: Settings) -> Iterator[Found]:
    siren = settings.outbox.siren
    if siren.email and not settings.outbox.smtp.host:
        yield wrong("siren", "outbox.siren.email reaches nobody without a mail server: set outbox.smtp.host")
    if siren.telegram and not settings.bot.token_file:
        yield wrong("siren", "outbox.siren.telegram reaches nobody without a bot: set bot.token_file")
    if siren.webhook and not is_safe(siren.webhook):
        yield to_do("siren", "outbox.siren.webhook is called in the open: it should begin with https://")
    if not (siren.email or siren.telegram or siren.webhook):
        yield to_do("siren", "nobody hears an alarm when all else is down: set outbox.siren (R715)")
    elif not siren.webhook:
        says = "no one is rung by telephone: set outbox.siren.webhook, or promise no call at night"
        yield to_do("siren", says)
