"""From which day a record may be forgotten, by which rule, and what stands against it (R906-R916)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.alarms import Alarm, Level
from casework.bench import Appointment, Lent
from casework.cases import Case, StageRow, State
from casework.contacts import Standing
from casework.councils import Role
from casework.labels import Kind, Procedure, Sender, Service
from casework.messages import Address, Channel
from casework.people import Person
from casework.records import retention
from casework.records.entries import IN_CARE_ASKED
from casework.records.retention import NOTHING_SAID, Due, Hold, KeptAs
from tests import build
from tests.build import at

COUNCIL = build.profile("bnes")
CLOSED = StageRow(
    "stage1", "statutory", State.CLOSED, date(2026, 3, 2), date(2026, 3, 2), responded=date(2026, 3, 12),
    closed=date(2026, 3, 12),
)  # fmt: skip


HEARD = Alarm(
    "alarm/1", "bnes", "contact/1", "BN-7K4Q", Level.HARM, ("hit",), at("2026-03-02 09:30"),
    closed=at("2026-03-03 09:30"), outcome="passed to the front door",
)  # fmt: skip


def closed(**other: Any) -> Case:
    """A parent's statutory complaint, received on 2 March 2026 and closed ten days later."""
    case = build.a_case(COUNCIL)
    usual: dict[str, Any] = {"stages": (CLOSED,), "clocks": (), "decisions": ()}
    return replace(case, **usual | other)


def issue(**other: Any) -> dict[str, Any]:
    return {"issues": (replace(build.a_case(COUNCIL).issues[0], **other),)}


def due(case: Case, said: KeptAs = NOTHING_SAID) -> Due:
    found = retention.of_case(case, said, COUNCIL)
    assert found is not None
    return found


@pytest.mark.rule("R906")
def test_a_complaint_is_kept_six_years_and_a_childs_to_their_twenty_fifth_birthday_if_that_is_later() -> None:
    nobodys = closed(procedure=Procedure.CORPORATE, **issue(service=Service.OTHER_COUNCIL_SERVICE))
    assert (due(nobodys).rule, due(nobodys).on) == ("R906", date(2032, 3, 12))
    assert due(closed(), KeptAs(born=date(2010, 2, 28))).on == date(2035, 2, 28)
    assert due(closed(), KeptAs(born=date(2008, 2, 29))).on == date(2033, 3, 1), "never on the day before"
    assert due(closed(), KeptAs(born=date(2003, 5, 1))).on == date(2032, 3, 12)
    assert due(closed(), KeptAs(adult=True)).on == date(2032, 3, 12)
    assert due(closed(procedure=Procedure.ADULT_SOCIAL_CARE)).on == date(2032, 3, 12)
    later = closed(stages=(replace(CLOSED, closed=date(2026, 4, 9)),))
    assert due(later, KeptAs(adult=True)).on == date(2032, 4, 9)


@pytest.mark.rule("R906")
def test_a_child_whose_birthday_nobody_knows_is_taken_for_as_young_as_can_be() -> None:
    assert due(closed()).on == date(2051, 3, 2)
    assert "nobody has said when" in due(closed()).why
    assert "nobody has said when" not in due(closed(), KeptAs(born=date(2010, 2, 28))).why


@pytest.mark.rule("R906")
def test_while_anything_is_owed_nothing_is_due() -> None:
    assert retention.of_case(build.a_case(COUNCIL), NOTHING_SAID, COUNCIL) is None


@pytest.mark.rule("R907", "R913")
def test_a_child_in_cares_outcome_goes_to_their_file_first_and_their_representation_is_kept_as_a_complaint() -> None:
    in_care = closed(**issue(service=Service.CHILD_IN_CARE))
    assert due(in_care).rule == "R907" and "child’s file" in due(in_care).why
    asked = replace(in_care, kind=Kind.REPRESENTATION)
    assert due(asked).on == due(in_care).on
    assert due(closed(kind=Kind.REPRESENTATION)).on == date(2028, 3, 12)


@pytest.mark.rule("R908")
def test_what_is_about_an_adoption_is_kept_a_hundred_years_from_the_order() -> None:
    found = due(closed(), KeptAs(order=date(2020, 6, 1)))
    assert (found.rule, found.on) == ("R908", date(2120, 6, 1))


@pytest.mark.rule("R909", "R910")
def test_a_record_that_an_alarm_rang_for_is_never_kept_for_less_than_a_complaint() -> None:
    thanks = closed(kind=Kind.COMPLIMENT)
    assert due(thanks).on == date(2028, 3, 12)
    assert due(replace(thanks, alarms=(HEARD,))).rule == "R910"
    assert due(replace(thanks, alarms=(replace(HEARD, outcome="false alarm: a film"),))).on == date(2028, 3, 12)
    alleged = closed(procedure=Procedure.LADO, alarms=(replace(HEARD, level=Level.STAFF),))
    assert due(alleged).on == date(2051, 3, 2)
    assert due(replace(alleged, alarms=()), KeptAs(adult=True)).row in ("complaint", "lado_advice")


@pytest.mark.rule("R911", "R912", "R913", "R914")
@pytest.mark.parametrize(
    ("kind", "rule", "until"),
    [
        (Kind.INFORMATION_REQUEST, "R911", date(2029, 3, 12)),
        (Kind.ENQUIRY, "R912", date(2028, 3, 12)),
        (Kind.COMPLIMENT, "R913", date(2028, 3, 12)),
        (Kind.REPRESENTATION, "R913", date(2028, 3, 12)),
        (Kind.NOT_FOR_US, "R914", date(2026, 4, 11)),
    ],
)
def test_each_kind_is_kept_as_long_as_its_row_says(kind: Kind, rule: str, until: date) -> None:
    found = due(closed(kind=kind))
    assert (found.rule, found.on) == (rule, until)


@pytest.mark.rule("R914")
def test_what_is_not_for_us_goes_after_thirty_days_and_a_chat_that_belongs_to_nothing_after_six_months() -> None:
    contact = replace(build.a_contact(COUNCIL), standing=Standing.SET_ASIDE)
    found = retention.of_contact(contact, NOTHING_SAID, COUNCIL)
    assert found is not None and found.on == date(2026, 4, 1)
    chat = replace(contact, channel=Channel.TELEGRAM)
    found = retention.of_contact(chat, NOTHING_SAID, COUNCIL)
    assert found is not None and found.on == date(2026, 9, 2)
    heard = replace(HEARD, outcome="a film, after all")
    found = retention.of_contact(replace(contact, alarms=(heard,)), KeptAs(adult=True), COUNCIL)
    assert found is not None and (found.rule, found.on) == ("R910", date(2032, 3, 2))
    assert retention.of_contact(build.a_contact(COUNCIL), NOTHING_SAID, COUNCIL) is None
    assert retention.of_contact(replace(contact, cases=("BN-7K4Q",)), NOTHING_SAID, COUNCIL) is None


@pytest.mark.rule("R916")
def test_a_legal_hold_an_open_alarm_and_papers_that_are_out_stand_against_it() -> None:
    case, hold = closed(), KeptAs(hold=Hold("dan", date(2026, 5, 1), "a court case"))
    assert "legal hold" in retention.stands_against(case, hold, NOTHING_SAID)
    assert "legal hold" in retention.stands_against(case, NOTHING_SAID, hold)
    ringing = Alarm("alarm/1", "bnes", "contact/1", "BN-7K4Q", Level.HARM, ("hit",), at("2026-03-02 09:30"))
    assert "alarm" in retention.stands_against(replace(case, alarms=(ringing,)), NOTHING_SAID, NOTHING_SAID)
    papers = Lent("the file", date(2026, 3, 4), date(2026, 4, 4))
    ruth = Appointment("ruth", "Ruth Penn", Role.IO, "stage2", date(2026, 3, 4), lent=(papers,))
    assert "papers" in retention.stands_against(replace(case, appointments=(ruth,)), NOTHING_SAID, NOTHING_SAID)
    assert "owed" in retention.stands_against(build.a_case(COUNCIL), NOTHING_SAID, NOTHING_SAID)
    assert retention.stands_against(case, NOTHING_SAID, NOTHING_SAID) == ""


def test_every_kind_has_a_row_and_a_care_leaver_counts_as_in_care() -> None:
    assert set(retention.OF_KIND) == set(Kind)
    assert set(retention.OF_KIND.values()) <= set(COUNCIL.retention)
    leaver = Person(Address(Channel.EMAIL, "kit@family.example"), Sender.CARE_LEAVER)
    assert retention.in_care(closed(people=(leaver,)))
    assert not retention.in_care(closed(**issue(service=Service.DUTY)))
    first = build.a_decision("open", "2026-03-03 10:00")
    told = [closed(decisions=(first, replace(first, facts={IN_CARE_ASKED: said}))) for said in ("yes", "no")]
    assert [retention.in_care(each) for each in told] == [True, False]
    assert not retention.in_care(replace(told[1], people=(leaver,))), "what somebody said counts"
