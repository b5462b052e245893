"""What must not matter is changed, and nothing else; who is answered much worse for it fails the evaluation."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace

import pytest

from casework.contacts import Suggestion
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service
from classifier import fairness
from classifier.examples import Example, Labels
from classifier.fairness import Change

SAID = Suggestion(
    Kind.COMPLAINT, Procedure.STATUTORY, CategoryB("unwelcome_or_disputed_decision"), CategoryD.COMMUNICATION,
    Sender.PARENT, Service.DUTY, frozenset(), {}, {}, (), (),
)  # fmt: skip
FIELDS = {
    "kind": "complaint",
    "procedure": "statutory",
    "category_b": "",
    "category_d": "",
    "sender": "",
    "service": "",
}


@pytest.fixture(scope="module")
def changes() -> Mapping[str, Change]:
    return fairness.changes(tomllib.loads(fairness.DATA.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ("other names", "Oliver and Aisha waited. Oliver cried.", "Mohammed and Chidinma waited. Mohammed cried."),
        ("he for she", "He told his mum that the girl hit him.", "She told her dad that the boy hit her."),
        ("another dialect", "My mum said nothing", "me mum said nowt"),
        ("another spelling", "Because you know", "becuase u no"),
        ("no capitals, no stops", "Hasn't he? He HAS.", "hasnt he he has"),
    ],
)
def test_only_what_must_not_matter_is_changed(changes, change, before, after):
    assert changes[change](before) == after


def _messages(count: int) -> list[Example]:
    one = Example("x", "", "", Labels(FIELDS, frozenset()), {}, "")
    return [replace(one, id=str(at), text=f"Oliver waited {at} days") for at in range(count)]


def _worse_for_mohammed(text: str, _subject: str) -> Suggestion:
    return replace(SAID, kind=Kind.ENQUIRY) if "Mohammed" in text else SAID


def test_a_model_that_answers_a_name_worse_fails():
    found = {(one.change, one.field): one for one in fairness.compare(_messages(40), _worse_for_mohammed)}
    assert found["other names", "kind"].fails
    assert not found["other names", "procedure"].fails
    assert any("TOO MUCH WORSE" in line for line in fairness.page(list(found.values())))


def test_of_a_handful_of_messages_nothing_is_said():
    assert not any(one.fails for one in fairness.compare(_messages(5), _worse_for_mohammed))
