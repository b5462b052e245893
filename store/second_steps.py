"""The second step of signing in: whose telephone shows codes, and which of them are spent.

The secret comes here sealed and leaves as it came: this table alone shows nobody a code.
"""

from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from casework.frozen import frozen
from store.database import Connection
from store.tables import second_steps

WRONG, SHUT = 5, timedelta(minutes=15)
"""How many wrong codes, and for how long none is taken then. Who had somebody's links and guessed day and night would
need two years. *Taste.*
"""


@frozen
class SecondStep:
    """Somebody's telephone. `last` is the half minute whose code was used last."""

    secret: bytes = field(repr=False)
    since: datetime
    last: int
    wrong: int = 0
    tried: datetime | None = None

    def is_shut(self, now: datetime) -> bool:
        """Whether they must wait: too many wrong codes, lately."""
        return self.wrong >= WRONG and self.tried is not None and abs(now - self.tried) < SHUT


def of(db: Connection, council: str, staff: str) -> SecondStep | None:
    """Somebody's, if they have set one up."""
    row = db.execute(_ONE, _found(council, staff)).first()
    return None if row is None else SecondStep(bytes(row.secret), row.since, row.last, row.wrong, row.tried)


def in_hand(db: Connection, council: str, staff: str) -> SecondStep | None:
    """The same, and nobody else looks at a code of theirs until this piece of work has ended: of many guesses sent at
    once each is counted before the next. On SQLite nobody else writes anyway.
    """
    db.execute(_LOCKED, _found(council, staff))
    return of(db, council, staff)


def keep(db: Connection, council: str, staff: str, step: SecondStep) -> None:
    """A telephone is set up, in the place of any other."""
    end(db, council, staff)
    values = {"secret": step.secret, "since": step.since, "last": step.last, "wrong": step.wrong, "tried": step.tried}
    db.execute(insert(second_steps), {"council": council, "staff": staff} | values)


def end(db: Connection, council: str, staff: str) -> bool:
    """It shows codes no longer; whether there was one."""
    return bool(db.execute(_END, _found(council, staff)).rowcount)


def spend(db: Connection, council: str, staff: str, at: int) -> bool:
    """The code of this half minute is used: once, and none older after it. Two at once get one yes."""
    return bool(db.execute(_SPEND, _found(council, staff) | {"at": at}).rowcount)


def mistaken(db: Connection, council: str, staff: str, now: datetime) -> None:
    """A wrong code was given. Those of long ago count no longer."""
    before = of(db, council, staff)
    lately = before is not None and before.tried is not None and abs(now - before.tried) < SHUT
    count = before.wrong + 1 if before is not None and lately else 1
    db.execute(_WRONG, _found(council, staff) | {"count": count, "now": now})


def _found(council: str, staff: str) -> dict[str, object]:
    return {"of_council": council, "of_staff": staff}


_COUNCIL: BindParameter[str] = bindparam("of_council")
_STAFF: BindParameter[str] = bindparam("of_staff")
_THEIRS = (second_steps.c.council == _COUNCIL, second_steps.c.staff == _STAFF)

_ONE = select(second_steps).where(*_THEIRS)
_LOCKED = select(second_steps.c.staff).where(*_THEIRS).with_for_update()
_END = delete(second_steps).where(*_THEIRS)
_SPEND = update(second_steps).where(*_THEIRS, second_steps.c.last < bindparam("at")).values(
    last=bindparam("at"), wrong=0
)  # fmt: skip
_WRONG = update(second_steps).where(*_THEIRS).values(wrong=bindparam("count"), tried=bindparam("now"))
