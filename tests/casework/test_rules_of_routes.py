"""Sections 2.1 and 2.4: each matter that is not quite a complaint to us, at both councils: what it becomes, what
whoever wrote is told, and what of it we still answer.
"""

import pytest

from casework.cases import Closure, State, clock
from casework.choices import CHOICES
from casework.labels import Procedure
from casework.letters import Letter
from casework.opening import open_case
from casework.refusals import RuleBroken
from outbox.render import render
from tests import build
from tests.casework.kinds import EXTRA, Told, begun, chosen, played

BOTH = pytest.mark.parametrize("name", ["bnes", "dorset"])
VERIFY = ("verify", "2026-03-03 11:00", {"how": "rang the number on file"})
FINDING = {
    "outcome_1": "no_finding", "point_1": "The threshold.", "found_1": "The council set it in 2024.",
    "why_1": "A vote.", "remedy_plain": "a talk with you", "remedy_by": "2026-03-31",
    "action_text": "say it on the page", "action_due": "2026-04-30",
}  # fmt: skip


def text(letters: tuple[Letter, ...]) -> str:
    return "\n".join(render(each, choices=CHOICES).text for each in letters if not each.staff)


def shown(name: str, procedure: str, move: str, **facts: str) -> Told:
    """A matter of somebody else's, of which the way was shown on Wednesday 4 March 2026."""
    told = begun(build.profile(name), procedure=procedure)
    return chosen(told, build.profile(name), move, "2026-03-04 10:00", **facts)


def way(route: str, how: str = "write to them", still: str = "keep what you told us") -> dict[str, str]:
    return {"route_plain": route, "route_how": how, "what_we_will_do": still}


ELSEWHERE = [
    ("R236", "appeal_or_court", "sign_other", way("the independent appeal panel", "lodge it in 20 school days")),
    ("R237", "appeal_or_court", "sign_other", way("the two steps of the transport review", "ask for step one")),
    ("R238", "appeal_or_court", "sign_other", way("the Independent Review Mechanism", "by the date in the letter")),
    ("R240", "school", "sign_school", {"school_name": "Hill School"}),
    ("R241", "none", "sign_other", way("HR or whistleblowing", "use the confidential line")),
    ("R242", "none", "sign_other", way("the insurance team", "send them the bill", "look at how it happened")),
    ("R243", "none", "sign_other_council", way("Wiltshire Council", "we pass it on, as you agreed")),
    ("R244", "none", "sign_other", way("the public health complaints team", "within twelve months")),
    ("R245", "none", "sign_other", way("the partnership's escalation protocol", "through your manager")),
    ("R235", "appeal_or_court", "sign_tribunal", {"decision_date": "2026-02-20", "tribunal_by": "2026-04-20"}),
    ("R207", "none", "sign_adult", {}),
    ("R206", "councillor_conduct", "sign_councillor", {}),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(
    ("number", "procedure", "move", "facts"),
    [pytest.param(*row, marks=pytest.mark.rule(row[0], "R389"), id=row[0]) for row in ELSEWHERE],
)
@pytest.mark.rule("R203", "R204")
def test_what_is_somebody_elses_is_shown_the_way_in_writing_within_two_days_and_kept(
    name: str, number: str, procedure: str, move: str, facts: dict[str, str]
) -> None:
    told = shown(name, procedure, move, **facts)
    (row,) = told.case.stages
    assert (row.closure, row.step, row.state) == (Closure.OUTSIDE_SCOPE, "signposted", State.CLOSED)
    running = clock(told.case, "signpost")
    assert number and running and not running.terms.fixed and str(running.due) == "2026-03-04"
    assert running.stopped and running.stopped <= running.due
    said = text(told.letters)
    assert all(each in said for each in facts.values() if "-" not in each[:5])
    assert told.case.decisions[-1].facts.items() >= facts.items(), "route, date and words stay on record"


@BOTH
@pytest.mark.rule("R241")
def test_x54_a_workers_complaint_of_their_own_manager_never_reaches_that_manager(name: str) -> None:
    council = build.profile(name)
    with pytest.raises(RuleBroken, match="named in the complaint"):
        begun(council, procedure="none", handler="tom", complained_of="tom")
    told = begun(council, procedure="none", handler="hana", complained_of="tom", sender="professional")
    told = chosen(told, council, "sign_other", "2026-03-04 10:00", **way("HR or whistleblowing"))
    assert told.words() == ["email.sign_other"]
    assert "tom" not in {each.staff for each in told.letters}


@BOTH
@pytest.mark.rule("R206", "R116")
def test_x53_about_a_councillor_the_monitoring_officer_has_it_and_no_clock_of_a_complaint_runs(name: str) -> None:
    told = shown(name, "councillor_conduct", "sign_councillor")
    assert "monitoring officer" in text(told.letters).lower()
    assert {each.name for each in told.case.clocks} == {"signpost"}


@BOTH
@pytest.mark.rule("R226")
def test_x21_a_report_to_the_court_is_the_courts_and_how_it_was_done_is_corporate(name: str) -> None:
    told = shown(name, "appeal_or_court", "sign_other", **way("the court", "tell the judge", "look at the delay"))
    assert "the court" in text(told.letters) and "look at the delay" in text(told.letters)
    conduct = begun(build.profile(name), procedure="corporate", summary_plain="the worker was late for court")
    assert clock(conduct.case, "corp_s1") and not clock(conduct.case, "s1_statutory")


@BOTH
@pytest.mark.rule("R225")
def test_x22_a_conference_report_not_shared_is_corporate_and_the_plan_is_the_conference_appeals(name: str) -> None:
    told = begun(build.profile(name), procedure="corporate", service="safeguarding_conference")
    assert told.case.stages[0].course == "corporate" and clock(told.case, "corp_s1")
    plan = shown(name, "none", "sign_other", **way("the conference appeal of the safeguarding partnership"))
    assert "conference appeal" in text(plan.letters)


@BOTH
@pytest.mark.rule("R238", "R253")
def test_x55_losing_approval_goes_to_review_and_a_complaint_about_support_is_still_statutory(name: str) -> None:
    council = build.profile(name)
    contact = build.a_contact(council)
    facts = {"kind": "complaint", "handler": "priya", "sender": "foster_carer", "summary_plain": "no support"}
    first = open_case(
        contact, build.a_decision("open", "2026-03-03 10:00", "mina", "CO", procedure="statutory", **facts), council,
        contact.reference,
    )  # fmt: skip
    further = open_case(
        first.contacts[0],
        build.a_decision("open", "2026-03-03 10:05", "mina", "CO", procedure="appeal_or_court", **facts),
        council, f"{council.reference_prefix}-3H2P",
    )  # fmt: skip
    approval = Told(build.after(further.cases[0], further), further.letters)
    review = way("the Independent Review Mechanism", "by the date in your decision letter")
    approval = chosen(approval, council, "sign_other", "2026-03-04 10:00", **review)
    assert approval.case.settled and "Independent Review Mechanism" in text(approval.letters)
    (support,) = first.cases
    assert support.procedure is Procedure.STATUTORY and not support.settled and clock(support, "s1_statutory")


@BOTH
@pytest.mark.rule("R242")
def test_only_the_claim_goes_to_insurance_and_the_complaint_about_the_service_still_runs(name: str) -> None:
    council = build.profile(name)
    service = begun(council, procedure="corporate")
    claim = shown(name, "none", "sign_other", **way("the insurance team", "send them the bill"))
    assert claim.case.settled and not service.case.settled and clock(service.case, "corp_s1")


@BOTH
@pytest.mark.rule("R246")
def test_a_policy_is_explained_in_a_corporate_reply_with_the_ombudsman_only_for_fault(name: str) -> None:
    council = build.profile(name)
    told = played(begun(council, procedure="corporate"), council, [VERIFY, ("respond", "2026-03-13 10:00", FINDING)])
    assert told.case.state is State.RESPONDED and told.case.issues[0].outcome == "no_finding"
    assert "The council set it in 2024." in text(told.letters)


@BOTH
@pytest.mark.rule("R239", "R205", "R107")
def test_a_record_that_is_wrong_is_a_request_to_correct_it_beside_the_complaint_of_how_it_was_made(name: str) -> None:
    council = build.profile(name)
    contact = build.a_contact(council)
    first = build.opened(council, contact)
    facts = {"kind": "information_request", "procedure": "data_protection", "course": "data_right", "handler": "priya"}
    decision = build.a_decision(
        "open", "2026-03-03 10:05", "mina", "CO", summary_plain="the date is wrong", **EXTRA, **facts
    )
    further = open_case(first.contacts[0], decision, council, f"{council.reference_prefix}-3H2P")
    (correction,) = further.cases
    assert correction.stages[0].course == "data_right" and {each.name for each in correction.clocks} == {"sar"}
    assert clock(first.cases[0], "s1_statutory") and correction.links == (first.cases[0].reference,)
    told = Told(build.after(correction, further), further.letters)
    told = played(told, council, [VERIFY, ("refuse", "2026-03-09 10:00", {
        "reason_plain": "it is what was said then", "what_we_will_do": "put your statement on file",
    })])  # fmt: skip
    assert "Information Commissioner" in text(told.letters)


@BOTH
@pytest.mark.rule("R208", "R209", "R207", "R205")
@pytest.mark.parametrize(
    ("procedure", "limit"),
    [
        ("statutory", "s1_statutory"),
        ("corporate", "corp_s1"),
        ("adult_social_care", "asc_plan"),
        ("data_protection", "dp_complaint"),
    ],
)
def test_each_procedure_that_we_answer_ourselves_has_a_time_of_its_own(name: str, procedure: str, limit: str) -> None:
    told = begun(build.profile(name), procedure=procedure)
    limits = {"s1_statutory", "corp_s1", "asc_plan", "dp_complaint", "signpost"}
    assert {each.name for each in told.case.clocks} & limits == {limit}


@BOTH
def test_x32_send_me_my_file_and_answer_my_complaint_are_two_clocks_and_neither_waits(name: str) -> None:
    council = build.profile(name)
    contact = build.a_contact(council, build.a_message("Send me my file and answer my complaint."))
    first = build.opened(council, contact)
    facts = {"kind": "information_request", "procedure": "data_protection", "course": "records", "handler": "priya"}
    decision = build.a_decision("open", "2026-03-03 10:05", "mina", "CO", summary_plain="their file", **EXTRA, **facts)
    further = open_case(first.contacts[0], decision, council, f"{council.reference_prefix}-3H2P")
    request, complaint = clock(further.cases[0], "sar"), clock(first.cases[0], "s1_statutory")
    assert request and complaint
    assert (str(request.due), str(complaint.due)) == ("2026-04-02", "2026-03-16")
    told = chosen(
        Told(build.after(further.cases[0], further)), council, "ask_which", "2026-03-10 10:00", what_we_need="years"
    )
    waits = clock(told.case, "sar")
    assert waits and waits.holds and not complaint.holds, "the request waits for an answer, Stage 1 does not"
