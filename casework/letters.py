"""A letter: words we send to anyone, on any channel. It waits in the outbox until the courier takes it.

A letter holds the name of its words and the facts that fill them, never the words themselves: those are a
council's to change. A fact that is missing is an error when the letter is written, not a blank in it.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import IntEnum, StrEnum

from casework import names
from casework.frozen import frozen
from casework.messages import Address, Channel


class Urgency(IntEnum):
    """What the courier takes first. Safety jumps every queue; digests trickle."""

    SAFETY = 0
    ANSWER = 1
    LETTER = 2
    CHASE = 3
    DIGEST = 4


class Posted(StrEnum):
    """Where a letter is on its way."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # the far end will never take it: a task for a person
    WITHDRAWN = "withdrawn"  # answered before it left


@frozen
class Letter:
    """One letter to one reader by one way.

    `name` is made from what it says to whom about what, so it is said once. `about` is the contact's id or the
    case's reference. `lines` are further words put after the first paragraph (danger, 2.6). `not_before`
    keeps it inside hours (R606, R607). `answers` is the Message-ID or chat message it replies to. `staff` is the
    reader's id where the reader is staff, else empty. `after` is how many messages it follows. `ask` is what staff are
    asked, the same for everybody who is asked it; `replaces` what the far end calls the message whose place these words
    take. `under` is the subject of the reader's own latest mail: where that is one of ours, it is kept, so that their
    mail program shows one conversation. Times are aware, UTC.
    """

    name: str
    council: str
    words: str
    to: Address
    about: str
    reference: str
    written: datetime
    not_before: datetime
    facts: Mapping[str, str] = field(repr=False)
    urgency: Urgency = Urgency.LETTER
    lines: tuple[str, ...] = ()
    staff: str = ""
    answers: str = field(default="", repr=False)
    thread: str = field(default="", repr=False)
    language: str = "en"
    after: int = 0
    ask: str = ""
    replaces: str = field(default="", repr=False)
    under: str = field(default="", repr=False)

    @property
    def is_of_case(self) -> bool:
        """Whether it is about a case, not about a contact that is none yet or about nobody."""
        return bool(self.reference) and self.about == self.reference


@frozen
class Said:
    """A letter as the contact or case remembers it: what was said, when written, and how far it got.

    `after` is how many messages there were when it was written, if it answers them: a chat's clock and ours never
    agree to the second, and a question must not be taken for asked before the words it followed.
    """

    name: str
    words: str
    to: Address
    written: datetime
    posted: Posted = Posted.QUEUED
    sent: datetime | None = None
    staff: str = ""
    after: int = 0

    @property
    def channel(self) -> Channel:
        """The way it went, or is to go."""
        return self.to.channel


@frozen
class Outgoing:
    """A letter as it stands in the outbox: how far it got, and what the far end calls it."""

    letter: Letter
    posted: Posted
    far_id: str = field(default="", repr=False)

    @property
    def in_chat(self) -> bool:
        """Whether it stands in a chat now, where it can be changed."""
        return self.letter.to.channel is Channel.TELEGRAM and self.posted is Posted.SENT and bool(self.far_id)


def write(
    words: str,
    to: Address,
    *,
    council: str,
    about: str,
    reference: str,
    now: datetime,
    facts: Mapping[str, str],
    once: str = "",
    urgency: Urgency = Urgency.LETTER,
    not_before: datetime | None = None,
    lines: tuple[str, ...] = (),
    staff: str = "",
    answers: str = "",
    thread: str = "",
    language: str = "en",
    after: int = 0,
    ask: str = "",
    replaces: str = "",
    under: str = "",
    name: str = "",
) -> Letter:
    """The only maker of letters. The same words to the same reader about the same thing are one letter, said once.

    `once` is what makes this saying of it different from another: the message it answers, or a chase's clock, due day
    and rung (R603); of staff it is also what they are asked, unless `ask` says otherwise. `not_before` is now unless
    hours say later (R606, R607). `name`: what it is `named`, where that has been worked out.
    """
    return Letter(
        name=name or named(words, to, council=council, about=about, once=once),
        council=council,
        words=words,
        to=to,
        about=about,
        reference=reference,
        written=now,
        not_before=not_before or now,
        facts=dict(facts),
        urgency=urgency,
        lines=lines,
        staff=staff,
        answers=answers,
        thread=thread,
        language=language,
        after=after,
        ask=(ask or once) if staff else "",
        replaces=replaces,
        under=under,
    )


def named(words: str, to: Address, *, council: str, about: str, once: str) -> str:
    """The name that such a letter has: by it anybody can tell whether it was written, before making it."""
    return names.name("letter", council, words, to.channel, to.value, about, once)
