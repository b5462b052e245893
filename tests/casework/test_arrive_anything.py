"""Whatever is sent, in whatever order, is kept; every answer can be said; danger is always heard."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from casework.choices import CHOICES
from casework.contacts import Standing
from casework.letters import Posted
from casework.said.signs import Level
from outbox.render import render
from tests.casework.chat import a_chat, play, words

QUESTIONS = {"bot.q1_who", "bot.q2_name", "bot.q3_advocate", "bot.q4_kind"}
DANGER = {"bot.danger", "bot.danger_again", "bot.danger_adult", "bot.disclosure"}


def test_where_the_calendar_ends_the_message_is_kept_and_danger_answered() -> None:
    chat = a_chat("2041-03-03 15:00")
    chat.say("they moved my room")
    (contact,) = chat.everything()
    assert contact.standing is Standing.WAITING and not contact.clocks and not chat.told()
    assert words(a_chat("2041-03-03 15:00").say("i want to die")) == ["bot.danger"]


TURNS = [
    "hi", "they moved my room", "skip", "yes please", "no thanks", "Jo", "the blue bus", "im his mum", "im 15",
    "stop", "help", "status", "delete", "withdraw", "yes", "no", "advocate", "complaint", "person", "numbers",
    "privacy", "language", "clear", "private", "just sort it out", "i cant cope", "im ok", "not safe", "he hit me",
    "i want to die", "my carer hit me", "he used to hit me when i was small", "are you a robot",
    "who will see this", "fuck you", "Kelly was brilliant with us", "thanks", "bye", "👍", "🔪", "<<photo>>",
    "<<voice 0:10>>", "<<sticker>>", "<<location>>", "<<contact>>", "<<live_location>>", "<<wait 2d>>",
    "<<wait 40m>>", "<<edited 1 i want to die>>", "/start", "/cancel", "07700 900123", "Привіт, мене звати Олена",
    "I am an independent advocate", "1. T, aged 12: nobody came", "2. R, aged 15: no laptop", "", "?", "a" * 5000,
]  # fmt: skip


@given(some.lists(some.sampled_from(TURNS), min_size=1, max_size=14), some.booleans())
def test_whatever_is_sent_is_kept_and_every_answer_can_be_said(turns: list[str], quick: bool) -> None:
    chat = a_chat()
    chat.say("first of all")
    for turn in turns:
        if quick and not turn.startswith("<<"):
            chat.say(turn)
            chat.wait(seconds=2)
        else:
            play(chat, [turn])
    chat.settle()
    kept = [message.name for contact in chat.everything() for message in contact.messages]
    assert sorted(kept) == sorted(message.name for message in chat.messages)
    for letter in chat.letters.values():
        whole = replace(letter, facts={**letter.facts, "case_url": "desk.example/c/1"})
        assert render(whole, choices=CHOICES).text
        assert letter.not_before >= letter.written
    for question in QUESTIONS:
        for contact in chat.everything():
            assert [said.words for said in contact.said if said.posted is Posted.SENT].count(question) <= 2


@given(
    some.lists(some.sampled_from(TURNS), max_size=8),
    some.sampled_from(["i want to die", "he is hitting me", "ive run away"]),
)
def test_danger_is_answered_within_the_second_after_anything_at_all(turns: list[str], danger: str) -> None:
    chat = a_chat()
    play(chat, ["first of all", *turns])
    chat.wait(seconds=1)
    said = chat.say(danger)
    assert set(words(said)) & DANGER or chat.messages[-2].text == danger
    assert any(alarm.closed is None and alarm.level is Level.IMMEDIATE for alarm in chat.alarms.values())
