"""What was learnt, and what the service will change: RB12, RB20."""

from casework.records.ledger import LearningAction, Level, Stage, Status
from reports import measures
from reports.book import Book
from reports.figures import UNKNOWN
from reports.periods import Period
from reports.tables.shape import INSIDE_ONLY, Row, Sum, Table, count, counted, total
from reports.tables.words import STAGES, plain


def by_stage(book: Book) -> Table:
    """RB12."""
    period = book.period
    agreed = measures.during(book.ledger.learning, measures.AGREED, period)
    stages: list[Stage | None] = [*Stage, *([None] if any(each.stage is None for each in agreed) else [])]
    statuses: list[Status | None] = [*Status, *([None] if any(each.status is None for each in agreed) else [])]
    rows = []
    for stage in stages:
        here = [each for each in agreed if each.stage is stage]
        by_status = [
            count([each for each in here if each.status is status], "actions", str(stage), str(status), period=period)
            for status in statuses
        ]
        rows.append(Row(STAGES[stage], (*by_status, count(here, "actions", str(stage), period=period))))
    heads = (*(plain(status) if status else UNKNOWN for status in statuses), "Total")
    return Table(
        "RB12",
        "Learning and actions, by stage",
        ("Stage", *heads),
        tuple(rows),
        f"actions agreed, {period.says}",
        (INSIDE_ONLY,),
        tuple(f"{STAGES[each.stage]}: {_said(each)}" for each in agreed if each.text),
        tuple(_actions_add(row) for row in rows),
    )


def _actions_add(row: Row) -> Sum:
    *statuses, whole = (counted(row, at) for at in range(len(row.cells)))
    return total(f"{row.label}: the statuses of the actions add to the total", statuses, whole)


def plan(book: Book) -> Table:
    """RB20: what the whole service agreed to change, and what was still open when the period began."""
    period = book.period
    ours = [each for each in book.ledger.learning if each.level is Level.SERVICE and each.agreed]
    planned = [each for each in ours if each.agreed in period or _was_open(each, period)]
    states = {status: [each for each in planned if each.status is status] for status in (*Status, None)}
    cells = {status: count(found, "plan", str(status), period=period) for status, found in states.items()}
    whole = count(planned, "plan", period=period)
    rows = [Row(plain(status) if status else UNKNOWN, (cell,)) for status, cell in cells.items()]
    return Table(
        "RB20",
        "How the service will develop",
        ("Progress", "Actions"),
        (*rows, Row("Total", (whole,))),
        f"actions for the whole service agreed {period.says}, and those agreed before and not done",
        (INSIDE_ONLY,),
        tuple(map(_said, planned)),
        (total("the plan's actions add to their total", cells.values(), whole),),
    )


def _was_open(action: LearningAction, period: Period) -> bool:
    before = action.agreed is not None and action.agreed < period.first
    return before and action.status in (Status.PROPOSED, Status.AGREED)


def _said(action: LearningAction) -> str:
    """An action in words, for inside."""
    status = plain(action.status).lower() if action.status else UNKNOWN.lower()
    due = f", due {action.due.day} {action.due:%B %Y}" if action.due else ""
    reason = f": {action.reason}" if action.reason else ""
    return f"{action.text} ({status}{due}{reason})"
