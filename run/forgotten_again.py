"""After a copy was brought back: what had been forgotten since it was made is in the store again, and is forgotten
again. The record that `heard audit export` wrote says what that was, and who had approved it; it must be unbroken, and
go on from what the copy holds of it. Before its entries stand the digests of mail that was let go: what came after the
copy lies in the mailbox still, and is not taken in again.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from casework.frozen import frozen
from casework.records import retention
from store import audit, cases, contacts
from store.audit import Entry
from store.database import Connection
from store.retention import let_go, words
from store.retention.going import APPROVED, FORGOT
from store.retention.words import CASE, CONTACT, Approved

LET_GO = "let_go"
"""What a line of the file that is no entry begins with."""


class NotOurs(Exception):
    """The file says nothing that can be relied on; the message says why."""


@frozen
class Record:
    """What was written out: the mail that had been let go, by its digests, and the entries."""

    let_go: Mapping[str, datetime]
    entries: Sequence[Entry]


def lines_of(gone: Mapping[str, datetime]) -> Iterator[str]:
    """How mail that was let go stands in the file."""
    return (json.dumps({LET_GO: name, "at": at.isoformat()}) + "\n" for name, at in gone.items())


def read(file: Path) -> Record:
    """What was written out."""
    try:
        with file.open(encoding="utf-8") as lines:
            said = [json.loads(line) for line in lines]
            gone = {str(each[LET_GO]): datetime.fromisoformat(each["at"]) for each in said if LET_GO in each}
            every = [_entry(each) for each in said if LET_GO not in each]
    except (ValueError, LookupError, TypeError):
        raise NotOurs(f"{file} is no record that `heard audit export` wrote.") from None
    broken = audit.first_break(every)
    if broken is not None:
        raise NotOurs(f"{file} is broken at entry {broken}: it was altered, left out or put in between.")
    return Record(gone, every)


def approve(db: Connection, council: str, record: Record, now: datetime) -> int:
    """What the record says was forgotten after the copy, and is here, may go; how many those are. Mail that was let go
    is known again.
    """
    every = record.entries
    known = [each for each in every if audit.goes_on_from(db, council, each.number, each.digest)]
    if not known or known[-1].council != council:
        raise NotOurs("The record is of another store: it does not go on from what this one holds.")
    wanted = [each for each in every if each.number > known[-1].number and each.did.startswith(FORGOT)]
    found = [*_here(db, council, wanted, now)]
    words.approve(db, council, found)
    let_go.know(db, council, record.let_go)
    return len(found)


def _here(db: Connection, council: str, wanted: Sequence[Entry], now: datetime) -> Iterator[Approved]:
    every = {each.about for each in wanted}
    for each in wanted:
        by = each.did.removeprefix(FORGOT).removesuffix(APPROVED)
        contact = contacts.by_reference(db, council, each.about)
        if cases.one(db, council, each.about):
            yield Approved(CASE, each.about, retention.AGAIN, by, now)
        elif contact and not every.intersection(contact.cases):  # else it goes with its case
            yield Approved(CONTACT, contact.id, retention.AGAIN, by, now)


def _entry(said: dict[str, object]) -> Entry:
    texts = {name: str(said[name]) for name in ("council", "who", "did", "about", "digest")}
    return Entry(number=int(str(said["number"])), at=datetime.fromisoformat(str(said["at"])), **texts)
