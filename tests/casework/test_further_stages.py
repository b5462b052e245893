"""A statutory complaint through Stage 2 and the panel to its end, at both councils, by decisions and through time."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Closure, Outcome, State, clock
from casework.councils import Role, Stage2Start
from tests.casework.life import DELAY, FINDING, answered, council, decided, due, investigated


@pytest.mark.rule("R323", "R324", "R325", "R328", "R329", "R330", "R334", "R335", "R336", "R337")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
def test_a_complaint_goes_through_both_further_stages_to_the_directors_response(name: str) -> None:
    life = decided(name)
    case = life.case
    assert case.state is State.RESPONDED
    assert due(case, "s3_request_window") == date(2026, 6, 19)
    life.lives("2026-06-01 09:00")
    life.does("2026-06-09 10:00", "ask_panel", "mina", Role.CO)
    assert (due(life.case, "s3_panel"), due(life.case, "s3_chair")) == (date(2026, 7, 21), date(2026, 6, 23))
    assert "chairs" in life.refused("2026-06-10 10:00", "set_panel_date", panel_date="2026-07-10")
    life.appoints("2026-06-10 10:00", ada=Role.CHAIR, bo=Role.PANEL, cy=Role.PANEL)
    life.does("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-10")
    assert due(life.case, "s3_papers") == date(2026, 6, 26)
    life.does("2026-06-25 10:00", "papers_sent", papers_on="2026-06-25")
    life.does("2026-07-13 10:00", "panel_held", held_on="2026-07-10")
    assert due(life.case, "s3_findings") == date(2026, 7, 17)
    life.does("2026-07-20 10:00", "findings_in", report_on="2026-07-17", recommendations="An apology in person.")
    assert due(life.case, "s3_response") == date(2026, 8, 7)
    done = life.does("2026-08-05 10:00", "respond_panel", "dee", Role.DCS, ip_view="Agrees.", **FINDING)
    assert (done.state, done.settled) == (State.CLOSED, True)
    assert [(each.stage, each.closure) for each in done.stages] == [
        ("stage1", Closure.RESOLVED), ("stage2", Closure.RESOLVED), ("stage3", Closure.RESOLVED),
    ]  # fmt: skip
    assert not [each.name for each in done.clocks if each.stopped is None and each.name != "learning_action"]
    assert [each for each in life.words if not each.startswith("bot.")][-10:] == [
        "email.ack_next_stage", "email.stage2_start", "email.stage2_points", "email.stage2_progress",
        "letter.decision", "email.close_stage2", "email.ack_next_stage", "email.panel_invite",
        "letter.panel_response", "email.close_stage3",
    ]  # fmt: skip


def test_each_letter_of_the_further_stages_says_who_when_and_what_was_asked_for() -> None:
    life = decided()
    life.does("2026-06-09 10:00", "ask_panel", "mina", Role.CO, asked_on="2026-06-08")
    told = {each.words: each.facts for each in life.said}
    assert (told["email.stage2_start"]["io_name"], told["email.stage2_start"]["ip_name"]) == ("Ruth Penn", "Omar Lees")
    assert told["email.stage2_start"]["sent_date"] == "Wednesday 1 April"
    assert told["email.stage2_progress"]["stage2_due"] == "Wednesday 27 May"
    assert told["email.stage2_progress"]["last_event_date"] == "Monday 20 April"
    assert told["letter.decision"]["decider_name"] == "Hana Moss"
    assert told["email.close_stage2"]["stage3_by"] == "Friday 19 June"
    asked = told["email.ack_next_stage"]
    assert (asked["next_step"], asked["sent_date"]) == ("a review panel", "Monday 8 June")


@pytest.mark.rule("R306", "R307", "R410", "W23", "W25")
def test_both_limits_of_stage_two_run_side_by_side_from_their_own_days() -> None:
    case = investigated().case
    found = {name: clock(case, name) for name in ("s2_investigation", "s2_longstop", "s2_statement")}
    investigation, longstop, statement = found.values()
    assert investigation and longstop and statement
    assert (investigation.day_0, investigation.due) == (date(2026, 4, 20), date(2026, 5, 27))
    assert longstop.day_0 == date(2026, 4, 1) and longstop.stopped is None
    assert statement.stopped == date(2026, 4, 20)


@pytest.mark.rule("R410")
def test_a_council_may_count_stage_two_from_the_request() -> None:
    base = council("bnes")
    life = answered()
    life.council = replace(base, choices=replace(base.choices, stage2_clock_start=Stage2Start.REQUEST))
    life.does("2026-04-01 10:00", "ask_stage_2", "mina", Role.CO)
    assert due(life.case, "s2_investigation") == date(2026, 5, 11)
    life.appoints("2026-04-02 10:00", ruth=Role.IO, omar=Role.IP)
    life.does("2026-04-10 10:00", "send_statement", point_1="She cancelled.", wanted_plain="a new worker")
    life.does("2026-04-21 10:00", "statement_agreed", agreed_on="2026-04-20")
    assert [each.day_0 for each in life.case.clocks if each.name == "s2_investigation"] == [date(2026, 4, 1)]


@pytest.mark.rule("R323")
def test_nothing_is_investigated_before_both_who_do_it_are_there() -> None:
    life = answered()
    life.does("2026-04-01 10:00", "ask_stage_2", "mina", Role.CO)
    points = {"point_1": "She cancelled.", "wanted_plain": "a new worker"}
    assert "independent person" in life.refused("2026-04-02 10:00", "send_statement", **points)
    life.appoints("2026-04-02 10:00", ruth=Role.IO)
    assert life.refused("2026-04-02 10:00", "introduce") == (
        "Appoint the independent person first: both take part from the start."
    )


@pytest.mark.rule("R326", "R641")
def test_who_was_sent_the_list_late_is_not_reminded_of_it_the_same_night_but_when_the_next_reminder_falls() -> None:
    life = answered()
    life.does("2026-04-01 10:00", "ask_stage_2", "mina", Role.CO)
    life.appoints("2026-04-02 10:00", ruth=Role.IO, omar=Role.IP)
    life.lives("2026-04-10 09:30")  # the first reminder's morning: there is no list yet
    life.does("2026-04-10 13:30", "send_statement", point_1="She cancelled.", wanted_plain="a new worker")
    life.lives("2026-04-11 03:10", "2026-04-13 09:30")
    assert "email.stage2_points_chaser" not in life.words
    life.lives("2026-04-17 09:30")
    assert life.words.count("email.stage2_points_chaser") == 1


@pytest.mark.rule("X41", "R326", "R641")
def test_x41_a_list_that_is_never_agreed_is_fixed_after_two_reminders_and_the_longstop_still_runs() -> None:
    life = answered()
    life.does("2026-04-01 10:00", "ask_stage_2", "mina", Role.CO)
    life.appoints("2026-04-02 10:00", ruth=Role.IO, omar=Role.IP)
    life.does("2026-04-02 11:00", "send_statement", point_1="She cancelled.", wanted_plain="a new worker")
    life.lives("2026-04-10 09:30", "2026-04-17 09:30")
    assert life.words.count("email.stage2_points_chaser") == 2
    assert "until Monday 20 April" in life.refused("2026-04-20 10:00", "fix_statement", why="silence")
    fixed = life.does("2026-04-21 10:00", "fix_statement", why="no answer to two reminders")
    assert fixed.current and fixed.current.step == "investigating"
    assert due(fixed, "s2_investigation") == date(2026, 5, 28)
    longstop = clock(fixed, "s2_longstop")
    assert longstop and longstop.day_0 == date(2026, 4, 1) and longstop.stopped is None


@pytest.mark.rule("R327", "R408")
def test_stage_two_is_extended_once_to_sixty_five_days_for_a_reason_the_law_knows() -> None:
    life = investigated()
    assert "only for" in life.refused(
        "2026-05-20 10:00", "extend", **DELAY | {"reason": "complex", "what_we_will_do": "x"}
    )
    longer = life.does("2026-05-20 10:00", "extend", what_we_will_do="talk to the last one", **DELAY)
    assert due(longer, "s2_investigation") == date(2026, 7, 22)
    assert life.words[-1] == "email.hold_stage2"
    assert "extended once" in life.refused("2026-07-20 10:00", "extend", what_we_will_do="x", **DELAY)


@pytest.mark.rule("X42", "R306", "R612")
def test_x42_past_day_sixty_five_there_is_an_apology_and_no_new_clock() -> None:
    life = investigated()
    life.does("2026-05-20 10:00", "extend", what_we_will_do="talk to the last one", **DELAY)
    late = life.lives("2026-07-22 09:00", "2026-07-23 09:00")
    assert late.state is State.OVERDUE
    sorry = {"reason_plain": "Ruth Penn was ill", "done_so_far": "most of it", "what_we_will_do": "finish"}
    told = life.does("2026-07-23 10:00", "apologise_for_delay", new_due_date="2026-08-06", **sorry)
    assert life.words[-1] == "email.overdue_later"
    assert due(told, "s2_investigation") == date(2026, 7, 22)
    assert "dee" in {each.staff for each in life.said}, "the director is told"


@pytest.mark.rule("R331")
def test_a_panel_is_left_out_only_where_nearly_all_was_upheld_and_both_agreed() -> None:
    life = decided()
    agreed = {"agreed_on": "2026-05-28", "reason_plain": "all was upheld", "what_we_will_do": "what we said"}
    life.does("2026-05-28 10:00", "early_to_ombudsman", **agreed)
    assert life.words[-1] == "email.ombudsman_early" and life.case.state is State.RESPONDED
    lost = decided()
    lost.case = replace(lost.case, issues=(replace(lost.case.issues[0], outcome=Outcome.NOT_UPHELD),))
    assert "Too little was upheld" in lost.refused("2026-05-28 10:00", "early_to_ombudsman", **agreed)


@pytest.mark.rule("R332")
def test_what_is_settled_by_talking_is_written_down_and_closed() -> None:
    life = investigated()
    done = life.does("2026-05-01 10:00", "settle", what_was_agreed="you keep your worker")
    assert (done.state, done.stages[-1].closure) == (State.CLOSED, Closure.RESOLVED)
    assert life.words[-1] == "email.settled"
    assert not [each.name for each in done.clocks if each.stopped is None and each.name != "learning_action"]
