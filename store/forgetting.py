"""Somebody asked us to forget who they are: no row leads from what they told us to their chat any more, and none back
(conversations 2.10). Their name goes too, wherever it stood by itself, and nothing finds them.

What they said, what we said and the dates stay: a name within their own words is theirs, and stays with them. The raw
updates they came in, which hold the chat's number, go as post does that is forgotten (`store.retention`), and with them
what they pressed that led nowhere, and what we said about nothing.
"""

from collections.abc import Mapping

from sqlalchemy import BindParameter, bindparam, delete, select, update

from casework.cases import Decision
from casework.frozen import replace
from casework.letters import Posted
from casework.messages import Address
from store import cases as reading_cases
from store import contacts as reading_contacts
from store import indexing, values
from store.database import Connection
from store.retention import erasing, theirs, words
from store.retention.erasing import Erased
from store.tables import cases, contacts, decisions, letters, messages, parties, wrong_codes

NAMES = frozenset({"name", "known_as", "yp_label"})
"""Facts of a letter or decision that are a name."""


def forget(db: Connection, council: str, who: Address) -> None:
    """Cut every link from this address to its contacts and cases. Whoever reads them finds no address there."""
    nobody = Address(who.channel, "")
    found = {"of_council": council, "of_digest": values.digest(who)}
    for seq, about, data in db.execute(_CONTACTS, found).all():
        contact = values.CONTACT.decode(data)
        carried = {name: said for name, said in contact.carried.items() if name != "name"}
        cut = values.encode(replace(contact, sender=nobody, carried=carried))
        db.execute(_CONTACT, {"of_seq": seq, "sender": values.digest(nobody), "data": cut})
        _about(db, council, about, who, nobody)
        _told(db, council, about, None)
        if left := reading_contacts.one(db, council, about):
            indexing.write_contacts(db, council, [left], {})
    for seq, reference, data in db.execute(_CASES, found).all():
        case = values.CASE.decode(data)
        people = tuple(
            replace(each, address=nobody, known_as="") if each.address == who else each for each in case.people
        )
        called = {each.known_as for each in case.people if each.address == who}
        decided = tuple(_uncalled(each, called) for each in case.decisions)
        kept = values.encode(replace(case, people=people, decisions=decided, quiet=True))
        db.execute(_CASE, {"of_seq": seq, "data": kept})
        _decided(db, council, reference, called)
        _about(db, council, reference, who, nobody)
        _told(db, council, reference, called)
        if left_case := reading_cases.one(db, council, reference):
            indexing.write_cases(db, council, [left_case], {})
    db.execute(_PARTIES, found)
    db.execute(_WRONG_CODES, found)
    theirs.go(db, council, Erased(people={who}), theirs.beside_somebody(db, council, who))


def held(db: Connection, council: str, who: Address) -> bool:
    """Whether a legal hold is on anything that leads to them (R916): then a person looks before it is cut."""
    found = {"of_council": council, "of_digest": values.digest(who)}
    ids = [row.id for row in db.execute(_CONTACTS, found)]
    references = [row.reference for row in db.execute(_CASES, found)]
    said = [words.said(db, council, *words.EVERYTHING), *words.said_of(db, council, words.CONTACT, ids).values()]
    said += words.said_of(db, council, words.CASE, references).values()
    return any(each.hold for each in said)


def _about(db: Connection, council: str, about: str, who: Address, nobody: Address) -> None:
    """The messages and letters filed there."""
    filed = {"of_council": council, "of_about": about}
    came_in = []
    for seq, post, data in db.execute(_MESSAGES, filed).all():
        message = values.MESSAGE.decode(data)
        if message.sender == who:
            cut = replace(message, sender=nobody, sender_name="")
            db.execute(_MESSAGE, {"of_seq": seq, "data": values.encode(cut)})
            came_in.append(post)
    erasing.drop_posts(db, council, came_in, bytes_only=True)
    for seq, state, data in db.execute(_LETTERS, filed).all():
        letter = values.LETTER.decode(data)
        if letter.to == who:
            waits = state == Posted.QUEUED.value
            row = {
                "of_seq": seq,
                "reader": values.digest(nobody),
                "data": values.encode(replace(letter, to=nobody, facts=_nameless(letter.facts))),
                "state": Posted.WITHDRAWN.value if waits else state,
            }
            db.execute(_LETTER, row)


def _told(db: Connection, council: str, about: str, called: set[str] | None) -> None:
    """What others were told of it names nobody who was called so; of a message, where there is one writer, not them.
    What has not left yet is left as it is: nobody could read it without.
    """
    for seq, state, data in db.execute(_LETTERS, {"of_council": council, "of_about": about}).all():
        letter = values.LETTER.decode(data)
        facts = _nameless(letter.facts, {letter.facts.get("name", "")} if called is None else called)
        if facts != letter.facts and state != Posted.QUEUED.value:
            db.execute(_LETTER, {"of_seq": seq, "data": values.encode(replace(letter, facts=facts))})


def _decided(db: Connection, council: str, reference: str, called: set[str]) -> None:
    """What was decided in it, on the record of decisions."""
    for seq, data in db.execute(_DECISIONS, {"of_council": council, "of_about": reference}).all():
        decision = values.DECISION.decode(data)
        if (cut := _uncalled(decision, called)) != decision:
            db.execute(_DECISION, {"of_seq": seq, "data": values.encode(cut)})


def _uncalled(decision: Decision, called: set[str]) -> Decision:
    """The decision, naming nobody who was called so; whom else it names stays."""
    return replace(decision, facts=_nameless(decision.facts, called))


def _nameless(facts: Mapping[str, str], called: set[str] | None = None) -> dict[str, str]:
    """The facts without the names that are in `called`, or without any."""
    return {name: "" if name in NAMES and (called is None or said in called) else said for name, said in facts.items()}


_COUNCIL: BindParameter[str] = bindparam("of_council")
_SEQ: BindParameter[int] = bindparam("of_seq")
_DIGEST: BindParameter[str] = bindparam("of_digest")
_ABOUT: BindParameter[str] = bindparam("of_about")
_CONTACTS = select(contacts.c.seq, contacts.c.id, contacts.c.data).where(
    contacts.c.council == _COUNCIL, contacts.c.sender == _DIGEST
)
_CONTACT = update(contacts).where(contacts.c.seq == _SEQ)
_CASES = (
    select(cases.c.seq, cases.c.reference, cases.c.data)
    .join(parties, (parties.c.council == cases.c.council) & (parties.c.reference == cases.c.reference))
    .where(cases.c.council == _COUNCIL, parties.c.address == _DIGEST)
)
_CASE = update(cases).where(cases.c.seq == _SEQ)
_MESSAGES = select(messages.c.seq, messages.c.post, messages.c.data).where(
    messages.c.council == _COUNCIL, messages.c.about == _ABOUT
)
_MESSAGE = update(messages).where(messages.c.seq == _SEQ)
_LETTERS = select(letters.c.seq, letters.c.state, letters.c.data).where(
    letters.c.council == _COUNCIL, letters.c.about == _ABOUT
)
_LETTER = update(letters).where(letters.c.seq == _SEQ)
_DECISIONS = select(decisions.c.seq, decisions.c.data).where(
    decisions.c.council == _COUNCIL, decisions.c.about == _ABOUT
)
_DECISION = update(decisions).where(decisions.c.seq == _SEQ)
_PARTIES = delete(parties).where(parties.c.council == _COUNCIL, parties.c.address == _DIGEST)
_WRONG_CODES = delete(wrong_codes).where(wrong_codes.c.council == _COUNCIL, wrong_codes.c.chat == _DIGEST)
