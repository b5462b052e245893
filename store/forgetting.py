"""Somebody asked us to forget who they are: no row leads from what they told us to their chat any more, and none back
(conversations 2.10).

What they said, what we said and the dates stay. The raw updates they came in, which hold the chat's number, go.
"""

from dataclasses import replace

from sqlalchemy import BindParameter, bindparam, delete, select, update

from casework.letters import Posted
from casework.messages import Address
from store import values
from store.database import Connection
from store.tables import cases, contacts, letters, messages, parties, posts, raws


def forget(db: Connection, council: str, who: Address) -> None:
    """Cut every link from this address to its contacts and cases. Whoever reads them finds no address there."""
    nobody = Address(who.channel, "")
    found = {"of_council": council, "of_digest": values.digest(who)}
    for seq, about, data in db.execute(_CONTACTS, found).all():
        cut = values.CONTACT.dump_json(replace(values.CONTACT.validate_json(data), sender=nobody))
        db.execute(_CONTACT, {"of_seq": seq, "sender": values.digest(nobody), "data": cut})
        _about(db, council, about, who, nobody)
    for seq, reference, data in db.execute(_CASES, found).all():
        case = values.CASE.validate_json(data)
        people = tuple(replace(each, address=nobody) if each.address == who else each for each in case.people)
        kept = values.CASE.dump_json(replace(case, people=people, quiet=True))
        db.execute(_CASE, {"of_seq": seq, "data": kept})
        _about(db, council, reference, who, nobody)
    db.execute(_PARTIES, found)


def _about(db: Connection, council: str, about: str, who: Address, nobody: Address) -> None:
    """The messages and letters filed there."""
    filed = {"of_council": council, "of_about": about}
    for seq, post, data in db.execute(_MESSAGES, filed).all():
        message = values.MESSAGE.validate_json(data)
        if message.sender == who:
            db.execute(_MESSAGE, {"of_seq": seq, "data": values.MESSAGE.dump_json(replace(message, sender=nobody))})
            db.execute(_RAW, {"of_council": council, "of_post": post})
    for seq, state, data in db.execute(_LETTERS, filed).all():
        letter = values.LETTER.validate_json(data)
        if letter.to == who:
            waits = state == Posted.QUEUED.value
            row = {
                "of_seq": seq,
                "reader": values.digest(nobody),
                "data": values.LETTER.dump_json(replace(letter, to=nobody)),
                "state": Posted.WITHDRAWN.value if waits else state,
            }
            db.execute(_LETTER, row)


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
_PARTIES = delete(parties).where(parties.c.council == _COUNCIL, parties.c.address == _DIGEST)
_RAW = delete(raws).where(
    raws.c.council == _COUNCIL,
    raws.c.seq.in_(select(posts.c.seq).where(posts.c.council == _COUNCIL, posts.c.name == bindparam("of_post"))),
)
