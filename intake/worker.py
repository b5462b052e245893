"""Reads what has been kept, and hands it on. One bad post never stops the next.

What a person wrote is handed on in the order they wrote it; different people do not wait for one another. A post that
no program can read is marked for a person. One that breaks something of ours is marked failed, looked at for words of
harm at once, and tried again with growing pauses. When even the mark cannot be written the store is down: the post
stays where it is, what it says is looked at all the same (R715), and the worker waits.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from casework.messages import Address, Channel, Message, Post
from casework.names import name
from intake.outcry import Outcry, Reader, read
from intake.parsing.mail import Unreadable
from intake.patience import USUAL, Patience
from intake.sorry import Sorry
from store import inbox
from store.database import Away, Transact
from store.inbox import Read

log = logging.getLogger(__name__)

BATCH = 16
"""Posts in hand at a time. *Taste*: as many as share a commit."""

POLL = 5.0
"""Seconds between looks when nobody wakes us: another machine may have kept something. *Taste.*"""


class StoreDown(Exception):
    """Not even the mark could be written: everything stays as it was."""


@dataclass(frozen=True, slots=True)
class _Hands:
    """What the work is done with."""

    transact: Transact
    receive: Callable[[Message], Awaitable[str | None]]
    now: Callable[[], datetime]
    outcry: Outcry
    sorry: Sorry | None


async def run(
    *,
    wake: asyncio.Event,
    transact: Transact,
    council: str,
    readers: Mapping[Channel, Reader],
    receive: Callable[[Message], Awaitable[str | None]],
    now: Callable[[], datetime],
    outcry: Outcry,
    sorry: Sorry | None = None,
    patience: Patience = USUAL,
    poll: float = POLL,
) -> None:
    """Work for ever: at once when `wake` is set, and from time to time in any case."""
    failures = 0
    while True:
        wake.clear()
        try:
            while await work_through(
                transact=transact,
                council=council,
                readers=readers,
                receive=receive,
                now=now,
                outcry=outcry,
                sorry=sorry,
            ):
                failures = 0
        except Exception as fault:  # noqa: BLE001 the store's trouble, or ours: nothing is lost by waiting
            failures += 1
            log.error("reading the inbox stopped", extra={"kind": type(fault).__name__, "count": failures})
            await asyncio.sleep(patience.pause(failures))
            continue
        with suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), poll)


async def work_through(
    *,
    transact: Transact,
    council: str,
    readers: Mapping[Channel, Reader],
    receive: Callable[[Message], Awaitable[str | None]],
    now: Callable[[], datetime],
    outcry: Outcry,
    sorry: Sorry | None = None,
) -> int:
    """Read some of what waits, each sender's in order, and hand it on. How many posts that were."""
    moment = now()
    hands = _Hands(transact, receive, now, outcry, sorry)
    posts = await transact(lambda db: inbox.waiting(db, council, BATCH, now=moment))
    tasks: list[asyncio.Task[None]] = []
    last: dict[Address, asyncio.Task[None]] = {}
    for post in posts:
        try:
            message = await read(readers, post)
        except Exception as fault:  # noqa: BLE001 around one post
            tasks.append(asyncio.create_task(_not_read(post, fault, hands)))
            continue
        before = last.get(message.sender)
        last[message.sender] = asyncio.create_task(_in_turn(before, post, message, hands))
        tasks.append(last[message.sender])
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome
    return len(posts)


async def _in_turn(before: asyncio.Task[None] | None, post: Post, message: Message, hands: _Hands) -> None:
    if before is not None:
        await asyncio.wait({before})
    try:
        await hands.receive(message)
    except (Away, TimeoutError) as gone:  # no fault of the post's: it is not put back for it
        await hands.outcry.message(post, message)
        raise StoreDown from gone
    except Exception as fault:  # noqa: BLE001 around one post: the next may be well
        harm = await hands.outcry.message(post, message)
        if hands.sorry and not harm:
            await hands.sorry.about(post, message)
        await _failed(post, fault, hands)
    else:
        await _mark(post, Read.READ, "", hands)


async def _not_read(post: Post, fault: Exception, hands: _Hands) -> None:
    if not isinstance(fault, Unreadable):
        await hands.outcry.message(post, None)
        await _failed(post, fault, hands)
        return
    log.warning("post for a person to read", extra={"post": post.name, "channel": post.channel.value})
    await hands.outcry.message(post, None)
    if fault.sender:
        try:
            await hands.receive(_nothing_but_its_sender(post, fault))
        except Exception as further:  # noqa: BLE001 around one post: a person will look at it in any case
            log.error("nobody was told of a post", extra={"post": post.name, "kind": type(further).__name__})
    await _mark(post, Read.UNREADABLE, fault.reason, hands)


def _nothing_but_its_sender(post: Post, fault: Unreadable) -> Message:
    """Somebody wrote, and we cannot read it: they get a receipt and a reference like anyone else."""
    return Message(
        name=name("message", post.name),
        post=post.name,
        channel=post.channel,
        sender=Address(post.channel, fault.sender),
        received=post.received,
        text="",
        problems=(fault.reason,),
    )


async def _failed(post: Post, fault: Exception, hands: _Hands) -> None:
    kind = type(fault).__name__
    log.error("post failed", extra={"post": post.name, "channel": post.channel.value, "kind": kind})
    await _mark(post, Read.FAILED, kind, hands)


async def _mark(post: Post, how: Read, why: str, hands: _Hands) -> None:
    moment = hands.now()
    try:
        await hands.transact(lambda db: inbox.mark(db, post, how, now=moment, why=why))
    except Exception as fault:
        raise StoreDown from fault
