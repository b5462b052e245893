"""A case: a matter being handled under a procedure, made of issues; a value with a version."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from casework.actions import Action
from casework.alarms import Alarm, hidden_from
from casework.bench import Appointment
from casework.clocks import Clock
from casework.frozen import frozen, replace
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Service
from casework.letters import Said
from casework.messages import Message
from casework.on_behalf.authority import Authority
from casework.on_behalf.referrals import Referral
from casework.people import Person


class State(StrEnum):
    """Where a stage stands, the same for every procedure (R350-R356). One that nothing reaches fails a test."""

    NEW = "new"
    OPEN = "open"
    OVERDUE = "overdue"
    ON_HOLD = "on_hold_reg8"
    RESPONDED = "responded"
    PROVISIONALLY_CLOSED = "provisionally_closed"
    CLOSED = "closed"


PERSON_DECISION = "person_decision"
"""The clock of a question that only a person decides (R271-R279); its `reason` says which."""

OMBUDSMAN = "ombudsman"
BESIDE = frozenset({OMBUDSMAN, "breach"})
"""Stages that run beside the council's answer and are not it (R111, R391)."""

SETTLED = frozenset({State.PROVISIONALLY_CLOSED, State.CLOSED})
"""States in which nothing more is owed."""


class Outcome(StrEnum):
    """What was found about an issue (R357). Empty means nobody recorded it: "Unknown", never "not upheld" (R358)."""

    UPHELD = "upheld"
    PARTIALLY_UPHELD = "partially_upheld"
    NOT_UPHELD = "not_upheld"
    NO_FINDING = "no_finding"


class Closure(StrEnum):
    """How a stage ended (R357)."""

    RESOLVED = "resolved"
    OUTSIDE_SCOPE = "outside_scope"
    NOT_PURSUED = "not_pursued"
    ESCALATED = "escalated"


class Advocacy(StrEnum):
    """What is known of a young person's wish for an advocate (R502, R511)."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"
    HAS_ONE = "has_one"
    ALLOCATED = "allocated"


@frozen
class Issue:
    """One grievance, with its own procedure, category and rights (R211)."""

    number: int
    text: str = field(repr=False)
    procedure: Procedure
    service: Service
    category_b: CategoryB | None = None
    category_d: CategoryD | None = None
    outcome: Outcome | None = None
    remedy: str = field(default="", repr=False)


@frozen
class StageRow:
    """A case at one stage, as the reports count it (R810), and where it stands there. Days are London days.

    Several may be open side by side: Stage 2 for some issues, a review for others (R211), the Ombudsman beside both
    (R391). `course` is a key of the council's procedures, `step` where within the stage it is, `issues` the numbers of
    those it is about, all if empty.
    """

    stage: str
    course: str
    state: State
    received: date
    day_0: date
    step: str = ""
    issues: tuple[int, ...] = ()
    responded: date | None = None
    closed: date | None = None
    closure: Closure | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing more is owed at this stage."""
        return self.state in SETTLED


@frozen
class Decision:
    """What a named person chose, when and why; or the timer, where a rule says time decides (R002, R003).

    `move` is a row of MOVES, `stage` the stage it is about (the current one, if empty); `by` the id of a member of
    staff, or `timer`, or `complainant` where their word is the event; `at` aware, UTC; `why` a code or free text;
    `facts` what the row needs, by name.
    """

    case: str
    move: str
    by: str
    role: str
    at: datetime
    rule: str
    stage: str = ""
    why: str = field(default="", repr=False)
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)


@frozen
class Case:
    """A matter under a procedure. `received` is when the council had it: every clock of Stage 1 starts there
    (R360).

    `handler` is the id of the manager who owes the answer, `officer` of the complaints officer who signs what we
    write. `people` are the complainant first, then who acts for them; `excluded` the ids of staff complained of,
    who see and hear nothing of it (R602, R708). `authorities`, `referrals`, `appointments` and `actions` are what
    people gave, asked for, agreed to do and owe. `procedure` is the lead issue's (R211). `joined` are further contacts
    about the same thing, `links` the references of cases that belong beside it, `marks` what a person noted of it
    (R230, R233, R248). `acting` is who acts as complaints manager in their place (R247). `said`, `alarms` and
    `messages` are joined by the store when it is read.
    """

    reference: str
    council: str
    contact: str
    kind: Kind
    procedure: Procedure
    received: datetime
    opened: datetime
    people: tuple[Person, ...]
    issues: tuple[Issue, ...]
    handler: str
    officer: str
    stages: tuple[StageRow, ...] = ()
    clocks: tuple[Clock, ...] = ()
    decisions: tuple[Decision, ...] = ()
    excluded: frozenset[str] = frozenset()
    advocacy: Advocacy | None = None
    quiet: bool = False
    authorities: tuple[Authority, ...] = ()
    referrals: tuple[Referral, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    actions: tuple[Action, ...] = ()
    joined: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    messages: tuple[Message, ...] = ()
    said: tuple[Said, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    acting: str = ""
    wake_at: datetime | None = None
    version: int = 0

    @property
    def hidden_from(self) -> frozenset[str]:
        """Who sees and hears nothing of it: whoever is complained of, and whom its alarms leave out (R602, R708)."""
        return self.excluded | hidden_from(self.alarms) if self.alarms else self.excluded

    @property
    def complainant(self) -> Person:
        """Whose complaint it is (R509)."""
        return self.people[0]

    @property
    def current(self) -> StageRow | None:
        """The stage in which something is still owed, our own answer first; else the last there was."""
        owed = [each for each in reversed(self.stages) if not each.settled]
        answer = (each for each in owed if each.stage not in BESIDE)
        return next(answer, owed[0] if owed else self.stages[-1] if self.stages else None)

    @property
    def state(self) -> State:
        """Where its current stage stands."""
        return self.current.state if self.current else State.NEW

    @property
    def settled(self) -> bool:
        """Whether nothing more is owed: every stage is closed, or its last window has lapsed; and no question waits."""
        if not self.stages or not all(each.settled for each in self.stages):
            return False
        return not any(each.name == PERSON_DECISION and each.stopped is None for each in self.clocks)

    @property
    def finished(self) -> bool:
        """Whether nobody need look at it again: settled, and every action that came of it done or dropped (R399)."""
        return self.settled and not any(each.is_open for each in self.actions)


def clock(case: Case, name: str) -> Clock | None:
    """The case's clock of that name, running or stopped, if it has one; the latest if it was started again."""
    return next((running for running in reversed(case.clocks) if running.name == name), None)


def stage(case: Case, name: str) -> StageRow | None:
    """The case at that stage, if it ever was there; the latest time, if it was there again."""
    return next((row for row in reversed(case.stages) if row.stage == name), None)


def issues(case: Case, row: StageRow) -> tuple[Issue, ...]:
    """The issues that a stage is about."""
    return tuple([each for each in case.issues if each.number in row.issues]) if row.issues else case.issues


def overall(case: Case, row: StageRow) -> Outcome | None:
    """The finding of a stage with several issues (R821): all upheld, none, or something between; None: not recorded."""
    return together(each.outcome for each in issues(case, row))


def together(outcomes: Iterable[Outcome | None]) -> Outcome | None:
    """What several findings come to."""
    found = set(outcomes)
    if None in found or not found:
        return None
    if len(found) == 1:
        return found.pop()
    good = found & {Outcome.UPHELD, Outcome.PARTIALLY_UPHELD}
    return Outcome.PARTIALLY_UPHELD if good else Outcome.NOT_UPHELD


def at_stage(case: Case, row: StageRow) -> Case:
    """The case with that stage as it now is: the latest time that it is there."""
    last = max(index for index, each in enumerate(case.stages) if each.stage == row.stage)
    return replace(case, stages=(*case.stages[:last], row, *case.stages[last + 1 :]))
