"""The Ombudsman; how a case ends without an answer and begins again; what a person notes of it; what is handed on."""

from datetime import date, datetime, timedelta

import pytest

from casework import standing
from casework.cases import Closure, State, clock, stage
from casework.opening import join
from casework.refusals import RuleBroken
from tests import build
from tests.casework.kinds import answered, begun, chosen, due, passed, played, unsayable

BNES = build.profile("bnes")
VERIFY = ("verify", "2026-03-03 11:00", {"how": "rang the number on file"})
REFUSED = {"ask_plain": "look again", "reason_plain": "nothing is new", "what_we_will_do": "keep it on file"}
both = pytest.mark.parametrize("name", ["bnes", "dorset"])


@both
@pytest.mark.rule("R391", "R392", "X39")
def test_x39_sent_back_as_too_early_our_stage_opens_from_the_ombudsmans_letter(name: str) -> None:
    council = build.profile(name)
    told = answered(begun(council, procedure="corporate", service="sen"), council)
    told = chosen(told, council, "accept", "2026-03-12 10:00")
    told = chosen(told, council, "ombudsman_contact", "2026-05-05 10:00", sent_date="2026-05-01")
    told = chosen(told, council, "premature", "2026-05-12 10:00", sent_date="2026-05-11", handler="tom")
    assert [(row.stage, row.closure, row.step) for row in told.case.stages] == [
        ("stage1", Closure.RESOLVED, ""), ("ombudsman", Closure.RESOLVED, "premature"), ("review", None, ""),
    ]  # fmt: skip
    running = clock(told.case, "corp_review")
    assert running is not None and running.day_0 == date(2026, 5, 11)
    assert told.words()[-1] == "email.ombudsman_back" and not unsayable(told.letters)


@pytest.mark.rule("R391", "R393", "R394", "R346", "R648")
def test_the_ombudsman_stands_beside_a_stage_that_goes_on_and_its_dates_are_the_letters() -> None:
    told = begun(BNES, procedure="statutory")
    told = chosen(told, BNES, "ombudsman_contact", "2026-03-05 10:00", sent_date="2026-03-04")
    told = chosen(
        told, BNES, "lg_enquiry", "2026-03-06 10:00", at="ombudsman", sent_date="2026-03-06",
        lgsco_enquiry_due="2026-04-03",
    )  # fmt: skip
    assert due(told, "lgsco_enquiry") == "2026-04-03"
    current = told.case.current
    assert current is not None and current.stage == "stage1"
    told = passed(told, BNES, "2026-03-20", "2026-03-23")
    assert {each.staff for each in told.letters if each.words == "staff.step_due"} >= {"dan"}
    with pytest.raises(RuleBroken, match="has passed"):
        chosen(
            told, BNES, "lg_draft", "2026-04-01 10:00", at="ombudsman", sent_date="2026-03-30",
            lgsco_draft_due="2026-03-31",
        )  # fmt: skip
    told = chosen(told, BNES, "lg_out_of_time", "2026-04-02 10:00", at="ombudsman", sent_date="2026-04-01")
    closed = stage(told.case, "ombudsman")
    assert closed is not None and closed.step == "out_of_time"


@pytest.mark.rule("R371")
def test_somebody_who_cannot_be_reached_is_tried_twice_another_way_and_then_has_ten_days() -> None:
    told = begun(BNES)
    told = chosen(told, BNES, "try_to_reach", "2026-03-04 10:00", reached_by="telephone")
    with pytest.raises(RuleBroken, match="Try another"):
        chosen(told, BNES, "try_again", "2026-03-18 10:00", reached_by="telephone")
    with pytest.raises(RuleBroken, match="not before 18 March"):
        chosen(told, BNES, "try_again", "2026-03-17 10:00", reached_by="letter")
    told = chosen(told, BNES, "try_again", "2026-03-18 10:00", reached_by="letter")
    assert told.words()[-1] == "email.close_not_pursued" and not unsayable(told.letters)
    with pytest.raises(RuleBroken, match="until 1 April"):
        chosen(told, BNES, "close_no_contact", "2026-04-01 10:00")
    told = chosen(told, BNES, "close_no_contact", "2026-04-02 10:00")
    assert (told.case.stages[0].closure, told.case.settled) == (Closure.NOT_PURSUED, True)


@pytest.mark.rule("R372", "R383")
def test_out_of_scope_is_the_managers_within_five_days_with_reasons_and_the_right_way() -> None:
    told = played(begun(BNES), BNES, [VERIFY])
    way = REFUSED | {"route_plain": "the parish council", "route_how": "write to the clerk"}
    with pytest.raises(RuleBroken, match="by 9 March"):
        chosen(told, BNES, "out_of_scope", "2026-03-10 10:00", **way)
    told = chosen(told, BNES, "out_of_scope", "2026-03-09 10:00", **way)
    assert told.words()[-2:] == ["letter.refused", "email.sign_other"] and not unsayable(told.letters)
    assert told.case.stages[0].closure is Closure.OUTSIDE_SCOPE


@both
@pytest.mark.rule("R355", "R390", "R234")
def test_it_closes_for_good_after_twelve_months_and_opens_again_only_for_something_new(name: str) -> None:
    council = build.profile(name)
    told = answered(begun(council), council)
    told = passed(told, council, "2026-04-20")
    assert told.case.state is State.PROVISIONALLY_CLOSED
    assert told.case.wake_at == build.at("2027-03-10 08:30")
    told = passed(told, council, "2027-03-10")
    assert told.case.state is State.CLOSED and told.case.wake_at is None
    nothing = chosen(told, council, "nothing_new", "2027-03-20 10:00", **REFUSED)
    assert nothing.words()[-1] == "letter.refused" and nothing.case.settled
    told = chosen(told, council, "reopen", "2027-03-20 10:00", summary_plain="a letter you had not seen")
    assert told.case.state is State.OPEN and told.words()[-1] == "email.reopened"
    running = standing.running(told.case, told.case.stages[0], council)
    assert running is not None and running.day_0 == date(2027, 3, 20)
    assert told.case.issues[0].outcome == "upheld" and not unsayable(told.letters)


@pytest.mark.rule("R248", "X56")
def test_x56_a_move_planned_for_friday_asks_the_head_of_service_to_put_it_off() -> None:
    told = begun(BNES, procedure="statutory")
    told = chosen(told, BNES, "proposed_change", "2026-03-03 12:00", change_on="2026-03-06")
    asked = [each for each in told.letters if each.words == "staff.proposed_change"]
    assert [each.staff for each in asked] == ["hana"] and asked[0].facts["next_date"] == "Wednesday 4 March"
    assert not unsayable(asked) and "proposed_change" in told.case.marks
    late = passed(told, BNES, "2026-03-04", "2026-03-05")
    assert {each.staff for each in late.letters if each.words == "staff.step_late"} == {"dee", "dan"}
    told = chosen(told, BNES, "change_decided", "2026-03-04 10:00", put_off="yes", why="until it is looked at")
    found = clock(told.case, "proposed_change")
    assert found is not None and found.stopped == date(2026, 3, 4)


@pytest.mark.rule("R233", "X47")
def test_x47_an_anonymous_note_is_acted_on_and_counted_nowhere_unless_the_profile_says_so() -> None:
    told = begun(BNES, procedure="statutory", sender="unknown")
    told = chosen(told, BNES, "anonymous", "2026-03-04 10:00", what_we_did="the home was visited")
    assert told.case.settled and not standing.counts(told.case, BNES)
    assert "email.close" not in "".join(told.words())  # nowhere to reply to in general terms


@pytest.mark.rule("R256", "R257", "X66")
def test_x66_when_the_complainant_dies_nothing_closes_by_itself_and_nothing_is_sent_to_them() -> None:
    told = answered(begun(BNES), BNES)
    told = chosen(told, BNES, "complainant_died", "2026-03-10 10:00", why="their sister rang")
    before = len(told.words())
    told = passed(told, BNES, "2026-04-20", "2027-06-01")
    assert told.case.state is State.RESPONDED and len(told.words()) == before


@pytest.mark.rule("R240", "R241", "R243", "R116", "R206")
@pytest.mark.rule("R235", "R226", "R225", "X21", "X22", "X52", "X53", "X54", "X55")
@pytest.mark.parametrize(
    ("procedure", "course", "move", "facts"),
    [
        ("school", "", "sign_school", {"school_name": "Hill School"}),
        ("councillor_conduct", "", "sign_councillor", {}),
        ("appeal_or_court", "", "sign_other", {"route_plain": "the judge", "route_how": "tell your solicitor"}),
        ("none", "", "sign_other", {"route_plain": "HR", "route_how": "use the whistleblowing line"}),
    ],
)
def test_x52_x55_the_way_is_shown_in_writing_and_what_was_said_is_kept(
    procedure: str, course: str, move: str, facts: dict[str, str]
) -> None:
    told = begun(BNES, procedure=procedure, course=course, complained_of="tom")
    told = chosen(told, BNES, move, "2026-03-04 10:00", what_we_will_do="look at how you were spoken to", **facts)
    (row,) = told.case.stages
    assert (row.closure, row.step) == (Closure.OUTSIDE_SCOPE, "signposted")
    assert told.words() == [f"email.{move}"] and told.case.decisions[-1].facts.items() >= facts.items()
    assert "tom" not in {each.staff for each in told.letters}  # R241


@pytest.mark.rule("R112", "R389", "R713", "X30")
def test_x30_a_neighbours_worry_closes_only_when_the_front_door_says_that_it_has_it() -> None:
    told = begun(BNES, kind="concern_about_child", procedure="none", sender="friend_or_neighbour")
    assert told.words() == []
    with pytest.raises(RuleBroken):
        chosen(told, BNES, "acknowledged", "2026-03-03 10:00", receiver="Femi")
    told = chosen(told, BNES, "hand_over", "2026-03-03 10:00", receiver="Femi", handed_how="rang")
    assert not told.case.settled
    told = chosen(told, BNES, "acknowledged", "2026-03-03 10:30", receiver="Femi")
    assert told.case.settled and told.words() == ["email.ack_concern_about_child"]


@pytest.mark.rule("R341", "R425", "X68")
def test_x68_a_data_complaint_of_1_july_is_acknowledged_by_30_july() -> None:
    told = begun(BNES, when="2026-07-01 10:00", procedure="data_protection")
    assert due(told, "dp_complaint") == "2026-07-30" and told.words() == ["email.ack_data_complaint"]


@pytest.mark.rule("R120", "R406", "X51")
def test_x51_of_three_ways_of_saying_it_the_earliest_counts() -> None:
    case = begun(BNES, when="2026-03-04 09:30").case
    earlier: datetime = build.at("2026-03-04 09:30") - timedelta(days=2)
    contact = build.a_contact(BNES, build.a_message("again, by the form", received=earlier), id="contact/2")
    change = join(contact, case, build.a_decision("join", "2026-03-05 10:00"), BNES)
    (joined,) = change.cases
    found = clock(joined, "corp_s1")
    assert found is not None and found.day_0 == date(2026, 3, 2) == joined.stages[0].day_0
    assert joined.joined == ("contact/2",)


@both
@pytest.mark.rule("R395", "R396", "R397", "R398", "X40")
def test_what_the_ombudsman_decided_leaves_remedies_that_are_owed_after_the_end_and_late_by_a_day_is_late(
    name: str,
) -> None:
    council = build.profile(name)
    told = begun(council, course="ombudsman")
    told = chosen(told, council, "lg_draft", "2026-03-04 10:00", sent_date="2026-03-03", lgsco_draft_due="2026-03-20")
    told = chosen(told, council, "lg_upheld", "2026-04-02 10:00", sent_date="2026-04-01")
    asked = {"owner": "CM", "remedy_due": "2026-05-01"}
    told = chosen(told, council, "add_remedy", "2026-04-02 10:05", remedy="apology", asks="an apology", **asked)
    assert told.case.settled and not told.case.finished
    told = chosen(
        told, council, "remedy_done", "2026-05-05 10:00", asked_remedy="1", evidence="the letter", done_on="2026-05-02"
    )
    assert [each.compliance for each in told.case.actions] == ["complied_late"] and told.case.finished
