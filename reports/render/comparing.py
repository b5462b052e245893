"""Another report set beside this one: last year's, or another council's."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from reports.figures import Shown


class NoReport(Exception):
    """A folder in which no report is; the message says so."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One table of the other report."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The other report: whose, of when, and its tables by name."""

    council: str
    first: str
    last: str
    tables: dict[str, Beside] = field(repr=False)

    @property
    def says(self) -> str:
        """Which report it is."""
        return f"{self.council}, {self.first} to {self.last}"


def read(folder: Path) -> Compared:
    """The report in a folder, by its tables.json."""
    try:
        whole = json.loads((folder / "tables.json").read_bytes())
        tables = {
            name: Beside(tuple(table["columns"]), tuple(tuple(row) for row in table["rows"]))
            for name, table in whole["tables"].items()
        }
        return Compared(whole["council"], whole["from"], whole["to"], tables)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise NoReport(f"{folder} has no tables.json of a report") from None
