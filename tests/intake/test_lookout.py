"""A cry for help is not read behind two thousand others."""

import asyncio

import pytest

from casework.signs import Level, Sign
from intake import lookout
from intake.worker import BATCH
from tests.intake.test_worker import READERS, Office, office

__all__ = ["office"]

SIGNS = {"hits": Level.IMMEDIATE, "bruise": Level.HARM, "perhaps": Level.POSSIBLE}


def signs(text: str) -> tuple[Sign, ...]:
    return tuple(Sign(word, level) for word, level in SIGNS.items() if word in text)


async def listened(office: Office) -> None:
    """Everything that waits has been listened to."""
    async with asyncio.timeout(20):
        while await lookout.look_ahead(
            transact=office.transact, council="bnes", readers=READERS, signs=signs, now=office.now
        ):
            pass


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
    assert office.received[0] == "cy hits"
    assert await office.for_a_person() == ["a@example.org mangled"]


@pytest.mark.rule("R715")
async def test_a_worker_that_falls_behind_calls_the_lookout_and_the_last_to_come_is_read_among_the_first(
    office: Office,
) -> None:
    await office.keep(*(f"family{number} late" for number in range(3 * BATCH)), "cy hits me now")
    works = lookout.run(
        behind=office.behind, transact=office.transact, council="bnes", readers=READERS, signs=signs, now=office.now
    )
    listening = asyncio.create_task(works)
    try:
        await office.work()
        async with asyncio.timeout(20):
            while (await office.waiting())[:1] != ["cy hits me now"]:
                pass
        await office.work()
    finally:
        listening.cancel()
    assert office.received[BATCH] == "cy hits me now"


async def test_nobody_is_listened_to_beforehand_while_the_worker_keeps_up(office: Office) -> None:
    await office.keep("family late", "cy hits")
    await office.work()
    assert not office.behind.is_set()
