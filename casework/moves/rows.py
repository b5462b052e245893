"""The shape of a row of MOVES: when a step may be chosen, by whom, where it leads, and what follows.

`casework.decide` reads the rows and knows nothing else; the desk shows exactly the buttons that `moves.allowed`
returns. What refuses a move stands in `refusals.py`.
"""

from collections.abc import Callable

from casework.cases import Case, Closure, Decision, StageRow, State
from casework.councils import TEAM, Council, Role, Tell
from casework.frozen import frozen
from casework.labels import Kind

TIMER = "timer"
"""Who decides where a rule says time decides (R365, R366, R369)."""

OFFERED_TO = "offered_to"
"""Whoever was asked to take a case over, and takes it."""

DECIDER = "decider"
"""Whoever the course says may move it on besides the complaints team: data protection, the LADO."""

FIRST, NEXT, COMPLAINT, BACK = "first", "next", "complaint", "back"
"""Which stage a move opens: the course's first, or the one that this stage says comes next; the first of the complaint
that it becomes; the council's own that follows, when the Ombudsman sends it back. Else a course's or a stage's name."""

CLOCK, WINDOW = "clock", "window"
"""Clocks of the stage itself, whatever they are called in the profile. Else a clock's name."""

QUESTION = "question"
"""The question that the decision itself names."""

ALL = "all"
"""Every clock of the stage."""

HANDLERS: frozenset[str] = TEAM | {DECIDER}
MANAGER: frozenset[str] = frozenset({Role.CM})

LIVE = frozenset({State.OPEN, State.OVERDUE})
ANSWERED = frozenset({State.RESPONDED})
LAPSED = frozenset({State.PROVISIONALLY_CLOSED})
HELD = frozenset({State.ON_HOLD})
EVER = frozenset(State) - {State.NEW}
UNSETTLED = EVER - {State.PROVISIONALLY_CLOSED, State.CLOSED}
STATUTORY = frozenset({"statutory"})
STAGE_1, STAGE_2, STAGE_3 = frozenset({"stage1"}), frozenset({"stage2"}), frozenset({"stage3"})
COMPLAINTS = frozenset({Kind.COMPLAINT})
ANY: frozenset[str] = frozenset()

Refusal = Callable[[Case, Decision, Council], str | None]
Recorder = Callable[[Case, Decision, Council], Case]
When = Callable[[Case, StageRow, Council], bool]
Queued = Callable[[Case, Decision], tuple[str, ...]]


@frozen
class Move:
    """One row, about one stage of a case, or about the case as a whole where `whole` says so.

    It may be chosen in the states `since`, at these `stages`, `steps`, `courses` and `kinds` (any, where empty), where
    `when` says that it makes sense at all, by these roles. `to` and `step` are where the stage then stands, unchanged
    where None. `opens` is a stage that begins, on the day the person asked (`asked_on`) or else today. `starts` pairs a
    clock with the day it counts from: `today`, `delivery` (R412: the day they have the letter), or a fact that holds a
    date. `needs` are facts that must be given, `may` those that can be; one that ends in `#` is asked for each issue.
    `on` is the fact that holds the day on which it happened, today if it is not given. `settles` are the questions of
    `casework.reserved` that it answers, or the one that the fact `question` names. `tells` are occasions of the stage's
    letters, or words. `records` is what the decision itself says of the case, `holds` the queued letters that must not
    leave any more.
    """

    name: str
    rule: str
    says: str
    since: frozenset[State]
    by: frozenset[str]
    to: State | None = None
    stages: frozenset[str] = ANY
    steps: frozenset[str] = ANY
    courses: frozenset[str] = ANY
    kinds: frozenset[Kind] = frozenset()
    when: When | None = None
    step: str | None = None
    opens: str = ""
    starts: tuple[tuple[str, str], ...] = ()
    extends: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    on: str = "asked_on"
    settles: tuple[str, ...] = ()
    tells: tuple[str | Tell, ...] = ()
    warns: tuple[tuple[Role, str], ...] = ()
    whole: bool = False
    assigns: bool = False
    answers: bool = False
    closes: Closure | None = None
    records: Recorder | None = None
    holds: Queued | None = None
    refusals: tuple[Refusal, ...] = ()
