"""What the makers of both ledgers share: a line, and days."""

from datetime import date

from casework.days import Tally
from run.config import load_council
from tests.reports.ledgers import COLUMNS, Record

TALLY = Tally(load_council("bnes").calendars["EW_PAST"])
QUARTERS = {1: (4, 0), 2: (7, 0), 3: (10, 0), 4: (1, 1)}


def line(name: str, **cells: str) -> Record:
    """A line of that file; what is not given is empty."""
    return {**dict.fromkeys(COLUMNS[name], ""), **cells}


def day(year: int, quarter: int, number: int) -> date:
    """A working day early in a quarter of a report year, so that an answer can fall into the same one."""
    month, later = QUARTERS[quarter]
    return TALLY.add(date(year + later, month, 1), 1 + number % 15)


def after(start: date, working_days: int) -> str:
    """So many working days later; the same day for none."""
    return (TALLY.add(start, working_days) if working_days else start).isoformat()
