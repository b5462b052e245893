"""What is asked for by which way: hands that are full still take words about danger, and nobody's end is one letter's
fault.
"""

from casework.messages import Channel
from outbox.ways import AWAY, IN_HAND, Asked, Ways

EMAIL, CHAT = Channel.EMAIL, Channel.TELEGRAM


def answered(ways: Ways, going: dict[Channel, int] | None = None, at: float = 0.0) -> Asked:
    """What is asked for, where nothing waits."""
    asked = ways.ask(going or {}, at)
    ways.given(asked, [])
    return asked


def test_each_way_is_asked_once_for_what_somebody_has_written() -> None:
    ways = Ways([EMAIL, CHAT])
    assert answered(ways) == Asked({EMAIL: IN_HAND, CHAT: IN_HAND}, frozenset())
    assert answered(ways).rooms == {}
    ways.stirred()
    assert answered(ways).rooms == {EMAIL: IN_HAND, CHAT: IN_HAND}
    ways.more(CHAT)
    assert answered(ways).rooms == {CHAT: IN_HAND}


def test_hands_that_are_full_take_words_about_danger_and_the_others_when_there_is_room_again() -> None:
    ways = Ways([EMAIL])
    assert answered(ways, {EMAIL: IN_HAND}) == Asked({EMAIL: IN_HAND}, frozenset({EMAIL}))
    assert answered(ways, {EMAIL: IN_HAND}).rooms == {}
    ways.stirred()
    assert answered(ways, {EMAIL: 2 * IN_HAND}).rooms == {}
    assert answered(ways, {EMAIL: IN_HAND // 2}) == Asked({EMAIL: IN_HAND // 2}, frozenset())


def test_a_way_that_gave_all_it_had_room_for_is_asked_again_and_one_that_nobody_answered_for() -> None:
    ways = Ways([EMAIL])
    ways.given(ways.ask({}, 0), [EMAIL] * IN_HAND)
    asked = ways.ask({}, 0)
    assert asked.rooms == {EMAIL: IN_HAND}
    ways.unanswered(asked)
    assert ways.ask({}, 0) == asked
    ways.stirred()
    danger = ways.ask({EMAIL: IN_HAND}, 0)
    ways.unanswered(danger)
    assert ways.ask({EMAIL: IN_HAND}, 0) == danger


def test_where_nobody_was_there_one_letter_tries_from_time_to_time_until_one_has_left() -> None:
    ways = Ways([EMAIL, CHAT])
    answered(ways)
    assert ways.pause(0) is None
    ways.away(EMAIL, 100.0)
    ways.stirred()
    assert ways.ask({}, 100.0 + AWAY / 2).rooms == {CHAT: IN_HAND}
    assert ways.pause(100.0 + AWAY / 2) == AWAY / 2
    assert ways.ask({}, 100.0 + AWAY).rooms == {EMAIL: 1}
    assert ways.pause(100.0 + AWAY) == AWAY, "the next try is as far off, whatever becomes of this one"
    ways.leads(EMAIL)
    ways.stirred()
    assert ways.ask({}, 100.0 + AWAY).rooms == {EMAIL: IN_HAND, CHAT: IN_HAND}
    assert ways.pause(1000.0) is None


def test_while_one_tries_only_words_about_danger_try_beside_it() -> None:
    ways = Ways([EMAIL])
    ways.away(EMAIL, 0.0)
    assert ways.ask({EMAIL: 1}, AWAY) == Asked({EMAIL: 2 * IN_HAND - 1}, frozenset({EMAIL}))
