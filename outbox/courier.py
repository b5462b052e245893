"""The one door out.

A letter is claimed in one transaction, sent in none, and marked in another (`dispatch`). A claim lost with the power
means that the letter is sent again and nothing else, so it waits for no disk.

Each way out goes at its own pace: a mail server that has fallen silent holds up no chat. What is most urgent is
claimed first. Who is written to twice is written to in order, the next as soon as the one before has left; words about
danger wait for no others. A letter that cannot go now is tried again with growing pauses; one that never can is failed,
and a person is told. One bad letter never stops the next.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from casework.letters import Letter, Urgency
from casework.messages import Channel
from outbox import claims
from outbox.dispatch import Also, Dispatch, OnItsWay, Send, nothing_more
from outbox.outcomes import Unreached, left_on_the_desk
from outbox.render import Choices
from outbox.ways import Asked, Ways
from store import outbox
from store.database import Connection, Transact

log = logging.getLogger(__name__)

POLL, LONGEST = 5.0, 15.0
"""Seconds between looks when nobody wakes us, since another machine may have written something; and at most, while the
store is away. *Taste.*
"""

GRACE = 5.0
"""Seconds that letters on their way have to get there when the service stops. *Taste.*"""


class Courier:
    """Carries a council's letters by the ways there are. One round at a time, or for ever."""

    def __init__(
        self,
        *,
        transact: Transact,
        jot: Transact | None = None,
        senders: Mapping[Channel, Send],
        council: str,
        now: Callable[[], datetime],
        choices: Choices,
        also: Also = nothing_more,
        unreached: Unreached = left_on_the_desk,
        says: float = claims.EVERY,
    ) -> None:
        """`says`: seconds between two words of ours about what we have in hand."""
        self._transact, self._council, self._now, self._says = transact, council, now, says
        self._jot = jot or transact
        self._ways = Ways(senders)
        self._dispatch = Dispatch(
            transact=transact, senders=senders, ways=self._ways, now=now, choices=choices, also=also,
            unreached=unreached,
        )  # fmt: skip
        self._asked = 0
        self._due: datetime | None = None  # when the next that is held back may leave
        self._going: dict[asyncio.Task[bool], OnItsWay] = {}
        self._ended: list[asyncio.Task[bool]] = []
        self._stirred = asyncio.Event()

    async def deliver(self) -> int:
        """Send all that may go now; how many letters left."""
        self._ways.stirred()
        left, trouble = 0, None
        async with self._attended():
            while True:
                try:
                    if trouble is None:
                        await self._claim()
                except Exception as fault:  # noqa: BLE001 the store's trouble: what has left is still to be marked
                    trouble = fault
                if not self._going:
                    break
                left += await self._some(None)
        if trouble is not None:
            raise trouble
        return left

    async def run(self, *, wake: asyncio.Event, told: Callable[[int], None], poll: float = POLL) -> None:
        """Deliver for ever: at once when `wake` is set or the next letter held back may leave, else from time to time.
        `told` hears, whenever all is well, how many left.
        """
        failures, left = 0, 0
        async with self._attended(wake):
            while True:
                try:
                    await self._claim()
                    told(left)
                    failures, left = 0, 0
                except Exception as fault:  # noqa: BLE001 the store's trouble: what is queued stays queued
                    failures += 1
                    log.error("no letter could be claimed", extra={"kind": type(fault).__name__, "count": failures})
                left += await self._some(min(poll * max(failures, 1), LONGEST))

    @asynccontextmanager
    async def _attended(self, wake: asyncio.Event | None = None) -> AsyncIterator[None]:
        """While this lasts it is said which letters are in hand, and listened whether there are more."""
        beside = [asyncio.create_task(self._hold())]
        if wake:
            beside.append(asyncio.create_task(self._listen(wake)))
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await self._see_off()

    def _hold(self) -> Coroutine[None, None, None]:
        return claims.hold(
            lambda: {each.letter.name: each.claimed for each in self._going.values()},
            transact=self._transact,
            council=self._council,
            now=self._now,
            lost=self._let_go,
            every=self._says,
        )

    def _let_go(self, lost: Collection[str]) -> None:
        """We stood still for so long that another sends these; what is off the wire is marked all the same."""
        for task, each in self._going.items():
            if each.letter.name in lost and not each.off.is_set():
                task.cancel()

    async def _listen(self, wake: asyncio.Event) -> None:
        """Somebody has written something, nobody knows for which way."""
        while await wake.wait():
            wake.clear()
            self._ways.stirred()
            self._stirred.set()

    async def _claim(self) -> None:
        """Take letters for each way that may have some, and set each on its way."""
        moment, going = self._now(), Counter(each.letter.to.channel for each in self._going.values())
        asked = self._ways.ask(going, asyncio.get_running_loop().time())
        if not asked.rooms:
            return
        self._asked, self._due = self._asked + 1, None
        try:
            taken, self._due = await self._jot(lambda db: _taken(db, self._council, moment, asked))
        except BaseException:
            self._ways.unanswered(asked)
            raise
        self._ways.given(asked, [letter.to.channel for letter in taken])
        for letter in taken:
            one = OnItsWay(letter, self._asked, moment)
            before = [each for each in self._going.values() if _waits(letter, each.letter)]
            task = asyncio.create_task(self._dispatch.in_turn(one, before))
            self._going[task] = one
            task.add_done_callback(self._note)

    def _note(self, task: asyncio.Task[bool]) -> None:
        self._ended.append(task)
        self._stirred.set()

    async def _some(self, pause: float | None) -> int:
        """Wait until letters have ended, somebody woke us, the next may leave, or so long; how many have left."""
        due = (self._due - self._now()).total_seconds() if self._due else None
        again = self._ways.pause(asyncio.get_running_loop().time()) if pause is not None else None
        try:
            async with asyncio.timeout(min((each for each in (due, again, pause) if each is not None), default=None)):
                await self._stirred.wait()
        except TimeoutError:
            self._ways.stirred()
        self._stirred.clear()
        ended, self._ended = self._ended, []
        left = 0
        for task in ended:
            one, has_left = self._going.pop(task), not task.cancelled() and task.result()
            left += has_left
            if not has_left or one.asked != self._asked:  # then something may have waited for it
                self._ways.more(one.letter.to.channel)
        return left

    async def _see_off(self) -> None:
        """Let what is on its way get there. What does not goes again within a minute, its Message-ID the same."""
        if self._going:
            await asyncio.wait(self._going, timeout=GRACE)
            for task in self._going:
                task.cancel()
            await asyncio.wait(self._going)


def _taken(db: Connection, council: str, moment: datetime, asked: Asked) -> tuple[list[Letter], datetime | None]:
    return outbox.claim(db, council, moment, asked.rooms, asked.danger), outbox.next_due(db, council, moment)


def _waits(letter: Letter, other: Letter) -> bool:
    """Whether a letter goes after another that is on its way."""
    return other.to == letter.to and (letter.urgency is not Urgency.SAFETY or other.urgency is Urgency.SAFETY)
