"""An answer in a chat is kept ready: nobody reads it off a locked screen, and its reader says how they want it."""

from dataclasses import replace

import pytest

from casework.chase import chase
from casework.choices import CHOICES
from casework.contacts import Standing
from casework.decide import decide
from casework.letters import Letter
from casework.time_passes import lying_ready
from outbox.render import render
from tests.build import a_decision, at, opened
from tests.casework.chat import Chat, a_chat, play
from tests.casework.life import FINDING


def said(letters: list[Letter]) -> list[str]:
    return [letter.words for letter in letters]


def answered() -> Chat:
    """A young person's case in a chat, answered; a person has matched the chat to them."""
    chat = a_chat("2026-03-03 15:00")
    play(chat, ["she cancelled again", "skip", "Jay", "no advocate", "make it a complaint"])
    chat.now = at("2026-03-04 10:00")
    chat.apply(opened(chat.council, chat.everything()[0], "2026-03-04 10:00", sender="young_person"))
    for when, move, facts in (
        ("2026-03-04 11:00", "verify", {"how": "rang the number on file"}),
        ("2026-03-10 11:00", "respond", FINDING),
    ):
        chat.now = at(when)
        (case,) = (chat.whole_case(each) for each in chat.cases.values())
        chat.apply(decide(case, a_decision(move, when, **facts), chat.council))
        chat.deliver()
    chat.wait(minutes=5)
    assert chat.everything()[0].standing is Standing.DECIDED
    return chat


def test_what_comes_first_says_only_that_there_is_news() -> None:
    chat = answered()
    ready = next(each for each in chat.letters.values() if each.words == "bot.answer_ready")
    assert "bot.answer_ready" in chat.told() and "bot.answer_text" not in chat.told()
    assert "cancelled" not in render(ready, choices=CHOICES).text
    assert "bot.answer_text" not in said(chat.wait(days=30)), "it never goes by itself"


@pytest.mark.parametrize("typed", [False, True])
def test_read_it_here_brings_the_answer_at_once_and_once(typed: bool) -> None:
    chat = answered()
    asked = chat.say("read it here") if typed else chat.press("Read it here")
    assert said(asked) == ["bot.answer_text"]
    assert "bot.answer_text" not in said(chat.press("Read it here"))


def test_stop_leaves_the_answer_ready_for_when_they_write_again() -> None:
    chat = answered()
    chat.say("stop")
    chat.wait(days=2)
    chat.say("hi")
    assert said(chat.press("Read it here")) == ["bot.answer_text"]


def test_who_is_not_happy_is_told_how_to_go_on_and_somebody_owes_it() -> None:
    chat = answered()
    chat.press("Read it here")
    assert said(chat.press("Not happy")) == ["bot.take_further"]
    assert said(chat.press("Yes, take it further")) == ["bot.further_started"]
    assert any("next stage" in each.facts.get("step_plain", "") for each in chat.alerts())
    assert said(play(chat, ["i want the ombudsman"])[-1][1]) == ["bot.take_further"]


def swept(chat: Chat, when: str) -> list[str]:
    """What time brings then to whoever the case is about, and to staff."""
    chat.now = at(when)
    before = set(chat.letters)
    (case,) = (chat.whole_case(each) for each in chat.cases.values())
    chat.apply(replace(chase(case, chat.council, chat.now), woken=()))
    chat.deliver()
    return [each.words for name, each in chat.letters.items() if name not in before]


def test_news_that_nobody_reads_is_said_again_on_the_third_day_and_on_the_fifth_a_person_tries_another_way() -> None:
    chat = answered()
    assert "bot.answer_ready" not in swept(chat, "2026-03-12 12:00")
    assert "bot.answer_ready" in swept(chat, "2026-03-13 12:00")
    assert "bot.answer_ready" not in swept(chat, "2026-03-14 12:00")
    swept(chat, "2026-03-16 12:00")
    steps = [each.facts.get("step_plain", "") for each in chat.alerts()]
    assert steps.count(lying_ready.STEP) == 1
    assert chat.told().count("bot.answer_ready") == 2 and "bot.answer_text" not in chat.told()


@pytest.mark.parametrize("then", ["Call me", "Read it here", "stop"])
def test_who_has_said_how_they_want_it_or_wants_no_more_messages_is_not_told_again(then: str) -> None:
    chat = answered()
    if then == "stop":
        chat.say(then)
    else:
        chat.press(then)
    for day in ("2026-03-13", "2026-03-16", "2026-03-20"):
        assert "bot.answer_ready" not in swept(chat, f"{day} 12:00")
    assert lying_ready.STEP not in [each.facts.get("step_plain", "") for each in chat.alerts()]


def test_the_case_wakes_for_it() -> None:
    chat = answered()
    (case,) = (chat.whole_case(each) for each in chat.cases.values())
    moments = list(lying_ready.wakes(case, chat.council))
    assert moments == [at("2026-03-13 11:00"), at("2026-03-16 09:00")], "the fifth day is a Sunday"
