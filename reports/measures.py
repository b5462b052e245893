"""The definitions, one function each (R810-R832): which lines a figure counts.

Each takes lines and a period and gives back the lines that count, so that every figure can be traced to its cases.
They are the same for every council.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

from casework.cases import Closure, Outcome
from casework.labels import CategoryB, CategoryD, Sender
from casework.records.ledger import (
    Asked,
    Compliment,
    LearningAction,
    Level,
    Request,
    Restriction,
    Ruling,
    Stage,
    StageLine,
)
from reports.periods import Period

Lines = Sequence[StageLine]
T = TypeVar("T")
Day = Callable[[object], date | None]

RECEIVED: Day = attrgetter("received")
RESPONDED: Day = attrgetter("responded")
CLOSED: Day = attrgetter("closed")
AGREED: Day = attrgetter("agreed")

ANSWERED = (Closure.RESOLVED, Closure.ESCALATED)
UPHELD = (Outcome.UPHELD, Outcome.PARTIALLY_UPHELD)


def during(lines: Iterable[T], day: Day, period: Period) -> list[T]:
    """Those whose day falls in the period. Asked of every line, hundreds of times a report: hence no plainer."""
    first, last, months = period.first, period.last, period.months
    found = [line for line in lines if (on := day(line)) and first <= on <= last]
    return [line for line in found if (on := day(line)) and on.month in months] if months else found


def received(lines: Lines, period: Period) -> Lines:
    """R811: the stage's own beginning falls in the period."""
    return during(lines, RECEIVED, period)


def carried_over(lines: Lines, period: Period) -> Lines:
    """R812: received before the period, and not closed before it."""
    first = period.first
    return [line for line in lines if line.received < first and (line.closed is None or line.closed >= first)]


def resolved(lines: Lines, period: Period) -> Lines:
    """R813: ended in the period by an answer, or escalated without one. With the Ombudsman every end counts."""
    ended = during(lines, CLOSED, period)
    return [line for line in ended if line.stage is Stage.OMBUDSMAN or line.closure in ANSWERED]


def escalated(lines: Lines, period: Period) -> Lines:
    """R813: those of them that were never answered."""
    return [line for line in resolved(lines, period) if line.closure is Closure.ESCALATED]


def outside_scope(lines: Lines, period: Period) -> Lines:
    """R814."""
    return _closed_as(Closure.OUTSIDE_SCOPE, lines, period)


def not_pursued(lines: Lines, period: Period) -> Lines:
    """R815: withdrawn, or no more was heard."""
    return _closed_as(Closure.NOT_PURSUED, lines, period)


def _closed_as(closure: Closure, lines: Lines, period: Period) -> Lines:
    found = [line for line in lines if line.closure is closure and line.stage is not Stage.OMBUDSMAN]
    return during(found, CLOSED, period)


def open_at_end(lines: Lines, period: Period) -> Lines:
    """Received by the last day and not closed by then: what R816's sum must come to."""
    last = period.last
    return [line for line in lines if line.received <= last and (line.closed is None or line.closed > last)]


def answered(lines: Lines, period: Period) -> Lines:
    """R822, R823, S4: the answer is dated in the period, however the line was closed."""
    return during(lines, RESPONDED, period)


def with_outcome(lines: Lines) -> Lines:
    """S9: those for which somebody recorded what was found."""
    return [line for line in lines if line.outcome]


def found(outcome: Outcome, lines: Lines) -> Lines:
    """R357."""
    return [line for line in lines if line.outcome is outcome]


def upheld(lines: Lines) -> Lines:
    """R817: upheld or partially upheld."""
    return [line for line in lines if line.outcome in UPHELD]


def main_category(line: StageLine) -> CategoryB | None:
    """R820: one a line; where several issues need answers it is the quality of service (B 3.15)."""
    if len(line.category_b) > 1:
        return CategoryB.QUALITY
    return line.category_b[0] if line.category_b else None


def with_theme(lines: Lines, theme: CategoryD | None = None) -> Lines:
    """S17: those with that theme, or with any."""
    return [line for line in lines if (theme in line.category_d if theme else line.category_d)]


def formal(lines: Lines, period: Period) -> Lines:
    """S11: Stage 1, and said to be formal."""
    return received([line for line in lines if line.stage is Stage.STAGE1 and line.formal], period)


def informal(lines: Lines, period: Period) -> Lines:
    """S11: a representation, and said not to be formal."""
    here = [line for line in lines if line.stage is Stage.REPRESENTATION and line.formal is False]
    return received(here, period)


def ruled(lines: Lines, period: Period) -> Lines:
    """R826, S12: what the Ombudsman decided in the period."""
    return during([line for line in lines if line.stage is Stage.OMBUDSMAN], CLOSED, period)


def ruled_as(ruling: Ruling, lines: Lines, period: Period) -> Lines:
    """S12: and how."""
    return [line for line in ruled(lines, period) if line.ombudsman is ruling]


def young_people_in_care(lines: Lines) -> Lines:
    """R829, S14: complaints and representations that young people in care made, alone or through an advocate."""
    return [line for line in lines if line.child_in_care and line.sender is Sender.YOUNG_PERSON]


def from_sender(sender: Sender | None, lines: Lines) -> Lines:
    """R828: whose complaint it is, whoever wrote it (S13)."""
    return [line for line in lines if line.sender is sender]


def with_payment(lines: Lines, period: Period) -> Lines:
    """S22: the Ombudsman's decisions of the period that cost something."""
    return [line for line in ruled(lines, period) if line.payment]


def payments(lines: Lines) -> Decimal:
    """S22: what they cost."""
    return sum((line.payment or Decimal() for line in lines), Decimal())


def with_fee(lines: Lines, period: Period) -> Lines:
    """S22: what closed in the period and was investigated for a fee."""
    return during([line for line in lines if line.fee], CLOSED, period)


def fees(lines: Lines) -> Decimal:
    """S22: what the investigators were paid."""
    return sum((line.fee or Decimal() for line in lines), Decimal())


def learning_points(actions: Iterable[LearningAction], period: Period) -> Sequence[LearningAction]:
    """R831: agreed in the period, for more than one case."""
    return [each for each in during(actions, AGREED, period) if each.level in (Level.TEAM, Level.SERVICE)]


def compliments(messages: Iterable[Compliment], period: Period) -> Sequence[Compliment]:
    """R832: by message, however many teams it praises."""
    return during(messages, RECEIVED, period)


def requests(every: Iterable[Request], period: Period, *kinds: Asked) -> Sequence[Request]:
    """S21: received in the period."""
    return [each for each in during(every, RECEIVED, period) if not kinds or each.kind in kinds]


def requests_answered(every: Iterable[Request], period: Period) -> Sequence[Request]:
    """S21: answered in the period."""
    return during(every, RESPONDED, period)


def in_time(every: Iterable[Request]) -> Sequence[Request]:
    """S21: not after they were due."""
    return [each for each in every if each.due and each.responded and each.responded <= each.due]


def restricted_on(every: Iterable[Restriction], period: Period) -> Sequence[Restriction]:
    """S20: in force on the period's last day."""
    day = period.last
    begun = [each for each in every if each.start and each.start <= day]
    return [each for each in begun if each.end is None or each.end >= day]
