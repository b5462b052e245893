"""Reports that were published, and others' set beside them: kept as they were, byte for byte (R807). Nothing here is
ever changed: a report that was wrong is followed by another, and what was corrected is said there.
"""

import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Row, and_, bindparam, func, insert, select

from casework.frozen import frozen
from store.database import Connection, alone
from store.tables import published, published_files


@frozen
class Report:
    """One report that is kept. `whose` is the council it is about, `says` what else it was made of: the program's
    version, what stood beside it. `ours` is False of a report that another council published.
    """

    number: int
    made: datetime
    by: str
    whose: str
    first: date
    last: date
    public: bool
    ours: bool
    says: Mapping[str, str]


def keep(db: Connection, council: str, report: Report, files: Mapping[str, bytes]) -> int:
    """Keep a report with its files, for good; the number it got."""
    alone(db, council, "published")
    highest = db.execute(select(func.max(published.c.number)).where(published.c.council == council)).scalar()
    number = (highest or 0) + 1
    db.execute(
        insert(published),
        {
            "council": council, "number": number, "made": report.made, "by": report.by, "whose": report.whose,
            "first": report.first.isoformat(), "last": report.last.isoformat(), "public": int(report.public),
            "ours": int(report.ours), "data": json.dumps(dict(report.says), ensure_ascii=False).encode(),
        },
    )  # fmt: skip
    kept = [
        {"council": council, "number": number, "file": name, "raw": zlib.compress(raw)} for name, raw in files.items()
    ]
    db.execute(insert(published_files), kept)
    return number


def meanwhile(db: Connection, council: str, report: Report, seen: int) -> Report | None:
    """The same report of our own, if somebody kept one since number `seen` was the newest. From now on nobody keeps
    another before this transaction ends.
    """
    alone(db, council, "published")
    same = (report.first, report.last, report.public, report.ours)
    newer = (each for each in listed(db, council) if each.number > seen)
    return next((each for each in newer if (each.first, each.last, each.public, each.ours) == same), None)


def listed(db: Connection, council: str) -> list[Report]:
    """Every report that is kept, the newest first."""
    return [_report(row) for row in db.execute(_ALL, {"of_council": council})]


def one(db: Connection, council: str, number: int) -> Report | None:
    """The report of that number."""
    row = db.execute(_ONE, {"of_council": council, "of_number": number}).one_or_none()
    return _report(row) if row else None


def file(db: Connection, council: str, number: int, name: str) -> bytes | None:
    """One of its files, as it was."""
    raw = db.execute(_FILE, {"of_council": council, "of_number": number, "of_file": name}).scalar()
    return None if raw is None else zlib.decompress(raw)


def every(db: Connection, council: str, name: str) -> list[bytes]:
    """That file of each of our own public reports, the oldest first."""
    return [zlib.decompress(raw) for raw in db.execute(_EVERY, {"of_council": council, "of_file": name}).scalars()]


def _report(row: Row[tuple[object, ...]]) -> Report:
    return Report(
        row.number, row.made, row.by, row.whose, date.fromisoformat(row.first), date.fromisoformat(row.last),
        bool(row.public), bool(row.ours), json.loads(row.data),
    )  # fmt: skip


_ALL = select(published).where(published.c.council == bindparam("of_council")).order_by(published.c.number.desc())
_ONE = select(published).where(
    published.c.council == bindparam("of_council"), published.c.number == bindparam("of_number")
)
_FILE = select(published_files.c.raw).where(
    published_files.c.council == bindparam("of_council"),
    published_files.c.number == bindparam("of_number"),
    published_files.c.file == bindparam("of_file"),
)
_EVERY = (
    select(published_files.c.raw)
    .join(
        published,
        and_(published.c.council == published_files.c.council, published.c.number == published_files.c.number),
    )
    .where(
        published.c.council == bindparam("of_council"),
        published_files.c.file == bindparam("of_file"),
        published.c.ours == 1,
        published.c.public == 1,
    )
    .order_by(published.c.number)
)
