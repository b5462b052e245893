"""Receipts: the references given out at the form before anybody has read what was sent.

A receipt is for one form and one sender, by their digests: it cannot be worked out from it who either is, nor what the
secret word was. A reference that stands on a receipt is nobody else's.
"""

from datetime import datetime

from sqlalchemy import bindparam, select

from casework.frozen import frozen
from casework.messages import Address
from store import values
from store.contacts import fresh_reference
from store.database import Connection, alone, insert_once
from store.tables import receipts


@frozen
class Receipt:
    """What somebody was given for what they sent, and when."""

    reference: str
    made: datetime


def given(db: Connection, council: str, once: str) -> Receipt | None:
    """The receipt of the form with this mark, if it was sent before."""
    return _first(db, "once", council, once)


def of(db: Connection, council: str, sender: Address) -> Receipt | None:
    """The receipt of whoever writes as this sender; None for anybody else."""
    return _first(db, "sender", council, values.digest(sender))


def fresh(db: Connection, council: str, prefix: str) -> str:
    """A reference nobody has, nor will be given by somebody else at the same time: then `give` it."""
    alone(db, council, "receipts")
    return fresh_reference(db, council, prefix)


def give(db: Connection, council: str, reference: str, *, once: str, sender: Address, now: datetime) -> None:
    """Write the receipt. The same form is given one once."""
    row = {"council": council, "reference": reference, "once": once, "sender": values.digest(sender), "made": now}
    insert_once(db, receipts, row)


def _first(db: Connection, by: str, council: str, value: str) -> Receipt | None:
    found = db.execute(_BY[by], {"of_council": council, "of_value": value}).first()
    return None if found is None else Receipt(found.reference, found.made)


_BY = {
    column.name: select(receipts.c.reference, receipts.c.made).where(
        receipts.c.council == bindparam("of_council"), column == bindparam("of_value")
    )
    for column in (receipts.c.once, receipts.c.sender)
}
