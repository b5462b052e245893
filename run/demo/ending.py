"""What there is when the weeks are over: the report of them, how many matters stand where, and how to look at them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

from casework import standing
from casework.beyond import Beyond
from casework.ledger import Ledger
from reports import book, publish
from reports.periods import Period
from reports.publish import Snapshot
from reports.render import folder as faces
from run.service import Service
from store import cases, contacts, returned
from store.database import Connection
from store.ledger import entering, keeping

AT_ONCE = 200

TRY = (
    ("waiting, a father at the end of his tether", "decide it: is it a complaint, and whose?"),
    ("waiting, in Polish", "what Heard makes of another language"),
    ("an alarm that somebody has, and that is open", "write down what came of it, on the page Safety"),
    ("due today", "write the answer, and look at the letter before it goes"),
    ("late by some days, chased, an apology sent", "see who was chased when, and each day of its clock"),
    ("day 20 has passed with no answer", "see what passed by itself, and what they were told"),
    ("Stage 2, being investigated", "see who investigates, and which papers they hold"),
    ("Stage 3, the panel has met and its report is here", "sign in as dee, and write the director's response"),
    ("the Ombudsman asks questions", "answer the Ombudsman"),
)
"""What somebody can try in ten minutes: the story, and what to do with it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What there is."""

    report: Path
    snapshot: Snapshot
    stages: Counter[str]
    waiting: int
    alarms: int


async def ended(service: Service, first: date, last: date, place: Path) -> Ended:
    """The report is written; the rest is counted."""
    await service.database.transact(lambda db: entering.up_to_date(db, service.council, service.now()))
    ledger, beyond = await service.database.look(partial(_lines, council=service.council.name))
    opened = book.opened(ledger, service.council, Period(first, last), beyond)
    snapshot = publish.snapshot(opened, public=False, made=service.now(), version=version("heard"))
    faces.write(snapshot, place)
    stages, waiting, alarms = await service.database.look(partial(_counted, service=service))
    return Ended(place, snapshot, stages, waiting, alarms)


def _lines(db: Connection, *, council: str) -> tuple[Ledger, Beyond]:
    return keeping.read(db, council), returned.beyond(db, council)


def _counted(db: Connection, *, service: Service) -> tuple[Counter[str], int, int]:
    name, after = service.council.name, ""
    stages: Counter[str] = Counter()
    while some := cases.open_ones(db, name, limit=AT_ONCE, after=after):
        for case in some:
            at = case.current
            stages[
                f"{standing.definition(at, service.council).title}, {case.state.replace('_', ' ')}"
                if at
                else "no stage"
            ] += 1
        after = some[-1].reference
    return stages, len(contacts.tray(db, name, limit=500)), len(contacts.open_alarms(db, name))
