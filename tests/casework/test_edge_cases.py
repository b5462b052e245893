"""The rulebook's edge cases that happen when a message arrives, each by its number (procedures, section 10)."""

from dataclasses import replace

import pytest

from casework.arrive import arrive
from casework.contacts import Standing
from casework.labels import Kind
from casework.letters import Urgency
from casework.messages import Address, Automatic, Channel, File
from casework.said.signs import Level, signs
from tests.build import FAMILY, STAFF, a_message, at, opened
from tests.casework.chat import CHAT, Chat, a_chat, a_mailbox, council, play, table, words


def levels(text: str) -> set[Level]:
    return {sign.level for sign in signs(text, table())}


def received(box: Chat) -> str:
    return str(box.everything()[-1].clocks[0].day_0)


@pytest.mark.rule("R406", "R407")
def test_x01_friday_night_and_saturday_morning_are_due_on_the_same_day() -> None:
    friday, saturday = a_mailbox("2026-03-06 23:50"), a_mailbox("2026-03-07 10:00")
    for box in (friday, saturday):
        box.say("Nobody has rung me back.")
    assert friday.everything()[0].clocks[0].due == saturday.everything()[0].clocks[0].due


@pytest.mark.rule("R406")
def test_x02_half_past_midnight_in_summer_belongs_to_the_new_london_day() -> None:
    chat = a_chat("2026-06-02 00:30")
    chat.say("my worker never came")
    assert received(chat) == "2026-06-02"


@pytest.mark.rule("R121", "R510", "R708")
def test_x04_a_carer_who_shouts_and_a_child_who_wants_no_trouble() -> None:
    chat = a_chat()
    play(chat, ["my foster carer shouts a lot, i dont want any trouble", "im ok"])
    assert chat.end()["kind"] is Kind.REPRESENTATION
    assert "bot.received" in chat.told()  # which offers an advocate
    assert {alarm.level for alarm in chat.alarms.values()} == {Level.POSSIBLE}


@pytest.mark.rule("R418")
def test_x05_make_it_official_turns_it_into_a_complaint_from_that_message() -> None:
    chat = a_chat()
    play(chat, ["my bus pass never came", "skip", "skip", "skip", "just sort it out", "<<wait 3d>>"])
    ((_, said),) = play(chat, ["complaint"])
    assert words(said) == ["bot.made_complaint"] and said[0].facts["date"] == "Friday 6 March"


@pytest.mark.rule("R702", "R703")
def test_x26_danger_in_a_chaser_is_answered_at_once_and_the_chaser_still_filed() -> None:
    box = Chat(council(), table(), at("2026-03-03 10:00"), sender=FAMILY)
    box.say("My letter has not been answered.")
    change = opened(council(), box.everything()[0], "2026-03-04 10:00")
    box.apply(change)
    box.wait(days=10)
    said = box.say("Still nothing. I'm going to end it tonight.", thread=("1@family.example",))
    assert said[0].words.startswith("email.danger") and said[0].urgency is Urgency.SAFETY
    assert [message.text for message in next(iter(box.cases.values())).messages][-1].startswith("Still nothing")


@pytest.mark.rule("R701")
def test_x27_sarcasm_is_alerted_and_left_for_a_person_to_clear() -> None:
    assert levels("I'll kill that printer") == {Level.POSSIBLE}


@pytest.mark.rule("R708", "R602")
def test_x28_an_allegation_against_a_manager_reaches_neither_them_nor_their_line() -> None:
    box = a_mailbox()
    box.say("Tom Reed, the team manager, grabbed my son by the arm and he hit him.")
    assert Level.STAFF in {alarm.level for alarm in box.alarms.values()}
    assert not {letter.staff for letter in box.alerts()} & {"tom", "hana", "priya"}


@pytest.mark.rule("R247", "R708")
def test_x29_an_allegation_against_the_complaints_manager_goes_to_the_director() -> None:
    box = Chat(replace(council(), staff=STAFF), table(), at("2026-03-03 10:00"), sender=FAMILY)
    box.say("Dan Marsh, your own manager and a member of staff, touched my daughter.")
    told = {letter.staff for letter in box.alerts()}
    assert "dan" not in told and "dee" in told


@pytest.mark.rule("R713")
def test_x30_a_neighbours_report_goes_to_the_front_door_and_is_no_complaint() -> None:
    box = a_mailbox()
    said = box.say("I am a neighbour. The kids next door are left alone all night.")
    assert words(said)[0] == "email.danger_adult"
    assert "FD" in {letter.staff for letter in box.alerts()}


@pytest.mark.rule("R280", "R702")
def test_x46_the_fortieth_message_is_read_like_the_first() -> None:
    box = a_mailbox()
    for number in range(40):
        box.say(f"Complaint number {number} about the bins.", thread=("1@family.example",))
    box.say("And she has bruises on her arm.", thread=("1@family.example",))
    assert Level.HARM in {alarm.level for alarm in box.alarms.values()}


@pytest.mark.rule("R233")
def test_x47_an_anonymous_note_about_a_home_is_looked_at_for_risk_and_kept() -> None:
    note = Address(Channel.LETTER, "post room 12")
    text = "Staff at the home lock the kids in at night. I won't say who I am."
    change = arrive(
        a_message(text, channel=Channel.LETTER, sender=note), None, council(), "BN-2222", at("2026-03-03 10:00"),
        signs=table(),
    )  # fmt: skip
    assert change.alarms and change.contacts[0].standing is Standing.WAITING
    assert all(letter.staff for letter in change.letters)


@pytest.mark.rule("R114")
def test_x48_an_out_of_office_reply_gets_no_answer_back() -> None:
    box = a_mailbox()
    assert not box.say("I am away until Monday.", automatic=Automatic.AUTO_REPLY, thread=("letter.1@council.example",))


@pytest.mark.rule("R123")
def test_x49_polish_a_voice_note_and_a_photographed_letter_are_all_taken() -> None:
    for chat, turn in (
        (a_chat(), "Nie wiem gdzie jest moja siostra i nikt mi nie odpowiada"),
        (a_chat(), "<<voice 0:52>>"),
        (a_chat(), "<<photo>>"),
    ):
        play(chat, [turn])
        (contact,) = chat.everything()
        assert contact.standing is Standing.WAITING and received(chat) == "2026-03-03"


@pytest.mark.rule("R524")
def test_x50_a_chat_that_says_it_is_the_parent_is_told_nothing_of_a_case() -> None:
    chat = a_chat()
    play(chat, ["I am her mother. When are my visits? My case is BN-7K4Q"])
    assert all("BN-7K4Q" not in str(letter.facts) for letter in chat.letters.values())


@pytest.mark.rule("R406")
def test_x51_the_same_complaint_sent_twice_from_one_address_is_one_contact_from_the_first() -> None:
    box = a_mailbox()
    text = "My daughter has had four social workers this year and nobody tells us why."
    box.say(text, subject="Complaint")
    box.wait(hours=2)
    box.say(text, subject="Complaint")
    assert len(box.contacts) == 1 and box.everything()[0].received == at("2026-03-03 15:00")
    assert [letter.words for letter in box.letters.values()].count("email.receipt_auto") == 1


@pytest.mark.rule("R702")
def test_x57_after_two_days_down_the_backlog_is_looked_at_for_harm_first() -> None:
    chat = a_chat("2026-03-05 09:00")
    late = a_message("i want to die", channel=Channel.TELEGRAM, sender=CHAT, received=at("2026-03-03 09:00"))
    said = chat.receive(late)
    assert words(said) == ["bot.danger"] and said[0].not_before == chat.now
    (contact,) = chat.everything()
    assert str(contact.clocks[0].day_0) == "2026-03-03"  # the days we were down are the council's


@pytest.mark.rule("R121")
def test_x67_unhappy_but_not_complaining_is_taken_at_their_word() -> None:
    chat = a_chat()
    play(chat, ["I'm unhappy about the new rota but I'm not complaining"])
    assert chat.end()["kind"] is Kind.REPRESENTATION


def test_a_file_alone_is_a_contact_and_its_name_is_looked_at() -> None:
    box = a_mailbox()
    box.say("", files=(File("he_hit_me_again.pdf", "application/pdf", 900),), subject="see attached")
    assert Level.IMMEDIATE in {alarm.level for alarm in box.alarms.values()}
