"""Kill -9 anywhere: 200 messages by three doors while the service is killed again and again, and nothing is lost or
doubled.
"""

import asyncio
import random
import smtplib
from collections import Counter
from pathlib import Path

import pytest

from tests.walks.service import USER, World, an_email, reference
from tests.wire.botapi.server import tell
from tests.wire.loopback import HOST

BY_MAILBOX, BY_DOOR, BY_CHAT = 80, 40, 80
KILLS = 20


@pytest.mark.slow
@pytest.mark.requires("dovecot")
def test_killed_twenty_times_it_keeps_every_message_once_and_answers_each_once(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    with World(tmp_path) as world:
        world.heard.start()
        for number in chance.sample(range(BY_MAILBOX + BY_DOOR + BY_CHAT), BY_MAILBOX + BY_DOOR + BY_CHAT):
            _send(world, number)
            if number % ((BY_MAILBOX + BY_DOOR + BY_CHAT) // KILLS) == 0:
                _pull_the_plug(world, after=chance.uniform(0.0, 0.6))
        world.until(lambda: _settled(world), "everything read and answered", seconds=120)
        _told_apart(world)


def _send(world: World, number: int) -> None:
    if number < BY_MAILBOX:
        world.imap.deliver(USER, an_email(f"mailbox{number}@family.example", number, f"Nobody came, number {number}."))
    elif number < BY_MAILBOX + BY_DOOR:
        _by_the_door(world, number)
    else:
        text = f"my social worker never came back, number {number}"
        asyncio.run(tell(world.address, "text", chat=9000 + number, text=text))


def _by_the_door(world: World, number: int) -> None:
    """As a mail server does: again and again until somebody says that it is kept."""
    sender = f"door{number}@family.example"
    mail = an_email(sender, number, f"He was not at school, number {number}.")

    def accepted() -> bool:
        try:
            with smtplib.SMTP(HOST, world.door, timeout=10) as smtp:
                smtp.sendmail(sender, [USER], mail)
        except (OSError, smtplib.SMTPException):
            return False
        return True

    world.until(accepted, "the door took the mail")


def _pull_the_plug(world: World, *, after: float) -> None:
    asyncio.run(asyncio.sleep(after))
    world.heard.kill()
    world.heard.start()


def _settled(world: World) -> bool:
    waiting = world.waiting()
    everybody = {to for to, _, _ in world.emails()} | {chat for chat, _ in world.chats()}
    return bool(waiting) and not waiting["post"] and not waiting["letters"] and len(everybody) >= 200


def _told_apart(world: World) -> None:
    total = BY_MAILBOX + BY_DOOR + BY_CHAT
    assert len(world.rows("select distinct name from messages")) == total, "each message is kept once"
    assert len(world.rows("select id from contacts")) == total, "each has one contact"
    assert len(world.rows("select distinct reference from contacts")) == total
    receipts: dict[str, set[str]] = {}
    references: Counter[str] = Counter()
    for to, message_id, text in world.emails():
        if to.endswith("@family.example"):
            receipts.setdefault(to, set()).add(message_id)
            references[reference(text)] += 1
    assert len(receipts) == BY_MAILBOX + BY_DOOR, "everybody who wrote was answered"
    assert all(len(ids) == 1 for ids in receipts.values()), "a second copy has the same Message-ID"
    said = Counter((chat, text) for chat, text in world.chats() if "I've saved it" in text)
    assert len({chat for chat, _ in said}) == BY_CHAT, "every chat has its receipt"
    assert len(said) == BY_CHAT, "no chat was given two references"
    assert sum(said.values()) - BY_CHAT <= KILLS, "a line is said again only where a kill left it unsure"
