"""Values to bytes and back: what stands in a row's `data`.

JSON by msgspec over the plain dataclasses, so that `casework` stays free of it: the same bytes as pydantic writes, in a
third of the time. A field that a later version adds with a default reads back from rows written before it; one that is
taken away or renamed needs a migration.
"""

from functools import lru_cache
from typing import TypeVar

from msgspec.json import Decoder, Encoder

from casework.alarms import Alarm
from casework.cases import Case, Decision
from casework.contacts import Contact
from casework.councils import Expert, Staff
from casework.frozen import frozen
from casework.letters import Letter, Said
from casework.messages import Address, Message
from casework.names import name
from store.sealing import Unopened

T = TypeVar("T")

REMEMBERED = 1024
"""Digests of addresses: whoever writes, and whoever works here, is asked for several times a mail. *Taste.*"""

CONTACT = Decoder(Contact)
CASE = Decoder(Case)
MESSAGE = Decoder(Message)
LETTER = Decoder(Letter)
ALARM = Decoder(Alarm)
DECISION = Decoder(Decision)
STAFF = Decoder(Staff)
EXPERT = Decoder(Expert)

SAID = Decoder(Said)
"""A letter, as whatever it is about remembers it: its facts, most of it, are not read."""

encode = Encoder().encode
"""Any of them, as it is written."""


def completed(one: T, **beside: object) -> T:
    """What has just been read, with what stands in columns and rows of its own. It is filled in, before anybody has
    seen it, and not made once more: that would cost twice what it costs to read.
    """
    for called, value in beside.items():
        setattr(one, called, value)
    return one


def of_row(called: str, says: str) -> None:
    """What lies sealed says which row it is of. Raises `Unopened` if somebody who went round us put it into another."""
    if called != says:
        raise Unopened("what is stored was moved by something that is not Heard: bring back a copy")


@frozen
class Named:
    """Of a case, what it is filed under and who is complained of: of all that stands in it a tenth."""

    reference: str
    contact: str
    joined: tuple[str, ...] = ()
    excluded: frozenset[str] = frozenset()


NAMED = Decoder(Named)


@frozen
class _Of:
    """Of somebody's row, at which council they work; empty in rows from before it was written there."""

    council: str = ""


_OF = Decoder(_Of)


def of_staff(council: str, one: Staff) -> bytes:
    """Somebody who works here, as it is written: with the council, for another's may have the same short name."""
    return b'{"council":' + encode(council) + b"," + encode(one)[1:]


def staff(council: str, called: str, data: bytes) -> Staff:
    """Somebody who works here, out of their own row. Raises `Unopened` if it is another's that lies there."""
    found = STAFF.decode(data)
    of_row(called, found.id)
    of_row(council, _OF.decode(data).council or council)
    return found


def mail_id(message_id: str) -> str:
    """What the mail of this Message-ID is searched by; empty for what has none."""
    said = message_id.strip().strip("<>")
    return name("mail", said) if said else ""


@lru_cache(maxsize=REMEMBERED)
def digest(address: Address) -> str:
    """What an address is searched by."""
    return name("address", address.channel, address.value)
