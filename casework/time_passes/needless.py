"""What makes a rung of a ladder needless: the `unless` of its row, one small question each (section 6).

`chase` asks before it writes, `duties` before it lists. A row that names a fact nobody knows is an error at once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from casework import days
from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact
from casework.councils import Role

FROM_WORDS = frozenset({"contacted"})
"""What is read from what was said; all others from the case itself."""

GREETINGS = ("email.ack_", "bot.human_hello")
"""Letters by which a person has been in touch (R621)."""


def holds(unless: str, about: Case | Contact, clock: Clock, now: datetime, *, fell_due: datetime) -> bool:
    """Whether the fact that makes a rung needless is so; or was, when the rung fell due."""
    return bool(unless) and FACTS[unless](about, clock, now, fell_due)


def _contacted(about: Case | Contact, clock: Clock, now: datetime, fell_due: datetime) -> bool:
    del clock, now, fell_due
    return any(each.words.startswith(GREETINGS) for each in about.said)


def _extended(about: Case | Contact, clock: Clock, now: datetime, fell_due: datetime) -> bool:
    del about, now, fell_due
    return clock.extended


def _holding_letter_sent(about: Case | Contact, clock: Clock, now: datetime, fell_due: datetime) -> bool:
    """R612: an apology quiets the chase for one until the next is owed."""
    del fell_due
    if not isinstance(about, Case):
        return False
    sent = [decision.at for decision in about.decisions if decision.move.startswith("apologise")]
    return any(days.today(moment) >= clock.due for moment in sent) and max(sent) <= now


def _investigators_appointed(about: Case | Contact, clock: Clock, now: datetime, fell_due: datetime) -> bool:
    """R323: an investigating officer and an independent person, both."""
    del clock, now, fell_due
    return isinstance(about, Case) and {Role.IO, Role.IP} <= _serving(about)


def _statement_not_out(about: Case | Contact, clock: Clock, now: datetime, fell_due: datetime) -> bool:
    """R326: nobody is reminded of a statement they have not been sent; one sent later waits for the next reminder."""
    del clock, now
    sent = (each.at for each in (about.decisions if isinstance(about, Case) else ()) if each.move == "send_statement")
    return not any(moment <= fell_due for moment in sent)


def _panel_date_set(about: Case | Contact, clock: Clock, now: datetime, fell_due: datetime) -> bool:
    del clock, now, fell_due
    return any(each.name == "s3_papers" for each in about.clocks)


def _serving(case: Case) -> frozenset[Role]:
    return frozenset(each.role for each in case.appointments if each.ended is None)


FACTS: Mapping[str, Callable[[Case | Contact, Clock, datetime, datetime], bool]] = {
    "contacted": _contacted,
    "extended": _extended,
    "holding_letter_sent": _holding_letter_sent,
    "investigators_appointed": _investigators_appointed,
    "statement_not_out": _statement_not_out,
    "panel_date_set": _panel_date_set,
}
