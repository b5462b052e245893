"""Reads what has been kept, and hands it on. One bad post never stops the next.

What a person wrote is handed on in the order they wrote it; different people do not wait for one another. A post that
no program can read is marked for a person. One that breaks something of ours is marked failed, looked at for words of
harm at once, and tried again with growing pauses. When even the mark cannot be written the store is down: the post
stays where it is, what it says is looked at all the same (R715), and the worker waits.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from casework.messages import Address, Channel, Message, Post
from casework.names import name
from intake import in_hand
from intake.outcry import Outcry, Reader, read_together
from intake.parsing.mail import Unreadable
from intake.patience import USUAL, Patience
from intake.sorry import Sorry
from intake.waves import waves
from store import inbox
from store.claims import Claims
from store.database import Away, Connection, Transact
from store.inbox import Read

log = logging.getLogger(__name__)

_Outcome = tuple[Post, Read, str]
"""What became of a post, and why."""

Receive = Callable[[Message], Awaitable[str | None]]
"""The door in, for one message."""

Together = Callable[[Sequence[Message], Callable[[Connection], None]], Awaitable[object]]
"""The same for several that have nothing to do with one another, and what is written in the same commit: all of it, or
nothing (`receive_together`).
"""

BATCH = 16
"""Posts in hand at a time. *Taste*: as many as share a commit."""

TOGETHER = 128 * 1024
"""Bytes of post that are read before any of it is filed, where nobody else reads. *Taste*: hundredths of a second."""

AT_A_STRETCH = 0.3
"""Seconds of filing after which the rest of a batch stays where it is: what is urgent by then goes first. *Taste.*"""

POLL = 5.0
"""Seconds between looks when nobody wakes us: another machine may have kept something. *Taste.*"""


class StoreDown(Exception):
    """Not even the mark could be written: everything stays as it was."""


@dataclass(frozen=True, slots=True)
class _Hands:
    """What the work is done with."""

    transact: Transact
    receive: Receive
    together: Together | None
    now: Callable[[], datetime]
    outcry: Outcry
    sorry: Sorry | None
    at_a_stretch: float


async def run(
    *,
    wake: asyncio.Event,
    transact: Transact,
    council: str,
    readers: Mapping[Channel, Reader],
    receive: Receive,
    now: Callable[[], datetime],
    outcry: Outcry,
    together: Together | None = None,
    sorry: Sorry | None = None,
    claims: Claims | None = None,
    behind: asyncio.Event | None = None,
    patience: Patience = USUAL,
    poll: float = POLL,
) -> None:
    """Work for ever: at once when `wake` is set, and from time to time in any case."""
    work = partial(
        work_through,
        transact=transact,
        council=council,
        readers=readers,
        receive=receive,
        now=now,
        outcry=outcry,
        together=together,
        sorry=sorry,
        claims=claims,
        behind=behind,
    )
    try:
        await _for_ever(work, wake, patience, poll)
    finally:
        if claims is not None:
            await asyncio.shield(asyncio.to_thread(claims.close))


async def _for_ever(work: Callable[[], Awaitable[int]], wake: asyncio.Event, patience: Patience, poll: float) -> None:
    failures = 0
    while True:
        wake.clear()
        try:
            while await work():
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
    receive: Receive,
    now: Callable[[], datetime],
    outcry: Outcry,
    together: Together | None = None,
    sorry: Sorry | None = None,
    claims: Claims | None = None,
    behind: asyncio.Event | None = None,
    at_a_stretch: float = AT_A_STRETCH,
) -> int:
    """Read some of what waits, each sender's in order, and hand it on, for `at_a_stretch`. How many posts were taken.
    `claims`: this worker's, where there may be others; `behind` is set where more waits than one has in hand.
    """
    hands, moment = _Hands(transact, receive, together, now, outcry, sorry, at_a_stretch), now()
    began = _clock()
    if claims is None:
        posts = await transact(lambda db: inbox.waiting(db, council, BATCH, now=moment))
        _says(behind, len(posts))
        for some in _small(posts):
            if not await _handed_on(some, readers, hands) or _clock() - began > at_a_stretch:
                break
        return len(posts)
    async with in_hand.held(claims, BATCH, now=moment) as places:
        _says(behind, len(places))
        if places:
            posts = await transact(lambda db: inbox.still_waiting(db, council, places))
            await _handed_on(posts, readers, hands, partial(in_hand.writers, claims))
        return len(places)


def _clock() -> float:
    return asyncio.get_running_loop().time()


def _small(posts: Sequence[Post]) -> Iterator[list[Post]]:
    """So many at a time that none waits long until the others are read: what is large comes by itself."""
    some: list[Post] = []
    for post in posts:
        if some and sum(len(each.raw) for each in (*some, post)) > TOGETHER:
            yield some
            some = []
        some.append(post)
    if some:
        yield some


def _says(behind: asyncio.Event | None, taken: int) -> None:
    if behind is not None and taken >= BATCH:
        behind.set()


async def _handed_on(
    posts: Sequence[Post],
    readers: Mapping[Channel, Reader],
    hands: _Hands,
    whose: Callable[[Collection[Address]], Awaitable[None]] | None = None,
) -> bool:
    """Read these, and hand them on: at once, or when `whose` knows that nobody else has earlier post of theirs. False
    where it took too long for all: the rest stays as it is.
    """
    arrived: list[tuple[Post, Message]] = []
    left: list[list[tuple[Post, Message]]] = []
    tasks: list[asyncio.Task[_Outcome]] = []
    for post, found in zip(posts, await read_together(readers, posts), strict=True):
        if isinstance(found, Message):
            arrived.append((post, found))
        else:
            tasks.append(asyncio.create_task(_not_read(post, found, hands)))
    try:
        if whose is not None:
            await whose({message.sender for _, message in arrived})
    except Exception as fault:  # noqa: BLE001 each post hears of it, and the harm in it is seen to
        tasks += [asyncio.create_task(_fell(*each, fault, hands)) for each in arrived]
    else:
        began, left = _clock(), waves(arrived) if hands.together else [arrived]
        while left:
            tasks += await _filed(left.pop(0), hands)
            if _clock() - began > hands.at_a_stretch:
                break
    await _marked(await asyncio.gather(*tasks, return_exceptions=True), hands)
    return not left


async def _filed(wave: Sequence[tuple[Post, Message]], hands: _Hands) -> list[asyncio.Task[_Outcome]]:
    """Hand these on together; or if that cannot be done each by itself, so that none spoils another: what will be known
    of those.
    """
    if hands.together is not None:
        moment, first = hands.now(), wave[0][0]
        read = partial(inbox.read_together, council=first.council, names=[post.name for post, _ in wave], now=moment)
        try:
            await hands.together([message for _, message in wave], read)
        except Exception as fault:  # noqa: BLE001 around the wave: each of its posts is tried by itself
            log.warning("post is taken one by one", extra={"kind": type(fault).__name__, "count": len(wave)})
        else:
            return []
    tasks: list[asyncio.Task[_Outcome]] = []
    last: dict[Address, asyncio.Task[_Outcome]] = {}
    for post, message in wave:
        last[message.sender] = asyncio.create_task(_in_turn(last.get(message.sender), post, message, hands))
        tasks.append(last[message.sender])
    await asyncio.gather(*tasks, return_exceptions=True)
    return tasks


async def _marked(outcomes: Sequence[_Outcome | BaseException], hands: _Hands) -> None:
    """Say of all at once what became of them: who has been handed on and not marked is seen to be known already."""
    known = [each for each in outcomes if not isinstance(each, BaseException)]
    moment = hands.now()
    try:
        if known:
            await hands.transact(lambda db: inbox.mark_together(db, known, moment))
    except Exception as fault:
        raise StoreDown from fault
    for each in outcomes:
        if isinstance(each, BaseException):
            raise each


async def _in_turn(before: asyncio.Task[_Outcome] | None, post: Post, message: Message, hands: _Hands) -> _Outcome:
    if before is not None:
        await asyncio.wait([before])
    try:
        await hands.receive(message)
    except Exception as fault:  # noqa: BLE001 around one post: the next may be well
        return await _fell(post, message, fault, hands)
    return post, Read.READ, ""


async def _fell(post: Post, message: Message, fault: Exception, hands: _Hands) -> _Outcome:
    """It could not be filed: harm in it is seen to, and whoever waits in a chat is told."""
    harm = await hands.outcry.message(post, message)
    if isinstance(fault, Away | TimeoutError):  # no fault of the post's: it is not put back for it
        raise StoreDown from fault
    if hands.sorry and not harm:
        await hands.sorry.about(post, message)
    return _failed(post, fault)


async def _not_read(post: Post, fault: Exception, hands: _Hands) -> _Outcome:
    if not isinstance(fault, Unreadable):
        await hands.outcry.message(post, None)
        return _failed(post, fault)
    log.warning("post for a person to read", extra={"post": post.name, "channel": post.channel.value})
    await hands.outcry.message(post, None)
    if fault.sender:
        try:
            await hands.receive(_nothing_but_its_sender(post, fault))
        except Exception as further:  # noqa: BLE001 around one post: a person will look at it in any case
            log.error("nobody was told of a post", extra={"post": post.name, "kind": type(further).__name__})
    return post, Read.UNREADABLE, fault.reason


def _failed(post: Post, fault: Exception) -> _Outcome:
    kind = type(fault).__name__
    log.error("post failed", extra={"post": post.name, "channel": post.channel.value, "kind": kind})
    return post, Read.FAILED, kind


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
