"""The conversation: at most four questions, none required, all answerable by typing, nothing asked that was said."""

import pytest

from casework.choices import CHOICES, Act
from casework.labels import Kind
from casework.said import typed
from outbox import library
from tests.casework.chat import Chat, a_chat, play

QUESTIONS = ("bot.q1_who", "bot.q2_name", "bot.q3_advocate", "bot.q3_advocate_adult", "bot.q4_kind")
OFFERS = ("bot.received", "bot.danger_more", "bot.q3_advocate", "email.receipt_auto")


def after(chat: Chat, *turns: str) -> list[str]:
    """What the last of these turns was answered with."""
    return [letter.words for letter in play(chat, turns)[-1][1]]


def pressing(chat: Chat, label: str) -> list[str]:
    chat.wait(seconds=1)
    return [letter.words for letter in (*chat.press(label), *chat.settle())]


def test_four_buttons_answer_the_four_questions() -> None:
    chat = a_chat()
    assert after(chat, "my social worker cancelled again") == ["bot.received", "bot.q1_who"]
    assert pressing(chat, "Young person or care leaver") == ["bot.q2_name"]
    assert after(chat, "Jaz") == ["bot.q3_advocate"]
    assert pressing(chat, "Yes please") == ["bot.q3_yes", "bot.q4_kind"]
    assert pressing(chat, "Make it a complaint") == ["bot.done_complaint"]
    assert chat.end() == {
        "case": chat.everything()[0].reference,
        "kind": Kind.COMPLAINT,
        "wants_advocate": True,
        "name": "Jaz",
        "anonymous": False,
        "alarm": None,
    }


def test_the_whole_of_it_can_be_typed() -> None:
    chat = a_chat()
    after(chat, "they moved my room", "im in care", "call me Bo", "no thanks", "just sort it out")
    end = chat.end()
    assert (end["name"], end["wants_advocate"], end["kind"]) == ("Bo", False, Kind.REPRESENTATION)
    assert chat.told()[-1] == "bot.done_sort"


def test_under_the_menu_a_button_typed_is_pressed_and_asks_for_no_menu() -> None:
    chat = a_chat()
    assert after(chat, "they moved my room", "delete")[-1] == "bot.delete_menu"
    assert after(chat, "Forget who I am") == ["bot.delete_forget"]
    assert after(chat, "yes") == ["bot.forgotten"]


@pytest.mark.parametrize("says", ["tak", "نعم", "da", "nu", "нет", "evet"])
def test_a_yes_or_no_in_no_language_is_somebodys_name(says: str) -> None:
    chat = a_chat()
    after(chat, "they moved my room", says)
    assert chat.end()["name"] is None


def test_a_question_to_us_with_a_story_in_it_is_kept_and_numbered() -> None:
    chat = a_chat()
    assert after(chat, "is anyone going to look at the mould in my room") == ["bot.received", "bot.q1_who"]


def test_an_advocate_asked_for_in_somebodys_own_words_is_promised_at_once() -> None:
    chat = a_chat()
    assert "bot.q3_yes" in after(chat, "can i have an advocate please")


def test_whoever_asks_what_an_advocate_is_hears_it_and_is_offered_one() -> None:
    chat = a_chat()
    said = play(chat, ["they moved my room", "whats an advocate?", "yes please"])
    assert [letter.words for letter in said[1][1]] == ["bot.q3_advocate"]
    assert [letter.words for letter in said[2][1]] == ["bot.q3_yes", "bot.q2_name"]
    carer = a_chat()
    said = play(carer, ["I am his foster carer and they moved his room", "what is an advocate for"])
    assert [letter.words for letter in said[1][1]] == ["bot.q3_advocate_adult"]


def test_a_complaint_chosen_in_more_words_is_one() -> None:
    chat = a_chat()
    play(chat, ["they moved my room", "skip", "skip", "skip"])
    assert [letter.words for letter in play(chat, ["i want it as a complaint"])[0][1]] == ["bot.done_complaint"]


def test_every_button_works_as_a_typed_word() -> None:
    for label, _ in CHOICES["bot.q1_who"]:
        if label == "Advocate":
            continue  # the receipt has just said "type advocate to get one": the word is a wish for one
        chat = a_chat()
        assert after(chat, "they moved my room", label.lower())[-1] in ("bot.q2_name", "adv.start")


def test_skipping_all_four_still_gives_dates_and_the_offer_of_an_advocate() -> None:
    chat = a_chat()
    play(chat, ["they moved my room", "skip", "skip", "skip", "skip"])
    assert chat.told()[-1] == "bot.done_unsure"
    last = next(letter for letter in reversed(list(chat.letters.values())) if letter.words == "bot.done_unsure")
    assert last.facts["ack_date"] == "Thursday 5 March"
    assert "bot.received" in chat.told()


def test_nothing_is_ever_required() -> None:
    chat = a_chat()
    play(chat, ["they moved my room"])
    assert chat.end()["case"] and chat.end()["anonymous"]
    assert {clock.name for clock in chat.everything()[0].clocks} == {"s1_statutory", "triage"}


def test_a_question_that_is_talked_past_is_put_once_more_and_then_let_be() -> None:
    chat = a_chat()
    play(
        chat,
        ["ok so my worker", "she said friday", "and then it wasnt friday", "it was never friday", "so yeah thats it"],
    )
    assert chat.told().count("bot.q1_who") == 2
    assert not set(chat.told()) & set(QUESTIONS[1:])


@pytest.mark.parametrize("words", QUESTIONS)
def test_no_question_is_ever_put_a_third_time(words: str) -> None:
    chat = a_chat()
    turns = [
        "they moved my room",
        "and my stuff got lost",
        "young person",
        "its gone",
        "my bag i mean the blue one",
        "Kit",
    ]
    play(
        chat,
        [*turns, "it had my photos in", "and my charger too", "no advocate", "i want it all back you know", "and more"],
    )
    assert chat.told().count(words) <= 2


def test_what_was_said_unasked_is_not_asked_again() -> None:
    chat = a_chat()
    told = after(chat, "my name is Dee and im in foster care. no advocate pls. i dont want this to be a complaint")
    assert told == ["bot.received"] or told == ["bot.received", "bot.q3_no"]
    assert not set(chat.told()) & set(QUESTIONS)


def test_a_name_typed_alone_is_taken_and_the_next_thing_asked() -> None:
    chat = a_chat()
    assert after(chat, "my bus pass never came", "im walking 4 miles", "its cold", "Ozzy") == ["bot.q3_advocate"]
    assert after(chat, "no ta") == ["bot.q3_no", "bot.q4_kind"]
    assert chat.end()["name"] == "Ozzy" and chat.end()["wants_advocate"] is False


def test_told_in_one_breath_the_last_words_answer_what_is_always_offered() -> None:
    for answer, wanted in (("no", False), ("yes please", True)):
        chat = a_chat()
        for text in ("my bus pass never came", "im walking 4 miles", "Ozzy", answer):
            chat.say(text)
        chat.settle()
        assert chat.end()["name"] == "Ozzy" and chat.end()["wants_advocate"] is wanted


def test_words_that_may_be_a_name_or_not_are_asked_about() -> None:
    chat = a_chat()
    assert after(chat, "my bus pass never came", "skip", "the blue bus") == ["bot.q2_check"]
    assert after(chat, "no") == ["bot.q2_name"]
    assert chat.end()["name"] is None


def test_whoever_wants_no_name_known_has_none() -> None:
    chat = a_chat()
    play(chat, ["my bus pass never came", "Ozzy", "actually dont use my name"])
    assert chat.end()["name"] is None and chat.end()["anonymous"]


def test_a_number_for_the_advocate_is_kept_and_asks_nothing_again() -> None:
    chat = a_chat()
    play(chat, ["my bus pass never came", "skip", "skip", "yes please"])
    assert after(chat, "07700 900123") == ["bot.ok"]


def test_coming_back_after_two_days_goes_on_and_never_starts_again() -> None:
    chat = a_chat()
    play(chat, ["my bus pass never came", "<<wait 2d>>"])
    assert after(chat, "still nothing") == ["bot.q1_who"]
    assert len(chat.contacts) == 1 and chat.told().count("bot.received") == 1


def test_after_a_week_without_a_word_the_questions_are_over() -> None:
    chat = a_chat()
    play(chat, ["my bus pass never came", "<<wait 8d>>"])
    assert after(chat, "still nothing") == ["bot.more_saved"]


def test_a_plain_thank_you_is_asked_one_thing() -> None:
    chat = a_chat()
    assert after(chat, "just wanted to say Kelly was brilliant with my brother") == ["bot.received", "bot.thanks"]
    assert pressing(chat, "Yes, but not my name") == ["bot.ok"]
    assert not set(chat.told()) & set(QUESTIONS)


def test_thanks_with_a_grievance_in_it_is_a_grievance() -> None:
    assert after(a_chat(), "Kelly was brilliant but nobody else ever turns up") == ["bot.received", "bot.q1_who"]


def test_a_parent_is_asked_about_the_childs_advocate_and_a_word_turns_it_into_a_complaint() -> None:
    chat = a_chat()
    play(chat, ["I am his mum and they moved him without telling me", "skip"])
    assert "bot.q3_advocate_adult" in chat.told()
    assert after(chat, "yes") == ["bot.ok", "bot.q4_kind"]
    assert chat.end()["wants_advocate"] is False


@pytest.mark.rule("R387")
def test_one_word_turns_sort_it_out_into_a_complaint() -> None:
    chat = a_chat()
    play(chat, ["my bus pass never came", "skip", "skip", "skip", "just sort it out"])
    assert after(chat, "complaint") == ["bot.made_complaint"]
    assert chat.end()["kind"] is Kind.COMPLAINT


def test_an_old_button_is_kept_and_said_to_be_old() -> None:
    chat = a_chat()
    play(chat, ["my bus pass never came"])
    pressing(chat, "Young person or care leaver")
    pressing(chat, "Skip")
    assert pressing(chat, "Parent or carer") == ["bot.old_button"]


def test_an_advocate_is_not_offered_an_advocate_and_their_young_people_are_kept_apart() -> None:
    chat = a_chat()
    play(chat, [
        "Hello, I am an independent advocate writing about two young people.",
        "1. T, aged 12: nobody has come to see him since May.",
        "2. R, aged 15: her laptop has not been replaced.",
        "My name is Ines Bell.",
    ])  # fmt: skip
    assert len(chat.contacts) == 2
    assert not set(chat.told()) & set(OFFERS)
    texts = ["\n".join(message.text for message in contact.messages) for contact in chat.everything()]
    assert "laptop" not in texts[0] and "nobody has come" not in texts[1]
    assert chat.end()["name"] == "Ines Bell"


def test_another_language_is_saved_and_said_to_be_read_by_somebody() -> None:
    told = play(a_chat(), ["Мене перевели і нічого не сказали"])[-1][1]
    assert [letter.words for letter in told][:2] == ["bot.language_other", "bot.received"]
    assert told[0].facts["language"] == "Ukrainian"


def test_swearing_is_left_alone_and_an_insult_is_answered_once_a_day() -> None:
    assert not typed.is_insult("this is fucking ridiculous, nobody came")
    chat = a_chat()
    play(chat, ["my bus pass never came", "fuck you", "you are useless"])
    assert chat.told().count("bot.insult") == 1


def test_every_letter_with_buttons_has_an_act_for_each_of_them() -> None:
    for name, words in library.every().items():
        base = name.removesuffix(".email").removesuffix(".telegram").removesuffix(".form")
        if not base.startswith("web.") and words.buttons:
            assert tuple(label for label, _ in CHOICES[base]) == words.buttons
    assert len({each.value for each in Act}) == len(Act)
    assert all(len(each.value) == 2 for each in Act)


def test_the_data_of_a_button_holds_nothing_personal_and_fits() -> None:
    for words, choices in CHOICES.items():
        for _, code in choices:
            assert len(f"1.q.abcdef.{code}.xy") <= 40, words


def test_the_same_messages_and_letters_give_the_same_next_line_after_a_restart() -> None:
    def told(chat: Chat) -> list[str]:
        return [letter.words for letter in chat.say("and another thing")] + [each.words for each in chat.settle()]

    first, second = a_chat(), a_chat()
    for chat in (first, second):
        play(chat, ["my bus pass never came", "young person"])
    again = Chat(
        second.council, second.signs, second.now, contacts=dict(second.contacts), alarms=dict(second.alarms),
        letters=dict(second.letters), posted=dict(second.posted), messages=list(second.messages),
    )  # fmt: skip
    assert told(first) == told(again)
