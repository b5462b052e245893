"""One person's data, put together for a request (R905): what is held of them, with what may be somebody else's marked,
a covering list, and their files. For the complaints manager and data protection; each look is on record, with why.

Who it is about is posted, and stands in no address and no log. Allegations are held out, and so is what somebody may
not see because it names them: that is not even counted.
"""

import asyncio
import io
import mimetypes
import zipfile
from collections.abc import Iterator
from dataclasses import field

from starlette.requests import Request
from starlette.responses import Response

from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Role
from casework.frozen import frozen, replace
from casework.messages import Address, Channel, File, Message
from casework.records import one_person
from casework.records.one_person import Noted, Paper
from desk import access, enclosed, fields, sight, tray
from desk.access import Visit
from desk.desk import Desk
from desk.fields import EMPTY, Field, Filled, Sort, problems
from desk.pages import PAGES, page
from intake import handing, viruses
from store import cases, outbox
from store.database import Connection
from store.retention import one_person as held

PREPARERS = frozenset({Role.CM, Role.DP})
"""Who puts it together: the complaints manager, data protection (R905)."""

MOST = 200 * 1024 * 1024
"""Bytes of files that go into one folder; what is left out is said, and taken from its own page. *Taste.*"""

WHY = (
    ("they asked for it", "They asked for what we hold of them"),
    ("somebody with authority asked", "Somebody they gave authority asked for it"),
    ("a court ordered it", "A court ordered it"),
)
ASKED = (
    Field(
        "who", "Whose data?", hint="Their email addresses, and the references they have, one on each line. If you know "
        "a telephone number or a name: search first, and write the reference.",
        needed="Write an email address or a reference.",
    ),
    Field("why", "Why?", Sort.ONE, needed="Choose why.", choices=WHY),
    Field("request", "Under which reference is the request?", Sort.LINE, needed="Write the reference of the request."),
)  # fmt: skip
NOBODY = "Nothing is held under these. Look at each line again."
NO_REQUEST = "There is no case of that reference. Open the request as a case first."


@frozen
class Gathered:
    """What is held of them: every paper, and their files, each with its place in the folder."""

    papers: tuple[Paper, ...]
    matters: tuple[Case | Contact, ...] = field(repr=False)


async def ask(request: Request, desk: Desk, visit: Visit) -> Response:
    """The empty form."""
    return _form(request, desk, visit, EMPTY)


async def found(request: Request, desk: Desk, visit: Visit) -> Response:
    """What there is; or, on the second button, all of it in one folder."""
    form = await request.form()
    filled = fields.read(form, ASKED)
    filled = await desk.look(lambda db: _with_request(db, filled, desk, visit))
    if filled.refused:
        return _form(request, desk, visit, filled)
    take = fields.one_of(form, "do") == "take"
    gathered = await desk.transact(lambda db: _gathered(db, filled, desk, visit, take=take))
    if not gathered.papers:
        return _form(request, desk, visit, replace(filled, wrong={"who": NOBODY}))
    if take:
        return await _folder(gathered, filled, desk, visit)
    given = {"papers": gathered.papers, "count": one_person.counted(gathered.papers), "typed": filled.typed}
    return page(request, desk, visit, "one_person.html", given)


def _with_request(db: Connection, filled: Filled, desk: Desk, visit: Visit) -> Filled:
    """The request is a case here, and none that names whoever asks: its reference goes on the record, and nothing that
    somebody typed.
    """
    wanted = filled.typed["request"]
    found = cases.one(db, desk.council.name, wanted) if wanted else None
    wrong = {"request": NO_REQUEST} if wanted and (found is None or sight.is_kept_out(found, visit)) else {}
    return replace(filled, wrong={**filled.wrong, **wrong})


def _form(request: Request, desk: Desk, visit: Visit, filled: Filled) -> Response:
    given = {"asked": ASKED, "filled": filled, "problems": problems(filled, ASKED, form="person")}
    return page(request, desk, visit, "one_person_ask.html", given, status=422 if filled.refused else 200)


def _gathered(db: Connection, filled: Filled, desk: Desk, visit: Visit, *, take: bool) -> Gathered:
    """All of it that whoever asks may see; that they looked, and why, goes on record with it (R904)."""
    name, council = desk.council.name, access.in_force(db, desk)
    lines = [each.strip() for each in filled.typed["who"].splitlines() if each.strip()]
    addresses = [Address(Channel.EMAIL, each.lower()) for each in lines if "@" in each]
    there = held.of(db, name, addresses, [each.upper() for each in lines if "@" not in each])
    every: list[Case | Contact] = [*there.cases, *there.contacts]
    mine = tuple(each for each in every if not _names(db, each, visit))
    did = f"{'took' if take else 'looked through'} all of one person’s, because {filled.typed['why']}"
    for each in mine:
        if not one_person.alleges(each):
            access.record(db, desk, visit, f"{did}: {filled.typed['request']}", each.reference)
    noted = Noted(tuple(each for each in there.within if not _names(db, each, visit)), there.kept_as)
    papers = one_person.papers(
        mine, there.theirs, lambda letter: outbox.exact(db, name, letter) or "", council, named=there.named, noted=noted
    )
    return Gathered(papers, mine)


def _names(db: Connection, one: Case | Contact, visit: Visit) -> bool:
    """Whether it, or a case that was made of it, names whoever asks: then it is not there for them (R602)."""
    became = tray.became(db, one) if isinstance(one, Contact) else ()
    return any(visit.staff.id in each.hidden_from for each in (one, *became))


async def _folder(gathered: Gathered, filled: Filled, desk: Desk, visit: Visit) -> Response:
    whole, size, listed = io.BytesIO(), 0, []
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as folder:
        for number, paper in enumerate(gathered.papers, 1):
            place = f"{_safe(paper.matter)}/{number:04} {paper.at:%Y-%m-%d} {_safe(paper.title)}"
            if not paper.held:
                said = f"{paper.title}, {paper.at:%d %B %Y}\n\n{paper.words}\n"
                folder.writestr(f"{place}.txt", said.encode("utf-8-sig"))  # marked: a browser would guess another
            files = []
            for called, content, wrong in await _files(paper, gathered, desk):
                size += len(content)
                fits = size <= MOST and not wrong
                if fits:
                    folder.writestr(f"{place} - {called}", content)
                files.append((called, wrong or ("" if fits else "too much for one folder: save it from its own page")))
            listed.append((number, place, paper, files))
        folder.writestr("covering list.html", _list(listed, filled, desk, visit))
    headers = {"Content-Disposition": 'attachment; filename="one-person.zip"'}
    return Response(whole.getvalue(), headers=headers, media_type="application/zip")


def _list(listed: list[tuple[int, str, Paper, list[tuple[str, str]]]], filled: Filled, desk: Desk, visit: Visit) -> str:
    given = {
        "listed": listed, "count": one_person.counted(paper for _, _, paper, _ in listed), "council": desk.council,
        "request": filled.typed["request"], "by": visit.staff.name, "made": desk.now(),
    }  # fmt: skip
    return PAGES.get_template("one_person_list.html").render(given)


async def _files(paper: Paper, gathered: Gathered, desk: Desk) -> list[tuple[str, bytes, str]]:
    """The files that came with a message: what each is called, its bytes, and why it is left out if it is."""
    if not paper.files or paper.held:
        return []
    raws = await desk.look(lambda db: _raws(db, paper, gathered, desk))
    return await asyncio.to_thread(lambda: list(_taken(paper, gathered, raws)))


def _raws(db: Connection, paper: Paper, gathered: Gathered, desk: Desk) -> list[bytes | None]:
    message = _message(paper, gathered)
    return [enclosed.raw(db, desk.council.name, message, each) for each in message.files]


def _taken(paper: Paper, gathered: Gathered, raws: list[bytes | None]) -> Iterator[tuple[str, bytes, str]]:
    message = _message(paper, gathered)
    for number, (file, raw) in enumerate(zip(message.files, raws, strict=True), 1):
        content = handing.taken_out(raw, file) if raw and message.channel is Channel.EMAIL else raw
        called = f"{number} {_named(content, file) if content else 'file'}"
        if viruses.FOUND in message.problems:
            yield called, b"", "a virus was found in it"
        elif content is None:
            yield called, b"", "we do not have it"
        else:
            yield called, content, ""


def _named(content: bytes, file: File) -> str:
    """What it is saved as: with the ending of its kind where it came without one, so that it can be opened."""
    found = handing.handed(content, file)
    name = _safe(found.saved_as)
    return name if "." in name else f"{name}{mimetypes.guess_extension(found.type) or ''}"


def _message(paper: Paper, gathered: Gathered) -> Message:
    every = (message for matter in gathered.matters for message in matter.messages)
    return next(each for each in every if each.name == paper.message)


def _safe(name: str) -> str:
    """A name that is one file on every machine."""
    return "".join(each if each.isalnum() or each in " .-_" else "_" for each in name).strip(". ")[:80] or "file"
