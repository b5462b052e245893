"""Advocates, as decisions about a case (R502-R509, R515): who is asked, who is recorded, and who gets the letters."""

from datetime import date

import pytest

from casework.cases import Advocacy, State
from casework.chase import chase
from casework.choices import CHOICES
from casework.councils import Role
from casework.decide import decide
from casework.labels import Sender
from casework.matching import is_party
from casework.moves import allowed
from casework.on_behalf import offers
from casework.people import Part
from casework.refusals import RuleBroken
from outbox.render import render
from tests.build import a_case, a_contact, a_decision, a_message, after, at, opened, profile
from tests.casework.sams import COUNCIL, DELAY, MORGAN, WITH_ADVOCATE, did, does, refused, sams, sent


@pytest.mark.rule("R505", "R508")
def test_a_yes_goes_to_the_service_of_the_day_without_a_word_of_what_it_is_about() -> None:
    case = does(sams(), "record_advocacy", "2026-03-03 12:00", advocacy="accepted")
    change = did(case, "refer", "2026-03-04 10:00", agreed="yes")
    (letter,) = change.letters
    assert (letter.words, letter.to.value) == ("email.advocacy_referral", "shoutout@advocacy.example")
    (referral,) = change.cases[0].referrals
    assert (referral.provider, referral.asked, referral.sent) == (
        "Shout Out! at Off the Record", date(2026, 3, 3), date(2026, 3, 4),
    )  # fmt: skip
    assert referral.waiting


@pytest.mark.rule("R505")
def test_dorsets_new_provider_is_asked_from_the_day_it_is_the_one() -> None:
    dorset = profile("dorset")
    asked = decide(sams("dorset"), a_decision("refer", "2026-03-04 10:00", agreed="yes"), dorset)
    assert asked.letters[0].to.value == "nyas@advocacy.example"


@pytest.mark.rule("R505")
def test_no_name_is_passed_on_without_agreement() -> None:
    assert "not agreed" in refused(sams(), "refer", agreed="no")


@pytest.mark.rule("R502", "R508")
def test_x07_a_care_leaver_who_wants_another_agency_is_helped_to_it_and_it_counts_as_offered() -> None:
    case = sams()
    helped = did(
        case, "other_agency", "2026-03-04 10:00", agency="Coram", agreed="yes", reached_at="hello@coram.example"
    )
    assert sent(helped) == [("email.advocacy_referral", "hello@coram.example")]
    case = after(case, helped)
    assert case.referrals[-1].own_choice and case.advocacy is Advocacy.ACCEPTED
    (line,) = offers.for_report(case)
    assert (line.answer, line.provider, line.offered) == ("other_agency", "Coram", date(2026, 3, 3))


@pytest.mark.rule("R502")
def test_another_agency_takes_the_place_of_ours() -> None:
    case = does(sams(), "refer", "2026-03-04 10:00", agreed="yes")
    case = does(case, "other_agency", "2026-03-05 10:00", agency="Coram", agreed="yes")
    assert [each.ended for each in case.referrals] == [date(2026, 3, 5), None]


@pytest.mark.rule("R505", "R509")
def test_once_there_is_a_name_the_young_person_hears_it_and_the_advocate_gets_the_letters_too() -> None:
    case = does(sams(), "refer", "2026-03-04 10:00", agreed="yes")
    found = did(case, "advocate_allocated", "2026-03-06 10:00", advocate_name="Morgan Vale", reached_at=MORGAN.value)
    assert ("email.advocacy_booked_yp", "sam@family.example") in sent(found)
    case = after(case, found)
    assert case.advocacy is Advocacy.ALLOCATED and case.referrals[-1].allocated == date(2026, 3, 6)
    more = did(case, "extend", "2026-03-13 10:00", **DELAY)
    assert sent(more) == [("email.hold_yp", "sam@family.example"), ("email.hold_yp", MORGAN.value)]
    copy = render(more.letters[1], choices=CHOICES).text
    assert copy.startswith("This is a copy for Morgan Vale.\n\nHi Sam,")


@pytest.mark.rule("R502", "R505")
def test_an_advocate_of_their_own_choice_is_said_to_be_from_the_agency_that_they_chose() -> None:
    case = does(sams(), "other_agency", "2026-03-04 10:00", agency="Coram", agreed="yes")
    found = did(case, "advocate_allocated", "2026-03-06 10:00", advocate_name="Morgan Vale")
    assert "Your advocate is Morgan Vale, from Coram." in render(found.letters[0], choices=CHOICES).text


@pytest.mark.rule("R514")
def test_a_no_ends_the_referral_and_every_chase_for_it() -> None:
    case = does(sams(), "record_advocacy", "2026-03-03 12:00", advocacy="accepted")
    case = does(case, "refer", "2026-03-03 13:00", agreed="yes")
    asked = chase(case, COUNCIL, at("2026-03-06 09:00")).letters
    assert {"email.advocacy_chase", "staff.advocacy_chase"} <= {each.words for each in asked}
    case = does(case, "record_advocacy", "2026-03-05 12:00", advocacy="declined")
    assert case.referrals[-1].ended == date(2026, 3, 5)
    late = chase(case, COUNCIL, at("2026-03-06 09:00")).letters
    assert not [each.words for each in late if "advocacy" in each.words]


@pytest.mark.rule("R506", "R507")
@pytest.mark.parametrize("relation", ["personal_adviser", "social_worker", "foster_carer", "manager_of_the_service"])
def test_nobody_of_the_service_is_recorded_as_the_advocate(relation: str) -> None:
    said = refused(sams(), "name_advocate", **WITH_ADVOCATE | {"relation": relation})
    assert "cannot be" in said


@pytest.mark.rule("R258", "R509")
def test_an_advocate_they_chose_needs_no_paper_and_is_copied_in_at_once() -> None:
    case = does(sams(), "name_advocate", "2026-03-04 10:00", **WITH_ADVOCATE, reached_at=MORGAN.value)
    assert case.advocacy is Advocacy.HAS_ONE and not case.authorities
    assert (("email.hold_yp", MORGAN.value)) in sent(did(case, "extend", "2026-03-13 10:00", **DELAY))


@pytest.mark.rule("R509")
def test_letters_go_to_the_young_person_alone_once_they_say_so() -> None:
    case = does(sams(), "name_advocate", "2026-03-04 10:00", **WITH_ADVOCATE, reached_at=MORGAN.value)
    case = does(case, "withdraw_authority", "2026-03-05 10:00", who=MORGAN.value, why="Sam would rather not")
    assert sent(did(case, "extend", "2026-03-13 10:00", **DELAY)) == [("email.hold_yp", "sam@family.example")]
    assert not is_party(MORGAN, case)


@pytest.mark.rule("R509", "R258")
def test_what_an_advocate_sends_is_the_young_persons_complaint_and_waits_for_nothing() -> None:
    contact = a_contact(COUNCIL, a_message(sender=MORGAN, sender_name="Morgan Vale"))
    change = opened(COUNCIL, contact, sender="advocate", known_as="K")
    case = change.cases[0]
    assert (case.complainant.sender, case.complainant.known_as) == (Sender.YOUNG_PERSON, "K")
    assert case.people[1].part is Part.ADVOCATE and case.advocacy is Advocacy.HAS_ONE
    assert case.state is State.OPEN
    assert sent(change) == [("email.ack_advocate", MORGAN.value)]
    assert change.letters[0].facts["advocate_name"] == "Morgan Vale"
    assert is_party(MORGAN, case)


@pytest.mark.rule("R502", "R504")
def test_an_officer_can_write_about_an_advocate_to_a_child_and_point_an_adult_to_their_own_help() -> None:
    assert sent(did(sams(), "offer_advocacy", "2026-03-04 10:00")) == [
        ("email.advocacy_offer_yp", "sam@family.example")
    ]
    parent = did(a_case(COUNCIL), "offer_advocacy", "2026-03-04 10:00")
    assert sent(parent) == [("email.advocacy_for_child_adult", "sam@family.example")]
    assert parent.letters[0].facts["helper"] == "Citizens Advice"


@pytest.mark.rule("R504")
def test_a_parent_is_never_referred_to_the_childrens_advocates() -> None:
    offered = {row.name for row, _ in allowed(a_case(COUNCIL), COUNCIL, {Role.CM})}
    assert not offered & {"refer", "other_agency", "name_advocate", "advocate_allocated"}


@pytest.mark.rule("R515")
def test_after_a_no_there_is_no_letter_of_its_own() -> None:
    case = does(sams(), "record_advocacy", "2026-03-04 10:00", advocacy="declined")
    assert "said no" in refused(case, "offer_advocacy")


@pytest.mark.rule("R509", "R524")
def test_a_young_person_whose_advocate_wrote_can_come_in_themselves() -> None:
    contact = a_contact(COUNCIL, a_message(sender=MORGAN, sender_name="Morgan Vale"))
    case = opened(COUNCIL, contact, sender="advocate", known_as="K").cases[0]
    assert "somebody else" in refused(case, "reach_them", reached_at=MORGAN.value, how_known="an email")
    case = does(case, "reach_them", "2026-03-04 10:00", reached_at="k@home.example", how_known="Morgan passed it on")
    told = [to for _, to in sent(did(case, "extend", "2026-03-13 10:00", **DELAY))]
    assert told == ["k@home.example", MORGAN.value]


@pytest.mark.rule("R370", "R279")
def test_x45_a_child_who_withdraws_after_the_carers_visit_is_not_closed_until_somebody_is_satisfied() -> None:
    case = sams()
    with pytest.raises(RuleBroken, match="chose this freely"):
        decide(case, a_decision("withdraw", "2026-03-05 10:00", "mina", Role.CO, why="she wrote to stop"), COUNCIL)
    assert case.state is State.OPEN
