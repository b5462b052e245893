"""The language of an answer: the one that was picked, else the one they write in; danger's is that of the cry."""

from dataclasses import replace

import pytest

from casework.choices import CHOICES
from casework.said.abroad import LABELS, in_english
from casework.said.bare import bare
from outbox.catalogues import catalogue, languages
from tests.casework.chat import Chat, a_chat, play, words


def a_chat_in(*codes: str) -> Chat:
    """A chat with a council that has switched these languages on."""
    chat = a_chat()
    chat.council = replace(chat.council, languages=("en", *codes))
    return chat


def tongues(chat: Chat) -> list[str]:
    """The language of each line that was said, in order."""
    return [letter.language for letter in chat.letters.values() if letter.to == chat.sender]


@pytest.mark.parametrize("code", languages())
def test_every_button_of_a_catalogue_is_understood_when_it_is_typed(code: str) -> None:
    labels = {label for row in CHOICES.values() for label, _ in row}
    typed = {part[1]: line.text for part, line in catalogue(code).items() if part[1] in labels}
    assert typed
    assert {label: in_english(bare(theirs)) for label, theirs in typed.items()} == {each: bare(each) for each in typed}


def test_no_label_in_one_language_means_two_buttons() -> None:
    said = [bare(theirs) for row in LABELS.values() for theirs in set(map(bare, row))]
    assert len(said) == len(set(said))


def test_a_button_typed_in_polish_is_the_button() -> None:
    chat = a_chat()
    play(chat, ["tata mnie bije"])
    assert words(chat.say("Nie jestem bezpieczna")) == ["bot.danger_not_safe"]
    assert words(play(chat, ["Na razie jestem bezpieczny/a"])[0][1]) == ["bot.danger_safe_now"]


@pytest.mark.rule("R702")
def test_danger_is_answered_in_the_language_of_the_cry_in_an_otherwise_english_chat() -> None:
    chat = a_chat_in("pl")
    play(chat, ["my social worker never came on friday", "tata mnie bije and i dont know the words for it in english"])
    assert chat.told()[-1] == "bot.danger"
    assert tongues(chat)[-1] == "pl"


def test_a_council_without_the_language_answers_in_english() -> None:
    chat = a_chat()
    play(chat, ["tata mnie bije"])
    assert set(tongues(chat)) == {"en"}


def test_a_name_or_a_yes_keeps_the_language_that_was_spoken_before() -> None:
    chat = a_chat_in("pl")
    play(chat, ["Mój pracownik socjalny nie odbiera telefonu od miesiąca", "Marek"])
    assert set(tongues(chat)) == {"pl"}
    play(chat, ["sorry i can write this in english, she never answers the phone and that is not fair"])
    assert tongues(chat)[-1] == "en"


@pytest.mark.parametrize("pick", ["Cymraeg", "welsh", "in Welsh please"])
def test_a_language_that_is_picked_is_spoken_from_then_on(pick: str) -> None:
    chat = a_chat_in("cy")
    play(chat, ["my worker never came on friday", "language", pick, "she said she would and then she did not"])
    assert "bot.language_pick" in chat.told()
    assert tongues(chat)[-1] == "cy"


def test_a_language_that_nobody_here_has_yet_is_said_to_be_that() -> None:
    chat = a_chat()
    answered = play(chat, ["my worker never came on friday", "language", "Tigrinya"])
    assert words(answered[-1][1]) == ["bot.language_other"]
    assert answered[-1][1][0].facts["language"] == "Tigrinya"


def test_the_languages_of_the_council_are_listed_by_their_own_names() -> None:
    chat = a_chat_in("cy", "uk")
    said = play(chat, ["my worker never came on friday", "language"])[-1][1]
    assert said[0].facts["languages"].splitlines() == ["English", "Cymraeg", "Українська"]
