"""A chat that goes on for months: each further message is read once, and none of those before it again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework import conversations
from casework.contacts import Contact
from casework.conversations import answers
from casework.letters import Posted, Said
from casework.messages import Channel
from casework.said import readings
from casework.said.answers import Meaning, Slot
from tests.build import CHAT, a_contact, a_message, at, profile
from tests.calls import calls

BEGAN = at("2026-03-02 09:30")
MINUTE = timedelta(minutes=1)


def a_chat(*texts: str, asked: str = "bot.more_saved", chat: str = "a") -> Contact:
    """What somebody wrote, a minute between, each answered at once; the last but one with these words."""
    came = [
        a_message(
            text, channel=Channel.TELEGRAM, sender=CHAT, received=BEGAN + number * MINUTE, name=f"{chat}/{number}"
        )
        for number, text in enumerate(texts)
    ]
    said = [
        Said(f"l/{number}", "bot.more_saved", CHAT, each.received, Posted.SENT, after=number)
        for number, each in enumerate(came[:-1], start=1)
    ]
    said[-1:] = [replace(each, words=asked) for each in said[-1:]]
    return a_contact(profile("bnes"), *came, said=tuple(said), standing="waiting")


def as_read_again(contact: Contact) -> Contact:
    """The same as the store reads it for the next message: all of it made anew."""
    return replace(
        contact,
        messages=tuple(replace(each) for each in contact.messages),
        said=tuple(replace(each) for each in contact.said),
    )


@pytest.mark.parametrize(("before", "read"), [(10, 1), (120, 1), (400, 2)])  # of a very long one, where it goes on too
def test_a_further_message_is_read_alone_however_many_came_before_it(before: int, read: int) -> None:
    whole = a_chat(*(f"and then she cancelled on day {number}" for number in range(before + 1)), chat=f"of {before}")
    answers(replace(whole, messages=whole.messages[:-1], said=whole.said[:-1]))
    assert calls(readings.read, lambda: answers(as_read_again(whole))) == read


def test_the_middle_of_a_very_long_chat_is_more_of_the_story() -> None:
    middle = conversations.FIRST + 5
    told = answers(a_chat(*("help" if number == middle else f"day {number}" for number in range(400)), chat="long"))
    assert len(told.readings) == 400 and told.readings[middle].meaning is Meaning.DETAIL
    short = answers(a_chat(*("help" if number == middle else f"day {number}" for number in range(80)), chat="short"))
    assert short.readings[middle].meaning is Meaning.COMMAND


def test_what_a_message_was_taken_for_is_not_carried_over_to_another_question() -> None:
    who, name = (a_chat("she cancelled again", "skip", asked=asked) for asked in ("bot.q1_who", "bot.q2_name"))
    told = [answers(each) for each in (who, name, as_read_again(who))]
    assert [each.skipped for each in told] == [{Slot.WHO}, {Slot.NAME}, {Slot.WHO}]
    assert told[2] == told[0]
