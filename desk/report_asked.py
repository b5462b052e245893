"""Which report is asked for: a report year, a quarter of one or any days; for readers inside or for everybody; and what
stands beside it. All of it stands in the address, so that a colleague can be sent there.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from starlette.datastructures import FormData, QueryParams, UploadFile

from casework import days
from casework.frozen import frozen, replace
from desk import fields
from desk.fields import Field, Filled, Sort
from reports.periods import QUARTERS, Period, named
from store.published import Report

YEARS = 10
"""How many report years are offered. *Taste.*"""

LONGEST = timedelta(days=366 * 3)
"""A report about more than that is a mistake in typing. *Taste.*"""

INSIDE, EVERYBODY = "inside", "everybody"
EXACT_BESIDE = "That report is internal: its numbers would stand in a public one. Choose another, or none."


@frozen
class Asked:
    """One report as it was asked for. `beside` is the number of the report to set beside it; 0: none."""

    period: Period
    public: bool
    beside: int
    fields: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """What stands in the address for it."""
        return urlencode(self.fields)


def form(today: date, kept: Sequence[Report]) -> tuple[Field, ...]:
    """What is asked."""
    return (
        Field("period", "Which year or quarter?", Sort.ONE, "Or leave it empty and give the days.",
              choices=tuple(_periods(today))),
        Field("reader", "Who reads it?", Sort.ONE, needed="Choose who reads it.",
              choices=((INSIDE, "People inside: exact numbers"), (EVERYBODY, "Everybody: small numbers are hidden"))),
        Field("beside", "Set another report beside it", Sort.ONE,
              choices=tuple((str(each.number), name_of(each)) for each in kept)),
        Field("from", "From", Sort.DATE, "Only for other days. For example 1 4 2026"),
        Field("to", "To", Sort.DATE, "Only for other days."),
    )  # fmt: skip


def read(given: FormData | QueryParams, today: date, kept: Sequence[Report]) -> tuple[Filled, Asked | None]:
    """What was asked for, if it can be made."""
    values: list[tuple[str, str | UploadFile]] = list(given.multi_items())
    asked = form(today, kept)
    filled = fields.read(FormData(values), asked)
    typed = filled.typed
    period = named(typed["period"]) if typed["period"] else _days(typed["from"], typed["to"])
    wrong = dict(filled.wrong)
    if period is None:
        wrong.setdefault("period", "Choose a year or a quarter, or give two days, the earlier first.")
    beside = next((each for each in kept if str(each.number) == typed["beside"]), None)
    public = typed["reader"] == EVERYBODY
    if beside and public and not beside.public:
        wrong["beside"] = EXACT_BESIDE
    filled = replace(filled, wrong=wrong)
    if period is None or filled.refused:
        return filled, None
    given_by = tuple((name, value) for name, value in typed.items() if value and name not in ("from", "to"))
    return filled, Asked(period, public, beside.number if beside else 0, given_by)


def name_of(report: Report) -> str:
    """A report in a list."""
    kind = "" if not report.ours else ", public" if report.public else ", internal"
    return (
        f"{report.says.get('title') or report.whose}, {Period(report.first, report.last).says}{kind} ({report.number})"
    )


def _days(first: str, last: str) -> Period | None:
    if not first or not last:
        return None
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    return period if timedelta(0) <= period.last - period.first <= LONGEST else None


def _periods(today: date) -> list[tuple[str, str]]:
    """The newest first; what is not over yet says so."""
    found = []
    for ago in range(YEARS):
        year = days.report_year(days.months_after(today, -12 * ago))
        for name in (year, *(f"{year}-{quarter}" for quarter in reversed(QUARTERS))):
            period = named(name)
            if period and period.first <= today and (ago < 2 or name == year):
                still = "" if period.last < today else ", not over yet"
                found.append((name, f"{'Year' if name == year else name[-2:] + ' of'} {year}{still}"))
    return found
