"""What the hidden fields of a page hold: signed by us, kept nowhere, in no cookie.

A *mark* stands for one form as it was shown, so that sending it twice is sending it once. A *key* stands for somebody
who has given their number and secret word, or was just given them: it opens that one contact, for an hour.
"""

import hmac
import secrets
from dataclasses import field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from casework.frozen import frozen
from casework.messages import Address, Channel
from casework.names import name

LASTS = timedelta(hours=1)
"""How long a page may be written on before the number and secret word are asked for again. *Taste.*"""


@frozen
class Key:
    """Whose page it is: their number, and the sender as whom they write."""

    reference: str
    sender: Address = field(repr=False)


def fresh(key: bytes) -> str:
    """The mark of a form that is shown now."""
    return _signed("once", secrets.token_hex(12), key)


def once(given: str, key: bytes) -> str:
    """The mark of a form that we showed; empty for one that we did not."""
    return _read("once", given, key)


def sender(reference: str, word: str, council: str, key: bytes) -> Address:
    """As whom somebody with this number and secret word writes. Wrong ones are nobody."""
    proof = hmac.new(key, f"sender/{council}/{reference}/{word}".encode(), sha256).hexdigest()
    return Address(Channel.FORM, name("form", proof))


def opened(found: Key, now: datetime, key: bytes) -> str:
    """The hidden field that keeps a page open."""
    return _signed("key", f"{found.reference}.{found.sender.value}.{int(now.timestamp())}", key)


def opens(given: str, now: datetime, key: bytes) -> Key | None:
    """Whose page it is; None if that is over, or was not ours."""
    reference, _, rest = _read("key", given, key).partition(".")
    value, _, issued = rest.partition(".")
    if not issued or now - datetime.fromtimestamp(int(issued), UTC) > LASTS:
        return None
    return Key(reference, Address(Channel.FORM, value))


def _signed(what: str, said: str, key: bytes) -> str:
    return f"{said}.{_proof(what, said, key)}"


def _read(what: str, given: str, key: bytes) -> str:
    said, _, proof = given.rpartition(".")
    return said if said and hmac.compare_digest(proof.encode(), _proof(what, said, key).encode()) else ""


def _proof(what: str, said: str, key: bytes) -> str:
    return hmac.new(key, f"{what}/{said}".encode(), sha256).hexdigest()[:32]
