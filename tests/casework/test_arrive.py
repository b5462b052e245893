"""A message arrives in a chat: what is kept, what is answered and when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.chase import chase
from casework.choices import CHOICES
from casework.contacts import Standing
from casework.letters import Posted
from casework.messages import Sort
from outbox.render import render
from tests.build import at, opened
from tests.casework.chat import CHAT, Chat, a_chat, council, play, words


@pytest.mark.rule("R270")
def test_one_line_and_gone_is_a_contact_with_a_reference_and_a_clock_from_that_minute() -> None:
    chat = a_chat()
    chat.say("my worker has not come since june")
    (contact,) = chat.everything()
    assert contact.standing is Standing.WAITING and contact.reference.startswith("BN-")
    assert contact.received == at("2026-03-03 15:00")
    assert {clock.name: clock.day_0.isoformat() for clock in contact.clocks} == {
        "s1_statutory": "2026-03-03",
        "triage": "2026-03-03",
    }
    assert contact.wake_at


def test_a_greeting_opens_nothing_but_is_kept() -> None:
    chat = a_chat()
    assert words([*chat.say("hi"), *chat.settle()]) == ["bot.welcome"]
    (contact,) = chat.everything()
    assert contact.standing is Standing.SET_ASIDE and not contact.clocks and contact.wake_at is None
    assert chat.end()["case"] is None


def test_the_clock_of_a_story_that_began_with_a_greeting_starts_with_the_story() -> None:
    chat = a_chat()
    play(chat, ["hi", "<<wait 3d>>", "they moved my room"])
    (contact,) = chat.everything()
    assert contact.standing is Standing.WAITING
    assert contact.received.date().isoformat() == "2026-03-06"


def test_six_short_messages_get_one_reply() -> None:
    chat = a_chat()
    for text in ("so", "my sw right", "kayla", "she said", "friday", "and it wasnt"):
        assert not chat.say(text)
        chat.wait(seconds=1.5)
    assert words(chat.settle()) == ["bot.received", "bot.q1_who"]
    assert len(chat.everything()[0].messages) == 6


def test_an_answer_waits_for_eight_seconds_of_quiet_and_thirty_at_most() -> None:
    chat = a_chat()
    chat.say("they moved my room")
    assert not chat.wait(seconds=7.9)
    assert words(chat.wait(seconds=0.2)) == ["bot.received", "bot.q1_who"]
    chat = a_chat()
    said = []
    for number in range(8):
        said += words(chat.say(f"and another thing, number {number}"))
        said += words(chat.wait(seconds=5))
    assert said[:1] == ["bot.received"]


def test_buttons_and_whole_words_are_never_held_back() -> None:
    chat = a_chat()
    play(chat, ["they moved my room"])
    assert words(chat.press("Young person or care leaver")) == ["bot.q2_name"]
    assert words(chat.say("help")) == ["bot.help"]


def test_a_word_in_the_middle_leaves_the_receipt_on_its_way() -> None:
    chat = a_chat()
    chat.say("they moved my room")
    chat.wait(seconds=2)
    assert words(chat.say("help")) == ["bot.help"]
    assert words(chat.settle()) == ["bot.received", "bot.q1_who"]


def test_the_same_message_three_times_is_one() -> None:
    chat = a_chat()
    play(chat, ["they moved my room", "they moved my room", "they moved my room"])
    assert chat.told() == ["bot.received", "bot.q1_who"]


def test_a_flood_is_kept_whole_and_answered_once() -> None:
    chat = a_chat()
    for number in range(25):
        chat.say(f"thing number {number}")
        chat.wait(seconds=0.5)
    chat.settle()
    assert chat.told().count("bot.flood") == 1 and chat.told().count("bot.received") == 1
    assert len(chat.everything()[0].messages) == 25


def test_a_photo_a_voice_and_a_sticker_each_get_their_line() -> None:
    chat = a_chat()
    assert words(play(chat, ["<<photo>>"])[0][1]) == ["bot.media_photo", "bot.received", "bot.q1_who"]
    assert "bot.media_voice" in words(play(chat, ["<<voice 0:52>>"])[0][1])
    assert words(play(a_chat(), ["<<sticker>>"])[0][1]) == ["bot.sticker"]


def test_an_edit_is_kept_beside_the_first_version_and_says_nothing() -> None:
    chat = a_chat()
    play(chat, ["Ana never comes"])
    assert not play(chat, ["<<edited 1 Anna never comes>>"])[0][1]
    assert [message.text for message in chat.everything()[0].messages] == ["Ana never comes", "Anna never comes"]


@pytest.mark.rule("R123")
def test_an_edit_of_what_never_came_is_heard_as_what_it_says() -> None:
    chat = a_chat()
    chat.say("My social worker never comes.", sort=Sort.EDIT, edits="message/of a day when nobody asked for it")
    (contact,) = chat.contacts.values()
    assert contact.standing is Standing.WAITING and contact.clocks
    assert "bot.received" in {each.words for each in chat.letters.values()}


def test_start_again_never_starts_again() -> None:
    chat = a_chat()
    play(chat, ["/start", "they moved my room", "/start", "and lost my bag"])
    assert len(chat.contacts) == 1 and chat.told().count("bot.received") == 1
    assert "bot.welcome_back" in chat.told()


def test_something_new_begins_a_contact_of_its_own() -> None:
    chat = a_chat()
    play(chat, ["they moved my room", "skip", "skip", "skip", "skip", "and lost my bag"])
    chat.wait(seconds=1)
    chat.press("That's something new")
    play(chat, ["my bus pass never came"])
    assert len(chat.contacts) == 2
    assert [message.text for message in chat.everything()[1].messages] == ["my bus pass never came"]


def test_after_stop_nothing_is_sent_until_they_write_again() -> None:
    chat = a_chat()
    chat.say("they moved my room")
    assert words(chat.say("STOP")) == ["bot.stop"]
    assert not chat.wait(days=40)
    assert words(play(chat, ["hi"])[0][1])[:1] == ["bot.received"]


def test_stop_withdraws_whatever_was_waiting() -> None:
    chat = a_chat()
    chat.say("they moved my room")
    waiting = [name for name, (posted, _) in chat.posted.items() if posted is Posted.QUEUED]
    chat.say("stop")
    assert waiting and all(chat.posted[name][0] is Posted.WITHDRAWN for name in waiting)


def test_stop_withdraw_and_delete_are_three_wishes() -> None:
    chat = a_chat()
    play(chat, ["they moved my room"])
    assert words(chat.say("withdraw")) == ["bot.withdraw_check"]
    assert words(chat.say("no")) == ["bot.ok"]
    assert words(chat.say("delete")) == ["bot.delete_menu"]
    assert words(chat.press("Ask to delete my case")) == ["bot.delete_request"]
    assert [letter.words for letter in chat.alerts()][-1] == "staff.delete_request"
    assert chat.everything()[0].standing is Standing.WAITING


def test_who_they_are_is_kept_for_a_person_to_look_while_an_alarm_rings_anywhere_in_their_chat() -> None:
    chat = a_chat()
    play(chat, ["my foster carer hits me"])
    (before,), (alarm, *_) = chat.contacts.values(), chat.alarms.values()
    earlier = replace(before, id="contact/before", reference="BN-2222", standing=Standing.SET_ASIDE, alarms=())
    chat.contacts, chat.alarms = {earlier.id: earlier}, {alarm.name: replace(alarm, contact=earlier.id)}
    play(chat, ["they moved my room", "delete", "Forget who I am"])
    assert len(chat.contacts) == 2 and words(chat.say("yes")) == ["bot.delete_request"]
    assert [letter.words for letter in chat.alerts()][-1] == "staff.delete_request"


def test_status_tells_a_bystander_nothing() -> None:
    chat = a_chat()
    play(chat, ["my foster carer Ann took my phone off me"])
    (status,) = chat.say("status")
    said = render(status, choices=CHOICES).text
    assert status.words == "bot.status" and "Ann" not in said and "phone" not in said and "carer" not in said
    assert words(a_chat().say("status")) == ["bot.status_none"]


def test_asking_for_a_person_gives_somebody_a_task() -> None:
    chat = a_chat()
    play(chat, ["they moved my room"])
    assert words(chat.say("person")) == ["bot.person"]
    (task,) = chat.alerts()
    assert (task.words, task.staff) == ("staff.step_due", "mina")
    assert "room" not in str(task.facts)


@pytest.mark.rule("R505")
def test_a_yes_to_an_advocate_gives_somebody_the_task_at_once() -> None:
    chat = a_chat()
    play(chat, ["they moved my room"])
    assert words(chat.say("advocate")) == ["bot.q3_yes"]
    assert [letter.facts["step_plain"] for letter in chat.alerts()] == [
        "asking the advocates to get in touch with them"
    ]


def reminded(chat: Chat) -> list[str]:
    """What time alone would say to the writer after five working days."""
    later = chat.now + timedelta(days=7)
    told = [letter.words for letter in chase(chat.everything()[0], council(), later).letters if letter.to == CHAT]
    return [words for words in told if words != "bot.nudge_once"]


def test_stop_silences_reminders_too() -> None:
    chat = a_chat()
    play(chat, ["they moved my room", "skip"])
    assert reminded(chat) == ["bot.advocacy_2"]
    chat.say("stop")
    assert not reminded(chat)


def test_passing_the_question_by_is_no_answer_and_a_no_is_one() -> None:
    for answer, then in (("skip", ["bot.advocacy_2"]), ("no thanks", []), ("i have one", [])):
        chat = a_chat()
        play(chat, ["they moved my room", "skip", "skip", answer])
        assert reminded(chat) == then, answer


def test_what_was_told_in_the_chat_stands_in_the_case() -> None:
    chat = a_chat()
    play(chat, ["they moved my room", "skip", "Ozzy", "skip", "skip", "stop"])
    (case,) = opened(council(), chat.everything()[0]).cases
    assert case.complainant.known_as == "Ozzy" and case.quiet


def test_stop_on_a_case_is_stop_and_writing_again_ends_it() -> None:
    chat = a_chat()
    play(chat, ["they moved my room"])
    chat.apply(opened(council(), chat.everything()[0]))
    chat.wait(days=1)
    assert words(chat.say("stop")) == ["bot.stop"]
    assert next(iter(chat.cases.values())).quiet
    play(chat, ["hi"])
    assert not next(iter(chat.cases.values())).quiet
