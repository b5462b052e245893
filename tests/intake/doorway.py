"""The door in, with a real store behind it, at which a test can let others be quicker."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from casework.contacts import Contact, Suggestion
from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service
from casework.messages import Address, Message
from intake.opinions import consider
from intake.receive import receive
from run.config.safety import load_signs
from store import contacts, people
from store.database import Connection, Database, Stale
from tests import build
from tests.conftest import Moment

T = TypeVar("T")

KEY = b"k" * 32
SIGNS = load_signs()
COUNCIL = build.profile("bnes")


def an_opinion(*flags: Flag) -> Suggestion:
    """What a classifier might think."""
    return Suggestion(
        Kind.COMPLAINT,
        Procedure.STATUTORY,
        CategoryB.DELAY,
        CategoryD.DELAY,
        Sender.PARENT,
        Service.DUTY,
        frozenset(flags),
        scores={},
        second={},
        unsure=(),
        because=(),
    )


def _of_each(suggest: Callable[[str], Suggestion], texts: Sequence[str]) -> list[Suggestion | Exception]:
    """What it thinks of each of several, or what went wrong with it."""
    said: list[Suggestion | Exception] = []
    for text in texts:
        try:
            said.append(suggest(text))
        except Exception as fault:  # noqa: BLE001 whatever a test lets it fail by
            said.append(fault)
    return said


@dataclass
class Door:
    """The door, and what stands behind it."""

    database: Database
    now: Moment
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stale: int = 0
    woken_inside: bool = False

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The store, at which a test can let others be quicker."""
        if self.stale:
            self.stale -= 1
            raise Stale
        try:
            return await self.database.transact(work)
        finally:
            self.woken_inside = self.woken_inside or self.wake.is_set()

    async def receive(self, message: Message) -> str | None:
        """Somebody wrote."""
        return await receive(
            message, transact=self.transact, council=COUNCIL, signs=SIGNS, now=self.now, key=KEY, wake=self.wake
        )

    async def consider(self, contact: str, suggest: Callable[[str], Suggestion]) -> None:
        """The classifier looks."""
        await self.consider_together([contact], suggest)

    async def consider_together(self, ids: Sequence[str], suggest: Callable[[str], Suggestion]) -> Collection[str]:
        """It looks at several; at whom it failed."""

        async def said(texts: Sequence[str]) -> list[Suggestion | Exception]:
            return await asyncio.to_thread(_of_each, suggest, texts)

        return await consider(
            ids,
            look=self.database.look,
            transact=self.transact,
            council=COUNCIL,
            suggest=said,
            now=self.now,
            wake=self.wake,
        )

    async def contact(self, contact: str | None) -> Contact:
        """The contact as it stands."""
        found = await self.database.look(lambda db: contacts.one(db, "bnes", contact or ""))
        assert found is not None
        return found

    async def of(self, sender: Address) -> tuple[Contact, ...]:
        """All contacts of a sender."""
        return await self.database.transact(lambda db: contacts.of(db, "bnes", sender))

    async def staffed(self) -> None:
        """The council's six people work here."""
        await self.database.transact(lambda db: [people.add(db, "bnes", each) for each in build.STAFF])
