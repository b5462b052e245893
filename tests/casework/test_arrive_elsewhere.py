"""A message arrives by email, on a case, from a machine; and the classifier has its look."""

import pytest

from casework import labels
from casework.arrive import arrive, weigh
from casework.cases import Case
from casework.changes import Change
from casework.choices import CHOICES
from casework.contacts import Standing, Suggestion
from casework.labels import Flag, Kind
from casework.messages import Address, Automatic, Channel
from casework.said.signs import Level
from outbox.render import render
from tests.build import FAMILY, a_contact, a_message, at, opened
from tests.casework.chat import CHAT, Chat, a_chat, a_mailbox, council, play, table, words


@pytest.mark.rule("R125", "R510")
def test_an_email_gets_a_receipt_at_once_with_the_emergency_line_and_the_advocate() -> None:
    (receipt,) = a_mailbox("2026-03-07 23:10").say("Nobody has rung me back.", subject="Waiting")
    said = render(receipt, choices=CHOICES)
    assert receipt.words == "email.receipt_auto" and "999" in said.text and "advocate" in said.text
    assert "complain" not in said.subject.lower()
    assert receipt.facts["read_by"] == "5.30pm on Monday"
    assert receipt.facts["ack_date"] == "Tuesday 10 March"


@pytest.mark.rule("R125")
def test_one_receipt_for_a_sender_and_thread_in_a_day() -> None:
    box = a_mailbox()
    box.say("Nobody has rung me back.", message_id="1@family.example")
    assert not box.say("And another thing.", thread=("1@family.example",))
    box.wait(hours=25)
    assert words(box.say("Still nothing.", thread=("1@family.example",))) == ["email.receipt_auto"]
    assert len(box.contacts) == 1


@pytest.mark.rule("R114")
@pytest.mark.parametrize("kind", Automatic)
def test_a_machine_is_filed_and_never_answered(kind: Automatic) -> None:
    box = a_mailbox()
    assert not box.say("I am out of the office until Monday.", automatic=kind)
    (contact,) = box.everything()
    assert contact.standing is Standing.SET_ASIDE and not contact.clocks and not box.letters


def test_a_machines_words_of_danger_reach_a_person_and_answer_nobody() -> None:
    box = a_mailbox()
    assert not box.say("I want to die. Sent from my phone", automatic=Automatic.AUTO_REPLY)
    assert [alarm.level for alarm in box.alarms.values()] == [Level.POSSIBLE]
    assert not a_mailbox().say("i want to die", automatic=Automatic.BOUNCE)


def test_danger_by_email_is_answered_in_the_words_for_whoever_wrote() -> None:
    assert words(a_mailbox().say("i want to die")) == ["email.danger_yp"]
    adult = a_mailbox().say("I am his mother. My son says he wants to die.")
    assert words(adult) == ["email.danger_adult"]
    assert words(a_mailbox().say("I was abused as a child by my uncle.")) == ["bot.disclosure"]


def test_more_by_email_while_an_alarm_is_open_is_answered_once_in_half_an_hour() -> None:
    box = a_mailbox()
    box.say("i want to die", message_id="1@family.example")
    box.wait(minutes=1)
    assert words(box.say("it is dark now", thread=("1@family.example",))) == ["bot.danger_more"]
    assert not box.say("are you there", thread=("1@family.example",))


@pytest.mark.rule("R524")
def test_a_stranger_quoting_a_number_is_held_and_told_nothing_of_it() -> None:
    box = a_mailbox()
    (receipt,) = box.say("What did they decide about BN-7K4Q?", shown_reference="BN-7K4Q")
    (contact,) = box.everything()
    assert contact.held and contact.reference != "BN-7K4Q" and receipt.reference == contact.reference


def test_what_staff_type_in_of_a_call_gets_no_letter_by_itself() -> None:
    caller = Address(Channel.TELEPHONE, "call 12")
    change = arrive(
        a_message("She rang to say nobody came.", channel=Channel.TELEPHONE, sender=caller), None, council(), "BN-2222",
        at("2026-03-03 10:00"), signs=table(),
    )  # fmt: skip
    assert not change.letters and change.contacts[0].standing is Standing.WAITING


def with_case(sender: Address) -> tuple[Chat, Case]:
    chat = Chat(council(), table(), at("2026-03-03 10:00"), sender=sender)
    chat.say("My social worker cancelled again.")
    chat.settle()
    (contact,) = chat.everything()
    change = opened(council(), contact, "2026-03-04 10:00")
    chat.now = at("2026-03-04 10:00")
    chat.apply(change)
    chat.wait(days=1)
    return chat, change.cases[0]


@pytest.mark.rule("R113")
def test_more_on_a_case_joins_it_and_its_handler_is_told_once_a_day() -> None:
    chat, case = with_case(CHAT)
    before = {letter.name for letter in chat.alerts()}
    assert words(play(chat, ["she cancelled the one after as well"])[0][1]) == ["bot.more_saved"]
    play(chat, ["and the one after that"])
    (held,) = chat.cases.values()
    assert [message.text for message in held.messages][-2:] == [
        "she cancelled the one after as well",
        "and the one after that",
    ]
    told = [letter for letter in chat.alerts() if letter.name not in before]
    assert "priya" in {letter.staff for letter in told}
    assert len({(letter.staff, letter.to) for letter in told}) == len(told)
    assert case.reference in held.reference


def test_more_on_a_case_by_email_is_acknowledged_once_a_day() -> None:
    box, _ = with_case(FAMILY)
    assert words(box.say("Any news?", thread=("1@family.example",)))[:1] == ["email.receipt_auto"]
    assert not box.say("Hello?", thread=("1@family.example",))


@pytest.mark.rule("R702")
def test_danger_on_a_case_is_danger() -> None:
    chat, case = with_case(CHAT)
    assert words(chat.say("im going to end it tonight")) == ["bot.danger"]
    (alarm,) = chat.alarms.values()
    assert alarm.reference == case.reference
    assert [message.text for message in next(iter(chat.cases.values())).messages][-1] == "im going to end it tonight"


def test_status_of_a_case_says_stage_and_date_and_no_more() -> None:
    chat, _ = with_case(CHAT)
    (status,) = chat.say("status")
    said = render(status, choices=CHOICES).text
    assert "a manager is looking into it" in said and "cancelled" not in said and "Priya" not in said


def a_suggestion(*flags: Flag, likely: float = 0.9) -> Suggestion:
    return Suggestion(
        Kind.COMPLAINT, labels.Procedure.STATUTORY, None, None, labels.Sender.UNKNOWN, labels.Service.UNKNOWN,
        frozenset(flags), dict.fromkeys(flags, likely), {}, (), (),
    )  # fmt: skip


def weighed(*flags: Flag, **other: object) -> Change:
    contact = a_contact(council(), **other)
    return weigh(contact, a_suggestion(*flags), council(), at("2026-03-02 10:00"))


@pytest.mark.rule("R001")
def test_an_opinion_is_taken_down_and_says_nothing_to_anybody() -> None:
    change = weighed(Flag.CHILD_IN_CARE, Flag.WANTS_INFORMAL)
    assert change.contacts[0].suggestion and change.contacts[0].considered == 1
    assert not change.letters and not change.alarms and not change.withdrawn


@pytest.mark.rule("R001", "R701")
@pytest.mark.parametrize(
    ("flag", "level", "reader"),
    [
        (Flag.IMMEDIATE_RISK, Level.IMMEDIATE, "mina"),
        (Flag.SAFEGUARDING, Level.HARM, "dan"),
        (Flag.ALLEGATION_AGAINST_STAFF, Level.STAFF, "dan"),
    ],
)
def test_a_flag_of_harm_rings_an_alarm_on_suspicion(flag: Flag, level: Level, reader: str) -> None:
    change = weighed(flag)
    assert [alarm.level for alarm in change.alarms] == [level]
    assert reader in {letter.staff for letter in change.letters}
    to_the_writer = [letter.words for letter in change.letters if not letter.staff]
    assert to_the_writer == (["email.danger_yp"] if flag is Flag.IMMEDIATE_RISK else [])


def test_a_machines_mere_suspicion_of_harm_does_not_end_the_conversation() -> None:
    chat = a_chat()
    chat.suggest = lambda _: a_suggestion(Flag.SAFEGUARDING)
    assert words(play(chat, ["they moved my room", "young person"])[-1][1]) == ["bot.q2_name"]
    assert [alarm.level for alarm in chat.alarms.values()] == [Level.HARM]


def test_danger_that_only_the_classifier_hears_is_answered_as_danger() -> None:
    chat = a_chat()
    chat.suggest = lambda _: a_suggestion(Flag.IMMEDIATE_RISK)
    assert "bot.danger" in words(play(chat, ["nan made tea and then i knew"])[-1][1])
    assert words(play(chat, ["it doesnt matter"])[-1][1]) == ["bot.danger_more"]


def test_what_it_flags_with_little_behind_it_is_doubtful_or_nothing() -> None:
    contact = a_contact(council())
    for likely, levels in ((0.4, [Level.POSSIBLE]), (0.06, [])):
        change = weigh(contact, a_suggestion(Flag.IMMEDIATE_RISK, likely=likely), council(), at("2026-03-02 10:00"))
        assert [alarm.level for alarm in change.alarms] == levels
        assert all(letter.staff for letter in change.letters)


@pytest.mark.rule("R707")
def test_danger_that_it_only_half_hears_is_asked_about_once_and_read_by_a_person() -> None:
    chat = a_chat()
    chat.suggest = lambda _: a_suggestion(Flag.IMMEDIATE_RISK, likely=0.7)
    said = [words(answered) for _, answered in play(chat, ["nan made tea and then i knew", "it was tuesday"])]
    assert "bot.soft_check" in said[0] and "bot.danger" not in said[0]
    assert "bot.soft_check" not in said[1]
    assert [alarm.level for alarm in chat.alarms.values()] == [Level.POSSIBLE]
    assert words(chat.say("I'm not OK")) == ["bot.danger"]


def test_while_it_asks_if_they_are_ok_no_other_question_is_put() -> None:
    chat = a_chat()
    chat.suggest = lambda _: a_suggestion(Flag.IMMEDIATE_RISK, likely=0.7)
    chat.say("nan made tea and then i knew")
    assert "bot.soft_check" in words(chat.consider())
    assert words(chat.settle()) == ["bot.received"]
    assert words(play(chat, ["im ok"])[0][1]) == ["bot.q1_who"]


def test_what_it_adds_to_a_doubtful_sign_was_told_to_nobody_and_the_questions_go_on() -> None:
    chat = a_chat()
    chat.suggest = lambda _: a_suggestion(Flag.SAFEGUARDING)
    said = [words(answered) for _, answered in play(chat, ["i cant cope with this place", "im ok", "its Malachi"])]
    assert "bot.soft_check" in said[0]
    assert said[2] == ["bot.q3_advocate"]


def test_of_a_language_that_it_never_learnt_its_opinion_rings_nothing_and_the_words_of_harm_still_do() -> None:
    chat = a_chat()
    chat.suggest = lambda _: a_suggestion(Flag.IMMEDIATE_RISK)
    play(chat, ["moja opiekunka od miesiąca nie odpisuje"])
    assert not chat.alarms
    play(chat, ["mama mnie bije"])
    assert chat.alarms


def test_an_opinion_rings_nothing_that_was_rung_and_lowers_nothing() -> None:
    first = weighed(Flag.IMMEDIATE_RISK)
    again = weighed(Flag.IMMEDIATE_RISK, Flag.SAFEGUARDING, alarms=first.alarms)
    assert not again.alarms and not again.letters
