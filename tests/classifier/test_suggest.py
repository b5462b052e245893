"""An opinion on a message: every field, how sure, and words that stand in the text."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from casework.contacts import Suggestion
from casework.labels import Flag, Kind, Procedure
from classifier import suggest, texts
from classifier.examples import FIELDS
from classifier.suggest import Classifier

MODEL = Path(suggest.__file__).with_name("model")


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return suggest.load(MODEL)


TEXTS = (
    "my social worker hasnt rung me back for 6 weeks. im 15 and in foster care",
    "Our son's EHC plan is nine weeks late and nobody answers the phone.",
    "i took all the tablets",
    "Thank you to Bev, who sat with us until the taxi came.",
    "He hit me. I’m in the bathroom — please don't ring.",
)


def test_every_opinion_is_printed_exactly_as_the_contract_says(classifier):
    line: dict[str, Any] = suggest.printed(classifier(TEXTS[1], "Late plan", "email"), "a1")
    assert list(line) == [
        "id",
        "kind",
        "procedure",
        "category_b",
        "category_d",
        "sender",
        "service",
        "flags",
        "scores",
        "second",
        "unsure",
        "because",
    ]
    assert json.loads(json.dumps(line)) == line
    for name, kind in FIELDS.items():
        assert line[name] is None or line[name] in set(kind)
        assert line["second"][name] in set(kind)
        assert 0 <= line["scores"][name] <= 1
    assert set(line["unsure"]) <= set(FIELDS)


@pytest.mark.parametrize("text", TEXTS)
def test_the_words_shown_stand_in_the_text(classifier, text):
    opinion = classifier(text, "A subject that is not shown")
    assert opinion.because
    for reason in opinion.because:
        assert all(word and word in text for word in reason.words)


ODDITIES = ("", " ", "\n\n", ".", "😭" * 40, "👍🏽", "\x00\ufffd", "שלום", "a" * 200_000, ")" * 50_000)


@pytest.mark.parametrize("text", ODDITIES)
def test_a_message_that_says_little_or_far_too_much_still_gets_an_opinion(classifier, text):
    opinion = classifier(text)
    assert isinstance(opinion, Suggestion)


def test_an_empty_message_is_left_to_a_person(classifier):
    assert {"kind", "procedure"} <= set(classifier("").unsure)


def test_what_is_no_grievance_has_no_category(classifier):
    opinion = classifier("Thank you so much to our family support worker, she has been brilliant with us.")
    assert opinion.kind is Kind.COMPLIMENT
    assert (opinion.category_b, opinion.category_d, opinion.procedure) == (None, None, Procedure.NONE)
    assert not {"category_b", "category_d"} & set(opinion.unsure)


def test_the_channel_does_not_change_the_opinion(classifier):
    assert classifier(TEXTS[0], "", "telegram") == classifier(TEXTS[0], "", "email")


def test_a_name_does_not_change_the_procedure(classifier):
    said = {
        classifier(f"{name} is in foster care and you have cut our contact. I object.").procedure
        for name in ("Oliver", "Mohammed", "Chidinma", "Zofia", "Xiu Ying", "Siobhán")
    }
    assert said == {Procedure.STATUTORY}


@pytest.mark.rule("R202")
def test_an_allegation_against_staff_is_always_a_safeguarding_matter_too(classifier):
    opinion = classifier("My son's foster carer hit him with a belt last night and he is still in the placement.")
    assert {Flag.ALLEGATION_AGAINST_STAFF, Flag.SAFEGUARDING} <= opinion.flags


@pytest.mark.rule("R701")
@pytest.mark.parametrize(
    "text",
    [
        "im going to kill myself tonight",
        "ive got the pills here. bye",
        "я не хочу жити",
        "nie chcę żyć",
        "by the time you read this i wont be here",
        "hes got a knife and hes outside my door please help",
    ],
)
def test_words_of_danger_raise_the_alarm_flag_whatever_else_is_said(classifier, text):
    assert Flag.IMMEDIATE_RISK in classifier(text).flags


@pytest.mark.rule("R701")
@pytest.mark.parametrize(
    "text",
    [
        "lol i got killed 6 times on fortnite, wrong chat",
        "I could do with a reply to my email about the bus pass.",
        "What time does the contact centre open on Saturday?",
    ],
)
def test_a_game_or_a_plain_question_raises_no_alarm(classifier, text):
    assert Flag.IMMEDIATE_RISK not in classifier(text).flags


def test_many_threads_may_ask_at_once(classifier):
    alone, said = [classifier(text) for text in TEXTS], {}

    def ask(turn: int) -> None:
        said[turn] = [classifier(text) for text in TEXTS]

    threads = [threading.Thread(target=ask, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert all(said[turn] == alone for turn in range(4))


def test_new_words_do_not_make_the_service_grow(classifier):
    before = len(classifier.nlp.vocab.strings)
    for turn in range(50):
        classifier(" ".join(f"word{turn}x{at}" for at in range(100)))
    assert len(classifier.nlp.vocab.strings) == before


@pytest.mark.parametrize("text", [*TEXTS, "", "one line\nand  another, in_the end 'so'"])
def test_the_pipeline_asked_as_any_of_spacys_says_the_same(classifier, text):
    looked_at = texts.looked_at(text)
    cats = classifier.nlp(looked_at).cats
    scores = classifier(text).scores
    assert all(cats[f"flags={flag.value}"] == pytest.approx(scores[flag.value], abs=1e-5) for flag in Flag)
