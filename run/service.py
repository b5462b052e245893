"""The service: what every part of it has in hand, opened in order and closed in order. Decides nothing."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain

from casework.councils import Council
from casework.frozen import replace
from casework.messages import Message
from casework.questions import CHOICES
from casework.said.signs import Signs
from classifier.apart import Apart, Gone
from intake.condition import Condition
from intake.receive import Door, Inside, Joined, receive, receive_together
from intake.waves import Waves
from outbox import library
from outbox.courier import Courier
from outbox.outcomes import told_to_an_officer
from run import farends, keeping, models, ways_out
from run.config import Settings, load_council
from run.config.safety import load_signs
from run.health import Health
from run.inside import inside
from scheduler.nights import Right
from scheduler.sweeps import Sweep
from store import outbox
from store.database import Connection, Database

log = logging.getLogger(__name__)

Now = Callable[[], datetime]

TURN = 0.001
"""Seconds until a thread that reads or weighs lets the doors have a turn. *Taste*: Python's own is five times it."""

A_PAGE = 20_000
"""Things that are made, net of those that go, until it is looked whether they are rubbish. *Taste.*"""


def settled() -> None:
    """All is there that will be. It stands to the end: to look it through for rubbish holds everybody up for 0.1 s. A
    page of cases makes ten thousand things that are no rubbish either: to look each thousand of them through as they
    come costs a sweep a twentieth.
    """
    gc.freeze()
    gc.set_threshold(A_PAGE, *gc.get_threshold()[1:])
    sys.setswitchinterval(TURN)


@dataclass(slots=True)
class Service:
    """What every part is handed some of."""

    settings: Settings
    council: Council
    signs: Signs
    key: bytes
    now: Now
    database: Database
    health: Health
    senders: ways_out.Senders
    siren_senders: ways_out.Senders
    model: Apart | None
    inside: Inside
    to_read: asyncio.Event
    behind: asyncio.Event
    cry: asyncio.Event
    to_send: asyncio.Event
    to_consider: asyncio.Event
    right: Right = field(default_factory=Right)
    failing: set[str] = field(default_factory=set)

    async def receive(self, message: Message) -> str | None:
        """The door in, for whoever has read a post."""
        contact = await receive(
            message,
            transact=self.database.transact,
            council=self.council,
            signs=self.signs,
            now=self.now,
            key=self.key,
            wake=self.to_send,
            inside=self.inside,
        )
        self._received(contact)
        return contact

    async def receive_together(self, waves: Waves, then: Callable[[Connection, int], None], until: float) -> Joined:
        """The same for several, wave by wave, while there is time, and `then` in the same commit."""
        door = Door(self.database.transact, self.council, self.signs, self.now, self.key, self.to_send, self.inside)
        joined = await receive_together(waves, then, until, door)
        self._received(*chain.from_iterable(joined))
        return joined

    def _received(self, *contacts: str | None) -> None:
        if new := len(contacts) - contacts.count(None):
            self.health.count("messages", new)
            self.to_consider.set()

    async def deliver(self) -> int:
        """The door out, once round."""
        left = await self._courier().deliver()
        self._delivered(left)
        return left

    async def deliver_for_ever(self) -> None:
        """The same for as long as the service runs."""
        await self._courier().run(wake=self.to_send, told=self._delivered)

    def _courier(self) -> Courier:
        return Courier(
            transact=self.database.transact,
            jot=self.database.jot,
            senders=self.senders.by_channel,
            council=self.council.name,
            now=self.now,
            choices=CHOICES,
            also=farends.desk_links(self.settings.desk.found_at, self.key),
            unreached=told_to_an_officer(self.council),
        )

    def _delivered(self, left: int) -> None:
        self.health.well("outbox")
        self.health.count("letters", left)

    def report(self, part: str, condition: Condition) -> None:
        """What a part says of its far end, for the health page and the desk."""
        if condition.trouble is None:
            self.health.well(part)
        else:
            self.health.trouble(part, condition.trouble.value)

    async def sweep(self, sweep: Sweep) -> int:
        """The door of time: one sweep, and the courier woken if it wrote anything. Time is watched well when none of
        them failed the last time it went: one that goes once a day is not made good by one that goes each minute.
        """
        store, run = self.database, partial(sweep.run, right=self.right) if sweep.remembers else sweep.run
        try:
            done = await run(transact=store.transact, look=store.look, council=self.council, now=self.now)
        except Exception as fault:
            self.failing.add(sweep.name)
            self.health.trouble("sweeps", f"the last one failed ({type(fault).__name__})")
            raise
        finally:
            self.to_send.set()  # one that had to leave something out has written all the rest
        self.failing.discard(sweep.name)
        if not self.failing:
            self.health.well("sweeps")
        self.health.count(sweep.name, done)
        return done


@asynccontextmanager
async def opened(
    settings: Settings, *, now: Now, alone: bool = True, model: Apart | None = None
) -> AsyncIterator[Service]:
    """Everything a service has in hand, from the key to the model; closed in order at the end.

    `alone` is False for somebody at a terminal beside a running service. Raises AlreadyRunning otherwise. `model`: the
    classifier, where it has been started before.
    """
    council = replace(load_council(settings.council), needs=library.needs())
    found = load_signs()
    key = keeping.key_of(settings.store)
    keeping.ready(settings.store.url)
    async with AsyncExitStack() as stack:
        if alone:
            stack.enter_context(keeping.alone(settings.store.url))
        database = await stack.enter_async_context(keeping.opened(settings.store))
        senders, siren_senders = (ways_out.senders(settings, key=key, now=now) for _ in range(2))
        stack.push_async_callback(senders.close)
        stack.push_async_callback(siren_senders.close)
        if alone and keeping.is_embedded(settings.store.url):
            # Nobody else could be sending: what was on its way when the power went is sent again at once.
            await database.transact(partial(_all_given_back, council=council.name))
        yield Service(
            settings=settings,
            council=council,
            signs=found,
            key=key,
            now=now,
            database=database,
            health=Health(now, now()),
            senders=senders,
            siren_senders=siren_senders,
            model=await stack.enter_async_context(_model(model or Apart(models.in_use(settings)))),
            inside=inside(council=council.name, signs=found, key=key),
            to_read=asyncio.Event(),
            behind=asyncio.Event(),
            cry=asyncio.Event(),
            to_send=asyncio.Event(),
            to_consider=asyncio.Event(),
        )


def _all_given_back(db: Connection, council: str) -> None:
    outbox.give_back(db, council, outbox.claims(db, council))


@asynccontextmanager
async def _model(model: Apart) -> AsyncIterator[Apart | None]:
    """The classifier, if its model is there and whole: without one there are no suggestions, and everything else
    works.
    """
    try:
        await asyncio.to_thread(model.begin)
    except Gone as fault:
        log.error("the classifier could not be loaded", extra={"kind": fault.kind})
        yield None
        return
    try:
        yield model
    finally:
        await asyncio.to_thread(model.end)
