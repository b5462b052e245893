"""Who is away, and until when. What was asked of them is asked of whoever stands in, at once (R601)."""

from datetime import date, datetime

from sqlalchemy import bindparam, update

from casework.councils import Staff
from casework.frozen import replace
from store import people
from store.database import Connection
from store.tables import cases, holds


def away(
    db: Connection, council: str, staff_id: str, first: date, last: date, *, deputy: str = "", now: datetime
) -> bool:
    """Keep that somebody is away from the first to the last of these London days; False if nobody here has that id.

    The same days again change nothing. Days that touch or overlap what is known become one absence. A deputy that is
    named stands in from now on.
    """
    one = next((each for each in people.staff(db, council) if each.id == staff_id), None)
    if one is None:
        return False
    changed = replace(one, away=_joined((*one.away, (first, last))), deputy=deputy or one.deputy)
    if changed != one:
        people.change(db, council, changed)
        _look_again(db, council, now)
    return True


def back(db: Connection, council: str, staff_id: str, day: date, *, now: datetime) -> bool:
    """Somebody is back on that day: absences end the day before, and those to come are taken out. False for nobody."""
    one = next((each for each in people.staff(db, council) if each.id == staff_id), None)
    if one:
        kept = tuple((first, min(last, day - date.resolution)) for first, last in one.away if first < day)
        people.change(db, council, replace(one, away=kept))
        _look_again(db, council, now)
    return one is not None


def spans(staff: Staff, today: date) -> tuple[tuple[date, date], ...]:
    """Their absences that are not over, earliest first."""
    return tuple(span for span in sorted(staff.away) if span[1] >= today)


def _joined(found: tuple[tuple[date, date], ...]) -> tuple[tuple[date, date], ...]:
    kept: list[tuple[date, date]] = []
    for first, last in sorted(found):
        if kept and first <= kept[-1][1] + date.resolution:
            kept[-1] = (kept[-1][0], max(last, kept[-1][1]))
        else:
            kept.append((first, last))
    return tuple(kept)


def _look_again(db: Connection, council: str, now: datetime) -> None:
    """Every case in which something is owed is looked at by the next sweep: who is reached may be another now."""
    db.execute(_WAKE, {"of_council": council, "at": now})


_WAKE = (
    update(cases)
    .where(cases.c.council == bindparam("of_council"), holds("settled = 0"))
    .values(wake_at=bindparam("at"))
)
