"""Harm is heard however it is put, and everyday complaints are let be: measured on whole batches of messages."""

from functools import cache

import pytest

from casework.said.signs import Level, Signs, newly
from run.config.safety import load_signs
from tests.casework.listening import BATCHES, batch, found, is_well, main, weighed


@cache
def table() -> Signs:
    return load_signs()


@pytest.mark.rule("R701")
@pytest.mark.parametrize("what", ["danger", "alike", "ordinary"])
@pytest.mark.parametrize("name", BATCHES)
def test_the_words_of_harm_hear_nearly_all_danger_and_let_most_of_the_rest_be(name: str, what: str) -> None:
    result = weighed(batch(name), what, table())
    assert is_well(what, result), [one.parts for one, _ in result.wrong]


@pytest.mark.rule("R701")
@pytest.mark.parametrize(
    "text",
    [
        "can u say bye to my dog for me",
        "I won't be a problem much longer",
        "giving my xbox to my brother i wont need it where im going",
        "my little sister is upstairs with him and hes drunk",
        "she's kicked me out and its freezing",
    ],
)
def test_a_goodbye_said_sideways_a_child_upstairs_and_a_night_outside_are_danger_now(text: str) -> None:
    assert Level.IMMEDIATE in {sign.level for sign in found((text,), table())}


def test_a_common_word_of_another_language_is_no_word_of_harm() -> None:
    assert not newly("moja pracownica socjalna nie przychodzi od trzech miesięcy", "", table())
    assert Level.IMMEDIATE in {sign.level for sign in newly("gonna od tonight", "", table())}


def test_whoever_keeps_the_words_can_try_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["i want to", "die"]) == 0
    assert capsys.readouterr().out.startswith("wants_to_die (immediate_risk)")
    assert main(["when is my review"]) == 0
    assert capsys.readouterr().out == "Nothing rings.\n"
