"""What there is when the weeks are over: the report of them, how many matters stand where, and how to look at them."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

from casework import days, standing
from casework.councils import Council
from casework.frozen import frozen
from casework.records.beyond import Beyond
from casework.records.ledger import Ledger
from reports import book, publish
from reports.periods import Period
from reports.publish import Snapshot
from reports.render import folder as faces
from run.service import Service
from store import cases, contacts, returned
from store.database import Connection
from store.ledger import entering, keeping

AT_ONCE = 200


@frozen
class Try:
    """One thing to try: where, what to do there, and which story it is about, if any; `{}` is its reference."""

    place: str
    what: str
    story: str = ""


TRY = (
    Try("/today", "what is owed today, and by whom"),
    Try("/tray", "what nobody has decided yet, the oldest first"),
    Try("/contacts/{}", "decide it: is it a complaint, and whose?", "waiting, a father at the end of his tether"),
    Try("/contacts/{}", "what Heard makes of another language", "waiting, in Polish"),
    Try("/safety", "write down what came of the alarm that somebody has"),
    Try("/cases/{}/respond", "write the answer, and look at the letter before it goes", "due today"),
    Try("/cases/{}", "who was chased when, and each day of its clock", "late by some days, chased, an apology sent"),
    Try("/cases/{}", "what passed by itself, and what they were told", "day 20 has passed with no answer"),
    Try("/cases/{}", "who investigates, and which papers they hold", "Stage 2, being investigated"),
    Try("/cases/{}", "the panel meets soon: say that its papers have gone out",
        "Stage 3, the panel meets soon and wants its papers"),
    Try("/cases/{}/respond_panel", "signed in as dee: the director’s response to the panel",
        "Stage 3, the panel has met and its report is here"),
    Try("/cases/{}", "answer the Ombudsman", "the Ombudsman asks questions"),
    Try("/cases", "signed in as priya: what a manager sees, and what she does not"),
    Try("/reports", "the weeks in figures, and the cases behind each"),
)  # fmt: skip
"""What somebody can try in ten minutes, in this order."""


@frozen
class Ended:
    """What there is."""

    report: Path
    snapshot: Snapshot
    stages: Counter[str]
    waiting: int
    alarms: int
    unseen: tuple[str, ...]


async def ended(service: Service, references: Collection[str], first: date, last: date, place: Path) -> Ended:
    """The report is written; the rest is counted. `references` are of what came in."""
    await service.database.transact(lambda db: entering.up_to_date(db, service.council, service.now()))
    ledger, beyond = await service.database.look(partial(_lines, council=service.council.name))
    opened = book.opened(ledger, service.council, Period(first, last), beyond, days.today(service.now()))
    snapshot = publish.snapshot(opened, public=False, made=service.now(), version=version("heard"))
    faces.write(snapshot, place)
    stages, waiting, alarms = await service.database.look(partial(_counted, service=service))
    unseen = await service.database.look(partial(_unseen, council=service.council, references=references))
    return Ended(place, snapshot, stages, waiting, alarms, unseen)


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


def _unseen(db: Connection, *, council: Council, references: Collection[str]) -> tuple[str, ...]:
    """The stages of this council's procedures at which no case has come by."""
    rows = [row for case in cases.some(db, council.name, references) for row in case.stages]
    seen = {(row.course, row.stage) for row in rows}
    return tuple(
        f"{course.title}, {stage.title}"
        for course in council.procedures.values()
        for stage in course.stages
        if (course.name, stage.name) not in seen
    )
