"""Words and files lie sealed in the database, and what is searched lies there as a digest that nobody can guess at; the
keys lie elsewhere (`store.key_file`). Whoever takes the database alone has dates, states and references.

AES-GCM with 256 bits. A value carries the name of its key, so that new keys can come while old ones still open. The
first key of the file, the newest, seals; all of them open; the last, the oldest, also signs and makes the digests.
"""

import base64
import hmac
import os
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Engine

MARK = b"\x93heard1\n"
"""How a sealed value begins, of whatever key: JSON does not begin so, and hardly a mail."""

NAME, NONCE = 4, 12
"""Bytes of a key's name, and of what makes each sealing another."""

BEGINS = len(MARK) + NAME
BLIND = "~"
"""How a digest begins that a key has gone into. No name and no word does."""

BLIND_BYTES = 15

REMEMBERED = 1024
"""Digests: the same few people are written to all the time. *Taste.*"""

_HELD = "heard_keys"


class Unopened(Exception):
    """No key of the key file opens what is stored, or it was altered; the message says what to do."""


class Keys:
    """The keys of a key file. It is read again when something was sealed under a key that came since."""

    def __init__(self, read: Callable[[], Sequence[bytes]], purpose: str = "store") -> None:
        """`read`: the lines of the key file, newest first; at least one. What is sealed for one purpose opens for no
        other.
        """
        self._read, self._purpose = read, purpose
        self._turn = threading.Lock()
        self._take()

    def _take(self) -> None:
        lines = self._read()
        self._ciphers = {_name(line): AESGCM(_derived(line, f"seal {self._purpose}")) for line in lines}
        self._newest = _name(lines[0])
        self._blinded = lru_cache(maxsize=REMEMBERED)(partial(_blinded, _derived(lines[-1], "digest")))

    def seal(self, value: bytes, about: str) -> bytes:
        """The value, sealed. `about` is needed to open it: the name of its column."""
        nonce = os.urandom(NONCE)
        return self.begins + nonce + self._ciphers[self._newest].encrypt(nonce, value, about.encode())

    @property
    def name(self) -> str:
        """What the newest is called: nobody can tell the key from it."""
        return self._newest.hex()

    @property
    def begins(self) -> bytes:
        """How everything begins that the newest has sealed."""
        return MARK + self._newest

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the newest key has sealed it."""
        return sealed.startswith(self.begins)

    def open(self, sealed: bytes, about: str) -> bytes:
        """What was sealed. Raises `Unopened`."""
        if not isinstance(sealed, bytes):  # SQLite keeps in any column whatever somebody writes there
            raise Unopened("what is stored was altered by something that is not Heard: bring back a copy")
        if not sealed.startswith(MARK):
            raise Unopened("what is stored is not sealed yet: run `heard migrate`")
        key = self._key(sealed[len(MARK) : BEGINS])
        try:
            return key.decrypt(sealed[BEGINS : BEGINS + NONCE], sealed[BEGINS + NONCE :], about.encode())
        except (InvalidTag, ValueError):
            raise Unopened("what is stored was altered by something that is not Heard: bring back a copy") from None

    def blind(self, digest: str) -> str:
        """A digest that only this key makes; nothing stays nothing, and what is one already stays as it is."""
        return digest if not digest or digest.startswith(BLIND) else self._blinded(digest)

    def _key(self, name: bytes) -> AESGCM:
        if key := self._ciphers.get(name):
            return key
        with self._turn:
            if name not in self._ciphers:
                self._take()
            if name not in self._ciphers:
                raise Unopened("what is stored was sealed under a key that is not in store.key_file: put it back")
            return self._ciphers[name]


def under(lines: Sequence[bytes], purpose: str = "store") -> Keys:
    """Keys that stay as they are, newest first."""
    return Keys(lambda: lines, purpose)


def hold(engine: Engine, keys: Keys) -> Engine:
    """From now on this engine writes sealed and reads plain. One that holds no keys moves values as they are."""
    vars(engine.dialect)[_HELD] = keys
    return engine


def held(dialect: Dialect) -> Keys | None:
    """The keys that an engine holds."""
    keys: Keys | None = vars(dialect).get(_HELD)
    return keys


def opener(dialect: Dialect, about: str) -> Callable[[bytes], bytes]:
    """What opens a value of that column which was read as it lies there."""
    keys = held(dialect)
    return bytes if keys is None else partial(keys.open, about=about)


def _blinded(key: bytes, digest: str) -> str:
    made = hmac.digest(key, digest.encode(), "sha256")[:BLIND_BYTES]
    return BLIND + base64.urlsafe_b64encode(made).decode()


def _derived(line: bytes, use: str) -> bytes:
    return hmac.digest(line, f"heard {use}".encode(), "sha256")


def _name(line: bytes) -> bytes:
    return _derived(line, "name")[:NAME]
