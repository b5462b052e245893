"""The rulebook's edge cases of every kind but Stages 2 and 3, each by its number (procedures, section 10)."""

import pytest

from casework import standing
from casework.cases import Closure, State, clock, stage
from casework.clocks import runs_out
from casework.labels import Kind, Procedure
from casework.messages import Address
from casework.opening import open_case
from casework.refusals import RuleBroken
from tests import build
from tests.casework.kinds import EXTRA, FINDING, begun, chosen, due, passed, played, unsayable

BNES = build.profile("bnes")
VERIFY = ("verify", "2026-03-03 11:00", {"how": "rang the number on file"})
REFUSED = {"ask_plain": "look again", "reason_plain": "nothing is new", "what_we_will_do": "keep it on file"}
both = pytest.mark.parametrize("name", ["bnes", "dorset"])


@pytest.mark.rule("R418", "R387", "W58", "X05")
@pytest.mark.parametrize(("chose", "day"), [("sender", "2026-02-06"), ("council", "2026-01-26")])
def test_w58_a_representation_made_a_complaint_counts_from_whose_choice_it_was(chose: str, day: str) -> None:
    told = begun(BNES, when="2026-01-12 09:30", kind="representation", procedure="statutory")
    told = chosen(told, BNES, "becomes_complaint", "2026-01-23 11:00", chosen_by=chose)
    assert due(told, "s1_statutory") == day
    assert [(row.stage, row.closure) for row in told.case.stages] == [
        ("representation", Closure.ESCALATED), ("stage1", None),
    ]  # fmt: skip
    assert told.case.kind is Kind.COMPLAINT
    assert told.words()[-1] == "email.ack_complaint_statutory_adult"


@pytest.mark.rule("R102", "R121", "X04", "X67")
def test_x67_whose_choice_it_was_to_put_it_right_informally_is_recorded() -> None:
    told = begun(BNES, kind="representation", sender="adult_service_user", procedure="corporate")
    assert told.words() == ["email.ack_representation_adult"]
    with pytest.raises(RuleBroken, match="chosen by"):
        chosen(told, BNES, "unresolved", "2026-03-16 10:00")
    told = chosen(told, BNES, "unresolved", "2026-03-16 10:00", chosen_by="council")
    assert told.case.decisions[-1].facts["chosen_by"] == "council"
    assert (told.case.current.stage if told.case.current else "") == "stage1"


@pytest.mark.rule("R345", "R647", "R387")
@pytest.mark.parametrize("way", [build.FAMILY, build.CHAT], ids=["email", "chat"])
def test_on_the_day_that_was_promised_they_are_asked_whether_it_is_sorted(way: Address) -> None:
    told = begun(BNES, way, kind="representation", procedure="statutory", sender="young_person")
    assert due(told, "representation") == "2026-03-16"
    told = passed(told, BNES, "2026-03-13", "2026-03-16")
    assert told.words()[-1] == ("bot.checkin" if way is build.CHAT else "email.checkin")
    assert not unsayable(told.letters)


@pytest.mark.rule("R387")
def test_a_representation_nobody_answers_about_is_asked_twice_and_closes_with_a_letter() -> None:
    told = begun(BNES, kind="representation", procedure="statutory")
    told = played(told, BNES, [VERIFY, ("answer", "2026-03-05 10:00", {"what_we_did": "a new pass"})])
    assert told.words()[-1] == "email.checkin_done"
    told = passed(told, BNES, "2026-03-12", "2026-03-20")
    assert told.words()[-2:] == ["email.checkin", "email.close_representation"]
    assert told.case.state is State.PROVISIONALLY_CLOSED
    assert not unsayable(told.letters)


@both
@pytest.mark.rule("R384", "R318", "R319", "X64")
def test_x64_an_adult_plan_is_agreed_again_and_the_longstop_stays(name: str) -> None:
    council = build.profile(name)
    told = begun(council, procedure="adult_social_care", sender="adult_service_user")
    assert (due(told, "asc_plan"), due(told, "asc_longstop")) == ("2026-03-30", "2026-09-01")
    plan = {"what_we_will_do": "visit", "agreed_how": "by telephone"}
    told = chosen(told, council, "agree_plan", "2026-03-10 10:00", new_due_date="2026-04-29", **plan)
    told = chosen(told, council, "agree_plan", "2026-03-20 10:00", new_due_date="2026-04-10", **plan)
    assert (due(told, "asc_plan"), due(told, "asc_longstop")) == ("2026-04-10", "2026-09-01")
    assert told.words()[-1] == "email.adult_plan" and not unsayable(told.letters)
    with pytest.raises(RuleBroken, match="1 September 2026"):
        chosen(told, council, "agree_plan", "2026-03-21 10:00", new_due_date="2026-09-02", **plan)
    with pytest.raises(RuleBroken, match="The date passed on 10 April"):
        chosen(told, council, "agree_plan", "2026-04-11 10:00", new_due_date="2026-05-02", **plan)


@pytest.mark.rule("R211", "R207", "X65")
def test_x65_adult_care_and_the_leaving_care_team_are_two_points_each_with_its_own_rights() -> None:
    told = begun(BNES, procedure="adult_social_care", sender="care_leaver")
    told = chosen(told, BNES, "add_issue", "2026-03-04 10:00", summary_plain="my PA", to_procedure="statutory")
    assert [each.procedure for each in told.case.issues] == [Procedure.ADULT_SOCIAL_CARE, Procedure.STATUTORY]
    assert (due(told, "asc_plan"), due(told, "s1_statutory")) == ("2026-03-30", "2026-03-16")
    (at,) = told.case.stages
    running = standing.running(told.case, at, BNES)
    assert running is not None and running.name == "s1_statutory"  # R415: due when the earliest is


@both
@pytest.mark.rule("R211", "R415", "R820", "R821", "X16")
def test_x16_half_corporate_half_statutory_keeps_stage_2_for_the_assessment(name: str) -> None:
    council = build.profile(name)
    told = begun(council, procedure="corporate", service="sen")
    told = chosen(told, council, "add_issue", "2026-03-04 10:00", summary_plain="the report", to_procedure="statutory")
    two = {key.replace("_1", "_2"): value for key, value in FINDING.items() if key.endswith("_1")}
    told = played(told, council, [VERIFY, ("respond", "2026-03-09 10:00", FINDING | two | {"outcome_2": "not_upheld"})])
    told = chosen(told, council, "ask_stage_2", "2026-03-20 10:00")
    second = stage(told.case, "stage2")
    assert second is not None and (second.course, second.issues) == ("statutory", (2,))


@pytest.mark.rule("R212")
def test_a_statutory_point_is_not_called_something_else_once_stage_2_was_asked() -> None:
    told = begun(BNES, procedure="statutory")
    moved = chosen(
        told, BNES, "reclassify", "2026-03-04 10:00", issue="1", to_procedure="corporate", why="about transport"
    )
    assert (due(moved, "corp_s1"), moved.case.procedure) == ("2026-03-23", Procedure.CORPORATE)
    assert [each.name for each in moved.case.clocks if each.stopped is None] == ["corp_s1"]
    told = chosen(told, BNES, "ask_stage_2", "2026-03-17 10:00")
    late = {"issue": "1", "to_procedure": "corporate", "why": "x"}
    with pytest.raises(RuleBroken):
        chosen(told, BNES, "reclassify", "2026-03-18 10:00", at="stage1", **late)


@pytest.mark.rule("R340", "X33")
def test_x33_records_asked_for_on_31_january_are_due_on_2_march() -> None:
    what = {"kind": "information_request", "procedure": "data_protection", "course": "records"}
    told = begun(BNES, when="2026-01-31 10:00", **what)
    assert due(told, "sar") == "2026-03-02"


@pytest.mark.rule("R421", "R422", "R423", "W51", "W52")
def test_proof_of_identity_begins_the_month_and_a_question_is_left_out_of_it() -> None:
    what = {"kind": "information_request", "procedure": "data_protection", "course": "records"}
    told = begun(BNES, when="2026-03-10 09:30", **what)
    proof = chosen(told, BNES, "ask_identity", "2026-03-11 12:00", what_we_need="a card")
    proof = chosen(proof, BNES, "identity_came", "2026-03-19 10:00", came_on="2026-03-18")
    assert due(proof, "sar") == "2026-04-20"
    asked = chosen(told, BNES, "ask_which", "2026-03-12 10:00", what_we_need="which years")
    asked = passed(asked, BNES, "2026-03-17", "2026-04-21")
    assert asked.case.state is State.OPEN  # nobody is late while they think
    told = chosen(asked, BNES, "which_came", "2026-04-21 11:00", came_on="2026-03-20")
    assert due(told, "sar") == "2026-04-20"


@pytest.mark.rule("R106", "R385", "X34")
def test_x34_records_go_only_after_somebody_has_judged_who_asks() -> None:
    told = begun(BNES, kind="information_request", procedure="data_protection", course="records", sender="young_person")
    told = chosen(told, BNES, "progress", "2026-03-05 10:00", step="searching")
    told = chosen(told, BNES, "progress", "2026-03-06 10:00", step="redacting")
    with pytest.raises(RuleBroken, match="who is writing"):
        chosen(told, BNES, "answer", "2026-03-09 10:00", what_we_did="your file is in the post")


@pytest.mark.rule("R120", "X31", "X32")
@pytest.mark.parametrize(
    ("kind", "procedure", "more", "name"),
    [
        ("compliment", "none", {}, "compliment"),
        ("information_request", "data_protection", {"course": "records"}, "sar"),
    ],
)
def test_x31_x32_thanks_or_a_request_beside_a_complaint_is_a_record_of_its_own(
    kind: str, procedure: str, more: dict[str, str], name: str
) -> None:
    contact = build.a_contact(BNES)
    first = build.opened(BNES, contact)
    facts = {"kind": kind, "procedure": procedure, "handler": "priya", "summary_plain": "x", **EXTRA, **more}
    decision = build.a_decision("open", "2026-03-03 10:05", "mina", "CO", **facts)
    further = open_case(first.contacts[0], decision, BNES, "BN-3H2P")
    (second,) = further.cases
    assert second.links == ("BN-7K4Q",) and second.reference == "BN-3H2P"
    assert {each.name for each in second.clocks} == {name}
    assert {each.name for each in first.cases[0].clocks} == {"s1_statutory", "ack_statutory"}


@pytest.mark.rule("R108", "X35")
def test_x35_a_request_from_the_police_says_who_and_by_what_law_and_nothing_is_released() -> None:
    facts = {"kind": "information_request", "procedure": "data_protection", "course": "sharing", "power": ""}
    with pytest.raises(RuleBroken, match="power"):
        begun(BNES, when="2026-03-02 18:00", **facts)
    told = begun(BNES, when="2026-03-02 18:00", **(facts | {"power": "section 47"}))
    assert told.words() == ["email.ack_agency"] and due(told, "sharing") == "2026-03-16"


@pytest.mark.rule("R111", "R343", "X36")
def test_x36_a_breach_is_recorded_in_the_hour_it_is_known_and_the_complaint_goes_on() -> None:
    told = begun(BNES, procedure="statutory")
    told = chosen(told, BNES, "record_breach", "2026-03-06 14:20", what_we_will_do="fetch it back")
    running = clock(told.case, "breach")
    assert running is not None and runs_out(running) == build.at("2026-03-09 14:20")
    assert [(row.stage, row.state) for row in told.case.stages] == [("stage1", State.OPEN), ("breach", State.OPEN)]
    current = told.case.current
    assert current is not None and current.stage == "stage1"
    assert {each.words for each in told.letters if each.staff == "tom"} >= {"staff.heard"}
    told = chosen(told, BNES, "commissioner_decided", "2026-03-06 16:00", at="breach", why="told them")
    told = chosen(told, BNES, "verify", "2026-03-06 16:05", how="rang")
    told = chosen(
        told, BNES, "tell_family", "2026-03-06 16:10", at="breach", date="2026-03-05", next_date="2026-03-13",
        reason_plain="it went to your old address", done_so_far="asked for it back", what_we_will_do="check it",
    )  # fmt: skip
    assert told.words()[-1] == "letter.breach_told" and not unsayable(told.letters)
    told = chosen(told, BNES, "close_breach", "2026-03-09 10:00", at="breach", what_we_did="it is back")
    assert due(told, "s1_statutory") == "2026-03-16" and not told.case.settled


@pytest.mark.rule("R386", "X37", "X38")
def test_x37_an_mps_letter_and_the_constituents_own_are_counted_once_and_both_answered() -> None:
    own = begun(BNES)
    mp = begun(BNES, kind="enquiry", procedure="none", course="member_enquiry", sender="mp_or_councillor")
    mp = chosen(mp, BNES, "link", "2026-03-04 10:00", other="BN-3H2P", leads="other")
    assert mp.case.links == ("BN-3H2P",)
    assert standing.counts(own.case, BNES) and not standing.counts(mp.case, BNES)
    mp = played(mp, BNES, [
        VERIFY, ("progress", "2026-03-05 10:00", {"step": "drafted"}),
    ])  # fmt: skip
    with pytest.raises(RuleBroken, match="approved"):
        chosen(mp, BNES, "answer", "2026-03-06 10:00", what_we_did="x")
    mp = chosen(mp, BNES, "progress", "2026-03-06 11:00", step="approved")
    mp = chosen(mp, BNES, "answer", "2026-03-06 12:00", what_we_did="we rang them")
    assert mp.words()[-1] == "email.answered_member"  # about the person they wrote for, and no one else


@pytest.mark.rule("R103", "R388")
@pytest.mark.parametrize(("said", "marks"), [("yes", {"may_quote"}), ("no", set())])
def test_thanks_reach_whoever_earned_them_and_their_manager_and_are_quoted_only_with_a_yes(
    said: str, marks: set[str]
) -> None:
    told = begun(BNES, kind="compliment", procedure="none")
    told = chosen(told, BNES, "pass_on", "2026-03-04 10:00", may_quote=said)
    assert {each.staff for each in told.letters if each.words == "staff.praise"} == {"priya", "tom"}
    assert told.case.marks == marks and told.words() == ["email.ack_compliment"]


@both
@pytest.mark.rule("R317", "R340", "R342", "R344", "R345", "R103", "R105", "R108")
@pytest.mark.parametrize(
    ("kind", "procedure", "course", "clock_name", "day"),
    [
        ("complaint", "adult_social_care", "", "asc_ack", "2026-03-05"),
        ("enquiry", "none", "member_enquiry", "mp", "2026-03-16"),
        ("enquiry", "none", "question", "question", "2026-03-09"),
        ("information_request", "none", "", "foi", "2026-03-31"),
        ("information_request", "data_protection", "sharing", "sharing", "2026-03-16"),
        ("information_request", "data_protection", "data_right", "sar", "2026-04-02"),
        ("compliment", "none", "", "compliment", "2026-03-09"),
        ("representation", "corporate", "", "representation", "2026-03-16"),
    ],
)
def test_each_kind_runs_its_own_time_from_the_day_it_came(
    name: str, kind: str, procedure: str, course: str, clock_name: str, day: str
) -> None:
    told = begun(build.profile(name), kind=kind, procedure=procedure, course=course)
    assert due(told, clock_name) == day
