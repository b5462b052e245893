"""`heard report`: the annual or quarterly report of a council's ledger, as four faces of one snapshot."""

import json
import sys
from argparse import Namespace
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

from casework import days
from casework.records.beyond import Beyond
from casework.records.ledger import Ledger
from reports import book, corrections, publish, said
from reports.periods import Period
from reports.publish import Snapshot
from reports.render import comparing, folder
from reports.said import Said
from run import time_of_day
from run.config import load_council
from run.ledger import WrongUse, answered, asked, at_store, progress, up_to_date
from store import published, returned
from store.database import Connection
from store.ledger import keeping as lines

OLDEST = date(1900, 1, 1)
"""No report begins before it. Each looks years back, and before the first year there is none. *Taste.*"""


def command(arguments: Namespace) -> int:
    """Exit 1 if a sum does not hold: it says which, and a public report is then not written at all."""
    return answered(lambda: _command(arguments))


def _command(arguments: Namespace) -> int:
    period = _period(arguments)
    compared = _compared(arguments)
    settings, council = asked(arguments), arguments.council
    up_to_date(settings, load_council(council))
    with progress("reading"):
        ledger, beyond, earlier, changed = at_store(settings, lambda db: _read(db, council), writes=False)
    now = time_of_day.now()
    opened = book.opened(ledger, load_council(council), period, beyond, days.today(now))
    found = publish.snapshot(
        opened, public=arguments.public, made=changed or now, version=version("heard"), earlier=earlier
    )
    found = corrections.noted(found, compared)
    written = [] if arguments.public and not found.holds else folder.write(found, Path(arguments.out), compared)
    _tell(found, written)
    return 0 if found.holds else 1


def _read(db: Connection, council: str) -> tuple[Ledger, Beyond, Said, datetime | None]:
    earlier = said.read(published.every(db, council, said.COUNTS))
    return lines.read(db, council), returned.beyond(db, council), earlier, lines.changed_at(db, council)


def _tell(found: Snapshot, written: list[Path]) -> None:
    failed = [check for check in found.checks if not check.holds]
    sys.stderr.writelines(f"does not hold ({check.rule}): {check.whole}\n" for check in failed)
    if failed and not written:
        sys.stderr.write("nothing is written: a report that does not add up is not published\n")
    faces = [str(path) for path in written if path.suffix != ".csv"]
    says = {
        "council": found.council, "from": found.first, "to": found.last, "files": faces,
        "checks": len(found.checks), "failed": len(failed),
    }  # fmt: skip
    sys.stdout.write(json.dumps(says, ensure_ascii=False) + "\n")


def _period(arguments: Namespace) -> Period:
    both = []
    for option in ("from", "to"):
        try:
            both.append(date.fromisoformat(getattr(arguments, option)))
        except ValueError:
            raise WrongUse(f"--{option}: expected a date such as 2021-03-31") from None
    first, last = both
    if first < OLDEST:
        raise WrongUse(f"--from: expected a date from {OLDEST} on")
    if last < first:
        raise WrongUse("--to is before --from")
    return Period(first, last)


def _compared(arguments: Namespace) -> comparing.Compared | None:
    if not arguments.compare:
        return None
    try:
        compared = comparing.read(Path(arguments.compare))
    except comparing.NoReport as wrong:
        raise WrongUse(f"--compare: {wrong}") from None
    if arguments.public and not compared.public:
        raise WrongUse("--compare: that report is internal, and its numbers would stand in a public one")
    return compared
