"""What was said comes out of the store folded, and is the same as if it had been read at once."""

from dataclasses import fields, replace

import pytest

from casework.letters import Posted, Said
from casework.messages import Channel
from store import folded
from tests.store.examples import NOON, a_letter, a_message

LETTER = a_letter()
SAID = Said(LETTER.name, LETTER.words, LETTER.to, LETTER.written, Posted.SENT, NOON, "rm1", 3)
MESSAGE = a_message()


class Reader:
    """Reads what is folded, and counts how often."""

    def __init__(self) -> None:
        self.read = 0

    def said(self) -> Said:
        """As it lies in the store: how far it got stands beside it."""
        self.read += 1
        return replace(SAID, posted=Posted.QUEUED, sent=None)


def _folded(reader: Reader) -> Said:
    return folded.letter(SAID.name, SAID.to.channel, Posted.SENT, NOON, reader.said)


def test_how_far_it_got_and_by_which_way_is_known_without_reading_it() -> None:
    reader = Reader()
    one = _folded(reader)
    assert (one.name, one.channel, one.posted, one.sent) == (SAID.name, Channel.EMAIL, Posted.SENT, NOON)
    assert not reader.read


def test_the_rest_is_read_once_and_never_changes_what_was_known() -> None:
    reader = Reader()
    one = _folded(reader)
    assert (one.words, one.to, one.written, one.staff, one.after) == (
        SAID.words, SAID.to, SAID.written, SAID.staff, SAID.after,
    )  # fmt: skip
    assert reader.read == 1 and (one.posted, one.sent) == (Posted.SENT, NOON)


def test_folded_or_not_it_is_the_same_and_can_be_changed_as_any_other() -> None:
    assert _folded(Reader()) == SAID == _folded(Reader()) and hash(_folded(Reader())) == hash(SAID)
    assert replace(_folded(Reader()), after=9) == replace(SAID, after=9) != _folded(Reader())
    assert folded.message(MESSAGE.name, lambda: MESSAGE) == MESSAGE


def test_one_that_was_changed_still_knows_which_way_it_went() -> None:
    taken_back = replace(_folded(Reader()), posted=Posted.WITHDRAWN)
    assert (taken_back.channel, taken_back.posted) == (Channel.EMAIL, Posted.WITHDRAWN)


@pytest.mark.parametrize("each", [each.name for each in fields(MESSAGE)])
def test_every_part_of_a_message_can_be_asked_for_first(each: str) -> None:
    one = folded.message(MESSAGE.name, lambda: MESSAGE)
    assert getattr(one, each) == getattr(MESSAGE, each)


def test_what_no_letter_has_is_not_looked_for_in_it() -> None:
    reader = Reader()
    assert not hasattr(_folded(reader), "no_such_thing") and not reader.read
