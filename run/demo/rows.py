"""What happens in the made-up weeks: who writes, by which way, and what the made-up staff then decide, row by row.

Days are working days: `ago` before today for what comes in, `after` it for what is decided. In what is typed, `@5` is
the day five working days after the one on which it is typed, and `@-2` two before.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from pathlib import Path

from casework.councils import Expert, Staff
from casework.frozen import frozen
from desk.fields import BOXES
from run.config.checks import checked
from run.config.trees import read

STORIES = Path(__file__).parent / "stories.yaml"


class Way(StrEnum):
    """How words come in."""

    EMAIL = "email"
    CHAT = "chat"
    FORM = "form"
    TELEPHONE = "telephone"
    LETTER = "letter"
    IN_PERSON = "in_person"


@frozen
class Step:
    """Something that somebody here does about it: a move of the rules, or one of the desk's own forms (`open`, `aside`,
    `join`, `alarms`).
    """

    after: int
    by: str
    does: str
    facts: Mapping[str, str] = field(default_factory=dict)
    stage: str = ""
    at: str = "14:00"


@frozen
class Story:
    """Somebody writes, and what becomes of it. `lines` are a chat's, as `heard chat --script` takes them; `often` says
    that such things come again and again, from somebody else each time. `bounces`: the receipt comes back.
    """

    name: str
    ago: int
    way: Way
    who: str
    at: str = "09:40"
    address: str = ""
    subject: str = ""
    text: str = ""
    lines: tuple[Mapping[str, str], ...] = ()
    steps: tuple[Step, ...] = ()
    often: bool = False
    bounces: bool = False


@frozen
class Absence:
    """Somebody is away, and who stands in."""

    staff: str
    first: int
    last: int


@frozen
class Demo:
    """All of it."""

    staff: tuple[Staff, ...]
    register: tuple[Expert, ...]
    others: tuple[str, ...]
    absences: tuple[Absence, ...]
    stories: tuple[Story, ...]


def load(path: Path = STORIES) -> Demo:
    """The rows; `Misconfigured` names the line of a mistake."""
    source = read(path)
    return checked(Demo, source.values, (source,))


def typed(facts: Mapping[str, str], day: date, add: Callable[[date, int], date]) -> dict[str, str]:
    """Facts as somebody types them into a form of the desk on that day: a day in three boxes."""
    found: dict[str, str] = {}
    for name, value in facts.items():
        when = day_meant(value, day, add)
        boxes = {f"{name}-{box}": str(getattr(when, box)) for box in BOXES} if when else {name: value}
        found |= boxes
    return found


def day_meant(given: str, day: date, add: Callable[[date, int], date]) -> date | None:
    """The day that `@5` means, typed on a day; None for what is no day."""
    return add(day, int(given[1:])) if given.startswith("@") and given[1:].lstrip("-").isdecimal() else None
