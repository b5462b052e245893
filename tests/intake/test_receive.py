"""The door in: every message filed and answered once, whoever else is there; and an opinion nobody waits for."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import update

from casework import names
from casework.changes import Change
from casework.contacts import Standing, Suggestion
from casework.messages import Address, Channel, Message, Sort
from casework.records.retention import ASKED, Hold, KeptAs
from intake.receive import LONGEST, TRIES, words_of
from store import changes, outbox, people, tables
from store.database import Connection, Stale
from store.retention import going, words
from store.retention.words import CONTACT, Approved
from tests import build
from tests.intake.doorway import COUNCIL, Door, an_opinion

KAY = Address(Channel.TELEGRAM, "7")


@pytest.mark.rule("R125", "R270")
async def test_an_email_becomes_a_contact_with_a_reference_a_clock_and_a_receipt(door: Door) -> None:
    contact = await door.contact(await door.receive(build.a_message()))
    assert contact.standing is Standing.WAITING
    assert contact.reference.startswith(f"{COUNCIL.reference_prefix}-")
    assert contact.clocks[0].day_0 == build.at("2026-03-02 09:30").date()
    assert [said.to for said in contact.said if not said.staff] == [build.FAMILY]


async def test_mail_is_taken_in_and_answered_though_somebodys_row_here_cannot_be_read(door: Door) -> None:
    await door.database.transact(
        lambda db: (
            [people.add(db, COUNCIL.name, each) for each in build.STAFF]
            + [db.execute(update(tables.staff).where(tables.staff.c.id == "dan").values(data=b"no value"))]
        )
    )
    contact = await door.contact(await door.receive(build.a_message()))
    assert [said.words for said in contact.said if said.to == build.FAMILY] == ["email.receipt_auto"]


async def test_the_same_message_twice_is_one_message_and_one_receipt(door: Door) -> None:
    first = await door.receive(build.a_message())
    assert await door.receive(build.a_message()) is None
    contact = await door.contact(first)
    assert (len(contact.messages), len([said for said in contact.said if not said.staff])) == (1, 1)


@pytest.mark.rule("R905")
async def test_a_mail_that_was_forgotten_stays_so_when_its_mailbox_is_read_anew(door: Door) -> None:
    mail = build.a_message(message_id="<1@family.example>")
    contact = await door.contact(await door.receive(mail))
    asked = [Approved(CONTACT, contact.id, ASKED, "dan", door.now())]

    def forgotten(db: Connection) -> None:
        aside = replace(contact, standing=Standing.SET_ASIDE, clocks=(), alarms=())
        changes.save(db, Change(contacts=(aside,)), door.now())
        going.go(db, COUNCIL, asked, door.now())

    await door.database.transact(forgotten)
    assert await door.receive(replace(mail, post="email/anew")) is None
    assert await door.of(build.FAMILY) == ()
    assert await door.receive(build.a_message("Something else.")) is not None


async def test_the_courier_is_woken_after_the_commit_and_not_before(door: Door) -> None:
    await door.receive(build.a_message())
    assert door.wake.is_set()
    assert not door.woken_inside


async def test_a_reply_to_our_letter_joins_what_it_answers_and_anything_else_begins_anew(door: Door) -> None:
    first = await door.receive(build.a_message())
    contact = await door.contact(first)
    ours = names.message_id(contact.said[0].name, "bnes.example")
    assert await door.receive(build.a_message("And again today.", thread=(ours,))) == first
    assert await door.receive(build.a_message("Something else.")) != first
    stranger = Address(Channel.EMAIL, "stranger@example.test")
    assert await door.receive(build.a_message("What is this about?", thread=(ours,), sender=stranger)) != first


async def test_twenty_messages_from_one_chat_at_once_are_one_contact_and_none_is_lost(door: Door) -> None:
    messages = [_a_chat_message(number) for number in range(20)]
    found = await asyncio.gather(*map(door.receive, messages))
    assert len(set(found)) == 1
    contact = await door.contact(found[0])
    assert {message.name for message in contact.messages} == {message.name for message in messages}


async def test_the_same_message_at_both_ends_of_the_door_at_once_is_filed_once(door: Door) -> None:
    found = await asyncio.gather(*(door.receive(build.a_message()) for _ in range(10)))
    assert len([one for one in found if one]) == 1
    assert len(await door.of(build.FAMILY)) == 1


async def test_who_was_not_quick_enough_reads_again_but_not_for_ever(door: Door) -> None:
    door.stale = TRIES - 1
    assert await door.receive(build.a_message()) is not None
    door.stale = TRIES
    with pytest.raises(Stale):
        await door.receive(build.a_message("Another."))


@pytest.mark.rule("R701", "R702")
async def test_words_of_harm_ring_an_alarm_in_the_same_commit(door: Door) -> None:
    contact = await door.contact(await door.receive(_a_chat_message(1, "he hit me and i want to die")))
    assert contact.alarms
    async with asyncio.timeout(10):
        urgent = await door.database.transact(lambda db: outbox.claim(db, "bnes", door.now(), {Channel.TELEGRAM: 10}))
    assert [letter.words for letter in urgent if letter.to == KAY] == ["bot.danger"]


@pytest.mark.rule("R916")
async def test_under_a_legal_hold_a_person_decides_whether_a_chat_is_forgotten(door: Door) -> None:
    await door.staffed()
    contact = await door.receive(_a_chat_message(1, "they moved my room")) or ""
    hold = KeptAs(hold=Hold("dan", door.now().date(), "a court case"))
    await door.database.transact(lambda db: words.say(db, "bnes", words.CONTACT, contact, hold))
    for number, text in enumerate(("delete", "Forget who I am", "yes"), 2):
        await door.database.transact(lambda db: _leaves(db, door))
        await door.receive(_a_chat_message(number, text))
    kept = await door.contact(contact)
    assert (kept.sender, len(kept.messages)) == (KAY, 4), "what leads to them is there until the hold is lifted"
    assert [said.words for said in kept.said if said.to == KAY][-1] == "bot.delete_request"
    assert "staff.delete_request" in [said.words for said in kept.said if said.staff]


def _leaves(db: Connection, door: Door) -> None:
    """What is said to them reaches them at once."""
    for letter in outbox.claim(db, "bnes", door.now.go(minutes=1), {Channel.TELEGRAM: 10}):
        outbox.sent(db, letter, door.now(), words_sent=letter.words, far_id=letter.name)


@pytest.mark.rule("R001")
async def test_an_opinion_is_written_down_and_decides_nothing(door: Door) -> None:
    found = await door.receive(build.a_message())
    before = await door.contact(found)
    await door.consider(before.id, lambda _: an_opinion())
    after = await door.contact(found)
    assert after.suggestion == an_opinion()
    assert (after.considered, after.standing, after.cases) == (1, Standing.WAITING, ())


async def test_what_was_looked_at_is_not_looked_at_again_until_more_is_said(door: Door) -> None:
    looked: list[str] = []

    def suggest(text: str) -> Suggestion:
        looked.append(text)
        return an_opinion()

    found = await door.receive(_a_chat_message(1, "my worker never comes"))
    for _ in range(2):
        await door.consider(found or "", suggest)
    await door.receive(_a_chat_message(2, "and she lies about it"))
    await door.consider(found or "", suggest)
    assert looked == ["my worker never comes", "my worker never comes\nand she lies about it"]


async def test_what_is_said_while_the_classifier_looks_is_looked_at_too(door: Door) -> None:
    found = await door.receive(_a_chat_message(1, "my worker never comes"))
    loop = asyncio.get_running_loop()
    looks: list[str] = []

    def suggest(text: str) -> Suggestion:
        looks.append(text)
        if len(looks) == 1:
            more = door.receive(_a_chat_message(2, "and she lies about it"))
            asyncio.run_coroutine_threadsafe(more, loop).result(10)
        return an_opinion()

    await door.consider(found or "", suggest)
    assert len(looks) == 2
    assert (await door.contact(found)).considered == 2


async def test_the_classifier_sees_what_they_wrote_and_nothing_else(door: Door) -> None:
    contact = build.a_contact(
        COUNCIL,
        build.a_message("In my own words.", subject="Hello", quoted="Somebody else's words"),
        build.a_message("Skip", sort=Sort.PRESS),
        build.a_message("In better words.", sort=Sort.EDIT),
    )
    assert words_of(contact) == "Hello\nIn my own words.\nIn better words."
    assert len(words_of(replace(contact, messages=(build.a_message("x" * 10**6),)))) == LONGEST


def _a_chat_message(number: int, text: str = "") -> Message:
    return Message(
        f"message/{number}",
        f"post/{number}",
        Channel.TELEGRAM,
        KAY,
        build.at("2026-03-02 09:30"),
        text or f"my social worker did not come again, number {number}",
    )
