"""Who is signed in. A session ends when nobody has used it for a while, and after a working day in any case.

What lies in somebody's browser is kept here as a digest, so that reading this table lets nobody in; and each row is
sealed for its owner and the moment it began, so that writing here lets nobody in either.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, and_, bindparam, delete, insert, select, update

from casework import names
from casework.councils import Staff
from casework.frozen import frozen
from store import values, vouching
from store.database import Connection
from store.tables import Moment, sessions
from store.tables import staff as people

IDLE, LASTS = timedelta(hours=1), timedelta(hours=8)
"""How long somebody stays signed in who does nothing, and who goes on: a meeting, and a working day. *Taste.*"""

A_WHILE = timedelta(minutes=5)
"""How often, at most, it is written down that a session is in use: a page that is read should write nothing."""


@frozen
class Session:
    """Who is signed in, since when, and until when if they do nothing more."""

    staff: Staff
    began: datetime
    ends: datetime

    def should_stay(self, now: datetime, *, idle: timedelta, lasts: timedelta) -> bool:
        """Whether it is time to write down that it is in use."""
        return min(now + idle, self.began + lasts) - self.ends >= min(A_WHILE, idle / 2)


def start(db: Connection, council: str, staff_id: str, now: datetime, *, idle: timedelta = IDLE) -> str:
    """Sign somebody in. The token goes into their browser and nowhere else."""
    db.execute(_CLEAR, {"of_council": council, "now": now})
    token = secrets.token_urlsafe(32)
    kept, seal = _digest(token), vouching.seal(db, _digest(token), now, council, staff_id)
    row = {"council": council, "token": kept, "staff": staff_id, "began": now, "ends": now + idle, "seal": seal}
    db.execute(insert(sessions), row)
    return token


def one(db: Connection, council: str, token: str, now: datetime, *, lasts: timedelta = LASTS) -> Session | None:
    """The session of this token, if it has not ended, its owner still works here, and it was we who wrote it."""
    kept = _digest(token)
    row = db.execute(_ONE, {"of_council": council, "of_token": kept, "now": now}).first()
    if row is None or now >= row.began + lasts or not vouching.is_ours(db, row.seal, kept, row.began, council, row.id):
        return None
    return Session(values.staff(council, row.id, row.data), row.began, row.ends)


def stay(
    db: Connection, council: str, token: str, now: datetime, *, idle: timedelta = IDLE, lasts: timedelta = LASTS
) -> datetime | None:
    """It is in use: until when it lasts now, or None if it has ended."""
    found = one(db, council, token, now, lasts=lasts)
    if found is None:
        return None
    until = min(now + idle, found.began + lasts)
    db.execute(_STAY, {"of_council": council, "of_token": _digest(token), "now": now, "until": until})
    return until


def end(db: Connection, council: str, token: str) -> None:
    """Sign out."""
    db.execute(_END, {"of_council": council, "of_token": _digest(token)})


def end_all(db: Connection, council: str, staff_id: str) -> None:
    """Sign somebody out everywhere."""
    db.execute(_END_ALL, {"of_council": council, "of_name": staff_id})


def _digest(token: str) -> str:
    return names.name("session", token)


_COUNCIL: BindParameter[str] = bindparam("of_council")
_NOW: BindParameter[datetime] = bindparam("now", type_=Moment)

_THIS = and_(sessions.c.council == _COUNCIL, sessions.c.token == bindparam("of_token"))
_OPEN = and_(_THIS, sessions.c.ends > _NOW)
_ONE = (
    select(people.c.id, people.c.data, sessions.c.began, sessions.c.ends, sessions.c.seal)
    .join_from(people, sessions, and_(sessions.c.council == people.c.council, sessions.c.staff == people.c.id))
    .where(_OPEN, people.c.leaves.is_(None))
)
_STAY = update(sessions).where(_OPEN).values(ends=bindparam("until"))
_END = delete(sessions).where(_THIS)
_END_ALL = delete(sessions).where(sessions.c.council == _COUNCIL, sessions.c.staff == bindparam("of_name"))
_CLEAR = delete(sessions).where(sessions.c.council == _COUNCIL, sessions.c.ends <= _NOW)
