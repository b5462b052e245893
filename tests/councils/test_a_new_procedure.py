"""A procedure nobody thought of is rows in a council's file, and no code: it opens, is chased, answered, reviewed."""

from pathlib import Path

import pytest

from casework import standing
from casework.cases import Case, State, clock, stage
from casework.chase import chase
from casework.councils import Council, with_staff
from casework.moves import allowed
from casework.time_passes.lapse import lapse
from run.config.profiles import COUNCILS, load_council
from tests import build
from tests.build import a_decision, moved

CLOCKS = """
  transport_s1:
    {length: 7, unit: working_days, day_0: receipt, extend_to: 12, reasons: [complex],
     step: the transport team's answer, rule: R237, source: local}
  transport_window:
    {length: 20, unit: working_days, day_0: response_received, by_agreement: true,
     step: asking for the review, rule: R237, source: local}
  transport_review:
    {length: 40, unit: working_days, day_0: review_request,
     step: the review's answer, rule: R237, source: local}
"""

PROCEDURE = """
  school_transport:
    title: school transport reviews
    kind: complaint
    fits: [appeal_or_court]
    rule: R237
    stages:
      - {name: stage1, title: the first look, clock: transport_s1, window: transport_window,
         next: review, next_step: a review}
      - {name: review, title: the review, clock: transport_review, next_step: the Ombudsman}
"""

RUNG = """
ladder:
  transport_due:
    {clocks: [transport_s1], at: T0, to: [RM, CM], form: single,
     words: staff.chase_due_today, rule: R237}
"""

FINDING = {
    "outcome_1": "upheld", "point_1": "No taxi.", "found_1": "We agree.", "why_1": "The distance is over three miles.",
    "remedy_plain": "a taxi from Monday", "remedy_by": "2026-03-20", "action_text": "check distances",
    "action_due": "2026-04-20",
}  # fmt: skip


@pytest.fixture
def council(tmp_path: Path) -> Council:
    """A council's file with a dozen rows more."""
    for path in COUNCILS.glob("*.yaml"):
        text = path.read_text()
        if path.stem == "code":
            text = text.replace("clocks:", "clocks:" + CLOCKS.rstrip(), 1)
            text = text.replace("\nprocedures:", "\nprocedures:" + PROCEDURE.rstrip(), 1) + RUNG
        (tmp_path / path.name).write_text(text)
    return with_staff(load_council("code", tmp_path), build.STAFF)


def taken(council: Council) -> Case:
    """Opened on 3 March as a matter of school transport, received on 2 March."""
    change = build.opened(council, procedure="appeal_or_court", course="school_transport")
    return moved(change.cases[0], a_decision("verify", "2026-03-03 11:00", how="a call"), council)


def test_it_opens_with_its_own_time_limit_and_its_people_are_chased(council: Council) -> None:
    case = taken(council)
    running = clock(case, "transport_s1")
    assert running is not None and running.due.isoformat() == "2026-03-11"
    letters = chase(case, council, build.at("2026-03-11 09:30")).letters
    assert {letter.staff for letter in letters if letter.words == "staff.chase_due_today"} == {"priya", "dan"}
    late = lapse(case, council, build.at("2026-03-12 00:00"))
    assert late is not None and late.move == "fall_overdue"


def test_it_is_answered_and_reviewed_and_each_step_starts_the_clock_of_its_rows(council: Council) -> None:
    answered = moved(taken(council), a_decision("respond", "2026-03-10 15:00", role="CO", **FINDING), council)
    assert answered.state is State.RESPONDED
    assert "ask_next" in {row.name for row, _ in allowed(answered, council, ["CO"])}
    asked = moved(answered, a_decision("ask_next", "2026-03-20 10:00", role="CO"), council)
    review = stage(asked, "review")
    assert review is not None and review.state is State.OPEN
    running = standing.running(asked, review, council)
    assert running is not None and running.name == "transport_review"
    closed = moved(asked, a_decision("respond", "2026-04-20 10:00", role="CO", **FINDING), council)
    assert closed.settled
