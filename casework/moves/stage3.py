"""Stage 3 under statute: the review panel, from the request to the director's response (R330, R333-R338)."""

from datetime import date

from casework import days, refusals, standing, wording
from casework.cases import Case, Closure, Decision, State, clock
from casework.councils import TEAM, Council, Role, Tell
from casework.moves import recording
from casework.moves.local import FINDING
from casework.moves.rows import ANSWERED, CLOCK, LAPSED, LIVE, NEXT, STAGE_2, STAGE_3, STATUTORY, WINDOW, Move
from casework.on_behalf import consent
from casework.serving import PLACES, now_serving

CONVENING, DATED, PAPERS_OUT, HELD, FINDINGS = "convening", "dated", "papers_out", "held", "findings"
DIRECTOR: frozenset[str] = TEAM | {Role.DCS}
INVITED = Tell(young="email.panel_invite", adult="email.panel_invite", chat="email.panel_invite")


def no_panel(case: Case, decision: Decision, council: Council) -> str | None:
    """R334: three independent people, one of whom chairs."""
    del decision
    missing = [council.roles[role] for role in (Role.CHAIR, Role.PANEL) if len(now_serving(case, role)) < PLACES[role]]
    if not missing:
        return None
    return "A panel is three independent people, one of whom chairs. Appoint them first."


def later_without_a_reason(case: Case, decision: Decision, council: Council) -> str | None:
    """R310, X43: law knows no later day. One is written down with its reason, and is counted as late all the same."""
    del council
    limit, day = clock(case, "s3_panel"), date.fromisoformat(decision.facts["panel_date"])
    if limit and day > limit.due and not decision.facts.get("later_because", "").strip():
        last = wording.day(limit.due, days.today(decision.at))
        return f"The panel must be held by {last}. A later day needs its reason, and is counted as late all the same."
    return None


def no_time_for_papers(case: Case, decision: Decision, council: Council) -> str | None:
    """R309: everybody has the papers ten working days before."""
    del case
    today, day = days.today(decision.at), date.fromisoformat(decision.facts["panel_date"])
    ahead = council.clocks["s3_papers"].length
    if day <= today or days.add(day, -ahead, council.calendars["EW"]) < today:
        return f"The papers must go out {ahead} working days before the panel meets. Choose a later day."
    return None


ROWS: tuple[Move, ...] = (
    Move(
        "ask_panel", "R330", "They ask for a review panel",
        since=ANSWERED | LAPSED, to=State.CLOSED, by=TEAM, courses=STATUTORY, stages=STAGE_2, opens=NEXT,
        stops=(WINDOW,), may=("asked_on",), settles=("late_stage_3",), tells=("asked",),
        when=standing.not_under_way, refusals=(refusals.late_panel_is_the_managers,),
    ),
    Move(
        "set_panel_date", "R335", "Set the day of the panel, and invite them",
        since=LIVE, by=TEAM, courses=STATUTORY, stages=STAGE_3, steps=frozenset({CONVENING, DATED, PAPERS_OUT}),
        step=DATED, starts=(("s3_papers", "panel_date"),), stops=("s3_papers", "s3_chair"), needs=("panel_date",),
        may=("later_because",), tells=(INVITED,), refusals=(no_panel, no_time_for_papers, later_without_a_reason),
    ),
    Move(
        "papers_sent", "R309", "The panel’s papers have gone out",
        since=LIVE, by=TEAM, courses=STATUTORY, stages=STAGE_3, steps=frozenset({DATED}), step=PAPERS_OUT,
        on="papers_on", stops=("s3_papers",), needs=("papers_on",),
    ),
    Move(
        "panel_held", "R335", "The panel met",
        since=LIVE, to=State.OPEN, by=TEAM, courses=STATUTORY, stages=STAGE_3, steps=frozenset({DATED, PAPERS_OUT}),
        step=HELD, on="held_on", starts=(("s3_findings", "held_on"),), stops=(CLOCK, "s3_papers"), needs=("held_on",),
        may=("who_came",),
    ),
    Move(
        "findings_in", "R336", "The panel’s report is here",
        since=LIVE, to=State.OPEN, by=TEAM, courses=STATUTORY, stages=STAGE_3, steps=frozenset({HELD}), step=FINDINGS,
        on="report_on", starts=(("s3_response", "report_on"),), stops=("s3_findings",),
        needs=("report_on", "recommendations"),
    ),
    Move(
        "respond_panel", "R337", "Send the director’s response",
        since=LIVE, to=State.RESPONDED, by=DIRECTOR, courses=STATUTORY, stages=STAGE_3, steps=frozenset({FINDINGS}),
        step="", answers=True, stops=("s3_response",), needs=(*FINDING, "ip_view"),
        may=("not_followed", "sent_by", "others_checked"),
        closes=Closure.RESOLVED, tells=("answered",), records=recording.findings,
        refusals=(
            refusals.not_verified, refusals.advocate_unanswered, refusals.may_not_be_told,
            consent.not_checked_for_others,
        ),
    ),
)  # fmt: skip
