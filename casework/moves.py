"""MOVES: every step a case can take, one row each (R360-R383). Only a decision moves a case (R002, R003).

A row says: in which states it may be chosen, by whom, where it leads, which clocks it starts, extends and stops,
which facts the person choosing must give, who is told in which words, and what would refuse it. `casework.decide`
reads the rows; the desk shows exactly the buttons that `allowed` returns. What refuses a move stands in
`refusals.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from casework import refusals
from casework.cases import Case, Closure, Decision, State
from casework.councils import Council, Role
from casework.labels import Procedure

TIMER = "timer"
"""Who decides where a rule says time decides (R365, R366, R369)."""

Refusal = Callable[[Case, Decision, Council], str | None]

STATUTORY = frozenset({Procedure.STATUTORY})
CORPORATE = frozenset({Procedure.CORPORATE})
BOTH = STATUTORY | CORPORATE
TEAM = frozenset({Role.CO, Role.CM})
MANAGER = frozenset({Role.CM})


@dataclass(frozen=True, slots=True)
class Tell:
    """Words that a move sends to whose complaint it is: the young person's, the adult's, the chat's. Empty: nothing
    goes.
    """

    young: str
    adult: str
    chat: str


@dataclass(frozen=True, slots=True)
class Move:
    """One row. `to` is None where the case stays where it is; `stage` is the stage row it opens, `closes` how it
    ends the last.

    `starts` pairs a clock with the day it counts from: `receipt`, `today`, or `delivery` (R412: the day they have
    the letter).
    """

    name: str
    rule: str
    says: str
    since: frozenset[State]
    to: State | None
    by: frozenset[str]
    procedures: frozenset[Procedure] = BOTH
    starts: tuple[tuple[str, str], ...] = ()
    extends: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    tells: tuple[Tell, ...] = ()
    assigns: bool = False
    answers: bool = False
    stage: str = ""
    closes: Closure | None = None
    refusals: tuple[Refusal, ...] = ()


S1 = frozenset({State.S1_OPEN, State.S1_OVERDUE})
C1 = frozenset({State.C1_OPEN, State.C1_OVERDUE})
ANSWERED = frozenset({State.S1_RESPONDED, State.C1_RESPONDED})
LAPSED = frozenset({State.PROVISIONALLY_CLOSED})
WINDOWS = ("s2_request_window", "corp_request_window")
LIVE = S1 | C1 | ANSWERED | {State.S2_REQUESTED, State.C2_REQUESTED}
FINDING = ("outcome", "point_1", "found_1", "why_1", "remedy_plain", "remedy_by", "action_text", "action_due")
DELAY = ("reason", "reason_plain", "done_so_far", "what_we_will_do")

MOVES: tuple[Move, ...] = (
    Move(
        "open_statutory", "R360", "Open under the children's social care procedure",
        since=frozenset({State.NEW}), to=State.S1_OPEN, by=TEAM, procedures=STATUTORY,
        starts=(("s1_statutory", "receipt"),), needs=("summary_plain",), stage="stage1", assigns=True,
        tells=(Tell("email.ack_complaint_statutory_yp", "email.ack_complaint_statutory_adult", "bot.human_hello"),),
        refusals=(refusals.handler_is_named,),
    ),
    Move(
        "open_corporate", "R380", "Open under the council's own procedure",
        since=frozenset({State.NEW}), to=State.C1_OPEN, by=TEAM, procedures=CORPORATE,
        starts=(("corp_s1", "receipt"),), needs=("summary_plain",), stage="stage1", assigns=True,
        tells=(Tell("email.ack_complaint_corporate_yp", "email.ack_complaint_corporate_adult", "bot.human_hello"),),
        refusals=(refusals.handler_is_named,),
    ),
    Move(
        "reassign", "R360", "Give it to another manager",
        since=S1 | C1, to=None, by=TEAM, assigns=True, needs=("handler",), refusals=(refusals.handler_is_named,),
    ),
    Move(
        "record_advocacy", "R511", "Record what they said about an advocate",
        since=LIVE, to=None, by=TEAM, needs=("advocacy",),
    ),
    Move(
        "verify", "R524", "Record how we know who is writing",
        since=LIVE, to=None, by=TEAM, needs=("how",),
    ),
    Move(
        "extend", "R363", "Take more time, once",
        since=frozenset({State.S1_OPEN}), to=None, by=MANAGER, procedures=STATUTORY,
        extends=("s1_statutory",), needs=DELAY,
        tells=(Tell("email.hold_yp", "email.hold_adult", "bot.update_hold"),),
        refusals=(refusals.already_extended, refusals.date_has_passed, refusals.reason_not_permitted),
    ),
    Move(
        "extend_corporate", "R313", "Take more time, once",
        since=frozenset({State.C1_OPEN}), to=None, by=MANAGER, procedures=CORPORATE,
        extends=("corp_s1",), needs=DELAY,
        tells=(Tell("email.hold_yp", "email.hold_adult", "bot.update_hold"),),
        refusals=(refusals.already_extended, refusals.date_has_passed, refusals.reason_not_permitted),
    ),
    Move(
        "respond", "R364", "Send the answer",
        since=S1, to=State.S1_RESPONDED, by=TEAM, procedures=STATUTORY, answers=True,
        starts=(("s2_request_window", "delivery"),), stops=("s1_statutory",), needs=FINDING, closes=Closure.RESOLVED,
        tells=(
            Tell("letter.response_yp", "letter.response_adult", "bot.answer_text"),
            Tell("email.close_stage1_statutory_yp", "email.close_stage1_statutory_adult", ""),
        ),
        refusals=(refusals.not_verified, refusals.advocate_unanswered),
    ),
    Move(
        "respond_corporate", "R364", "Send the answer",
        since=C1, to=State.C1_RESPONDED, by=TEAM, procedures=CORPORATE, answers=True,
        starts=(("corp_request_window", "delivery"),), stops=("corp_s1",), needs=FINDING, closes=Closure.RESOLVED,
        tells=(
            Tell("letter.response_yp", "letter.response_adult", "bot.answer_text_corp"),
            Tell("email.close_stage1_corporate_yp", "email.close_stage1_corporate", ""),
        ),
        refusals=(refusals.not_verified, refusals.advocate_unanswered),
    ),
    Move(
        "hold_automatic_stage_2", "R366", "Wait one working day: the answer is being signed",
        since=S1, to=None, by=MANAGER, procedures=STATUTORY, needs=("why",), refusals=(refusals.held_once_already,),
    ),
    Move(
        "apologise_for_delay", "R612", "Send the apology for being late",
        since=frozenset({State.S1_OVERDUE}), to=None, by=TEAM, procedures=STATUTORY, needs=(*DELAY[1:], "new_due_date"),
        tells=(Tell("email.overdue_yp", "email.overdue_adult", "bot.update_overdue"),),
    ),
    Move(
        "apologise_for_delay_corporate", "R612", "Send the apology for being late",
        since=frozenset({State.C1_OVERDUE}), to=None, by=TEAM, procedures=CORPORATE, needs=(*DELAY[1:], "new_due_date"),
        tells=(Tell("email.overdue_corporate_yp", "email.overdue_corporate", "bot.update_overdue_corp"),),
    ),
    Move(
        "ask_stage_2", "R367", "They ask for Stage 2",
        since=S1 | {State.S1_RESPONDED} | LAPSED, to=State.S2_REQUESTED, by=TEAM, procedures=STATUTORY,
        starts=(("s2_longstop", "today"), ("s2_statement", "today")), stops=("s2_request_window",),
        stage="stage2", closes=Closure.ESCALATED,
        tells=(Tell("email.ack_next_stage", "email.ack_next_stage", "bot.further_started"),),
        refusals=(refusals.late_request_is_the_managers, refusals.skip_is_the_managers),
    ),
    Move(
        "ask_review", "R380", "They ask for a review",
        since=frozenset({State.C1_RESPONDED}) | LAPSED, to=State.C2_REQUESTED, by=TEAM, procedures=CORPORATE,
        starts=(("corp_review", "today"),), stops=("corp_request_window",), stage="review",
        tells=(Tell("email.ack_next_stage", "email.ack_next_stage", "bot.further_started"),),
        refusals=(refusals.late_request_is_the_managers,),
    ),
    Move(
        "accept", "R368", "They are content with the answer",
        since=ANSWERED, to=State.CLOSED, by=TEAM, stops=WINDOWS,
        tells=(Tell("", "", "bot.closed"),),
    ),
    Move(
        "withdraw", "R370", "They want us to stop",
        since=LIVE, to=State.CLOSED, by=TEAM, closes=Closure.NOT_PURSUED,
        stops=("s1_statutory", "corp_s1", *WINDOWS, "s2_longstop", "s2_statement", "corp_review"),
        needs=("why",), tells=(Tell("email.close_withdrawn_yp", "email.close_withdrawn", "bot.closed"),),
        refusals=(refusals.not_freely_withdrawn,),
    ),
    Move(
        "fall_overdue", "R365", "The date passes with no answer",
        since=frozenset({State.S1_OPEN}), to=State.S1_OVERDUE, by=frozenset({TIMER}), procedures=STATUTORY,
    ),
    Move(
        "fall_overdue_corporate", "R313", "The date passes with no answer",
        since=frozenset({State.C1_OPEN}), to=State.C1_OVERDUE, by=frozenset({TIMER}), procedures=CORPORATE,
    ),
    Move(
        "automatic_stage_2", "R366", "Day 20 passes: Stage 2 by itself",
        since=S1, to=State.S2_REQUESTED, by=frozenset({TIMER}), procedures=STATUTORY,
        starts=(("s2_longstop", "today"), ("s2_statement", "today")), stage="stage2", closes=Closure.ESCALATED,
        tells=(Tell("email.auto_stage2", "email.auto_stage2", "email.auto_stage2"),),
    ),
    Move(
        "window_lapses", "R369", "The last day to ask passes",
        since=ANSWERED, to=State.PROVISIONALLY_CLOSED, by=frozenset({TIMER}), stops=WINDOWS,
    ),
)  # fmt: skip

BY_NAME = {row.name: row for row in MOVES}
OPENINGS = {Procedure.STATUTORY: BY_NAME["open_statutory"], Procedure.CORPORATE: BY_NAME["open_corporate"]}


def allowed(case: Case, roles: frozenset[str]) -> tuple[Move, ...]:
    """The moves that somebody holding these roles may choose for this case now, in the order of the table."""
    return tuple(
        row for row in MOVES if case.state in row.since and case.procedure in row.procedures and roles & row.by
    )
