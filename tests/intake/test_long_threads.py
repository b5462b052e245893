"""A chat or a thread without an end: of what is long past no more is opened for the next message than rules ask of."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from casework.arrive import arrive
from casework.conversations import FIRST, LAST
from casework.messages import Address, Channel, Message
from intake import homes, older
from outbox import library
from store import gathered, outbox
from store.database import Connection
from tests import build
from tests.calls import calls
from tests.intake.doorway import COUNCIL, KEY, SIGNS, Door

MANY = FIRST + LAST + 60
OPENED = gathered._message  # noqa: SLF001 who opens a message
LINES = some.sampled_from(["", "He shouted at me again.", "On Monday", "> On Monday", "Nobody came to see us.", "Sam"])


def of_chat(door: Door, number: int) -> Message:
    return build.a_message(
        f"and on day {number} she cancelled",
        channel=Channel.TELEGRAM,
        sender=build.CHAT,
        received=door.now.go(minutes=20),
        name=f"message/{number}",
    )


def of_thread(door: Door, number: int, sender: Address = build.FAMILY) -> Message:
    return build.a_message(
        f"And on day {number} she cancelled.",
        sender=sender,
        received=door.now.go(minutes=20),
        subject="Re: Visits",
        quoted=f"> And on day {number - 1} she cancelled." if number else "",
        message_id=f"<{number}@family.example>",
        thread=(f"<{number - 1}@family.example>",) if number else (),
    )


def decided(db: Connection, door: Door, message: Message) -> None:
    """What follows from a message, as the door in works it out."""
    (found,) = homes.found(db, COUNCIL.name, [message], KEY)
    read = older.read(message, partial(homes.texts, message, found))
    assert found.home is not None
    council = replace(COUNCIL, needs=library.needs())  # as the service has it: no name is looked for that no word says
    arrive(read, found.home, council, "BN-7K4Q", door.now(), signs=SIGNS)


def answered(db: Connection, door: Door) -> None:
    """All that waits has left."""
    for letter in outbox.claim(db, COUNCIL.name, door.now.go(minutes=5), dict.fromkeys(Channel, 100)):
        outbox.sent(db, letter, door.now(), words_sent="said", far_id="1")


async def test_of_a_long_chat_the_middle_is_not_opened_for_the_next_message(door: Door) -> None:
    for number in range(MANY):
        await door.receive(of_chat(door, number))
        await door.database.transact(partial(answered, door=door))
    message = of_chat(door, MANY)
    opened = await door.database.transact(lambda db: calls(OPENED, lambda: decided(db, door, message)))
    assert 0 < opened <= FIRST + LAST


async def test_a_mail_finds_its_thread_by_the_latest_of_it(door: Door) -> None:
    for number in range(40):
        await door.receive(of_thread(door, number))
    message = of_thread(door, 40)
    opened = await door.database.transact(
        lambda db: calls(OPENED, lambda: homes.found(db, COUNCIL.name, [message], KEY)[0].home)
    )
    assert opened == 1


def test_what_the_latest_says_is_known_without_reading_on_and_all_else_is_looked_for_in_everything() -> None:
    def said(latest: str) -> list[str]:
        return [latest, *(f"On day {number} she cancelled again." for number in range(100))]

    read = iter(said("He shouted at me."))
    assert older.compare("> He shouted at me.", read).unseen == ""
    assert len(list(read)) == 101 - older.LATEST
    assert (
        older.compare("> He shouted at me.\n> On day 99 she cancelled again.", said("He shouted at me.")).unseen == ""
    )
    assert (
        older.compare("> On day 100 she cancelled again.", said("Hello")).unseen == "> On day 100 she cancelled again."
    )


@settings(max_examples=200)
@given(some.lists(LINES, max_size=8), some.lists(some.lists(LINES, max_size=3).map("\n".join), max_size=60))
def test_older_mail_is_known_or_not_as_if_everything_were_read(quoted: list[str], known: list[str]) -> None:
    everything = f" {' '.join(older._plain(each) for each in reversed(known))} "  # noqa: SLF001 what a line comes to
    unseen = [each for each in quoted if (plain := older._plain(each)) and f" {plain} " not in everything]  # noqa: SLF001
    assert older.compare("\n".join(quoted), known).unseen == "\n".join(unseen)


@pytest.mark.rule("R702")
async def test_harm_that_only_an_older_mail_of_a_long_thread_quotes_still_rings(door: Door) -> None:
    for number in range(30):
        await door.receive(of_thread(door, number))
    message = build.a_message(
        "See below.",
        received=door.now.go(minutes=20),
        quoted="> And on day 29 she cancelled.\n> He hits me every night and I want to die.",
        message_id="<last@family.example>",
        thread=("<29@family.example>",),
    )
    contact = await door.contact(await door.receive(message))
    assert contact.alarms and len(contact.messages) == 31
