"""What belongs to a contact or a case and has rows of its own: its messages, what we said, its alarms.

A contact has those filed under its id. A case has its contact's, and those filed under its own reference since. However
many contacts or cases are read together, it is one question for all of it: three would cost PostgreSQL three journeys.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    LargeBinary,
    Row,
    Select,
    bindparam,
    literal_column,
    select,
    type_coerce,
    union_all,
)

from casework.alarms import Alarm
from casework.frozen import frozen
from casework.letters import Posted, Said
from casework.messages import Channel, Message
from store import folded, sealing, values
from store.database import Connection
from store.tables import Moment, alarms, letters, messages

T = TypeVar("T")
Opened = Callable[[bytes], bytes]
"""What lies sealed, as it was."""

SEALED = "data"
"""The column of all three in which a whole value lies."""

Filed = Mapping[str, Sequence[tuple[int, T]]]
"""By contact or case, in the order in which it came, each with its place in that order."""


class Kind(StrEnum):
    """What is gathered."""

    MESSAGE = "message"
    LETTER = "letter"
    ALARM = "alarm"


@frozen
class Seen:
    """By what somebody who has read a contact (`name` is its id) or a case (its reference) knows whether it is the same
    still: who saves it moves its version, and what time alone says of it moves its `wake_at`.
    """

    name: str
    version: int
    wake_at: datetime | None


@frozen
class Gathered:
    """Messages, letters and alarms."""

    messages: Filed[Message] = field(repr=False)
    said: Filed[Said] = field(repr=False)
    alarms: Filed[Alarm]


def gather(db: Connection, council: str, abouts: Iterable[str]) -> Gathered:
    """All that is filed under these contacts and cases. Of messages and letters no more is read yet than stands in
    their rows.
    """
    said, letters, rung = _empty(Message), _empty(Said), _empty(Alarm)
    wanted = {"council": council, "abouts": sorted(set(abouts))}
    opened = sealing.opener(db.dialect, SEALED)
    for kind, seq, about, name, data, channel, state, moment in db.execute(_ALL, wanted).all():
        if kind == Kind.MESSAGE:
            said[about].append((seq, folded.message(name, partial(_message, opened, name, data))))
        elif kind == Kind.LETTER:
            posted = _POSTED[state]
            left = moment if posted is Posted.SENT else None
            letters[about].append(
                (seq, folded.letter(name, _CHANNEL[channel], posted, left, partial(_said, opened, name, data)))
            )
        else:
            rung[about].append((seq, alarm(name, opened(data), moment)))
    return Gathered(said, letters, rung)


def alarms_about(db: Connection, council: str, abouts: Iterable[str]) -> Filed[Alarm]:
    """The alarms that are filed under these contacts and cases."""
    return _rung(db, {"council": council, "abouts": sorted(set(abouts))})


def of(found: Filed[T], *abouts: str) -> tuple[T, ...]:
    """What is filed under any of these, in the order it came."""
    together = [one for about in {*abouts} if about in found for one in found[about]]
    together.sort(key=_PLACE)
    return tuple([one for _, one in together])


def alarm(name: str, data: bytes, wake_at: datetime | None) -> Alarm:
    """An alarm. When to look again stands beside the value: it is written alone when nothing else changed."""
    found = values.ALARM.decode(data)
    values.of_row(name, found.name)
    return values.completed(found, wake_at=wake_at)


def placed(rows: Iterable[Row[Any]], value: Callable[[Row[Any]], T]) -> Filed[T]:
    """What rows say, by what it is filed under, each with its place in the order in which it came."""
    found: defaultdict[str, list[tuple[int, T]]] = defaultdict(list)
    for row in rows:
        found[row.about].append((row.seq, value(row)))
    return found


def _rung(db: Connection, wanted: Mapping[str, object]) -> Filed[Alarm]:
    return placed(db.execute(_ALARMS, wanted), lambda row: alarm(row.name, row.data, row.wake_at))


def _message(opened: Opened, name: str, data: bytes) -> Message:
    found = values.MESSAGE.decode(opened(data))
    values.of_row(name, found.name)
    return found


def _said(opened: Opened, name: str, data: bytes) -> Said:
    found = values.SAID.decode(opened(data))
    values.of_row(name, found.name)
    return found


def _empty(_: type[T]) -> defaultdict[str, list[tuple[int, T]]]:
    return defaultdict(list)


def _filed(kind: Kind, about: Column[str], *beside: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    of = about.table.c
    as_it_lies = type_coerce(of[SEALED], LargeBinary)
    return select(literal_column(f"'{kind}'"), of.seq, about, of.name, as_it_lies, *beside).where(
        of.council == bindparam("council"), about.in_(_ABOUTS)
    )


_PLACE: Callable[[tuple[int, object]], int] = itemgetter(0)
_CHANNEL = {each.value: each for each in Channel}
_POSTED = {each.value: each for each in Posted}
_ABOUTS: BindParameter[str] = bindparam("abouts", expanding=True)
_NOTHING: ColumnElement[str] = literal_column("''")
_NEVER = type_coerce(literal_column("null"), Moment)
_ALL = union_all(
    _filed(Kind.MESSAGE, messages.c.about, _NOTHING, _NOTHING, _NEVER),
    _filed(Kind.LETTER, letters.c.about, letters.c.channel, letters.c.state, letters.c.marked),
    _filed(Kind.ALARM, alarms.c.contact, _NOTHING, _NOTHING, alarms.c.wake_at),
)
_ALARMS = select(alarms.c.seq, alarms.c.contact.label("about"), alarms.c.name, alarms.c.data, alarms.c.wake_at).where(
    alarms.c.council == bindparam("council"), alarms.c.contact.in_(_ABOUTS)
)
