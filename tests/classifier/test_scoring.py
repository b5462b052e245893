"""Scores, pictures and comparisons say what happened."""

from dataclasses import replace
from xml.etree import ElementTree

from casework.contacts import Suggestion
from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service
from classifier import comparing, scoring
from classifier.comparing import Beside
from classifier.examples import Example, Labels

SAID = Suggestion(
    Kind.COMPLAINT, Procedure.STATUTORY, CategoryB("unwelcome_or_disputed_decision"), CategoryD.COMMUNICATION,
    Sender.PARENT, Service.DUTY, frozenset({Flag.IMMEDIATE_RISK}),
    {"kind": 0.9, "procedure": 0.6, "category_b": 0.5, "category_d": 0.5, "sender": 0.5, "service": 0.5},
    {"kind": "enquiry", "procedure": "corporate"}, ("procedure",), (),
)  # fmt: skip
RIGHT = {
    "kind": "complaint", "procedure": "corporate", "category_b": "unwelcome_or_disputed_decision",
    "category_d": "delay", "sender": "parent", "service": "",
}  # fmt: skip
DANGER = Example(
    "1", "help", "", Labels(RIGHT, frozenset({Flag.IMMEDIATE_RISK})), {"category_d": ("communication",)}, "young"
)
QUIET = replace(DANGER, id="2", labels=Labels(RIGHT, frozenset()), voice="parent")


def test_what_was_right_sure_second_and_raised_is_counted():
    scores = scoring.scored([DANGER, QUIET], lambda _text, _subject: SAID)
    assert (scores.fields["kind"].right.right, scores.fields["kind"].when_sure.of) == (2, 2)
    assert (scores.fields["procedure"].right.right, scores.fields["procedure"].with_second.right) == (0, 2)
    assert (scores.fields["category_d"].right.right, scores.fields["category_d"].strict.right) == (2, 0)
    assert scores.fields["service"].right.of == 0
    assert scores.fields["procedure"].taken == {"corporate": {"statutory": 2}}
    assert round(scores.fields["kind"].off, 2) == 0.1
    risk = scores.flags[Flag.IMMEDIATE_RISK]
    assert (risk.recall.rate, risk.precision.rate, risk.elsewhere.rate) == (1, 0.5, 1)
    assert any(line.startswith("young") for line in scoring.table(scores))


def test_every_field_has_two_pictures_that_can_be_read():
    drawn = dict(scoring.drawn(scoring.scored([DANGER], lambda _text, _subject: SAID)))
    assert {"kind-reliability.svg", "service-confusion.svg"} <= drawn.keys()
    for picture in drawn.values():
        assert ElementTree.fromstring(picture).tag.endswith("svg")  # noqa: S314 our own picture
        assert len(picture) < 100_000


def _asked(said: Suggestion, count: int = 10) -> scoring.Scores:
    return scoring.scored([DANGER] * count, lambda _text, _subject: said)


def test_a_candidate_that_misses_danger_is_not_to_be_switched_to():
    better = replace(SAID, procedure=Procedure.CORPORATE, flags=frozenset())
    told = list(comparing.report([Beside("frozen", _asked(SAID), _asked(better))]))
    assert told[-1].startswith("The candidate misses danger")


def test_where_a_candidate_is_worse_is_said_by_label():
    other = replace(SAID, procedure=Procedure.CORPORATE, sender=Sender.UNKNOWN)
    told = list(comparing.report([Beside("frozen", _asked(SAID), _asked(other))]))
    assert "  worse: sender parent: 10 and 0 of 10" in told
    assert told[-1].startswith("The candidate is better")


def test_a_candidate_that_gains_nothing_is_not_called_better():
    assert comparing.verdict([Beside("frozen", _asked(SAID), _asked(SAID))]).startswith("The candidate is not better")
