"""Posts that have been read are handed on, and marked. One bad post never stops the next.

What a person wrote is handed on in the order they wrote it; different people do not wait for one another. A post that
no program can read is marked for a person. One that breaks something of ours is marked failed, looked at for words of
harm at once, and tried again with growing pauses. When even the mark cannot be written the store is down: the post
stays where it is, and what it says is looked at all the same (R715).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from math import inf
from time import monotonic

from casework.frozen import frozen
from casework.messages import Address, Message, Post
from casework.names import name
from intake.outcry import Outcry
from intake.parsing.mail import Unreadable
from intake.sorry import Sorry
from intake.taking import Part
from intake.waves import Waves, waves
from store import inbox
from store.database import Away, Connection, Transact
from store.inbox import Read

log = logging.getLogger(__name__)

_Outcome = tuple[Post, Read, str]
"""What became of a post, and why."""

_Task = asyncio.Task[_Outcome]

Receive = Callable[[Message], Awaitable[str | None]]
"""The door in, for one message."""

Together = Callable[[Waves, Callable[[Connection, int], None], float], Awaitable[Sequence[object]]]
"""The same for several waves, and what is written in the same commit, which is told how many they were: all of it, or
nothing; no further wave after a moment (`receive_together`). Something for each wave that was filed.
"""

_Wave = Sequence[tuple[Post, Message]]


class StoreDown(Exception):
    """Not even the mark could be written: everything stays as it was."""


@frozen
class Hands:
    """What the work is done with. After `at_a_stretch` seconds of filing the rest of a part stays where it is: what is
    urgent by then goes first.
    """

    transact: Transact
    receive: Receive
    together: Together | None
    now: Callable[[], datetime]
    outcry: Outcry
    sorry: Sorry | None
    at_a_stretch: float


async def handed_on(part: Part, hands: Hands, ours: Callable[[_Wave], Awaitable[_Wave]] | None = None) -> bool:
    """Hand these on, or those which are `ours` alone. False where it took too long for all: the rest stays as it is."""
    arrived: _Wave = [(post, found) for post, found in part if isinstance(found, Message)]
    left: Sequence[_Wave] = []
    tasks = [
        asyncio.create_task(_not_read(post, found, hands)) for post, found in part if not isinstance(found, Message)
    ]
    try:
        arrived = await ours(arrived) if ours else arrived
    except Exception as fault:  # noqa: BLE001 each post hears of it, and the harm in it is seen to
        tasks += [asyncio.create_task(_fell(*each, fault, hands)) for each in arrived]
    else:
        filed, left = await _one_after_the_other(waves(arrived) if hands.together else [arrived], hands)
        tasks += filed
    await _marked(await asyncio.gather(*tasks, return_exceptions=True), hands)
    return not left


async def _one_after_the_other(several: Sequence[_Wave], hands: Hands) -> tuple[list[_Task], Sequence[_Wave]]:
    """Hand on wave after wave, all in one commit; or if that cannot be done, each in one of its own. What will be known
    of their posts, and those for which there was no time.
    """
    until, left, tasks = monotonic() + hands.at_a_stretch, list(several), list[_Task]()
    if len(left) > 1 and (done := await _in_one_commit(left, until, hands)):
        return tasks, left[done:]
    while left:
        tasks += await _filed(left.pop(0), hands)
        if monotonic() > until:
            break
    return tasks, left


async def _in_one_commit(several: Sequence[_Wave], until: float, hands: Hands) -> int:
    """Hand these on, and mark them: how many waves there was time for; 0 if it cannot be done so."""
    if hands.together is None:
        return 0
    moment = hands.now()

    def read(db: Connection, count: int) -> None:
        posts = [post for wave in several[:count] for post, _ in wave]
        inbox.read_together(db, posts[0].council, [post.name for post in posts], moment)

    try:
        return len(await hands.together([[message for _, message in wave] for wave in several], read, until))
    except Exception as fault:  # noqa: BLE001 around all of them: less is tried at a time
        log.warning("post is taken by less", extra={"kind": type(fault).__name__, "count": sum(map(len, several))})
        return 0


async def _filed(wave: _Wave, hands: Hands) -> list[_Task]:
    """Hand these on together; or if that cannot be done each by itself, so that none spoils another: what will be known
    of those.
    """
    if await _in_one_commit([wave], inf, hands):
        return []
    tasks: list[_Task] = []
    last: dict[Address, _Task] = {}
    for post, message in wave:
        last[message.sender] = asyncio.create_task(_in_turn(last.get(message.sender), post, message, hands))
        tasks.append(last[message.sender])
    await asyncio.gather(*tasks, return_exceptions=True)
    return tasks


async def _marked(outcomes: Sequence[_Outcome | BaseException], hands: Hands) -> None:
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


async def _in_turn(before: _Task | None, post: Post, message: Message, hands: Hands) -> _Outcome:
    if before is not None:
        await asyncio.wait([before])
    try:
        await hands.receive(message)
    except Exception as fault:  # noqa: BLE001 around one post: the next may be well
        return await _fell(post, message, fault, hands)
    return post, Read.READ, ""


async def _fell(post: Post, message: Message, fault: Exception, hands: Hands) -> _Outcome:
    """It could not be filed: harm in it is seen to, and whoever waits in a chat is told."""
    harm = await hands.outcry.message(post, message)
    if isinstance(fault, Away | TimeoutError):  # no fault of the post's: it is not put back for it
        raise StoreDown from fault
    if hands.sorry and not harm:
        await hands.sorry.about(post, message)
    return _failed(post, fault)


async def _not_read(post: Post, fault: Exception, hands: Hands) -> _Outcome:
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
