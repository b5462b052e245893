"""How long it took: RB14; and what of Stage 1 was answered in time, in a longer agreed time, and late (R802)."""

from collections import Counter
from collections.abc import Callable

from casework.labels import Procedure
from casework.records.ledger import Stage
from reports import measures
from reports.book import Book
from reports.figures import UNKNOWN, Count, Mean, Percent
from reports.measures import Lines
from reports.periods import Period
from reports.tables.shape import Row, Sum, Table, count, key, percent, total
from reports.tables.words import plain

STATUTORY, CORPORATE = "Stage 1 statutory", "Stage 1 corporate"
IN_TIME, LONGER, LATE = "In time", "In an agreed longer time", "Late"
WITHIN, OVER = 20, 15
"""R824: what B measures the statutory and the corporate Stage 1 against."""


def taken(book: Book) -> Table:
    """RB14."""
    period = book.period
    statutory = [line for line in book.at(Stage.STAGE1) if line.procedure is Procedure.STATUTORY]
    corporate = [line for line in book.at(Stage.STAGE1) if line.procedure is Procedure.CORPORATE]
    second = [line for line in book.at(Stage.STAGE2) if line.procedure is Procedure.STATUTORY]  # S23
    winter = period.within((10, 11, 12, 1, 2, 3))
    late = book.overdue(measures.answered(statutory, winter))
    concluded = count(measures.resolved(second, period), "Resolved", "stage2_statutory", period=period)
    answers = {name: answered(book, lines, name) for name, lines in ((STATUTORY, statutory), (CORPORATE, corporate))}
    return Table(
        "RB14",
        "How long it took",
        ("Measure", "Value"),
        (
            Row(f"{STATUTORY}: Mean working days", (mean(book, statutory, period),)),
            Row(f"{STATUTORY}: % within 20", (_share(book, statutory, "within", lambda took: took <= WITHIN),)),
            Row(
                f"{STATUTORY}: Outside agreed timescale in Q3-Q4",
                (count(late, "overdue", "stage1_statutory", period=winter),),
            ),
            *answers[STATUTORY],
            Row(f"{CORPORATE}: Mean working days", (mean(book, corporate, period),)),
            Row(f"{CORPORATE}: % over 15", (_share(book, corporate, "over", lambda took: took > OVER),)),
            *answers[CORPORATE],
            Row("Stage 2: Concluded", (concluded,)),
            Row("Stage 2: Mean working days", (mean(book, second, period),)),
            Row("Stage 3: Working days to panel", (mean(book, book.at(Stage.STAGE3), period),)),
        ),
        f"complaints answered, {period.says}; Stage 2 is the statutory procedure's",
        (
            "Working days after the day it was received, or for Stage 2 after the statement was agreed.",
            *_why_longer(book),
        ),
        _relaxed(book, statutory, corporate),
        (
            _add_up(answers[STATUTORY], STATUTORY, "within", period),
            _add_up(answers[CORPORATE], CORPORATE, "over", period),
        ),
    )


def answered(book: Book, lines: Lines, name: str) -> tuple[Row, ...]:
    """R802, R822: of what was answered, how much in the ordinary time, in a longer one that was agreed, and late; and
    beside it what is open and late on the last day.
    """
    period = book.period
    found = measures.answered(lines, period)
    late = book.overdue(found)
    too_late = set(map(id, late))
    in_time = [line for line in found if id(line) not in too_late]
    longer = [line for line in in_time if book.took_longer(line)]
    longer_ids = set(map(id, longer))
    ordinary = [line for line in in_time if id(line) not in longer_ids]
    still = [line for line in measures.open_at_end(lines, period) if book.is_late_on(line, book.until)]
    rows = {IN_TIME: ordinary, LONGER: longer, LATE: late, "Open and late at the end": still}
    return tuple(
        Row(f"{name}: {how}", (count(each, "in time", name, how, period=period),)) for how, each in rows.items()
    )


def _add_up(rows: tuple[Row, ...], name: str, share: str, period: Period) -> Sum:
    """The three add to what was answered, which is what the percentage of the same lines is counted of."""
    cells = [cell for row in rows[:3] for cell in row.cells if isinstance(cell, Count)]
    whole = Count(sum(cell.number for cell in cells), key("answered", share, "base", period=period))
    return total(f"{name}: in time, in a longer time and late add to what was answered", cells, whole)


def _why_longer(book: Book) -> tuple[str, ...]:
    """B 6.7: why Stage 2 took longer, the commonest first; how often stands in no public report."""
    given = Counter(
        each.reason
        for each in book.beyond.longer
        if each.stage is Stage.STAGE2 and each.agreed in book.period and each.reason
    )
    if not given:
        return ("No case handled here was given more time at Stage 2.",)
    said = "; ".join(plain(reason).lower() for reason, _ in sorted(given.items(), key=lambda each: (-each[1], each[0])))
    return (f"Why Stage 2 was given more time: {said}.",)


def _relaxed(book: Book, *groups: Lines) -> tuple[str, ...]:
    """R303: where time limits were relaxed, how many were late by them, and how many in ordinary times."""
    lines = [line for group in groups for line in measures.answered(group, book.period)]
    ordinary = book.overdue(lines)
    relaxed = [line for line in lines if (due := book.relaxed_due(line)) and line.responded and line.responded > due]
    if len(relaxed) == len(ordinary) and all(book.relaxed_due(line) == book.due(line) for line in lines):
        return ()
    late = f"{len(relaxed)} of {len(lines)} were late by the relaxed limits, {len(ordinary)} by the ordinary ones."
    return (f"Time limits were relaxed for some of these: {late}",)


def mean(book: Book, lines: Lines, period: Period) -> Mean:
    """R823."""
    took = [(line, days) for line in measures.answered(lines, period) if (days := book.elapsed(line)) is not None]
    missing = "" if took else _why_none(lines, period)
    return Mean(sum(days for _, days in took), len(took), missing, [line for line, _ in took])


def _share(book: Book, lines: Lines, name: str, fits: Callable[[int], bool]) -> Percent:
    """R824: of those answered, the share that took so long."""
    answered = measures.answered(lines, book.period)
    took = [(line, days) for line in answered if (days := book.elapsed(line)) is not None]
    part = [line for line, days in took if fits(days)]
    return percent(part, took, "answered", name, period=book.period, missing=_why_none(lines, book.period))


def _why_none(lines: Lines, period: Period) -> str:
    """S10: lines that were resolved with no date of an answer are unknown; no lines are none."""
    return UNKNOWN if measures.resolved(lines, period) else ""
