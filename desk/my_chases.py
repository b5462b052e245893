"""What somebody has open, for who asks in a chat: the same counts as their morning's digest, worked out now."""

from datetime import datetime

from casework.councils import Council, Staff
from casework.frozen import replace
from casework.time_passes.digests import digest
from desk.cases import every_open
from store import contacts
from store.database import Connection

PAGE = 200


def facts(db: Connection, staff: Staff, council: Council, now: datetime) -> dict[str, str]:
    """What the digest would say; empty if it would say nothing."""
    waiting = contacts.tray(db, council.name, limit=PAGE)
    letters = digest(replace(staff, email=""), list(every_open(db, council.name)), waiting, council, now)
    return dict(letters[0].facts) if letters else {}
