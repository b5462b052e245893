"""Several workers on one PostgreSQL: every post is read once, in the order in which its sender wrote, whoever dies."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count

import psycopg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.messages import Address, Channel, Message, Post
from intake import taking, worker
from intake.outcry import Outcry, Reader
from intake.waves import Waves
from store import inbox, migrations
from store.claims import Claims
from store.database import Connection, Database
from tests.build import KEYS
from tests.conftest import Moment
from tests.wire.postgres import Postgres

pytestmark = pytest.mark.requires("postgres")

KILLED = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
COUNCILS = count(1)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Postgres() as cluster:
        found = cluster.database()
        migrations.migrate(found)
        yield found


def understood(post: Post, seconds: float = 0) -> Message:
    """A post says who wrote it, and the how manieth of theirs it is; to read it takes so long."""
    time.sleep(seconds)
    who, _ = post.raw.decode().split()
    sender = Address(Channel.EMAIL, who)
    return Message(post.name, post.name, Channel.EMAIL, sender, post.received, post.raw.decode())


async def no_siren(*_: object) -> None:
    """Nobody is in danger here."""


READERS: dict[Channel, Reader] = {Channel.EMAIL: understood}


@dataclass(slots=True)
class Office:
    """A council's workers, each with connections of its own as on a machine of its own, and what they were handed."""

    url: str
    council: str = field(default_factory=lambda: f"c{next(COUNCILS)}")
    now: Moment = field(default_factory=Moment)
    received: list[str] = field(default_factory=list)
    in_hand: Counter[str] = field(default_factory=Counter)
    readers: Mapping[Channel, Reader] = field(default_factory=READERS.copy)

    async def keep(self, database: Database, senders: list[int]) -> list[str]:
        """Post from these, one after the other, each with its number among theirs."""
        written: Counter[int] = Counter()
        for sender in senders:
            written[sender] += 1
            text = f"sender{sender} {written[sender]:03}"
            post = Post(f"{self.council}/{text}", self.council, Channel.EMAIL, "box", text, self.now(), text.encode())
            await database.transact(partial(inbox.keep, post=post))
        return [f"sender{sender} {number:03}" for sender in written for number in range(1, written[sender] + 1)]

    async def receive(self, message: Message, *, turns: int) -> str:
        """The door, which takes as long as it takes others to have so many turns."""
        who = message.sender.value
        self.in_hand[who] += 1
        assert self.in_hand[who] == 1, "two of one person's at a time"
        for _ in range(turns):
            await asyncio.sleep(0)
        self.in_hand[who] -= 1
        self.received.append(message.text)
        return "contact"

    async def together(
        self, waves: Waves, then: Callable[[Connection, int], None], until: float, *, database: Database, turns: int
    ) -> Waves:
        """The same door, for several at once, while there is time."""
        filed = list[Sequence[Message]]()
        for wave in waves:
            assert len({each.sender for each in wave}) == len(wave)
            await asyncio.gather(*(self.receive(each, turns=turns) for each in wave))
            filed.append(wave)
            if time.monotonic() > until:
                break
        await database.transact(lambda db: then(db, len(filed)))
        return filed

    @asynccontextmanager
    async def worker(
        self, receive: Callable[[Message], Awaitable[str]], *, together: int | None = None
    ) -> AsyncIterator[Callable[[], Awaitable[int]]]:
        """One of them, and what it does once."""
        claims = Claims(self.url, self.council, b"the same on every machine")
        async with Database(self.url, KEYS) as database:
            yield partial(
                worker.work_through,
                transact=database.transact,
                council=self.council,
                readers=self.readers,
                receive=receive,
                together=None if together is None else partial(self.together, database=database, turns=together),
                now=self.now,
                outcry=Outcry(readers=READERS, signs=lambda _: (), siren=no_siren),
                claims=claims,
                at_a_stretch=0,  # there is never time for all that was read
            )
        claims.close()

    async def until_all_is_read(self, work: Callable[[], Awaitable[int]], database: Database) -> None:
        """Work, until nobody waits any more."""
        async with asyncio.timeout(60):
            while await database.look(lambda db: inbox.unread_count(db, self.council)):
                await work()


async def played(url: str, senders: list[int], turns: list[int], seconds: float) -> tuple[Office, list[str]]:
    """As many workers as there are numbers, each as slow as its number says; reading takes them so long."""
    office = Office(url, readers={Channel.EMAIL: partial(understood, seconds=seconds)})
    async with Database(url, KEYS) as database, AsyncExitStack() as stack:
        written = await office.keep(database, senders)
        works = [
            await stack.enter_async_context(office.worker(partial(office.receive, turns=each), together=each or None))
            for each in turns
        ]
        await asyncio.gather(*(office.until_all_is_read(work, database) for work in works))
    return office, written


@given(
    st.lists(st.integers(0, 5), max_size=60),
    st.lists(st.integers(0, 20), min_size=2, max_size=3),
    st.sampled_from([0, taking.A_PART / 4]),
)
@example(senders=[0, 1, 2] * 20, turns=[0, 20], seconds=taking.A_PART / 4)
@settings(max_examples=12, deadline=None)
def test_every_post_is_read_once_and_nobody_is_overtaken_by_themselves(
    url: str, senders: list[int], turns: list[int], seconds: float
) -> None:
    office, written = asyncio.run(played(url, senders, turns, seconds))
    assert sorted(office.received) == sorted(written)
    for sender in set(senders):
        theirs = [text for text in office.received if text.startswith(f"sender{sender} ")]
        assert theirs == sorted(theirs)


async def test_what_a_worker_had_in_hand_that_died_is_read_by_the_next(url: str) -> None:
    office, halted, for_ever = Office(url), asyncio.Event(), asyncio.Event()

    async def halting(_: Message) -> str:
        halted.set()
        await for_ever.wait()
        return "contact"

    async with (
        Database(url, KEYS) as database,
        office.worker(halting) as dying,
        office.worker(partial(office.receive, turns=0)) as next_one,
    ):
        written = await office.keep(database, [1, 2, 3] * 10)
        died = asyncio.ensure_future(dying())
        await halted.wait()
        with psycopg.connect(url) as somebody:
            somebody.execute(KILLED)
        await office.until_all_is_read(next_one, database)
        died.cancel()
        await asyncio.gather(died, return_exceptions=True)
    assert sorted(office.received) == sorted(written)
