"""The lines in other languages: whole, checked by somebody who speaks them, or not said at all."""

import re
from collections.abc import Callable

import pytest
from babel.messages.pofile import read_po

from casework.choices import CHOICES
from casework.messages import Address, Channel
from casework.said.commands import Command, command
from outbox import catalogues, library
from outbox.catalogues import FOLDER, Part, catalogue, languages
from outbox.render import render
from tests.outbox.samples import JAY, JAYS_CHAT, a_letter

OURS = ("ar", "cy", "pl", "so", "uk")
LINES = (
    "bot.danger bot.danger_self_harm bot.danger_hurt bot.danger_home bot.danger_staff bot.danger_someone_else "
    "bot.danger_threat bot.danger_not_safe bot.danger_safe_now bot.danger_rather_not bot.danger_not_meant "
    "bot.danger_again bot.danger_more bot.danger_not_told bot.soft_check bot.disclosure bot.received bot.q3_advocate "
    "bot.q3_yes bot.q3_have bot.q3_no bot.stop"
).split()
"""What a council's first languages must have: danger, the receipt, the advocate and stop."""

NUMBERS_TOLD = "bot.danger_safe_now"

LEFT_OUT = {"safety_promise"}
"""A sentence made up from the rota, in English: a line in another language says what is true at any hour instead."""


def parts(name: str) -> set[Part]:
    return {(name, part) for part in (*library.every()[name].paragraphs, *library.every()[name].buttons)}


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def as_if_approved(*but_not: Part) -> Callable[[Part, str], str | None]:
    def approved(part: Part, language: str) -> str | None:
        line = catalogue(language).get(part)
        return line.text if line and part not in but_not else None

    return approved


def test_there_is_a_catalogue_for_each_language_that_is_promised() -> None:
    assert set(languages()) >= set(OURS)


@pytest.mark.parametrize("language", OURS)
def test_the_lines_of_danger_the_receipt_the_advocate_and_stop_are_there_whole(language: str) -> None:
    assert {part for name in LINES for part in parts(name)} <= catalogue(language).keys()


@pytest.mark.parametrize("language", OURS)
def test_a_translation_keeps_every_number_and_every_fact(language: str) -> None:
    for (name, english), line in catalogue(language).items():
        assert (name, english) in parts(name), "the English has changed since"
        assert sorted(re.findall(r"\d[\d ]*\d|\d", english)) == sorted(re.findall(r"\d[\d ]*\d|\d", line.text))
        assert placeholders(english) - LEFT_OUT == placeholders(line.text)
        assert english.count("\n") == line.text.count("\n")


@pytest.mark.parametrize("language", OURS)
def test_a_line_that_is_no_draft_says_who_approved_it(language: str) -> None:
    with (FOLDER / f"{language}.po").open("rb") as file:
        approved = [entry for entry in read_po(file) if entry.id and not entry.fuzzy]
    assert all(any(said.startswith("Approved by ") for said in entry.user_comments) for entry in approved)


@pytest.mark.rule("R702")
@pytest.mark.parametrize("language", OURS)
def test_a_draft_is_never_said_the_reply_goes_in_english_with_the_numbers(language: str) -> None:
    said = render(a_letter("bot.danger", JAYS_CHAT, language=language), choices=CHOICES).text
    assert said.startswith("Thank you for telling me.") and "0800 1111" in said


def test_an_approved_line_is_said_with_its_buttons_and_its_dates() -> None:
    letter = a_letter("bot.received", JAYS_CHAT, language="pl", read_by="5pm on Tuesday 12 May")
    said = render(letter, choices=CHOICES, approved=as_if_approved())
    assert said.text.startswith("Dziękujemy, że nam mówisz.") and "wtorek 12 maja" in said.text
    danger = render(a_letter("bot.danger", JAYS_CHAT, language="pl"), choices=CHOICES, approved=as_if_approved())
    assert danger.choices[0].label == "Nie jestem bezpieczny/a"


def test_a_letter_is_never_half_in_one_language() -> None:
    without = as_if_approved(("bot.danger_hurt", library.every()["bot.danger_hurt"].paragraphs[0]))
    letter = a_letter("bot.danger", JAYS_CHAT, language="cy", lines=("bot.danger_hurt",))
    assert "Diolch" not in render(letter, choices=CHOICES, approved=without).text
    assert render(letter, choices=CHOICES, approved=as_if_approved()).text.startswith("Diolch am ddweud")


def test_arabic_runs_from_the_right_and_its_telephone_numbers_do_not() -> None:
    letter = a_letter("bot.danger", JAYS_CHAT, language="ar", front_door_phone="0300 555 0101")
    said = render(letter, choices=CHOICES, approved=as_if_approved()).text
    assert all(line.startswith("\u200f") for line in said.split("\n") if line)
    assert "\u20660800 1111\u2069" in said and "\u20680300 555 0101\u2069" in said


@pytest.mark.parametrize(("language", "runs"), [("ar", "rtl"), ("cy", "ltr")])
def test_an_email_says_which_way_its_language_runs(language: str, runs: str) -> None:
    def anything(part: Part, _: str) -> str:
        return part[1]

    to = Address(Channel.EMAIL, JAY.value)
    page = render(a_letter("email.receipt_auto", to, language=language), choices={}, approved=anything).html
    assert f'<html lang="{language}" dir="{runs}">' in page


def test_a_date_in_a_fact_is_said_in_the_language_and_nothing_else_is_touched() -> None:
    assert catalogues.fact("by Tuesday 28 May", "cy") == "by Dydd Mawrth 28 Mai"
    assert catalogues.fact("May Sunday 9 Lives", "pl") == "May Sunday 9 Lives"


TYPED = {
    "cy": ("eiriolwr", "rhifau", "stopio"),
    "pl": ("rzecznik", "numery", "przestań"),
    "uk": ("адвокат", "номери", "стоп"),
    "ar": ("مدافع", "أرقام", "توقف"),
    "so": ("u doode", "lambarrada", "jooji"),
}
"""What somebody types in their language for an advocate, the numbers, and to stop."""


@pytest.mark.parametrize("language", OURS)
def test_a_word_that_a_line_says_to_type_is_understood_when_it_is_typed(language: str) -> None:
    advocate, numbers, stop = TYPED[language]
    assert (command(advocate), command(numbers), command(stop)) == (Command.ADVOCATE, Command.NUMBERS, Command.STOP)
    said = {name: line.text for (name, _), line in catalogue(language).items() if name in ("bot.q3_no", NUMBERS_TOLD)}
    assert advocate in said["bot.q3_no"]
    assert numbers in said[NUMBERS_TOLD]
