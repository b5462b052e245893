"""`heard bench report`: how long a ledger takes to come in, and how long its report takes, from store to four faces."""

import asyncio
import tempfile
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from reports import book, publish
from reports.periods import Period
from reports.render import folder
from run.service import Service
from store.ledger import keeping
from store.ledger.columns import FILES
from store.ledger.reading import Cells

YEAR = Period(date(2020, 4, 1), date(2021, 3, 31))
DAYS = 1095
"""Three years of lines, of which the report is about the last."""


async def measure(opened: Service, count: int) -> dict[str, float]:
    """So many stage rows, kept and reported."""
    lines = [_line(opened.council.name, number) for number in range(count)]
    began = perf_counter()
    council = opened.council.name
    await opened.database.transact(lambda db: keeping.keep(db, council, {"stages": lines}, opened.now()))
    kept = perf_counter()
    ledger = await opened.database.look(lambda db: keeping.read(db, council))
    read = perf_counter()
    with tempfile.TemporaryDirectory(prefix="heard-report-") as place:
        await asyncio.to_thread(_report, opened, book.opened(ledger, opened.council, YEAR), Path(place))
    return {
        "stage rows": count,
        "kept, s": kept - began,
        "read again, s": read - kept,
        "report and its faces, s": perf_counter() - read,
    }


def _report(opened: Service, of: book.Book, place: Path) -> None:
    folder.write(publish.snapshot(of, public=True, made=opened.now(), version=version("heard")), place)


def _line(council: str, number: int) -> Cells:
    """One line, made of its number: every stage, procedure and outcome in turn."""
    received = date(2018, 4, 1) + timedelta(days=number * 7919 % DAYS)
    answered = (received + timedelta(days=5 + number % 40)).isoformat()
    cells = {
        "case": f"B-{number}",
        "council": council,
        "kind": "complaint",
        "procedure": ("statutory", "corporate")[number % 2],
        "stage": ("stage1", "stage1", "representation", "stage2", "review", "ombudsman")[number % 6],
        "formal": ("yes", "no")[number % 3 == 2],
        "directorate": ("childrens_social_care", "childrens_other", "place")[number % 3],
        "service": ("duty", "sen", "triage", "iro")[number % 4],
        "team": f"Team {number % 12}",
        "category_b": ("quality_of_service", "delay_in_decision_or_provision")[number % 2],
        "category_d": ("communication", "delay", "data")[number % 3],
        "sender": ("parent", "young_person", "grandparent")[number % 3],
        "received": received.isoformat(),
        "responded": answered,
        "closed": answered if number % 9 else "",
        "closure": "resolved" if number % 9 else "",
        "outcome": ("upheld", "not_upheld", "partially_upheld")[number % 3],
    }
    return tuple(cells.get(column.name, "") for column in FILES["stages"].columns)
