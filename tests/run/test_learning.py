"""What staff decided is learnt from as what it is: words, the labels they chose, and nothing of flags."""

from dataclasses import replace

from casework.contacts import Suggestion
from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service
from classifier import training
from run import learning
from store.verdicts import Verdict
from tests import build

THOUGHT = Suggestion(
    Kind.ENQUIRY,
    Procedure.NONE,
    None,
    None,
    Sender.PARENT,
    Service.DUTY,
    frozenset({Flag.SAFEGUARDING}),
    {},
    {},
    (),
    (),
)
DECIDED = {"kind": "complaint", "procedure": "statutory", "category_b": CategoryB.DISPUTED_DECISION.value}


def test_a_decision_teaches_what_the_person_said_and_nothing_else():
    contact = build.a_contact(build.profile("bnes"), build.a_message("My respite was cut."), suggestion=THOUGHT)
    example = learning.example_of(Verdict(contact.received, contact, THOUGHT, DECIDED))
    assert "My respite was cut." in example.text
    taught = training.cats(example)
    assert taught["kind=complaint"] == 1 and taught["kind=enquiry"] == 0
    assert not [name for name in taught if name.startswith(("flags=", "sender=", "category_d="))]


def test_several_right_answers_do_not_speak_against_each_other():
    contact = build.a_contact(build.profile("bnes"))
    example = learning.example_of(Verdict(contact.received, contact, THOUGHT, DECIDED | {"category_d": "delay"}))
    taught = training.cats(replace(example, also={**example.also, "category_d": (CategoryD.COMMUNICATION.value,)}))
    assert taught["category_d=delay"] == 1
    assert "category_d=communication" not in taught
