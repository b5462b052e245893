"""Families who write by mail and by chat, and afterwards the reckoning: mailbox, inbox, contacts, letters and what the
far ends were given, message by message.
"""

import asyncio
import base64
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from casework.contacts import Contact
from casework.frozen import frozen
from casework.letters import Posted
from casework.messages import Address, Channel
from casework.names import message_id
from run import time_of_day
from run.keeping import keys
from store import contacts
from store.database import Connection, Database
from tests.walks.service import USER, World, an_email, recorded, reference
from tests.wire.botapi.server import tell

COUNCIL = "bnes"
UNSAVED = "I may not have got that"
HARM, ONE_IN = "i want to die tonight", 50
"""Words of harm, in one message of so many: they are answered whatever happens, if need be twice (R715)."""


@frozen
class Sent:
    """One message that somebody wrote: as what, and when, by the world's time."""

    text: str
    at: float


@dataclass(slots=True)
class Families:
    """Who writes. `write` sends one more message: by mail from somebody new, or by chat from one of a few."""

    world: World
    chance: random.Random
    sent: dict[Address, list[Sent]] = field(default_factory=dict)
    count: int = 0

    def write(self) -> None:
        """One message, by mail or by chat."""
        self.count += 1
        words = HARM if self.count % ONE_IN == 0 else "nobody told me about the meeting"
        if self.chance.random() < 0.6:
            self._by_mail(f"family{self.count}@family.example", f"{words}, number {self.count}.")
        else:
            self._by_chat(9000 + self.chance.randrange(1 + self.count // 3), f"{words}, number {self.count}")

    def cries(self) -> int:
        """How many were words of harm."""
        return self.count // ONE_IN

    def _by_mail(self, sender: str, text: str) -> None:
        self._note(Address(Channel.EMAIL, sender), text)
        self.world.imap.deliver(USER, an_email(sender, self.count, text))

    def _by_chat(self, chat: int, text: str) -> None:
        self._note(Address(Channel.TELEGRAM, str(chat)), text)
        asyncio.run(tell(self.world.address, "text", chat=chat, text=text))

    def _note(self, who: Address, text: str) -> None:
        self.sent.setdefault(who, []).append(Sent(text, time_of_day.now().timestamp()))

    def mails(self) -> int:
        """How many were written by mail."""
        return sum(who.channel is Channel.EMAIL for who in self.sent)


@dataclass(slots=True)
class Reckoning:
    """What became of all that was written.

    `again`: copies of a letter that already was at the far end, where the wire had left us unsure, and what the siren
    said besides; `unsaved`: how often a chat was told that something may not have been saved; `longest`: the longest
    wait for the first answer, in seconds.
    """

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    again: int = 0
    unsaved: int = 0
    longest: float = 0.0


@frozen
class Answer:
    """Something that the far end was given for somebody: under which Message-ID if any, with what text, when."""

    name: str
    text: str
    at: float


def reckon(families: Families, url: str, key_file: Path) -> Reckoning:
    """Hold everything against everything."""
    return asyncio.run(_reckoned(families, url, key_file))


async def _reckoned(families: Families, url: str, key_file: Path) -> Reckoning:
    found, given = Reckoning(), answers(families.world)
    _mailbox(families, found)
    async with Database(url, keys(key_file)) as database:

        def look(db: Connection) -> None:
            for who, wrote in families.sent.items():
                _one(who, wrote, contacts.of(db, COUNCIL, who), given.get(who, []), found)

        await database.look(look)
    return found


def _mailbox(families: Families, found: Reckoning) -> None:
    """What lies in the mailbox is what was sent there: nothing was taken out of it."""
    lying = len(families.world.imap.messages(USER))
    if lying != families.mails():
        found.lost.append(f"the mailbox holds {lying} of {families.mails()} mails")


def _one(who: Address, wrote: list[Sent], known: Iterable[Contact], given: list[Answer], found: Reckoning) -> None:
    """One person: each message is filed once, in one contact, and that one was answered under its own reference."""
    known = list(known)
    filed = Counter(text for contact in known for text in map(_number, (each.text for each in contact.messages)))
    for each in wrote:
        if filed[_number(each.text)] != 1:
            (found.doubled if filed[_number(each.text)] else found.lost).append(f"{who.channel}: {each.text}")
    if len(known) > 1:
        found.doubled.append(f"{who.channel}: {len(known)} contacts, where one is right")
    if known:
        _answered(who, known[0], given, found)
    if given:
        found.longest = max(found.longest, min(each.at for each in given) - wrote[0].at)


def _answered(who: Address, contact: Contact, given: list[Answer], found: Reckoning) -> None:
    """What the store holds as sent is at the far end, and what is at the far end the store holds."""
    sent = [each for each in contact.said if each.posted is Posted.SENT]
    unsent = [each for each in contact.said if each.posted in (Posted.QUEUED, Posted.SENDING, Posted.FAILED)]
    found.lost += [f"{who.channel}: a letter that is {each.posted}: {each.words}" for each in unsent if not each.staff]
    numbers = {reference(each.text) for each in given} - {""}
    if not given:
        found.lost.append(f"{who.channel}: answered with nothing")
    elif numbers != {contact.reference} and not (numbers == set() and contact.alarms):  # safety words bear no number
        (found.doubled if len(numbers) > 1 else found.lost).append(f"{who.channel}: told {len(numbers)} references")
    if who.channel is Channel.EMAIL:
        ours = {_letter(message_id(each.name, "")) for each in sent if not each.staff}
        theirs = {_letter(each.name) for each in given}
        found.lost += [f"a letter sent that never came: {name}" for name in sorted(ours - theirs)]
        found.again += len(given) - len(theirs)
    else:  # a chat's lines have no names: more of them than there are letters are copies, or the siren's own words
        unsaved = sum(UNSAVED in each.text for each in given)
        found.unsaved += unsaved
        found.again += max(len(given) - unsaved - len(sent), 0)


def _letter(message_id: str) -> str:
    """What a Message-ID says of the letter; the rest is where it came from, and a proof."""
    return message_id.partition("@")[0]


def answers(world: World) -> dict[Address, list[Answer]]:
    """What the far ends were given for people outside, by whom it was for."""
    found: dict[Address, list[Answer]] = {}
    for line in recorded(world.letters):
        who = Address(Channel.EMAIL, line["to"][0])
        found.setdefault(who, []).append(Answer(line["message_id"], _words(line["raw"]), _at(line)))
    for line in recorded(world.calls):
        if line["method"] == "sendMessage" and not line["refused"]:
            who, text = Address(Channel.TELEGRAM, str(line["args"]["chat_id"])), str(line["args"]["text"])
            found.setdefault(who, []).append(Answer("", text, _at(line)))
    return found


def _words(raw: str) -> str:
    body = message_from_bytes(base64.b64decode(raw), policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def _at(line: dict[str, Any]) -> float:
    return datetime.fromisoformat(line["at"]).timestamp()


def _number(text: str) -> str:
    """Which of the messages it is: each says its number."""
    found = re.search(r"number (\d+)", text)
    return found[1] if found else text
