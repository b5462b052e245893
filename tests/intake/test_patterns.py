"""A text is told to hold none of many words by looking for the shortest of them, and finds as much as with all."""

import pytest

from intake.patterns import fragments, holds

WORDS = ("mail", "gmail", "phon", "telephone", "écrit", "a écrit", "napisał", "e-")


@pytest.mark.parametrize(
    "text", ["", "sent from gmail", "jo a écrit :", "an e-bike", "telefon", "jan napisał(a)", "é phon"]
)
def test_a_text_holds_one_of_the_shortest_words_just_where_it_holds_any(text: str) -> None:
    assert holds(text, fragments(WORDS)) == any(word in text for word in WORDS)
