"""A contact: one approach to the council, with its reference from the first line; and the classifier's opinion of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field was suggested: words that stand in the text, and the rule where one decided."""

    field: str
    words: tuple[str, ...] = field(repr=False)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the classifier thinks. It may ring an alarm and order the tray, and nothing else (R001).

    `scores` are 0 to 1 by field name (`kind`, `procedure`, …, and each flag by its label); `second` is the runner-up
    label by field; `unsure` names the fields a person should look at first; `model` is the digest of the model.
    """

    kind: Kind
    procedure: Procedure
    category_b: CategoryB | None
    category_d: CategoryD | None
    sender: Sender
    service: Service
    flags: frozenset[Flag]
    scores: Mapping[str, float]
    second: Mapping[str, str]
    unsure: tuple[str, ...]
    because: tuple[Reason, ...]
    model: str = ""
