"""What a form asks: every fact a move can need has its question, every label its words, every letter a name."""

from pathlib import Path

from starlette.datastructures import FormData

from casework import labels
from casework.alarms import Level
from casework.cases import Advocacy, Outcome, State
from casework.moves import MOVES
from desk import fields
from desk.fields import Field, Sort
from desk.questions import QUESTIONS
from desk.words import first_up, of_letter, plain
from tests import build

WORDS = Path(__file__).parents[2] / "outbox" / "words"


def test_every_fact_that_a_move_can_need_has_its_question_and_says_what_to_do_when_it_is_missing() -> None:
    needed = {need for row in MOVES for need in row.needs}
    opening = {fact for course in build.profile("bnes").procedures.values() for fact in course.asks}
    assert needed | opening | {fact for row in MOVES for fact in row.may} == set(QUESTIONS)
    assert all(QUESTIONS[name].needed.endswith(".") for name in needed)
    assert {each.name: name for name, each in QUESTIONS.items()} == {name: name for name in QUESTIONS}


def test_no_label_is_shown_with_its_underscores() -> None:
    shown = [labels.Kind, labels.Procedure, labels.Sender, labels.Service, labels.Flag, labels.CategoryB,
             labels.CategoryD, State, Outcome, Advocacy, Level]  # fmt: skip
    assert not [label for one in shown for label in one if "_" in plain(label)]
    assert first_up(plain(labels.Service.SEN)) == "SEN"
    assert first_up(plain(labels.Sender.MP_OR_COUNCILLOR)) == "MP or councillor"


def test_every_letter_is_called_something_that_can_be_read() -> None:
    names = {
        path.name.removesuffix(".txt").removesuffix(".email").removesuffix(".telegram") for path in WORDS.iterdir()
    }
    called = {name: of_letter(name) for name in names if "." in name}
    assert called and all(words and "_" not in words for words in called.values())
    assert called["email.ack_complaint_statutory_yp"] == "acknowledgement (complaint statutory)"
    assert called["email.hold_adult"] == "more time is needed"


def test_only_what_is_asked_is_read_and_it_is_cleaned_of_what_no_keyboard_types() -> None:
    asked = (Field("why", "Why?"), Field("name", "Name", Sort.LINE))
    form = FormData([("why", " a\r\nb\x00\x1b "), ("name", "Zoë 👩‍👧"), ("phone", "090"), ("why", "second")])
    filled = fields.read(form, asked)
    assert filled.typed == {"why": "a\nb", "name": "Zoë 👩‍👧"}
    assert fields.facts(filled, asked) == {"why": "a\nb", "name": "Zoë 👩‍👧"}


def test_several_are_joined_once_each_and_held_to_the_list() -> None:
    asked = (Field("who", "Who?", Sort.SEVERAL, choices=(("a", "A"), ("b", "B"))),)
    assert fields.read(FormData([("who", "a"), ("who", "b"), ("who", "a")]), asked).typed == {"who": "a|b"}
    assert fields.read(FormData([("who", "a|c")]), asked).wrong == {"who": "Choose from the list."}


def test_a_date_is_three_numbers_and_real() -> None:
    asked = (Field("by", "By?", Sort.DATE, needed="Give it."),)
    for day, month, year, value in (("4", "12", "2026", "2026-12-04"), ("29", "2", "2027", ""), ("4", "12", "0", "")):
        filled = fields.read(FormData({"by-day": day, "by-month": month, "by-year": year}), asked)
        assert filled.typed["by"] == value
        assert bool(filled.wrong) is not bool(value)
    assert fields.read(FormData({}), asked).wrong == {"by": "Give it."}
