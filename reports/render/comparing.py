"""Another report set beside this one: last year's, or another council's."""

import json
from dataclasses import field
from datetime import date
from pathlib import Path

from casework.frozen import frozen
from reports.figures import Shown
from reports.publish import Snapshot


class NoReport(Exception):
    """A folder in which no report is; the message says so."""


@frozen
class Beside:
    """One table of the other report."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]


@frozen
class Compared:
    """The other report: whose, of when, its tables by name, and whether its small numbers are hidden."""

    council: str
    first: str
    last: str
    tables: dict[str, Beside] = field(repr=False)
    title: str = ""
    public: bool = True

    @property
    def says(self) -> str:
        """What stands above its tables."""
        return self.title or f"The same table: {self.name}"

    @property
    def days(self) -> tuple[date, date]:
        """Its first day and its last."""
        return date.fromisoformat(self.first), date.fromisoformat(self.last)

    @property
    def name(self) -> str:
        """Which report it is."""
        return f"{self.council}, {self.first} to {self.last}"


def beside(snapshot: Snapshot, compared: Compared | None) -> tuple[Compared, ...]:
    """What stands beside each table: the year so far (R806), and the other report."""
    tables = {table.name: Beside(table.columns, table.rows) for table in snapshot.so_far}
    so_far = Compared(snapshot.council, snapshot.first, snapshot.last, tables, snapshot.so_far_says)
    return tuple(each for each in (so_far if tables else None, compared) if each)


def read(folder: Path) -> Compared:
    """The report in a folder, by its tables.json."""
    try:
        return of((folder / "tables.json").read_bytes())
    except (OSError, NoReport):
        raise NoReport(f"{folder} has no tables.json of a report") from None


def of(raw: bytes | str) -> Compared:
    """The report that a tables.json is."""
    try:
        whole = json.loads(raw)
        tables = {
            name: Beside(tuple(table["columns"]), tuple(tuple(row) for row in table["rows"]))
            for name, table in whole["tables"].items()
        }
        first, last = (date.fromisoformat(whole[end]).isoformat() for end in ("from", "to"))
        return Compared(str(whole["council"]), first, last, tables, public=whole.get("public", True) is not False)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoReport("that is no tables.json of a report") from None
