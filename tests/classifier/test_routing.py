"""The rulebook's own tests for the procedure, in their order, from plain signs."""

import pytest

from casework.labels import Flag, Kind, Procedure
from classifier import cues, routing, words

NO_FLAGS: frozenset[Flag] = frozenset()


def signs(text: str) -> dict[str, str]:
    said = [words.plain(word) for word in words.WORD.findall(text)]
    return {cue.name: " ".join(said[cue.first : cue.last + 1]) for cue in cues.find(said)}


@pytest.mark.parametrize(
    ("text", "procedure", "rule"),
    [
        pytest.param(
            "The EHC plan is twelve weeks overdue", Procedure.CORPORATE, "R227", marks=pytest.mark.rule("R227")
        ),
        pytest.param(
            "You named the wrong school in section I of the EHC plan",
            Procedure.APPEAL_OR_COURT,
            "R235",
            marks=pytest.mark.rule("R235"),
        ),
        pytest.param(
            "The section 7 report is full of lies", Procedure.APPEAL_OR_COURT, "R226", marks=pytest.mark.rule("R226")
        ),
        pytest.param(
            "The parish council chair was abusive", Procedure.COUNCILLOR_CONDUCT, "R206", marks=pytest.mark.rule("R206")
        ),
        pytest.param(
            "The chair of the child protection conference", Procedure.CORPORATE, "R225", marks=pytest.mark.rule("R225")
        ),
        pytest.param("Our adoption support never came", Procedure.STATUTORY, "R222", marks=pytest.mark.rule("R222")),
        pytest.param("My special guardianship money", Procedure.STATUTORY, "R223", marks=pytest.mark.rule("R223")),
        pytest.param(
            "No pathway plan and no personal adviser", Procedure.STATUTORY, "R220", marks=pytest.mark.rule("R220")
        ),
    ],
)
def test_the_function_complained_of_decides_the_procedure(text, procedure, rule):
    ruled = routing.by_rule(Kind.COMPLAINT, NO_FLAGS, signs(text))
    assert ruled is not None
    assert (ruled.procedure, ruled.rule) == (procedure, rule)


@pytest.mark.rule("R210")
@pytest.mark.parametrize("kind", [Kind.COMPLIMENT, Kind.ENQUIRY, Kind.NOT_FOR_US, Kind.CONCERN_ABOUT_CHILD])
def test_where_there_is_nothing_to_answer_there_is_no_procedure(kind):
    ruled = routing.by_rule(kind, NO_FLAGS, {})
    assert ruled is not None
    assert ruled.procedure is Procedure.NONE


@pytest.mark.rule("R202")
@pytest.mark.parametrize("kind", list(Kind))
def test_an_allegation_goes_to_the_designated_officer_whatever_the_kind(kind):
    ruled = routing.by_rule(kind, frozenset({Flag.ALLEGATION_AGAINST_STAFF}), {})
    assert ruled is not None
    assert (ruled.procedure, ruled.rule) == (Procedure.LADO, "R202")


def test_no_sign_gives_no_rule():
    assert routing.by_rule(Kind.COMPLAINT, NO_FLAGS, {}) is None


def test_in_care_proceedings_is_about_the_court_and_not_about_being_in_care():
    assert "in_care" not in signs("We are in care proceedings")
    assert "court" in signs("We are in care proceedings")
    assert "in_care" in signs("She is in care")


def test_every_sign_a_rule_asks_for_is_a_cue():
    named = {name for seconds in cues.book().phrases.values() for found in seconds.values() for _, name in found}
    asked = {sign for row in routing.TABLE for sign in (*row.signs, *row.and_signs, *row.but_not)}
    assert asked <= named
    assert {sign for _, wanted, barred in routing.SHOWN for sign in wanted | barred} <= named
