"""The signed addresses in emails to staff: which letter, which button, and proof that we wrote it to that person.

They hold nothing personal and are kept nowhere: the same letter sent twice has the same links. That each is used once,
and dies when the case moves on, follows from what is written down on the case.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from casework.choices import CHOICES, Act
from casework.frozen import frozen
from casework.letters import Letter
from casework.telling import ALERTS

LASTS = timedelta(days=7)
"""How long a link works after its letter was written (conversations 2.14)."""

PROOF = 32
"""Hex characters of signature: 128 bits, since nobody needs to type it."""

_SHAPE = re.compile(rf"([0-9a-f]{{32}})\.([a-z0-9]{{1,2}})\.([0-9a-f]{{{PROOF}}})")

SIGNED_IN = frozenset({Act.OPEN, Act.SEND, Act.SEVERAL, Act.MORE, Act.BACK, Act.UNDO})
"""Buttons that have no link of their own: they lead to the desk, or only make sense in a chat."""

IN_CHAT_ALONE = ("staff.classify_confirm",)
"""Words whose buttons are a chat's alone: by email the way leads to the desk."""


@frozen
class Link:
    """A link that is shaped as ours: the letter it stands in and the button it stands for. Not yet proved."""

    letter: str
    act: Act
    proof: str

    @property
    def path(self) -> str:
        """As it stands in the address."""
        return f"{self.letter.removeprefix('letter/')}.{self.act}.{self.proof}"

    @property
    def name(self) -> str:
        """What it is used up under."""
        return f"link/{self.letter}/{self.act}"


def link(letter: Letter, act: Act, key: bytes) -> str:
    """The last part of the address behind a button of this letter."""
    return Link(letter.name, act, _proof(letter, act, key)).path


def links(letter: Letter, key: bytes) -> dict[Act, str]:
    """Those of every button that can be pressed from an email: about a case, which keeps the answer, or an alarm."""
    kept = letter.is_of_case or letter.words in ALERTS
    buttons = () if letter.words in IN_CHAT_ALONE or not kept else (code for _, code in CHOICES.get(letter.words, ()))
    return {act: link(letter, act, key) for code in buttons if (act := Act(code)) not in SIGNED_IN}


def read(text: str) -> Link | None:
    """A link by its shape; None for anything else."""
    found = _SHAPE.fullmatch(text)
    act = next((each for each in Act if found and each.value == found[2]), None)
    return Link(f"letter/{found[1]}", act, found[3]) if found and act else None


def is_true(one: Link, letter: Letter, key: bytes, now: datetime) -> bool:
    """Whether we wrote this link to the reader of this letter, not too long ago."""
    fresh = letter.written <= now < letter.not_before + LASTS
    right = _proof(letter, one.act, key)
    return fresh and bool(letter.staff) and hmac.compare_digest(one.proof.encode(), right.encode())


def _proof(letter: Letter, act: Act, key: bytes) -> str:
    """Tied to the letter, the button and the person: with another in place of any of them it proves nothing."""
    said = f"staff link/{letter.council}/{letter.name}/{act}/{letter.staff}"
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()[:PROOF]
