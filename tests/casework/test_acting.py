"""Advocates, authority and copies, as decisions about a case (R502-R509, R513, R520-R525): what is recorded, who then
gets the letters, and what is refused.
"""

from dataclasses import replace
from datetime import date

import pytest

from casework import offers
from casework.cases import Advocacy, Case, State
from casework.changes import Change
from casework.chase import chase
from casework.councils import Role
from casework.decide import decide
from casework.labels import Sender
from casework.letters import Posted, Said
from casework.matching import is_party
from casework.messages import Address, Channel
from casework.moves import allowed
from casework.people import Part
from casework.refusals import RuleBroken
from tests.build import a_case, a_contact, a_decision, a_message, after, at, moved, opened, profile

COUNCIL = profile("bnes")
MORGAN = Address(Channel.EMAIL, "morgan@advocates.example")
PAT = Address(Channel.EMAIL, "pat@council.example")
WITH_ADVOCATE = {"advocate_name": "Morgan Vale", "relation": "somebody_else_independent", "how_known": "Sam rang"}
WORKER = {"person_name": "Pat Low", "part": "worker", "how_known": "Sam told us", "reached_at": PAT.value}
LETTERS = {"who": PAT.value, "scope": "letters", "form": "signed", "evidence": "the form is in the file"}
DELAY = {
    "reason": "advocate_requested", "reason_plain": "you asked for an advocate", "done_so_far": "read it",
    "what_we_will_do": "talk to you both",
}  # fmt: skip


def sams(council: str = "bnes", **facts: str) -> Case:
    """A young person's case, who is known to be who they say."""
    change = opened(profile(council), None, **{"sender": "young_person", "known_as": "Sam", **facts})
    known = a_decision("verify", "2026-03-03 11:00", how="rang the number on file")
    return moved(after(change.cases[0], change), known, profile(council))


def does(case: Case, move: str, when: str, **facts: str) -> Case:
    return after(case, did(case, move, when, **facts))


def did(case: Case, move: str, when: str, **facts: str) -> Change:
    return decide(case, a_decision(move, when, "dan", Role.CM, **facts), COUNCIL)


def refused(case: Case, move: str, when: str = "2026-03-04 10:00", **facts: str) -> str:
    with pytest.raises(RuleBroken) as broken:
        did(case, move, when, **facts)
    return broken.value.text


def sent(change: Change) -> list[tuple[str, str]]:
    return [(each.words, each.to.value) for each in change.letters if not each.staff]


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
    assert more.letters[1].lines == ("email.copied",)


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


@pytest.mark.rule("R257", "R521")
def test_who_writes_for_somebody_else_is_thanked_and_told_nothing_until_there_is_authority() -> None:
    contact = a_contact(COUNCIL, a_message(sender=MORGAN, sender_name="Morgan Vale"))
    change = opened(COUNCIL, contact, sender="friend_or_neighbour", on_behalf_of="parent", known_as="Alex")
    assert sent(change) == [("email.consent_needed", MORGAN.value)]
    case = change.cases[0]
    assert sent(did(case, "extend", "2026-03-13 10:00", **DELAY | {"reason": "complex"})) == []
    given = LETTERS | {"who": MORGAN.value}
    case = does(case, "give_authority", "2026-03-05 10:00", **given)
    assert [to for _, to in sent(did(case, "extend", "2026-03-13 10:00", **DELAY | {"reason": "complex"}))] == [
        MORGAN.value
    ]


@pytest.mark.rule("R521")
def test_x06_a_worker_named_for_all_letters_gets_none_until_they_agree_and_the_advocate_stays_copied_in() -> None:
    case = does(sams(), "name_advocate", "2026-03-04 09:00", **WITH_ADVOCATE, reached_at=MORGAN.value)
    case = does(case, "add_person", "2026-03-04 10:00", **WORKER)
    asked = did(case, "give_authority", "2026-03-04 10:05", **LETTERS)
    assert sent(asked) == [("email.worker_asked", PAT.value)]
    assert "Sam" not in str(asked.letters[0].facts["worker_name"])
    case = after(case, asked)
    copied = [to for _, to in sent(did(case, "extend", "2026-03-13 10:00", **DELAY))]
    assert copied == ["sam@family.example", MORGAN.value]
    case = does(case, "worker_confirms", "2026-03-06 10:00", who=PAT.value, how_known="Pat rang back")
    copied = [to for _, to in sent(did(case, "extend", "2026-03-13 10:00", **DELAY))]
    assert copied == ["sam@family.example", MORGAN.value, PAT.value]


@pytest.mark.rule("R521")
def test_a_workers_word_without_the_young_persons_permission_is_refused() -> None:
    case = does(sams(), "add_person", "2026-03-04 10:00", **WORKER)
    assert "worker_confirms" not in {row.name for row, _ in allowed(case, COUNCIL, {Role.CM})}
    given = does(case, "give_authority", "2026-03-04 10:05", **LETTERS)
    taken = does(given, "withdraw_authority", "2026-03-04 11:00", who=PAT.value, why="changed their mind")
    assert "worker_confirms" not in {row.name for row, _ in allowed(taken, COUNCIL, {Role.CM})}


@pytest.mark.rule("R525")
def test_withdrawal_takes_effect_at_once_and_holds_what_has_not_left() -> None:
    case = does(sams(), "add_person", "2026-03-04 10:00", **WORKER)
    case = does(case, "give_authority", "2026-03-04 10:05", **LETTERS)
    case = does(case, "worker_confirms", "2026-03-05 10:00", who=PAT.value, how_known="rang")
    waiting = Said("letter/9", "email.hold_yp", PAT, at("2026-03-05 20:00"), Posted.QUEUED)
    other = replace(waiting, name="letter/8", to=MORGAN)
    case = replace(case, said=(*case.said, waiting, other))
    change = did(case, "withdraw_authority", "2026-03-05 20:30", who=PAT.value, why="Sam rang")
    assert change.withdrawn == ("letter/9",)
    assert PAT.value not in str(sent(did(change.cases[0], "extend", "2026-03-13 10:00", **DELAY)))
    (kept,) = change.cases[0].authorities
    assert kept.withdrawn == date(2026, 3, 5)  # and the record stays


@pytest.mark.rule("R520")
def test_authority_says_who_for_whom_for_what_how_since_when_until_when_and_who_looked() -> None:
    case = does(sams(), "add_person", "2026-03-04 10:00", **WORKER | {"part": "representative"})
    case = does(
        case, "give_authority", "2026-03-06 10:00", **LETTERS | {"scope": "letters|file"},
        given_on="2026-03-05", expires="2026-06-30",
    )  # fmt: skip
    (given,) = case.authorities
    assert (given.who, given.name, given.for_whom) == (PAT, "Pat Low", "Sam")
    assert {each.value for each in given.scope} == {"letters", "file"} and given.form.value == "signed"
    assert (given.day, given.expires, given.checked_by) == (date(2026, 3, 5), date(2026, 6, 30), "dan")
    assert given.evidence == "the form is in the file"


@pytest.mark.rule("R520")
@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"given_on": "2026-03-09"}, "has not come yet"),
        ({"given_on": "2026-03-03", "expires": "2026-03-01"}, "before its first"),
        ({"who": "nobody@elsewhere.example"}, "Add this person"),
    ],
)
def test_authority_that_cannot_be_is_refused_in_a_sentence(facts: dict[str, str], says: str) -> None:
    case = does(sams(), "add_person", "2026-03-04 09:00", **WORKER)
    assert says in refused(case, "give_authority", **LETTERS | facts)


@pytest.mark.rule("R522")
def test_x19_each_separated_parent_has_a_case_and_an_answer_and_nothing_crosses() -> None:
    mother = a_case(COUNCIL, sender="parent", known_as="Alex")
    father = {
        "person_name": "Chris",
        "part": "other_parent",
        "how_known": "both wrote",
        "reached_at": "chris@x.example",
    }
    mother = does(mother, "add_person", "2026-03-04 09:00", **father)
    assert "dealt with separately" in refused(mother, "give_authority", **LETTERS | {"who": "chris@x.example"})
    told = sent(did(mother, "extend", "2026-03-13 10:00", **DELAY | {"reason": "complex"}))
    assert [to for _, to in told] == ["sam@family.example"]
    assert not is_party(Address(Channel.EMAIL, "chris@x.example"), mother)


@pytest.mark.rule("R513", "R602")
def test_nobody_is_asked_through_somebody_complained_of() -> None:
    case = sams(complained_of="tom")
    trusted = {"person_name": "Tom Reed", "part": "trusted", "how_known": "Sam said"}
    assert "complained of" in refused(case, "add_person", **trusted)
    assert "complained of" in refused(
        case, "add_person", **trusted | {"person_name": "Uncle T", "reached_at": "TOM@council.example"}
    )


@pytest.mark.rule("R513")
def test_somebody_they_trust_whom_they_named_is_kept_and_told_nothing() -> None:
    case = does(sams(), "add_person", "2026-03-04 09:00", person_name="Nan", part="trusted", how_known="Sam said")
    assert case.people[-1].part is Part.TRUSTED and not is_party(case.people[-1].address, case)


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


@pytest.mark.rule("R524")
def test_nothing_typed_about_the_case_reaches_an_advocate_whom_nobody_knows_yet() -> None:
    contact = a_contact(COUNCIL, a_message(sender=MORGAN, sender_name="Morgan Vale"))
    case = opened(COUNCIL, contact, sender="advocate", known_as="K").cases[0]
    (letter,) = did(case, "extend", "2026-03-13 10:00", **DELAY).letters
    assert "talk to you both" not in str(letter.facts)
    case = does(case, "verify", "2026-03-05 10:00", who=MORGAN.value, how="rang the advocacy service")
    (letter,) = did(case, "extend", "2026-03-13 10:00", **DELAY).letters
    assert "talk to you both" in str(letter.facts)


@pytest.mark.rule("R523")
def test_a_change_in_the_family_holds_copies_until_somebody_has_checked_again() -> None:
    case = does(sams(), "add_person", "2026-03-04 10:00", **WORKER | {"part": "representative"})
    case = does(case, "give_authority", "2026-03-04 10:05", **LETTERS)
    case = does(case, "family_changed", "2026-03-05 10:00", why="Sam moved to an aunt")
    assert len(sent(did(case, "extend", "2026-03-13 10:00", **DELAY))) == 1
    case = does(case, "recheck", "2026-03-06 10:00", how_known="asked Sam and the aunt")
    assert len(sent(did(case, "extend", "2026-03-13 10:00", **DELAY))) == 2


@pytest.mark.rule("R370", "R279")
def test_x45_a_child_who_withdraws_after_the_carers_visit_is_not_closed_until_somebody_is_satisfied() -> None:
    case = sams()
    with pytest.raises(RuleBroken, match="chose this freely"):
        decide(case, a_decision("withdraw", "2026-03-05 10:00", "mina", Role.CO, why="she wrote to stop"), COUNCIL)
    assert case.state is State.OPEN
