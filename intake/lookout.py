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
from dataclasses import dataclass, field
from datetime import datetime

from casework.messages import Channel, Message, Post
from casework.said.signs import Sign, urgency
from intake.fairness import Senders
from intake.outcry import Reader, read_together, reading, words
from intake.patience import USUAL, Patience
from store import ahead
from store.database import Look, Transact
from store.inbox import IN_TURN

log = logging.getLogger(__name__)

Signs = Callable[[str], tuple[Sign, ...]]
"""What words of harm are heard in a text."""

SOME = 16
"""Posts listened to before one looks whether newer has come: few, so that the worker has its turns between, and whoever
cries meanwhile is heard next. *Taste.*
"""

BATCH = 128
"""Posts whose turns are written together where there was nothing of harm: each commit waits for the worker's. *Taste.*
"""


@dataclass(slots=True)
class Lookout:
    """Whoever listens ahead. `cry` is set when words of harm have been heard in what waits."""

    look: Look
    transact: Transact
    council: str
    readers: Mapping[Channel, Reader]
    signs: Signs
    now: Callable[[], datetime]
    cry: asyncio.Event
    _senders: Senders | None = None
    _unwritten: dict[str, int] = field(default_factory=dict)

    async def run(self, behind: asyncio.Event, patience: Patience = USUAL) -> None:
        """Listen for ever, whenever the worker says through `behind` that more waits than it has in hand."""
        failures = 0
        while True:
            await behind.wait()
            behind.clear()
            try:
                await self.begins()
                while await self.listens():
                    failures = 0
            except Exception as fault:  # noqa: BLE001 the store's trouble: everything is read in its turn all the same
                failures += 1
                self._senders = None  # who knows whether the last turns were written
                log.warning("listening ahead stopped", extra={"kind": type(fault).__name__, "count": failures})
                await asyncio.sleep(patience.pause(failures))

    async def begins(self) -> None:
        """What is known of the senders is what is still true; where nothing is known, all is listened to anew."""
        self._unwritten.clear()
        if self._senders is None:
            await self.transact(lambda db: ahead.as_it_came(db, self.council))
            self._senders = Senders()
        else:
            self._senders.only(await self.transact(lambda db: ahead.ordinary(db, self.council)))

    async def listens(self) -> int:
        """Listen to some of what waits, the newest first. How many. Words of harm go ahead at once; the other turns are
        written when there are many, or nobody is left.
        """
        moment, heard = self.now(), self._unwritten
        posts = await self.look(lambda db: ahead.unheard(db, self.council, SOME, now=moment, but=heard))
        heard |= await self._turns(posts, moment)
        harm = any(turn < IN_TURN for turn in heard.values())
        if harm or len(heard) >= BATCH or (heard and not posts):
            await self.transact(lambda db: ahead.heard(db, self.council, heard))
            heard.clear()
        if harm:
            self.cry.set()
        return len(posts)

    async def _turns(self, posts: Sequence[Post], now: datetime) -> dict[str, int]:
        """The turns of these, and of what else of their senders' has another turn now."""
        assert self._senders is not None, "whoever listens has begun"  # noqa: S101
        found = list(zip(posts, await read_together(self.readers, posts), strict=False))
        turns = {post.name: IN_TURN for post, _ in found}  # of what cannot be read, the worker says what is wrong
        read = [(post, message) for post, message in found if isinstance(message, Message)]
        for (post, message), urgent in zip(read, await reading(_urgent, read, self.signs), strict=True):
            if urgent is not None and self._senders.goes_ahead(message.sender, urgent, now):
                turns[post.name] = urgent
            else:
                turns |= self._senders.turns(message.sender, post.name)
        return turns


def _urgent(read: Sequence[tuple[Post, Message]], signs: Signs) -> list[int | None]:
    """How urgent the words of each are; None where none of harm are heard."""
    return [min((urgency(sign.level) for sign in signs(words(*each))), default=None) for each in read]
