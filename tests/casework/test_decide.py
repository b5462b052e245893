"""What follows from each decision, for both councils; and what refuses it, in words a manager understands."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Advocacy, Closure, Outcome, State, clock, stage
from casework.contacts import Standing
from casework.councils import Role
from casework.decide import decide
from casework.letters import Posted, Said
from casework.moves import BY_NAME, MOVES, allowed
from casework.refusals import RuleBroken
from tests import build
from tests.build import a_case, a_contact, a_decision, a_message, at, moved
from tests.casework.life import answered

DELAY = {
    "reason": "complex",
    "reason_plain": "two people are away",
    "done_so_far": "read it",
    "what_we_will_do": "talk",
}
FINDING = {
    "outcome_1": "upheld", "point_1": "She cancelled.", "found_1": "We agree.", "why_1": "She was ill.",
    "remedy_plain": "a new worker", "remedy_by": "2026-03-31",
    "action_text": "tell families", "action_due": "2026-04-30",
}  # fmt: skip


@pytest.mark.rule("R360")
def test_the_clock_starts_at_receipt_and_not_when_an_officer_looked() -> None:
    case = a_case(build.profile("bnes"))
    assert case.state is State.OPEN
    running = clock(case, "s1_statutory")
    assert running is not None
    assert (running.day_0, running.due) == (date(2026, 3, 2), date(2026, 3, 16))


@pytest.mark.rule("R380", "R381")
@pytest.mark.parametrize(("council", "due"), [("bnes", date(2026, 3, 23)), ("dorset", date(2026, 3, 30))])
def test_a_corporate_case_runs_its_own_councils_days(council: str, due: date) -> None:
    running = clock(a_case(build.profile(council), procedure="corporate", service="sen"), "corp_s1")
    assert running is not None
    assert running.due == due


def test_the_contact_keeps_its_reference_and_stops_being_chased() -> None:
    council = build.profile("bnes")
    queued = Said("letter/1", "staff.step_due", build.FAMILY, at("2026-03-03 08:30"), Posted.QUEUED, staff="mina")
    change = build.opened(council, a_contact(council, said=(queued,)))
    (contact,) = change.contacts
    assert contact.standing is Standing.DECIDED
    assert contact.cases == (change.cases[0].reference,) == (contact.reference,)
    assert change.withdrawn == ("letter/1",)


def test_the_family_is_told_and_the_manager_is_given_it() -> None:
    change = build.opened(build.profile("bnes"))
    words = [(letter.words, letter.to.value) for letter in change.letters]
    assert words == [
        ("email.ack_complaint_statutory_adult", "sam@family.example"),
        ("staff.assigned", "priya@council.example"),
        ("staff.assigned_copy", "tom@council.example"),
    ]
    assert change.letters[0].facts["due_date"] == "Monday 16 March"
    assert change.letters[0].facts["extend_max"] == "Monday 30 March"


@pytest.mark.rule("R363", "R408")
def test_more_time_is_a_total_from_receipt() -> None:
    council = build.profile("bnes")
    change = decide(a_case(council), a_decision("extend", "2026-03-13 15:00", **DELAY), council)
    running = clock(change.cases[0], "s1_statutory")
    assert running is not None
    assert running.due == date(2026, 3, 30)
    (letter,) = change.letters
    assert (letter.words, letter.facts["old_due_date"], letter.facts["new_due_date"]) == (
        "email.hold_adult", "Monday 16 March", "Monday 30 March",
    )  # fmt: skip


@pytest.mark.rule("R363")
def test_a_second_extension_is_refused() -> None:
    council = build.profile("bnes")
    once = moved(a_case(council), a_decision("extend", "2026-03-13 15:00", **DELAY), council)
    with pytest.raises(RuleBroken, match="extended once already") as refused:
        decide(once, a_decision("extend", "2026-03-27 15:00", **DELAY), council)
    assert refused.value.rule == "R363"


@pytest.mark.rule("R113")
def test_what_happened_happened_on_a_day_that_has_been() -> None:
    life = answered()
    assert "still to come" in life.refused("2026-03-20 10:00", "ask_stage_2", asked_on="2026-03-21")
    assert life.does("2026-03-20 10:00", "ask_stage_2", asked_on="2026-03-20").stages[-1].stage == "stage2"


@pytest.mark.rule("R604")
def test_what_was_about_to_be_asked_of_staff_is_taken_back_when_it_is_given_to_somebody_and_an_alarm_is_not() -> None:
    council = build.profile("bnes")
    asked = Said("letter/1", "staff.step_due", build.FAMILY, at("2026-03-03 08:30"), Posted.QUEUED, staff="mina")
    alert = replace(asked, name="letter/2", words="staff.safeguarding_alert")
    case = replace(a_case(council), said=(asked, alert))
    change = decide(case, a_decision("reassign", "2026-03-04 10:00", handler="tom"), council)
    assert change.withdrawn == ("letter/1",) and change.cases[0].handler == "tom"


@pytest.mark.rule("R274")
def test_an_extension_after_the_date_is_refused() -> None:
    council = build.profile("bnes")
    with pytest.raises(RuleBroken, match="date passed on 16 March 2026"):
        decide(a_case(council), a_decision("extend", "2026-03-17 00:05", **DELAY), council)


@pytest.mark.rule("R274")
def test_only_the_complaints_manager_extends() -> None:
    council = build.profile("bnes")
    with pytest.raises(RuleBroken, match="for the complaints manager to decide"):
        decide(a_case(council), a_decision("extend", "2026-03-13 15:00", "mina", Role.CO, **DELAY), council)


@pytest.mark.rule("R302")
def test_pressure_on_the_service_is_a_reason_only_where_the_profile_says_so() -> None:
    pressed = DELAY | {"reason": "service_pressure"}
    council = build.profile("dorset")
    with pytest.raises(RuleBroken, match="only for"):
        decide(a_case(council), a_decision("extend", "2026-03-13 15:00", **pressed), council)


@pytest.mark.rule("R524")
def test_nothing_typed_about_the_case_goes_to_somebody_nobody_has_verified() -> None:
    council = build.profile("bnes")
    change = decide(a_case(council), a_decision("extend", "2026-03-13 15:00", **DELAY), council)
    assert "two people are away" not in change.letters[0].facts["reason_plain"]
    known = moved(a_case(council), a_decision("verify", "2026-03-04 10:00", how="rang the number on file"), council)
    told = decide(known, a_decision("extend", "2026-03-13 15:00", **DELAY), council)
    assert told.letters[0].facts["reason_plain"] == "two people are away"


@pytest.mark.rule("R524")
def test_an_answer_waits_until_somebody_knows_who_is_writing() -> None:
    council = build.profile("bnes")
    with pytest.raises(RuleBroken, match="who is writing"):
        decide(a_case(council), a_decision("respond", "2026-03-13 15:00", **FINDING), council)


@pytest.mark.rule("R364", "R412")
def test_an_answer_stops_the_clock_and_opens_the_window() -> None:
    council = build.profile("bnes")
    case = moved(a_case(council), a_decision("verify", "2026-03-04 10:00", how="rang"), council)
    change = decide(case, a_decision("respond", "2026-03-13 15:00", **FINDING), council)
    answered = change.cases[0]
    window = clock(answered, "s2_request_window")
    assert answered.state is State.RESPONDED
    assert window is not None
    assert (window.day_0, window.due) == (date(2026, 3, 13), date(2026, 4, 14))
    assert answered.issues[0].outcome is Outcome.UPHELD
    assert (answered.stages[0].responded, answered.stages[0].closure) == (date(2026, 3, 13), Closure.RESOLVED)
    assert [letter.words for letter in change.letters] == [
        "letter.response_adult",
        "email.close_stage1_statutory_adult",
    ]
    assert change.letters[1].facts["stage2_by"] == "Tuesday 14 April"


@pytest.mark.rule("R412")
def test_a_posted_answer_counts_from_the_second_working_day_after() -> None:
    council = build.profile("bnes")
    case = moved(a_case(council), a_decision("verify", "2026-03-04 10:00", how="rang"), council)
    posted = moved(case, a_decision("respond", "2026-03-13 15:00", sent_by="post", **FINDING), council)
    window = clock(posted, "s2_request_window")
    assert window is not None
    assert window.day_0 == date(2026, 3, 17)


@pytest.mark.rule("R401", "R607")
def test_an_answer_sent_at_night_on_the_last_day_goes_at_once_and_is_on_time() -> None:
    council = build.profile("dorset")
    case = moved(a_case(council), a_decision("verify", "2026-03-04 10:00", how="rang"), council)
    change = decide(case, a_decision("respond", "2026-03-16 23:40", **FINDING), council)
    assert change.letters[0].not_before == at("2026-03-16 23:40")
    earlier = decide(case, a_decision("respond", "2026-03-11 23:40", **FINDING), council)
    assert earlier.letters[0].not_before == at("2026-03-12 09:00")


@pytest.mark.rule("R502")
def test_a_young_persons_stage_is_not_ended_with_the_advocates_offer_unanswered() -> None:
    council = build.profile("bnes")
    case = moved(a_case(council, sender="young_person"), a_decision("verify", "2026-03-04 10:00", how="rang"), council)
    with pytest.raises(RuleBroken, match="advocate"):
        decide(case, a_decision("respond", "2026-03-13 15:00", **FINDING), council)
    asked = moved(case, a_decision("record_advocacy", "2026-03-05 10:00", advocacy="declined"), council)
    assert asked.advocacy is Advocacy.DECLINED
    assert moved(asked, a_decision("respond", "2026-03-13 15:00", **FINDING), council).state is State.RESPONDED


@pytest.mark.rule("R602")
def test_a_case_is_not_given_to_somebody_named_in_it() -> None:
    council = build.profile("bnes")
    with pytest.raises(RuleBroken, match="named in the complaint"):
        a_case(council, complained_of="priya")
    case = a_case(council, complained_of="tom")
    with pytest.raises(RuleBroken, match="named in the complaint"):
        decide(case, a_decision("reassign", "2026-03-04 10:00", handler="tom"), council)
    assert "tom@council.example" not in {
        letter.to.value for letter in build.opened(council, complained_of="tom").letters
    }


@pytest.mark.rule("R367")
def test_stage_two_under_statute_has_no_merits_test() -> None:
    council = build.profile("dorset")
    case = moved(a_case(council), a_decision("verify", "2026-03-04 10:00", how="rang"), council)
    answered = moved(case, a_decision("respond", "2026-03-13 15:00", **FINDING), council)
    asked = moved(answered, a_decision("ask_stage_2", "2026-04-01 10:00", "mina", Role.CO), council)
    longstop = clock(asked, "s2_longstop")
    assert stage(asked, "stage2")
    assert longstop is not None
    assert longstop.day_0 == date(2026, 4, 1)
    assert asked.stages[0].closure is Closure.RESOLVED
    assert asked.stages[1].stage == "stage2"


@pytest.mark.rule("R322", "R276")
def test_a_late_request_is_the_managers_to_accept_and_never_refused_by_the_program() -> None:
    council = build.profile("bnes")
    case = moved(a_case(council), a_decision("verify", "2026-03-04 10:00", how="rang"), council)
    answered = moved(case, a_decision("respond", "2026-03-13 15:00", **FINDING), council)
    with pytest.raises(RuleBroken, match="complaints manager decides"):
        decide(answered, a_decision("ask_stage_2", "2026-04-17 10:00", "mina", Role.CO), council)
    assert stage(moved(answered, a_decision("ask_stage_2", "2026-04-17 10:00"), council), "stage2")


@pytest.mark.rule("R279", "R370")
def test_a_childs_withdrawal_waits_for_the_complaints_manager() -> None:
    council = build.profile("bnes")
    case = a_case(council, sender="young_person")
    with pytest.raises(RuleBroken, match="freely"):
        decide(case, a_decision("withdraw", "2026-03-05 10:00", "mina", Role.CO, why="they asked"), council)
    closed = moved(case, a_decision("withdraw", "2026-03-05 10:00", why="spoke to the advocate"), council)
    assert closed.state is State.CLOSED
    assert closed.stages[0].closure is Closure.NOT_PURSUED
    assert closed.wake_at is None


@pytest.mark.rule("R604")
def test_an_answer_takes_back_the_chases_that_were_about_to_go() -> None:
    council = build.profile("bnes")
    queued = Said("letter/9", "staff.chase_3_days", build.FAMILY, at("2026-03-11 08:30"), Posted.QUEUED, staff="priya")
    alarm = Said(
        "letter/8", "staff.safeguarding_alert", build.FAMILY, at("2026-03-11 08:30"), Posted.QUEUED, staff="dan"
    )
    case = moved(a_case(council), a_decision("verify", "2026-03-04 10:00", how="rang"), council)
    case = replace(case, said=(queued, alarm))
    assert decide(case, a_decision("respond", "2026-03-13 15:00", **FINDING), council).withdrawn == ("letter/9",)


def test_what_a_row_needs_must_be_given() -> None:
    council = build.profile("bnes")
    with pytest.raises(RuleBroken, match="Still needed: done so far"):
        decide(a_case(council), a_decision("extend", "2026-03-13 15:00", **(DELAY | {"done_so_far": " "})), council)


def test_a_chat_gets_the_chats_words() -> None:
    council = build.profile("bnes")
    young = a_contact(council, a_message(channel=build.CHAT.channel, sender=build.CHAT))
    change = build.opened(council, young, sender="young_person")
    assert change.letters[0].words == "bot.human_hello"


@pytest.mark.rule("R003")
def test_every_decision_is_on_the_record_with_its_rule() -> None:
    council = build.profile("bnes")
    change = decide(a_case(council), a_decision("extend", "2026-03-13 15:00", **DELAY), council)
    assert change.decisions[-1].rule == "R363"
    assert [decision.move for decision in change.cases[0].decisions] == ["open", "extend"]


def test_every_state_can_be_reached_and_every_move_has_its_rule() -> None:
    reached = {State.NEW, State.OPEN} | {row.to for row in MOVES if row.to}
    assert reached == set(State)
    assert len(BY_NAME) == len(MOVES)
    assert all(row.rule.startswith("R") and row.says and row.since for row in MOVES)


def test_the_desk_offers_exactly_what_the_rows_allow() -> None:
    council = build.profile("bnes")
    offered = {row.name for row, _ in allowed(a_case(council), council, frozenset({Role.CO}))}
    assert {"reassign", "record_advocacy", "verify", "respond", "ask_stage_2", "withdraw", "ask_hold"} <= offered
    assert not offered & {"extend", "hold", "adjudicate", "accept_late", "leave_as_it_is", "fall_overdue"}
