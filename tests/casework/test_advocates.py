"""Who can be a young person's advocate (R506, R507): somebody independent of the service, whom they want."""

from dataclasses import replace

import pytest

from casework.on_behalf.advocates import WHY_NOT, Relation, why_not
from tests.build import a_case, profile
from tests.casework import life

COUNCIL = profile("bnes")
CASE = replace(a_case(COUNCIL, sender="young_person"), excluded=frozenset({"tom"}))
MAY = (Relation.COMMISSIONED, Relation.OTHER_AGENCY, Relation.INDEPENDENT)


def refused(relation: Relation, name: str = "Morgan Vale", email: str = "", *, objected: bool = False) -> str | None:
    return why_not(relation, CASE, COUNCIL, name=name, email=email, objected=objected)


@pytest.mark.rule("R507")
@pytest.mark.parametrize(
    ("relation", "called"),
    [
        (Relation.PERSONAL_ADVISER, "personal adviser"),
        (Relation.SOCIAL_WORKER, "social worker"),
        (Relation.REVIEWING_OFFICER, "reviewing officer"),
        (Relation.FOSTER_CARER, "foster carer"),
    ],
)
def test_whoever_is_paid_to_look_after_them_supports_and_is_no_advocate(relation: Relation, called: str) -> None:
    said = str(refused(relation))
    assert called in said and "cannot be their advocate" in said and "R507" in said


@pytest.mark.rule("R506")
@pytest.mark.parametrize("relation", [each for each in Relation if each not in MAY])
def test_nobody_who_answers_for_the_service_is_the_advocate(relation: Relation) -> None:
    assert WHY_NOT[relation] in str(refused(relation))


@pytest.mark.rule("R506")
@pytest.mark.parametrize("relation", MAY)
def test_an_advocate_from_any_agency_may_be_chosen(relation: Relation) -> None:
    assert refused(relation) is None


@pytest.mark.rule("R506")
def test_nobody_the_young_person_does_not_want_is_their_advocate() -> None:
    assert "does not want" in str(refused(Relation.COMMISSIONED, objected=True))


@pytest.mark.rule("R506")
def test_whoever_investigates_the_complaint_is_nobodys_advocate_in_it() -> None:
    case = life.investigated(sender="young_person").case
    said = why_not(Relation.INDEPENDENT, case, COUNCIL, name="Omar Lees", email="", objected=False)
    assert "will consider the complaint" in str(said)


@pytest.mark.rule("R506")
def test_somebody_who_works_here_is_known_whatever_they_are_said_to_be() -> None:
    assert "works for the council" in str(refused(Relation.INDEPENDENT, name="priya holt"))
    assert "works for the council" in str(refused(Relation.INDEPENDENT, email="Priya@council.example"))
    assert "is complained of" in str(refused(Relation.INDEPENDENT, name="Tom Reed"))
