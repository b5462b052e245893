"""What a short text plainly says: a name, who somebody is, a command, a language. And what it does not say."""

import pytest

from casework.said import about_us, called, introductions, languages, typed
from casework.said.commands import Command, command
from casework.said.introductions import Who


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is Ana. my worker left", "Ana"), ("im Bo", "Bo"), ("its Zoë with two dots", "Zoë"),
        ("call me O'Neill", "O'Neill"),
        ("My name is Ines Bell, from the advocacy service", "Ines Bell"), ("hi im Priya", "Priya"),
        ("my names kai", "kai"),
        ("im sad", ""), ("im 14", ""), ("im in foster care", ""), ("my name doesnt matter", ""), ("its not fair", ""),
        ("they keep spelling my name wrong", ""), ("call me back please", ""), ("I am writing to complain", ""),
        ("im so done", ""), ("I'm her mum", ""),
        (f"{'Nobody came. ' * 40}Thank you,Mary Ann Smith\u00a0 .", "Mary Ann Smith"),
        (f"{'Nobody came. ' * 40}\n\n \nSiân Begum", "Siân Begum"),
    ],
)  # fmt: skip
def test_a_name_is_a_name_and_a_feeling_is_not(text: str, name: str) -> None:
    assert called.name_in(text) == name


@pytest.mark.parametrize(
    "text", ["nah ta", "idk", "honestly", "whatever", "sad", "yes please", "15", "help me", "ok so"]
)
def test_common_words_are_nobodys_name(text: str) -> None:
    assert not called.lone_name(text)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("young person", Who.YOUNG), ("im a care leaver", Who.YOUNG), ("im 15", Who.YOUNG), ("his mum", Who.PARENT),
        ("foster carer", Who.PARENT), ("im her nan", Who.OTHER), ("someone else", Who.OTHER),
        ("my son is in care", Who.PARENT),
        ("I'm an independent advocate", Who.ADVOCATE), ("advocate", None), ("my worker never comes", None),
    ],
)  # fmt: skip
def test_who_somebody_is_can_be_said_in_many_ways(text: str, who: Who | None) -> None:
    assert introductions.who(text) is who


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("STOP!", Command.STOP), ("/help", Command.HELP), ("Status?", Command.STATUS),
        ("/status@lark_bot", Command.STATUS),
        ("tynnu'n ôl", Command.WITHDRAW), ("прівіт", None), ("he won't stop hitting me", None), ("stop it", None),
        ("/cancel", None), ("i want to delete myself", None), ("please help", None), ("usuń", Command.DELETE),
    ],
)  # fmt: skip
def test_a_command_counts_only_when_it_is_the_whole_message(text: str, wanted: Command | None) -> None:
    assert command(text) is wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [("Nie mam nic do jedzenia i jestem głodny", "pl"), ("Привіт, мене звати Олена", "uk"), ("مرحبا اسمي سامي", "ar"),
     ("my worker is late again and its raining", ""), ("Mae fy ngweithiwr ddim wedi dod", "cy")],
)  # fmt: skip
def test_a_language_is_named_only_where_it_is_plain(text: str, code: str) -> None:
    assert languages.language(text) == code


@pytest.mark.parametrize(
    ("text", "known_as"),
    [
        ("1. T, aged 12: nobody came", "T"), ("For K: she says no", "K"), ("2) Blue - wants her bike", "Blue"),
        ("JD, 15: moved again", "JD"), ("For Monday: can you ring", ""), ("I think so", ""), ("My name", ""),
        ("ok so", ""), ("I'm writing on behalf of L, 15. L says no", "L"), ("about TV, 15 years of it", ""),
    ],
)  # fmt: skip
def test_an_advocates_label_stands_at_the_head_of_a_message(text: str, known_as: str) -> None:
    assert introductions.label(text) == known_as


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two: 1. J, 15: moved; 2. T, 12: no bus.", {"J": "1. J, 15: moved;", "T": "2. T, 12: no bus."}),
        ("Hi. 1. J, 15: moved. 2. T, 12: no bus. Ever.", {"J": "1. J, 15: moved.", "T": "2. T, 12: no bus. Ever."}),
        ("Two.\nFor K: she says no\n\nFor Blue: a bike", {"K": "For K: she says no", "Blue": "For Blue: a bike"}),
        ("K, 15, moved. B, 9, did not.", {"K": "K, 15, moved.", "B": "B, 9, did not."}),
        ("For K: one. For B: two. For K: three.", {"K": "For K: one.\nFor K: three.", "B": "For B: two."}),
        ("For K: her contact. For K: her bus", {}), ("1. J, 15: a. B", {}),
        ("1. J, 15: moved. For Monday: ring me", {}), ("1. J, 15: moved twice.", {}), ("we moved. it", {}), ("", {}),
    ],
)  # fmt: skip
def test_several_young_people_in_one_message_are_told_apart(text: str, found: dict[str, str]) -> None:
    assert dict(introductions.labels(text)) == found
    assert not found or introductions.label(text) == ""


@pytest.mark.parametrize("text", ["are you a robot", "who made this", "r u real", "what are you", "is this a bot"])
def test_questions_about_us_are_known(text: str) -> None:
    assert about_us.asks_if_robot(text)


@pytest.mark.parametrize(
    "text", ["who reads this", "will a real person read it", "is this private", "will you tell my carer"]
)
def test_questions_about_who_reads_it_are_known(text: str) -> None:
    assert about_us.asks_who_reads(text)


@pytest.mark.parametrize(
    "text",
    ["will my carer find out", "please dont tell her", "can i trust u", "dont tell my mum i said this",
     "will they know its me", "does my sw see this", "are you gonna tell my mum", "who are you telling"],
)  # fmt: skip
def test_who_is_told_is_asked_in_many_words(text: str) -> None:
    assert about_us.only_asks_who_reads(text)


@pytest.mark.parametrize(
    "text",
    ["can my mum see me on my birthday", "will u tell my iro im not going to the review if its at the office",
     "my carer told me to keep it secret", "he said you cant tell anyone", "they dont tell me anything",
     "are you the person who moved me without telling me", "why are you not sending a person to fix my boiler",
     "is anyone going to look at the mould in my room", "does anyone see how bad it is in this home",
     "my sw is like a robot she never listens", "who are you to move my brother", "mum left without goodbye",
     "what are you doing about my contact", "is it safe for me to live with him", "my carer sold my robot"],
)  # fmt: skip
def test_a_story_that_asks_of_us_is_a_story(text: str) -> None:
    assert not about_us.only_asks_if_robot(text) and not about_us.only_asks_who_reads(text)
    assert not typed.is_goodbye(text)


@pytest.mark.parametrize("text", ["my worker is a real joker", "please dont phone my house", "i want to read my file"])
def test_a_grievance_is_no_question_about_us(text: str) -> None:
    assert not about_us.asks_if_robot(text) and not about_us.asks_who_reads(text)


@pytest.mark.parametrize(
    ("text", "no", "yes"),
    [
        ("i dont need an advocate", True, False), ("no advocate ta", True, False),
        ("can i have an advocate", False, True),
        ("someone on my side", False, True), ("I'm an independent advocate", False, False),
        ("i have one", False, False),
    ],
)  # fmt: skip
def test_a_wish_for_an_advocate_and_its_contrary_are_told_apart(text: str, no: bool, yes: bool) -> None:
    assert typed.declines_advocate(text) is no and typed.wants_advocate(text) is yes


@pytest.mark.parametrize(
    ("text", "informal", "formal"),
    [
        ("this is not a complaint", True, False), ("just want it sorted", True, False),
        ("keep it informal", True, False),
        ("i want to make a complaint", False, True), ("formal complaint", False, True),
        ("my complaint is that he is too tall", False, False), ("i dont want to complain", True, False),
    ],
)  # fmt: skip
def test_what_they_want_done_is_taken_only_where_it_is_plain(text: str, informal: bool, formal: bool) -> None:
    assert typed.wants_informal(text) is informal and typed.wants_formal(text) is formal
