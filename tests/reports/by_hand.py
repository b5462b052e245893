"""Every table worked out a second time, from the cells as they were written, by somebody who has the rulebook and a
spreadsheet and has not seen our program. Slow, plain, and of one piece with nothing in `reports`.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import floor

from casework.councils import Council
from tests.reports.ledgers import Record

Cell = int | str
Rows = dict[str, list[Cell]]


def cell(record: Record, column: str) -> str:
    value = record[column]
    return "" if value == "unknown" else value


def parts(record: Record, column: str) -> set[str]:
    return {part for part in cell(record, column).split("|") if part not in ("", "unknown")}


def percent(part: int, base: int, empty: str = "n/a") -> str:
    return f"{floor(Decimal(part) * 100 / base + Decimal('0.5'))}%" if base else empty


class Hand:
    """One ledger, one council, one period."""

    def __init__(self, files: Mapping[str, Sequence[Record]], council: Council, first: date, last: date) -> None:
        self.files, self.council, self.first, self.last = files, council, first.isoformat(), last.isoformat()
        self.lines = files.get("stages", ())
        self.working = self._working_days()

    def _working_days(self) -> list[str]:
        holidays = {day.isoformat() for day in self.council.calendars["EW_PAST"].holidays}
        every = (date(2015, 1, 1) + timedelta(days=n) for n in range(14 * 365))
        return [day.isoformat() for day in every if day.weekday() < 5 and day.isoformat() not in holidays]

    # ------------------------------------------------------------------ days
    def back(self, years: int) -> tuple[str, str]:
        def moved(day: str) -> str:
            there = f"{int(day[:4]) - years}{day[4:]}"
            return there[:8] + "28" if there.endswith("02-29") and int(there[:4]) % 4 else there

        return moved(self.first), moved(self.last)

    def within(self, day: str, years: int = 0, quarter: int = 0) -> bool:
        first, last = self.back(years)
        fits = not quarter or (int(day[5:7] or 0) - 4) % 12 // 3 + 1 == quarter
        return bool(day) and first <= day <= last and fits

    def took(self, line: Record) -> int:
        start = cell(line, "day_0") or line["received"]
        return max(0, bisect_right(self.working, line["responded"]) - bisect_right(self.working, start))

    def due(self, line: Record) -> str:
        if cell(line, "agreed_due"):
            return line["agreed_due"]
        clocks, extended = self.council.clocks, cell(line, "extended") == "yes"
        if line["stage"] == "representation":
            length = 10
        elif line["procedure"] == "statutory":
            length = 20 if extended else 10
        elif line["procedure"] == "corporate":
            length = (clocks["corp_s1"].extend_to or 0) if extended else clocks["corp_s1"].length
        elif line["procedure"] == "adult_social_care":
            length = 20
        else:
            return ""
        start = cell(line, "day_0") or line["received"]
        return self.working[bisect_right(self.working, start) + length - 1]

    def _forms(self) -> list[Record]:
        year = f"{int(self.last[:4]) - (self.last[5:7] < '04')}"
        return [f for f in self.files["equality"] if f["year"].startswith(year)]

    def _answer(self, forms: list[Record], field: str, answer: str) -> list[Cell]:
        given = [parts(f, field) for f in forms if parts(f, field)]
        said = sum(answer in each for each in given)
        return [said, percent(said, len(given))]


STAGES: dict[str, Callable[[Record], bool]] = {
    "Representation": lambda line: line["stage"] == "representation",
    "Stage 1 statutory": lambda line: line["stage"] == "stage1" and line["procedure"] == "statutory",
    "Stage 1 corporate": lambda line: line["stage"] == "stage1" and line["procedure"] == "corporate",
    "Stage 2 statutory": lambda line: line["stage"] == "stage2" and line["procedure"] == "statutory",
    "Stage 2 corporate": lambda line: (
        line["stage"] == "review" or (line["stage"] == "stage2" and line["procedure"] == "corporate")
    ),
    "Stage 3": lambda line: line["stage"] == "stage3",
    "Referral to Ombudsman": lambda line: line["stage"] == "ombudsman",
}
