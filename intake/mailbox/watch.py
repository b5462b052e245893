"""The loop over one mailbox: connect, take what is new, wait to be told of more, and look anyway from time to time.

It ends only when it is cancelled. Whatever happens to the server, the network or the store, it throws the connection
away, says what the trouble is, waits a little longer each time, and begins again from the ledger.
"""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from casework.messages import Post
from intake.condition import Condition, Report
from intake.mailbox.collection import Collection, NotKept
from intake.mailbox.wire import Lost, NotLetIn, NoToken, Refused, Token, connected
from intake.patience import USUAL, Patience
from store.database import Transact

log = logging.getLogger(__name__)


class Trouble(StrEnum):
    """Why no mail can be taken at the moment, in words for whoever keeps the machine."""

    UNREACHABLE = "the mail server cannot be reached, or does not answer"
    NOT_LET_IN = "the mail server does not accept the user or the password"
    NOT_VOUCHED_FOR = "no OAuth2 token for the mailbox can be had: whoever gives them out does not answer, or refuses"
    REFUSED = "the mail server answers, but refuses what we ask of the mailbox"
    NOT_KEPT = "mail cannot be kept: the store does not take it"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the mail is. `tls` is None only for a server on this machine; `since` leaves older mail where it is; with
    a `token` no password is needed.

    `answer` is how long a server may be silent, `refresh` how long it may have nothing to say before we look anyway.
    Both are seconds, and *taste*; IDLE must be renewed well inside 29 minutes.
    """

    host: str
    user: str
    password: str = field(default="", repr=False)
    token: Token | None = field(default=None, repr=False)
    port: int = 993
    folder: str = "INBOX"
    tls: ssl.SSLContext | None = field(default_factory=ssl.create_default_context, repr=False)
    since: date | None = None
    answer: float = 60.0
    refresh: float = 300.0

    @property
    def source(self) -> str:
        """The name of this mailbox in the store: the same on another host, where UIDVALIDITY tells them apart."""
        return f"imap:{self.user}/{self.folder}"


async def watch(
    mailbox: Mailbox,
    *,
    council: str,
    transact: Transact,
    now: Callable[[], datetime],
    wake: asyncio.Event,
    report: Report,
    unkept: Callable[[Post], Awaitable[None]],
    patience: Patience = USUAL,
) -> None:
    """Keep what comes into the mailbox, for ever.

    `wake` is set when there is something new in the inbox, `report` told of every look and every trouble, and `unkept`
    handed what the store would not take (R715).
    """
    collection = Collection(
        mailbox.source, since=mailbox.since, council=council, transact=transact, now=now, wake=wake, unkept=unkept
    )
    failures = 0

    def well() -> None:
        nonlocal failures
        failures = 0
        report(Condition(now()))

    while True:
        trouble = await _attend(mailbox, collection, well)
        failures += 1
        # A wrong password does not mend itself, and asking often can lock the account.
        pause = patience.most if trouble is Trouble.NOT_LET_IN else patience.pause(failures)
        log.warning("mail session ended", extra={"kind": trouble.name, "seconds": pause})
        report(Condition(now(), trouble))
        await asyncio.sleep(pause)


async def try_once(mailbox: Mailbox) -> Trouble | None:
    """Whether the mailbox can be read, without reading it: what the trouble is, or None (`heard check`)."""
    try:
        async with connected(
            mailbox.host,
            mailbox.port,
            tls=mailbox.tls,
            user=mailbox.user,
            password=mailbox.password,
            token=mailbox.token,
            folder=mailbox.folder,
            answer=min(mailbox.answer, 20.0),
        ):
            return None
    except NotLetIn:
        return Trouble.NOT_LET_IN
    except NoToken:
        return Trouble.NOT_VOUCHED_FOR
    except Refused:
        return Trouble.REFUSED
    except Lost:
        return Trouble.UNREACHABLE


async def _attend(mailbox: Mailbox, collection: Collection, well: Callable[[], None]) -> Trouble:
    """One connection, for as long as it lasts; what ended it."""
    try:
        async with connected(
            mailbox.host,
            mailbox.port,
            tls=mailbox.tls,
            user=mailbox.user,
            password=mailbox.password,
            token=mailbox.token,
            folder=mailbox.folder,
            answer=mailbox.answer,
        ) as wire:
            await collection.open(wire)
            while True:
                await collection.take_new(wire)
                well()
                await collection.ask_again(wire)
                await wire.idle(mailbox.refresh)
    except NotLetIn:
        return Trouble.NOT_LET_IN
    except NoToken:
        return Trouble.NOT_VOUCHED_FOR
    except Refused:
        return Trouble.REFUSED
    except NotKept:
        return Trouble.NOT_KEPT
    except Lost:
        return Trouble.UNREACHABLE
