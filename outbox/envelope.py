"""Words to the bytes of one email: plain text with an HTML twin, threaded, replied to a signed address, marked as a
machine's.

Written out by hand and not with `email.message`, which takes a hundred times as long and stops the loop meanwhile. What
could come from outside (a subject's facts, the Message-IDs of the mail we answer) is stripped of line ends and of
anything that is not what it should be, so no header can be added from outside. The body is quoted-printable: seven bits
wide, short lines, readable as it stands.

`X-Auto-Response-Suppress` never asks that delivery reports be held back, as a bounce becomes a task; and staff's
out-of-office replies are wanted, since they say who is away.
"""

import base64
import re
from binascii import b2a_qp
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from casework import names
from casework.frozen import frozen
from casework.letters import Letter, Urgency
from outbox.outcomes import Undeliverable
from outbox.render import Rendered


class Unaddressable(Exception):
    """This is no address that an email can be sent to."""


@frozen
class Mailbox:
    """An address in its parts: `display` is the name before it, `domain` as it goes over the wire (IDNA)."""

    display: str
    local: str
    domain: str

    @property
    def address(self) -> str:
        """As it stands in the envelope and in the headers."""
        return f"{self.local}@{self.domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server that knows SMTPUTF8 can carry it."""
        return not self.local.isascii()

    def written(self) -> str:
        """As a header has it, name first."""
        return f"{_phrase(self.display)} <{self.address}>" if self.display else self.address


LONGEST_THREAD = 100
"""Message-IDs after the first that a letter names: all there are, unless somebody made them up. *Taste.*"""

_ADDRESS = re.compile(r"[^\s<>()\[\]\\,;:\"@\x00-\x1f\x7f]{1,64}@[^\s<>()\[\]\\,;:\"@\x00-\x1f\x7f]{1,253}")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")


def mailbox(address: str, display: str = "") -> Mailbox:
    """An address, which must be one and nothing else. Raises Unaddressable."""
    if not _ADDRESS.fullmatch(address):
        raise Unaddressable
    local, _, domain = address.partition("@")
    try:
        return Mailbox(display, local, domain.encode("idna").decode("ascii").lower())
    except UnicodeError:
        raise Unaddressable from None


def mailbox_with_name(written: str) -> Mailbox:
    """An address as people write their own: `Larkhaven Council <hello@larkhaven.example>`. Raises Unaddressable."""
    display, address = parseaddr(written)
    return mailbox(address, display)


def reader_of(letter: Letter) -> Mailbox:
    """To whom it goes. Raises `Undeliverable` where no mail can."""
    try:
        return mailbox(letter.to.value)
    except Unaddressable:
        raise Undeliverable("not an email address") from None


def envelope(
    letter: Letter, rendered: Rendered, *, sender: Mailbox, reader: Mailbox, key: bytes, now: datetime
) -> bytes:
    """The whole email, lines ended as SMTP wants them. The same letter has the same Message-ID, whenever it is made."""
    boundary = f"=_{letter.name[-20:]}"  # quoted-printable writes "=" as "=3D": this stands in no body
    head = "".join(
        f"{name}: {value}\r\n" for name, value in _headers(letter, rendered, sender, reader, key, now) if value
    )
    return (
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode()
        + _part(boundary, "plain", rendered.with_links)
        + _part(boundary, "html", rendered.html)
        + f"--{boundary}--\r\n".encode()
    )


def _headers(
    letter: Letter, rendered: Rendered, sender: Mailbox, reader: Mailbox, key: bytes, now: datetime
) -> tuple[tuple[str, str], ...]:
    answered = _ids(letter.answers)
    replies = Mailbox(sender.display, f"{sender.local}+{names.sign(letter.reference, key)}", sender.domain)
    return (
        ("From", sender.written()),
        ("To", reader.address),
        ("Reply-To", replies.written() if letter.reference else ""),
        ("Subject", _unstructured(rendered.subject)),
        ("Date", _dated(now.replace(microsecond=0))),
        ("Message-ID", names.message_id(letter.name, sender.domain, key)),
        ("In-Reply-To", " ".join(answered[-1:])),
        ("References", "\r\n ".join(_thread(letter, sender.domain))),
        ("Auto-Submitted", "auto-replied" if answered and letter.urgency <= Urgency.ANSWER else "auto-generated"),
        ("X-Auto-Response-Suppress", "DR, RN, NRN" if letter.staff else "DR, RN, NRN, OOF, AutoReply"),
        ("Content-Language", letter.language if letter.language.isascii() and letter.language.isalpha() else ""),
    )


@lru_cache(maxsize=4)
def _dated(second: datetime) -> str:
    """A header's date, which many letters that leave together share."""
    return format_datetime(second)


def _ids(said: str) -> list[str]:
    """Message-IDs in their brackets; one that was read without them gets them back. The rest is dropped."""
    return _MESSAGE_ID.findall(said) or _MESSAGE_ID.findall(f"<{said}>")


def _thread(letter: Letter, domain: str) -> list[str]:
    """The Message-IDs before this one. A thread known by name alone gets one, so that its letters lie together."""
    known = _MESSAGE_ID.findall(letter.thread)
    if letter.thread and not known:
        known = [names.message_id(names.name("thread", letter.thread), domain)]
    every = list(dict.fromkeys((*known, *_ids(letter.answers))))
    return every[:1] + every[1:][-LONGEST_THREAD:]


def _part(boundary: str, kind: str, text: str) -> bytes:
    body = b2a_qp(_ends_of_lines(text).encode("utf-8", "replace"), istext=True)
    head = f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\n'
    return f"{head}Content-Transfer-Encoding: quoted-printable\r\n\r\n".encode() + body + b"\r\n"


def _ends_of_lines(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def _unstructured(value: str) -> str:
    """A header's text: one line, ASCII as it is, anything else as encoded words of at most 75 characters."""
    value = _CONTROL.sub(" ", value).strip()
    if value.isascii() and "=?" not in value:
        return _folded(value)
    encoded, room = [], b""
    for letter in value:
        if len(room) + len(letter.encode()) > 42:
            encoded.append(room)
            room = b""
        room += letter.encode()
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in [*encoded, room])


def _folded(value: str) -> str:
    """Lines of at most 76 characters, broken between words."""
    lines = [""]
    for word in value.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > 66:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return "\r\n ".join(lines)


def _phrase(display: str) -> str:
    """The name before an address: quoted, or as encoded words."""
    display = _CONTROL.sub(" ", display).strip()
    if not display.isascii():
        return _unstructured(display)
    escaped = display.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
