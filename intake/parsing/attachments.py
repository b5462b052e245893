"""The files of a mail, and the words that are only in them: a wrapped body, an invitation, a mail within the mail."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from intake import files
from intake.parsing import bodies, calendars, charsets, markup, winmail, words
from intake.parsing.mail import Attachment
from intake.parsing.parts import Part

MAILS = ("message/rfc822", "message/global", "message/news", "message/partial")
HELD = 4_000_000
"""Bytes of a mail's files that are held from their decoding until it is read; what is more is decoded again. *Taste.*
"""

CLOSED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")


@dataclass(slots=True)
class Found:
    """What the parts of a mail come to: bodies of words, files, mails inside, leaves for reports to be found in."""

    blocks: list[str]
    files: list[Attachment] = field(default_factory=list)
    mails: list[Part] = field(default_factory=list)
    leaves: list[Part] = field(default_factory=list)
    method: str = ""
    problems: list[str] = field(default_factory=list)
    room: int = HELD


def attached(root: Part) -> Found:
    """Everything in a mail, its words first."""
    body = bodies.body(root)
    found = Found(body.blocks, leaves=body.files, problems=body.problems)
    for part in body.files:
        _add(found, part, words_wanted=not body.says())
    for name, content in body.written_in:
        _keep(found, name, "", content, partial(_held, content))
    return found


def _add(found: Found, part: Part, *, words_wanted: bool) -> None:
    content = part.content()
    if _is_winmail(part, content) and (inside := winmail.unwrap(content)):
        if words_wanted and (text := _wrapped(inside)):
            found.blocks.append(text)
        for name, held in inside.files:
            _keep(found, name, "", held, partial(_held, held))
        found.problems.append("Outlook's wrapper was opened")
        return
    if part.kind == "text/calendar":
        found.method = found.method or _method(part, content)
        if words_wanted and (
            text := calendars.readable(charsets.decode(content, part.parameters.get("charset", ""))[0])
        ):
            found.blocks.append(text)
    if part.kind in CLOSED:
        found.problems.append("encrypted or sealed: kept whole")
    if part.kind in MAILS:
        found.mails.append(part)
    located = part.headers.first("content-location").rpartition("/")[2] if not part.filename else ""
    _keep(found, part.filename or located, part.kind, content, part.content)


def _keep(found: Found, said_name: str, said_kind: str, content: bytes, source: Callable[[], bytes]) -> None:
    name, changed = files.safe_name(words.one_line(said_name))
    kind = said_kind if said_kind.startswith("message/") else files.kind(content, said_kind)
    found.problems += files.warnings(content, kind, name, said_kind)
    found.problems += ["a file's name was not safe"] * (changed or name != said_name)
    digest = hashlib.sha256(content).hexdigest()
    if len(content) <= found.room:
        found.room -= len(content)
        source = partial(_held, content)
    found.files.append(Attachment(name, kind, len(content), digest, source))


def _held(content: bytes) -> bytes:
    return content


def _is_winmail(part: Part, content: bytes) -> bool:
    return content[:4] == b"\x78\x9f\x3e\x22" and (
        "tnef" in part.kind or part.filename.lower() == "winmail.dat" or not part.filename
    )


def _wrapped(inside: winmail.Winmail) -> str:
    if inside.html:
        return words.visible(markup.readable(charsets.decode(inside.html[: bodies.LONGEST])[0])[0])[0]
    return words.visible(inside.text[: bodies.LONGEST])[0]


def _method(part: Part, content: bytes) -> str:
    """What an invitation wants. A calendar file that says no method is a file like any other."""
    said = part.parameters.get("method", "").upper()
    inside = content[:4_000].upper().partition(b"\nMETHOD:")[2].split(b"\n")[0].strip().decode("ascii", "replace")
    return said or ("" if part.disposition == "attachment" else inside)
