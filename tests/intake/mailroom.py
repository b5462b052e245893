"""A mailbox on a real IMAP server, a store, and a watch between them that a test can look into."""

import asyncio
import imaplib
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from casework.messages import Post
from intake.condition import Condition
from intake.keeper import Keeper
from intake.mailbox import Mailbox, Trouble, watch
from intake.patience import Patience
from store import inbox
from store.database import Connection, Database
from tests.wire.dovecot import Dovecot

T = TypeVar("T")

INTAKE = "intake@example.test"
LONG = 30.0  # seconds after which a test gives up waiting for what should take one


def an_email(number: int, body: bytes = b"Nobody listens.") -> bytes:
    head = b"From: young@example.test\r\nSubject: %d\r\nMessage-ID: <%d@example.test>\r\n\r\n" % (number, number)
    return head + body + b"\r\n"


def another_client(server: Dovecot) -> imaplib.IMAP4:
    """Somebody else who has the mailbox open."""
    client = imaplib.IMAP4(server.host, server.port, timeout=10)
    client.login(INTAKE, "secret")
    client.select("INBOX")
    return client


class Watched:
    """A watch over the mailbox, and what a test can see of it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self.database, self.now = database, now
        self.wake = asyncio.Event()
        self.reports: asyncio.Queue[Condition] = asyncio.Queue()
        self.shown: list[Post] = []
        self.store_is_down = False

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The store, which a test can take away."""
        if self.store_is_down:
            raise OSError("the disk is full")
        return await self.database.transact(work)

    async def show(self, post: Post) -> None:
        """What the watch is given for posts it cannot keep."""
        self.shown.append(post)

    async def posts(self) -> list[Post]:
        """What is kept, in its order."""
        return await self.database.look(lambda db: inbox.waiting(db, "bnes", 10_000, now=self.now()))

    async def kept(self, count: int) -> list[Post]:
        """The posts, as soon as there are so many."""
        async with asyncio.timeout(LONG):
            while await self.database.look(lambda db: inbox.unread_count(db, "bnes")) < count:
                await self.wake.wait()
                self.wake.clear()
        return await self.posts()

    async def told(self, trouble: Trouble | None) -> Condition:
        """The next report of this kind."""
        async with asyncio.timeout(LONG):
            while (condition := await self.reports.get()).trouble is not trouble:
                pass
        return condition


@dataclass
class Here:
    """A mailbox, a store, and the time."""

    server: Dovecot
    database: Database
    now: Callable[[], datetime]

    @asynccontextmanager
    async def watching(self, **otherwise: Any) -> AsyncIterator[Watched]:
        """A watch that runs until the block ends, and then leaves nothing running behind."""
        before = asyncio.all_tasks()
        watched = Watched(self.database, self.now)
        task = asyncio.create_task(
            watch(
                replace(self._mailbox(), **otherwise),
                Keeper("bnes", watched.transact, self.now, watched.wake, watched.show),
                report=watched.reports.put_nowait,
                patience=Patience(0.05, 0.2, 0.2),
            )
        )
        yield watched
        assert not task.done(), "a watch never ends by itself"
        task.cancel()
        await asyncio.wait({task})
        assert asyncio.all_tasks() <= before

    def _mailbox(self) -> Mailbox:
        trust = ssl.create_default_context(cafile=self.server.ca_file)
        return Mailbox("localhost", INTAKE, "secret", port=self.server.tls_port, tls=trust, answer=2.0, refresh=60.0)

    def deliver(self, *numbers: int) -> None:
        """These emails come in."""
        for number in numbers:
            self.server.deliver(INTAKE, an_email(number))
