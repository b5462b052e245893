"""Post that waits for a person: no program could read it, or reading it failed to the last try. It can be tried again,
or somebody says that they have read it and seen to it.
"""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from casework.frozen import frozen
from casework.messages import Channel
from store.database import Connection
from store.inbox import Read
from store.tables import holds, posts


@frozen
class Waiting:
    """One post: where it came from, how often it was tried, and why that failed, as a kind of fault."""

    name: str
    channel: Channel
    received: datetime
    size: int
    failed: bool
    tries: int
    why: str


def listed(db: Connection, council: str, *, limit: int = 100) -> list[Waiting]:
    """Oldest first."""
    return [
        Waiting(
            row.name, Channel(row.channel), row.received, row.size, row.state == Read.FAILED.value, row.tries, row.why
        )
        for row in db.execute(_LISTED, {"of_council": council, "limit": limit})
    ]  # fmt: skip


def again(db: Connection, council: str, name: str) -> bool:
    """It is read again, with all its tries. False if it does not wait any more."""
    return _marked(db, council, name, {"state": Read.KEPT.value, "tries": 0, "again": None, "why": ""})


def seen_to(db: Connection, council: str, name: str, now: datetime) -> bool:
    """A person has read it and done what it asks. It stays, as all post does."""
    return _marked(db, council, name, {"state": Read.READ.value, "marked": now, "why": "a person read it"})


def _marked(db: Connection, council: str, name: str, values: dict[str, object]) -> bool:
    found = update(posts).where(*_WAITS, posts.c.name == bindparam("of_name")).values(values)
    return db.execute(found, {"of_council": council, "of_name": name}).rowcount == 1


_WAITS = (posts.c.council == bindparam("of_council"), holds("state in ('unreadable', 'failed')"))
_LISTED = select(posts).where(*_WAITS).order_by(posts.c.seq).limit(bindparam("limit"))
