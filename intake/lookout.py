"""While much waits, what says that somebody may be in danger goes ahead (R701, R715).

Post is read in the order it came, and behind two thousand others a cry for help would wait for a minute. So when the
worker falls behind, what waits is listened to beforehand, the newest first, by the same fixed words that ring the
alarm; whatever holds words of harm is read next. Nothing is answered or rung here, and what cannot be read keeps its
turn: the worker sees to all of that. A cry may overtake earlier words of whoever wrote it; those follow in their turn.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from casework.messages import Channel, Post
from casework.signs import Sign, urgency
from intake.outcry import Reader, read, words
from intake.patience import USUAL, Patience
from store import ahead, inbox
from store.database import Transact

log = logging.getLogger(__name__)

BATCH = 8
"""Posts listened to at a time: few, so that what comes meanwhile is soon among the newest. *Taste.*"""


async def run(
    *,
    behind: asyncio.Event,
    transact: Transact,
    council: str,
    readers: Mapping[Channel, Reader],
    signs: Callable[[str], tuple[Sign, ...]],
    now: Callable[[], datetime],
    patience: Patience = USUAL,
) -> None:
    """Listen for ever, whenever the worker says through `behind` that more waits than it has in hand."""
    failures = 0
    while True:
        await behind.wait()
        behind.clear()
        try:
            while await look_ahead(transact=transact, council=council, readers=readers, signs=signs, now=now):
                failures = 0
        except Exception as fault:  # noqa: BLE001 the store's trouble: everything is read in its turn all the same
            failures += 1
            log.warning("listening ahead stopped", extra={"kind": type(fault).__name__, "count": failures})
            await asyncio.sleep(patience.pause(failures))


async def look_ahead(
    *,
    transact: Transact,
    council: str,
    readers: Mapping[Channel, Reader],
    signs: Callable[[str], tuple[Sign, ...]],
    now: Callable[[], datetime],
) -> int:
    """Listen to some of what waits, the newest first, and give each its turn. How many that were."""
    moment = now()
    posts = await transact(lambda db: ahead.unheard(db, council, BATCH, now=moment))
    if posts:
        turns = {post.name: await _turn(post, readers, signs) for post in posts}
        await transact(lambda db: ahead.heard(db, council, turns))
    return len(posts)


async def _turn(post: Post, readers: Mapping[Channel, Reader], signs: Callable[[str], tuple[Sign, ...]]) -> int:
    try:
        message = await read(readers, post)
    except Exception:  # noqa: BLE001 around one post: the worker says what is wrong with it
        return inbox.IN_TURN
    found = await asyncio.to_thread(signs, words(post, message))
    return min((urgency(sign.level) for sign in found), default=inbox.IN_TURN)
