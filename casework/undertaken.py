"""What was undertaken on a case: its actions and remedies, each with a clock of its own (R396-R399).

A proposal has no clock; what is agreed has one until it is done or dropped, also after the case has closed. Clocks of
these names say nothing of when the person gets an answer, so no letter to them names their dates.
"""

from collections.abc import Callable
from datetime import date

from casework import actions, clocks, days
from casework.actions import Action, Status
from casework.cases import Case, Decision
from casework.clocks import Clock
from casework.councils import Council, Role
from casework.frozen import replace

LEARNING, REMEDY = "learning_action", "lgsco_remedy"
CLOCKS = frozenset({LEARNING, REMEDY})
"""The clocks of what is owed after an answer."""


def clock_of(action: Action) -> str:
    """The name of the clock that an action runs on."""
    return REMEDY if action.remedy else LEARNING


def undertake(case: Case, action: Action, council: Council, day: date) -> Case:
    """The case with one more action, numbered; if it is agreed already, its clock runs from that day."""
    action = replace(action, number=len(case.actions) + 1)
    return _clocked(replace(case, actions=(*case.actions, action)), None, action, council, day)


def promised(case: Case, decision: Decision, council: Council) -> Case:
    """What an answer said would be learnt: proposed by whoever answers, for the complaints team to agree to (R399)."""
    text, by = decision.facts.get("action_text"), decision.facts.get("action_due")
    if not text or not by:
        return case
    action = Action(0, decision.stage, text, case.handler or Role.CM, date.fromisoformat(by))
    return undertake(case, action, council, days.today(decision.at))


def put(case: Case, action: Action, council: Council, day: date) -> Case:
    """The case with this action in the place of the one of its number, and its clock as that needs."""
    before = actions.one(case.actions, action.number)
    return _clocked(replace(case, actions=actions.put(case.actions, action)), before, action, council, day)


def owners(case: Case, clock: Clock) -> tuple[str, ...]:
    """Who owes what this clock runs for: roles, or ids of staff. Two actions may be due on one day."""
    found = (each for each in case.actions if each.status is Status.AGREED and each.due == clock.due)
    return tuple(dict.fromkeys(each.owner for each in found if clock_of(each) == clock.name))


def _clocked(case: Case, before: Action | None, after: Action, council: Council, day: date) -> Case:
    """R649: chased while it is agreed and not done. What was done is late by the day it was done, not noted (X40)."""
    ran = before is not None and before.status is Status.AGREED
    runs = after.status is Status.AGREED
    if runs and not ran:
        return replace(case, clocks=(*case.clocks, clocks.start(council, clock_of(after), day, stated=after.due)))
    if before is None or not ran or (runs and before.due == after.due):
        return case
    if runs:
        return _with(case, before, lambda clock: clocks.agree(clock, after.due, after.reason))
    return _with(case, before, lambda clock: clocks.stop(clock, after.done or day))


def _with(case: Case, action: Action, change: Callable[[Clock], Clock]) -> Case:
    """The case with the action's clock changed: of two that are due on one day either will do."""
    name = clock_of(action)
    place = next(
        at for at, each in enumerate(case.clocks) if (each.name, each.due, each.stopped) == (name, action.due, None)
    )
    return replace(case, clocks=(*case.clocks[:place], change(case.clocks[place]), *case.clocks[place + 1 :]))
