"""The days a report is about, and the same days in the years before (R806, R428, S28)."""

import re
from datetime import date

from casework import days
from casework.frozen import frozen

QUARTERS = {"Q1": (4, 5, 6), "Q2": (7, 8, 9), "Q3": (10, 11, 12), "Q4": (1, 2, 3)}
"""The quarters of a report year, by their months."""

APRIL = QUARTERS["Q1"][0]
QUARTER_BEGINS = frozenset(months[0] for months in QUARTERS.values())


@frozen
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
        return self.within(QUARTERS[name])

    def within(self, months: tuple[int, ...]) -> "Period":
        """Those of its days that fall in these months, which follow each other: one stretch, where it is about one
        report year, so that the same days are the same period in every report.
        """
        if days.report_year(self.first) != days.report_year(self.last):
            return Period(self.first, self.last, months)
        begins = date(_year(self.first) + (months[0] < APRIL), months[0], 1)
        return Period(max(self.first, begins), min(self.last, days.months_after(begins, len(months)) - days.DAY))

    @property
    def is_year(self) -> bool:
        """Whether it is a whole report year."""
        return days.report_year(self.first) == days.report_year(self.last) and (
            (self.first.month, self.first.day, self.last.month, self.last.day) == (4, 1, 3, 31)
        )

    @property
    def is_quarter(self) -> bool:
        """Whether it is a whole quarter of a report year (R428)."""
        first, after = self.first, self.last + days.DAY
        return (
            not self.months
            and (first.day, after.day) == (1, 1)
            and (first.month in QUARTER_BEGINS and days.months_after(first, 3) == after)
        )

    @property
    def quarter_name(self) -> str:
        """The quarter that it begins in, and its year: Q2 2020-21."""
        name = next(name for name, months in QUARTERS.items() if self.first.month in months)
        return f"{name} {days.report_year(self.first)}"

    @property
    def year(self) -> str:
        """The report year that it ends in, which its column is headed with: 2020-21."""
        return days.report_year(self.last)

    @property
    def says(self) -> str:
        """In words."""
        return f"{in_words(self.first)} to {in_words(self.last)}"


def years(period: Period, count: int) -> tuple[Period, ...]:
    """The period and the same dates in the years before it, the oldest first."""
    return tuple(period.back(ago) for ago in reversed(range(count)))


def so_far(quarter: Period) -> Period:
    """From the first day of its report year to its last day."""
    return Period(date(_year(quarter.first), APRIL, 1), quarter.last)


def quarter_before(quarter: Period) -> Period:
    """The quarter before it."""
    return Period(days.months_after(quarter.first, -3), quarter.first - days.DAY)


def named(text: str) -> Period | None:
    """A report year, `2020-21`, or a quarter of one, `2020-21-Q2`; None for anything else."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(Q[1-4]))?", text)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        return None
    first = date(int(found[1]), APRIL, 1)
    if not found[3]:
        return Period(first, days.months_after(first, 12) - days.DAY)
    begins = days.months_after(first, 3 * list(QUARTERS).index(found[3]))
    return Period(begins, days.months_after(begins, 3) - days.DAY)


def _year(day: date) -> int:
    """In which its report year began."""
    return day.year - (day.month < APRIL)


def in_words(day: date) -> str:
    """1 April 2020."""
    return f"{day.day} {day:%B %Y}"
