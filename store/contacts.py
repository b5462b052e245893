"""Reading contacts and alarms. What comes back is whole: its messages, what we said to it and its alarms are joined.

Each function asks the same few questions however long the history is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, repeat
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select, union_all

from casework import names
from casework.alarms import Alarm
from casework.contacts import Contact
from casework.messages import Address, Message
from store import chance, gathered, values
from store.database import Connection, alone, blind
from store.each import latest, latest_of_each, newest_first
from store.engines import writes
from store.tables import alarms, cases, contacts, forgotten, holds, messages, receipts

RECENT = 20
"""How many of one sender's contacts a new message is compared with. *Taste.*"""

EVERY = 1_000_000
"""More cases than can be open."""

DRAWS = 16
"""How often short references are drawn before longer ones are: nine in ten are taken by then."""

LONG_DRAWS = 1000
"""How often longer ones are drawn before it is said that none is left."""


def seen(db: Connection, council: str, names: Collection[str]) -> set[str]:
    """Which messages of these names have been filed."""
    return set(db.execute(_SEEN, {"council": council, "names": list(names)}).scalars())


def one(db: Connection, council: str, contact: str) -> Contact | None:
    """The contact with this id."""
    return next(iter(_whole(db, council, _ONE, {"id": contact})), None)


def by_reference(db: Connection, council: str, reference: str) -> Contact | None:
    """The contact with this reference."""
    return next(iter(_whole(db, council, _BY_REFERENCE, {"reference": reference})), None)


def versions(db: Connection, council: str, references: Iterable[str]) -> dict[str, int]:
    """At which version each contact with these references stands."""
    rows = db.execute(_VERSIONS, {"council": council, "references": sorted(set(references))})
    return {row.reference: row.version for row in rows}


def mails(db: Connection, council: str, message_ids: Iterable[str]) -> dict[str, Message]:
    """The first mail that came under each of these Message-IDs, whoever sent it; nothing for those that none has."""
    asked = {blind(db, values.mail_id(each)): each for each in message_ids}
    if not asked:
        return {}
    rows = db.execute(_BY_MAIL_ID, {"council": council, "mail_ids": list(asked)})
    first = {row.mail_id: row.data for row in reversed(rows.all())}
    return {asked[mail_id]: values.MESSAGE.decode(data) for mail_id, data in first.items()}


def of(db: Connection, council: str, sender: Address) -> tuple[Contact, ...]:
    """A sender's contacts, newest first, the latest `RECENT` of them.

    Within `transact`, two messages of one sender at the same moment are taken one after the other.
    """
    return of_each(db, council, [sender])[0]


def of_each(db: Connection, council: str, senders: Sequence[Address]) -> list[tuple[Contact, ...]]:
    """The same for each of several senders, asked for together."""
    digests = [values.digest(each) for each in senders]
    alone(db, council, *dict.fromkeys(digests))
    theirs = [blind(db, each) for each in digests]
    rows = latest(db, _OF_EACH, council, theirs, RECENT)
    found: defaultdict[str, list[tuple[int, Contact]]] = defaultdict(list)
    for row, contact in zip(rows, _read(db, council, rows), strict=True):
        if row.who == blind(db, values.digest(contact.sender)):  # else somebody who went round us put it here
            found[row.who].append((row.seq, contact))
    return [newest_first(found[each]) for each in theirs]


def fresh_reference(db: Connection, council: str, prefix: str) -> str:
    """A reference drawn at random that no contact, no case and no receipt has, nor any that was forgotten had."""
    return fresh_references(db, council, prefix, 1)[0]


def fresh_references(db: Connection, council: str, prefix: str, count: int) -> list[str]:
    """So many of them, no two the same."""
    fresh: dict[str, None] = {}
    short, long = names.LENGTHS
    for length in chain(repeat(short, DRAWS), repeat(long, LONG_DRAWS)):
        draws = (chance.drawn(db, len(names.ALPHABET) ** length) for _ in range(count - len(fresh)))
        drawn = [names.reference(prefix, draw, length) for draw in draws]
        taken = set(db.execute(_TAKEN, {"council": council, "references": drawn}).scalars())
        fresh |= dict.fromkeys(each for each in drawn if each not in taken)
        if len(fresh) == count:
            return list(fresh)
    raise LookupError("no reference is left under this prefix")


def unconsidered(db: Connection, council: str, limit: int) -> list[str]:
    """The ids of contacts with messages that the classifier has not seen, oldest first."""
    return list(db.execute(_UNCONSIDERED, {"council": council, "limit": limit}).scalars())


def tray(db: Connection, council: str, *, limit: int = 50, after: str = "") -> list[Contact]:
    """Contacts that wait for a person to say what they are, oldest first; the next page starts after the last id."""
    return _whole(db, council, _TRAY_AFTER if after else _TRAY, {"limit": limit} | ({"after": after} if after else {}))


def tray_now(db: Connection, council: str, *, limit: int, after: str = "") -> list[gathered.Seen]:
    """The same contacts by what tells whether they have changed."""
    asked = {"council": council, "limit": limit} | ({"after": after} if after else {})
    return [gathered.Seen(*row) for row in db.execute(_TRAY_NOW_AFTER if after else _TRAY_NOW, asked)]


def some(db: Connection, council: str, ids: Iterable[str]) -> list[Contact]:
    """The contacts with these ids, read together, the oldest first."""
    wanted = sorted(ids)
    return _whole(db, council, _SOME, {"ids": wanted}) if wanted else []


def alarm(db: Connection, council: str, name: str) -> Alarm | None:
    """The alarm of this name; within `transact`, as nobody else is changing it."""
    asked = _ALARM.with_for_update() if writes(db) else _ALARM
    return next(_alarms(db, council, asked, {"name": name}), None)


def open_alarms(db: Connection, council: str) -> list[Alarm]:
    """Every alarm without an outcome yet, oldest first."""
    return list(_alarms(db, council, _OPEN_ALARMS, {}))


def alarms_of_open_cases(db: Connection, council: str, joined: Iterable[str]) -> gathered.Filed[Alarm]:
    """Every alarm, open or closed, about a case in which something is still owed; `joined` are the contacts that were
    put with one.
    """
    rung = db.execute(_OF_OPEN_CASES, {"council": council})
    found = gathered.placed(rung, lambda row: gathered.alarm(row.name, row.data, row.wake_at))
    return {**found, **gathered.alarms_about(db, council, wanted)} if (wanted := set(joined)) else found


def _alarms(
    db: Connection, council: str, asked: Select[str, bytes, datetime | None], given: Mapping[str, object]
) -> Iterator[Alarm]:
    return (gathered.alarm(*row) for row in db.execute(asked, {"council": council, **given}))


def _whole(
    db: Connection, council: str, asked: Select[str, bytes, datetime | None], given: Mapping[str, object]
) -> list[Contact]:
    return _read(db, council, db.execute(asked, {"council": council, **given}).all())


def _read(db: Connection, council: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Contact]:
    found = [_contact(row) for row in rows]
    if not found:
        return []
    filed = gathered.gather(db, council, (contact.id for contact in found))
    return [_joined(contact, row.wake_at, filed) for contact, row in zip(found, rows, strict=True)]


def _contact(row: Row[*tuple[Any, ...]]) -> Contact:
    found = values.CONTACT.decode(row.data)
    values.of_row(row.id, found.id)
    return found


def _joined(contact: Contact, wake_at: datetime | None, filed: gathered.Gathered) -> Contact:
    return values.completed(
        contact,
        wake_at=wake_at,
        messages=gathered.of(filed.messages, contact.id),
        said=gathered.of(filed.said, contact.id),
        alarms=gathered.of(filed.alarms, contact.id),
    )


_COUNCIL: BindParameter[str] = bindparam("council")
_LIMIT: BindParameter[int] = bindparam("limit")
_SEEN = select(messages.c.name).where(
    messages.c.council == _COUNCIL, messages.c.name.in_(bindparam("names", expanding=True))
)
_BY_MAIL_ID = (
    select(messages.c.mail_id, messages.c.data)
    .where(
        messages.c.council == _COUNCIL,
        holds("mail_id <> ''"),
        messages.c.mail_id.in_(bindparam("mail_ids", expanding=True)),
    )
    .order_by(messages.c.seq)
)
_OF_EACH = latest_of_each(
    contacts,
    select(contacts.c.seq).where(contacts.c.council == _COUNCIL),
    contacts.c.sender,
    *(contacts.c.seq, contacts.c.id, contacts.c.data, contacts.c.wake_at),
)
_ALL = select(contacts.c.id, contacts.c.data, contacts.c.wake_at).where(contacts.c.council == _COUNCIL)
_ONE = _ALL.where(contacts.c.id == bindparam("id"))
_VERSIONS = select(contacts.c.reference, contacts.c.version).where(
    contacts.c.council == _COUNCIL, contacts.c.reference.in_(bindparam("references", expanding=True))
)
_BY_REFERENCE = _ALL.where(contacts.c.reference == bindparam("reference"))
_PLACE = (
    select(contacts.c.seq).where(contacts.c.council == _COUNCIL, contacts.c.id == bindparam("after")).scalar_subquery()
)
_TRAY = _ALL.where(holds("standing = 'waiting'")).order_by(contacts.c.seq).limit(_LIMIT)
_SOME = _ALL.where(contacts.c.id.in_(bindparam("ids", expanding=True))).order_by(contacts.c.seq)
_TRAY_NOW = (
    select(contacts.c.id, contacts.c.version, contacts.c.wake_at)
    .where(contacts.c.council == _COUNCIL, holds("standing = 'waiting'"))
    .order_by(contacts.c.seq)
    .limit(_LIMIT)
)
_TRAY_AFTER = _TRAY.where(contacts.c.seq > _PLACE)
_TRAY_NOW_AFTER = _TRAY_NOW.where(contacts.c.seq > _PLACE)
_UNCONSIDERED = (
    select(contacts.c.id)
    .where(contacts.c.council == _COUNCIL, holds("considered < heard"))
    .order_by(contacts.c.seq)
    .limit(_LIMIT)
)
_TAKEN = union_all(
    *(
        select(column).where(column.table.c.council == _COUNCIL, column.in_(bindparam("references", expanding=True)))
        for column in (contacts.c.reference, cases.c.reference, receipts.c.reference, forgotten.c.about)
    )
)
_ALARMS = select(alarms.c.name, alarms.c.data, alarms.c.wake_at).where(alarms.c.council == _COUNCIL)
_ALARM = _ALARMS.where(alarms.c.name == bindparam("name"))
_OPEN_ALARMS = _ALARMS.where(holds("closed is null")).order_by(alarms.c.seq)
_PLACED = select(alarms.c.seq, alarms.c.contact.label("about"), alarms.c.name, alarms.c.data, alarms.c.wake_at).where(
    alarms.c.council == _COUNCIL
)
_OPEN_CASES = (  # limited, so that it is asked by itself: joined, SQLite would walk through every case there ever was
    select(cases.c.contact, cases.c.reference)
    .where(cases.c.council == _COUNCIL, holds("settled = 0"))
    .order_by(cases.c.seq)
    .limit(EVERY)
    .subquery("open_cases")
)
_OF_OPEN_CASES = union_all(
    *(_PLACED.join_from(_OPEN_CASES, alarms, alarms.c.contact == name) for name in _OPEN_CASES.c)
)
