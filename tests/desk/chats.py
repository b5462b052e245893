"""People who work here, at their telephones: what they press and write goes through the door in like anything else."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from casework import names
from casework.cases import Case
from casework.changes import Change
from casework.chase import chase
from casework.choices import Act
from casework.contacts import Contact
from casework.councils import with_staff
from casework.letters import Letter, Posted
from casework.messages import Address, Channel, Message, Sort
from casework.questions import CHOICES
from casework.staff_answers import links
from desk.staff_chat import inside
from intake.receive import receive
from outbox.render import render
from run.config.safety import load_signs
from store import cases, changes, contacts, outbox, people
from store.database import Connection
from store.people import Purpose
from tests import build
from tests.desk.office import KEY, Browser, Office, council

SIGNS = load_signs()
CHATS = {"priya": "901", "tom": "902", "dan": "903", "mina": "904", "rosa": "905"}


THREE_LEFT = "2026-03-11 09:00"
"""Three working days before that case is due."""


@dataclass
class Telephones:
    """The office's people and their chats; every letter leaves at once."""

    office: Office
    numbers: dict[str, str] = field(default_factory=dict)
    count: int = 0

    async def linked(self, *who: str) -> None:
        """They have linked their chats."""
        for each in who:
            await self.office.database.transact(partial(_link, who=each, now=self.office.now()))

    async def chased(self, when: str) -> None:
        """What time asks for then has left."""
        self.office.now.at = build.at(when)
        await self.office.database.transact(partial(_chase, now=self.office.now()))
        await self.leave()

    async def leave(self) -> None:
        """Every letter that waits leaves, whatever the hour."""
        await self.office.database.transact(partial(_leave, now=self.office.now()))

    async def press(self, who: str, label: str) -> None:
        """Somebody presses a button, by its label, of the last message that has it."""
        for letter in reversed(await self.said_to(who)):
            shown = render(letter, choices=CHOICES)
            data = next((choice.data for choice in shown.choices if choice.label == label), "")
            if data:
                await self.push(who, data)
                return
        raise AssertionError(f"no button {label}")

    async def push(self, who: str, data: str) -> None:
        """Somebody's telephone sends this data."""
        await self.says(who, "", sort=Sort.PRESS, press=data)

    async def says(self, who: str, text: str, **more: object) -> str | None:
        """Somebody writes in their chat, or a stranger in theirs."""
        chat = Address(Channel.TELEGRAM, CHATS.get(who, who))
        return await self.receives(self.message(chat, Channel.TELEGRAM, text, **more))

    async def writes(self, sender: str, text: str, **more: object) -> str | None:
        """Somebody writes an email."""
        return await self.receives(self.message(Address(Channel.EMAIL, sender), Channel.EMAIL, text, **more))

    def message(self, sender: Address, channel: Channel, text: str, **more: object) -> Message:
        """One message, received now."""
        self.count += 1
        name = names.name("message", sender.value, str(self.count))
        return Message(name, "post/1", channel, sender, self.office.now(), text, **more)  # type: ignore[arg-type]

    async def receives(self, message: Message) -> str | None:
        """The door in, and everything that follows from it said."""
        found = await receive(
            message,
            transact=self.office.database.transact,
            council=council(),
            signs=SIGNS,
            now=self.office.now,
            key=KEY,
            wake=asyncio.Event(),
            inside=partial(inside, signs=SIGNS, key=KEY),
        )
        await self.leave()
        return found

    async def said_to(self, who: str) -> list[Letter]:
        """Everything that was ever said in somebody's chat, oldest first."""
        chat = Address(Channel.TELEGRAM, CHATS.get(who, who))
        found = await self.office.database.look(lambda db: list(outbox.in_chat(db, "bnes", chat)))
        return found[::-1]

    async def last(self, who: str) -> str:
        """The words said last."""
        return (await self.said_to(who))[-1].words

    async def letters(self, about: str = "BN-7K4Q") -> list[Letter]:
        """All letters to staff about the case."""
        found = await self.office.database.look(lambda db: outbox.to_staff(db, "bnes", about))
        return [each.letter for each in found if each.posted is not Posted.WITHDRAWN]

    async def contacts(self, who: str) -> tuple[Contact, ...]:
        """The contacts of a chat: of somebody linked there should be none."""
        chat = Address(Channel.TELEGRAM, CHATS.get(who, who))
        return await self.office.database.transact(lambda db: contacts.of(db, "bnes", chat))


async def a_case(office: Office) -> Case:
    """A case of Priya's, received on 2 March and due on 16 March, in the store."""
    here, contact = council(), build.a_contact(council())
    change = build.opened(here, contact)

    def work(db: Connection) -> None:
        changes.save(db, Change(contacts=(contact,)), office.now())
        changes.save(db, Change(cases=change.cases, letters=change.letters), office.now())

    await office.database.transact(work)
    return await office.case()


async def letter_to(phones: Telephones, who: str, words: str) -> Letter:
    """The email somebody got in these words, the last of them."""
    await phones.leave()
    sent = [each for each in await phones.letters() if each.to.channel is Channel.EMAIL]
    return [each for each in sent if (each.staff, each.words) == (who, words)][-1]


async def opened(phones: Telephones, who: str, act: Act, words: str = "staff.chase_3_days") -> tuple[Browser, str]:
    """A telephone on which somebody has followed a link of theirs; nobody is signed in on it."""
    letter, browser = await letter_to(phones, who, words), phones.office.stranger()
    path = f"/act/{links.link(letter, act, KEY)}"
    await browser.get(path)
    return browser, path


def _link(db: Connection, *, who: str, now: datetime) -> None:
    code = people.issue_link(db, "bnes", who, now, Purpose.CHAT)
    assert people.link_chat(db, "bnes", code, now, chat=CHATS[who])


def _chase(db: Connection, *, now: datetime) -> None:
    staffed = with_staff(council(), people.staff(db, "bnes"))
    for case in cases.open_ones(db, "bnes"):
        changes.save(db, chase(case, staffed, now), now)


def _leave(db: Connection, *, now: datetime) -> None:
    later = datetime.max.replace(tzinfo=now.tzinfo)
    for channel in (Channel.EMAIL, Channel.TELEGRAM):
        for letter in outbox.claim(db, "bnes", later, {channel: 200}):
            number = letter.replaces or names.short(letter.name)
            outbox.sent(db, letter, now, words_sent=letter.words, far_id=number)
