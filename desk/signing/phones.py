"""Whose telephone shows codes, and whether the one they typed is right.

A secret is kept sealed, for its owner only: whoever copies the table can make no code, and whoever writes into it
cannot put their own telephone in another's place. Until a new telephone has shown a right code, its secret is kept
nowhere but, sealed, in the form that is being filled in.
"""

import base64
import binascii
from enum import Enum, auto

from desk import access
from desk.desk import Desk
from desk.signing import codes
from store import sealing, second_steps
from store.database import Connection
from store.sealing import Unopened
from store.second_steps import SecondStep


class Code(Enum):
    """What became of a code that was typed."""

    RIGHT = auto()
    WRONG = auto()  # not one of now, or used already
    SHUT = auto()  # too many wrong ones lately: none is looked at


def check(db: Connection, desk: Desk, staff: str, typed: str) -> Code:
    """Whether it is the code of now. A right one is spent by this, a wrong one counted and on record."""
    step = second_steps.in_hand(db, desk.council.name, staff)
    if step is None or step.is_shut(desk.now()):
        return Code.SHUT
    secret = sealing.under([desk.key], PURPOSE).open(step.secret, _kept(desk, staff))
    at = codes.matching(secret, typed, desk.now())
    if at is not None and second_steps.spend(db, desk.council.name, staff, at):
        return Code.RIGHT
    second_steps.mistaken(db, desk.council.name, staff, desk.now())
    access.noted(db, desk, staff, "gave a wrong code", "")
    return Code.WRONG


def offered(desk: Desk, staff: str, secret: bytes, before: SecondStep | None) -> str:
    """A new secret for the form that sets it up, in the place of the telephone they had `before`, if any."""
    sealed = sealing.under([desk.key], PURPOSE).seal(secret, _offered(desk, staff, before))
    return base64.urlsafe_b64encode(sealed).decode()


def taken_up(desk: Desk, staff: str, given: str, before: SecondStep | None) -> bytes | None:
    """The secret out of that form; None if it was not offered to this person, or not in the place of that telephone."""
    try:
        sealed = base64.urlsafe_b64decode(given.encode())
        return sealing.under([desk.key], PURPOSE).open(sealed, _offered(desk, staff, before))
    except (Unopened, binascii.Error, ValueError):
        return None


def keep(db: Connection, desk: Desk, staff: str, secret: bytes, typed: str) -> bool:
    """The telephone is set up if it shows the right code, which is spent by this; whether it does."""
    at = codes.matching(secret, typed, desk.now())
    if at is None:
        return False
    sealed = sealing.under([desk.key], PURPOSE).seal(secret, _kept(desk, staff))
    second_steps.keep(db, desk.council.name, staff, SecondStep(sealed, desk.now(), at))
    access.noted(db, desk, staff, "set up a telephone for codes", "")
    return True


PURPOSE = "second step"


def _kept(desk: Desk, staff: str) -> str:
    return f"kept/{desk.council.name}/{staff}"


def _offered(desk: Desk, staff: str, before: SecondStep | None) -> str:
    return f"offered/{desk.council.name}/{staff}/{before.since.isoformat() if before else ''}"
