"""Offering an advocate (R501-R517): at first, at each stage, by a person too; counted, listed, and never pressed."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Advocacy, Case
from casework.chase import chase
from casework.councils import Role, Since
from casework.decide import decide
from casework.letters import Posted, Said
from casework.messages import Address, Channel
from casework.on_behalf import offers
from casework.on_behalf.advocacy import begins, holds, is_for, wish
from casework.people import Part, Person
from casework.time_passes import duties
from casework.time_passes.digests import digest
from tests.build import CHAT, STAFF, a_case, a_contact, a_decision, a_message, after, at, opened, profile

COUNCIL = profile("bnes")
FINDING = {
    "outcome_1": "upheld", "point_1": "She cancelled.", "found_1": "We agree.", "why_1": "She was ill.",
    "remedy_plain": "a new worker", "remedy_by": "2026-03-31",
    "action_text": "tell families", "action_due": "2026-04-30",
}  # fmt: skip


def sams(way: Address | None = None, **facts: str) -> Case:
    contact = a_contact(COUNCIL, a_message(sender=way, channel=way.channel)) if way else None
    change = opened(COUNCIL, contact, **{"sender": "young_person", "known_as": "Sam", **facts})
    return after(change.cases[0], change)


def does(case: Case, move: str, when: str, role: str = Role.CM, **facts: str) -> Case:
    return after(case, decide(case, a_decision(move, when, "dan", role, **facts), COUNCIL))


def answered(case: Case, when: str = "2026-03-13 10:00") -> Case:
    case = does(case, "verify", "2026-03-04 09:00", how="rang")
    return does(case, "respond", when, **FINDING)


def lived(case: Case, *moments: str) -> list[set[str]]:
    said = []
    for moment in moments:
        change = chase(case, COUNCIL, at(moment))
        said.append({letter.words for letter in change.letters})
        case = after(replace(case), change)
    return said


def owed(case: Case, when: str, staff: str = "mina") -> set[str]:
    return {each.step for each in duties.of(staff, (case,), COUNCIL, at(when))}


@pytest.mark.rule("R501", "R510")
def test_a_young_persons_first_letter_offers_an_advocate() -> None:
    (first,) = offers.history(sams())
    assert (first.stage, first.by, first.answer) == ("stage1", "email.ack_complaint_statutory_yp", Advocacy.OFFERED)
    assert offers.history(a_case(COUNCIL)) == ()  # R504: a parent has no such right


@pytest.mark.rule("R503", "R515")
def test_each_stage_offers_one_again_in_its_own_letter_whatever_they_said_before() -> None:
    case = does(sams(), "record_advocacy", "2026-03-03 12:00", advocacy="declined")
    case = answered(case)
    case = does(case, "ask_stage_2", "2026-03-20 10:00")
    assert {row.stage for row in case.stages} <= {each.stage for each in offers.history(case)}
    made = [(each.stage, each.by) for each in offers.history(case) if each.answer is Advocacy.OFFERED]
    assert ("stage1", "email.close_stage1_statutory_yp") in made
    assert ("stage2", "email.ack_next_stage") in made


@pytest.mark.rule("R511")
def test_somebody_owes_them_a_call_within_a_day_until_an_answer_is_on_record() -> None:
    case = sams()
    assert "asking them about an advocate" in owed(case, "2026-03-03 09:00")
    case = does(case, "record_advocacy", "2026-03-03 12:00", advocacy="declined")
    assert "asking them about an advocate" not in owed(case, "2026-03-03 13:00")


@pytest.mark.rule("R513")
def test_after_seven_days_of_silence_somebody_tries_through_a_person_they_trust() -> None:
    step = "asking about an advocate through somebody they trust"
    case = sams()
    assert step not in owed(case, "2026-03-10 16:00")
    assert step in owed(case, "2026-03-11 09:00")
    reached = does(case, "record_advocacy", "2026-03-10 12:00", advocacy="not_reached")
    assert step in owed(reached, "2026-03-11 09:00")  # nobody has answered yet


@pytest.mark.rule("R505")
def test_a_yes_is_passed_on_within_a_day() -> None:
    step = "asking the advocates to find them somebody"
    case = does(sams(), "record_advocacy", "2026-03-03 12:00", advocacy="accepted")
    (mine,) = (each for each in duties.of("mina", (case,), COUNCIL, at("2026-03-03 13:00")) if each.step == step)
    assert mine.due == date(2026, 3, 4) and not mine.late
    assert step not in owed(does(case, "refer", "2026-03-03 14:00", agreed="yes"), "2026-03-05 09:00")


@pytest.mark.rule("R602")
def test_nobody_complained_of_is_asked_to_talk_about_an_advocate() -> None:
    case = replace(sams(), excluded=frozenset({"mina"}))
    assert not owed(case, "2026-03-04 09:00")


@pytest.mark.rule("R515")
def test_after_a_no_no_reminder_and_no_question_come() -> None:
    case = does(sams(), "record_advocacy", "2026-03-03 12:00", advocacy="declined")
    for said in lived(case, "2026-03-05 09:00", "2026-03-12 09:00"):
        assert not [words for words in said if "advocacy" in words]


@pytest.mark.rule("R515")
def test_one_last_question_goes_with_the_stage_1_answer_to_those_who_never_said() -> None:
    silent = answered(does(sams(), "record_advocacy", "2026-03-10 12:00", advocacy="not_reached"))
    assert [said.words for said in silent.said].count("email.advocacy_reminder_2_yp") == 1
    declined = answered(does(sams(), "record_advocacy", "2026-03-10 12:00", advocacy="declined"))
    assert "email.advocacy_reminder_2_yp" not in [said.words for said in declined.said]


@pytest.mark.rule("R516")
def test_the_reminder_that_they_can_still_ask_stops_once_they_have() -> None:
    case = answered(does(sams(), "record_advocacy", "2026-03-03 12:00", advocacy="declined"))
    assert not holds(case, "next_stage_asked") and begins(case, Since.WINDOW) == date(2026, 3, 13)
    assert "bot.window_reminder" in lived(case, "2026-03-27 10:00")[0]
    pressed = Said("x", "bot.further_started", CHAT, at("2026-03-20 10:00"), Posted.SENT)
    assert holds(replace(case, said=(*case.said, pressed)), "next_stage_asked")
    same_day, before = (replace(pressed, written=at(f"2026-03-{day} 17:00")) for day in ("13", "12"))
    assert holds(replace(case, said=(*case.said, same_day)), "next_stage_asked")
    assert not holds(replace(case, said=(*case.said, before)), "next_stage_asked"), "that was about another window"
    assert holds(does(case, "ask_stage_2", "2026-03-20 10:00"), "next_stage_asked")


@pytest.mark.rule("R516")
def test_the_advocate_is_reminded_of_the_last_day_too() -> None:
    advocate = Address(Channel.EMAIL, "morgan@advocates.example")
    case = does(
        sams(), "name_advocate", "2026-03-04 10:00", advocate_name="Morgan", how_known="Sam rang",
        relation="from_another_agency", reached_at=advocate.value,
    )  # fmt: skip
    worker = {"person_name": "Pat Low", "part": "worker", "how_known": "Sam said", "reached_at": "pat@council.example"}
    case = answered(does(case, "add_person", "2026-03-04 10:00", **worker))

    def reminded(case: Case) -> set[Address]:
        return {each.to for each in chase(case, COUNCIL, at("2026-03-27 10:00")).letters if not each.staff}

    assert reminded(case) == {case.complainant.address, advocate}, "and nobody else who has a part in it"
    gone = does(case, "withdraw_authority", "2026-03-20 10:00", who=advocate.value, why="Sam rang")
    assert reminded(gone) == {case.complainant.address}


def monday(case: Case, reader: str = "dan", when: str = "2026-03-09 08:30") -> list[str]:
    staff = next(each for each in STAFF if each.id == reader)
    return [
        each.facts["unasked_list"]
        for each in digest(staff, [case], [], COUNCIL, at(when))
        if each.words == offers.WEEKLY
    ]


@pytest.mark.rule("R517")
def test_each_monday_the_complaints_manager_reads_whom_nobody_has_asked() -> None:
    case = sams()
    assert monday(case) == ["- BN-7K4Q, since Monday 2 March"]
    assert monday(case, "mina") == [] and monday(case, when="2026-03-10 08:30") == []
    assert monday(does(case, "record_advocacy", "2026-03-03 12:00", advocacy="not_reached")) == []
    assert monday(a_case(COUNCIL)) == []  # an adult's
    assert monday(replace(case, excluded=frozenset({"dan"}))) == []


@pytest.mark.rule("R517")
def test_after_a_bank_holiday_the_list_comes_on_the_first_day_there_is() -> None:
    assert monday(sams(), when="2026-04-07 08:30")  # Easter Monday is the sixth


@pytest.mark.rule("R508")
def test_an_offer_that_was_never_taken_up_is_counted_with_its_answer() -> None:
    (line,) = offers.for_report(does(sams(), "record_advocacy", "2026-03-03 12:00", advocacy="declined"))
    assert (line.answer, line.referred, line.provider) == ("declined", None, "")
    assert offers.for_report(a_case(COUNCIL)) == ()


@pytest.mark.rule("R508")
def test_a_referral_is_counted_on_the_day_it_went_and_the_day_somebody_was_found() -> None:
    case = does(sams(), "refer", "2026-03-04 14:00", agreed="yes")
    case = does(case, "advocate_allocated", "2026-03-09 14:00", advocate_name="Morgan Vale")
    (line,) = offers.for_report(case)
    assert (line.answer, line.referred, line.allocated) == ("accepted", date(2026, 3, 4), date(2026, 3, 9))


@pytest.mark.rule("R502")
def test_an_answer_in_the_chat_is_known_and_stands_in_the_history() -> None:
    yes = Said("y", "bot.q3_yes", CHAT, at("2026-03-02 10:00"), Posted.SENT)
    case = sams(CHAT)
    case = replace(case, said=(yes, *case.said), advocacy=Advocacy.ACCEPTED)
    assert next(each.answer for each in offers.history(case)) is Advocacy.ACCEPTED
    assert wish(case) is Advocacy.ACCEPTED and is_for(case)


@pytest.mark.rule("R121", "R510", "R708")
def test_x04_a_child_who_wants_no_trouble_is_offered_an_advocate_and_the_carer_gets_no_copy() -> None:
    change = opened(
        COUNCIL, a_contact(COUNCIL, a_message("my foster carer shouts, i dont want any trouble")),
        kind="representation", sender="young_person", known_as="Sam",
    )  # fmt: skip
    case = after(change.cases[0], change)
    assert [each.answer for each in offers.history(case)] == [Advocacy.OFFERED]
    carer = Person(Address(Channel.EMAIL, "carer@home.example"), case.complainant.sender, part=Part.TRUSTED)
    written = decide(
        replace(case, people=(*case.people, carer)), a_decision("offer_advocacy", "2026-03-03 12:00"), COUNCIL
    )
    assert [each.to for each in written.letters] == [case.complainant.address]
