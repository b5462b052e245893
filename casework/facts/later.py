"""What letters may say of Stages 2 and 3: who looks into it, the days that matter, what came last and what comes next.

Worked out from the case, never typed: names of those who serve, dates of clocks, and the steps that were taken.
"""

from collections.abc import Mapping
from datetime import date

from casework import days, standing, wording
from casework.cases import Case, Decision, StageRow, clock, issues, stage
from casework.councils import Council, Role
from casework.people import reach

NAMED = {Role.IO: "io_name", Role.IP: "ip_name", Role.CHAIR: "chair_name", Role.AO: "decider_name"}
DATED = {"s2_longstop": "longstop", "s2_investigation": "stage2_due", "s3_request_window": "stage3_by"}

NEXT: Mapping[str, tuple[str, str]] = {
    "setup": ("we send you the points we will check", "s2_statement"),
    "statement_out": ("you tell us if the points are right", "s2_statement"),
    "investigating": ("you get the report and our decision", "s2_investigation"),
    "adjudication": ("you get the report and our decision", "s2_investigation"),
    "convening": ("the panel meets", "s3_panel"),
    "dated": ("you get the papers for the panel", "s3_papers"),
    "papers_out": ("the panel meets", "s3_panel"),
    "held": ("the panel writes down what it thinks", "s3_findings"),
    "findings": ("you get our answer to what the panel said", "s3_response"),
}
"""What follows each step, and the clock of the day by which it does."""

DONE: Mapping[str, tuple[str, str]] = {
    "send_statement": ("we sent you the points we will check", ""),
    "statement_agreed": ("you said that the list of points is right", "agreed_on"),
    "fix_statement": ("we began with the list of points as it is", ""),
    "reports_in": ("the two reports were finished", "reports_on"),
    "set_panel_date": ("we set the day of the panel", ""),
    "papers_sent": ("we sent the papers for the panel", "papers_on"),
    "panel_held": ("the panel met", "held_on"),
    "findings_in": ("we got the panel's report", "report_on"),
}
"""What each step was, in plain words, and the fact that holds its day."""

BY_ITSELF = "automatic_stage_2"


def of_case(case: Case, council: Council, today: date) -> dict[str, str]:
    """What may be said of a later stage; nothing where the case is at its first."""
    at = case.current if len(case.stages) > 1 else None
    if at is None or at is case.stages[0]:
        return {}
    return {
        "sent_date": wording.day(at.received, today),
        "began": "late" if any(each.move == BY_ITSELF for each in case.decisions) else "asked",
        **{DATED[each.name]: wording.day(each.due, today) for each in case.clocks if each.name in DATED},
        **{NAMED[each.role]: each.name for each in case.appointments if each.serving and each.role in NAMED},
        **_panel(case, at, council, today),
        **_last(case, at, today),
        **_next(case, at, today),
    }


def of_hold(case: Case, at: StageRow | None, council: Council, today: date) -> dict[str, str]:
    """Whether all or some of a stage waits, and when somebody looks at it again (R231)."""
    review = clock(case, "hold_review")
    if at is None or review is None:
        return {}
    waits = "all" if standing.all_held(case, at, council) else "some"
    return {"held": waits, "review_by": wording.day(review.due, today)}


def asked_for(before: Case, after: Case, decision: Decision, council: Council) -> dict[str, str]:
    """What somebody asked for when a further stage opened: `a review panel`, as the stage they come from calls it."""
    came_from = stage(before, decision.stage)
    if came_from is None or len(after.stages) == len(before.stages):
        return {}
    said = standing.definition(came_from, council).next_step  # empty: the row leads nowhere itself (the Ombudsman's)
    return {"next_step": said} if said else {}


def points(typed: dict[str, str], case: Case, decision: Decision) -> dict[str, str]:
    """What was typed of each point, numbered from 1 as a letter counts them: a stage may be about some only (R211)."""
    at = stage(case, decision.stage)
    told = [str(each.number) for each in issues(case, at) if f"point_{each.number}" in typed] if at else []
    numbers = {number: str(nth) for nth, number in enumerate(told, 1)}
    said = {}
    for name, value in typed.items():
        what, _, number = name.rpartition("_")
        said[f"{what}_{numbers[number]}" if what and number in numbers else name] = value
    return said


def _panel(case: Case, at: StageRow, council: Council, today: date) -> dict[str, str]:
    set_on = (each.facts for each in reversed(case.decisions) if each.move in ("panel_held", "set_panel_date"))
    day = next((known.get("held_on") or known.get("panel_date") for known in set_on), None)
    if at.stage != "stage3":
        return {}
    director = reach(Role.DCS, council, today, excluded=case.excluded).staff
    named = {"decider_name": director.name} if director else {}
    return named | ({"panel_date": wording.day(date.fromisoformat(day), today)} if day else {})


def _last(case: Case, at: StageRow, today: date) -> dict[str, str]:
    taken = next((each for each in reversed(case.decisions) if each.stage == at.stage and each.move in DONE), None)
    if taken is None:
        return {"last_event_plain": "we got your request", "last_event_date": wording.day(at.received, today)}
    plain, fact = DONE[taken.move]
    day = date.fromisoformat(taken.facts[fact]) if fact else days.today(taken.at)
    return {"last_event_plain": plain, "last_event_date": wording.day(day, today)}


def _next(case: Case, at: StageRow, today: date) -> dict[str, str]:
    if at.step not in NEXT:
        return {}
    plain, name = NEXT[at.step]
    running = clock(case, name)
    return {"next_event_plain": plain, "next_date": wording.day(running.due, today)} if running else {}
