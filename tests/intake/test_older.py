"""Older mail under a message: what we had seen is not looked through again, what we had not is; no word is lost."""

import pytest

from casework import names
from casework.contacts import Contact
from casework.letters import Said
from intake.older import GIVEN_BACK, compare
from store import outbox
from store.database import Connection
from tests import build
from tests.intake.doorway import Door

OURS = """Hello,

We've got your message. If someone is hurting you, or you want to die, you are not alone: call 999.

Want to add more? Just reply.

Complaints Team"""

HEADINGS = (
    "From: Complaints <complaints@council.example>\nSent: 02 March 2026 10:00\nTo: Sam\nSubject: Your message\n\n"
)


def test_what_we_said_is_known_however_it_is_wrapped_and_marked() -> None:
    wrapped = (
        "> We've got your message. If someone is hurting you,\n> or you want to die, you are\n> not alone: call 999."
    )
    assert compare(wrapped, [OURS]).unseen == ""
    assert compare(f"{wrapped}\n> He hit me last night.", [OURS]).unseen == "> He hit me last night."


def test_words_typed_below_a_letter_of_ours_are_found() -> None:
    assert compare(f"{HEADINGS}{OURS}\n\nNobody has come.\nSam", [OURS]).below == "Nobody has come.\nSam"
    assert compare(f"{HEADINGS}{OURS}", [OURS]).below == ""
    assert compare("Dear Sam,\n\nSomebody else's letter.\n\nNobody has come.", [OURS]).below == ""
    assert compare("> " + OURS.replace("\n", "\n> ") + "\n> Somebody else below it all", [OURS]).below == ""


async def answered(door: Door, quoted: str) -> tuple[Contact, str]:
    """Our letter left with these words, and was answered above that."""
    contact = await door.contact(await door.receive(build.a_message()))
    receipt = next(said for said in contact.said if not said.staff)

    def sent(db: Connection, said: Said = receipt) -> None:
        letter = outbox.by_name(db, "bnes", said.name)
        assert letter is not None
        outbox.sent(db, letter, door.now(), words_sent=OURS, far_id="1")

    await door.database.transact(sent)
    ours = names.message_id(receipt.name, "bnes.example").strip("<>")
    message = build.a_message("Thanks.", thread=(ours,), quoted=quoted)
    found = await door.contact(await door.receive(message))
    return found, found.messages[-1].text


@pytest.mark.rule("R702")
async def test_our_own_words_of_safety_come_back_and_ring_nothing(door: Door) -> None:
    contact, _ = await answered(door, f"{HEADINGS}{OURS}")
    assert not contact.alarms


@pytest.mark.rule("R702")
async def test_harm_in_a_mail_passed_on_under_an_answer_rings(door: Door) -> None:
    contact, text = await answered(door, "> From: Mia\n>\n> he hit me again last night, i am scared to go home")
    assert contact.alarms
    assert text == "Thanks."


@pytest.mark.rule("R702")
async def test_words_typed_below_our_letter_are_the_writers_and_ring(door: Door) -> None:
    contact, text = await answered(door, f"{HEADINGS}{OURS}\n\nDad hit me again and I want to die.")
    assert text == "Thanks.\n\nDad hit me again and I want to die."
    assert GIVEN_BACK in contact.messages[-1].problems
    assert contact.alarms
