"""Words of danger: answered at once in every state, somebody told, and nothing asked but whether they are safe."""

import pytest

from casework.letters import Urgency
from casework.messages import Address, Channel, File, Sort
from casework.said.signs import Level
from tests.casework.chat import a_chat, a_mailbox, play, words

QUESTIONS = {"bot.q1_who", "bot.q2_name", "bot.q2_check", "bot.q3_advocate", "bot.q3_advocate_adult", "bot.q4_kind"}

STATES: dict[str, list[str]] = {
    "nothing said": [],
    "a greeting": ["hi"],
    "who": ["they moved my room"],
    "name": ["they moved my room", "skip"],
    "is it a name": ["they moved my room", "skip", "the blue bus"],
    "advocate": ["they moved my room", "skip", "skip"],
    "kind": ["they moved my room", "skip", "skip", "skip"],
    "done": ["they moved my room", "skip", "skip", "skip", "skip"],
    "status": ["they moved my room", "status"],
    "delete menu": ["they moved my room", "delete"],
    "withdraw": ["they moved my room", "withdraw"],
    "after stop": ["they moved my room", "stop"],
    "an advocate": ["I am an independent advocate writing for a young person"],
    "thanks": ["Kelly was brilliant with us all year"],
    "asked if OK": ["i cant cope"],
}


@pytest.mark.rule("R702", "R703")
@pytest.mark.parametrize("state", STATES)
def test_words_of_danger_are_answered_at_once_in_every_state(state: str) -> None:
    chat = a_chat()
    play(chat, STATES[state])
    chat.wait(seconds=1)
    said = chat.say("i want to die")
    assert words(said)[:1] == ["bot.danger"]
    assert said[0].urgency is Urgency.SAFETY and said[0].not_before == chat.now
    assert {alarm.level for alarm in chat.alarms.values()} == {Level.IMMEDIATE}
    assert {"FD", "mina"} <= {letter.staff for letter in chat.alerts()}


@pytest.mark.rule("R704")
@pytest.mark.parametrize("state", STATES)
def test_after_danger_no_question_is_put_and_none_comes_back_by_itself(state: str) -> None:
    chat = a_chat()
    play(chat, STATES[state])
    chat.wait(seconds=1)
    chat.say("he wont stop hitting me")
    before = len(chat.told())
    for text in ("ok", "my name is Jo", "no dont tell anyone", "<<wait 2d>>", "it was friday"):
        play(chat, [text])
    assert not set(chat.told()[before:]) & QUESTIONS
    assert "bot.received" not in chat.told()[before:]


def test_he_wont_stop_hitting_me_is_danger_and_not_stop() -> None:
    chat = a_chat()
    assert words(chat.say("he won't stop hitting me")) == ["bot.danger"]


def test_at_most_two_extra_lines_are_sent() -> None:
    chat = a_chat()
    (danger,) = chat.say("i want to die, he hits me, i have nowhere to sleep tonight and my carer hit me")
    assert len(danger.lines) == 2


def test_danger_in_an_edit_a_caption_a_file_name_and_two_messages_is_heard() -> None:
    chat = a_chat()
    play(chat, ["they moved my room"])
    assert words(chat.say("i want to die", sort=Sort.EDIT, edits=chat.messages[0].name)) == ["bot.danger"]
    photo = File("photo.jpg", "image/jpeg", 10)
    assert words(a_chat().say("he did this, he hit me", files=(photo,), media="photo"))[:1] == ["bot.danger"]
    note = File("i want to die.txt", "text/plain", 10)
    assert words(a_chat().say("", files=(note,), media="document"))[:1] == ["bot.danger"]
    chat = a_chat()
    chat.say("i just want to")
    chat.wait(seconds=4)
    assert words(chat.say("die")) == ["bot.danger"]
    mails = a_mailbox()
    for text in ("i just want to", "die"):
        mails.say(text)
    assert not mails.alarms, "a mail is whole, and read alone"


@pytest.mark.rule("R702")
def test_a_file_with_few_words_beside_it_is_the_message_and_under_a_long_letter_it_is_a_bundle() -> None:
    assert words(a_chat().say("please read this", enclosed="i want to die")) == ["bot.danger"]
    chat = a_chat()
    said = words([*chat.say("nobody came " * 40, enclosed="i want to die"), *chat.settle()])
    assert not any(each.startswith(("bot.danger", "bot.disclosure")) for each in said)
    assert {alarm.level for alarm in chat.alarms.values()} == {Level.HARM}


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.TELEPHONE, Channel.IN_PERSON])
def test_what_staff_typed_in_rings_and_no_machine_answers_it(channel: Channel) -> None:
    chat = a_chat()
    chat.sender = Address(channel, "Sam Hill")
    for text in ("i want to die", "nobody came"):
        chat.say(text)
        chat.wait(minutes=1)
    assert chat.alarms and all(each.staff for each in chat.letters.values())


@pytest.mark.rule("R707")
def test_what_could_go_either_way_is_asked_about_once_and_reaches_a_person() -> None:
    chat = a_chat()
    assert words(chat.say("i cant cope")) == ["bot.soft_check"]
    assert words(chat.settle()) == ["bot.received"]
    assert {letter.staff for letter in chat.alerts()} == {"mina", "dan"}
    assert words(play(chat, ["im ok"])[0][1]) == ["bot.q1_who"]
    play(chat, ["i hate my life"])
    assert chat.told().count("bot.soft_check") == 1
    later = a_chat()
    play(later, ["they moved my room"])
    assert words(later.say("i cant cope")) == ["bot.soft_check"]


def test_whoever_would_rather_not_say_if_they_are_ok_is_left_at_that_and_a_person_still_looks() -> None:
    chat = a_chat()
    chat.say("i cant cope")
    chat.wait(seconds=3)
    assert words(chat.press("I'd rather not say"))[0] == "bot.danger_rather_not"
    assert {(each.level, each.closed) for each in chat.alarms.values()} == {(Level.POSSIBLE, None)}


def test_rather_not_say_in_the_first_seconds_is_answered_once() -> None:
    chat = a_chat()
    chat.say("i cant cope")
    assert words(chat.say("i'd rather not say")) == ["bot.danger_rather_not"]
    assert words(chat.settle()) == ["bot.received"]


def test_what_happens_if_i_tell_you_is_no_danger_and_what_he_does_if_i_tell_is() -> None:
    assert words(a_chat().say("what happens if i tell you something")) == ["bot.soft_check"]
    assert words(a_chat().say("he said if i tell anyone he will hurt my sister")) == ["bot.danger"]


def test_not_ok_is_danger() -> None:
    chat = a_chat()
    chat.say("i cant cope")
    chat.wait(seconds=3)
    assert words(chat.press("I'm not OK")) == ["bot.danger"]
    assert {alarm.level for alarm in chat.alarms.values()} == {Level.IMMEDIATE}


@pytest.mark.rule("R707")
@pytest.mark.parametrize("media", ["voice", "video_note", "audio", "live_location"])
def test_a_voice_nobody_has_heard_and_a_place_that_moves_reach_the_rota(media: str) -> None:
    chat = a_chat()
    chat.say("51.38, -2.36" if media == "live_location" else "", media=media)
    chat.settle()
    (alarm,) = chat.alarms.values()
    assert alarm.level is Level.POSSIBLE and "bot.soft_check" not in chat.told()


@pytest.mark.rule("R702")
def test_words_beside_a_place_that_moves_count_and_a_voice_that_was_written_down_is_read_as_words() -> None:
    assert words(a_chat().say("i want to die", media="live_location")) == ["bot.danger"]
    chat = a_chat()
    chat.say("they moved my room", media="voice")
    assert not chat.alarms


@pytest.mark.rule("R708")
def test_an_allegation_never_reaches_whoever_is_named_or_their_line() -> None:
    chat = a_chat()
    chat.say("my key worker Priya hit me")
    assert {alarm.level for alarm in chat.alarms.values()} == {Level.IMMEDIATE, Level.STAFF}
    assert not {"priya", "tom"} & {letter.staff for letter in chat.alerts()}
    (danger,) = (letter for letter in chat.letters.values() if letter.words == "bot.danger")
    assert "bot.danger_staff" in danger.lines
    chat.wait(seconds=5)
    chat.press("I'm not safe")
    by_level = {alarm.level: alarm.not_safe for alarm in chat.alarms.values()}
    assert by_level == {Level.IMMEDIATE: chat.now, Level.STAFF: None}, "the allegation stays the LADO's"
    assert not {"priya", "tom"} & {letter.staff for letter in chat.alerts()}


def test_a_name_without_an_allegation_keeps_nobody_from_hearing() -> None:
    chat = a_chat()
    chat.say("please tell Mina i want to die")
    assert "mina" in {letter.staff for letter in chat.alerts()}


def test_past_harm_is_thanked_and_told_and_asked_nothing() -> None:
    chat = a_chat()
    assert words([*chat.say("he used to hit me when i was little"), *chat.settle()]) == ["bot.disclosure"]
    assert {alarm.level for alarm in chat.alarms.values()} == {Level.HARM}


def test_a_report_about_a_child_by_an_adult_is_passed_on_and_says_whom_to_ring() -> None:
    chat = a_chat()
    said = chat.say("I am a neighbour. The children next door are left alone at night, the boy has bruises")
    assert words(said) == ["bot.danger_adult"]


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("2026-03-03 15:00", "by 4pm today"),
        ("2026-12-26 02:00", "They open at 8.30am on Tuesday. Until then our night team is on 01632 960 999."),
        ("2026-03-07 23:00", "They open at 8.30am on Monday"),
    ],
)
def test_every_promise_in_the_reply_is_true_at_that_hour(when: str, says: str) -> None:
    (danger,) = a_chat(when).say("i want to die")
    assert says in danger.facts["safety_promise"]


def test_with_nobody_on_the_rota_nothing_is_promised_and_the_manager_is_told() -> None:
    chat = a_chat(empty_rota=True)
    (danger,) = chat.say("i want to die")
    assert "will read" not in danger.facts["safety_promise"]
    assert "dan" in {letter.staff for letter in chat.alerts()}
