"""What was queued leaves: once, in order, the urgent first."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from casework import names
from casework.changes import Change
from casework.letters import Letter, Urgency
from casework.messages import Address, Channel
from outbox.email import Smtp
from outbox.outcomes import TryLater, Undeliverable
from outbox.render import Rendered
from outbox.ways import IN_HAND
from store import changes, outbox
from store.database import Connection, Database, Transact
from tests.conftest import Moment
from tests.outbox.samples import JAY, JAYS_CHAT, a_letter
from tests.outbox.way import KIM, Way, at_work, courier, go, named, queue
from tests.wire.smtp import CUT, SmtpSink

T = TypeVar("T")


async def test_a_letter_leaves_once_and_its_exact_words_are_on_record(database: Database, now: Moment) -> None:
    way, letter = Way(), a_letter()
    await queue(database, letter)
    assert await go(database, now, way)() == 1
    assert await go(database, now, way)() == 0
    assert len(way.taken) == 1
    words = await database.look(lambda db: outbox.exact(db, "larkhaven", letter.name))
    assert words == way.said[0].exactly
    assert (await database.look(lambda db: outbox.by_far_id(db, "larkhaven", "far/1"))) == letter


async def test_a_claim_is_jotted_down_and_that_a_letter_left_is_on_the_disk(database: Database, now: Moment) -> None:
    seen = list[tuple[str, int]]()

    def noting(what: str, way: Transact) -> Transact:
        async def noted(work: Callable[[Connection], T], /) -> T:
            answer = await way(work)
            seen.append((what, len(await database.look(lambda db: outbox.claims(db, "larkhaven")))))
            return answer

        return noted

    await queue(database, a_letter())
    round_ = go(database, now, Way(), transact=noting("kept", database.transact), jot=noting("jotted", database.jot))
    assert await round_() == 1
    assert seen[:2] == [("jotted", 1), ("kept", 0)]


async def test_what_is_urgent_leaves_first_and_one_reader_hears_in_order(database: Database, now: Moment) -> None:
    way = Way()
    await queue(
        database, named("digest", to=KIM, urgency=Urgency.DIGEST), named("one"), named("two"), named("three"),
        named("danger", to=KIM, urgency=Urgency.SAFETY),
    )  # fmt: skip
    assert await go(database, now, way)() == 5
    assert way.order[0] == "danger"
    assert [name for name in way.order if name in ("one", "two", "three")] == ["one", "two", "three"]


async def test_what_somebody_is_written_is_asked_for_once_and_the_next_goes_as_soon_as_the_one_before_has_left(
    database: Database, now: Moment
) -> None:
    asked, way, stored = [], Way(), asyncio.Event()

    async def transact(work: Callable[[Connection], T], /) -> T:
        asked.append(work)
        if len(asked) > 1:  # to write down that they left
            await stored.wait()
        return await database.transact(work)

    await queue(database, *(named(str(number)) for number in range(20)))
    going = asyncio.create_task(go(database, now, way, transact=transact)())
    await way.has_taken(20)
    assert way.order == [str(number) for number in range(20)]
    stored.set()
    assert await going == 20


async def test_what_is_written_to_somebody_while_a_letter_is_on_its_way_to_them_follows_it(
    database: Database, now: Moment
) -> None:
    way, wake = Way(), asyncio.Event()
    way.open.clear()
    await queue(database, named("one"))
    async with at_work(courier(database, now, way), wake) as told:
        await way.begun.wait()
        await told.get()
        await queue(database, named("two"))
        wake.set()
        await asyncio.wait_for(told.get(), 10)
        way.open.set()
        await way.has_taken(2)
    assert way.order == ["one", "two"]


async def test_what_is_written_while_the_courier_asks_is_not_left_lying(database: Database, now: Moment) -> None:
    way, wake, asked = Way(), asyncio.Event(), list[object]()

    async def transact(work: Callable[[Connection], T], /) -> T:
        answer = await database.transact(work)
        if not asked:
            asked.append(work)
            await queue(database, named("unseen"))
            wake.set()
            for _ in range(5):  # so that whoever listens has heard it
                await asyncio.sleep(0)
        return answer

    async with at_work(courier(database, now, way, transact=transact), wake):
        await way.has_taken(1)


async def test_words_about_danger_go_before_what_the_same_reader_waits_for(database: Database, now: Moment) -> None:
    way, wake = Way(), asyncio.Event()
    way.open.clear()
    await queue(database, named("one"), named("two"))
    async with at_work(courier(database, now, way), wake):
        await way.begun.wait()
        way.begun.clear()
        await queue(database, named("danger", urgency=Urgency.SAFETY))
        wake.set()
        await asyncio.wait_for(way.begun.wait(), 10)
        way.open.set()
        await way.has_taken(3)
    assert way.order == ["one", "danger", "two"]


async def test_a_slow_reader_holds_up_nobody_else(database: Database, now: Moment) -> None:
    slow, way = asyncio.Event(), Way()

    async def send(letter: Letter, rendered: Rendered) -> str:
        if letter.to == KIM:
            await slow.wait()
        return await way(letter, rendered)

    await queue(database, named("slow", to=KIM), *(named(str(number)) for number in range(5)))
    going = asyncio.create_task(go(database, now, way, senders={Channel.EMAIL: send})())
    await way.has_taken(5)
    slow.set()
    assert await going == 6


async def test_a_silent_way_out_holds_up_no_other(database: Database, now: Moment) -> None:
    mail, chat = Way(), Way()
    mail.open.clear()
    await queue(
        database, *(named(str(number), to=replace(JAY, value=f"p{number}@example.test")) for number in range(80))
    )
    wake = asyncio.Event()
    async with at_work(courier(database, now, mail, chat), wake):
        await mail.begun.wait()
        await queue(database, a_letter("bot.danger", JAYS_CHAT, urgency=Urgency.SAFETY))
        wake.set()
        await chat.has_taken(1)
        assert not mail.taken
        mail.open.set()
        await mail.has_taken(80)


async def test_a_letter_waits_for_its_hour_and_one_taken_back_never_leaves(database: Database, now: Moment) -> None:
    way, early, withdrawn = Way(), named("early"), named("withdrawn", to=KIM)
    await queue(database, replace(early, not_before=now() + timedelta(hours=2)), withdrawn)
    taken_back = Change(letters=(named("other", to=KIM),), withdrawn=(withdrawn.name,))
    await database.transact(lambda db: changes.save(db, taken_back, now()))
    assert await go(database, now, way)() == 1
    now.go(hours=2)
    assert await go(database, now, way)() == 1
    assert way.order == ["other", "early"]


async def test_letters_of_a_way_that_is_not_ours_are_left_for_whoever_has_it(database: Database, now: Moment) -> None:
    mail, chat = Way(), Way()
    await queue(database, a_letter("bot.danger", JAYS_CHAT), named("mail"))
    assert await go(database, now, mail)() == 1
    assert await go(database, now, mail, chat)() == 1
    assert (len(mail.taken), len(chat.taken)) == (1, 1)


async def test_nothing_personal_is_logged_on_the_way_out(
    database: Database, now: Moment, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mark = "xyzzymark"
    refusals: list[BaseException] = [TryLater("mail server: 451"), Undeliverable("mail server: 550"), ValueError(mark)]
    way = Way(next=refusals)
    to = [Address(Channel.EMAIL, f"{mark}{number}@example.test") for number in range(5)]
    await queue(database, *(named(f"{mark}{number}", to=each) for number, each in enumerate(to)))
    await go(database, now, way)()
    assert len(caplog.records) >= 5
    for record in caplog.records:
        assert mark not in "".join(str(value) for value in vars(record).values())


async def test_two_hundred_letters_reach_a_server_that_breaks_off_and_none_twice(
    database: Database, now: Moment
) -> None:
    letters = [named(str(number), to=Address(Channel.EMAIL, f"p{number % 50}@example.test")) for number in range(200)]
    await queue(database, *letters)
    with SmtpSink() as sink:
        for command, reply in (("DATA", CUT), ("RCPT", "451 4.3.0 later"), ("DATA", "452 4.3.1 later")):
            sink.answer(command, reply, times=5)
        server = Smtp(host=sink.host, port=sink.port, tls="off", sender="a@larkhaven.example", key=b"k", now=now)
        left = 0
        for _ in range(20):
            left += await go(database, now, senders={Channel.EMAIL: server.send})()
            now.go(minutes=20)
        await server.close()
        taken = sink.taken
    assert left == 200
    assert {one.message["Message-ID"] for one in taken} == {
        names.message_id(letter.name, "larkhaven.example", b"k") for letter in letters
    }
    assert len(taken) == 200
    for person in range(50):
        theirs = [one for one in taken if one.recipients == (f"p{person}@example.test",)]
        assert len(theirs) == 4


async def test_words_about_danger_leave_while_hands_are_full_of_letters_that_cannot(
    database: Database, now: Moment
) -> None:
    stuck, wake, way = asyncio.Event(), asyncio.Event(), Way()
    others = [Address(Channel.EMAIL, f"reader{number}@example.test") for number in range(2 * IN_HAND)]

    async def send(letter: Letter, rendered: Rendered) -> str:
        if letter.urgency is not Urgency.SAFETY:
            await stuck.wait()
        return await way(letter, rendered)

    await queue(database, *(named(f"letter {to.value}", to=to) for to in others))
    async with at_work(courier(database, now, senders={Channel.EMAIL: send}), wake) as told:
        await asyncio.wait_for(told.get(), 10)
        await queue(database, named("danger", urgency=Urgency.SAFETY))
        wake.set()
        await way.has_taken(1)
        assert way.order == ["danger"]
        stuck.set()
        await way.has_taken(1 + len(others))
