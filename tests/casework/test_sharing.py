"""Who may be told what of a case (R257, R509, R520-R526): by their part, by authority, and never by asking."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from casework.cases import Case
from casework.labels import Sender
from casework.letters import Posted, Said
from casework.messages import Address, Channel
from casework.on_behalf import sharing
from casework.on_behalf.authority import Authority, Given, Scope
from casework.on_behalf.sharing import may_be_told, readers
from casework.people import MAY_SEE, Part, Person, Sees, What
from tests.build import FAMILY, a_case, a_decision, a_message, at, profile

DAY = date(2026, 3, 10)
THERE = Address(Channel.EMAIL, "morgan@elsewhere.example")


def somebody(part: Part, **other: Any) -> Person:
    return Person(THERE, Sender.PROFESSIONAL, known_as="Morgan Vale", part=part, **other)


def allowed(*scope: Scope, **other: Any) -> Authority:
    given = Authority(
        THERE, "Morgan Vale", "Sam", frozenset(scope), Given.SIGNED, date(2026, 3, 4), "form in the file", "mina"
    )  # fmt: skip
    return replace(given, **other)


def of_sam(*people: Person, authorities: tuple[Authority, ...] = (), sender: str = "young_person") -> Case:
    case = a_case(profile("bnes"), sender=sender)
    return replace(case, people=(*case.people, *people), authorities=authorities)


def told(case: Case, what: What = What.COMPLAINT, day: date = DAY) -> str | None:
    return may_be_told(case.people[-1], case, what, day)


@pytest.mark.rule("R526")
def test_every_part_has_its_row_and_sees_nobodys_equality_answers() -> None:
    assert set(Part) <= set(MAY_SEE)
    assert all(set(row) == set(What) for row in MAY_SEE.values())
    assert {row[What.EQUALITY] for row in MAY_SEE.values()} == {Sees.NO, Sees.COUNTS}


@pytest.mark.rule("R526")
def test_the_table_says_what_the_rulebook_says() -> None:
    assert MAY_SEE["CM"][What.SAFEGUARDING] is Sees.WITHOUT_LADO
    assert MAY_SEE["IO"][What.NOTES] is Sees.SUMMARY
    assert MAY_SEE["LADO"][What.COMPLAINT] is Sees.RELEVANT
    assert MAY_SEE["DCS"][What.COMPLAINT] is Sees.OUTLINE
    assert MAY_SEE["complained_of"][What.REACH] is Sees.NO
    assert MAY_SEE["report_writer"][What.COMPLAINT] is Sees.PSEUDONYMS


@pytest.mark.rule("R509", "R526")
def test_an_advocate_is_told_without_waiting_for_paper_unless_the_young_person_says_otherwise() -> None:
    assert told(of_sam(somebody(Part.ADVOCATE))) is None
    left_out = told(of_sam(somebody(Part.ADVOCATE, left_out=True)))
    assert left_out is not None and "left out" in left_out


@pytest.mark.rule("R526")
def test_an_advocate_hears_facts_from_the_file_only_as_the_young_person_allows() -> None:
    advocate = somebody(Part.ADVOCATE)
    assert told(of_sam(advocate), What.FILE) is not None
    assert told(of_sam(advocate, authorities=(allowed(Scope.FILE),)), What.FILE) is None


@pytest.mark.rule("R521")
def test_x06_a_worker_needs_the_young_persons_permission_and_their_own_word() -> None:
    worker = somebody(Part.WORKER)
    assert "no authority" in str(told(of_sam(worker)))
    half = of_sam(worker, somebody(Part.ADVOCATE), authorities=(allowed(Scope.LETTERS),))
    assert "know and agree" in str(may_be_told(worker, half, What.COMPLAINT, DAY))
    assert [each.part for each in readers(half, DAY)] == [Part.COMPLAINANT, Part.ADVOCATE]  # who stays copied in
    both = of_sam(worker, authorities=(allowed(Scope.LETTERS, worker_confirmed=date(2026, 3, 9)),))
    assert told(both) is None
    assert told(both, day=date(2026, 3, 8)) is not None
    assert told(both, What.FILE) is not None and told(both, What.REACH) is not None


@pytest.mark.rule("R257", "R520")
def test_a_representative_is_told_what_their_authority_covers_and_while_it_lasts() -> None:
    friend = somebody(Part.REPRESENTATIVE)
    assert told(of_sam(friend)) is not None
    assert told(of_sam(friend, authorities=(allowed(Scope.COMPLAIN),))) is not None
    given = allowed(Scope.LETTERS, expires=date(2026, 3, 10))
    assert told(of_sam(friend, authorities=(given,))) is None
    assert told(of_sam(friend, authorities=(given,)), day=given.day - timedelta(days=1)) is not None
    assert told(of_sam(friend, authorities=(given,)), day=date(2026, 3, 11)) is not None
    assert told(of_sam(friend, authorities=(given,)), What.FILE) is not None


@pytest.mark.rule("R525")
def test_withdrawn_authority_counts_for_nothing_that_same_day() -> None:
    case = of_sam(somebody(Part.REPRESENTATIVE), authorities=(allowed(Scope.LETTERS, withdrawn=DAY),))
    assert told(case) is not None
    assert told(case, day=date(2026, 3, 9)) is None


@pytest.mark.rule("R525")
def test_what_has_not_left_yet_for_them_is_known_by_name() -> None:
    queued = Said("letter/1", "email.hold_yp", THERE, at("2026-03-10 20:00"), Posted.QUEUED)
    gone = replace(queued, name="letter/2", posted=Posted.SENT)
    elsewhere = replace(queued, name="letter/3", to=FAMILY)
    case = replace(of_sam(somebody(Part.REPRESENTATIVE)), said=(queued, gone, elsewhere))
    assert sharing.queued_to(case, THERE) == ("letter/1",)


@pytest.mark.rule("R522")
def test_x19_nothing_crosses_to_the_other_parent_whatever_they_hold() -> None:
    case = of_sam(somebody(Part.OTHER_PARENT), authorities=(allowed(*Scope),), sender="parent")
    assert all(told(case, what) is not None for what in What)
    assert readers(case, DAY) == case.people[:1]


@pytest.mark.rule("R252", "R522")
def test_x17_a_parents_complaint_is_answered_and_the_childs_file_waits_for_the_right_to_it() -> None:
    father = a_case(profile("bnes"), sender="parent")
    assert may_be_told(father.complainant, father, What.COMPLAINT, DAY) is None
    assert "file" in str(may_be_told(father.complainant, father, What.FILE, DAY))
    shown = replace(allowed(Scope.FILE), who=FAMILY, evidence="court order of 2024 seen")
    father = replace(father, authorities=(shown,))
    assert may_be_told(father.complainant, father, What.FILE, DAY) is None
    child = of_sam()
    assert may_be_told(child.complainant, child, What.FILE, DAY) is None


@pytest.mark.rule("R386", "R526")
def test_x38_a_members_office_hears_of_its_constituent_only_and_of_nobody_else() -> None:
    office = somebody(Part.MEMBERS_OFFICE)
    assert told(of_sam(office, sender="parent")) is not None
    asked = of_sam(office, authorities=(allowed(Scope.LETTERS),), sender="parent")
    assert told(asked) is None
    assert all(told(asked, what) is not None for what in (What.REACH, What.NOTES, What.SAFEGUARDING, What.EQUALITY))
    other_parents_case = a_case(profile("bnes"), sender="parent")
    assert office not in readers(other_parents_case, DAY)


@pytest.mark.rule("R526")
def test_an_advocate_hears_of_a_safeguarding_record_only_from_somebody_who_made_sure_that_it_is_safe() -> None:
    assert "safe" in str(told(of_sam(somebody(Part.ADVOCATE)), What.SAFEGUARDING))


@pytest.mark.rule("R523")
def test_after_three_silent_months_it_is_checked_again_who_is_told() -> None:
    case = of_sam(somebody(Part.REPRESENTATIVE), authorities=(allowed(Scope.LETTERS),))
    assert told(case, day=date(2026, 6, 3)) is None
    assert "check again" in str(told(case, day=date(2026, 6, 4)))
    wrote = replace(case, messages=(*case.messages, a_message("Any news?", received=at("2026-05-20 10:00"))))
    assert told(wrote, day=date(2026, 6, 4)) is None
    checked = replace(case, decisions=(*case.decisions, a_decision("recheck", "2026-06-04 09:00", how="rang Sam")))
    assert told(checked, day=date(2026, 6, 4)) is None


@pytest.mark.rule("R523")
def test_a_gap_that_ended_still_asks_for_the_check() -> None:
    case = of_sam(somebody(Part.REPRESENTATIVE), authorities=(allowed(Scope.LETTERS),))
    back = replace(case, messages=(*case.messages, a_message("Still there?", received=at("2026-07-01 10:00"))))
    assert told(back, day=date(2026, 7, 2)) is not None


@pytest.mark.rule("R523")
def test_a_change_in_the_family_asks_for_the_check_at_once_and_holds_up_neither_child_nor_advocate() -> None:
    changed = a_decision("family_changed", "2026-03-09 10:00", why="she moved to her father")
    case = of_sam(somebody(Part.ADVOCATE), somebody(Part.REPRESENTATIVE), authorities=(allowed(Scope.LETTERS),))
    case = replace(case, decisions=(*case.decisions, changed))
    assert [each.part for each in readers(case, DAY)] == [Part.COMPLAINANT, Part.ADVOCATE]
