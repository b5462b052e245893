"""What one installation may set: the sections and keys of config.yaml, each with its default. Plain values.

A setting that is unset, and may be, is None: what then happens stands beside it in config.yaml.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from desk.signing import Codes
from run.config.kinds import Chat, Database, Mailbox, Port, Private, Tls, Web, Word


class Section(BaseModel):
    """What every section is: frozen, and without keys that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class StoreSettings(Section):
    """Where everything is kept."""

    url: Database = Field(default="sqlite:///var/heard.db", repr=False)  # it may hold a password
    key_file: Word = "var/heard.key"


class OAuthSettings(Section):
    """Where tokens come from that are taken instead of a password."""

    token_url: Word | None = None
    client_id: Word | None = None
    secret_file: Word | None = None
    scope: Word | None = None
    refresh_token_file: Word | None = None


class ImapSettings(Section):
    """The mailbox that is read."""

    host: Word | None = None
    port: Port = 993
    tls: Private = Tls.ON
    user: Word | None = None
    password_file: Word | None = None
    oauth: OAuthSettings = Field(default_factory=OAuthSettings)
    folder: Word = "INBOX"
    since: date | None = None

    @property
    def privacy(self) -> Tls:
        """Off, STARTTLS or implicit: 143 is where mailboxes ask for privacy after the greeting."""
        return self.tls if self.tls is not Tls.ON else Tls.STARTTLS if self.port == 143 else Tls.IMPLICIT


class SmtpDoorSettings(Section):
    """A mail server of our own, for running without one."""

    host: Word | None = "127.0.0.1"
    port: Port = 2525


class ClamavSettings(Section):
    """Who looks through files for viruses, if anybody does."""

    host: Word | None = None
    port: Port = 3310
    socket: Word | None = None


class IntakeSettings(Section):
    """The way in."""

    imap: ImapSettings = Field(default_factory=ImapSettings)
    smtp_door: SmtpDoorSettings = Field(default_factory=SmtpDoorSettings)
    clamav: ClamavSettings = Field(default_factory=ClamavSettings)


class DkimSettings(Section):
    """The mark that goes on each letter, where the mail server puts none on."""

    selector: Word | None = None
    key_file: Word | None = None


class SmtpSettings(Section):
    """The mail server that letters go out by."""

    host: Word | None = None
    port: Port = 587
    tls: Private = Tls.ON
    user: Word | None = None
    password_file: Word | None = None
    oauth: OAuthSettings = Field(default_factory=OAuthSettings)
    from_: Word = Field(default="complaints@localhost", alias="from")
    dkim: DkimSettings = Field(default_factory=DkimSettings)

    @property
    def privacy(self) -> Tls:
        """Off, STARTTLS or implicit: 465 is where mail is private from the first byte."""
        return self.tls if self.tls is not Tls.ON else Tls.IMPLICIT if self.port == 465 else Tls.STARTTLS


class SirenSettings(Section):
    """Who hears an alarm when all else is down."""

    email: Mailbox | None = None
    telegram: Chat | None = None
    webhook: Web | None = None


class OutboxSettings(Section):
    """The way out."""

    smtp: SmtpSettings = Field(default_factory=SmtpSettings)
    siren: SirenSettings = Field(default_factory=SirenSettings)


class WebhookSettings(Section):
    """Where Telegram calls us, if it does."""

    url: Web | None = None
    host: Word = "127.0.0.1"
    port: Port = 8083
    secret_file: Word | None = None


class BotSettings(Section):
    """The Telegram bot."""

    token_file: Word | None = None
    api: Web = "https://api.telegram.org"
    webhook: WebhookSettings = Field(default_factory=WebhookSettings)
    hears_with: tuple[Word, ...] | None = None


class OidcSettings(Section):
    """The council's own sign-in, if staff use it here."""

    issuer: Word | None = None
    client_id: Word | None = None
    client_secret_file: Word | None = None
    scope: Word = "openid email"
    claim: Word = "email"


class DeskSettings(Section):
    """Where staff's pages are served, under which address they are found, and how staff get in."""

    host: Word = "127.0.0.1"
    port: Port = 8080
    address: Web | None = None
    second_step: Codes = Codes.OFFERED
    idle_minutes: Annotated[int, Field(ge=5, le=480)] = 60
    session_hours: Annotated[int, Field(ge=1, le=24)] = 8
    oidc: OidcSettings = Field(default_factory=OidcSettings)

    @property
    def found_at(self) -> str:
        """The address that staff type, and that links lead to."""
        return (self.address or f"http://{self.host}:{self.port}").rstrip("/")


class FormSettings(Section):
    """Where the public's form is served."""

    host: Word = "127.0.0.1"
    port: Port = 8081


class HealthSettings(Section):
    """Where the service says how it is."""

    host: Word = "127.0.0.1"
    port: Port = 8082


class RunSettings(Section):
    """The service as a whole."""

    health: HealthSettings = Field(default_factory=HealthSettings)


class ClassifierSettings(Section):
    """Which model has an opinion: a folder that `heard train` wrote. Unset: the one that came with the program."""

    model: Word | None = None


class SweepSettings(Section):
    """How often we look for what is due."""

    every: Annotated[int, Field(ge=1, le=3600)] = 60


class Settings(Section):
    """All of it, section by section."""

    council: Word = "bnes"
    store: StoreSettings = Field(default_factory=StoreSettings)
    intake: IntakeSettings = Field(default_factory=IntakeSettings)
    classifier: ClassifierSettings = Field(default_factory=ClassifierSettings)
    outbox: OutboxSettings = Field(default_factory=OutboxSettings)
    bot: BotSettings = Field(default_factory=BotSettings)
    desk: DeskSettings = Field(default_factory=DeskSettings)
    form: FormSettings = Field(default_factory=FormSettings)
    run: RunSettings = Field(default_factory=RunSettings)
    sweeps: SweepSettings = Field(default_factory=SweepSettings)
