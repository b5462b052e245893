"""Sections 2.1 and 2.2 as the classifier suggests them: which procedure, by what a message is about and in the
rulebook's own order. It only suggests: the next file shows that a person may choose otherwise.
"""

from pathlib import Path

import pytest

from casework.contacts import Suggestion
from casework.labels import Flag, Kind, Procedure
from classifier import routing, suggest
from classifier.suggest import Classifier

S, C = Procedure.STATUTORY, Procedure.CORPORATE


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return suggest.load(Path(suggest.__file__).with_name("model"))


def rule(suggestion: Suggestion) -> str:
    return next((each.rule for each in suggestion.because if each.field == "procedure"), "")


BY_SUBJECT = [
    ("R220", S, "The single assessment of my disabled son is full of mistakes and the review never happened."),
    ("R220", S, "No pathway plan and no personal adviser for a year. I left care at 18."),
    ("R221", S, "My children are in care and my contact with them was stopped with no reason."),
    ("R221", S, "You decided to apply for a care order for my daughter. She is in care now and nobody told us why."),
    ("R222", S, "The adoption support we were promised never came."),
    ("R223", S, "My special guardianship allowance has been cut."),
    ("R224", S, "The fostering team cancelled the training for foster carers again and nobody told us why."),
    ("R225", C, "The minutes of the child protection conference were sent late and the chair was rude."),
    ("R225", C, "The section 47 enquiry took months and nobody told us."),
    ("R226", Procedure.APPEAL_OR_COURT, "The section 7 report about me is full of lies."),
    ("R227", C, "The EHC plan is twelve weeks overdue."),
    ("R227", C, "My son's school taxi has not come for two weeks."),
    ("R205", Procedure.DATA_PROTECTION, "Send me my file please, I was in care until 2010."),
    ("R206", Procedure.COUNCILLOR_CONDUCT, "A councillor shouted at me at a meeting."),
    ("R207", Procedure.ADULT_SOCIAL_CARE, "My care package at home was cut and I am 70. My carer comes late."),
    ("R236", Procedure.APPEAL_OR_COURT, "The admissions team refused my daughter a place and I want to appeal."),
]


@pytest.mark.parametrize(
    ("number", "procedure", "text"),
    [pytest.param(*row, marks=pytest.mark.rule(row[0]), id=f"{row[0]}-{row[2][:30]}") for row in BY_SUBJECT],
)
def test_what_it_is_about_decides_which_procedure_is_suggested(
    classifier: Classifier, number: str, procedure: Procedure, text: str
) -> None:
    opinion = classifier(text)
    assert (opinion.procedure, rule(opinion)) == (procedure, number)


@pytest.mark.rule("R228")
@pytest.mark.parametrize(
    ("text", "procedure"),
    [
        ("The Connecting Families worker closed our child in need plan without telling us.", S),
        ("The children's centre closed its baby group without notice and I want to complain.", C),
    ],
)
def test_early_help_goes_by_its_content(classifier: Classifier, text: str, procedure: Procedure) -> None:
    assert classifier(text).procedure is procedure


@pytest.mark.rule("R229")
@pytest.mark.parametrize(
    "text",
    [
        "My daughter lives in a children's home run by a private company and the staff there don't let her ring me.",
        "The agency that runs my placement moved me with one day's notice.",
    ],
)
def test_a_home_or_an_agency_that_looks_after_a_child_is_the_councils_own_to_answer_for(
    classifier: Classifier, text: str
) -> None:
    assert classifier(text).procedure is S


@pytest.mark.rule("R200")
def test_the_tests_are_taken_in_their_order_and_the_first_that_fits_decides() -> None:
    signs = dict.fromkeys(("school", "councillor", "adult_care", "adoption"), "as written")
    ruled = [routing.by_rule(Kind.COMPLAINT, frozenset(), signs)]
    for gone in ("school", "councillor", "adult_care"):
        del signs[gone]
        ruled.append(routing.by_rule(Kind.COMPLAINT, frozenset(), signs))
    assert [each.rule for each in ruled if each] == ["R240", "R206", "R207", "R222"]
    alleged = routing.by_rule(Kind.COMPLAINT, frozenset({Flag.ALLEGATION_AGAINST_STAFF}), {"school": "x"})
    assert alleged and alleged.rule == "R202"


@pytest.mark.rule("R200")
def test_the_rows_stand_in_the_rulebooks_order() -> None:
    """R203 and R204 are R240 and R235-R238; R208 and R209 are section 2.2."""
    place = {
        "R202": 2, "R210": 2.5, "R205": 5, "R240": 3, "R226": 4, "R235": 4, "R236": 4, "R206": 6, "R207": 7,
    }  # fmt: skip
    order = [place.get(row.rule, 8) for row in routing.TABLE if row.kinds == routing.GRIEVANCE]
    assert order == sorted(order)
