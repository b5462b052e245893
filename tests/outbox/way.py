"""A way out that does as a test tells it, and the courier's round with it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from casework.changes import Change
from casework.letters import Letter, Urgency
from casework.messages import Address, Channel
from casework.questions import CHOICES
from outbox.claims import EVERY
from outbox.courier import Courier
from outbox.dispatch import Send
from outbox.outcomes import Unreached, left_on_the_desk
from outbox.render import Rendered
from store import changes
from store.database import Database, Transact
from tests.conftest import Moment
from tests.outbox.samples import JAY, a_letter

KIM = Address(Channel.EMAIL, "kim@example.test")


@dataclass
class Way:
    """A way out that takes letters, or does once with the next ones what it is told."""

    taken: list[Letter] = field(default_factory=list)
    said: list[Rendered] = field(default_factory=list)
    next: list[BaseException] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    took: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.open.set()

    async def __call__(self, letter: Letter, rendered: Rendered) -> str:
        self.begun.set()
        await self.open.wait()
        if self.next:
            raise self.next.pop(0)
        self.taken.append(letter)
        self.said.append(rendered)
        async with self.took:
            self.took.notify_all()
        return f"far/{len(self.taken)}"

    async def has_taken(self, count: int) -> None:
        """Return when it has taken so many; bounded."""
        async with asyncio.timeout(10), self.took:
            await self.took.wait_for(lambda: len(self.taken) >= count)

    @property
    def order(self) -> list[str]:
        return [letter.facts["name"] for letter in self.taken]


async def queue(database: Database, *letters: Letter) -> None:
    await database.transact(lambda db: changes.save(db, Change(letters=letters), letters[0].written))


def courier(
    database: Database,
    now: Moment,
    *ways: Way,
    senders: Mapping[Channel, Send] | None = None,
    transact: Transact | None = None,
    jot: Transact | None = None,
    unreached: Unreached = left_on_the_desk,
    council: str = "larkhaven",
    says: float = EVERY,
) -> Courier:
    """A courier: the first way is for email, the second for Telegram."""
    return Courier(
        transact=transact or database.transact,
        jot=jot,
        senders=senders or dict(zip((Channel.EMAIL, Channel.TELEGRAM), ways, strict=False)),
        council=council,
        now=now,
        choices=CHOICES,
        unreached=unreached,
        says=says,
    )


def go(
    database: Database,
    now: Moment,
    *ways: Way,
    **other: Any,
) -> Callable[[], Coroutine[None, None, int]]:
    """One round of a courier."""
    return courier(database, now, *ways, **other).deliver


@asynccontextmanager
async def at_work(courier: Courier, wake: asyncio.Event, *, poll: float = 600) -> AsyncIterator[asyncio.Queue[int]]:
    """A courier that goes on for as long as the block lasts; what it told."""
    told = asyncio.Queue[int]()
    task = asyncio.create_task(courier.run(wake=wake, told=told.put_nowait, poll=poll))
    try:
        yield told
    finally:
        task.cancel()
        await asyncio.wait({task})


def named(name: str, to: Address = JAY, *, urgency: Urgency = Urgency.LETTER, **facts: str) -> Letter:
    """A letter that can be told from the others by the name in its greeting."""
    letter = a_letter("email.hold_yp", to, once=name, urgency=urgency)
    return replace(letter, facts={**letter.facts, "name": name, **facts})
