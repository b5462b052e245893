"""The far ends as the settings name them: mailbox, virus scanner, sign-in, siren. Built here, used by the parts."""

import ipaddress
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from casework import days, names
from casework.councils import Council
from casework.councils.experts import is_from_outside
from casework.facts import of_council
from casework.letters import Letter
from casework.messages import Channel
from casework.questions import CHOICES
from casework.staff_answers import links
from desk.addresses import in_address
from desk.signing.errands import is_safe
from intake.mailbox import Mailbox
from intake.viruses import Clamd
from outbox.dispatch import Send
from outbox.siren import Duty, Siren
from run.config import (
    BotSettings,
    ClamavSettings,
    DeskSettings,
    ImapSettings,
    Misconfigured,
    OAuthSettings,
    Settings,
    SmtpDoorSettings,
    Tls,
    secret,
)  # fmt: skip
from run.tokens import Tokens

if TYPE_CHECKING:
    from desk.signing.provider import Provider

Now = Callable[[], datetime]


def mailbox(settings: ImapSettings, now: Now) -> Mailbox | None:
    """The mailbox to read, if one is named."""
    if not settings.host:
        return None
    token = tokens("intake.imap", settings.oauth, now)
    if not settings.user or not (settings.password_file or token):
        raise Misconfigured("intake.imap: a mailbox needs a user and a password_file, or oauth")
    if settings.privacy is Tls.STARTTLS:
        raise Misconfigured(
            "intake.imap.tls: the mailbox is read privately from the first byte: use port 993 and tls on"
        )
    return Mailbox(
        host=settings.host,
        user=settings.user,
        password=secret(settings.password_file, "intake.imap.password_file") if settings.password_file else "",
        token=token,
        since=settings.since,
        port=settings.port,
        folder=settings.folder,
        tls=None if settings.privacy is Tls.OFF else trust(),
    )


def tokens(section: str, settings: OAuthSettings, now: Now) -> Tokens | None:
    """Where an account's tokens come from, if it is let in by tokens."""
    if not settings.token_url:
        return None
    place = urlsplit(settings.token_url)
    if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost"):
        raise Misconfigured(f"{section}.oauth.token_url: must begin with https://, as our secret is sent there")
    if not settings.client_id or not (settings.secret_file or settings.refresh_token_file):
        raise Misconfigured(f"{section}.oauth: needs a client_id, and a secret_file or a refresh_token_file")
    form = {"client_id": settings.client_id}
    if settings.secret_file:
        form["client_secret"] = secret(settings.secret_file, f"{section}.oauth.secret_file")
    if settings.scope:
        form["scope"] = settings.scope
    if settings.refresh_token_file:
        refresh = secret(settings.refresh_token_file, f"{section}.oauth.refresh_token_file")
        form |= {"grant_type": "refresh_token", "refresh_token": refresh}
    else:
        form["grant_type"] = "client_credentials"
    return Tokens(settings.token_url, form, now=now, trust=trust())


def scanner(settings: ClamavSettings) -> Clamd | None:
    """Who looks through files for viruses, if somebody does."""
    if settings.socket:
        return Clamd(Path(settings.socket))
    return Clamd(host=settings.host, port=settings.port) if settings.host else None


def door(settings: SmtpDoorSettings) -> tuple[str, int] | None:
    """Where our own SMTP door is, if it is open: on this machine only, since it asks for no password."""
    if not settings.host:
        return None
    try:
        here = ipaddress.ip_address("127.0.0.1" if settings.host == "localhost" else settings.host).is_loopback
    except ValueError:
        here = False
    if not here:
        raise Misconfigured("intake.smtp_door.host: must be this machine itself (127.0.0.1): it asks for no password")
    return settings.host, settings.port


def own_sign_in(settings: DeskSettings, now: Now) -> "Provider | None":
    """The council's own sign-in, if staff use it here."""
    found = settings.oidc
    if not found.issuer:
        return None
    if not is_safe(found.issuer):
        raise Misconfigured("desk.oidc.issuer: must begin with https://, as our secret is sent there")
    if not found.client_id or not found.client_secret_file:
        raise Misconfigured("desk.oidc: needs a client_id and a client_secret_file")
    if "openid" not in found.scope.split():
        raise Misconfigured("desk.oidc.scope: must hold openid")
    from desk.signing.provider import Provider  # with authlib: only who signs in so pays for it

    return Provider(
        issuer=found.issuer,
        client_id=found.client_id,
        secret=secret(found.client_secret_file, "desk.oidc.client_secret_file"),
        desk=settings.found_at,
        now=now,
        trust=trust(),
        scope=found.scope,
        claim=found.claim,
    )


def webhook_secret(settings: BotSettings) -> str:
    """What Telegram proves itself with when it calls us; empty if it does not call."""
    if not settings.webhook.url:
        return ""
    if not settings.webhook.secret_file:
        raise Misconfigured("bot.webhook: an address needs a secret_file, or anybody could call it")
    return secret(settings.webhook.secret_file, "bot.webhook.secret_file")


def siren(settings: Settings, ways: Mapping[Channel, Send], council: Council, now: Now) -> Siren:
    """The one voice that needs no database."""
    found = settings.outbox.siren
    duty = Duty((found.email,) if found.email else (), (found.telegram,) if found.telegram else (), found.webhook or "")
    return Siren(
        duty=duty,
        senders=ways,
        facts=lambda: safety_facts(council, now()),
        choices=CHOICES,
        council=council.name,
        now=now,
    )


def safety_facts(council: Council, now: datetime) -> dict[str, str]:
    """What the fixed safety words need, and a promise that is true while nothing can be kept."""
    lines = council.safety_lines
    return of_council(council, days.today(now)) | {
        "safety_team": lines.team,
        "front_door": lines.front_door.name,
        "front_door_phone": lines.front_door.phone,
        "edt_name": lines.night_team.name,
        "edt_phone": lines.night_team.phone,
        "safety_promise": "Please don't wait for them: call one of these numbers.",
    }


def our_addresses(settings: Settings, council: Council) -> frozenset[str]:
    """The addresses that are ours: mail to them is for us, mail from them is our own coming back."""
    said = (settings.outbox.smtp.from_, settings.intake.imap.user or "", council.team.email)
    return frozenset(parseaddr(each)[1].lower() for each in said if "@" in each)


def desk_links(address: str, key: bytes) -> Callable[[Letter], Mapping[str, str]]:
    """The desk's addresses for a letter's reader, as only the installation knows them (R608): the case, and what staff
    may answer where they got it. Somebody from outside who serves on a case has no account, and no such address.
    """

    def also(letter: Letter) -> Mapping[str, str]:
        if is_from_outside(letter.staff):
            return {}
        answers = links.links(letter, key) if letter.staff else {}
        return {
            "case_url": f"{address}/cases/{in_address(letter.reference)}",
            **{f"act_{act}": f"{address}/act/{link}" for act, link in answers.items()},
        }

    return also


def trust() -> ssl.SSLContext:
    """Whom to believe about a server's name: the machine's own list, and SSL_CERT_FILE if it is set."""
    return ssl.create_default_context()


def sub_key(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, made from the one in the file."""
    return names.name(purpose, key.hex()).encode()
