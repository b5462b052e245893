"""An alarm: a thing someone on duty must acknowledge. Who is told, at once and when nobody answers, until it is
closed.

Only a written outcome closes it; nothing the writer says does. Whoever is complained of, their line and their team, are
told nothing (R708). Who is told, and how it climbs until somebody has it, stands in `climbing`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from casework import names
from casework.councils import Council
from casework.frozen import frozen, replace
from casework.said.signs import Level, Sign, urgency

__all__ = [
    "FALSE_ALARM", "Alarm", "Level", "accused", "acted", "closed", "hidden_from", "is_open", "kept_from", "not_safe",
    "raised", "taken",
]  # fmt: skip

FALSE_ALARM = "false alarm"
"""How the outcome begins of an alarm that meant nothing: it keeps nobody out any longer (R717)."""


@frozen
class Alarm:
    """One alarm about one contact, open until somebody writes down its outcome (R706, R716).

    `signs` are the names of what rang it, never the words; `lines` the extra lines that fitted. `since` is the
    moment from which it climbs: when it was raised, or became more urgent. `not_safe` is the moment the writer said
    so. `in_care`: it may be about a child in care or a care leaver, and those responsible for them hear too (R709).
    `wake_at` is the earliest moment at which it could have to climb. Times are aware, UTC.
    """

    name: str
    council: str
    contact: str
    reference: str
    level: Level
    signs: tuple[str, ...]
    raised: datetime
    since: datetime | None = None
    lines: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()
    not_safe: datetime | None = None
    in_care: bool = False
    acknowledged: datetime | None = None
    acknowledged_by: str = ""
    first_action: datetime | None = None
    closed: datetime | None = None
    outcome: str = ""
    wake_at: datetime | None = None


def raised(
    found: tuple[Sign, ...],
    open_alarms: tuple[Alarm, ...],
    *,
    council: Council,
    contact: str,
    reference: str,
    now: datetime,
    excluded: frozenset[str] = frozenset(),
    in_care: bool = False,
) -> tuple[Alarm, ...]:
    """The alarms that these signs ring: new ones, and open ones made more urgent or longer. An allegation rings its
    own, and from then on no alarm about the same person reaches whoever is accused (R708).
    """
    rung: list[Alarm] = []
    for of_staff in (False, True):
        mine = tuple(sign for sign in found if (sign.level is Level.STAFF) is of_staff)
        if not mine:
            continue
        already = (each for each in open_alarms if each.closed is None and (each.level is Level.STAFF) is of_staff)
        alarm = next(already, None)
        if alarm:
            rung.append(_added(alarm, mine, now, excluded))
        else:
            rung.append(_new(mine, council, contact, reference, now, excluded))
    alleged = _alleged((*open_alarms, *rung))
    kept_from = (each for each in open_alarms if is_open(each) and each.name not in {alarm.name for alarm in rung})
    warned = (replace(each, excluded=each.excluded | excluded) for each in kept_from if alleged)
    return tuple(replace(each, in_care=(each.in_care or in_care) and not alleged) for each in (*rung, *warned))


def of_care(open_alarms: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    """The open alarms of somebody who turns out to be in care, or to have left it, each now saying so (R709)."""
    if _alleged(open_alarms):
        return ()
    return tuple(replace(each, in_care=True) for each in open_alarms if is_open(each) and not each.in_care)


def _alleged(found: Iterable[Alarm]) -> bool:
    """Whether somebody who works with children is accused: then the LADO says who else hears of it (R708)."""
    return any(each.level is Level.STAFF and is_open(each) for each in found)


def _new(
    found: tuple[Sign, ...], council: Council, contact: str, reference: str, now: datetime, excluded: frozenset[str]
) -> Alarm:
    level = found[0].level
    return Alarm(
        name=names.name("alarm", council.name, contact, level, now.isoformat()),
        council=council.name,
        contact=contact,
        reference=reference,
        level=level,
        signs=tuple(dict.fromkeys(sign.name for sign in found)),
        raised=now,
        since=now,
        lines=tuple(dict.fromkeys(sign.line for sign in found if sign.line)),
        excluded=excluded,
    )


def _added(alarm: Alarm, found: tuple[Sign, ...], now: datetime, excluded: frozenset[str]) -> Alarm:
    """More for an alarm that is open. More urgent than it was, it climbs afresh, and somebody must take it again."""
    more = replace(
        alarm,
        signs=tuple(dict.fromkeys((*alarm.signs, *(sign.name for sign in found)))),
        lines=tuple(dict.fromkeys((*alarm.lines, *(sign.line for sign in found if sign.line)))),
        excluded=alarm.excluded | excluded,
    )
    if urgency(found[0].level) >= urgency(alarm.level):
        return more
    return replace(_to_be_taken(more), level=found[0].level, since=now)


def _to_be_taken(alarm: Alarm) -> Alarm:
    return replace(alarm, acknowledged=None, acknowledged_by="", first_action=None)


def kept_from(alarm: Alarm, accused: frozenset[str], now: datetime) -> Alarm:
    """Whoever turns out to be complained of hears of it no more. What one of them had taken somebody else must take, at
    once (R708).
    """
    kept = replace(alarm, excluded=alarm.excluded | accused)
    return replace(_to_be_taken(kept), since=now, wake_at=now) if alarm.acknowledged_by in accused else kept


def hidden_from(rung: Iterable[Alarm]) -> frozenset[str]:
    """Whom these alarms leave out: they see and hear nothing of what rang (R708)."""
    return frozenset().union(*(each.excluded for each in rung if not each.outcome.startswith(FALSE_ALARM)))


def not_safe(alarm: Alarm, now: datetime) -> Alarm:
    """The writer says they are not safe: danger now, and the climb begins at its 20-minute step (R706)."""
    since = alarm.since if alarm.level is Level.IMMEDIATE else now
    return replace(_to_be_taken(alarm), level=Level.IMMEDIATE, not_safe=now, since=since)


def taken(alarm: Alarm, by: str, now: datetime, council: Council) -> Alarm:
    """A named person has it. It stops climbing; the first action must be written down within the hour (R706)."""
    due = now + timedelta(minutes=council.safety.first_action_minutes)
    return replace(alarm, acknowledged=now, acknowledged_by=by, wake_at=due)


def acted(alarm: Alarm, now: datetime) -> Alarm:
    """The first action is written down. It stays open until its outcome is."""
    return replace(alarm, first_action=now, wake_at=None)


def closed(alarm: Alarm, outcome: str, now: datetime) -> Alarm:
    """A person has written down how it ended. An empty outcome is a ValueError (R706)."""
    if not outcome.strip():
        raise ValueError("an alarm is closed with a written outcome")
    return replace(alarm, closed=now, outcome=outcome, wake_at=None)


def is_open(alarm: Alarm) -> bool:
    """Whether its outcome is still to be written down."""
    return alarm.closed is None


def accused(text: str, council: Council) -> frozenset[str]:
    """Staff whose name stands in an allegation, with the manager over them and those who share their team (R708).

    A first name is enough: to leave somebody out of an alert costs little, to warn somebody may cost a child.
    """
    said = frozenset(text.casefold().replace(".", " ").replace(",", " ").replace("'", " ").split())
    named = [staff for staff in council.staff if staff.name.split() and staff.name.split()[0].casefold() in said]
    ids = {staff.id for staff in named}
    line = {staff.manager for staff in named} - {""}
    team = {staff.id for staff in council.staff for each in named if staff.teams & each.teams}
    return frozenset(ids | line | team)
