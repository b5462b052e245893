"""A case is counted as it stands, stage by stage, without anybody filling in a form for it (R810)."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Case, Closure, Outcome
from casework.councils import Role
from casework.decide import decide
from casework.labels import CategoryB, Kind, Procedure, Sender, Service
from casework.records import entries
from casework.records.ledger import Directorate, Method, Ruling, Stage
from tests.build import a_case, a_decision, after, opened, profile

COUNCIL = profile("bnes")
FINDING = {
    "outcome_1": "upheld", "point_1": "She cancelled.", "found_1": "We agree.", "why_1": "She was ill.",
    "remedy_plain": "a new worker", "remedy_by": "2026-03-31",
    "action_text": "tell families", "action_due": "2026-04-30",
}  # fmt: skip


def does(case: Case, move: str, when: str, role: str = Role.CM, **facts: str) -> Case:
    return after(case, decide(case, a_decision(move, when, "dan", role, **facts), COUNCIL))


def answered(**facts: str) -> Case:
    change = opened(COUNCIL, None, **{"service": "child_in_care", "category_b": "quality_of_service", **facts})
    case = does(after(change.cases[0], change), "verify", "2026-03-04 09:00", how="rang")
    return does(case, "respond", "2026-03-13 10:00", **FINDING)


@pytest.mark.rule("R810", "R811")
def test_an_answered_stage_is_one_line_with_all_that_the_case_knows() -> None:
    (line,) = entries.of(answered(), COUNCIL).stages
    assert (line.stage, line.kind, line.procedure, line.formal) == (
        Stage.STAGE1, Kind.COMPLAINT, Procedure.STATUTORY, True,
    )  # fmt: skip
    assert (line.received, line.responded, line.outcome) == (date(2026, 3, 2), date(2026, 3, 13), Outcome.UPHELD)
    assert line.category_b == (CategoryB.QUALITY,) and line.service == (Service.CHILD_IN_CARE,)
    assert (line.directorate, line.method, line.child_in_care) == (
        Directorate.CHILDRENS_SOCIAL_CARE, Method.EMAIL, True,
    )  # fmt: skip
    assert line.sender is Sender.PARENT and line.extended is False and line.ombudsman is None


@pytest.mark.rule("X61")
def test_a_cases_team_is_that_of_whoever_owes_the_answer_or_what_it_is_about() -> None:
    case = a_case(COUNCIL, service="sen")
    team = {who: entries.of(replace(case, handler=who), COUNCIL).stages[0].team for who in ("priya", "nobody")}
    assert team == {"priya": ("Duty",), "nobody": ("SEN",)}
    brought = replace(case, handler="", contact="")
    assert entries.of(brought, COUNCIL).stages[0].team == (), "the spreadsheet says it"


@pytest.mark.rule("R357", "R810", "R821")
def test_a_later_stage_is_a_line_of_its_own_and_leaves_the_first_ones_finding_alone() -> None:
    case = does(answered(), "ask_stage_2", "2026-03-20 10:00")
    first, second = entries.of(case, COUNCIL).stages
    assert (first.outcome, first.closure) == (Outcome.UPHELD, Closure.RESOLVED)  # R357
    assert (second.stage, second.outcome, second.closed) == (Stage.STAGE2, None, None)


def test_the_ombudsman_stands_beside_as_open_until_something_is_decided() -> None:
    case = does(answered(), "ombudsman_contact", "2026-04-20 10:00", sent_date="2026-04-17")
    line = next(each for each in entries.of(case, COUNCIL).stages if each.stage is Stage.OMBUDSMAN)
    assert (line.ombudsman, line.formal, line.closed) == (Ruling.OPEN, None, None)


@pytest.mark.rule("R399", "R831")
def test_what_was_agreed_to_be_learnt_is_a_line_and_a_single_persons_promise_is_none() -> None:
    case = answered()
    case = does(
        case, "propose_action", "2026-03-16 10:00", lesson="Ring first.", owner="priya", lesson_by="2026-04-30",
        level="team",
    )  # fmt: skip
    (line,) = entries.of(case, COUNCIL).learning
    assert (line.text, line.level, line.owner) == ("Ring first.", "team", "priya")


@pytest.mark.rule("R233")
def test_a_nameless_one_is_counted_only_where_the_profile_counts_it() -> None:
    nameless = replace(a_case(COUNCIL), marks=frozenset({"anonymous"}))
    assert bool(entries.of(nameless, COUNCIL).stages) is COUNCIL.choices.anonymous_counted


def test_thanks_a_request_and_a_limit_each_go_to_their_own_sheet() -> None:
    thanks = opened(
        COUNCIL, None, kind="compliment", procedure="none", team_praised="Duty", staff_praised="priya"
    ).cases[0]
    (compliment,) = entries.of(thanks, COUNCIL).compliments
    assert (compliment.may_quote, compliment.team) == (None, ("Duty",)) and entries.of(thanks, COUNCIL).stages == ()
    asked = opened(COUNCIL, None, kind="information_request", procedure="data_protection", course="records").cases[0]
    (request,) = entries.of(asked, COUNCIL).requests
    assert (request.kind, request.responded) == ("sar", None) and request.due
