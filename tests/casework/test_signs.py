"""The words of harm: heard however they are typed, in every language of the table, and quickly."""

import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from casework.said import signs as net
from casework.said.signs import Level, Signs, newly, signs
from run.config.safety import load_signs

SENTENCES = Path(__file__).with_name("sentences")


def sentences(name: str) -> list[str]:
    return (SENTENCES / f"{name}.txt").read_text("utf-8").splitlines()


@cache
def table() -> Signs:
    return load_signs()


def levels(text: str) -> set[Level]:
    return {sign.level for sign in signs(text, table())}


def lines(text: str) -> set[str]:
    return {sign.line for sign in signs(text, table()) if sign.line}


@pytest.mark.rule("R701")
@pytest.mark.parametrize("text", sentences("now"))
def test_danger_now_is_heard(text: str) -> None:
    assert Level.IMMEDIATE in levels(text)


@pytest.mark.rule("R708")
@pytest.mark.parametrize("text", sentences("staff"))
def test_harm_by_somebody_who_works_with_children_is_heard_as_that(text: str) -> None:
    assert Level.STAFF in levels(text)


@pytest.mark.rule("R707")
@pytest.mark.parametrize("text", sentences("told"))
def test_harm_that_is_told_of_is_heard(text: str) -> None:
    assert levels(text) & {Level.IMMEDIATE, Level.STAFF, Level.HARM}


@pytest.mark.parametrize("text", sentences("heard"))
def test_what_could_go_either_way_reaches_a_person(text: str) -> None:
    assert levels(text)


@pytest.mark.rule("R701")
@pytest.mark.parametrize("text", sentences("doubted"))
def test_a_denial_or_a_figure_of_speech_lowers_a_plain_sign_and_never_silences_it(text: str) -> None:
    assert levels(text) == {Level.POSSIBLE}


@pytest.mark.parametrize("text", sentences("quiet"))
def test_ordinary_words_ring_nothing(text: str) -> None:
    assert not signs(text, table())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("i want to die", "self_harm"),
        ("je veux mourir", "self_harm"),
        ("il me frappe", "hurt"),
        ("he hit me", "hurt"),
        ("nowhere to sleep tonight", "home"),
        ("my foster carer hit me", "staff"),
        ("my friend wants to kill herself", "someone_else"),
        ("im gonna stab him", "threat"),
    ],
)
def test_the_extra_line_fits_what_was_said(text: str, line: str) -> None:
    assert line in lines(text)


def test_he_wont_stop_hitting_me_is_danger() -> None:
    assert Level.IMMEDIATE in levels("he won't stop hitting me")
    assert Level.IMMEDIATE in levels("I want to delete myself and kill myself")


def test_words_split_over_messages_are_heard_once_the_second_comes() -> None:
    assert not newly("i want to", "", table())
    assert Level.IMMEDIATE in {sign.level for sign in newly("die", "i want to", table())}
    assert Level.IMMEDIATE in {sign.level for sign in newly("cide", "thinking of sui", table())}


def test_what_the_last_message_said_is_not_found_again_in_the_next() -> None:
    assert not newly("ok", "i want to die", table())


def test_a_sign_says_which_row_rang_and_never_the_words() -> None:
    found = signs("my stepdad punched me last night", table())
    assert found and all("stepdad" not in str(sign) and "punch" not in str(sign) for sign in found)


def test_other_languages_are_marked_as_drafts() -> None:
    assert {row.language for row in table().rows} >= {"en", "cy", "pl", "uk", "ar", "so"}
    assert all(row.draft for row in table().rows if row.language != "en")


def test_a_pattern_that_cannot_be_read_is_named() -> None:
    row = net.Row("mine", Level.POSSIBLE, ("<nobody> left",))
    empty: tuple[str, ...] = ()
    broken = net.Table("1", "me", (row,), {}, {}, empty, empty, empty, empty, empty, empty, empty)
    with pytest.raises(ValueError, match="nobody"):
        net.ready(broken)
    with pytest.raises(ValueError, match=r"\.\.\."):
        net.ready(replace(broken, signs=(net.Row("mine", Level.POSSIBLE, ("...",)),)))


@pytest.mark.rule("R702")
@pytest.mark.parametrize(
    "text",
    [
        "The social worker said that she would call me on Friday and nobody rang. " * 14000,
        "die " * 250_000,
        "want to hit him with a knife " * 34_000,
        "k i l l " * 120_000,
        "a!" * 500_000,
        "s*u " * 250_000,
        "killmyselx" * 100_000,
        " ".join(f"hurtdiekillxx{number}" for number in range(60_000)),
        "\U0001f52a\U0001f600" * 250_000,
    ],
    ids=["ordinary", "one word", "many signs", "letters", "bangs", "stars", "one token", "run together", "emoji"],
)
def test_a_million_characters_take_seconds_at_most_whatever_they_are(text: str) -> None:
    table()
    began = time.process_time()
    signs(text, table())
    assert time.process_time() - began < 6  # one, on a machine that does nothing else; a test shares it


def test_the_work_grows_with_the_text_and_not_with_its_square() -> None:
    text = "he hit me and i never said that i was going to die when i was little now "
    assert _steps(text * 5000) < 11 * _steps(text * 500)


def _steps(text: str) -> int:
    """Steps of Python that it takes to look a text through: the same on every machine, however busy."""
    taken, before = 0, sys.gettrace()

    def step(frame: FrameType, event: str, about: object) -> Any:
        del frame, event, about
        nonlocal taken
        taken += 1
        return step

    sys.settrace(step)
    try:
        signs(text, table())
    finally:
        sys.settrace(before)
    return taken


def test_being_thrown_out_is_not_being_kicked_and_both_are_heard_where_both_are_told() -> None:
    assert lines("my mum kicked me out") == {"home"}
    assert lines("my foster carer kicked me out last night") == {"home"}
    assert lines("my dad kicked me and then he kicked me out") == {"home", "hurt"}


def test_who_took_pills_themselves_is_not_thanked_for_looking_out_for_another() -> None:
    assert lines("i took some pills") == {"self_harm"}
    assert "someone_else" in lines("my sister took some pills")


def test_whoever_knows_the_list_cannot_write_what_takes_seconds_to_read_and_a_cry_at_either_end_is_heard() -> None:
    nearly = "strangled strangle choked dragged hurt hurting stab punched slapped touched burnt "

    def cost(length: int) -> int:
        text = f"he has a knife {nearly * (length // len(nearly))} i want to die"
        assert {sign.name for sign in signs(text, table())} >= {"danger_now", "wants_to_die"}
        return _steps(text)

    assert cost(300_000) < 2 * cost(50_000)


@pytest.mark.rule("R702")
@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("years ago he hit me", Level.HARM),
        ("he hit me years ago", Level.HARM),
        ("he hit me years ago and he hit me tonight", Level.IMMEDIATE),
        ("years ago we went to the sea with all of my family and it was warm and he hit me", Level.IMMEDIATE),
    ],
)
def test_the_past_lowers_a_sign_only_where_it_stands_near_and_nothing_present_does(text: str, level: Level) -> None:
    assert signs(text, table())[0].level is level
