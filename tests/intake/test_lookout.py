"""A cry for help is not read behind two thousand others."""

import asyncio
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.said.signs import Level, Sign
from intake.fairness import AFRESH, CRIES, MANY
from intake.lookout import SOME, Lookout
from intake.worker import BATCH
from store.database import Database
from store.migrations import migrate
from tests.build import KEYS
from tests.conftest import Moment
from tests.intake.test_worker import READERS, Office, office

__all__ = ["office"]

SIGNS = {"hits": Level.IMMEDIATE, "bruise": Level.HARM, "perhaps": Level.POSSIBLE}


def signs(text: str) -> tuple[Sign, ...]:
    return tuple(Sign(word, level) for word, level in SIGNS.items() if word in text)


def a_lookout(office: Office) -> Lookout:
    """Somebody who listens to what waits there."""
    return Lookout(
        look=office.database.look, transact=office.transact, council="bnes", readers=READERS, signs=signs,
        now=office.now, cry=office.cry,
    )  # fmt: skip


async def listened(office: Office, who: Lookout | None = None) -> Lookout:
    """Everything that waits has been listened to, by somebody who may know something of the senders."""
    who = who or a_lookout(office)
    await who.begins()
    async with asyncio.timeout(20):
        while await who.listens():
            pass
    return who


def flood(count: int, *, after: int = 0) -> list[str]:
    """So much of one sender's, in order."""
    return [f"flo {number:03}" for number in range(after, after + count)]


def of_flo(texts: list[str]) -> list[str]:
    """The flooder's own among these."""
    return [text for text in texts if text.startswith("flo ")]


@pytest.mark.rule("R701")
async def test_what_sounds_most_urgent_is_read_first_and_the_rest_in_the_order_it_came(office: Office) -> None:
    ordinary = [f"family{number} late" for number in range(20)]
    await office.keep(*ordinary, "ana perhaps", "bo bruise", "cy hits me now", "family20 late")
    await listened(office)
    assert await office.waiting() == ["cy hits me now", "bo bruise", "ana perhaps", *ordinary, "family20 late"]


async def test_what_cannot_be_read_keeps_its_turn_and_is_seen_to_as_ever(office: Office) -> None:
    await office.keep("a@example.org mangled", "bo poison hits", "cy hits")
    await listened(office)
    assert await office.waiting() == ["cy hits", "a@example.org mangled", "bo poison hits"]
    await office.work()
    assert office.received == ["cy hits"]
    await office.work()
    assert await office.for_a_person() == ["a@example.org mangled"]


@pytest.mark.rule("R715")
async def test_a_worker_that_falls_behind_calls_the_lookout_and_the_last_to_come_is_read_among_the_first(
    office: Office,
) -> None:
    await office.keep(*(f"family{number} late" for number in range(3 * BATCH)), "cy hits me now")
    listening = asyncio.create_task(a_lookout(office).run(office.behind))
    try:
        await office.work()
        async with asyncio.timeout(20):
            while (await office.waiting())[:1] != ["cy hits me now"]:
                pass
        await office.work()
    finally:
        listening.cancel()
    assert office.received[BATCH] == "cy hits me now"


@pytest.mark.rule("R715")
async def test_words_of_harm_go_ahead_at_once_and_not_when_much_else_has_been_listened_to(office: Office) -> None:
    await office.keep(*(f"family{number} late" for number in range(3 * SOME)), "cy hits me now")
    who = a_lookout(office)
    await who.begins()
    assert await who.listens() == SOME
    assert (await office.waiting())[0] == "cy hits me now"
    assert office.cry.is_set()


@pytest.mark.rule("R715")
async def test_who_cries_while_much_is_listened_to_is_heard_next_and_nobody_is_listened_to_twice(
    office: Office,
) -> None:
    await office.keep(*(f"family{number} late" for number in range(3 * SOME)))
    who = a_lookout(office)
    await who.begins()
    assert await who.listens() == SOME
    await office.keep("cy hits me now")
    assert not office.cry.is_set()
    assert await who.listens() == SOME
    assert office.cry.is_set()
    assert (await office.waiting())[0] == "cy hits me now"
    assert [await who.listens() for _ in range(3)] == [SOME, 1, 0]


async def test_nobody_is_listened_to_beforehand_while_the_worker_keeps_up(office: Office) -> None:
    await office.keep("family late", "cy hits")
    await office.work()
    assert not office.behind.is_set()


@pytest.mark.rule("R715")
async def test_one_chat_with_a_hundred_messages_keeps_nobody_else_waiting(office: Office) -> None:
    await office.keep(*flood(100), "ann late", "bo late")
    await listened(office)
    await office.work()
    assert office.received[:3] == ["ann late", "bo late", "flo 000"]
    while await office.work():
        pass
    assert of_flo(office.received) == flood(100)


async def test_who_sends_few_is_read_in_the_order_it_came_however_much_others_sent(office: Office) -> None:
    await office.keep("ann 1", *flood(MANY), "ann 2")
    await listened(office)
    assert await office.waiting() == ["ann 1", *flood(MANY), "ann 2"]


async def test_danger_of_somebody_of_whom_much_waits_goes_ahead_of_all(office: Office) -> None:
    await office.keep(*flood(50), "flo he hits me", "ann late")
    await listened(office)
    assert (await office.waiting())[:3] == ["flo he hits me", "ann late", "flo 000"]


@pytest.mark.rule("R701")
async def test_a_hundred_cries_of_one_chat_keep_neither_another_in_danger_waiting_nor_anybody_else(
    office: Office,
) -> None:
    cries = [f"flo hits {number:03}" for number in range(100)]
    await office.keep(*cries, "ann late", "cy hits me now")
    await listened(office)
    first = [text for text in await office.waiting() if "hits" in text][: CRIES + 1]
    assert first == [*cries[-CRIES:], "cy hits me now"]
    assert (await office.waiting())[CRIES + 1] == "ann late"
    while await office.work():
        pass
    assert sorted(of_flo(office.received)) == cries  # none is lost: each is handed on, to be rung like any other


@pytest.mark.rule("R701")
async def test_what_is_more_urgent_or_comes_a_minute_later_goes_ahead_again(office: Office) -> None:
    await office.keep("ann late", *(f"flo perhaps {number:02}" for number in range(CRIES + 1)), "flo hits")
    who = await listened(office)
    assert (await office.waiting())[0] == "flo hits"
    assert (await office.waiting())[CRIES + 1 :] == ["ann late", "flo perhaps 00"]
    office.now.go(minutes=AFRESH.seconds / 60)
    await office.keep("flo perhaps again")
    await listened(office, who)
    assert (await office.waiting())[CRIES + 1 :] == ["flo perhaps again", "ann late", "flo perhaps 00"]


async def test_who_lets_others_pass_never_overtakes_themselves_while_nobody_has_listened_to_what_came_since(
    office: Office,
) -> None:
    await office.keep(*flood(30))
    who = await listened(office)
    late = [f"bo{number} late" for number in range(SOME)]
    await office.keep("ann 1", *flood(2, after=30), *late)
    assert await office.waiting() == [*flood(30), "ann 1", *flood(2, after=30), *late]
    await who.listens()
    assert of_flo(await office.waiting()) == flood(32)
    await listened(office, who)
    assert await office.waiting() == ["ann 1", *late, *flood(32)]


async def test_who_has_been_read_is_like_everybody_again(office: Office) -> None:
    await office.keep(*flood(30))
    who = await listened(office)
    while await office.work():
        pass
    await office.keep("flo again", "ann late")
    await listened(office, who)
    assert await office.waiting() == ["flo again", "ann late"]


async def test_who_begins_to_listen_puts_nobody_ahead_of_their_own_earlier_words(office: Office) -> None:
    await office.keep(*flood(30), "ann hits")
    await listened(office)
    await office.keep(*flood(5, after=30), "bo late")
    await listened(office)
    assert await office.waiting() == ["ann hits", "bo late", *flood(35)]


@given(st.lists(st.sampled_from(["flo", "ann", "listen", "listen a little", "anew", "work"]), max_size=60))
@settings(max_examples=25, deadline=None)
def test_however_they_listen_everybody_is_read_in_the_order_they_wrote(steps: list[str]) -> None:
    asyncio.run(_played(steps))


async def _played(steps: list[str]) -> None:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/heard.db"
        migrate(url)
        async with Database(url, KEYS) as database:
            office, sent = Office(database, Moment()), 0
            who = a_lookout(office)
            await who.begins()
            for step in steps:
                match step:
                    case "work":
                        await office.work()
                    case "anew":
                        who = await listened(office)
                    case "listen":
                        await listened(office, who)
                    case "listen a little":
                        await who.listens()
                    case sender:
                        await office.keep(*(f"{sender} {number:04}" for number in range(sent, sent + 12)))
                        sent += 12
            while await office.work():
                pass
    for sender in ("flo", "ann"):
        theirs = [text for text in office.received if text.startswith(sender)]
        assert theirs == sorted(theirs)
    assert len(office.received) == sent
