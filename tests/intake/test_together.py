"""What comes together is filed together: one commit, and nobody spoils, overtakes or hides anything for another."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

import pytest

from casework.councils import Council
from casework.messages import Address, Channel, Message, Post
from intake import worker
from intake.outcry import Outcry
from intake.receive import Door as WayIn
from intake.receive import Joined, receive, receive_together
from intake.waves import Waves, but_for, waves
from store import ahead, contacts, inbox
from store.database import Connection
from tests import build
from tests.intake.doorway import COUNCIL, KEY, SIGNS, Door

T = TypeVar("T")

STRETCH = 60.0
"""Seconds of filing in which all is done, however slow the machine is."""

ANN, BOB, CLEO = (Address(Channel.EMAIL, f"{name}@example.test") for name in ("ann", "bob", "cleo"))


def a_mail(sender: Address, text: str, *thread: str, message_id: str = "") -> Message:
    name = f"{sender.value} {text}"
    return build.a_message(text, name=name, post=name, sender=sender, message_id=message_id, thread=thread)


async def no_siren(*_: object) -> None:
    """Nobody is in danger here."""


def poisoned(db: Connection, message: Message, council: Council, now: datetime) -> bool:
    """A rule of ours that breaks on one message."""
    del db, council, now
    if "poison" in message.text:
        raise KeyError(message.text)
    return False


def read(word: str) -> tuple[str, Message]:
    """`a2>b1` is the second mail of a, and answers the first of b."""
    name, _, answers = word.partition(">")
    sender = Address(Channel.EMAIL, name[0])
    return word, a_mail(sender, name, *filter(None, [answers]), message_id=name)


class Office:
    """A worker whose post is filed through the real door, many at a time."""

    def __init__(self, door: Door, *mails: Message) -> None:
        self.door, self.mails = door, {each.post: each for each in mails}
        self.commits, self.fails = 0, 0
        self.order: list[str] = []
        self.urgent: Message | None = None

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The store, which a test can make fail after all was done and before it is committed."""
        self.commits += 1

        def and_then(db: Connection) -> T:
            done = work(db)
            if self.fails:
                self.fails -= 1
                raise OSError("the disk is full")
            return done

        return await self.door.database.transact(and_then)

    async def together(self, waves: Waves, then: Callable[[Connection, int], None], until: float) -> Joined:
        """The door in, for several."""
        way_in = WayIn(self.transact, COUNCIL, SIGNS, self.door.now, KEY, self.door.wake, poisoned)
        joined = await receive_together(waves, then, until, way_in)
        self.order += [each.post for wave in waves[: len(joined)] for each in wave]
        if urgent := self.urgent:
            self.urgent, self.mails[urgent.post] = None, urgent
            await self.keep(urgent)
            await self.door.database.transact(lambda db: ahead.heard(db, "bnes", {urgent.post: 0}))
        return joined

    async def keep(self, mail: Message) -> None:
        """It comes in."""
        post = Post(mail.post, "bnes", Channel.EMAIL, "box", mail.post, mail.received, b"a mail")
        await self.door.database.transact(partial(inbox.keep, post=post))

    async def work(self, at_a_stretch: float = worker.AT_A_STRETCH) -> None:
        """All that came is read."""
        for mail in list(self.mails.values()):
            await self.keep(mail)
        readers = {Channel.EMAIL: lambda post: self.mails[post.name]}
        while await worker.work_through(
            transact=self.door.database.transact,
            council="bnes",
            readers=readers,
            receive=partial(
                receive, transact=self.transact, council=COUNCIL, signs=SIGNS, now=self.door.now, key=KEY,
                wake=self.door.wake, inside=poisoned,
            ),
            together=self.together,
            now=self.door.now,
            outcry=Outcry(readers=readers, signs=lambda _: (), siren=no_siren),
            at_a_stretch=at_a_stretch,
        ):  # fmt: skip
            pass

    async def filed(self) -> dict[str, int]:
        """How many contacts each sender has."""
        senders = [ANN, BOB, CLEO]
        found = await self.door.database.look(lambda db: contacts.of_each(db, "bnes", senders))
        return {who.value.split("@")[0]: len(theirs) for who, theirs in zip(senders, found, strict=True)}

    async def unread(self) -> list[str]:
        """What nobody has read."""
        return [
            each.place
            for each in await self.door.database.look(
                partial(inbox.waiting, council="bnes", limit=9, now=build.at("2027-01-01 09:30"))
            )
        ]


async def test_what_several_people_sent_is_filed_and_marked_in_one_commit(door: Door) -> None:
    office = Office(door, a_mail(ANN, "one"), a_mail(BOB, "one"), a_mail(CLEO, "one"))
    await office.work(STRETCH)
    assert await office.filed() == {"ann": 1, "bob": 1, "cleo": 1}
    assert (office.commits, await office.unread()) == (1, [])


async def test_one_message_that_breaks_something_is_put_aside_and_the_others_are_filed_once(door: Door) -> None:
    office = Office(door, a_mail(ANN, "one"), a_mail(BOB, "poison"), a_mail(CLEO, "one"))
    await office.work()
    assert await office.filed() == {"ann": 1, "bob": 0, "cleo": 1}
    assert await office.unread() == ["bob@example.test poison"]


async def test_what_one_person_sent_at_once_is_filed_in_the_same_commit_in_their_order(door: Door) -> None:
    office = Office(door, a_mail(ANN, "one"), a_mail(ANN, "two"), a_mail(BOB, "one"), a_mail(ANN, "three"))
    await office.work(STRETCH)
    assert [each.messages[0].text for each in await door.of(ANN)] == ["three", "two", "one"]
    assert (office.commits, await office.unread()) == (1, [])


async def test_the_same_mail_that_came_twice_at_once_is_filed_once(door: Door) -> None:
    twice = [build.a_message("one", name="one", post=post, sender=ANN) for post in ("box", "other box")]
    office = Office(door, *twice)
    await office.work(STRETCH)
    assert len((await door.of(ANN))[0].messages) == 1
    assert (office.commits, await office.unread()) == (1, [])


async def test_one_message_that_breaks_something_spoils_nothing_its_sender_wrote_before_and_after(door: Door) -> None:
    office = Office(door, *(a_mail(ANN, text) for text in ("one", "poison", "three")), a_mail(BOB, "one"))
    await office.work()
    assert await office.filed() == {"ann": 2, "bob": 1, "cleo": 0}
    assert await office.unread() == ["ann@example.test poison"]


async def test_a_commit_that_fails_leaves_nothing_filed_and_nothing_marked_and_all_is_taken_again(door: Door) -> None:
    office = Office(door, a_mail(ANN, "one"), a_mail(BOB, "one"))
    office.fails = 1
    await office.work()
    assert await office.filed() == {"ann": 1, "bob": 1, "cleo": 0}
    assert (office.commits, await office.unread()) == (3, [])


async def test_what_became_urgent_does_not_wait_for_all_that_somebody_else_sent_at_once(door: Door) -> None:
    office = Office(door, *(a_mail(ANN, text) for text in ("one", "two", "three")))
    office.urgent = a_mail(BOB, "he hits me")
    await office.work(at_a_stretch=0)
    mails = ["ann@example.test one", "bob@example.test he hits me", "ann@example.test two", "ann@example.test three"]
    assert office.order == mails


async def test_who_answers_somebodys_mail_of_the_same_moment_is_held_for_a_person(door: Door) -> None:
    office = Office(door, a_mail(ANN, "help", message_id="a@ann"), a_mail(BOB, "re: help", "a@ann"))
    await office.work()
    found = await door.of(BOB)
    assert found[0].held == "answers_somebody_elses_mail_to_us"


async def test_the_same_words_sent_twice_at_once_are_one_matter(door: Door) -> None:
    twice = [build.a_message("one", name=name, post=name, sender=ANN) for name in ("first", "second")]
    office = Office(door, *twice, a_mail(BOB, "one"))
    await office.work()
    assert await office.filed() == {"ann": 1, "bob": 1, "cleo": 0}
    assert [each.name for each in (await door.of(ANN))[0].messages] == ["first", "second"]


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        ("a1 b1 a2 c1 a3 b2", "a1 b1 c1 | a2 b2 | a3"),
        ("a1 a2 b1>a2 c1", "a1 c1 | a2 | b1>a2"),
        ("b1>a1 a1", "b1>a1 a1"),
        ("", ""),
    ],
)
def test_in_one_wave_nothing_concerns_another_and_nobody_overtakes_themselves(arrived: str, expected: str) -> None:
    found = waves(map(read, arrived.split()))
    assert " | ".join(" ".join(word for word, _ in wave) for wave in found) == expected


@pytest.mark.parametrize(
    ("arrived", "busy", "expected"),
    [
        ("a1 b1 a2 c1 b2", "a", "b1 c1 b2"),
        ("b1 a1 b2>a1 b3 c1>b2 c2", "a", "b1"),
        ("b1>a1 a1 b2", "a", "b1>a1 b2"),
        ("a1 b1", "ab", ""),
        ("a1 b1>a1", "", "a1 b1>a1"),
    ],
)
def test_what_comes_after_anything_of_somebody_elses_is_left_with_it(arrived: str, busy: str, expected: str) -> None:
    found = but_for([Address(Channel.EMAIL, each) for each in busy], map(read, arrived.split()))
    assert " ".join(word for word, _ in found) == expected
