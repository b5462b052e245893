"""Letters that no machine can take: to a postal address, a telephone number, or somebody's face. They wait for a person
who posts or says them.
"""

from datetime import datetime

from sqlalchemy import bindparam, select

from casework.letters import Letter
from casework.messages import Channel
from store import values
from store.database import Connection
from store.tables import Moment, holds, letters

CHANNELS = (Channel.LETTER, Channel.TELEPHONE, Channel.IN_PERSON)


def waiting(db: Connection, council: str, now: datetime, *, limit: int = 100) -> list[Letter]:
    """Those that may go now, first written first."""
    found = db.execute(_WAITING, {"council": council, "now": now, "limit": limit})
    return [values.LETTER.decode(data) for data in found.scalars()]


def one(db: Connection, council: str, name: str) -> Letter | None:
    """The letter of that name, if it still waits for somebody's hand."""
    data = db.execute(_ONE, {"council": council, "name": name}).scalar()
    return None if data is None else values.LETTER.decode(data)


_BY_HAND = (
    letters.c.council == bindparam("council"),
    holds("state = 'queued'"),
    letters.c.channel.in_([each.value for each in CHANNELS]),
)
_WAITING = (
    select(letters.c.data)
    .where(*_BY_HAND, letters.c.not_before <= bindparam("now", type_=Moment))
    .order_by(letters.c.seq)
    .limit(bindparam("limit"))
)
_ONE = select(letters.c.data).where(*_BY_HAND, letters.c.name == bindparam("name"))
