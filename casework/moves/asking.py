"""Questions that only a person decides, put to them and answered (section 2.5, R230, R256, R275, R322, R333, R370).

Each is asked, waits with a clock of its own (`casework.reserved`), and is decided in either way, or falls by time. A
refusal is a letter with its reasons and the Ombudsman; time never refuses anybody.
"""

from datetime import date

from casework import days, refusals, reserved, standing, wording
from casework.cases import Case, Closure, Decision, StageRow, State
from casework.councils import TEAM, Council, Tell
from casework.moves import recording
from casework.moves.rows import (  # fmt: skip
    ALL,
    HELD,
    LAPSED,
    LIVE,
    MANAGER,
    NEXT,
    QUESTION,
    STAGE_1,
    STAGE_2,
    STATUTORY,
    TIMER,
    UNSETTLED,
    WINDOW,
    Move,
    When,
)

REFUSED = Tell(young="letter.refused_yp", adult="letter.refused", chat="letter.refused_yp")
REASONS = ("reason_plain", "what_we_will_do")
TIME: frozenset[str] = frozenset({TIMER})
TOO_OLD = "too_old"


def waits(*questions: str) -> When:
    """Whether one of these questions waits for somebody."""

    def asked(case: Case, at: StageRow, council: Council) -> bool:
        del at, council
        return any(reserved.one(case, each) for each in questions)

    return asked


def at_the_door(case: Case, at: StageRow, council: Council) -> bool:
    """R212, X24: whether this is the case's first stage, where it is decided what is taken, once."""
    del council
    return at is case.stages[0] and len(case.stages) == 1


def young(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the complaint is a young person's."""
    del at, council
    return case.complainant.young


def is_late(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the time to ask for the next stage has passed, and nothing further has begun."""
    return at.state is State.PROVISIONALLY_CLOSED and standing.not_under_way(case, at, council)


def still_told(case: Case, at: StageRow, council: Council) -> bool:
    """Whether time has not yet said that nothing is to be told to them (R271)."""
    del at, council
    return "nothing_disclosed" not in case.marks


def asked_before(case: Case, decision: Decision, council: Council) -> str | None:
    """R212, X24: decided once, at the door."""
    del council
    if any(each.move == decision.move for each in case.decisions):
        return "This was asked about this case before. It is decided once, when it comes in, and not again later."
    return None


def not_a_year_old(case: Case, decision: Decision, council: Council) -> str | None:
    """R230, R416: in time up to and including the same date a year later, from the latest of what happened."""
    del council
    day = days.months_after(date.fromisoformat(decision.facts["event_date"]), 12)
    if days.today(case.received) <= day:
        return f"It is in time: they had until {wording.day(day, days.today(decision.at))} to tell us."
    return None


def taken_once_already(case: Case, decision: Decision, council: Council) -> str | None:
    """R212, R322, X24: what was taken at the door is not refused later for its age."""
    del council
    if decision.facts.get("ground") == TOO_OLD and "late" in case.marks:
        return "That it is old was decided when the case came in, and it was taken. It cannot be refused for that now."
    return None


ROWS: tuple[Move, ...] = (
    Move(
        "ask_late", "R230", "Over a year old: ask whether to take it",
        since=LIVE, by=TEAM, when=at_the_door, needs=("event_date", "why"), on="event_date",
        refusals=(asked_before, not_a_year_old), records=recording.marked("late"),
    ),
    Move(
        "accept_late", "R272", "Take it, though it is over a year old",
        since=LIVE | HELD, by=MANAGER | TIME, when=waits("late"), settles=("late",), needs=("why",),
    ),
    Move(
        "decline_late", "R272", "Do not take it: it is over a year old",
        since=LIVE | HELD, to=State.CLOSED, by=MANAGER, when=waits("late"), settles=("late",), stops=(ALL,),
        needs=("sooner", "fairly", *REASONS), closes=Closure.OUTSIDE_SCOPE, tells=(REFUSED,),
        refusals=(refusals.not_verified,),
    ),
    Move(
        "ask_interest", "R256", "May they complain about this child, or for them? Ask",
        since=LIVE, by=TEAM, when=at_the_door, needs=("why",), refusals=(asked_before,),
    ),
    Move(
        "accept_interest", "R271", "They may",
        since=UNSETTLED, by=MANAGER, whole=True, when=waits("interest"), settles=("interest",),
        needs=("childs_view", "why"), records=recording.unmarked("nothing_disclosed"),
    ),
    Move(
        "decline_interest", "R271", "They may not",
        since=UNSETTLED, to=State.CLOSED, by=MANAGER, when=waits("interest"), settles=("interest",), stops=(ALL,),
        needs=("childs_view", *REASONS), closes=Closure.OUTSIDE_SCOPE, tells=(REFUSED,),
        refusals=(refusals.not_verified,),
    ),
    Move(
        "go_on_undecided", "R271", "Nobody decided: it goes on, and nothing is told to them",
        since=UNSETTLED, by=TIME, whole=True, when=still_told, records=recording.marked("nothing_disclosed"),
    ),
    Move(
        "ask_skip", "R275", "They want to go straight to Stage 2: ask",
        since=frozenset({State.OPEN}), by=TEAM, courses=STATUTORY, stages=STAGE_1, needs=("why",),
        when=standing.not_under_way,
    ),
    Move(
        "decline_skip", "R275", "Stay at Stage 1 for now",
        since=LIVE, by=MANAGER, courses=STATUTORY, stages=STAGE_1, when=waits("skip"), settles=("skip",),
        needs=REASONS, tells=(REFUSED,), refusals=(refusals.not_verified, refusals.date_has_not_passed),
    ),
    Move(
        "ask_late_stage_2", "R322", "They ask for Stage 2 late: ask the complaints manager",
        since=LAPSED, by=TEAM, courses=STATUTORY, stages=STAGE_1, may=("asked_on",), needs=("why",), when=is_late,
    ),
    Move(
        "accept_late_stage_2", "R276", "Accept the late request: Stage 2",
        since=LAPSED, to=State.CLOSED, by=MANAGER | TIME, courses=STATUTORY, stages=STAGE_1, opens=NEXT,
        stops=(WINDOW,), may=("asked_on",), when=waits("late_stage_2"), settles=("late_stage_2",), tells=("asked",),
    ),
    Move(
        "decline_late_stage_2", "R276", "Decline the late request for Stage 2",
        since=LAPSED, by=MANAGER, courses=STATUTORY, stages=STAGE_1, when=waits("late_stage_2"),
        settles=("late_stage_2",), needs=("ground", *REASONS), tells=(REFUSED,),
        refusals=(taken_once_already, refusals.not_verified),
    ),
    Move(
        "ask_late_panel", "R333", "They ask for a panel late: ask the complaints manager",
        since=LAPSED, by=TEAM, courses=STATUTORY, stages=STAGE_2, may=("asked_on",), needs=("why",), when=is_late,
    ),
    Move(
        "accept_late_panel", "R277", "Accept the late request: a panel",
        since=LAPSED, to=State.CLOSED, by=MANAGER, courses=STATUTORY, stages=STAGE_2, opens=NEXT, stops=(WINDOW,),
        may=("asked_on",), when=waits("late_stage_3"), settles=("late_stage_3",), tells=("asked",),
    ),
    Move(
        "decline_late_panel", "R277", "Decline the late request for a panel",
        since=LAPSED, by=MANAGER, courses=STATUTORY, stages=STAGE_2, when=waits("late_stage_3"),
        settles=("late_stage_3",), needs=REASONS, tells=(REFUSED,), refusals=(refusals.not_verified,),
    ),
    Move(
        "says_withdrawn", "R279", "A young person wants to stop: ask whether that is free",
        since=UNSETTLED, by=TEAM, when=young, needs=("why",),
    ),
    Move(
        "keep_open", "R279", "It was not free, or not sure: keep it open",
        since=UNSETTLED, by=MANAGER, when=waits("withdrawal"), settles=("withdrawal",), needs=("why",),
    ),
    Move(
        "leave_as_it_is", "R003", "Nobody decided: it stays as it was",
        since=frozenset(State), by=TIME, when=waits("hold", "skip", "withdrawal"), settles=(QUESTION,),
    ),
)  # fmt: skip
