"""Section 3, what the other files leave: the states that all cases share, Dorset's words, an advocate found late, more
time and how it is said, content with the answer, and the stages that are no right.
"""

from datetime import date

import pytest

from casework import clocks
from casework.cases import Closure, Outcome, State, clock, overall, stage
from casework.choices import CHOICES
from casework.letters import Letter
from casework.moves import MOVES, allowed
from casework.people import Part
from outbox.render import render
from tests.casework.life import CO, FINDING, Life, answered, due

MORE_TIME = {
    "reason": "complex", "reason_plain": "two people were away", "done_so_far": "read your file",
    "what_we_will_do": "talk to the team",
}  # fmt: skip


def said(life: Life, words: str) -> str:
    return "\n".join(render(each, choices=CHOICES).text for each in life.said if each.words == words)


def outside(life: Life) -> list[Letter]:
    return [each for each in life.said if not each.staff]


# ---------------------------------------------------------------- states


@pytest.mark.rule("R350", "R352", "R354", "R355", "R356")
def test_the_states_of_one_complaint_from_its_receipt_to_the_end_of_its_last_window() -> None:
    """`new` is a contact that nobody has decided yet; the case begins open."""
    life = Life("bnes")
    assert {row.name for row in MOVES if State.NEW in row.since and row.by & {"CO", "CM"}} == {"open"}
    seen = [life.case.state]
    life.does("2026-03-13 15:00", "respond", **FINDING)
    seen.append(life.case.state)
    running = clock(life.case, "s1_statutory")
    assert running and running.stopped == date(2026, 3, 13) and due(life.case, "s2_request_window") == date(2026, 4, 14)
    seen.append(life.lives("2026-04-15 09:00").state)
    seen.append(life.lives("2027-03-12 09:00").state)
    seen.append(life.lives("2027-03-15 09:00").state)
    assert seen == [
        State.OPEN, State.RESPONDED, State.PROVISIONALLY_CLOSED, State.PROVISIONALLY_CLOSED, State.CLOSED
    ]  # fmt: skip
    assert life.case.stages[0].closure is Closure.RESOLVED and life.case.issues[0].outcome is Outcome.UPHELD


@pytest.mark.rule("R352")
def test_an_open_stage_ends_by_an_answer_a_closure_or_going_further_and_by_nothing_else() -> None:
    ends = {row.name for row in MOVES if State.OPEN in row.since and row.to not in (None, State.OPEN, State.OVERDUE)}
    assert {"respond", "withdraw", "ask_stage_2", "hold", "out_of_scope", "close_no_contact"} <= ends
    assert all(row.answers or row.closes or row.to is State.ON_HOLD for row in MOVES if row.name in ends)


@pytest.mark.rule("R354", "R368")
def test_content_with_the_answer_the_time_to_ask_stops_and_it_is_resolved() -> None:
    life = answered()
    case = life.does("2026-03-20 10:00", "accept", *CO)
    window = clock(case, "s2_request_window")
    assert (case.state, case.stages[0].closure) == (State.CLOSED, Closure.RESOLVED)
    assert window and window.stopped == date(2026, 3, 20)
    before = len(life.said)
    life.lives("2026-04-15 09:00", "2026-06-01 09:00")
    assert len(life.said) == before, "nobody is asked or reminded of anything any more"


# ---------------------------------------------------------------- what was found


@pytest.mark.rule("R357", "R358")
@pytest.mark.parametrize(
    ("found", "whole"),
    [
        (("upheld", "upheld"), Outcome.UPHELD),  # fully justified, in Dorset's words
        (("upheld", "not_upheld"), Outcome.PARTIALLY_UPHELD),  # partially justified
        (("not_upheld", "not_upheld"), Outcome.NOT_UPHELD),  # not justified
    ],
)
def test_dorsets_words_are_the_same_findings(found: tuple[str, str], whole: Outcome) -> None:
    life = Life("dorset")
    life.does("2026-03-05 10:00", "add_issue", *CO, summary_plain="and nobody rang", to_procedure="statutory")
    second = {name.replace("_1", "_2"): value for name, value in FINDING.items() if name.endswith("_1")}
    facts = FINDING | second | {"outcome_1": found[0], "outcome_2": found[1]}
    case = life.does("2026-03-13 15:00", "respond", **facts)
    assert overall(case, case.stages[0]) is whole


@pytest.mark.rule("R358")
def test_x63_an_outcome_that_nobody_recorded_is_unknown_and_never_not_upheld() -> None:
    life = Life("dorset")
    assert "outcome" in life.refused("2026-03-13 15:00", "respond", **(FINDING | {"outcome_1": ""}))
    assert overall(life.case, life.case.stages[0]) is None
    assert life.case.issues[0].outcome is None


# ---------------------------------------------------------------- more time


@pytest.mark.rule("R362", "R408", "R409", "R514")
def test_x08_an_advocate_asked_for_on_day_8_and_found_on_day_16_gives_until_day_20_and_no_pause() -> None:
    life = Life("bnes", sender="young_person")
    life.does("2026-03-12 10:00", "record_advocacy", *CO, advocacy="accepted")
    life.does("2026-03-12 10:05", "refer", *CO, agreed="yes")
    case = life.does("2026-03-13 10:00", "extend", **(MORE_TIME | {"reason": "advocate_requested"}))
    assert due(case, "s1_statutory") == date(2026, 3, 30)  # day 20 from receipt
    life.lives("2026-03-17 08:30", "2026-03-19 08:30")
    assert {each.words for each in life.said if each.to.value.endswith("@advocacy.example")} >= {"email.advocacy_chase"}
    case = life.does("2026-03-24 10:00", "advocate_allocated", *CO, advocate_name="Morgan Vale")
    running = clock(case, "s1_statutory")
    assert running and running.due == date(2026, 3, 30) and not running.holds
    assert clocks.elapsed(running, life.council, date(2026, 3, 24)) == 16
    assert [each.part for each in case.people] == [Part.COMPLAINANT, Part.ADVOCATE]
    again = life.refused("2026-03-25 10:00", "extend", **(MORE_TIME | {"reason": "advocate_requested"}))
    assert "extended once already" in again


@pytest.mark.rule("R611")
@pytest.mark.parametrize(("sender", "words"), [("parent", "email.hold_adult"), ("young_person", "email.hold_yp")])
def test_more_time_is_said_before_the_first_date_with_reason_new_date_advocate_and_ombudsman(
    sender: str, words: str
) -> None:
    life = Life("bnes", sender=sender)
    life.does("2026-03-13 10:00", "extend", **MORE_TIME)
    text = said(life, words)
    for part in ("two people were away", "Monday 30 March", "advocate", "Ombudsman"):
        assert part in text, part
    (letter,) = [each for each in life.said if each.words == words]
    assert letter.not_before.date() <= date(2026, 3, 16)


@pytest.mark.rule("R611", "R274")
def test_once_the_first_date_has_ended_no_more_time_is_taken_but_sorry_is_said() -> None:
    life = Life("bnes")
    life.lives("2026-03-17 09:00")
    assert life.case.state is State.OVERDUE
    assert "has moved on" in life.refused("2026-03-17 10:00", "extend", **MORE_TIME)
    no_reason = {name: value for name, value in MORE_TIME.items() if name != "reason"}
    life.does("2026-03-17 11:00", "apologise_for_delay", *CO, new_due_date="2026-03-24", **no_reason)
    assert "Stage 2" in said(life, "email.overdue_adult")


# ---------------------------------------------------------------- a right, and no right


@pytest.mark.rule("R367")
def test_x14_that_stage_two_is_not_worth_it_is_nobodys_to_say() -> None:
    life = answered()
    offered = {row.name for row, _ in allowed(life.case, life.council, ("CO", "CM"))}
    assert "ask_stage_2" in offered and not {name for name in offered if name.startswith(("decline", "out_of"))}
    case = life.does("2026-03-20 10:00", "ask_stage_2", *CO)
    assert case.current and case.current.stage == "stage2"


@pytest.mark.rule("R380", "R381")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
def test_x15_the_same_words_about_special_needs_bring_a_review_of_the_need_and_the_ombudsman(name: str) -> None:
    life = answered(name, procedure="corporate", service="sen")
    at = life.case.current
    assert at and not life.council.procedures["corporate"].stages[0].entitled
    assert "ask_stage_2" not in {row.name for row, _ in allowed(life.case, life.council, ("CO", "CM"))}
    case = life.does("2026-03-20 10:00", "ask_next", *CO)
    review = stage(case, "review")
    assert review and review.state is State.OPEN and due(case, "corp_review") == date(2026, 4, 21)
    nothing_more = FINDING | {"outcome_1": "not_upheld", "found_1": "Nothing more would come of looking again."}
    case = life.does("2026-04-01 10:00", "respond", **nothing_more)
    assert case.settled and case.stages[-1].closure is Closure.RESOLVED
    assert "Ombudsman" in said(life, "email.close_final")


@pytest.mark.rule("R382")
def test_the_codes_two_stages_ask_no_reason_and_are_answered_by_somebody_else() -> None:
    life = answered("code", procedure="corporate")
    first, second = life.council.procedures["corporate"].stages
    assert first.entitled and second.next == ""
    assert due(life.case, "corp_s1") == date(2026, 3, 17)  # 10 from the acknowledgement of 3 March
    assert "Choose somebody else" in life.refused("2026-03-20 10:00", "ask_next", *CO, handler="priya")
    case = life.does("2026-03-20 10:00", "ask_next", *CO, handler="tom")
    assert case.handler == "tom" and due(case, "corp_review") == date(2026, 4, 21)
    case = life.does("2026-04-14 10:00", "extend", **(MORE_TIME | {"reason": "complex"}))
    assert due(case, "corp_review") == date(2026, 5, 20)  # 40 in all
    case = life.does("2026-05-01 10:00", "respond", **FINDING)
    assert case.settled and "Ombudsman" in said(life, "email.close_final")
    assert case.actions and not case.finished, "the answer goes when it is known; what was promised is followed up"
