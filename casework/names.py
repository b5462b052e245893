"""Names made from what a thing is, so that whatever could happen twice happens once.

A name is a digest, because a chat number or a Message-ID is itself personal data. Signed clues are what a
reply address and a button carry: proof that we made them, and nothing else.
"""

import hashlib
import hmac
from datetime import datetime

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
"""What a reference is written with: no 0 O 1 I, no vowels (a reference must never spell a word), no Y."""

LENGTHS = 4, 5
"""Characters of a reference behind the stroke: four make 614,656, and five are drawn where most of those are taken."""

CLUE_LENGTH = 12
"""Characters of signature in a reply address: 60 bits, as local parts must stay short. *Taste.*"""


def name(kind: str, *parts: str) -> str:
    """The name of a thing: its kind and 32 hex characters, the same for the same parts, always."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    whole = b"".join([len(part).to_bytes(8, "big") + part for part in encoded])
    return f"{kind}/{hashlib.sha256(whole).hexdigest()[:32]}"


def dated(kind: str, when: datetime, *parts: str) -> str:
    """The same, beginning with the minute in which it came: what is new lies together in every index, and what years
    have filled is left as it lies.
    """
    minute = int(when.timestamp()) // 60 % 2**32
    return f"{kind}/{minute:08x}{name(kind, *parts).rpartition('/')[2][:24]}"


def of_file(source: str, handle: str) -> str:
    """The name under which a file of a chat is kept, made from its far end's handle."""
    return name("telegram-file", source, handle)


def short(whole: str) -> str:
    """Six characters that stand for a name where space is dear: a button's data (conversations 2.15)."""
    number = int.from_bytes(hashlib.sha256(whole.encode()).digest()[:8], "big")
    return _spelled(number, 6).lower()


def reference(prefix: str, draw: int, length: int = LENGTHS[0]) -> str:
    """The reference that a number drawn at random stands for, such as `LK-7K4Q`. Never counts up."""
    return f"{prefix}-{_spelled(draw, length)}"


def sign(ref: str, key: bytes) -> str:
    """A clue for a reply address: the reference and proof that we wrote it, such as `lk7k4q.3f9c…`."""
    bare = ref.replace("-", "").lower()
    return f"{bare}.{_signature(bare, key)}"


def signed(clue: str, key: bytes) -> str | None:
    """The reference in a clue that we made; None for anything else."""
    bare, _, signature = clue.lower().partition(".")
    if len(bare) - 2 not in LENGTHS or not hmac.compare_digest(signature.encode(), _signature(bare, key).encode()):
        return None
    return f"{bare[:2]}-{bare[2:]}".upper()


def code(asked: str, key: bytes) -> str:
    """Six figures for whatever asked for them: nobody without our key can tell which."""
    return f"{int(_signature(f'code/{asked}', key), 16) % 1_000_000:06}"


def message_id(letter: str, domain: str, key: bytes | None = None) -> str:
    """The Message-ID of a letter's email: made from its name, so that a second copy is recognisably the same. With the
    key it is proof besides that whoever names it has had the letter: a name alone can be worked out.
    """
    proof = f"{_signature(f'id/{letter}', key)}." if key else ""
    return f"<{letter.replace('/', '.')}@{proof}{domain}>"


def has_had(letter: str, message_id: str, key: bytes) -> bool:
    """Whether this is the Message-ID under which that letter left, and was not worked out."""
    named, _, where = message_id.strip("<> ").partition("@")
    proof = where.partition(".")[0]
    right = _signature(f"id/{letter}", key)
    return named == letter.replace("/", ".") and hmac.compare_digest(proof.encode(), right.encode())


def is_ours(message_id: str) -> bool:
    """Whether it is shaped as the Message-ID of a letter of ours. Proof of nothing: anybody can write one."""
    return message_id.removeprefix("<").startswith("letter.")


def _signature(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:CLUE_LENGTH]


def _spelled(number: int, length: int) -> str:
    letters = []
    for _ in range(length):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "".join(letters)
