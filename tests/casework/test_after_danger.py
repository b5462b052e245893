"""After words of danger: what is typed then is never met with silence, and nothing the writer says closes the alarm."""

import pytest

from casework import alarms
from casework.choices import CHOICES
from casework.letters import Urgency
from casework.said.signs import Level
from outbox.render import render
from tests.casework.chat import a_chat, a_mailbox, play, words


def test_what_is_typed_after_danger_is_never_met_with_silence() -> None:
    chat = a_chat()
    chat.say("i want to die")
    for text in ("please dont phone my house", "it doesnt matter", "hello? anyone", "i mean it", "are you there"):
        chat.wait(seconds=20)
        said = [*chat.say(text), *chat.settle()]
        assert set(words(said)) <= {"bot.danger_more", "bot.danger_again"} and said
        assert {letter.urgency for letter in said} == {Urgency.SAFETY}
    assert chat.told().count("bot.danger_more") == 1


def test_a_reference_and_an_advocate_are_offered_to_whoever_writes_on_after_danger() -> None:
    chat = a_chat()
    chat.say("i want to die")
    (more,) = [*chat.say("dont tell my dad"), *chat.settle()]
    said = render(more, choices=CHOICES).text
    assert chat.everything()[0].reference in said and "advocate" in said


@pytest.mark.rule("R706")
@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("I'm safe for now", "bot.danger_safe_now"),
        ("That's not what I meant", "bot.danger_not_meant"),
        ("I'd rather not say", "bot.danger_rather_not"),
    ],
)
def test_nothing_the_writer_says_closes_the_alarm(label: str, answer: str) -> None:
    chat = a_chat()
    chat.say("i want to die")
    chat.wait(seconds=5)
    assert words(chat.press(label)) == [answer]
    (alarm,) = chat.alarms.values()
    assert alarm.closed is None and alarm.level is Level.IMMEDIATE


@pytest.mark.parametrize("text", ["no", "not safe", "I'm not safe", "im not"])
def test_a_typed_not_safe_counts_as_the_tap(text: str) -> None:
    chat = a_chat()
    chat.say("he hit me again")
    chat.wait(minutes=2)
    assert words(chat.say(text))[0] == "bot.danger_not_safe"
    (alarm,) = chat.alarms.values()
    assert alarm.not_safe == chat.now
    assert "dan" in {letter.staff for letter in chat.alerts()}


@pytest.mark.rule("R706")
def test_not_safe_after_the_alarm_was_closed_rings_another() -> None:
    chat = a_chat()
    chat.say("he hit me again")
    (first,) = chat.alarms.values()
    chat.alarms[first.name] = alarms.closed(first, "spoke to them", chat.now)
    chat.wait(minutes=2)
    chat.press("I'm not safe")
    assert chat.alarms[first.name].outcome == "spoke to them"
    assert [each.level for each in chat.alarms.values() if alarms.is_open(each)] == [Level.IMMEDIATE]


def test_new_words_of_danger_are_answered_in_short_while_the_numbers_are_still_in_front_of_them() -> None:
    chat = a_chat()
    assert words(chat.say("i want to die")) == ["bot.danger"]
    chat.wait(minutes=29)
    assert words(chat.say("i will kill myself")) == ["bot.danger_again"]
    (alarm,) = chat.alarms.values()
    assert "suicide" in alarm.signs
    chat.wait(minutes=2)
    assert words(chat.say("i want to die")) == ["bot.danger"]


def test_words_that_work_anywhere_work_after_danger_too() -> None:
    chat = a_chat()
    chat.say("i want to die")
    chat.wait(seconds=20)
    assert "bot.danger_more" not in words(play(chat, ["status"])[0][1])


def test_a_mailbox_is_told_once_in_half_an_hour_that_more_was_saved_and_asked_nothing() -> None:
    mails = a_mailbox()
    mails.say("i want to die")
    for text in ("please", "is anybody there"):
        mails.wait(minutes=1)
        mails.say(text, thread=("1@family.example",))
    assert mails.told().count("bot.danger_more") == 1 and "bot.danger_again" not in mails.told()
    doubtful = a_mailbox()
    doubtful.say("i cant cope")
    assert doubtful.alarms and "bot.soft_check" not in doubtful.told()


def test_an_unclear_answer_never_lowers_anything() -> None:
    chat = a_chat()
    chat.say("he hit me again")
    chat.wait(minutes=1)
    assert words(chat.say("no dont ring anyone")) == ["bot.danger_more"]


@pytest.mark.rule("R707")
def test_a_voice_after_danger_is_told_honestly_that_nobody_here_can_hear_it() -> None:
    chat = a_chat()
    play(chat, ["he hit me again"])
    said = words(play(chat, ["<<voice 0:20>>"])[-1][1])
    assert set(said) == {"bot.media_voice", "bot.danger_more"}
