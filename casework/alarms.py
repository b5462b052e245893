"""An alarm: a thing someone on duty must acknowledge."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Level(StrEnum):
    """How sure and how near the harm is, most urgent first (conversations 2.6)."""

    IMMEDIATE = "immediate_risk"
    STAFF = "allegation_against_staff"
    HARM = "safeguarding"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm about one contact, open until somebody writes down its outcome (R706, R716).

    `signs` are the names of what rang it, never the words. `not_safe` is the moment the writer said so.
    `wake_at` is the earliest moment at which it could have to climb. Times are aware, UTC.
    """

    name: str
    council: str
    contact: str
    reference: str
    level: Level
    signs: tuple[str, ...]
    raised: datetime
    not_safe: datetime | None = None
    acknowledged: datetime | None = None
    acknowledged_by: str = ""
    first_action: datetime | None = None
    closed: datetime | None = None
    outcome: str = ""
    wake_at: datetime | None = None
