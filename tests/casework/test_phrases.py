"""What makes the looking quick changes nothing that is found: words missed, words met before, words without number."""

from dataclasses import replace
from functools import cache

from hypothesis import given
from hypothesis import strategies as some

from casework.said.phrases import Hung, Net, Phrase, hits
from casework.said.signs import Signs
from casework.said.spelling import SEEN, spell, words
from run.config.safety import load_signs


@cache
def table() -> Signs:
    return load_signs()


@cache
def looked_for_everywhere() -> Net:
    """The net in force, with nothing passed over because a word of it stands nowhere in the text."""
    return {word: _everywhere(hung) for word, hung in table().net.items()}


def _everywhere(hung: Hung) -> Hung:
    left, right = ({word: _any(found) for word, found in side.items()} for side in (hung.left, hung.right))
    return Hung(_any(hung.free), left, right)


def _any(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    return tuple(replace(each, also=frozenset(table().net)) for each in phrases)


def pieces() -> some.SearchStrategy[str]:
    """Patterns as they stand in the list, taken apart into words, among words that stand in none."""
    listed = [word for row in table().rows for pattern in row.words for word in pattern.split()]
    return some.sampled_from([one for word in listed for one in word.strip("()").split("/")]) | some.sampled_from(
        ["window", "the", "said", "me", "school", "waited", "Tuesday"]
    )


def patterns() -> some.SearchStrategy[str]:
    """A whole pattern, the first of its words where there are several."""
    listed = [pattern for row in table().rows for pattern in row.words if "<" not in pattern]
    return some.sampled_from(listed).map(
        lambda pattern: " ".join(part.strip("()").split("/")[0] for part in pattern.split())
    )


@given(some.lists(some.one_of(patterns(), pieces()), max_size=12))
def test_no_phrase_is_missed_for_a_word_that_stands_nowhere(said: list[str]) -> None:
    spelt = words(" ".join(said), table().spelling)
    assert hits(spelt, table().net) == hits(spelt, looked_for_everywhere())


@given(some.lists(some.one_of(pieces(), some.text("abcdeikls1! *'", max_size=70)), max_size=12))
def test_a_word_is_spelt_the_same_whether_it_was_met_before_or_not(said: list[str]) -> None:
    met, fresh = table().spelling, replace(table().spelling)
    text = " ".join(said)
    assert words(text, met) == words(text, fresh)


@given(some.lists(some.one_of(pieces(), some.text("abcdeikls1! *'\u00e9\u2019\U0001f600", max_size=30)), max_size=4))
def test_what_comes_in_parts_is_spelt_as_if_it_were_one_text(parts: list[str]) -> None:
    known = table().spelling
    assert words(tuple(parts), known) == words("\n".join(parts), known)


def test_words_without_number_are_spelt_as_the_first() -> None:
    known = replace(table().spelling)
    before = spell("k1ll", known)
    assert before == ("kill",)
    for number in range(SEEN + 2):
        spell(f"word{number}", known)
    assert spell("k1ll", known) == before
