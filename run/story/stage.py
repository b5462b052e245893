"""What the scenes are played with: the service, who tells of it, and how one waits until something has happened."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from casework.contacts import Contact
from casework.letters import Letter, Posted
from casework.messages import Address, Channel
from outbox.render import Rendered
from run import time_of_day
from run.demo.desk import Staffed
from run.service import Service
from run.story.storytime import StoryTime
from run.story.telling import Teller
from run.web import stored
from store import contacts, outbox

PATIENCE = 40.0
"""Seconds in which each thing the story waits for must have happened. *Taste.*"""

LOOKS = 0.05
"""Seconds between two looks whether it has: neither the store nor a part says so by itself. *Taste.*"""


@dataclass(slots=True)
class Stage:
    """What the scenes are played with. Whatever waits raises `TimeoutError` when it has waited too long."""

    service: Service
    teller: Teller
    now: StoryTime
    staffed: Staffed
    numbers: Callable[[], int] = field(default_factory=lambda: count(int(time_of_day.now().timestamp())).__next__)
    said: list[Letter] = field(default_factory=list)
    chats: tuple[int, int] = (0, 0)  # a teenager who is let down, and one who is in danger; new ones each time

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Until it is so; or it is told what is still waited for, and the story goes on."""

        async def is_true() -> bool:
            return true()

        try:
            await _until(is_true)
        except TimeoutError:
            self.teller.does(f"(still waiting for {what})")

    async def all_said(self, person: Address) -> None:
        """Until nothing more is on its way to a person."""
        left = {Posted.QUEUED, Posted.SENDING}

        async def none_comes() -> bool:
            found = await self._contacts(person)
            return not any(said.to == person and said.posted in left for contact in found for said in contact.said)

        await _until(none_comes)

    async def nothing_waits(self) -> None:
        """Until every letter that may leave has left, and none is on its way."""

        async def is_empty() -> bool:
            council = self.service.council.name
            in_hand = await self.service.database.look(lambda db: outbox.claims(db, council))
            return not in_hand and not (await stored(self.service)).waiting["letters"]

        await _until(is_empty)

    async def answered(self, sender: Address, since: datetime) -> Contact:
        """The contact that a sender began since then, once it has been answered and the classifier has had its look."""
        found: list[Contact] = []

        async def is_there() -> bool:
            theirs = await self._contacts(sender)
            found[:] = [each for each in theirs[:1] if each.received >= since and each.said]
            return bool(found) and (found[0].suggestion is not None or self.service.model is None)

        await _until(is_there)
        return found[0]

    async def _contacts(self, person: Address) -> list[Contact]:
        council = self.service.council.name
        return list(await self.service.database.look(lambda db: contacts.of(db, council, person)))

    def overhear(self) -> None:
        """Every letter that leaves is told. There is no Telegram here: what is said in the story's chats is told, and
        that is all.
        """
        senders = self.service.senders.by_channel
        by_email, in_chat = senders[Channel.EMAIL], senders[Channel.TELEGRAM]

        async def email(letter: Letter, rendered: Rendered) -> str:
            number = await by_email(letter, rendered)
            self.said.append(letter)
            if letter.staff:
                self.teller.letter(letter, rendered)
            return number

        async def chat(letter: Letter, rendered: Rendered) -> str:
            if letter.to.value not in map(str, self.chats):
                return await in_chat(letter, rendered)
            self.teller.says(self.service.council.team.bot_name, rendered.text)
            if rendered.choices:
                self.teller.says("", "  ".join(f"[{choice.label}]" for choice in rendered.choices))
            self.said.append(letter)
            return str(self.numbers())

        senders[Channel.EMAIL], senders[Channel.TELEGRAM] = email, chat


async def _until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await true():  # noqa: ASYNC110 nobody says so by themselves
            await asyncio.sleep(LOOKS)
