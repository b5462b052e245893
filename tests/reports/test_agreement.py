"""How often the classifier agreed with people is counted by label and month; a bell rings when it falls behind."""

from dataclasses import replace
from datetime import datetime

from casework.contacts import Suggestion
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Sender, Service
from reports import agreement
from reports.agreement import FEWEST, Agreement
from store.verdicts import Verdict
from tests import build

THOUGHT = Suggestion(
    Kind.COMPLAINT, Procedure.STATUTORY, CategoryB("unwelcome_or_disputed_decision"), CategoryD.COMMUNICATION,
    Sender.PARENT, Service.DUTY, frozenset(), {"kind": 0.9, "procedure": 0.9}, {}, (), (), "abc",
)  # fmt: skip


def a_verdict(kind: str, when: str = "2026-03-05 10:00") -> Verdict:
    return Verdict(build.at(when), build.a_contact(build.profile("bnes")), THOUGHT, {"kind": kind})


def month(moment: datetime) -> str:
    return f"{moment:%Y-%m}"


def test_agreement_is_counted_by_label_and_month_newest_first() -> None:
    found = [a_verdict("complaint"), a_verdict("complaint", "2026-02-05 10:00"), a_verdict("enquiry")]
    assert agreement.by_month(found, month) == [
        Agreement("2026-03", "kind", "complaint", 1, 1),
        Agreement("2026-03", "kind", "enquiry", 0, 1),
        Agreement("2026-02", "kind", "complaint", 1, 1),
    ]


def test_a_model_that_is_right_much_less_than_it_says_rings_a_bell() -> None:
    half = [a_verdict("complaint"), a_verdict("enquiry")] * FEWEST
    (drift,) = agreement.drifts(half, "abc")
    assert (drift.field, drift.kept, round(drift.promised, 2)) == ("kind", 0.5, 0.9)


def test_one_that_keeps_its_promise_or_has_hardly_been_asked_rings_none() -> None:
    kept = [a_verdict("complaint")] * 9 * FEWEST + [a_verdict("enquiry")]
    assert not list(agreement.drifts(kept, "abc"))
    assert not list(agreement.drifts([a_verdict("enquiry")] * (FEWEST - 1), "abc"))


def test_what_an_older_model_thought_is_not_held_against_the_one_in_use() -> None:
    older = [replace(one, thought=replace(THOUGHT, model="old")) for one in [a_verdict("enquiry")] * FEWEST]
    assert not list(agreement.drifts(older, "abc"))
