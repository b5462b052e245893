"""An advocate's young people, kept apart on the advocate's word: each part of what they wrote arrives as if it had come
alone, in the transaction in which they said yes.
"""

from datetime import datetime

from casework.arrive import apart, arrive
from casework.contacts import Contact
from casework.councils import Council
from casework.matching_chats import beside
from casework.said.signs import Signs
from intake import homes
from store import changes, contacts
from store.database import Connection


def keep_apart(
    db: Connection, origin: Contact, council: Council, moment: datetime, *, signs: Signs, key: bytes
) -> None:
    """Each part arrives. What is known is read again for each: an earlier part may be the next one's home."""
    for known_as, part in apart.parts(origin):
        known = homes.known(db, council.name, part, key)
        matters = tuple(each for each in beside(part, None, known) if each.reference != origin.reference)
        home = apart.home(known_as, matters)
        others = tuple(each for each in matters if each is not home)
        reference = contacts.fresh_reference(db, council.name, council.reference_prefix)
        change = arrive(part, home, council, reference, moment, signs=signs, beside=(origin, *others))
        changes.save(db, change, moment)
