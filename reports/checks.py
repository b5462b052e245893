"""The sums that must hold before a report is published (R816). One that does not is said with its numbers."""

from collections.abc import Iterable, Iterator

from casework.frozen import frozen
from casework.records.ledger import StageLine
from reports.book import OTHER, Book, row_of
from reports.figures import Percent
from reports.tables import Sum, Table, stages

RATES = ("RB8",)
NAMED = 20
"""How many lines at fault are named. *Taste.*"""


@frozen
class Check:
    """One thing that must be so, and whether it is; and if not `why`: its numbers, or the cases at fault."""

    rule: str
    says: str
    holds: bool
    why: str = ""

    @property
    def whole(self) -> str:
        """What must be so, and why it is not."""
        return f"{self.says} ({self.why})" if self.why else self.says


def checks(book: Book, tables: Iterable[Table]) -> tuple[Check, ...]:
    """All of them."""
    every = tuple(tables)
    return (*_balances(book), _counted(book), *_shares(every), *(_adds(each) for table in every for each in table.sums))


def _balances(book: Book) -> Iterator[Check]:
    """R816: each row of Table 1, and its total, come to what is open at the end."""
    for label, worked_out, found in stages.forward_counted(book):
        holds = worked_out.number == found.number
        says = f"Table 1, {label}: what is carried forward is what is open at the end"
        why = f"worked out {worked_out.number}, counted {found.number}; {_at_fault(book, label)}"
        yield Check("R816", says, holds, why="" if holds else why)


def _at_fault(book: Book, label: str) -> str:
    """The lines that upset the sum: ended, and nobody said how."""
    names = {words: name for name, words in (*stages.STAGES, (OTHER, stages.OTHER_SAYS))}
    row = names.get(label)
    ended = [line for line in book.ledger.stages if line.closed in book.period and line.closure is None]
    found = [line for line in ended if row_of(line) == row or (row is None and row_of(line) != OTHER)]
    return f"closed without a closure: {_named(found)}" if found else "no line says why"


def _named(lines: list[StageLine]) -> str:
    names = [f"{line.case or 'a line without a case'} {line.stage}" for line in lines[:NAMED]]
    return ", ".join(names) + (f" and {len(lines) - NAMED} more" if len(lines) > NAMED else "")


def _counted(book: Book) -> Check:
    """R413: every answer's days can be counted."""
    lost = list(book.uncounted())
    why = f"outside the calendar: {_named(lost)}" if lost else ""
    return Check("R413", "every answer's working days can be counted", not lost, why)


def _shares(tables: Iterable[Table]) -> Iterator[Check]:
    """R818: shares of a whole add to 100; R819: no part is more than its base, but where it is a rate of other lines
    (R830: more may go on to Stage 2 in a quarter than come to Stage 1).
    """
    for table in tables:
        percents = [cell for row in table.rows for cell in row.cells if isinstance(cell, Percent)]
        if percents and table.name not in RATES:
            yield Check("R819", f"{table.name}: no part is more than its base", all(_fits(each) for each in percents))
        if table.name == "RB6":
            first = [row.cells[1] for row in table.rows if row.label != "Total"]
            shares = [cell.whole or 0 for cell in first if isinstance(cell, Percent)]
            has_any = any(cell.base for cell in first if isinstance(cell, Percent))
            yield Check("R818", "RB6: the categories' shares add to 100", sum(shares) == (100 if has_any else 0))


def _fits(share: Percent) -> bool:
    return 0 <= share.part <= share.base


def _adds(each: Sum) -> Check:
    why = f"{sum(part.number for part in each.parts)} against {each.whole.number}"
    return Check(each.rule, each.says, each.holds, why="" if each.holds else why)
