"""The loop over one mailbox: connect, take what is new, wait to be told of more, and look anyway from time to time.

It ends only when it is cancelled. Whatever happens to the server, the network or the store, it throws the connection
away, says what the trouble is, waits a little longer each time, and begins again from the ledger.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from datetime import date
from enum import StrEnum

from casework.frozen import frozen, replace
from intake.condition import Condition, Report
from intake.keeper import Keeper
from intake.mailbox.collection import Collection, NotKept
from intake.mailbox.wire import Lost, NotLetIn, NoToken, Refused, Token, Wire, connected
from intake.patience import USUAL, Patience

log = logging.getLogger(__name__)


class Trouble(StrEnum):
    """Why no mail can be taken at the moment, in words for whoever keeps the machine."""

    UNREACHABLE = "the mail server cannot be reached, or does not answer"
    NOT_LET_IN = "the mail server does not accept the user or the password"
    NOT_VOUCHED_FOR = "no OAuth2 token for the mailbox can be had: whoever gives them out does not answer, or refuses"
    REFUSED = "the mail server answers, but refuses what we ask of the mailbox"
    NOT_KEPT = "mail cannot be kept: the store does not take it"


TROUBLES: Mapping[type[Exception], Trouble] = {
    Lost: Trouble.UNREACHABLE,
    NotLetIn: Trouble.NOT_LET_IN,
    NoToken: Trouble.NOT_VOUCHED_FOR,
    Refused: Trouble.REFUSED,
    NotKept: Trouble.NOT_KEPT,
}
FAULTS = tuple(TROUBLES)


@frozen
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
    keeper: Keeper,
    *,
    report: Report,
    patience: Patience = USUAL,
) -> None:
    """Keep what comes into the mailbox, for ever; `report` is told of every look and every trouble."""
    collection = Collection(mailbox.source, since=mailbox.since, keeper=keeper)
    failures = 0

    def well() -> None:
        nonlocal failures
        failures = 0
        report(Condition(keeper.now()))

    while True:
        trouble = await _attend(mailbox, collection, well)
        failures += 1
        # A wrong password does not mend itself, and asking often can lock the account; the next token may be good.
        wrong = trouble is Trouble.NOT_LET_IN and not mailbox.token
        pause = patience.barred if wrong else patience.pause(failures)
        log.warning("mail session ended", extra={"kind": trouble.name, "seconds": pause})
        report(Condition(keeper.now(), trouble))
        await asyncio.sleep(pause)


async def try_once(mailbox: Mailbox) -> Trouble | None:
    """Whether the mailbox can be read, without reading it: what the trouble is, or None (`heard check`)."""
    try:
        async with _connected(replace(mailbox, answer=min(mailbox.answer, 20.0))):
            return None
    except FAULTS as fault:
        return TROUBLES[type(fault)]


async def _attend(mailbox: Mailbox, collection: Collection, well: Callable[[], None]) -> Trouble:
    """One connection, for as long as it lasts; what ended it."""
    try:
        async with _connected(mailbox) as wire:
            await collection.open(wire)
            while True:
                await collection.take_new(wire)
                well()
                await collection.ask_again(wire)
                await wire.idle(mailbox.refresh)
    except FAULTS as fault:
        return TROUBLES[type(fault)]


def _connected(mailbox: Mailbox) -> AbstractAsyncContextManager[Wire]:
    return connected(
        mailbox.host,
        mailbox.port,
        tls=mailbox.tls,
        user=mailbox.user,
        password=mailbox.password,
        token=mailbox.token,
        folder=mailbox.folder,
        answer=mailbox.answer,
    )
