"""What was asked of whom, and whether it can still be answered.

Everybody who got one chase was asked one thing, by every way they have: letters with the same `ask`. Whoever answers
first answers for all (R604).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from casework import clocks, standing
from casework.cases import Case, Decision
from casework.clocks import Clock
from casework.councils import Council, Role, Staff
from casework.frozen import frozen
from casework.letters import Letter, Outgoing
from casework.staff_answers import records

LIKELY = 6
"""How many people are listed at a time (conversations 2.14)."""

MANAGERS = frozenset({Role.RM, Role.TM})
"""Who a reply may be handed to."""

REASONS = {
    "complex": "Complex",
    "advocate_requested": "Advocate asked for",
    "service_pressure": "Not enough staff",
    "other_good_reason": "Another good reason",
}


class Where(StrEnum):
    """From where an answer came."""

    CHAT = "chat"
    LINK = "link"


@frozen
class Given:
    """An answer as it was given: by whom, when, to which letter of ours, by which press or link, and from where.

    `letters` are all that was said to staff about the case.
    """

    by: Staff
    at: datetime
    letter: Letter
    letters: tuple[Outgoing, ...]
    press: str
    where: Where


@frozen
class Limit:
    """The time limit a chase is about, by clock and due day, and the step of its ladder."""

    clock: str
    due: date
    rung: str


def key(clock: Clock, rung: str, time: int, *, again: int = 0) -> str:
    """What is asked, the same for everybody: clock, due day and step (R603); `again` counts times it was put off."""
    return f"chase/{clock.name}/{clock.due.isoformat()}/{rung}/{time}" + (f"/{again}" if again else "")


def limit(ask: str) -> Limit | None:
    """The time limit an ask is about; None if it is about none."""
    parts = ask.split("/")
    if len(parts) not in (5, 6) or parts[0] != "chase" or not parts[2]:
        return None
    return Limit(parts[1], date.fromisoformat(parts[2]), parts[3])


def clock_of(ask: str, case: Case) -> Clock | None:
    """The clock that is asked about, if it still runs to the same day: answered, held or moved, it is not (R604)."""
    about = limit(ask)
    if about is None:
        return None
    return next((each for each in case.clocks if _is(each, about)), None)


def has_moved_on(letter: Letter, case: Case) -> bool:
    """Whether the case is no longer where it was when this was asked."""
    if case.settled:
        return True
    if limit(letter.ask):
        return clock_of(letter.ask, case) is None
    if letter.words in ("staff.more_time_asked", "staff.offered"):
        asked = records.pending(case, letter.ask)
        return asked is None or not still_runs(asked, case)
    if letter.words == "staff.assigned":
        given = [each.at for each in case.decisions if each.facts.get("handler")]
        return any(moment > letter.written for moment in given)
    return False


def still_runs(asked: Decision, case: Case) -> bool:
    """Whether the date that an answer is about is still the one in force; so it is where it is about none."""
    ask = asked.facts.get("ask", "")
    return limit(ask) is None or clock_of(ask, case) is not None


def more_time(case: Case) -> Decision | None:
    """The request for more time that waits for the complaints manager (R274)."""
    asked = [each for each in records.standing(case) if each.move == records.Answer.MORE_TIME]
    waiting = [each for each in asked if records.pending(case, records.name(each)) and still_runs(each, case)]
    return waiting[-1] if waiting else None


def stage_of(clock: Clock, case: Case, council: Council) -> str:
    """The stage whose answer is owed by then, which only a letter proves (R609); empty if something else is owed."""
    found = (at.stage for at in case.stages if clock.name in standing.named("clock", case, at, council))
    return next(found, "")


def reasons(clock: Clock | None, today: date) -> tuple[str, ...]:
    """Why more time may be asked for now: none after the due date, at the limit, or where there is no more (R274)."""
    if clock is None or clock.terms.extend_to is None or clock.extended or today > clock.due:
        return ()
    return clock.terms.reasons or ("other_good_reason",)


def reason(code: str) -> str:
    """A reason as people read it."""
    return REASONS.get(code, code.replace("_", " ").capitalize())


def kept_out(case: Case, council: Council) -> frozenset[str]:
    """Who must have nothing to do with it: whoever is complained of, and their line (R602, X28)."""
    named = case.hidden_from
    return named | {staff.manager for staff in council.staff if staff.id in named and staff.manager}


def likely(case: Case, council: Council, today: date) -> tuple[Staff, ...]:
    """Who could take it: managers who are there, those of the same team first."""
    handler = next((each for each in council.staff if each.id == case.handler), None)
    barred = kept_out(case, council) | {case.handler}
    there = [each for each in council.staff if each.roles & MANAGERS and not each.is_away(today)]
    return tuple(sorted((each for each in there if each.id not in barred), key=partial(_distance, handler)))


def group(ask: str, letters: Iterable[Outgoing]) -> Iterator[Outgoing]:
    """Everything that was said in asking this, to anybody."""
    return (each for each in letters if ask and each.letter.ask == ask)


def root(letter: Letter, letters: Iterable[Outgoing]) -> Letter:
    """The letter with which this reader was first asked, by the same way."""
    to_them = (each.letter for each in group(letter.ask, letters) if each.letter.to == letter.to)
    return min(to_them, key=lambda each: each.written, default=letter)


def _is(clock: Clock, about: Limit) -> bool:
    return clock.name == about.clock and clock.due == about.due and clocks.is_running(clock)


def _distance(handler: Staff | None, other: Staff) -> tuple[bool, str]:
    return (not (handler and handler.teams & other.teams), other.name)
