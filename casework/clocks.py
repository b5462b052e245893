"""A running clock: one time limit, with the rule it started under.

A `Clock` is a value. It carries its terms, so that changing a profile never moves a promised date; and the date that
was promised, `due`, which only a person's decision moves later (R411). `recounted` says what the date would be under
today's calendar; `recalculate` is that decision. A date that was in force before is kept, with what ended it.
"""

from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import assert_never

from casework import days
from casework.councils import (
    ClockRule,
    Council,
    CountFrom,
    DayZero,
    ReceiptPolicy,
    Relaxation,
    Unit,
    calendar,
)
from casework.dates import relaxing
from casework.days import Count, Span
from casework.frozen import frozen, replace


@frozen
class Hold:
    """Days that do not count: those after `since`, up to and including `lifted` (R231, R409, R422)."""

    since: date
    why: str = field(repr=False)
    lifted: date | None = None


TO_ASK = frozenset({DayZero.RESPONSE_RECEIVED, DayZero.ADJUDICATION_RECEIVED})
"""Day 0 of the times in which somebody may ask for more: a stricter count (R401) takes none of theirs (R004)."""


class Because(StrEnum):
    """Why a date is no longer the one it was."""

    EXTENDED = "extended"  # R408
    AGREED = "agreed"  # R318, R319
    LIFTED = "lifted"  # R409
    RECOUNTED = "recounted"  # R411


@frozen
class Earlier:
    """A date that was in force before, and what ended it: nothing that was promised is forgotten (R411)."""

    due: date
    ended_by: Because


@frozen
class Relaxed:
    """That times were relaxed on the day it began: by what, and the terms it would have had (R303)."""

    by: Relaxation
    usual: ClockRule


@frozen
class Clock:
    """A time limit that is running, or ran. `due` is the date promised; `began` the moment, if counted in hours.

    `issues` are the numbers of those it runs for; none named: all of its stage's (R231 holds by issue).
    """

    terms: ClockRule
    day_0: date
    due: date
    began: datetime | None = None
    same_day: bool = False
    extended: bool = False
    reason: str = field(default="", repr=False)
    agreed: date | None = None
    holds: tuple[Hold, ...] = ()
    stopped: date | None = None
    issues: frozenset[int] = frozenset()
    earlier: tuple[Earlier, ...] = ()
    relaxed: Relaxed | None = None

    @property
    def name(self) -> str:
        """The clock's name in the rulebook's section 3.1."""
        return self.terms.name


def start(council: Council, name: str, when: date | datetime, *, stated: date | None = None) -> Clock:
    """The clock of that name, running from that event. One counted in hours needs the moment, not the day.

    `stated` is the date in the letter, for the clocks whose length is not ours to set (R346).
    """
    terms = council.clocks[name]
    began = when if isinstance(when, datetime) else None
    day_0 = days.today(when) if isinstance(when, datetime) else when
    if terms.unit is Unit.HOURS and began is None:
        raise ValueError(f"{name} is counted in hours and needs a moment ({terms.rule})")
    if terms.unit is Unit.STATED and stated is None:
        raise ValueError(f"{name} needs the date that was stated ({terms.rule})")
    if _deemed_later(council, terms):
        day_0 = days.on_or_after(day_0, calendar(council, terms.calendar))
    moment = began.astimezone(UTC) if began and terms.unit is Unit.HOURS else None
    return _started(council, name, day_0, moment, stated)


@lru_cache(maxsize=1024)
def _started(council: Council, name: str, day_0: date, began: datetime | None, stated: date | None) -> Clock:
    """What begins on the same day is the same: every mail of a day begins two clocks."""
    terms, by = council.clocks[name], relaxing.in_force(council, name, day_0)
    clock = Clock(
        relaxing.relaxed(terms, by) if by else terms, day_0, stated or day_0, began, agreed=stated,
        same_day=council.choices.count_from is CountFrom.SAME_DAY and terms.day_0 not in TO_ASK,
        relaxed=Relaxed(by, terms) if by else None,
    )  # fmt: skip
    return replace(clock, due=recounted(clock, council))


def extend(clock: Clock, council: Council, reason: str) -> Clock:
    """The clock at its longer length: a total from day 0, never days added on the day of asking (R408)."""
    if clock.terms.extend_to is None:
        raise ValueError(f"{clock.name} has no extension ({clock.terms.rule})")
    longer = replace(clock, extended=True, reason=reason)
    return _moved(longer, recounted(longer, council), Because.EXTENDED)


def agree(clock: Clock, until: date, reason: str) -> Clock:
    """The clock with a date agreed with the person in place of the one it had (R318, R319)."""
    return _moved(replace(clock, agreed=until, reason=reason), until, Because.AGREED)


def furthest(clock: Clock, council: Council) -> date:
    """The last day it may ever reach, extended or not: nobody can be promised a later one (R408)."""
    if clock.terms.extend_to is None or clock.extended:
        return clock.due
    return recounted(replace(clock, extended=True), council)


def hold(clock: Clock, day: date, why: str) -> Clock:
    """The clock suspended: the days used up to and including that day are kept (R409).

    Complaint clocks do not pause; only where its row says so may one be held (R231) or wait for an answer (R422).
    """
    if not (clock.terms.may_hold or clock.terms.pauses):
        raise ValueError(f"{clock.name} ({clock.terms.rule}) is never held (R409)")
    if is_held(clock):
        raise ValueError(f"{clock.name} is held already (R231)")
    return replace(clock, holds=(*clock.holds, Hold(day, why)))


def hold_some(clock: Clock, issues: frozenset[int], among: frozenset[int], day: date, why: str) -> tuple[Clock, ...]:
    """The clock suspended for those issues only (R231): one that goes on for the others, and the one that is held.

    `among` are the issues of its stage. Holding every one that it runs for holds the clock itself.
    """
    mine = runs_for(clock, among)
    if not issues or not issues <= mine:
        raise ValueError(f"{clock.name} runs for issues {sorted(mine)} and cannot be held for {sorted(issues)} (R231)")
    if issues == mine:
        return (hold(clock, day, why),)
    return replace(clock, issues=mine - issues), hold(replace(clock, issues=issues), day, why)


def runs_for(clock: Clock, among: frozenset[int]) -> frozenset[int]:
    """The issues it runs for, of those of its stage."""
    return clock.issues & among if clock.issues else among


def lift(clock: Clock, council: Council, day: date) -> Clock:
    """The clock going on: what was left runs from that day (R409)."""
    if not is_held(clock):
        raise ValueError(f"{clock.name} is not held (R231)")
    *before, last = clock.holds
    going = replace(clock, holds=(*before, replace(last, lifted=max(day, last.since))))
    return _moved(going, recounted(going, council), Because.LIFTED)


def stop(clock: Clock, day: date) -> Clock:
    """The clock stopped on the day the answer went; it is not started again."""
    return replace(clock, stopped=day)


def recalculate(clock: Clock, council: Council) -> Clock:
    """The clock with its due date worked out afresh. Later than was promised, that is a person's decision (R411)."""
    return _moved(clock, recounted(clock, council), Because.RECOUNTED)


def recounted(clock: Clock, council: Council) -> date:
    """The due date under the calendar as it is known now."""
    return clock.agreed or count(clock, council).last


def count(clock: Clock, council: Council) -> Count:
    """How the date comes about: every day counted, and every day skipped with its reason."""
    terms, left_out, kept = clock.terms, _left_out(clock), calendar(council, clock.terms.calendar)
    match terms.unit:
        case Unit.WORKING_DAYS:
            return days.working_days(clock.day_0, limit(clock), kept, same_day=clock.same_day, left_out=left_out)
        case Unit.WORKING_DAYS_BEFORE:
            return days.working_days_before(clock.day_0, limit(clock), kept)
        case Unit.MONTHS:
            return days.months(clock.day_0, limit(clock), kept, left_out=left_out)
        case Unit.MONTHS_COMMENCING:
            return days.months_commencing(clock.day_0, limit(clock))
        case Unit.DAYS_BEGINNING:
            return days.days_beginning(clock.day_0, limit(clock))
        case Unit.HOURS:
            last = days.today(runs_out(clock))
            return days.days_beginning(clock.day_0, (last - clock.day_0).days + 1)
        case Unit.STATED:
            return Count((clock.due,))
        case _:
            assert_never(terms.unit)


def limit(clock: Clock) -> int:
    """The length in force, in the clock's own unit."""
    longer = clock.terms.extend_to if clock.extended else None
    return clock.terms.length if longer is None else longer


def runs_out(clock: Clock) -> datetime:
    """The first moment at which it is late: midnight, London, after the due date (R401, R414); or so many hours on."""
    if clock.began is not None:
        return clock.began + timedelta(hours=limit(clock))
    return days.at(clock.due + days.DAY, time.min)


def is_running(clock: Clock) -> bool:
    """Neither stopped nor held: only then can it be late, and only then is anyone chased."""
    return clock.stopped is None and not is_held(clock)


def is_held(clock: Clock) -> bool:
    """Suspended, and not lifted (R231)."""
    return bool(clock.holds) and clock.holds[-1].lifted is None


def is_overdue(clock: Clock, now: datetime) -> bool:
    """Running, and past its end."""
    return is_running(clock) and now >= runs_out(clock)


def was_late(clock: Clock) -> bool:
    """Stopped after the due date in force."""
    return clock.stopped is not None and clock.stopped > clock.due


def days_left(clock: Clock, council: Council, today: date) -> int:
    """Working days until it is due: 0 on the day, negative when late. While it is held, as it stood then."""
    kept = calendar(council, clock.terms.calendar)
    day = clock.holds[-1].since if is_held(clock) else today
    return days.between(day, clock.due, kept) if day <= clock.due else -days.between(clock.due, day, kept)


def elapsed(clock: Clock, council: Council, day: date) -> int:
    """Working days used by that day: after day 0, up to and including it, less those held (R413)."""
    kept = calendar(council, clock.terms.calendar)
    held = sum(days.between(each.since, min(each.lifted or day, day), kept) for each in clock.holds)
    return days.between(clock.day_0 - days.DAY if clock.same_day else clock.day_0, day, kept) - held


def _deemed_later(council: Council, terms: ClockRule) -> bool:
    """R407: under the stricter policy a receipt on a closed day belongs to the next working day."""
    policy = council.choices.receipt_policy is ReceiptPolicy.DEEMED_NEXT_WD
    counted = terms.unit is Unit.WORKING_DAYS and terms.day_0 is DayZero.RECEIPT
    return policy and counted and not terms.exact_receipt


def _moved(clock: Clock, due: date, because: Because) -> Clock:
    if due == clock.due:
        return clock
    return replace(clock, due=due, earlier=(*clock.earlier, Earlier(clock.due, because)))


def _left_out(clock: Clock) -> tuple[Span, ...]:
    return tuple(Span(each.since, each.lifted, each.why) for each in clock.holds if each.lifted is not None)
