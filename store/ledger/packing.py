"""The lines of a published report, packed into one file; and beside it each line's name, which no reader is given: a
line whose words have changed since, and that names no case, is found again by it.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat

from casework.records.cells import harmless
from store.ledger.columns import File
from store.ledger.reading import Cells

PACKED, NAMES = "ledger.zip", "lines.json"

Lines = Iterable[tuple[File, Sequence[tuple[str, Cells]]]]
"""Each file with its lines in order, each by its name."""

Change = Callable[[str, str, Cells], Cells | None]
"""What becomes of a line, by its file, its name and its cells: nothing, where it is left out."""


def packed(every: Lines) -> dict[str, bytes]:
    """Both files, the same for the same lines (R807), in which a spreadsheet runs nothing."""
    there = [(file, list(lines)) for file, lines in every]
    tables = {
        file.name: [tuple(column.name for column in file.columns), *(tuple(map(harmless, cells)) for _, cells in lines)]
        for file, lines in there
    }
    names = {file.name: [name for name, _ in lines] for file, lines in there}
    return {PACKED: _zipped(tables), NAMES: json.dumps(names).encode()}


def rewritten(raw: bytes, names: bytes | None, change: Change) -> bytes:
    """The packed lines as `change` has them. A report of an older version kept no names: there each is empty."""
    called: Mapping[str, Sequence[str]] = json.loads(names or b"{}")
    return _zipped({name: list(_changed(name, rows, called.get(name), change)) for name, rows in _rows(raw)})


def _changed(file: str, rows: list[Cells], names: Sequence[str] | None, change: Change) -> Iterable[Cells]:
    head, *lines = rows
    yield head
    for name, cells in zip(names or repeat(""), lines, strict=False):
        found = change(file, name, cells)
        if found is not None:
            yield found


def _rows(raw: bytes) -> Iterable[tuple[str, list[Cells]]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        for member in whole.infolist():
            rows = csv.reader(io.StringIO(whole.read(member).decode(), newline=""))
            yield member.filename.removesuffix(".csv"), list(map(tuple, rows))


def _zipped(tables: Mapping[str, Iterable[Cells]]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, rows in tables.items():
            out = io.StringIO(newline="")
            csv.writer(out, lineterminator="\n").writerows(rows)
            whole.writestr(zipfile.ZipInfo(f"{name}.csv"), out.getvalue(), zipfile.ZIP_DEFLATED)
    return raw.getvalue()
