"""What stands behind a chat at a terminal, and what can be seen of it there.

What was said in the chat is read from the store, so it makes no difference who sent it: a courier of this process, or
a service that runs beside it.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.terminal.chat import Heard, is_at_a_terminal
from bot.updates import Json
from casework import names
from casework.cases import Case
from casework.contacts import Contact
from casework.frozen import frozen
from casework.letters import Letter, Posted
from casework.messages import Address
from outbox.dispatch import Send
from outbox.outcomes import TryLater
from outbox.render import Rendered
from store import cases, contacts, outbox
from store.database import Connection, Look

QUIET = timedelta(seconds=30)
"""The longest that an answer is held back, so that a burst of messages gets one."""


async def nothing() -> None:
    """Somebody else does it: a service that runs beside the chat."""


@frozen
class Behind:
    """What `run` hands to a chat. `keep` is `Keeping.keep`; the next four do whatever is to be done, and return."""

    council: str
    look: Look
    keep: Callable[[Sequence[Json]], Awaitable[None]]
    rendered: Callable[[Letter], Rendered]
    work: Callable[[], Awaitable[object]] = nothing
    consider: Callable[[], Awaitable[object]] = nothing
    sweep: Callable[[], Awaitable[object]] = nothing
    deliver: Callable[[], Awaitable[object]] = nothing

    async def say(self, update: Json) -> None:
        """Something happened in the chat: keep it, read it, answer it."""
        await self.keep([update])
        await self.work()
        await self.consider()
        await self.deliver()

    async def pass_by(self) -> None:
        """It is later: do what the time asks for."""
        await self.sweep()
        await self.deliver()

    async def heard(self, person: Address) -> list[tuple[str, Heard]]:
        """All that was said to a person, oldest first, each with its letter's name."""
        found = await self.look(lambda db: _letters(db, self.council, person, Posted.SENT))
        return [(letter.name, self._heard(letter)) for letter in found]

    async def next_letter(self, person: Address) -> datetime | None:
        """When the next letter to a person may leave."""
        found = await self.look(lambda db: _letters(db, self.council, person, Posted.QUEUED))
        return min((letter.not_before for letter in found), default=None)

    async def next_moments(self, person: Address) -> list[datetime]:
        """When anything may happen to what is a person's, or be said to them."""
        about = await self.look(lambda db: _about(db, self.council, person))
        letter = await self.next_letter(person)
        return [one.wake_at for one in about if one.wake_at] + ([letter] if letter else [])

    async def contacts(self, person: Address) -> tuple[Contact, ...]:
        """A person's contacts as they stand, oldest first."""
        return (await self.look(lambda db: contacts.of(db, self.council, person)))[::-1]

    def _heard(self, letter: Letter) -> Heard:
        rendered = self.rendered(letter)
        return Heard(rendered.text, tuple((choice.label, choice.data) for choice in rendered.choices))


def beside(send: Send | None) -> Send:
    """A sender for Telegram that knows of terminals: what is written to one need only be on record to be read there."""

    async def sent(letter: Letter, rendered: Rendered) -> str:
        if is_at_a_terminal(letter.to):
            return letter.name
        if send is None:
            raise TryLater("there is no bot")
        return await send(letter, rendered)

    return sent


def _about(db: Connection, council: str, person: Address) -> list[Contact | Case]:
    return [*reversed(contacts.of(db, council, person)), *cases.of(db, council, person)]


def _letters(db: Connection, council: str, person: Address, posted: Posted) -> list[Letter]:
    said = {
        one.name: one for about in _about(db, council, person) for one in about.said
        if one.to == person and not one.staff and one.posted is posted
    }  # fmt: skip
    inside = sorted(said.values(), key=lambda one: one.sent or one.written)
    found = (outbox.by_message_id(db, council, names.message_id(one.name, "terminal")) for one in inside)
    return [letter for letter in found if letter is not None]
