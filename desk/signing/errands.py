"""Somebody's way to the council's own sign-in and back: what their browser keeps meanwhile, and how it may end.

It stands apart from the provider, whose libraries only a desk with such a sign-in pays for.
"""

import json
from dataclasses import asdict, field
from datetime import timedelta
from urllib.parse import urlsplit

from casework.frozen import frozen

LASTS = timedelta(minutes=10)
"""How long somebody may take at the provider. *Taste.*"""

HERE = ("127.0.0.1", "localhost", "::1")


class NotReached(Exception):
    """The provider does not answer, or not as a provider should; the message says which, for whoever keeps this."""


class Refused(Exception):
    """Nobody is signed in by this; the message is a word for the log."""


@frozen
class Errand:
    """What somebody's browser keeps, sealed, while they are at the provider."""

    state: str
    nonce: str
    verifier: str = field(repr=False)
    began: str


def is_safe(address: str) -> bool:
    """Whether nobody on the way reads what goes there."""
    place = urlsplit(address)
    return place.scheme == "https" or (place.scheme == "http" and is_here(place.hostname or ""))


def is_here(host: str) -> bool:
    """Whether it is this machine itself."""
    return host in HERE


def packed(errand: Errand) -> bytes:
    """The errand, to be sealed."""
    return json.dumps(asdict(errand)).encode()


def unpacked(data: bytes) -> Errand:
    """An errand that was packed."""
    return Errand(**json.loads(data))
