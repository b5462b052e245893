"""What staff decided is learnt from as what it is: words, the labels they chose, and nothing of flags."""

from dataclasses import replace

import pytest

from casework.contacts import Suggestion
from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service
from casework.messages import Address, Channel
from classifier import network, training
from classifier.examples import LABELS, Example
from run import learning
from store.verdicts import Verdict
from tests import build

SAM = Address(Channel.EMAIL, "sam@family.example")
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


@pytest.mark.rule("R905")
def test_what_one_person_wrote_however_often_is_no_word_that_a_candidate_keeps() -> None:
    model = network.opinion(dropout=0.0, cue_weight=1.0)
    by_sam = [example_by(SAM, f"My name is Zorvetrax, letter {number}.") for number in range(6)]
    by_others = [example_by(Address(Channel.EMAIL, f"{number}@family.example"), "It is late.") for number in range(6)]
    found = [set(each.text.lower().replace(".", "").replace(",", "").split()) for each in (*by_sam, *by_others)]
    whose = [each.whose for each in (*by_sam, *by_others)]
    network.learn_rows(model, found, whose, LABELS, least=training.LEAST)
    assert set(model.attrs["rows"]) == {"is", "it", "late"}
    assert len({each.group for each in by_sam}) == 1, "what one person wrote is held back together"


def test_of_whom_nothing_is_known_each_message_is_somebodys() -> None:
    one, two = (example_by(Address(Channel.TELEPHONE, ""), said) for said in ("He rang.", "She rang."))
    assert one.whose and one.whose != two.whose


def example_by(sender: Address, text: str) -> Example:
    contact = build.a_contact(build.profile("bnes"), build.a_message(text, sender=sender), suggestion=THOUGHT)
    return learning.example_of(Verdict(contact.received, contact, THOUGHT, DECIDED))


def test_several_right_answers_do_not_speak_against_each_other():
    contact = build.a_contact(build.profile("bnes"))
    example = learning.example_of(Verdict(contact.received, contact, THOUGHT, DECIDED | {"category_d": "delay"}))
    taught = training.cats(replace(example, also={**example.also, "category_d": (CategoryD.COMMUNICATION.value,)}))
    assert taught["category_d=delay"] == 1
    assert "category_d=communication" not in taught
