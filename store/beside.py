"""What stands beside contacts and cases in rows of its own, once they are written: the messages that are filed there,
who may be writing about a case, the words that find it, who serves in it.

What stands there already is looked up, one question for each kind, but for what was `read` just before: it is written
only if nobody has changed it since, so whatever was read of it is what stands there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import BindParameter, bindparam, delete, select

from casework.alarms import Alarm
from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from casework.frozen import frozen
from casework.messages import Message
from store import bench, indexing, rows, values
from store.cases import abouts
from store.database import Connection, Stale, blind, insert_new
from store.tables import messages, parties

Read = Iterable[Contact | Case | Alarm]
"""Whatever a change was made of, as this store gave it, whole."""


@frozen
class _Before:
    """Contacts by id and cases by reference as they were, of those that change: at the version that was read."""

    contacts: Mapping[str, Contact]
    cases: Mapping[str, Case]


def write(db: Connection, council: str, change: Change, read: Read) -> None:
    """Write all of it. Raises `Stale` for a message that another has, or that is there twice."""
    before = _before(change, () if change.refiled else tuple(read))  # what is moved about lies elsewhere now
    _file(db, council, change, before)
    _name_parties(db, council, change.cases, before.cases)
    indexing.write_contacts(db, council, change.contacts, before.contacts)
    indexing.write_cases(db, council, change.cases, before.cases)
    for one in change.cases:
        bench.served(db, one, before.cases.get(one.reference))


def _before(change: Change, read: Sequence[Contact | Case | Alarm]) -> _Before:
    contacts = {(one.id, one.version): one for one in read if isinstance(one, Contact)}
    cases = {(one.reference, one.version): one for one in read if isinstance(one, Case)}
    return _Before(
        {one.id: contacts[key] for one in change.contacts if (key := (one.id, one.version)) in contacts},
        {one.reference: cases[key] for one in change.cases if (key := (one.reference, one.version)) in cases},
    )


def _file(db: Connection, council: str, change: Change, before: _Before) -> None:
    """Insert the messages that are not filed yet. Those of a case may lie under the contacts that it came from."""
    there = _filed(db, council, _unknown(change, before))
    there.update({one.id: _names(one) for one in before.contacts.values()})
    there.update({one.reference: _names(one) for one in before.cases.values()})
    new: list[rows.Row] = []
    for contact in change.contacts:
        new += _not_there(council, contact.id, contact.messages, there[contact.id])
        there[contact.id] |= _names(contact)
    for case in change.cases:
        filed = set().union(*(there[each] for each in abouts(case)))
        new += _not_there(council, case.reference, case.messages, filed)
    if new and insert_new(db, messages, *new) < len(new):
        raise Stale(messages.name)


def _unknown(change: Change, before: _Before) -> set[str]:
    """Under what messages may be filed that nobody has read here. Under what is new there is nothing yet."""
    heard = {one.id for one in change.contacts if one.version} - before.contacts.keys()
    new = {one.id for one in change.contacts} | {one.reference for one in change.cases if not one.version}
    beside = {about for one in change.cases if one.reference not in before.cases for about in abouts(one)}
    return heard | (beside - new)


def _names(one: Contact | Case) -> set[str]:
    return {each.name for each in one.messages}


def _filed(db: Connection, council: str, under: Collection[str]) -> defaultdict[str, set[str]]:
    """The names of the messages that are filed under each of these."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    if under:
        for about, name in db.execute(_FILED, {"council": council, "abouts": sorted(under)}):
            found[about].add(name)
    return found


def _not_there(council: str, about: str, said: Sequence[Message], filed: Collection[str]) -> list[rows.Row]:
    if len({one.name for one in said}) < len(said):
        raise Stale(about)
    return [rows.message(one, council=council, about=about) for one in said if one.name not in filed]


def _name_parties(db: Connection, council: str, given: Sequence[Case], before: Mapping[str, Case]) -> None:
    named = {party for one in given for party in _parties(db, one)}
    asked = sorted(one.reference for one in given if one.version and one.reference not in before)
    known = {party for one in before.values() for party in _parties(db, one)}
    if asked:
        known |= {tuple(row) for row in db.execute(_PARTIES, {"council": council, "references": asked})}
    if new := sorted(named - known):
        insert_new(db, parties, *({"council": council, "reference": of, "address": who} for of, who in new))
    for of, who in sorted(known - named):
        db.execute(_NO_PARTY, {"council": council, "of_reference": of, "of_address": who})


def _parties(db: Connection, case: Case) -> set[tuple[str, str]]:
    """Its reference with each address that somebody in it writes from, as it lies in the store."""
    addresses = {values.digest(who.address) for who in case.people if who.address.value}
    return {(case.reference, blind(db, each)) for each in addresses}


_COUNCIL: BindParameter[str] = bindparam("council")
_FILED = select(messages.c.about, messages.c.name).where(
    messages.c.council == _COUNCIL, messages.c.about.in_(bindparam("abouts", expanding=True))
)
_PARTIES = select(parties.c.reference, parties.c.address).where(
    parties.c.council == _COUNCIL, parties.c.reference.in_(bindparam("references", expanding=True))
)
_NO_PARTY = delete(parties).where(
    parties.c.council == _COUNCIL,
    parties.c.reference == bindparam("of_reference"),
    parties.c.address == bindparam("of_address"),
)
