"""Asking for the next stage, and Stage 2 that begins by itself (R366, R367, R380-R382)."""

from casework import refusals, standing
from casework.cases import Closure, State
from casework.councils import TEAM
from casework.moves.rows import ANSWERED, LAPSED, LIVE, NEXT, STAGE_1, STATUTORY, TIMER, WINDOW, Move

ROWS: tuple[Move, ...] = (
    Move(
        "ask_stage_2", "R367", "They ask for Stage 2",
        since=LIVE | ANSWERED | LAPSED, to=State.CLOSED, by=TEAM, courses=STATUTORY, stages=STAGE_1, opens=NEXT,
        stops=(WINDOW,), may=("asked_on", "why"), closes=Closure.ESCALATED, tells=("asked",),
        settles=("skip", "late_stage_2"), when=standing.not_under_way,
        refusals=(refusals.late_request_is_the_managers, refusals.skip_is_the_managers),
    ),
    Move(
        "ask_next", "R380", "They ask for the next stage",
        since=ANSWERED | LAPSED, to=State.CLOSED, by=TEAM, stages=STAGE_1, opens=NEXT, stops=(WINDOW,),
        may=("asked_on", "handler"), assigns=True, tells=("asked",), when=standing.goes_on_elsewhere,
        refusals=(refusals.late_request_is_the_managers, refusals.same_person_again),
    ),
    Move(
        "automatic_stage_2", "R366", "Day 20 passes: Stage 2 by itself",
        since=LIVE, by=frozenset({TIMER}), courses=STATUTORY, stages=STAGE_1, opens=NEXT,  # the reply is still owed
        closes=Closure.ESCALATED, tells=("automatic",), when=standing.not_yet_further,
    ),
)  # fmt: skip
