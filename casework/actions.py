"""What a complaint leads to: learning actions (R399), and the remedies that the Ombudsman asks for (R396-R398).

Both are promises with an owner and a date, and both are kept on the case after it has closed, until somebody shows
that they were done or says why they were not. Money is in pence.
"""

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from enum import StrEnum

from casework.frozen import frozen, replace


class Status(StrEnum):
    """How far a promise has come (R399)."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DONE = "done_evidenced"
    NOT_IMPLEMENTED = "not_implemented"


class Level(StrEnum):
    """Who learns: one worker, a team, or the whole service. The last two are learning points (R399)."""

    INDIVIDUAL = "individual"
    TEAM = "team"
    SERVICE = "service"


class Remedy(StrEnum):
    """What the Ombudsman asks the council to do (R396)."""

    APOLOGY = "apology"
    PAYMENT = "payment"
    ACT = "act"
    REVIEW = "review"
    TRAINING = "training"
    POLICY = "policy"


class Compliance(StrEnum):
    """What the Ombudsman's annual letter will say of it (R397)."""

    COMPLIED = "complied"
    COMPLIED_LATE = "complied_late"
    NOT_COMPLIED = "not_complied"


@frozen
class Action:
    """One promise. `owner` is a role or the id of a member of staff; `issue` 0 where it is about the whole stage.

    `remedy` says that the Ombudsman asked for it; `amount`, `authorised_by`, `authorised` and `paid` belong to a
    payment (R398), and `text` says what it is for. `reason` is why it was not done, or why its day was moved.
    """

    number: int
    stage: str
    text: str = field(repr=False)
    owner: str
    due: date
    issue: int = 0
    level: Level | None = None
    status: Status = Status.PROPOSED
    agreed: date | None = None
    done: date | None = None
    evidence: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    remedy: Remedy | None = None
    amount: int = 0
    authorised_by: str = ""
    authorised: date | None = None
    paid: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still owed: a complaint can close before (R399)."""
        return self.status in (Status.PROPOSED, Status.AGREED)

    @property
    def compliance(self) -> Compliance | None:
        """How a remedy was complied with: late even by a day is late (R397, X40). None for all that is not settled."""
        if self.remedy is None or self.is_open:
            return None
        if self.done is None:
            return Compliance.NOT_COMPLIED
        return Compliance.COMPLIED if self.done <= self.due else Compliance.COMPLIED_LATE


def one(actions: Iterable[Action], number: int) -> Action | None:
    """The action of that number."""
    return next((each for each in actions if each.number == number), None)


def put(actions: tuple[Action, ...], action: Action) -> tuple[Action, ...]:
    """The actions with this one in the place of the one of its number, or at the end."""
    if one(actions, action.number) is None:
        return (*actions, action)
    return tuple(action if each.number == action.number else each for each in actions)


def agree(action: Action, day: date, *, due: date | None = None, owner: str = "") -> Action:
    """Agreed that day; perhaps with another date or owner than was proposed."""
    return replace(action, status=Status.AGREED, agreed=day, due=due or action.due, owner=owner or action.owner)


def finish(action: Action, done: date, evidence: str) -> Action:
    """Done that day, and what shows it. A payment was paid that day (R398)."""
    paid = done if action.remedy is Remedy.PAYMENT else action.paid
    return replace(action, status=Status.DONE, done=done, evidence=evidence, paid=paid)


def drop(action: Action, reason: str) -> Action:
    """Not done, and why: no promise goes without a reason (R399)."""
    return replace(action, status=Status.NOT_IMPLEMENTED, reason=reason)


def paid_between(actions: Iterable[Action], first: date, last: date) -> int:
    """The payments made from one day to another, in pence: a line of the year's report (R398, RD3)."""
    return sum(each.amount for each in actions if each.paid and first <= each.paid <= last)
