"""What belongs to a contact or a case and has rows of its own: its messages, what we said, its alarms.

A contact has those filed under its id. A case has its contact's, and those filed under its own reference since. However
many contacts or cases are read together, it is one question for each kind of thing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Row, bindparam, select

from casework.alarms import Alarm
from casework.letters import Posted, Said
from casework.messages import Message
from store import values
from store.database import Connection
from store.tables import alarms, letters, messages

T = TypeVar("T")

Filed = Mapping[str, Sequence[tuple[int, T]]]
"""By contact or case, in the order in which it came, each with its place in that order."""


@dataclass(frozen=True, slots=True)
class Seen:
    """By what somebody who has read a contact (`name` is its id) or a case (its reference) knows whether it is the same
    still: who saves it moves its version, and what time alone says of it moves its `wake_at`.
    """

    name: str
    version: int
    wake_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Messages, letters and alarms."""

    messages: Filed[Message] = field(repr=False)
    said: Filed[Said] = field(repr=False)
    alarms: Filed[Alarm]


def gather(db: Connection, council: str, abouts: Iterable[str]) -> Gathered:
    """All that is filed under these contacts and cases."""
    wanted = {"council": council, "abouts": sorted(set(abouts))}
    return Gathered(
        placed(db.execute(_MESSAGES, wanted), lambda row: values.MESSAGE.validate_json(row.data)),
        placed(db.execute(_SAID, wanted), _said),
        _rung(db, wanted),
    )


def alarms_about(db: Connection, council: str, abouts: Iterable[str]) -> Filed[Alarm]:
    """The alarms that are filed under these contacts and cases."""
    return _rung(db, {"council": council, "abouts": sorted(set(abouts))})


def of(found: Filed[T], *abouts: str) -> tuple[T, ...]:
    """What is filed under any of these, in the order it came."""
    together = [one for about in dict.fromkeys(abouts) for one in found.get(about, ())]
    return tuple(one for _, one in sorted(together, key=lambda placed: placed[0]))


def alarm(data: bytes, wake_at: datetime | None) -> Alarm:
    """An alarm. When to look again stands beside the value: it is written alone when nothing else changed."""
    return replace(values.ALARM.validate_json(data), wake_at=wake_at)


def placed(rows: Iterable[Row[Any]], value: Callable[[Row[Any]], T]) -> Filed[T]:
    """What rows say, by what it is filed under, each with its place in the order in which it came."""
    found: defaultdict[str, list[tuple[int, T]]] = defaultdict(list)
    for row in rows:
        found[row.about].append((row.seq, value(row)))
    return found


def _rung(db: Connection, wanted: Mapping[str, object]) -> Filed[Alarm]:
    return placed(db.execute(_ALARMS, wanted), lambda row: alarm(row.data, row.wake_at))


def _said(row: Row[Any]) -> Said:
    letter, posted = values.OUTLINE.validate_json(row.data), Posted(row.state)
    return Said(
        name=letter.name,
        words=letter.words,
        to=letter.to,
        written=letter.written,
        posted=posted,
        sent=row.marked if posted is Posted.SENT else None,
        staff=letter.staff,
        after=letter.after,
    )


_ABOUTS: BindParameter[str] = bindparam("abouts", expanding=True)
_MESSAGES = select(messages.c.seq, messages.c.about, messages.c.data).where(
    messages.c.council == bindparam("council"), messages.c.about.in_(_ABOUTS)
)
_SAID = select(letters.c.seq, letters.c.about, letters.c.data, letters.c.state, letters.c.marked).where(
    letters.c.council == bindparam("council"), letters.c.about.in_(_ABOUTS)
)
_ALARMS = select(alarms.c.seq, alarms.c.contact.label("about"), alarms.c.data, alarms.c.wake_at).where(
    alarms.c.council == bindparam("council"), alarms.c.contact.in_(_ABOUTS)
)
