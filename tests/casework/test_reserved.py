"""What only people decide: it waits for them, is chased, and falls by time to what the rulebook says (section 2.5)."""

from datetime import date

import pytest

from casework import reserved
from casework.cases import Case, Closure, State, clock
from casework.councils import Form, Role, ladder
from casework.moves import BY_NAME, allowed
from tests import build
from tests.casework.life import CO, FINDING, Life, answered, decided

SAID_NO = {"reason_plain": "it was looked at in full", "what_we_will_do": "write to you if anything new comes up"}


def asks(life: Life, when: str, move: str, **facts: str) -> Case:
    return life.does(when, move, *CO, **facts)


def waits(case: Case) -> list[str]:
    return [each.question.name for each in reserved.waiting(case)]


@pytest.mark.rule("R270", "R271", "R272", "R273", "R274", "R275", "R276", "R277", "R278", "R279")
def test_every_decision_of_the_rulebooks_list_is_in_the_table_with_who_decides_and_what_follows() -> None:
    assert [each.rule for each in sorted(reserved.RESERVED, key=lambda each: each.rule)] == [
        f"R{number}" for number in range(270, 280)
    ]
    council = build.profile("bnes")
    for each in reserved.RESERVED:
        assert each.who and each.otherwise and each.step
        assert not each.clock or each.clock in council.clocks
        assert not each.move or each.move in BY_NAME
        assert not each.falls or "timer" in BY_NAME[each.falls].by


@pytest.mark.rule("R271")
def test_a_question_is_chased_two_days_before_on_the_day_and_after_it() -> None:
    rungs = {rung.at: (rung.form, rung.to) for rung in ladder(build.profile("bnes"), "person_decision")}
    assert rungs == {
        "T-2": (Form.DIGEST, (Role.CM,)),
        "T0": (Form.SINGLE, (Role.CM,)),
        "T+1": (Form.SINGLE, (Role.CM, Role.DCS)),
    }


@pytest.mark.rule("R230", "R272", "X23")
def test_x23_fourteen_months_ago_waits_for_the_manager_and_is_taken_if_nobody_says_otherwise() -> None:
    life = Life("bnes")
    asks(life, "2026-03-04 11:00", "ask_late", event_date="2025-01-02", why="the mother was in hospital")
    assert waits(life.case) == ["late"] and "late" in life.case.marks
    running = clock(life.case, "person_decision")
    assert running and (running.due, running.terms.step) == (
        date(2026, 3, 11), "deciding whether to take what happened over a year ago",
    )  # fmt: skip
    life.lives("2026-03-11 09:00")
    assert [each.staff for each in life.said if each.facts.get("step_plain") == running.terms.step] == ["dan"]
    taken = life.lives("2026-03-12 08:30")
    assert waits(taken) == [] and taken.state is State.OPEN
    assert (taken.decisions[-1].move, taken.decisions[-1].by) == ("accept_late", "timer")
    assert clock(taken, "s1_statutory") is not None, "its time ran all along"


@pytest.mark.rule("R230", "R272")
def test_what_is_too_old_is_declined_by_the_manager_alone_with_reasons_and_the_ombudsman() -> None:
    life = Life("bnes")
    asks(life, "2026-03-04 11:00", "ask_late", event_date="2019-01-02", why="nothing kept them")
    no = {"sooner": "yes", "fairly": "no, everybody has left", **SAID_NO}
    assert "for the complaints manager" in life.refused("2026-03-05 10:00", "decline_late", *CO, **no)
    done = life.does("2026-03-05 10:00", "decline_late", **no)
    assert (done.state, done.stages[0].closure, waits(done)) == (State.CLOSED, Closure.OUTSIDE_SCOPE, [])
    letter = life.said[-1]
    assert letter.words == "letter.refused"
    assert letter.facts["ask_plain"] == "look at something that happened more than a year ago"


@pytest.mark.rule("R416")
def test_what_happened_a_year_ago_to_the_day_is_in_time() -> None:
    life = Life("bnes")
    assert "in time" in life.refused("2026-03-04 11:00", "ask_late", event_date="2025-03-02", why="x")
    asks(life, "2026-03-04 11:00", "ask_late", event_date="2025-03-01", why="x")


@pytest.mark.rule("X24", "R212")
def test_x24_what_was_taken_late_is_not_refused_later_for_its_age() -> None:
    life = Life("bnes")
    asks(life, "2026-03-04 11:00", "ask_late", event_date="2025-01-02", why="in hospital")
    life.does("2026-03-05 10:00", "accept_late", why="fair, and can be looked at")
    assert "decided once" in life.refused("2026-03-06 10:00", "ask_late", *CO, event_date="2025-01-02", why="x")
    life.does("2026-03-13 15:00", "respond", **FINDING)
    life.lives("2026-04-15 09:00")
    asks(life, "2026-04-16 10:00", "ask_late_stage_2", why="was ill")
    assert "cannot be refused for that now" in life.refused(
        "2026-04-17 10:00", "decline_late_stage_2", ground="too_old", **SAID_NO
    )


@pytest.mark.rule("R256", "R271", "X18")
def test_x18_whether_a_grandmother_may_complain_is_the_managers_and_until_then_nothing_is_told() -> None:
    life = Life("bnes", sender="grandparent")
    asks(life, "2026-03-04 11:00", "ask_interest", why="a grandmother; the child objects")
    on = life.lives("2026-03-12 09:00")
    assert on.state is State.OPEN and "nothing_disclosed" in on.marks and waits(on) == ["interest"]
    assert "may be told about this child" in life.refused("2026-03-13 15:00", "respond", **FINDING)
    life.does("2026-03-13 10:00", "accept_interest", childs_view="does not want it", why="she cares for him")
    assert not life.case.marks and not waits(life.case)
    assert life.does("2026-03-13 15:00", "respond", **FINDING).state is State.RESPONDED


@pytest.mark.rule("R275", "R361", "R419")
def test_going_straight_to_stage_two_needs_the_manager_and_stays_at_stage_one_if_nobody_decides() -> None:
    life = Life("bnes")
    asks(life, "2026-03-05 10:00", "ask_skip", why="they do not trust the team")
    stayed = life.lives("2026-03-13 09:00")
    assert waits(stayed) == [] and [each.stage for each in stayed.stages] == ["stage1"]
    assert stayed.decisions[-1].move == "leave_as_it_is"
    gone = life.does("2026-03-13 10:00", "ask_stage_2", asked_on="2026-03-12", why="both agreed on it")
    longstop = clock(gone, "s2_longstop")
    assert longstop and longstop.day_0 == date(2026, 3, 12)
    assert gone.stages[0].closure is Closure.ESCALATED


@pytest.mark.rule("X12", "R276", "R322")
def test_x12_a_late_request_for_stage_two_is_accepted_by_time_from_the_day_they_asked() -> None:
    life = answered()
    life.lives("2026-04-15 09:00")
    assert life.case.state is State.PROVISIONALLY_CLOSED
    asks(life, "2026-04-17 10:00", "ask_late_stage_2", asked_on="2026-04-16", why="was away")
    assert not life.case.settled
    taken = life.lives("2026-04-24 17:00", "2026-04-27 08:30")
    assert taken.current and taken.current.stage == "stage2"
    longstop = clock(taken, "s2_longstop")
    assert longstop and longstop.day_0 == date(2026, 4, 16)
    assert life.words[-1] == "email.ack_next_stage"


@pytest.mark.rule("R322")
def test_more_than_twelve_months_after_the_answer_time_accepts_nothing_and_refuses_nothing() -> None:
    life = answered()
    life.lives("2026-04-15 09:00")
    asks(life, "2027-04-16 10:00", "ask_late_stage_2", why="x")
    case = life.lives("2027-04-30 09:00")
    assert waits(case) == ["late_stage_2"] and case.state is State.PROVISIONALLY_CLOSED


@pytest.mark.rule("X13", "R277", "R333")
def test_x13_a_late_panel_waits_for_the_manager_however_long_and_may_be_declined_with_reasons() -> None:
    life = decided()
    life.lives("2026-06-22 09:00")
    assert life.case.state is State.PROVISIONALLY_CLOSED
    asks(life, "2027-02-22 10:00", "ask_late_panel", why="was ill")
    case = life.lives("2027-03-01 09:00", "2027-03-02 09:00", "2027-03-09 09:00")
    assert waits(case) == ["late_stage_3"]
    assert {each.staff for each in life.said if "late request for a panel" in each.facts.get("step_plain", "")} == {
        "dan", "dee",
    }  # fmt: skip
    no = life.does("2027-03-10 10:00", "decline_late_panel", **SAID_NO)
    assert waits(no) == [] and no.settled and life.words[-1] == "letter.refused"


@pytest.mark.rule("X14", "R367")
def test_x14_nothing_refuses_stage_two_that_was_asked_for_in_time() -> None:
    life = answered()
    offered = {row.name for row, _ in allowed(life.case, life.council, frozenset({Role.CM, Role.CO}))}
    assert "ask_stage_2" in offered
    assert not offered & {"decline_late_stage_2", "decline_skip"}
    assert life.does("2026-03-20 10:00", "ask_stage_2", *CO).current.stage == "stage2"  # type: ignore[union-attr]


@pytest.mark.rule("X45", "R279", "R370")
def test_x45_a_child_who_stops_after_a_visit_stays_open_until_somebody_is_sure() -> None:
    life = Life("bnes", sender="young_person")
    assert "freely" in life.refused("2026-03-05 10:00", "withdraw", *CO, why="she rang")
    asks(life, "2026-03-05 10:00", "says_withdrawn", why="she rang after the carer had visited")
    still = life.lives("2026-03-13 09:00")
    assert still.state is State.OPEN and waits(still) == []
    assert still.decisions[-1].move == "leave_as_it_is"
    done = life.does("2026-03-13 10:00", "withdraw", *CO, why="she says so", advocate_word="Morgan Vale")
    assert done.state is State.CLOSED


@pytest.mark.rule("X45")
def test_a_young_person_may_be_kept_open_by_the_manager_and_a_question_ends_with_its_stage() -> None:
    life = Life("bnes", sender="young_person")
    asks(life, "2026-03-05 10:00", "says_withdrawn", why="she rang")
    life.does("2026-03-06 10:00", "keep_open", why="she was told to")
    assert waits(life.case) == []
    asks(life, "2026-03-06 11:00", "says_withdrawn", why="she rang again")
    done = life.does("2026-03-09 10:00", "withdraw", why="I spoke to her alone")
    assert waits(done) == [] and done.settled and lapses_nothing(life)


def lapses_nothing(life: Life) -> bool:
    before = len(life.case.decisions)
    return len(life.lives("2026-05-01 09:00").decisions) == before


@pytest.mark.rule("R278", "R280")
def test_a_restriction_is_warned_of_decided_by_two_and_ends() -> None:
    life = Life("bnes")
    limit = {
        "reason_plain": "forty calls a day", "restriction_plain": "we answer once a week", "until_date": "2026-09-20",
        "review_by": "2026-06-20", "agreed_by": "hana",
    }  # fmt: skip
    assert "warned in writing first" in life.refused("2026-03-05 10:00", "restrict", **limit)
    life.does(
        "2026-03-05 10:00", "warn_restriction", reason_plain="calls", what_we_will_do="one call a day",
        decide_by="2026-03-12",
    )  # fmt: skip
    assert "still have time" in life.refused("2026-03-12 10:00", "restrict", **limit)
    assert "head of service" in life.refused("2026-03-20 10:00", "restrict", **limit | {"agreed_by": "tom"})
    assert "ends within a year" in life.refused("2026-03-20 10:00", "restrict", **limit | {"until_date": "2027-09-20"})
    for looked_at in ("2026-03-20", "2026-09-21"):
        assert "looked at again" in life.refused("2026-03-20 10:00", "restrict", **limit | {"review_by": looked_at})
    life.does("2026-03-20 10:00", "restrict", **limit)
    assert "restricted" in life.case.marks and life.words[-1] == "letter.restriction"
    assert (clock(life.case, "restriction_review") or life).due == date(2026, 6, 20)  # type: ignore[union-attr]
    life.does("2026-06-19 10:00", "end_restriction", why="all is calm")
    assert "restricted" not in life.case.marks
