"""Mail that answers mail ends somewhere, even when its headers say that a person wrote it; a person is still heard."""

from functools import partial

import pytest

from casework.arrive.loops import RECEIPTS, SAFETY
from casework.contacts import Standing
from casework.messages import Address, Channel
from store import outbox
from tests import build
from tests.intake.doorway import Door


@pytest.mark.rule("R125")
async def test_an_address_that_answers_every_receipt_with_a_new_mail_is_answered_so_often_and_no_more(
    door: Door,
) -> None:
    found = [await door.receive(build.a_message(f"Thank you for your message {number}.")) for number in range(12)]
    contacts = [await door.contact(one) for one in found]
    assert sum(said.to == build.FAMILY for contact in contacts for said in contact.said) == RECEIPTS
    assert all(contact.standing is Standing.WAITING and contact.clocks for contact in contacts)


@pytest.mark.rule("R703")
async def test_a_machine_that_sends_our_words_of_safety_back_gets_them_so_often_and_rings_every_time(
    door: Door,
) -> None:
    words = "he hit me again and i want to die, message {}"
    found = [await door.receive(build.a_message(words.format(number))) for number in range(15)]
    contacts = [await door.contact(one) for one in found]
    told = [said for contact in contacts for said in contact.said if said.to == build.FAMILY]
    assert len(told) == SAFETY
    assert all(contact.alarms for contact in contacts)


@pytest.mark.rule("R701")
async def test_the_alerts_of_a_flood_of_cries_all_leave_and_those_of_others_go_ahead_of_them(door: Door) -> None:
    await door.staffed()
    words = "he hit me again and i want to die, message {}"
    found = [await door.receive(build.a_message(words.format(number))) for number in range(15)]
    assert all([any(said.staff for said in (await door.contact(one)).said) for one in found])
    other = Address(Channel.EMAIL, "cy@example.org")
    cry = await door.contact(await door.receive(build.a_message(words.format("of another"), sender=other)))

    queued = partial(outbox.claim, council="bnes", now=door.now(), rooms={Channel.EMAIL: 500})
    alerts = [each for each in await door.database.transact(queued) if each.to not in (build.FAMILY, other)]
    assert len({each.reference for each in alerts}) == SAFETY + 1 and cry.reference in {
        each.reference for each in alerts
    }


@pytest.mark.rule("R125", "R703")
@pytest.mark.parametrize(
    ("words", "often"), [("Nobody answers, number {}.", RECEIPTS), ("he hit me and i want to die, number {}", SAFETY)]
)
async def test_whoever_writes_sixty_times_in_an_hour_is_not_answered_anew_when_the_first_answers_are_long_past(
    door: Door, words: str, often: int
) -> None:
    found = [await door.receive(build.a_message(words.format(number))) for number in range(60)]
    contacts = [await door.contact(one) for one in found]
    assert sum(said.to == build.FAMILY for contact in contacts for said in contact.said) == often
    door.now.go(days=2)
    back = await door.contact(await door.receive(build.a_message(words.format("again"), received=door.now())))
    assert any(said.to == build.FAMILY for said in back.said)
