"""A case: a matter being handled under a procedure, made of issues; a value with a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from casework.alarms import Alarm
from casework.clocks import Clock
from casework.labels import CategoryB, CategoryD, Kind, Procedure, Service
from casework.letters import Said
from casework.messages import Message
from casework.people import Person


class State(StrEnum):
    """Where a case stands (R350-R356 and sections 3.3 to 3.7). A state that nothing reaches fails a test."""

    NEW = "new"
    S1_OPEN = "s1_open"
    S1_OVERDUE = "s1_overdue"
    S1_RESPONDED = "s1_responded"
    S2_REQUESTED = "s2_requested"
    C1_OPEN = "c1_open"
    C1_OVERDUE = "c1_overdue"
    C1_RESPONDED = "c1_responded"
    C2_REQUESTED = "c2_requested"
    PROVISIONALLY_CLOSED = "provisionally_closed"
    CLOSED = "closed"


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


@dataclass(frozen=True, slots=True)
class Issue:
    """One grievance, with its own procedure, category and rights (R211)."""

    number: int
    text: str = field(repr=False)
    procedure: Procedure
    service: Service
    category_b: CategoryB | None = None
    category_d: CategoryD | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class StageRow:
    """A case at one stage, as the reports count it (R810). Days are London days."""

    stage: str
    received: date
    day_0: date
    responded: date | None = None
    closed: date | None = None
    closure: Closure | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a named person chose, when and why; or the timer, where a rule says time decides (R002, R003).

    `move` is a row of MOVES; `by` the id of a member of staff, or `timer`, or `complainant` where their word is the
    event; `at` aware, UTC; `why` a code or free text; `facts` what the row needs, by name.
    """

    case: str
    move: str
    by: str
    role: str
    at: datetime
    rule: str
    why: str = field(default="", repr=False)
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """A matter under a procedure. `received` is when the council had it: every clock of Stage 1 starts there
    (R360).

    `handler` is the id of the manager who owes the answer, `officer` of the complaints officer who signs what we
    write. `people` are the complainant first, then who acts for them; `excluded` the ids of staff complained of,
    who see and hear nothing of it (R602, R708). `said`, `alarms` and `messages` are joined by the store when it is
    read.
    """

    reference: str
    council: str
    contact: str
    kind: Kind
    procedure: Procedure
    state: State
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
    messages: tuple[Message, ...] = ()
    said: tuple[Said, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    wake_at: datetime | None = None
    version: int = 0

    @property
    def complainant(self) -> Person:
        """Whose complaint it is (R509)."""
        return self.people[0]

    @property
    def settled(self) -> bool:
        """Whether nothing more is owed: closed, or its last window has lapsed."""
        return self.state in (State.CLOSED, State.PROVISIONALLY_CLOSED)


def clock(case: Case, name: str) -> Clock | None:
    """The case's clock of that name, running or stopped, if it has one; the latest if it was started again."""
    return next((running for running in reversed(case.clocks) if running.name == name), None)
