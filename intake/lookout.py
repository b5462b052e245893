"""While much waits, what says that somebody may be in danger goes ahead (R701, R715), and nobody holds up all others.

Post is read in the order it came, and behind two thousand others a cry for help would wait for a minute. So when the
worker falls behind, what waits is listened to beforehand, the newest first, by the same fixed words that ring the
alarm; whatever holds words of harm is read next. Nothing is answered or rung here, and what cannot be read keeps its
turn: the worker sees to all of that. A cry may overtake earlier words of whoever wrote it; those follow in their turn.

Whoever listens also learns who wrote: somebody of whom much waits lets others pass (`intake.fairness`). So one listens
at a time, among machines too, and who begins knows nothing yet of any sender.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from casework.messages import Channel, Message, Post
from casework.said.signs import Sign, urgency
from intake.fairness import Senders
from intake.outcry import Reader, read_together, words
from intake.patience import USUAL, Patience
from store import ahead, inbox
from store.database import Look, Transact

log = logging.getLogger(__name__)

Signs = Callable[[str], tuple[Sign, ...]]
"""What words of harm are heard in a text."""

BATCH = 256
"""Posts listened to at a time at most: many, since after each batch one waits for the worker's commit. *Taste.*"""

SOME = 16
"""Posts listened to before one looks at the time, and whether there were words of harm: few, so that the worker has its
turns between. *Taste.*
"""

AT_A_STRETCH = 0.15
"""Seconds of listening after which the rest of a batch waits: what has come meanwhile is heard first. *Taste.*"""


async def run(
    *,
    behind: asyncio.Event,
    look: Look,
    transact: Transact,
    council: str,
    readers: Mapping[Channel, Reader],
    signs: Signs,
    now: Callable[[], datetime],
    patience: Patience = USUAL,
) -> None:
    """Listen for ever, whenever the worker says through `behind` that more waits than it has in hand."""
    senders: Senders | None = None
    failures = 0
    while True:
        await behind.wait()
        behind.clear()
        try:
            senders = await known_still(senders, transact=transact, council=council)
            while await look_ahead(
                senders, look=look, transact=transact, council=council, readers=readers, signs=signs, now=now
            ):
                failures = 0
        except Exception as fault:  # noqa: BLE001 the store's trouble: everything is read in its turn all the same
            failures += 1
            senders = None  # who knows whether the last turns were written
            log.warning("listening ahead stopped", extra={"kind": type(fault).__name__, "count": failures})
            await asyncio.sleep(patience.pause(failures))


async def known_still(senders: Senders | None, *, transact: Transact, council: str) -> Senders:
    """What is still true of the senders; nothing where nothing is known, and then all is listened to anew."""
    if senders is None:
        await transact(lambda db: ahead.as_it_came(db, council))
        return Senders()
    senders.only(await transact(lambda db: ahead.ordinary(db, council)))
    return senders


async def look_ahead(
    senders: Senders,
    *,
    look: Look,
    transact: Transact,
    council: str,
    readers: Mapping[Channel, Reader],
    signs: Signs,
    now: Callable[[], datetime],
    at_a_stretch: float = AT_A_STRETCH,
) -> int:
    """Listen to some of what waits, the newest first, for `at_a_stretch` or until words of harm are heard; give each
    its turn. How many got one.
    """
    moment, began = now(), _clock()
    posts = await look(lambda db: ahead.unheard(db, council, BATCH, now=moment))
    turns: dict[str, int] = {}
    for first in range(0, len(posts), SOME):
        turns |= await _turns(posts[first : first + SOME], senders, readers, signs, moment)
        if _clock() - began > at_a_stretch or min(turns.values()) < inbox.IN_TURN:
            break
    if turns:
        await transact(lambda db: ahead.heard(db, council, turns))
    return len(turns)


def _clock() -> float:
    return asyncio.get_running_loop().time()


async def _turns(
    posts: Sequence[Post], senders: Senders, readers: Mapping[Channel, Reader], signs: Signs, now: datetime
) -> dict[str, int]:
    """The turns of these, and of what else of their senders' has another turn now."""
    found = list(zip(posts, await read_together(readers, posts), strict=False))
    turns = {post.name: inbox.IN_TURN for post, _ in found}  # of what cannot be read, the worker says what is wrong
    read = [(post, message) for post, message in found if isinstance(message, Message)]
    for (post, message), urgent in zip(read, await asyncio.to_thread(_urgent, read, signs), strict=True):
        if urgent is not None and senders.goes_ahead(message.sender, urgent, now):
            turns[post.name] = urgent
        else:
            turns |= senders.turns(message.sender, post.name)
    return turns


def _urgent(read: Sequence[tuple[Post, Message]], signs: Signs) -> list[int | None]:
    """How urgent the words of each are; None where none of harm are heard."""
    return [min((urgency(sign.level) for sign in signs(words(*each))), default=None) for each in read]
