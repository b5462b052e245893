"""The one nudge: a day after a question that nobody answered, within hours, once; never after stop, clear or danger."""

import pytest

from casework.letters import Letter
from tests.build import at
from tests.casework.chat import Chat, a_chat, play

STORY = "my social worker cancelled again"


def a_day_later(chat: Chat, when: str = "2026-03-04 15:02") -> list[str]:
    chat.now = at(when)
    return [letter.words for letter in chat.sweep()]


def begun(*turns: str) -> Chat:
    chat = a_chat("2026-03-03 15:00")
    play(chat, [STORY, *turns])
    return chat


def test_a_question_that_nobody_answered_is_nudged_once_a_day_later() -> None:
    chat = begun()
    assert a_day_later(chat, "2026-03-04 14:00") == []
    assert a_day_later(chat) == ["bot.nudge_once"]
    assert a_day_later(chat, "2026-03-05 15:05") == []


@pytest.mark.rule("R607")
def test_the_nudge_waits_for_the_hours_in_which_we_write_to_the_public() -> None:
    chat = a_chat("2026-03-06 20:00")  # a Friday evening
    play(chat, [STORY])
    assert a_day_later(chat, "2026-03-08 12:00") == []
    assert a_day_later(chat, "2026-03-09 09:01") == ["bot.nudge_once"]


def test_carry_on_goes_on_and_leave_it_there_ends_the_questions() -> None:
    chat = begun()
    a_day_later(chat)
    assert said(chat.press("Carry on")) == ["bot.q1_who"]
    chat = begun("young person", "skip")
    a_day_later(chat)
    assert said(play(chat, ["ok carry on"])[-1][1]) == ["bot.q3_advocate"]  # and no yes to an advocate
    chat = begun()
    a_day_later(chat)
    assert said(chat.press("Leave it there")) == ["bot.ok"]
    assert said(play(chat, ["still nothing"])[-1][1]) == ["bot.more_saved"]


@pytest.mark.parametrize("turn", ["stop", "clear", "he hits me"])
def test_nobody_is_nudged_after_stop_clear_or_danger(turn: str) -> None:
    assert "bot.nudge_once" not in a_day_later(begun(turn))


def test_nobody_is_nudged_who_answered_everything_or_only_said_hello() -> None:
    assert a_day_later(begun("skip", "skip", "skip", "skip")) == []
    chat = a_chat("2026-03-03 15:00")
    play(chat, ["hi"])
    assert a_day_later(chat) == []


def said(letters: list[Letter]) -> list[str]:
    return [letter.words for letter in letters]
