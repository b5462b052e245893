"""The language of a message is told from few words, for those are what a frightened person types."""

import pytest

from casework.said.languages import LANGUAGES, language
from tests.casework.listening import BATCHES, batch


def test_no_message_is_taken_for_another_language_and_few_of_another_for_english() -> None:
    said = [(language(" ".join(one.parts)), one) for name in BATCHES for one in batch(name)]
    assert not [one.parts for found, one in said if found and found != one.language]
    foreign = [found for found, one in said if one.language != "en"]
    assert foreign.count("") <= len(foreign) // 10


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nie chce już żyć", "pl"),
        ("tata mnie bije", "pl"),
        ("pomocy", "pl"),
        ("mae o'n taro fi", "cy"),
        ("dwi ddim isio byw", "cy"),
        ("він мене б'є", "uk"),
        ("أبي يضربني", "ar"),
        ("ma doonayo inaan noolaado", "so"),
        ("aabbahay wuu i garaacaa", "so"),
        ("nu mai vreau să trăiesc", "ro"),
        ("mon beau-père me frappe", "fr"),
        ("kur eshte avokati im askush nuk me flet", "sq"),
        ("quiero quejarme de mi trabajadora social", "es"),
        ("me", ""),
        ("Beth", ""),
        ("u", ""),
        ("my worker is called Łukasz and he is late", ""),
        ("i have to see ma mum", ""),
        ("hi", ""),
        ("no", ""),
    ],
)
def test_few_words_are_enough_and_a_name_is_not(text: str, code: str) -> None:
    assert language(text) == code
    assert not code or code in LANGUAGES
