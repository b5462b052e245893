"""Stage 2 under statute: who investigates, the statement, the investigation, the decision on it (R323-R333, R366)."""

from casework import days, refusals, wording
from casework.cases import Case, Closure, Decision, Outcome, StageRow, State, issues, stage
from casework.councils import TEAM, Council, Role, Tell
from casework.moves import recording
from casework.moves.local import FINDING
from casework.moves.rows import ALL, ANSWERED, CLOCK, LIVE, MANAGER, STAGE_2, STAGE_3, STATUTORY, WINDOW, Move
from casework.on_behalf import consent
from casework.serving import now_serving

SETUP, OUT, INVESTIGATING, ADJUDICATION = "setup", "statement_out", "investigating", "adjudication"
DECIDED_BY: frozenset[str] = TEAM | {Role.AO}

TO_ANSWER = 10
"""Working days they have to answer the statement, with two reminders on the way (R326)."""

NEARLY_ALL = 0.8
"""How much must have been upheld before a panel may be left out (R331). *Taste.*"""

INTRODUCED = Tell(young="email.stage2_start_yp", adult="email.stage2_start", chat="email.stage2_start_yp")
POINTS = Tell(young="email.stage2_points", adult="email.stage2_points", chat="email.stage2_points")
PROGRESS = Tell(young="email.stage2_progress", adult="email.stage2_progress", chat="email.stage2_progress")
SETTLED = Tell(young="email.settled", adult="email.settled", chat="email.settled")
EARLY = Tell(young="email.ombudsman_early", adult="email.ombudsman_early", chat="email.ombudsman_early")
STOPPED = Tell(young="email.stage2_stopped", adult="email.stage2_stopped", chat="email.stage2_stopped")


def not_introduced(case: Case, at: StageRow, council: Council) -> bool:
    """Whether they have yet to be told who investigates."""
    del council
    return not any(each.move == "introduce" and days.today(each.at) >= at.received for each in case.decisions)


def began_by_itself(case: Case, at: StageRow, council: Council) -> bool:
    """R366: whether nobody asked for this stage."""
    del at, council
    further = [
        each for each in case.decisions if each.move in ("automatic_stage_2", "ask_stage_2", "accept_late_stage_2")
    ]
    return bool(further) and further[-1].move == "automatic_stage_2"


def nobody_investigates(case: Case, decision: Decision, council: Council) -> str | None:
    """R323: an investigating officer and an independent person, both, before anything is investigated."""
    del decision
    missing = [council.roles[role] for role in (Role.IO, Role.IP) if not now_serving(case, role)]
    return f"Appoint the {' and the '.join(missing)} first: both take part from the start." if missing else None


def nobody_adjudicates(case: Case, decision: Decision, council: Council) -> str | None:
    """R329: a senior manager decides what the reports come to."""
    del decision
    return (
        None if now_serving(case, Role.AO) else f"Appoint the {council.roles[Role.AO]} first: the decision is theirs."
    )


def agreed_before_it_went(case: Case, decision: Decision, council: Council) -> str | None:
    """R325: they agree what they were sent."""
    del council
    sent, agreed = _sent(case), decision.facts["agreed_on"]
    if sent and agreed < days.today(sent.at).isoformat():
        return "They cannot have agreed the list before it was sent to them. Give the day on which they said yes."
    return None


def still_time_to_answer(case: Case, decision: Decision, council: Council) -> str | None:
    """R326: they are asked again after five and after ten working days; only then is it fixed without them."""
    sent, today = _sent(case), days.today(decision.at)
    if sent is None:
        return "The list of points was never sent to them."
    until = days.add(days.today(sent.at), TO_ANSWER, council.calendars["EW"])
    if today <= until:
        return f"They have until {wording.day(until, today)} to answer, with two reminders. After that you may fix it."
    return None


def not_nearly_all_upheld(case: Case, decision: Decision, council: Council) -> str | None:
    """R331: a panel is left out only where there is next to nothing left for it to decide."""
    del council
    at = stage(case, decision.stage)
    found = [each.outcome in (Outcome.UPHELD, Outcome.PARTIALLY_UPHELD) for each in issues(case, at)] if at else []
    if found and sum(found) / len(found) >= NEARLY_ALL:
        return None
    return "Too little was upheld. The panel may be left out only where all, or nearly all, of it was."


def _sent(case: Case) -> Decision | None:
    return next((each for each in reversed(case.decisions) if each.move == "send_statement"), None)


ROWS: tuple[Move, ...] = (
    Move(
        "introduce", "R323", "Tell them who investigates",
        since=LIVE, by=TEAM, courses=STATUTORY, stages=STAGE_2, steps=frozenset({SETUP}), tells=(INTRODUCED,),
        when=not_introduced, refusals=(nobody_investigates, refusals.not_verified),
    ),
    Move(
        "send_statement", "R324", "Send them the list of points to agree",
        since=LIVE, by=TEAM, courses=STATUTORY, stages=STAGE_2, steps=frozenset({SETUP, OUT}), step=OUT,
        needs=("point_#", "wanted_plain"), tells=(POINTS,), refusals=(nobody_investigates, refusals.not_verified),
    ),
    Move(
        "statement_agreed", "R325", "They agreed the list of points",
        since=LIVE, by=TEAM, courses=STATUTORY, stages=STAGE_2, steps=frozenset({OUT}), step=INVESTIGATING,
        on="agreed_on", starts=((CLOCK, "agreed_on"),), stops=("s2_statement",), needs=("agreed_on",),
        tells=(PROGRESS,), refusals=(nobody_investigates, agreed_before_it_went),
    ),
    Move(
        "fix_statement", "R326", "Fix the list without them: they did not answer",
        since=LIVE, by=MANAGER, courses=STATUTORY, stages=STAGE_2, steps=frozenset({OUT}), step=INVESTIGATING,
        starts=((CLOCK, "today"),), stops=("s2_statement",), needs=("why",), tells=(PROGRESS,),
        refusals=(nobody_investigates, still_time_to_answer),
    ),
    Move(
        "send_progress", "R613", "Tell them how it is going",
        since=LIVE, by=TEAM, courses=STATUTORY, stages=STAGE_2, steps=frozenset({INVESTIGATING, ADJUDICATION}),
        tells=(PROGRESS,),
    ),
    Move(
        "reports_in", "R328", "Both reports are in",
        since=LIVE, by=TEAM, courses=STATUTORY, stages=STAGE_2, steps=frozenset({INVESTIGATING}), step=ADJUDICATION,
        on="reports_on", needs=("reports_on",),
    ),
    Move(
        "adjudicate", "R329", "Send the decision with both reports",
        since=LIVE, to=State.RESPONDED, by=DECIDED_BY, courses=STATUTORY, stages=STAGE_2,
        steps=frozenset({ADJUDICATION}), step="", answers=True, starts=((WINDOW, "delivery"),),
        stops=(CLOCK, WINDOW, "s2_longstop"),  # what was answered in part before may all be asked about again (R004)
        needs=FINDING, may=("sent_by", "others_checked"), closes=Closure.RESOLVED, tells=("answered",),
        records=recording.findings,
        refusals=(
            nobody_adjudicates, refusals.not_verified, refusals.advocate_unanswered, refusals.may_not_be_told,
            consent.not_checked_for_others,
        ),
    ),
    Move(
        "settle", "R332", "It was settled by talking",
        since=LIVE, to=State.CLOSED, by=TEAM, courses=STATUTORY, stages=STAGE_2 | STAGE_3, stops=(ALL,),
        needs=("what_was_agreed",), closes=Closure.RESOLVED, tells=(SETTLED,), records=recording.stood_down,
        refusals=(refusals.not_verified, refusals.advocate_unanswered),
    ),
    Move(
        "early_to_ombudsman", "R331", "Go to the Ombudsman without a panel: both agreed",
        since=ANSWERED, by=MANAGER, courses=STATUTORY, stages=STAGE_2, on="agreed_on",
        needs=("agreed_on", "reason_plain", "what_we_will_do"), tells=(EARLY,),
        refusals=(refusals.not_verified, not_nearly_all_upheld),
    ),
    Move(
        "decline_stage_2", "R366", "They would rather not have Stage 2, which began by itself",
        since=LIVE, to=State.CLOSED, by=TEAM, courses=STATUTORY, stages=STAGE_2, stops=(ALL,), may=("advocate_word",),
        closes=Closure.NOT_PURSUED, tells=(STOPPED,), when=began_by_itself, records=recording.stood_down,
        refusals=(refusals.not_freely_withdrawn,),
    ),
)  # fmt: skip
