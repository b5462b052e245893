"""tables.json: the contract's section 6."""

import json

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
        "checks": [{"rule": each.rule, "says": each.says, "holds": each.holds} for each in snapshot.checks],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _table(table: Printed) -> dict[str, object]:
    rows: list[list[Shown]] = [list(row) for row in table.rows]
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": rows,
        "base": table.base,
        "notes": list(table.notes),
    }
