"""A message: one post, understood. Who said what, when, with which files, and how it reached us.

Words, names and addresses are kept out of `repr`, so that no traceback or log line can show them.
"""

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from casework.frozen import frozen


class Channel(StrEnum):
    """How somebody reached us (R123). The last three are typed in by staff."""

    EMAIL = "email"
    TELEGRAM = "telegram"
    FORM = "form"
    TELEPHONE = "telephone"
    LETTER = "letter"
    IN_PERSON = "in_person"


WRITTEN_TO = frozenset({Channel.EMAIL, Channel.TELEGRAM, Channel.FORM})
"""By which letters of ours leave: those of the form are kept for whoever comes back with their secret word."""


class Automatic(StrEnum):
    """What kind of machine is talking. Such a message is kept and filed, and never answered."""

    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    RECEIPT = "receipt"
    CALENDAR = "calendar"


class Fate(StrEnum):
    """What became of a letter of ours, as a machine's report tells it."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    READ = "read"
    COMPLAINED_OF = "complained_of"  # somebody called it spam


class Sort(StrEnum):
    """What the sender did. Most messages are words; a chat can also do other things."""

    WORDS = "words"
    PRESS = "press"  # a button
    EDIT = "edit"  # new words for an earlier message, kept beside them
    STARTED = "started"  # the chat was opened, perhaps through a link that carries a code
    BLOCKED = "blocked"  # the chat can no longer be written to. Never "withdrew"
    OTHER = "other"  # a sticker, a poll, a location: kept by its type


@frozen
class Address:
    """Where somebody can be reached: an email address (lower case) or a chat number."""

    channel: Channel
    value: str = field(repr=False)


@frozen
class Post:
    """Raw bytes from a channel, kept before anyone understands them.

    `name` is made from where it stood (mailbox, UIDVALIDITY and UID; bot and update number), so fetching it again
    keeps it once. `received` is when the council had it (R406). `source` says which mailbox, bot or form, and
    `place` where in it. `urgent`: words of harm were heard in it beforehand.
    """

    name: str
    council: str
    channel: Channel
    source: str
    place: str
    received: datetime
    raw: bytes = field(repr=False)
    tries: int = 0
    urgent: bool = False


@frozen
class File:
    """Something a person could open, as it came.

    The bytes stay in the post; `name` is what the sender called it, `type` what its content is.
    `fetch` is the far end's own handle where the bytes are still to be asked for (a chat's photo).
    """

    name: str = field(repr=False)
    type: str
    size: int
    sha256: str = ""
    fetch: str = field(default="", repr=False)


@frozen
class TakenDown:
    """How words came here that somebody who works here typed in (R123): by whom, what else they said of how they are
    reached, what they said when an advocate was offered aloud (R502; empty: nobody asked), and whether they heard the
    record read back and agreed.
    """

    by: str
    reach: str = field(default="", repr=False)
    advocacy: str = ""
    agreed: bool = False


@frozen
class Message:
    """What somebody sent us. `received` is when the council had it (R406), aware, in UTC.

    `name` is made from what the message is, so the same message by two routes is one message.
    `text` is what the writer newly wrote; `quoted` the older mail under it. `clue` is the signed
    reply address it came to, `thread` the Message-IDs it answers; alone, neither proves anything. `by_staff` is the id
    of whoever works here and wrote it: filed with the case, and no part of the conversation with a family. `enclosed`
    is what stands in its files, and in older mail that we have not seen: looked through for harm, and not kept.
    `another_matter`: it came to a case and may be about something else, so a person says which; `apart_from` is the
    case from which it was taken by whoever said that it is. `taken_down` is of what was said, or written on paper.
    """

    name: str
    post: str
    channel: Channel
    sender: Address
    received: datetime
    text: str = field(repr=False)
    sort: Sort = Sort.WORDS
    subject: str = field(default="", repr=False)
    quoted: str = field(default="", repr=False)
    sender_name: str = field(default="", repr=False)
    files: tuple[File, ...] = ()
    message_id: str = field(default="", repr=False)
    thread: tuple[str, ...] = field(default=(), repr=False)
    clue: str = field(default="", repr=False)
    shown_reference: str = ""
    automatic: Automatic | None = None
    bounce_of: str = field(default="", repr=False)  # the Message-ID of what a report is about, whatever its fate
    fate: Fate | None = None
    failed: tuple[str, ...] = field(default=(), repr=False)  # the addresses that a report names
    press: str = ""
    edits: str = ""
    media: str = ""  # photo, voice, video, document, sticker, location, contact…: what it is besides words
    recipients: int = 1
    language: str = ""
    problems: tuple[str, ...] = ()
    by_staff: str = ""
    enclosed: str = field(default="", repr=False)
    another_matter: bool = False
    apart_from: str = ""
    taken_down: TakenDown | None = None
