"""A statutory complaint through Stage 2 and the panel to its end, at both councils, by decisions and through time."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Case, Closure, Outcome, State, clock, stage
from casework.changes import Change
from casework.chase import chase
from casework.councils import Council, Expert, Role, Tie
from casework.decide import decide
from casework.lapse import lapse
from casework.letters import Letter
from casework.messages import Address
from casework.questions import CHOICES
from casework.refusals import RuleBroken
from outbox.render import render
from tests import build
from tests.build import a_decision, after, at

BENCH = (
    Expert("ruth", "Ruth Penn", frozenset({Role.IO}), email="ruth@bench.example"),
    Expert("omar", "Omar Lees", frozenset({Role.IP, Role.PANEL}), email="omar@bench.example"),
    Expert("ada", "Ada Moss", frozenset({Role.CHAIR}), email="ada@bench.example"),
    Expert("bo", "Bo Lind", frozenset({Role.PANEL}), email="bo@bench.example"),
    Expert("cy", "Cy Hart", frozenset({Role.PANEL}), email="cy@bench.example"),
)
FINDING = {
    "outcome_1": "upheld", "point_1": "She cancelled.", "found_1": "We agree.", "why_1": "She was ill.",
    "remedy_plain": "a new worker", "remedy_by": "2026-12-01",
    "action_text": "tell families", "action_due": "2026-12-02",
}  # fmt: skip
DELAY = {"reason": "key_witness_unavailable", "reason_plain": "one person is away", "done_so_far": "talked to six"}


def council(name: str) -> Council:
    return replace(build.profile(name), experts=BENCH)


class Life:
    """One case, what is said of it, and every letter as its reader gets it."""

    def __init__(self, name: str, way: Address = build.FAMILY, **facts: str) -> None:
        self.council = council(name)
        self.said: list[Letter] = []
        contact = build.a_contact(self.council, build.a_message(sender=way, channel=way.channel))
        change = build.opened(self.council, contact, "2026-03-03 10:00", **facts)
        self.case: Case = after(change.cases[0], change)
        self.does("2026-03-04 10:00", "verify", how="rang the number on file")
        if facts.get("sender") == "young_person":
            self.does("2026-03-04 10:00", "record_advocacy", advocacy="declined")

    def does(self, when: str, move: str, by: str = "dan", holds: str = Role.CM, at: str = "", **facts: str) -> Case:
        decision = replace(a_decision(move, when, by, holds), facts=facts, stage=at)
        return self._keep(decide(self.case, decision, self.council))

    def refused(self, when: str, move: str, by: str = "dan", holds: str = Role.CM, at: str = "", **facts: str) -> str:
        with pytest.raises(RuleBroken) as broken:
            self.does(when, move, by, holds, at, **facts)
        return broken.value.text

    def lives(self, *moments: str) -> Case:
        for moment in moments:
            while decision := lapse(self.case, self.council, at(moment)):
                self._keep(decide(self.case, decision, self.council))
            self._keep(chase(self.case, self.council, at(moment)))
        return self.case

    def appoints(self, when: str, **people: str) -> None:
        move = "appoint" if stage(self.case, "stage3") is None else "appoint_panel"
        for person, role in people.items():
            self.does(when, move, expert=person, role=role, interest="no")

    @property
    def words(self) -> list[str]:
        """The words of the letters to whoever complains, in the order in which they were written."""
        return [each.words for each in self.said if not each.staff]

    def _keep(self, change: Change) -> Case:
        self.said += change.letters
        for letter in change.letters:
            filled = {"case_url": "https://desk.example/1", **letter.facts}
            assert render(replace(letter, facts=filled), choices=CHOICES).text
        self.case = after(self.case, change)
        return self.case


def due(case: Case, name: str) -> date:
    found = clock(case, name)
    assert found is not None
    return found.due


def answered(name: str = "bnes", way: Address = build.FAMILY, **facts: str) -> Life:
    """A case answered at Stage 1 on Friday 13 March 2026."""
    life = Life(name, way, **facts)
    life.does("2026-03-13 15:00", "respond", **FINDING)
    return life


def investigated(name: str = "bnes", way: Address = build.FAMILY, **facts: str) -> Life:
    """The same case, whose list of points was agreed on Monday 20 April 2026."""
    life = answered(name, way, **facts)
    life.does("2026-04-01 10:00", "ask_stage_2", "mina", Role.CO)
    life.appoints("2026-04-02 10:00", ruth=Role.IO, omar=Role.IP)
    life.does("2026-04-02 11:00", "introduce")
    life.does("2026-04-10 10:00", "send_statement", point_1="She cancelled.", wanted_plain="a new worker")
    life.does("2026-04-21 10:00", "statement_agreed", agreed_on="2026-04-20")
    return life


def decided(name: str = "bnes", way: Address = build.FAMILY, **facts: str) -> Life:
    """The same case, decided at Stage 2 on Thursday 21 May 2026."""
    life = investigated(name, way, **facts)
    life.does("2026-05-11 10:00", "reports_in", reports_on="2026-05-11")
    life.appoints("2026-05-12 10:00", hana=Role.AO)
    life.does("2026-05-21 10:00", "adjudicate", **FINDING)
    return life


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
    from casework.councils import Stage2Start

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


def panel_asked() -> Life:
    life = decided()
    life.does("2026-06-09 10:00", "ask_panel", "mina", Role.CO)
    life.appoints("2026-06-10 10:00", ada=Role.CHAIR, bo=Role.PANEL, cy=Role.PANEL)
    return life


@pytest.mark.rule("X43", "R310")
def test_x43_a_later_panel_is_recorded_with_its_reason_and_counted_against_thirty_days_all_the_same() -> None:
    life = panel_asked()
    assert "Tuesday 21 July" in life.refused("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-27")
    life.does("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-27", later_because="she is away until then")
    assert due(life.case, "s3_panel") == date(2026, 7, 21)
    held = life.does("2026-07-27 17:00", "panel_held", held_on="2026-07-27")
    ran = clock(held, "s3_panel")
    assert ran and ran.stopped == date(2026, 7, 27) and ran.stopped > ran.due


@pytest.mark.rule("R309")
def test_a_panel_is_never_set_for_a_day_too_near_for_its_papers() -> None:
    life = panel_asked()
    assert "10 working days" in life.refused("2026-06-29 10:00", "set_panel_date", panel_date="2026-07-10")
    life.does("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-10")
    again = life.does("2026-06-12 10:00", "set_panel_date", panel_date="2026-07-14")
    assert [each.due for each in again.clocks if each.name == "s3_papers" and each.stopped is None] == [
        date(2026, 6, 30)
    ]


@pytest.mark.rule("X44", "R334")
def test_x44_who_saw_fair_play_at_stage_two_does_not_sit_on_the_panel() -> None:
    life = decided()
    life.does("2026-06-09 10:00", "ask_panel", "mina", Role.CO)
    said = life.refused("2026-06-10 10:00", "appoint_panel", expert="omar", role=Role.PANEL, interest="no")
    assert "at Stage 2, so they cannot sit on the panel" in said


@pytest.mark.rule("R338")
def test_a_panel_is_stood_down_when_they_withdraw() -> None:
    life = panel_asked()
    done = life.does("2026-06-15 10:00", "withdraw", why="they are content")
    assert (done.state, done.stages[-1].closure) == (State.CLOSED, Closure.NOT_PURSUED)
    assert not [each for each in done.appointments if each.serving and each.stage == "stage3"]


@pytest.mark.rule("R503", "R515")
@pytest.mark.parametrize("way", [build.FAMILY, build.CHAT], ids=["email", "chat"])
def test_a_young_person_has_every_letter_in_their_own_words_and_each_offers_an_advocate_again(way: Address) -> None:
    life = decided(way=way, sender="young_person")
    life.does("2026-06-09 10:00", "ask_panel", "mina", Role.CO)
    life.appoints("2026-06-10 10:00", ada=Role.CHAIR, bo=Role.PANEL, cy=Role.PANEL)
    life.does("2026-06-11 10:00", "set_panel_date", panel_date="2026-07-10")
    life.does("2026-07-13 10:00", "panel_held", held_on="2026-07-10")
    life.does("2026-07-20 10:00", "findings_in", report_on="2026-07-17", recommendations="An apology.")
    life.does("2026-08-05 10:00", "respond_panel", ip_view="Agrees.", not_followed="one, as it was done", **FINDING)
    assert not [
        words for words in life.words if words in ("letter.decision", "email.close_stage2", "email.stage2_start")
    ]
    for words in ("email.stage2_start_yp", "email.stage2_points", "email.close_stage2_yp", "email.panel_invite"):
        letter = next(each for each in life.said if each.words == words)
        assert life.council.advocacy_providers[0].phone in render(letter, choices=CHOICES).text


def test_everybody_on_the_bench_of_these_tests_is_independent() -> None:
    assert {each.tie for each in BENCH} == {Tie.NONE}
