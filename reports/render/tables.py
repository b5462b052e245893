"""tables.json, the contract's section 6; and each table on its own, as CSV."""

import csv
import io
import json

from casework.records.cells import harmless
from reports.figures import Shown
from reports.publish import Printed, Snapshot


def tables_json(snapshot: Snapshot) -> bytes:
    """The report for programs."""
    whole = {
        "council": snapshot.council,
        "from": snapshot.first,
        "to": snapshot.last,
        "made": snapshot.made.isoformat(),
        "version": snapshot.version,
        "public": snapshot.public,
        "tables": {table.name: _table(table) for table in snapshot.tables},
        **_beside(snapshot),
        "checks": [{"rule": each.rule, "says": each.says, "holds": each.holds} for each in snapshot.checks],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _beside(snapshot: Snapshot) -> dict[str, object]:
    """What a quarter has besides (R806)."""
    if snapshot.trend is None:
        return {}
    so_far = {table.name: _table(table) for table in snapshot.so_far}
    return {"trend": _table(snapshot.trend), **({"so_far": so_far} if so_far else {})}


def _table(table: Printed) -> dict[str, object]:
    rows: list[list[Shown]] = [list(row) for row in table.rows]
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": rows,
        "base": table.base,
        "notes": list(table.notes),
    }


def csv_of(table: Printed) -> bytes:
    """One table, for a spreadsheet."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows)
    return ("\ufeff" + written.getvalue()).encode()
