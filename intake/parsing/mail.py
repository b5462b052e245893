"""A mail, understood: everything `heard parse` prints. Words, names and addresses stay out of `repr`."""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from casework.frozen import frozen
from casework.messages import Automatic, Fate


class Unreadable(Exception):
    """This is no email we can make a message of: not an email at all, or past every limit. A person must look.

    `sender` is whom to tell, where the mail names somebody; `reason` is for staff. Neither says what was written.
    """

    def __init__(self, reason: str, sender: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.sender = sender


@frozen
class Correspondent:
    """Somebody a header names. Either may be empty; the address is as it was written."""

    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@frozen
class Attachment:
    """Something a person could open. `type` is what its content is, `name` is safe to save under."""

    name: str = field(repr=False)
    type: str
    size: int
    sha256: str
    source: Callable[[], bytes] = field(repr=False, compare=False)

    @property
    def content(self) -> bytes:
        """The bytes. Those of large files are decoded again each time: a mail of 25 MB is not held twice."""
        return self.source()


@frozen
class Mail:
    """What a mail says. `text` is what the sender newly wrote; `quoted` and `signature` what was under it.

    `fate` is what a report says became of the mail `about`, `failed` the addresses it names. `reference` is ours, if
    the mail shows one. `problems` names each repair; `unreadable` says why no message should be made of it, if so.
    """

    message_id: str = field(default="", repr=False)
    sender: Correspondent = Correspondent()
    reply_to: tuple[Correspondent, ...] = ()
    to: tuple[Correspondent, ...] = ()
    cc: tuple[Correspondent, ...] = ()
    delivered_to: tuple[str, ...] = field(default=(), repr=False)
    date: datetime | None = None
    subject: str = field(default="", repr=False)
    in_reply_to: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    quoted: str = field(default="", repr=False)
    signature: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic | None = None
    fate: Fate | None = None
    about: str = field(default="", repr=False)
    failed: tuple[str, ...] = field(default=(), repr=False)
    forwarded_from: Correspondent | None = None
    reference: str = ""
    problems: tuple[str, ...] = ()
    unreadable: str = ""

    @property
    def bounce_of(self) -> str:
        """The Message-ID of the mail that did not arrive, or not yet."""
        return self.about if self.fate in (Fate.FAILED, Fate.DELAYED) else ""

    @property
    def delayed(self) -> bool:
        """Is a report only of delay? Its server goes on trying."""
        return self.fate is Fate.DELAYED
