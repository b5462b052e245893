"""A council's spreadsheet line becomes a real case: open it is chased, closed it can be reopened and taken further.

Only what the lines say is put in it. Nobody can be written to until a person types in who they are; a stage that is
over has no clocks but, while it lasts, the time to ask for more.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import zip_longest

from casework import clocks, days, standing
from casework.cases import OMBUDSMAN, Case, Issue, StageRow, State
from casework.clocks import Clock
from casework.councils import ClockRule, Council, Course, Unit, courses_for
from casework.councils.courses import Stage as Row
from casework.councils.courses import stage as row_of
from casework.days import CalendarEnds
from casework.frozen import replace
from casework.labels import Kind, Procedure, Sender, Service
from casework.messages import Address, Channel
from casework.people import Part, Person
from casework.records.entries import RULINGS
from casework.records.ledger import Ruling, Stage, StageLine

MARK = "imported"
"""What marks a case that came with a spreadsheet."""

IN_AN_ADDRESS = re.compile(r"[^\x00-\x1f?#%\\]{1,64}")
"""References that can stand in a page's address as they are."""

SAID = "as the spreadsheet says"
NOBODY = Address(Channel.IN_PERSON, "")


def case_of(lines: Sequence[StageLine], council: Council, now: datetime) -> Case | None:
    """The case that these lines are about, oldest stage first; None where they do not say enough to handle it: no
    reference, no procedure, or no stage that a procedure here has.
    """
    placed = [(line, *found) for line in sorted(lines, key=_order) if (found := _place(line, council))]
    if not placed or not IN_AN_ADDRESS.fullmatch(lines[0].case):
        return None
    first, last = placed[0][0], placed[-1][0]
    received = days.at(first.received, time(12))
    case = Case(
        reference=first.case,
        council=council.name,
        contact="",
        kind=placed[0][1].kind,
        procedure=first.procedure or Procedure.NONE,
        received=received,
        opened=received,
        people=tuple(_people(last)),
        issues=tuple(_issues(last)),
        handler="",
        officer="",
        stages=tuple(_row(*each) for each in placed),
        marks=frozenset({MARK}),
    )
    case = replace(
        case, clocks=tuple(clock for line, _, there in placed for clock in _clocks(case, line, there, council))
    )
    return replace(case, wake_at=None if case.finished else now)  # the next sweep works out when it matters


def _order(line: StageLine) -> tuple[date, int]:
    return line.received, list(Stage).index(line.stage)


def _place(line: StageLine, council: Council) -> tuple[Course, Row] | None:
    """The course and the stage that a line is at here, if there is one."""
    if line.stage is Stage.OMBUDSMAN:
        course = council.procedures[OMBUDSMAN]
        return course, course.stages[0]
    kind = Kind.REPRESENTATION if line.stage is Stage.REPRESENTATION else Kind.COMPLAINT
    courses = courses_for(council, kind, line.procedure) if line.procedure else ()
    found = ((course, row_of(course, line.stage.value)) for course in courses)
    return next(((course, row) for course, row in found if row), None)


def _people(line: StageLine) -> Iterator[Person]:
    yield Person(NOBODY, line.sender or Sender.UNKNOWN)
    if line.via_advocate:
        yield Person(NOBODY, Sender.ADVOCATE, part=Part.ADVOCATE)


def _issues(line: StageLine) -> Iterator[Issue]:
    """One, or as many as the line names categories for."""
    service = line.service[0] if line.service else Service.UNKNOWN
    pairs = list(zip_longest(line.category_b, line.category_d, line.service[1:])) or [(None, None, None)]
    for number, (category_b, category_d, _) in enumerate(pairs, 1):
        yield Issue(
            number=number,
            text=line.subject if number == 1 else "",
            procedure=line.procedure or Procedure.NONE,
            service=line.service[number - 1] if number <= len(line.service) else service,
            category_b=category_b,
            category_d=category_d,
            outcome=line.outcome,
        )


def _row(line: StageLine, course: Course, there: Row) -> StageRow:
    state = State.CLOSED if line.closed else State.RESPONDED if line.responded else State.OPEN
    ended = next((step for step, ruling in RULINGS.items() if ruling is line.ombudsman), there.step)
    ruled = line.ombudsman not in (None, Ruling.OPEN)
    return StageRow(
        stage=there.name,
        course=course.name,
        state=state,
        received=line.received,
        day_0=line.day_0 or line.received,
        step=ended if ruled else there.step if state is State.OPEN else "",
        responded=line.responded,
        closed=line.closed,
        closure=line.closure,
    )


def _clocks(case: Case, line: StageLine, there: Row, council: Council) -> Iterator[Clock]:
    """The time limit on an answer that is owed; the time to ask for more after one that was given."""
    row = next(each for each in case.stages if each.stage == there.name)
    if line.closed:
        return
    names = (there.window,) if line.responded else standing.named("clock", case, row, council)
    for name in filter(None, names):
        try:
            yield from _counted(council.clocks[name], line, council)
        except CalendarEnds:
            return  # so long ago that no calendar here knows its days: it stands among the open ones, without a date


def _counted(terms: ClockRule, line: StageLine, council: Council) -> Iterator[Clock]:
    if line.responded:
        yield clocks.start(council, terms.name, line.responded)
        return
    day_0 = line.day_0 or line.received
    if terms.unit is Unit.STATED:
        if line.agreed_due:
            yield clocks.start(council, terms.name, day_0, stated=line.agreed_due)
        return
    clock = clocks.start(council, terms.name, days.at(day_0, time(12)) if terms.unit is Unit.HOURS else day_0)
    if line.extended and terms.extend_to:
        clock = clocks.extend(clock, council, SAID)
    yield clocks.agree(clock, line.agreed_due, SAID) if line.agreed_due else clock
