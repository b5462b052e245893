"""Every kind of matter opens, runs, is said and ends, at both councils: a row of the profile each, and no code."""

import pytest

from casework.cases import Closure, State
from casework.labels import Kind
from casework.messages import Address
from casework.records.ledger import Stage
from tests import build
from tests.casework.kinds import FINDING, begun, passed, played, unsayable

VERIFY = ("verify", "2026-03-03 11:00", {"how": "rang the number on file"})
ANSWER = ("answer", "2026-03-09 10:00", {"what_we_did": "the pass is in the post"})
DELAY = {"done_so_far": "looked for it", "what_we_will_do": "find it", "new_due_date": "2026-04-30"}
NO = {"reason_plain": "it is about somebody else", "what_we_will_do": "tell you who to ask"}
WAY = {"route_plain": "the appeal panel", "route_how": "write to them", "what_we_will_do": "look at the delay"}
DECLINED = ("record_advocacy", "2026-03-03 12:00", {"advocacy": "declined"})
RESPOND = [VERIFY, DECLINED, ("respond", "2026-03-09 10:00", FINDING)]

ENQUIRY, REQUEST, DATA = (
    ("enquiry", "none"),
    ("information_request", "data_protection"),
    ("complaint", "data_protection"),
)
ELSEWHERE, CONDUCT = ("complaint", "school"), ("complaint", "councillor_conduct")
SCHOOL = [("sign_school", "2026-03-04 10:00", {"school_name": "Hill School"})]

ENDS: list[tuple[str, tuple[str, str], list[tuple[str, str, dict[str, str]]], Closure]] = [
    ("adult_social_care", ("complaint", "adult_social_care"), [
        VERIFY, DECLINED, ("agree_plan", "2026-03-05 10:00", {
            "new_due_date": "2026-04-20", "what_we_will_do": "visit you", "agreed_how": "by telephone",
        }), ("respond", "2026-03-09 10:00", FINDING),
    ], Closure.RESOLVED),
    ("representation", ("representation", "statutory"), [
        VERIFY, ANSWER, ("accept", "2026-03-11 10:00", {}),
    ], Closure.RESOLVED),
    ("compliment", ("compliment", "none"), [("pass_on", "2026-03-05 10:00", {"may_quote": "yes"})], Closure.RESOLVED),
    ("question", ENQUIRY, [ANSWER], Closure.RESOLVED),
    ("member_enquiry", ENQUIRY, [
        VERIFY, ("progress", "2026-03-05 10:00", {"step": "drafted"}),
        ("progress", "2026-03-06 10:00", {"step": "approved"}), ANSWER,
    ], Closure.RESOLVED),
    ("records", REQUEST, [
        VERIFY, ("ask_identity", "2026-03-04 10:00", {"what_we_need": "a copy of a card"}),
        ("identity_came", "2026-03-09 10:00", {"came_on": "2026-03-08"}),
        ("ask_which", "2026-03-10 10:00", {"what_we_need": "which years"}),
        ("which_came", "2026-03-20 10:00", {"came_on": "2026-03-18"}),
        ("progress", "2026-03-23 10:00", {"step": "searching"}),
        ("extend", "2026-03-24 10:00", {
            "reason": "complex_request", "reason_plain": "there is a lot", "done_so_far": "searched",
            "what_we_will_do": "read it all",
        }),
        ("progress", "2026-04-23 10:00", {"step": "redacting"}),
        ("answer", "2026-04-24 10:00", {"what_we_did": "your file is in the post"}),
        ("ask_review", "2026-05-05 10:00", {}), ("answer", "2026-05-12 10:00", {"what_we_did": "page 9 is added"}),
    ], Closure.RESOLVED),
    ("data_right", REQUEST, [VERIFY, ("refuse", "2026-03-09 10:00", NO)], Closure.RESOLVED),
    ("sharing", REQUEST, [VERIFY, ANSWER], Closure.RESOLVED),
    ("foi", ("information_request", "none"), [ANSWER], Closure.RESOLVED),
    ("data_complaint", DATA, RESPOND, Closure.RESOLVED),
    ("breach", ("correspondence", "data_protection"), [
        VERIFY, ("commissioner_decided", "2026-03-03 14:00", {"why": "told them by their form"}),
        ("tell_family", "2026-03-04 10:00", {
            "date": "2026-02-27", "reason_plain": "a letter went next door", "done_so_far": "fetched it back",
            "what_we_will_do": "check each address", "next_date": "2026-03-16",
        }),
        ("close_breach", "2026-03-09 10:00", {"what_we_did": "fetched back unopened"}),
    ], Closure.RESOLVED),
    ("elsewhere", ELSEWHERE, SCHOOL, Closure.OUTSIDE_SCOPE),
    ("elsewhere", ("complaint", "appeal_or_court"), [
        ("sign_tribunal", "2026-03-04 10:00", {"decision_date": "2026-02-20", "tribunal_by": "2026-04-20"}),
    ], Closure.OUTSIDE_SCOPE),
    ("elsewhere", ("complaint", "none"), [("sign_other", "2026-03-04 10:00", WAY)], Closure.OUTSIDE_SCOPE),
    ("elsewhere", ("complaint", "none"), [("sign_other_council", "2026-03-04 10:00", WAY)], Closure.OUTSIDE_SCOPE),
    ("elsewhere", ("complaint", "none"), [("sign_adult", "2026-03-04 10:00", {})], Closure.OUTSIDE_SCOPE),
    ("conduct", CONDUCT, [("sign_councillor", "2026-03-04 10:00", {})], Closure.OUTSIDE_SCOPE),
    ("lado", ("complaint", "lado"), [
        ("hand_over", "2026-03-03 10:30", {"receiver": "Lena Dow", "handed_how": "rang"}),
        ("acknowledged", "2026-03-03 11:30", {"receiver": "Lena Dow", "decide_by": "2026-03-10"}),
    ], Closure.OUTSIDE_SCOPE),
    ("concern", ("concern_about_child", "none"), [
        ("hand_over", "2026-03-03 10:30", {"receiver": "the duty team", "handed_how": "rang"}),
        ("acknowledged", "2026-03-03 11:30", {"receiver": "the duty team"}),
    ], Closure.OUTSIDE_SCOPE),
    ("ombudsman", ("complaint", "corporate"), [
        ("lg_enquiry", "2026-03-03 11:00", {"sent_date": "2026-03-02", "lgsco_enquiry_due": "2026-03-30"}),
        ("lg_answered", "2026-03-20 11:00", {"what_we_did": "sent the file"}),
        ("lg_draft", "2026-04-10 11:00", {"sent_date": "2026-04-09", "lgsco_draft_due": "2026-04-24"}),
        ("lg_answered", "2026-04-20 11:00", {"what_we_did": "sent comments"}),
        ("lg_upheld", "2026-05-20 11:00", {"sent_date": "2026-05-19"}),
    ], Closure.RESOLVED),
]  # fmt: skip
IDS = [f"{course}, {steps[-1][0]}" for course, _, steps, _ in ENDS]


@pytest.mark.rule("R101", "R102", "R103", "R104", "R105", "R106", "R107", "R108", "R109", "R110", "R111", "R112")
@pytest.mark.rule("R115", "R116", "R384", "R385", "R386", "R387", "R388", "R389", "R391")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
@pytest.mark.parametrize("sender", ["young_person", "parent"])
@pytest.mark.parametrize("way", [build.FAMILY, build.CHAT], ids=["email", "chat"])
@pytest.mark.parametrize(("course", "what", "steps", "closure"), ENDS, ids=IDS)
def test_a_matter_opens_is_played_to_its_end_and_every_letter_of_it_can_be_said(
    name: str, sender: str, way: Address, course: str, what: tuple[str, str],
    steps: list[tuple[str, str, dict[str, str]]], closure: Closure,
) -> None:  # fmt: skip
    council = build.profile(name)
    told = begun(council, way, kind=what[0], procedure=what[1], course=course, sender=sender)
    told = played(told, council, steps)
    assert told.case.stages[0].course == course
    assert told.case.state is State.CLOSED
    assert {row.closure for row in told.case.stages} == {closure}
    assert not [each.name for each in told.case.clocks if each.stopped is None and each.name != "learning_action"]
    assert not unsayable(told.letters)
    owed = [each for each in told.case.actions if each.is_open]  # R399: what was promised is chased after the end
    assert told.case.settled and (owed or told.case.wake_at is None)


@pytest.mark.parametrize("name", ["bnes", "dorset", "code"])
def test_every_course_is_in_the_table_above_or_is_a_complaint_with_stages(name: str) -> None:
    assert set(build.profile(name).procedures) == {course for course, *_ in ENDS} | {"statutory", "corporate"}


NOT_COUNTED = {"breach", "conduct", "lado"}


@pytest.mark.rule("R810")
@pytest.mark.parametrize("name", ["bnes", "dorset", "code"])
def test_a_stage_that_reports_count_bears_the_ledgers_name(name: str) -> None:
    counted = [each for each in build.profile(name).procedures.values() if each.name not in NOT_COUNTED]
    stages = [at.name for each in counted if each.kind in (Kind.COMPLAINT, Kind.REPRESENTATION) for at in each.stages]
    assert set(stages) <= set(Stage)


@pytest.mark.rule("R644", "R645", "R646", "R647", "R648", "R652")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
@pytest.mark.parametrize(("course", "what"), [(course, what) for course, what, *_ in ENDS if course != "ombudsman"])
def test_what_nobody_does_is_chased_with_whoever_owes_it_and_each_chase_can_be_said(
    name: str, course: str, what: tuple[str, str]
) -> None:
    council = build.profile(name)
    told = begun(council, kind=what[0], procedure=what[1], course=course)
    days = [f"2026-{month:02}-{day:02}" for month in (3, 4, 5) for day in range(1, 29) if (month, day) > (3, 3)]
    told = passed(told, council, *days)
    asked = [each for each in told.letters if each.staff and each.words in ("staff.step_due", "staff.step_late")]
    assert not unsayable(told.letters)
    assert asked or course == "compliment"  # R652: that one stands in the digest
