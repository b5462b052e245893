"""Who is asked, told or rung, and when: chases, the advocacy schedule, and the climb of an alarm.

Every row is data with its rule; `casework.chase` and `casework.alarms` read the rows and decide nothing else.
"""

import re
from datetime import time
from enum import StrEnum
from functools import cache

from casework.councils.roles import Outside, Role
from casework.frozen import frozen


class Form(StrEnum):
    """How a rung is said (R605): a message of its own, a line in the 08:30 digest, or a task on the desk."""

    SINGLE = "single"
    DIGEST = "digest"
    TASK = "task"


@frozen
class At:
    """When a rung is reached: so many days from the due date, or after day 0; at a time of day if it matters."""

    from_due: bool
    days: int
    hour: time | None


_AT = re.compile(r"(?:T(?P<due>0|[+-][1-9]\d?)|\+(?P<start>[1-9]\d?))(?: (?P<hour>[01]\d:[0-5]\d))?")


@cache
def at(text: str) -> At:
    """`T-2`, `T0 09:00` and `T+1` are days from the due date, `+3` days after day 0 (R427)."""
    found = _AT.fullmatch(text)
    if not found:
        raise ValueError("T-2, T0, T+1 or +3, and after it a time such as 09:00 if that matters")
    hour = time.fromisoformat(found["hour"]) if found["hour"] else None
    return At(found["due"] is not None, int(found["due"] or found["start"]), hour)


@frozen
class Rung:
    """One row of a ladder: who is asked for what, and when, while one of these clocks runs (R601-R653).

    `every` repeats it, so many days after each time; `unless` names the fact that makes it needless.
    """

    name: str
    clocks: tuple[str, ...]
    at: str
    to: tuple[Role | Outside, ...]
    form: Form
    words: str
    rule: str
    copy: tuple[Role, ...] = ()
    step: str = ""
    every: int = 0
    unless: str = ""
    calendar_days: bool = False

    def __post_init__(self) -> None:
        at(self.at)


class Since(StrEnum):
    """What a step of the advocacy schedule counts from."""

    RECEIPT = "receipt"
    ACCEPTED = "accepted"
    STAGE_CHANGE = "stage_change"
    WINDOW = "window"
    WEEKLY = "weekly"


@frozen
class AdvocacyStep:
    """One row of R510-R517. It stops at once on a "no" or an allocation; `unless` names what else makes it needless.

    `words` names the letter, or, for a line in another letter, is empty; `step` is what a task is, in words. `days` are
    working days after `since`.
    """

    name: str
    since: Since
    days: int
    to: tuple[Role | Outside, ...]
    form: Form
    words: str
    unless: str
    rule: str
    every: int = 0
    step: str = ""


@frozen
class Climb:
    """Who is rung when nobody has answered an alarm for so many minutes; they are added, and nobody is dropped."""

    minutes: int
    to: tuple[Role, ...]
    words: str
    rule: str


@frozen
class Safety:
    """The timings of section 7. Minutes count from the alarm."""

    screen_seconds: int  # R702
    repeat_minutes: int  # R706: until a named person acknowledges
    climb: tuple[Climb, ...]
    not_safe_starts_at: int  # R706: "I'm not safe" begins at this step
    first_action_minutes: int  # R706: after acknowledgement, the first action in writing
    acknowledge_minutes: int  # R707: no immediate risk, in hours
    acknowledge_by: time  # R707: the same out of hours, next day
    unacknowledged_starts_at: int  # R707: then R706 from this step
    lado_working_days: int  # R708
    numbers_check_days: int  # R719: a person checks that each number is right
    rule: str
