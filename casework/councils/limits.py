"""A time limit: how long, counted in what, from which event, and what may be done to it (section 3.1)."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from casework.frozen import frozen


class Unit(StrEnum):
    """What a time limit is counted in."""

    WORKING_DAYS = "working_days"  # R401
    WORKING_DAYS_BEFORE = "working_days_before"  # R309
    MONTHS = "months"  # R420
    MONTHS_COMMENCING = "months_commencing"  # R417
    DAYS_BEGINNING = "days_beginning"  # R425
    HOURS = "hours"  # R426
    STATED = "stated"  # the date stands in a letter, or was agreed (R346, R399)


class DayZero(StrEnum):
    """The event whose London date is day 0."""

    RECEIPT = "receipt"
    ACKNOWLEDGEMENT = "acknowledgement"
    RESPONSE_RECEIVED = "response_received"
    STAGE2_REQUEST = "stage2_request"
    STAGE2_START = "stage2_start"  # as the council chose: Choices.stage2_clock_start (R306, R410)
    ADJUDICATION_RECEIVED = "adjudication_received"
    REVIEW_REQUEST = "review_request"
    PANEL_REQUEST = "panel_request"
    PANEL_DATE = "panel_date"
    REPORT_RECEIVED = "report_received"
    AWARE = "aware"
    HOLD = "hold"
    LETTER = "letter"
    AGREED = "agreed"


@frozen
class ClockRule:
    """One row of the rulebook's section 3.1. `extend_to` is a total from day 0 (R408).

    `fixed`: law or guidance sets it, and no council's file may say otherwise. `by_agreement`: a later date may be
    agreed before it ends. `may_hold`: reg 8 may suspend it (R231); `pauses`: only a clarification may (R422).
    `exact_receipt`: law counts from the day of receipt, whatever the council's `receipt_policy` (R407).
    `step` is what is due, in the words of a chase.
    """

    name: str
    length: int
    unit: Unit
    day_0: DayZero
    rule: str
    source: str
    step: str
    extend_to: int | None = None
    reasons: tuple[str, ...] = ()
    calendar: str = "EW"
    fixed: bool = False
    by_agreement: bool = False
    may_hold: bool = False
    pauses: bool = False
    exact_receipt: bool = False

    def __post_init__(self) -> None:
        if self.unit is not Unit.STATED and self.length < 1:
            raise ValueError("a length of at least 1")
        if self.extend_to is not None and self.extend_to <= self.length:
            raise ValueError("extend_to longer than length: it is a total from day 0 (R408)")


@frozen
class Relaxation:
    """Times relaxed in an emergency, from one day to another (R303, R405; B 6.2, D Introduction).

    `lengths` are what clocks that begin in those days have instead, each in its own unit. `closed`: the team is, and
    for clocks on the calendar COUNCIL those days do not count.
    """

    name: str
    first: date
    last: date
    reason: str
    decided_by: str
    decided: date
    lengths: Mapping[str, int] = field(default_factory=dict)
    closed: bool = False

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("last no earlier than first: it must end")
        if self.decided > self.first:
            raise ValueError("decided no later than first: nothing is relaxed before somebody has decided it")
        if not (self.lengths or self.closed):
            raise ValueError("lengths, or closed: true, or both")
        if not (self.reason.strip() and self.decided_by.strip()):
            raise ValueError("a reason, and who decided")
