"""The words themselves, as data: each can be read, understood, said whole, and seen over a shoulder."""

import re
from pathlib import Path

import pytest

from casework.messages import Channel
from casework.questions import CHOICES
from outbox import library
from outbox.library import FOLDER, MissingFact, Words, find
from outbox.render import render
from run.config import BotSettings
from tests.outbox.ruler import measure
from tests.outbox.samples import JAY, JAYS_CHAT, SAMPLE, a_letter

ROOT = Path(__file__).resolve().parents[2]
EVERY = sorted(library.every().values(), key=lambda words: words.name)
AGES = {"young people": 11, "adults": 13, "staff": 13}
SENTENCES = {"young people": 20, "adults": 25, "staff": 25}
each_words = pytest.mark.parametrize("words", EVERY, ids=[words.name for words in EVERY])


def as_said(words: Words) -> str:
    text = re.sub(r"\{\?[^}]*\}", "", "\n\n".join(words.paragraphs))
    return re.sub(r"\{(\w+)\}", lambda found: SAMPLE[found[1]], text)


def everything(words: Words) -> str:
    return "\n".join((*words.paragraphs, words.subject, *words.buttons))


@each_words
def test_no_words_are_harder_to_read_than_their_reader_can_be_asked_to(words: Words) -> None:
    measured = measure(as_said(words))
    assert measured.age <= AGES[words.audience]
    assert measured.longest <= SENTENCES[words.audience]


@pytest.mark.parametrize(
    ("name", "age", "flesch_kincaid", "count", "longest"),
    [
        ("bot.advocacy_booked", 10.6, 8.3, 36, 10),
        ("adv.linked", 11.8, 9.0, 30, 15),
        ("staff.link_ok", 7.9, 5.9, 17, 12),
        ("staff.advocacy_chase", 12.8, 10.0, 35, 12),
        ("email.hold_adult", 9.3, 8.4, 143, 17),
        ("bot.danger", 7.8, 7.0, 116, 13),
        ("email.sign_councillor", 10.8, 9.5, 97, 21),
        ("bot.clear_done", 5, 5, 2, 2),
    ],
)
def test_our_ruler_measures_what_the_design_measured(
    name: str, age: float, flesch_kincaid: float, count: int, longest: int
) -> None:
    measured = measure(as_said(library.every()[name]))
    assert (measured.age, measured.flesch_kincaid, measured.words, measured.longest) == (
        age,
        flesch_kincaid,
        count,
        longest,
    )


@each_words
def test_every_placeholder_is_one_that_something_can_fill(words: Words) -> None:
    assert set(re.findall(r"\{\??(\w+)", everything(words))) <= SAMPLE.keys()
    assert not re.findall(r"\{(?!\??\w)|(?<!\w)\}", everything(words))


@each_words
def test_every_words_say_who_they_are_for_and_when(words: Words) -> None:
    assert words.audience in AGES
    assert words.channel and words.when and all(paragraph.strip() for paragraph in words.paragraphs)
    prefix = words.name.split(".")[0]
    assert prefix in ("bot", "adv", "email", "letter", "staff", "web")
    assert words.subject or "email" not in words.channel.lower() or words.channel == "Telegram or email"


REFUSED = re.compile(
    r"sorry if|sorry for any|sorry that you feel|committed suicide|failed suicide|attention.seeking|placement breakdown"
    r"|abscond|unfortunately|regarding|in due course|please be advised|don't worry|calm down|inconvenience",
    re.IGNORECASE,
)


@each_words
def test_no_words_hold_what_the_composer_refuses(words: Words) -> None:
    said = everything(words)
    assert not REFUSED.findall(said)
    assert not re.findall(r"\b(?:LAC|YP|SW|CIN|IRO|SAR|DSL|EDT|CM|CO|HoS)\b", said)
    if words.audience == "young people":
        assert not re.search(r"\bwhy did you\b|\bprove\b", said, re.IGNORECASE)


SECRETS = re.compile(r"\b(?:complain\w*|abus\w*|care|courts?|social workers?|stage|lado)\b", re.IGNORECASE)
IN_ANSWER = (
    "bot.done_",
    "bot.q",
    "bot.help",
    "bot.made_complaint",
    "bot.withdraw",
    "bot.sign_",
    "bot.disclosure",
    "bot.danger",
    "bot.answer_text",
    "bot.take_further",
    "bot.privacy",
    "adv.",
)  # replies to what somebody has just typed or tapped


@each_words
def test_nothing_that_shows_on_a_locked_screen_says_what_it_is_about(words: Words) -> None:
    if words.audience == "staff" or words.channel == "web":
        return
    assert not SECRETS.search(words.subject.replace("{council}", ""))
    if not words.name.startswith(IN_ANSWER):
        assert not SECRETS.search(as_said(words)[:40])


def test_no_subject_or_first_line_for_staff_names_a_family() -> None:
    for words in EVERY:
        if words.audience == "staff" and not words.name.startswith("web."):
            named = set(re.findall(r"\{(\w+)\}", everything(words)))
            assert not named & {"name", "adult_name", "yp_label", "summary_plain", "point_1", "team_praised"}


def test_the_emergency_lines_stand_wherever_somebody_may_be_in_danger() -> None:
    for name in (
        "bot.welcome",
        "email.receipt_auto",
        "bot.disclosure",
        "bot.disclosure.email",
        "web.start",
        "bot.danger_again",
    ):
        assert "999" in as_said(library.every()[name]) and "0800 1111" in as_said(library.every()[name]), name
    for name in ("bot.danger", "email.danger_yp", "bot.danger_not_told", "bot.danger_not_told.email"):
        said = as_said(library.every()[name])
        for line in (
            "999",
            "press 55",
            "0800 1111",
            "116 123",
            "85258",
            SAMPLE["front_door_phone"],
            SAMPLE["edt_phone"],
        ):
            assert line in said, (name, line)


def test_a_danger_reply_never_asks_for_more_than_whether_they_are_safe() -> None:
    for words in EVERY:
        if words.name.startswith(("bot.danger", "email.danger")):
            asked = re.findall(r"[^.!?\n]*\?", as_said(words))
            assert not [question for question in asked if re.search(r"\b(why|what|how|who)\b", question, re.IGNORECASE)]


def test_the_same_letter_by_two_channels_fills_the_same_facts_or_signs_itself() -> None:
    for words in EVERY:
        base, dot, channel = words.name.rpartition(".")
        if dot and channel in ("email", "telegram", "form"):
            assert base in library.every(), words.name
            assert words.audience == library.every()[base].audience


IN_PYTHON = re.compile(r'"((?:bot|adv|email|letter|staff)\.[a-z0-9_]*[a-z0-9])"')
IN_YAML = re.compile(r"words: *([a-z]+\.[a-z0-9_]+)")


def test_every_words_that_the_program_names_are_there() -> None:
    """A move whose letter is missing is a failing test, not a silent one (conversations 3.5)."""
    rooms = ("casework", "bot", "desk", "intake", "scheduler", "run", "form")
    sources = [(path, IN_PYTHON) for room in rooms for path in (ROOT / room).rglob("*.py")]
    sources += [(path, IN_YAML) for path in (ROOT / "councils").glob("*.yaml")]
    named = {name: path.name for path, pattern in sources for name in pattern.findall(path.read_text("utf-8"))}
    settings = {f"bot.{key}" for key in BotSettings.model_fields}
    modules = {
        "email.utils",
        "email.message",
        "email.policy",
        "email.header",
        "email.errors",
        "email.parser",
        "email.mime",
    }
    assert not {name: where for name, where in named.items() if name not in {*library.every(), *modules, *settings}}


def test_every_file_of_words_is_found_by_its_name_and_nothing_else_lies_there() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{words.name}.txt" for words in EVERY} | {"languages"}
    with pytest.raises(MissingFact):
        find("bot.no_such_words", Channel.TELEGRAM)


@each_words
def test_every_letter_can_be_said_by_email_and_in_a_chat(words: Words) -> None:
    name = words.name.removesuffix(".email").removesuffix(".telegram").removesuffix(".form")
    if name.startswith("web."):
        return
    by_email = render(a_letter(name, JAY), choices=CHOICES)
    in_chat = render(a_letter(name, JAYS_CHAT), choices=CHOICES)
    for said in (by_email.subject, by_email.text, by_email.html, in_chat.text):
        assert said.strip() and not re.search(r"\{\??\w", said)
    for choice in in_chat.choices:
        assert 1 <= len(choice.data.encode()) <= 40 and 1 <= len(choice.label) <= 60
    assert len({choice.data for choice in in_chat.choices}) == len(in_chat.choices)


@each_words
def test_every_button_says_what_the_table_of_buttons_says_it_does(words: Words) -> None:
    """The words have the labels and the table the acts behind them, in the same order."""
    if not words.name.startswith("web."):
        assert words.buttons == tuple(label for label, _ in CHOICES.get(words.name.removesuffix(".form"), ()))


def test_every_letter_in_the_table_of_buttons_has_words() -> None:
    assert CHOICES.keys() <= library.every().keys()
