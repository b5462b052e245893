"""Section 2.3: who may use which procedure. Nobody's route is refused at the door, whoever they are; what differs is
what is asked before anything about a child is told.
"""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Case, State, clock
from casework.councils import Council
from casework.labels import Procedure, Sender
from casework.on_behalf import sharing
from casework.people import What
from casework.refusals import RuleBroken
from casework.said.answers import ASKS, Slot
from tests.build import a_case, a_contact, a_decision, a_message, at, moved, opened, profile
from tests.casework.chat import a_chat, council, play
from tests.casework.life import FINDING

DAY = date(2026, 3, 10)
BY_LAW = {
    "R250": (Sender.YOUNG_PERSON,),
    "R251": (Sender.CARE_LEAVER,),
    "R252": (Sender.PARENT,),
    "R253": (Sender.FOSTER_CARER,),
    "R254": (Sender.ADOPTER_OR_SPECIAL_GUARDIAN,),
    "R255": (Sender.ADOPTER_OR_SPECIAL_GUARDIAN, Sender.PARENT, Sender.YOUNG_PERSON),
    "R256": (Sender.GRANDPARENT, Sender.OTHER_FAMILY, Sender.FRIEND_OR_NEIGHBOUR, Sender.PROFESSIONAL),
    "R258": (Sender.ADVOCATE,),
    "R259": (Sender.CARE_LEAVER, Sender.UNKNOWN),
}
"""Who may use the statutory procedure, by the label that says who is writing."""


def answer(case: Case, profile_of: Council, when: str = "2026-03-09 10:00") -> Case:
    return moved(case, replace(a_decision("respond", when), facts=FINDING), profile_of)


def refused(case: Case, profile_of: Council) -> str:
    with pytest.raises(RuleBroken) as broken:
        answer(case, profile_of)
    return broken.value.text


def known(case: Case, profile_of: Council) -> Case:
    """With a note of how we know who is writing, and of what a young person said about an advocate."""
    case = moved(case, a_decision("verify", "2026-03-04 10:00", how="rang the number on file"), profile_of)
    return moved(case, a_decision("record_advocacy", "2026-03-04 10:05", advocacy="declined"), profile_of)


@pytest.mark.parametrize("name", ["bnes", "dorset"])
@pytest.mark.parametrize(
    ("number", "sender"),
    [
        pytest.param(number, sender, marks=pytest.mark.rule(number), id=f"{number}-{sender}")
        for number, senders in BY_LAW.items()
        for sender in senders
    ],
)
def test_whoever_may_use_the_statutory_procedure_is_let_in_by_it_with_its_time_from_receipt(
    name: str, number: str, sender: Sender
) -> None:
    case = a_case(profile(name), sender=sender)
    running = clock(case, "s1_statutory")
    assert number in BY_LAW and case.procedure is Procedure.STATUTORY and case.state is State.OPEN
    assert running and running.day_0 == date(2026, 3, 2)


@pytest.mark.rule("R260")
@pytest.mark.parametrize("procedure", ["statutory", "corporate", "adult_social_care", "data_protection"])
@pytest.mark.parametrize("sender", list(Sender))
def test_nobodys_route_is_refused_whoever_they_are(sender: Sender, procedure: str) -> None:
    """Everybody else is corporate; whether they may use another is for a person to say, and the door is open to all."""
    case = a_case(council(), sender=sender, procedure=procedure)
    assert case.procedure is Procedure(procedure) and not case.settled and case.stages[0].received == date(2026, 3, 2)


@pytest.mark.rule("R250", "R251", "R253", "R254", "R524")
@pytest.mark.parametrize("sender", [s for s in Sender if s is not Sender.ADVOCATE])
def test_before_anything_is_told_a_person_notes_how_we_know_who_it_is_and_that_is_all(sender: Sender) -> None:
    case = a_case(council(), sender=sender)
    assert "how we know who is writing" in refused(case, council())
    assert answer(known(case, council()), council()).state is State.RESPONDED


@pytest.mark.rule("R250")
@pytest.mark.parametrize("text", ["im 7 and i dont like my new house", "im 4", "i am 17 and nobody listens to me"])
def test_there_is_no_lowest_age_and_nobody_is_asked_for_theirs(text: str) -> None:
    chat = a_chat()
    play(chat, [text, "they moved my room", "skip", "skip", "skip", "complaint"])
    (contact,) = chat.everything()
    assert {clock.name for clock in contact.clocks} == {"s1_statutory", "triage"}
    assert set(ASKS.values()) - {None} == {Slot.WHO, Slot.NAME, Slot.ADVOCATE, Slot.KIND, Slot.PRAISE}
    assert a_case(council(), contact, sender="young_person").complainant.young


@pytest.mark.rule("R250", "R251")
@pytest.mark.parametrize("sender", ["young_person", "care_leaver"])
def test_a_young_persons_own_file_is_theirs_and_an_advocate_is_theirs_to_be_asked_about(sender: str) -> None:
    case = a_case(council(), sender=sender)
    assert sharing.may_be_told(case.complainant, case, What.FILE, DAY) is None
    case = moved(case, a_decision("verify", "2026-03-04 10:00", how="their worker's word"), council())
    assert "about an advocate" in refused(case, council())


@pytest.mark.rule("R252", "R253", "R254", "R255")
@pytest.mark.parametrize("sender", ["parent", "foster_carer", "adopter_or_special_guardian", "unknown"])
def test_no_childs_agreement_is_waited_for_but_the_childs_file_is(sender: str) -> None:
    case = known(a_case(council(), sender=sender), council())
    assert "file" in str(sharing.may_be_told(case.complainant, case, What.FILE, DAY))
    assert answer(case, council()).state is State.RESPONDED
    assert not [clock.name for clock in case.clocks if clock.holds]


@pytest.mark.rule("R256")
@pytest.mark.parametrize("sender", ["grandparent", "friend_or_neighbour", "professional"])
def test_whether_somebody_has_enough_interest_is_the_managers_and_the_childs_view_is_weighed(sender: str) -> None:
    case = known(a_case(council(), sender=sender), council())
    case = moved(case, a_decision("ask_interest", "2026-03-04 11:00", why="she is the grandmother"), council())
    assert "decided whether they may be told" in refused(case, council())
    with pytest.raises(RuleBroken, match="childs view"):
        moved(case, a_decision("accept_interest", "2026-03-05 10:00", why="she cares for him"), council())
    yes = a_decision("accept_interest", "2026-03-05 10:00", why="she cares for him", childs_view="he is glad of it")
    assert answer(moved(case, yes, council()), council()).state is State.RESPONDED
    no = a_decision(
        "decline_interest", "2026-03-05 10:00", childs_view="he does not want it",
        reason_plain="he is 15 and says no", what_we_will_do="listen to him",
    )  # fmt: skip
    assert moved(case, no, council()).state is State.CLOSED


@pytest.mark.rule("R259")
def test_an_adult_whom_the_service_knew_as_a_child_may_complain_statutorily_while_it_is_not_long_ago() -> None:
    message = a_message("I was in care until I was 18. My file says things about me in 2025 that are not so.")
    case = opened(council(), a_contact(council(), message), sender="unknown").cases[0]
    late = a_decision("ask_late", "2026-03-04 10:00", event_date="2025-09-01", why="last year")
    with pytest.raises(RuleBroken, match="in time"):
        moved(case, late, council())
    assert case.procedure is Procedure.STATUTORY and at("2026-03-02 09:30") == case.received
