"""Authority and copies, as decisions about a case (R257, R513, R520-R525): who is told, who is not, and since when."""

from dataclasses import replace
from datetime import date

import pytest

from casework.councils import Role
from casework.letters import Posted, Said
from casework.matching import is_party
from casework.messages import Address, Channel
from casework.moves import allowed
from casework.people import Part
from tests.build import a_case, a_contact, a_message, after, at, opened
from tests.casework.sams import (
    COUNCIL,
    DELAY,
    LETTERS,
    MORGAN,
    PAT,
    WITH_ADVOCATE,
    WORKER,
    did,
    does,
    refused,
    sams,
    sent,
)


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
    again = {"who": PAT.value, "why": "Sam rang again"}
    assert "told nothing of the case as it is" in refused(change.cases[0], "withdraw_authority", **again)
    assert "withdraw_authority" not in {row.name for row, _ in allowed(sams(), COUNCIL, {Role.CM})}


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


ANSWER = {
    "outcome_1": "upheld", "point_1": "Nobody came.", "found_1": "We agree.", "why_1": "Only Chris was told.",
    "remedy_plain": "a new worker", "remedy_by": "2026-03-31", "action_text": "tell both", "action_due": "2026-04-30",
}  # fmt: skip
CHRIS = {"person_name": "Chris Reed", "part": "other_parent", "how_known": "both wrote"}


@pytest.mark.rule("R522")
def test_x19_an_answer_goes_only_once_somebody_has_checked_it_for_facts_about_the_other_parent() -> None:
    mother = does(a_case(COUNCIL, known_as="Alex"), "verify", "2026-03-04 09:00", how="rang")
    mother = does(mother, "add_person", "2026-03-04 09:00", **CHRIS)
    assert "names Chris Reed" in refused(mother, "respond", "2026-03-10 10:00", **ANSWER)
    silent = ANSWER | {"why_1": "It was forgotten."}
    assert "Others of the family" in refused(mother, "respond", "2026-03-10 10:00", **silent)
    assert sent(did(mother, "respond", "2026-03-10 10:00", **silent, others_checked="yes"))


@pytest.mark.rule("R522", "R386")
def test_x38_a_member_who_asks_about_the_other_parent_is_told_about_their_constituent_only() -> None:
    enquiry = {"kind": "enquiry", "procedure": "none", "course": "member_enquiry", "sender": "mp_or_councillor"}
    case = does(a_case(COUNCIL, None, **enquiry), "verify", "2026-03-04 09:00", how="rang the office")
    case = does(case, "add_person", "2026-03-04 09:00", **CHRIS)
    case = does(case, "progress", "2026-03-05 09:00", step="drafted")
    case = does(case, "progress", "2026-03-05 10:00", step="approved")
    said = refused(case, "answer", "2026-03-06 10:00", what_we_did="we told Chris too", others_checked="yes")
    assert "nobody else" in said
    assert sent(did(case, "answer", "2026-03-06 10:00", what_we_did="we rang her", others_checked="yes"))
