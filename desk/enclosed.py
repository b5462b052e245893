"""What somebody sent with their words, and the mail as it came: for whoever may see the contact or case, and nobody
else. Each look is on record (R904). Nothing in it runs: see `intake.handing`.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import field
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from casework.frozen import frozen, replace
from casework.messages import Channel, File, Message
from casework.names import of_file
from desk import access, fields, sight, tray
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.pages import page
from intake import handing, viruses
from intake.handing import Handed
from store import cases, contacts, inbox
from store.database import Connection

POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
BYTES = "application/octet-stream"
INFECTED = "A virus was found in a file of this mail. It is kept as it came, and is not handed out here."


@frozen
class Found:
    """A file of a message that somebody may read, and its bytes if we have them; `back` is the page it stands on."""

    message: Message
    file: File
    content: bytes | None = field(repr=False)
    back: str

    @property
    def infected(self) -> bool:
        """Whether the scanner found something in that mail."""
        return viruses.FOUND in self.message.problems


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """One file: what it is, what to know before it is opened, and what can be read in it, as plain words."""
    found = await _found(request, desk, visit, "opened")
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    handed = await asyncio.to_thread(_handed, found, words=True)
    given = {
        "file": found.file,
        "message": found.message,
        "reference": request.path_params["reference"],
        "back": found.back,
        "number": request.path_params["number"],
        "handed": handed,
        "infected": INFECTED if found.infected else "",
        "kind": handing.named(handed.type if handed else found.file.type),
        "size": handing.size(len(handed.content) if handed else found.file.size),
        "scanned": _scanned(found.message, desk),
    }
    return page(request, desk, visit, "file.html", given)


async def content(request: Request, desk: Desk, visit: Visit) -> Response:
    """The file itself: a plain picture to look at, anything else to be saved."""
    found = await _found(request, desk, visit, "took")
    handed = _handed(found) if found and not found.infected else None
    if found is None or handed is None:
        wrong = INFECTED if found and found.infected else ""
        template = "sorry.html" if wrong else "missing.html"
        return page(request, desk, visit, template, {"wrong": wrong}, status=403 if wrong else 404)
    save = "save" in request.query_params
    return _bytes(handed.content, handed.saved_as, handed.type if handed.shown and not save else "")


async def mail(request: Request, desk: Desk, visit: Visit) -> Response:
    """The mail as it came, every byte, to be saved."""

    def work(db: Connection) -> bytes | None:
        message, _ = _message(db, request, desk, visit)
        if message is None or message.channel is not Channel.EMAIL:
            return None
        _noted(db, request, desk, visit, "took the mail")
        return _kept(lambda: inbox.raw(db, desk.council.name, message.post))

    raw = await desk.transact(work)
    if raw is None:
        return page(request, desk, visit, "missing.html", status=404)
    return _bytes(raw, f"{request.path_params['reference']}-{request.path_params['message'][:8]}.eml")


def _bytes(content: bytes, name: str, shown_as: str = "") -> Response:
    """Nothing a stranger sent is ever a page of ours: no script, no form, no guess at its kind."""
    how = "inline" if shown_as else "attachment"
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": POLICY,
    }
    return Response(content, headers=headers, media_type=shown_as or BYTES)


async def _found(request: Request, desk: Desk, visit: Visit, did: str) -> Found | None:
    """The file, if there is one and this person may see it; that they did is on record in the same piece of work."""
    number = request.path_params["number"]

    def work(db: Connection) -> Found | None:
        message, back = _message(db, request, desk, visit)
        file = _numbered(message.files, number) if message else None
        if message is None or file is None:
            return None
        _noted(db, request, desk, visit, f"{did} file {number}")
        return Found(message, file, raw(db, desk.council.name, message, file), back)

    found = await desk.transact(work)
    if found is None or found.content is None or found.message.channel is not Channel.EMAIL:
        return found
    return replace(found, content=await asyncio.to_thread(handing.taken_out, found.content, found.file))


def _message(db: Connection, request: Request, desk: Desk, visit: Visit) -> tuple[Message | None, str]:
    """The message, out of the case or contact of that reference that this person may read, and the page of that."""
    wanted, reference = f"message/{request.path_params['message']}", request.path_params["reference"]
    for back, messages in _readable(db, reference, desk, visit):
        found = next((each for each in messages if each.name == wanted), None)
        if found and (not found.apart_from or _may_read(db, found.apart_from, desk, visit)):
            return found, back
    return None, ""


def _readable(db: Connection, reference: str, desk: Desk, visit: Visit) -> Iterator[tuple[str, tuple[Message, ...]]]:
    council = access.in_force(db, desk)
    case, contact = cases.one(db, council.name, reference), contacts.by_reference(db, council.name, reference)
    if case and sight.case(case, visit, council):
        yield f"/cases/{in_address(reference)}", case.messages
    if contact and sight.contact(contact, tray.became(db, contact), visit):
        yield f"/contacts/{reference}", contact.messages


def _may_read(db: Connection, case: str, desk: Desk, visit: Visit) -> bool:
    """A mail that was taken out of a case still holds what was said there: it is for whoever may read both."""
    council = access.in_force(db, desk)
    found = cases.one(db, council.name, case)
    return found is not None and sight.case(found, visit, council)


def raw(db: Connection, council: str, message: Message, file: File) -> bytes | None:
    """The bytes that hold a file: a mail's whole, a chat's own; None where we do not have them (yet)."""
    if message.channel is Channel.EMAIL:
        return _kept(lambda: inbox.raw(db, council, message.post))
    if file.fetch:
        return _kept(lambda: inbox.raw(db, council, of_file(inbox.source(db, council, message.post), file.fetch)))
    return None


def _kept(read: Callable[[], bytes]) -> bytes | None:
    try:
        return read()
    except KeyError:
        return None


def _numbered(files: tuple[File, ...], number: str) -> File | None:
    place = fields.number(number)
    return files[place - 1] if place and place <= len(files) else None


def _handed(found: Found, *, words: bool = False) -> Handed | None:
    return None if found.content is None else handing.handed(found.content, found.file, words=words)


def _noted(db: Connection, request: Request, desk: Desk, visit: Visit, did: str) -> None:
    """Which contact or case, and which of its messages: never a name."""
    message = request.path_params["message"][:8]
    access.record(db, desk, visit, f"{did} of message {message}", request.path_params["reference"])


def _scanned(message: Message, desk: Desk) -> str:
    """Whether anybody has looked for viruses, in words for staff."""
    if viruses.FOUND in message.problems or viruses.NOT_LOOKED in message.problems:
        return next(each for each in (viruses.FOUND, viruses.NOT_LOOKED) if each in message.problems)
    if desk.scans and message.channel is Channel.EMAIL:
        return "looked through when it came, nothing found"
    return "nobody has looked through it for viruses"
