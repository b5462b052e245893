"""MOVES: every step a case can take, one row each (R360-R399). Only a decision moves a case (R002, R003).

The rows stand in the files of this folder, by what they are about, in the order in which the desk offers them.
"""

from collections.abc import Collection

from casework.cases import Case, StageRow, issues, stage
from casework.councils import Council, Course, Role
from casework.moves import (
    appointing,
    asking,
    breaches,
    dates,
    elsewhere,
    ending,
    further,
    handing,
    holding,
    learning,
    local,
    marking,
    ombudsman,
    people,
    planning,
    raising,
    representing,
    requests,
    restricting,
    stage2,
    stage3,
)
from casework.moves.rows import DECIDER, Move
from casework.standing import courses, waiting

GROUPS: tuple[tuple[str, tuple[Move, ...]], ...] = (
    (
        "This stage",
        (
            *local.ROWS,
            *stage2.ROWS,
            *stage3.ROWS,
            *further.ROWS,
            *representing.ROWS,
            *planning.ROWS,
            *requests.ROWS,
            *elsewhere.ROWS,
            *breaches.ROWS,
            *ombudsman.ROWS,
        ),
    ),
    ("What only a person decides", (*asking.ROWS, *holding.ROWS, *restricting.ROWS)),
    ("What the case is about", (*raising.ROWS, *marking.ROWS, *dates.ROWS)),
    ("Whose complaint it is, and who acts for them", people.ROWS),
    ("Who works on it", (*handing.ROWS, *appointing.ROWS)),
    ("What comes of it", learning.ROWS),
    ("Ending it, or beginning again", ending.ROWS),
)
"""The rows as the desk offers them, under the headings of a page."""

MOVES: tuple[Move, ...] = tuple(row for _, rows in GROUPS for row in rows)

BY_NAME = {row.name: row for row in MOVES}


def allowed(case: Case, council: Council, roles: Collection[str]) -> tuple[tuple[Move, StageRow], ...]:
    """The moves that somebody holding these roles may choose now, each with the stage it is about, in the order of
    the table.
    """
    return tuple(
        (row, at)
        for row in MOVES
        for at in case.stages
        if at is stage(case, at.stage) and fits(row, case, at, council)
        if decider(row, council.procedures[at.course], roles)
    )


def fits(row: Move, case: Case, at: StageRow, council: Council) -> bool:
    """Whether the row follows from where this stage of the case stands."""
    return (
        at.state in row.since
        and (not row.whole or at is case.current)
        and (not row.stages or at.stage in row.stages)
        and (not row.steps or at.step in row.steps)
        and (not row.kinds or council.procedures[at.course].kind in row.kinds)
        and (not row.courses or bool(row.courses & courses(case, at, council)))
        and (row.when is None or row.when(case, at, council))
    )


def decider(row: Move, course: Course, roles: Collection[str]) -> str:
    """The role in which somebody who holds these may choose the row; empty if they may not."""
    may = row.by | set(course.deciders) if DECIDER in row.by else row.by
    return next((role for role in roles if role in may), "")


def deciders(row: Move, course: Course, council: Council) -> tuple[str, ...]:
    """Who decides it, in words."""
    may = (row.by - {DECIDER}) | (set(course.deciders) if DECIDER in row.by else set())
    return tuple(sorted(council.roles.get(Role(each), each) if each in set(Role) else each for each in may))


def needs(row: Move, case: Case, at: StageRow | None) -> tuple[str, ...]:
    """The facts the row must be given here: those asked of each issue, once for each that does not wait (R231)."""
    there = issues(case, at) if at else case.issues
    numbers = [each.number for each in there if each.number not in waiting(case)]
    return tuple(
        f"{name[:-1]}{number}" if name.endswith("#") else name
        for name in row.needs
        for number in (numbers if name.endswith("#") else (0,))
    )
