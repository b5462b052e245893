"""What the pages of the desk work with: this council, this installation, and the ways to the store."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from casework.councils import Council
from casework.frozen import frozen
from casework.messages import Message
from desk import beat
from desk.doorstep import STARTS, Doorstep
from desk.running import Running
from desk.signing import Codes
from store import sessions
from store.database import Look, Transact

if TYPE_CHECKING:
    from desk.signing.provider import Provider

PATIENCE = 8.0
"""Seconds that the store has to say who is asking, the first and least thing it is asked for a page. *Taste.*"""


async def no_bot() -> str:
    """There is no bot, or nobody knows its name."""
    return ""


async def left_to_others(message: Message) -> str | None:
    """Whoever reads the inbox files it."""
    del message
    return None


@frozen
class Desk:
    """What the pages work with. `secure` says that the desk is reached over TLS only; `troubles` what is wrong with
    the service now; `rings` whether anybody can be rung by telephone about an alarm; `scans` whether files are looked
    through for viruses; `bot` the name of our bot; `receive` is the door in, for what is typed here;
    `parts` says of each part of the service when it was last well, and what is wrong with it; `running` is every open
    case, kept between two looks. `codes` says whether a
    link is followed by a code from a telephone; `provider` is the council's own sign-in, if it has one; a session ends
    after `idle` without use, and when it has lasted for `lasts`. `on_the_beat` waits before it is said that there is
    nothing.
    """

    council: Council
    transact: Transact
    look: Look
    now: Callable[[], datetime]
    key: bytes = field(repr=False)
    wake: asyncio.Event
    secure: bool = False
    troubles: Callable[[], dict[str, str]] = dict
    rings: bool = False
    scans: bool = False
    doorstep: Doorstep = field(default_factory=Doorstep)
    starts: Doorstep = field(default_factory=partial(Doorstep, STARTS))
    bot: Callable[[], Awaitable[str]] = no_bot
    receive: Callable[[Message], Awaitable[str | None]] = left_to_others
    parts: Callable[[], Mapping[str, tuple[datetime | None, str]]] = dict
    running: Running = field(default_factory=Running)
    codes: Codes = Codes.OFFERED
    provider: "Provider | None" = None
    idle: timedelta = sessions.IDLE
    lasts: timedelta = sessions.LASTS
    patience: float = PATIENCE
    on_the_beat: Callable[[float, float], Awaitable[None]] = beat.kept
