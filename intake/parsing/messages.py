"""A mail to the `Message` that the door takes: whom to answer, which signed address it came to, and its name."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from casework.messages import Address, Channel, File, Message
from casework.names import name
from intake import screening
from intake.parsing.enclosed import SECONDS, enclosed
from intake.parsing.mail import Correspondent, Mail, Unreadable
from intake.parsing.reading import Known, parse

THREAD = 50
"""Message-IDs of a thread that we keep: its first and its latest. *Taste.*"""

TYPED = re.compile(
    r"^[ \t*_]{0,6}(?:your |contact )?e-?mail(?: address)?[ \t*_]{0,3}[:|][ \t*_]{0,6}"
    r"([^\s<>|\"']{1,100}@[\w.-]{1,150}\.\w{2,24})\s*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The field of a form in which somebody typed where they can be reached."""


def nothing_wrong(contents: Sequence[bytes]) -> Sequence[str]:
    """Nobody looks through files for viruses."""
    del contents
    return ()


def message(
    raw: bytes,
    *,
    post: str,
    received: datetime,
    ours: Collection[str] = frozenset(),
    is_ours: Callable[[str], bool] = lambda _: False,
    scan: Callable[[Sequence[bytes]], Sequence[str]] = nothing_wrong,
    seconds: float = SECONDS,
) -> Message:
    """What somebody sent us, from the raw bytes and what the envelope says.

    `post` is the kept post's name, `received` when our server had it (R406), `ours` our mailbox's addresses, `is_ours`
    knows the Message-IDs of our own letters, `scan` says what is wrong with the files, `seconds` is how long
    they may be read for. Raises `Unreadable` for what a person must look at, with whom to tell.
    """
    own = {address.lower() for address in ours}
    mail = parse(raw, Known(own, is_ours))
    writer = answered(mail, own)
    if mail.unreadable or not writer.address:
        raise Unreadable(mail.unreadable or "nobody is named as the sender", writer.address.lower())
    beside, unheard = ("", ()) if mail.automatic else enclosed(mail, seconds)
    viruses = scan([one.content for one in mail.attachments])
    others = {one.address.lower() for one in (*mail.to, *mail.cc) if one.address}
    return Message(
        name=_named(mail, writer),
        post=post,
        channel=Channel.EMAIL,
        sender=Address(Channel.EMAIL, writer.address.lower()),
        received=received,
        text=mail.text,
        subject=mail.subject,
        quoted=mail.quoted,
        sender_name=writer.name,
        files=tuple(File(one.name, one.type, one.size, one.sha256) for one in mail.attachments),
        message_id=mail.message_id,
        thread=_thread(mail),
        clue=_clue(mail, own),
        shown_reference=mail.reference,
        automatic=mail.automatic,
        bounce_of=mail.about,
        fate=mail.fate,
        failed=mail.failed,
        media=_media(mail),
        recipients=max(1, len(others)),
        problems=(*mail.problems, *dict.fromkeys(viruses), *unheard),
        enclosed=beside,
    )


def _media(mail: Mail) -> str:
    """A voice message with no words beside it, as telephones send by email: somebody must hear it (R707)."""
    spoken = any(one.type.startswith("audio/") for one in mail.attachments)
    return "audio" if spoken and not mail.text.strip() else ""


def answered(mail: Mail, ours: Collection[str]) -> Correspondent:
    """Whom to answer: the sender. Only for a form or a robot is it whoever `Reply-To` names (a person filled it in),
    or, without one, the one address that stands in a field for it.

    A person's own `Reply-To` is not followed: whoever forges a mail could have the answer sent to themselves.
    """
    others = (one for one in mail.reply_to if "@" in one.address and not screening.is_own(one.address, ours))
    elsewhere = next(others, None)
    form = screening.is_form(mail.sender.address) or screening.is_own(mail.sender.address, ours)
    if form and elsewhere is None:
        typed = {found for found in map(str.lower, TYPED.findall(mail.text)) if not screening.is_own(found, ours)}
        return Correspondent("", typed.pop()) if len(typed) == 1 else mail.sender
    return elsewhere if elsewhere and form else mail.sender


def _named(mail: Mail, writer: Correspondent) -> str:
    """The same mail by two routes has one name; a new text under an old Message-ID has another."""
    which = mail.message_id or f"{mail.date.isoformat() if mail.date else ''} {mail.subject}"
    return name("message", which, writer.address.lower(), " ".join(mail.text.split()))


def _thread(mail: Mail) -> tuple[str, ...]:
    known = list(dict.fromkeys(filter(None, (*mail.references, mail.in_reply_to))))
    return tuple(known[:1] + known[1:][-THREAD + 1 :])


def _clue(mail: Mail, ours: Collection[str]) -> str:
    """The signed part of the address it came to: `intake+THIS@council.example`."""
    went_to = (*mail.delivered_to, *(one.address for one in (*mail.to, *mail.cc)))
    for address in went_to:
        local, _, domain = address.rpartition("@")
        mailbox, _, clue = local.partition("+")
        if clue and f"{mailbox}@{domain}".lower() in ours:
            return clue
    return ""
