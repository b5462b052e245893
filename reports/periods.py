"""The days a report is about, and the same days in the years before (R806, R428, S28)."""

from dataclasses import dataclass
from datetime import date

from casework import days

QUARTERS = {"Q1": (4, 5, 6), "Q2": (7, 8, 9), "Q3": (10, 11, 12), "Q4": (1, 2, 3)}
"""The quarters of a report year, by their months."""


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both of them in it; with `months`, only the days that fall in those."""

    first: date
    last: date
    months: tuple[int, ...] = ()

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last and (not self.months or day.month in self.months)

    def back(self, years: int) -> "Period":
        """The same dates so many years before."""
        first, last = (days.months_after(day, -12 * years) for day in (self.first, self.last))
        return Period(first, last, self.months)

    def quarter(self, name: str) -> "Period":
        """Those of its days that fall in a quarter of the report year."""
        return Period(self.first, self.last, QUARTERS[name])

    @property
    def is_year(self) -> bool:
        """Whether it is a whole report year."""
        return days.report_year(self.first) == days.report_year(self.last) and (
            (self.first.month, self.first.day, self.last.month, self.last.day) == (4, 1, 3, 31)
        )

    @property
    def year(self) -> str:
        """The report year that it ends in, which its column is headed with: 2020-21."""
        return days.report_year(self.last)

    @property
    def says(self) -> str:
        """In words."""
        return f"{_said(self.first)} to {_said(self.last)}"


def years(period: Period, count: int) -> tuple[Period, ...]:
    """The period and the same dates in the years before it, the oldest first."""
    return tuple(period.back(ago) for ago in reversed(range(count)))


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
