"""One letter sent: rendered, handed to its way, and marked as gone; else what became of it is written down.

If the power goes between sending and marking we cannot know which happened, so it is sent again (`claims`): better
twice than never. Its Message-ID is made from its name, so a mail reader that files copies together will.

We do not send inside the transaction that wrote the letter. A slow mail server would then hold a lock on a child's
case, and a rollback would unsay what had been said.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial

from casework.frozen import frozen, replace
from casework.letters import Letter
from casework.messages import Channel
from outbox.library import MissingFact
from outbox.outcomes import Outcome, TryLater, Undeliverable, Unreached, fail, named, put_off, puzzle, written_down
from outbox.render import Choices, Rendered, render
from outbox.threads import threaded
from outbox.ways import Ways
from store import outbox
from store.database import Transact

log = logging.getLogger(__name__)

CROWD, TOGETHER = 4, 0.01
"""With more letters than this on their way, marks wait for one another so many seconds, and share a commit. *Taste.*"""

Send = Callable[[Letter, Rendered], Awaitable[str]]
"""One way out: what the far end calls the letter it took. Raises TryLater or Undeliverable."""

Also = Callable[[Letter], Mapping[str, str]]
"""Facts that only the installation knows, such as the desk's address."""


def nothing_more(letter: Letter) -> Mapping[str, str]:
    """No further facts."""
    del letter
    return {}


@frozen
class OnItsWay:
    """A letter, the how-manieth question brought it, and whether it is off the wire: gone, or not to go now."""

    letter: Letter
    asked: int
    claimed: datetime
    off: asyncio.Event = field(default_factory=asyncio.Event)


class Dispatch:
    """Sends letters that one courier has claimed, by the ways there are."""

    def __init__(
        self,
        *,
        transact: Transact,
        senders: Mapping[Channel, Send],
        ways: Ways,
        now: Callable[[], datetime],
        choices: Choices,
        also: Also,
        unreached: Unreached,
    ) -> None:
        self._transact, self._senders, self._ways, self._now = transact, senders, ways, now
        self._choices, self._also, self._unreached = choices, also, unreached
        self._in_hand = 0
        self._gone: list[tuple[Letter, str, str]] = []
        self._marking: asyncio.Task[None] | None = None

    async def in_turn(self, one: OnItsWay, before: Sequence[OnItsWay]) -> bool:
        """One letter, after those it waits for; whether it left."""
        self._in_hand += 1
        try:
            return await self._marked(one, before)
        finally:
            self._in_hand -= 1

    async def _marked(self, one: OnItsWay, before: Sequence[OnItsWay]) -> bool:
        letter = one.letter
        try:
            for each in before:
                await each.off.wait()
            what = await self._sent(letter)
        finally:
            one.off.set()
        if what is not None:
            await written_down(letter, what, self._transact, self._now())
            return False
        self._marking = self._marking or asyncio.create_task(self._mark_what_left())
        await asyncio.shield(self._marking)
        log.info("letter sent", extra={"letter": letter.name, "channel": letter.to.channel.value})
        return True

    async def _sent(self, letter: Letter) -> Outcome | None:
        """Send it, and remember that it left; else what is to be written down."""
        try:
            filled = replace(letter, facts={**self._also(letter), **letter.facts})
            rendered = threaded(filled, render(filled, choices=self._choices))
            far_id = await self._senders[letter.to.channel](letter, rendered)
        except TryLater as later:
            if later.away:
                self._ways.away(letter.to.channel, asyncio.get_running_loop().time())
            log.warning("letter put off", extra=named(letter, later.why))
            return partial(put_off, letter=letter, later=later, unreached=self._unreached)
        except (Undeliverable, MissingFact) as never:
            log.error("letter will not arrive", extra=named(letter, str(never)))
            return partial(fail, letter=letter, why=str(never), unreached=self._unreached)
        except Exception as fault:  # noqa: BLE001 around one letter: the next may be well
            kind = type(fault).__name__
            log.error("letter broke something", extra=named(letter, kind))
            return partial(puzzle, letter=letter, kind=kind, unreached=self._unreached)
        self._ways.leads(letter.to.channel)
        self._gone.append((letter, rendered.exactly, far_id))
        return None

    async def _mark_what_left(self) -> None:
        """One mark for all that leaves at nearly the same time: they share a transaction."""
        if self._in_hand > CROWD:
            await asyncio.sleep(TOGETHER)
        gone, self._gone, self._marking = self._gone, [], None
        await written_down(gone[0][0], lambda db, now: outbox.sent_together(db, gone, now), self._transact, self._now())
