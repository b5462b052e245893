"""The folder that a report is: all its faces, and how it was made (R807)."""

import json
from pathlib import Path

from reports.publish import Snapshot
from reports.render import page, tables
from reports.render.comparing import Compared


def write(snapshot: Snapshot, folder: Path, compared: Compared | None = None) -> list[Path]:
    """Write every face, and give back where."""
    (folder / "csv").mkdir(parents=True, exist_ok=True)
    made = faces(snapshot, compared)
    for name, raw in made.items():
        part = folder / f"{name}.part"
        part.write_bytes(raw)
        part.replace(folder / name)
    return [folder / name for name in made]


def faces(snapshot: Snapshot, compared: Compared | None = None) -> dict[str, bytes]:
    """Every face by its name: the same snapshot gives the same bytes."""
    from reports.render import word, workbook  # 25 MB of libraries, which a service that draws no report never needs

    printed = (*snapshot.tables, *([snapshot.trend] if snapshot.trend else []))
    return {
        "tables.json": tables.tables_json(snapshot),
        "report.html": page.page(snapshot, compared),
        "report.docx": word.document(snapshot, compared),
        "report.xlsx": workbook.workbook(snapshot, compared),
        "made.json": _made(snapshot, compared),
        **{f"csv/{table.name}.csv": tables.csv_of(table) for table in printed},
    }


def _made(snapshot: Snapshot, compared: Compared | None) -> bytes:
    """The parameters that make the same report of the same ledger."""
    says = {
        "council": snapshot.council, "from": snapshot.first, "to": snapshot.last, "public": snapshot.public,
        "compared": compared.name if compared else None, "ledger_as_of": snapshot.made.isoformat(),
        "version": snapshot.version, "holds": snapshot.holds,
    }  # fmt: skip
    return (json.dumps(says, ensure_ascii=False, indent=1) + "\n").encode()
