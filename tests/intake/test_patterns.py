"""A text is told to hold none of many words by looking for the shortest of them, and finds as much as with all."""

import pytest

from intake.parsing import history, marks, phrases
from intake.patterns import fragments, holds, spelt

WORDS = ("mail", "gmail", "phon", "telephone", "écrit", "a écrit", "napisał", "e-")


@pytest.mark.parametrize(
    "text", ["", "sent from gmail", "jo a écrit :", "an e-bike", "telefon", "jan napisał(a)", "é phon"]
)
def test_a_text_holds_one_of_the_shortest_words_just_where_it_holds_any(text: str) -> None:
    assert holds(text, fragments(WORDS)) == any(word in text for word in WORDS)


def test_a_phrase_is_spelt_in_every_way_its_bracket_allows() -> None:
    assert spelt("wrote, pisał(?:a|\\(a\\))?") == ["wrote", "pisał", "pisała", "pisał(a)"]


@pytest.mark.parametrize("verb", phrases.SPELT)
@pytest.mark.parametrize("end", ["", ":", " :", " *"])
def test_a_programs_line_is_known_by_any_of_its_verbs_with_or_without_a_colon(verb: str, end: str) -> None:
    body = f"No.\n\nOn Mon, 5 Jan 2026 at 10:00, Jo <jo@council.example> {verb}{end}\nold words"
    assert history.split([body], replying=True, forwarding=False).text == "No."


def test_a_verb_in_capitals_is_the_same_verb() -> None:
    body = "Yok.\n\nyazdı\n\n5 OCAK 2026 10:00, Jo <jo@council.example> YAZDI\neski"
    assert "eski" not in history.split([body], replying=True, forwarding=False).text


def test_no_program_begins_what_it_forwards_with_a_longer_line_than_is_looked_at() -> None:
    assert max(map(len, phrases.BEGINS.split("|"))) < marks.LONGEST_BEGINNING
