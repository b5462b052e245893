"""The first stage of any course: opened, given to somebody, answered in time or late (R360-R369, R380-R389)."""

from casework import refusals, standing
from casework.cases import Closure, State
from casework.councils import TEAM
from casework.labels import Kind
from casework.moves import people, recording
from casework.moves.rows import (
    ALL,
    ANSWERED,
    CLOCK,
    COMPLAINTS,
    DECIDER,
    FIRST,
    HANDLERS,
    LIVE,
    MANAGER,
    STAGE_1,
    STATUTORY,
    TIMER,
    WINDOW,
    Move,
)
from casework.on_behalf import consent

ANSWERS = frozenset({Kind.REPRESENTATION, Kind.ENQUIRY, Kind.INFORMATION_REQUEST})
NO_STEP = frozenset({""})
FINDING = ("outcome_#", "point_#", "found_#", "why_#", "remedy_plain", "remedy_by", "action_text", "action_due")
DELAY = ("reason", "reason_plain", "done_so_far", "what_we_will_do")

ROWS: tuple[Move, ...] = (
    Move(
        "open", "R360", "Open the case",
        since=frozenset({State.NEW}), by=TEAM, opens=FIRST, needs=("summary_plain",), assigns=True,
        tells=("opened", *people.TO_WHOEVER_WROTE), refusals=(refusals.handler_is_named,),
    ),
    Move(
        "reassign", "R360", "Give it to another manager",
        since=LIVE, by=HANDLERS, whole=True, assigns=True, needs=("handler",),
        refusals=(refusals.handler_is_named,),
    ),
    Move(
        "extend", "R363", "Take more time, once",
        since=frozenset({State.OPEN}), by=MANAGER | {DECIDER}, extends=(CLOCK,), needs=DELAY, tells=("extended",),
        when=standing.can_be_extended,
        refusals=(refusals.already_extended, refusals.date_has_passed, refusals.reason_not_permitted),
    ),
    Move(
        "respond", "R364", "Send the answer",
        since=LIVE, to=State.RESPONDED, by=TEAM, kinds=COMPLAINTS, steps=NO_STEP, answers=True,
        starts=((WINDOW, "delivery"),), stops=(ALL,), needs=FINDING,
        may=("sent_by", "others_checked"), closes=Closure.RESOLVED,
        tells=("answered",), records=recording.findings,
        refusals=(
            refusals.not_verified, refusals.advocate_unanswered, refusals.may_not_be_told,
            consent.not_checked_for_others,
        ),
    ),
    Move(
        "answer", "R387", "Say what was done, and end it",
        since=LIVE, to=State.RESPONDED, by=HANDLERS, kinds=ANSWERS, answers=True, records=recording.done,
        starts=((WINDOW, "delivery"),), stops=(ALL,), needs=("what_we_did",),
        may=("others_checked",), closes=Closure.RESOLVED, tells=("answered",),
        refusals=(refusals.not_verified_here, refusals.steps_left, consent.not_checked_for_others),
    ),
    Move(
        "hold_automatic_stage_2", "R366", "Wait one working day: the answer is being signed",
        since=LIVE, by=MANAGER, courses=STATUTORY, stages=STAGE_1, needs=("why",),
        when=standing.goes_to_stage_2_by_itself, refusals=(refusals.held_once_already,),
    ),
    Move(
        "apologise_for_delay", "R612", "Send the apology for being late",
        since=frozenset({State.OVERDUE}), by=TEAM, needs=(*DELAY[1:], "new_due_date"), tells=("late",),
        refusals=(refusals.new_date_is_past,),
    ),
    Move(
        "accept", "R368", "They are content with the answer",
        since=ANSWERED, to=State.CLOSED, by=TEAM, stops=(WINDOW,), tells=("content",),
    ),
    Move(
        "fall_overdue", "R365", "The date passes with no answer",
        since=frozenset({State.OPEN}), to=State.OVERDUE, by=frozenset({TIMER}),
    ),
    Move(
        "window_lapses", "R369", "The last day to ask passes",
        since=ANSWERED, to=State.PROVISIONALLY_CLOSED, by=frozenset({TIMER}), stops=(WINDOW,), tells=("lapsed",),
    ),
)  # fmt: skip
