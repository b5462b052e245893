"""A house of four rules behind a chat, so that a test can see what the chat itself does."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot import handlers
from bot.keeping import Keeping
from bot.terminal import script
from bot.terminal.behind import Behind, beside
from bot.terminal.chat import FIRST, Chat
from bot.terminal.script import OwnTime
from bot.updates import Json
from casework.changes import Change
from casework.contacts import Contact
from casework.letters import Letter, Urgency, write
from casework.messages import Channel, Message, Post, Sort
from intake import worker
from intake.outcry import Outcry
from outbox.courier import Courier
from outbox.render import render
from store import changes, contacts, due
from store.database import Connection, Database
from tests import build

CHOICES = {
    "bot.q1_who": tuple(
        (label, code)
        for label, code in zip(
            ("Young person or care leaver", "Advocate", "Parent or carer", "Someone else", "Skip"), "yapos", strict=True
        )
    )
}


@dataclass
class House:
    """Words of harm are answered at once; a button with a thank-you; all else, after eight seconds of quiet, with a
    question. A day of silence is answered with a reminder.
    """

    database: Database
    time: OwnTime
    received: list[Message] = field(default_factory=list)

    async def receive(self, message: Message) -> str:
        """The door in."""
        self.received.append(message)

        def work(db: Connection) -> None:
            known = contacts.of(db, "bnes", message.sender)
            contact = (
                known[0]
                if known
                else build.a_contact(
                    build.profile("bnes"),
                    message,
                    channel=Channel.TELEGRAM,
                    sender=message.sender,
                )
            )
            if known:
                contact = replace(contact, messages=(*contact.messages, message))
            contact = replace(contact, wake_at=self.time() + timedelta(days=1))
            changes.save(db, Change(contacts=(contact,), letters=self._answer(message, contact)), self.time())

        await self.database.transact(work)
        return "contact"

    def _answer(self, message: Message, contact: Contact) -> tuple[Letter, ...]:
        say = partial(self._letter, contact, message.name)
        if "hits" in message.text:
            return (say("bot.error_saved", urgency=Urgency.SAFETY),)
        if message.sort is Sort.PRESS:
            return (say("bot.sticker"),)
        return (say("bot.q1_who", not_before=self.time() + timedelta(seconds=8)),)

    def _letter(
        self,
        contact: Contact,
        once: str,
        words: str,
        urgency: Urgency = Urgency.ANSWER,
        not_before: datetime | None = None,
    ) -> Letter:
        return write(
            words,
            contact.sender,
            council="bnes",
            about=contact.id,
            reference=contact.reference,
            now=self.time(),
            facts={},
            once=once,
            urgency=urgency,
            not_before=not_before,
        )

    async def sweep(self) -> None:
        """The door of time."""

        def work(db: Connection) -> None:
            awake = [each.name for each in due.first(db, "bnes", self.time(), 10)]
            for contact in due.take_contacts(db, "bnes", awake).values():
                reminder = self._letter(contact, "reminder", "bot.old_button")
                changes.save(db, Change(contacts=(replace(contact, wake_at=None),), letters=(reminder,)), self.time())

        await self.database.transact(work)

    def behind(self) -> Behind:
        """What `run` hands to a chat."""
        event = asyncio.Event()
        transact = self.database.transact
        keeping = Keeping(
            source="terminal",
            council="bnes",
            transact=transact,
            now=self.time,
            wake=event,
            files_wake=event,
            outcry=self._no_harm,
            sorry=self._nobody,
            answer=self._nobody,
            leave=self._nobody,
        )
        readers = {Channel.TELEGRAM: handlers.read}
        outcry = Outcry(readers=readers, signs=lambda _: (), siren=self._nobody)
        work = partial(
            worker.work_through,
            transact=transact,
            council="bnes",
            readers=readers,
            receive=self.receive,
            now=self.time,
            outcry=outcry,
        )
        courier = Courier(
            transact=transact,
            senders={Channel.TELEGRAM: beside(None)},
            council="bnes",
            now=self.time,
            choices=CHOICES,
        )
        return Behind(
            "bnes",
            self.database.look,
            keeping.keep,
            partial(render, choices=CHOICES),
            work=work,
            sweep=self.sweep,
            deliver=courier.deliver,
        )

    async def _no_harm(self, _post: Post) -> bool:
        return False

    async def _nobody(self, *_: object) -> None:
        return None

    async def play(self, *turns: Json | str) -> list[Json]:
        """A script, and what it printed."""
        printed: list[Json] = []
        lines = (turn if isinstance(turn, str) else json.dumps(turn) for turn in turns)
        chat = Chat(FIRST + 7, self.time)
        await script.play(
            lines, behind=self.behind(), chat=chat, time=self.time, say=printed.append, summary=self._summary
        )
        return printed

    def _summary(self, *found: Contact) -> Json:
        return {"case": found[0].reference if found else None}
