"""Everything that is held of one person, by where they write from or by a reference that they have (R905)."""

from collections.abc import Iterable, Mapping
from dataclasses import field

from sqlalchemy import BindParameter, bindparam, select

from casework.cases import Case
from casework.contacts import Contact
from casework.frozen import frozen
from casework.messages import Address
from casework.records.retention import KeptAs
from store import cases as reading_cases
from store import contacts as reading_contacts
from store import values
from store.database import Connection
from store.retention import words
from store.retention.words import CASE, CONTACT
from store.tables import cases, contacts, parties


@frozen
class Held:
    """The cases in which they have a part, the messages that are in none of those, where they write from, which
    references were said to be theirs; and what is noted beside: the contacts that those cases were made of, and what
    somebody said of how long each is kept, by reference.
    """

    cases: tuple[Case, ...]
    contacts: tuple[Contact, ...]
    theirs: frozenset[Address] = field(repr=False)
    named: frozenset[str]
    within: tuple[Contact, ...] = ()
    kept_as: Mapping[str, KeptAs] = field(default_factory=dict, repr=False)


def of(db: Connection, council: str, addresses: Iterable[Address], references: Iterable[str]) -> Held:
    """All of it. A reference stands for whose complaint it is, or for whoever sent that message."""
    theirs = {each for each in addresses if each.value}
    named: set[str] = set()
    for reference in references:
        case = reading_cases.one(db, council, reference)
        contact = None if case else reading_contacts.by_reference(db, council, reference)
        theirs |= {case.complainant.address} if case and case.complainant.address.value else set()
        theirs |= {contact.sender} if contact and contact.sender.value else set()
        named |= {case.reference} if case else {contact.reference} if contact else set()
    digests = {"of_council": council, "of_digests": [values.digest(each) for each in theirs]}
    sent = list(db.execute(_SENT, digests).scalars())
    every = {*db.execute(_IN_CASES, digests).scalars(), *(each for each in named if _is_case(db, council, each))}
    apart = [one for each in sent if (one := reading_contacts.one(db, council, each))]
    apart += [one for each in named if (one := reading_contacts.by_reference(db, council, each)) and one.id not in sent]
    every |= {reference for each in apart for reference in each.cases if _is_theirs(db, council, reference, theirs)}
    found = tuple(reading_cases.some(db, council, sorted(every)))
    within = {about for case in found for about in (case.contact, *case.joined) if about}
    alone = tuple(each for each in apart if each.id not in within)
    inside = tuple(reading_contacts.some(db, council, sorted(within)))
    said = words.said_of(db, council, CASE, [each.reference for each in found])
    ids = words.said_of(db, council, CONTACT, [each.id for each in alone])
    said |= {each.reference: ids[each.id] for each in alone if each.id in ids}
    return Held(found, alone, frozenset(theirs), frozenset(named), inside, said)


def _is_case(db: Connection, council: str, reference: str) -> bool:
    return reading_cases.one(db, council, reference) is not None


def _is_theirs(db: Connection, council: str, reference: str, theirs: set[Address]) -> bool:
    """Somebody's message may have become a case in which they have no part: a wrong address, put right."""
    case = reading_cases.one(db, council, reference)
    return case is not None and any(each.address in theirs for each in case.people)


_COUNCIL: BindParameter[str] = bindparam("of_council")
_DIGESTS: BindParameter[str] = bindparam("of_digests", expanding=True)
_SENT = (
    select(contacts.c.id)
    .where(contacts.c.council == _COUNCIL, contacts.c.sender.in_(_DIGESTS))
    .order_by(contacts.c.seq)
)
_IN_CASES = (
    select(cases.c.reference)
    .join(parties, (parties.c.council == cases.c.council) & (parties.c.reference == cases.c.reference))
    .where(cases.c.council == _COUNCIL, parties.c.address.in_(_DIGESTS))
    .order_by(cases.c.seq)
)
