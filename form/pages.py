"""What every page of the form is made with: the templates, the words, the facts that fill them, and the language.

Words come from `outbox/words`, so that a council can change a line without a release. Each of them, and each sentence
of the pages' own (under the name `form`), is said in the language asked for where somebody has approved it there.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from weakref import WeakValueDictionary

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from casework import days
from casework.councils import Council
from casework.dates import promises
from casework.days import CalendarEnds
from casework.facts.councils import of_council, of_safety
from casework.frozen import frozen
from casework.messages import Channel, Message, Post
from form import marks
from form.tries import Tries
from intake.outcry import Outcry
from outbox import catalogues
from outbox.library import find
from outbox.render import Approved
from outbox.spoken import Spoken
from patterns import environment
from store.database import Look, Transact

TEMPLATES = Path(__file__).parent / "templates"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
NUMBER = re.compile(r"(?<![\w-])(?:999|111|85258|116 ?\d{3}|0800 1111|0\d{3,4} ?\d{3} ?\d{3,4})(?![\w-])")
BY_TEXT = ("85258",)

OWN = "form"
"""The name under which a catalogue has the sentences that stand in the pages themselves."""

PATIENCE = 8.0
"""Seconds that keeping may take, and filing, before somebody is told that it did not work. *Taste.*"""

COMING, KEPT = 16, 2
"""Forms with large files that come in at the same time, and that are kept and looked through: each is 20 MB of memory,
and several times that while it is kept. *Taste.*
"""

OF_ONE, TURN = 8, 30.0
"""How many of those that come in may be from one address (a school has one), and seconds that somebody waits for their
turn before their words are taken without their files. *Taste.*
"""

SOON = "the end of the next working day"
"""Said where the calendar has ended and no date can be."""


@frozen
class Form:
    """What the pages work with. `read` understands a submission and `receive` is the door in; `outcry` rings when
    something could not be kept or filed, and `spoken` holds what the siren then says to the page.
    """

    council: Council
    transact: Transact
    look: Look
    now: Callable[[], datetime]
    key: bytes = field(repr=False)
    read: Callable[[Post], Awaitable[Message]]
    receive: Callable[[Message], Awaitable[str | None]]
    outcry: Outcry
    spoken: Spoken
    wake: asyncio.Event
    patience: float = PATIENCE
    approved: Approved = catalogues.approved
    tries: Tries = field(default_factory=Tries)
    coming: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(COMING))
    callers: WeakValueDictionary[str, asyncio.Semaphore] = field(default_factory=WeakValueDictionary, repr=False)
    turn: float = TURN
    kept: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(KEPT))


@frozen
class Problem:
    """One line of the error summary, and the field it leads to."""

    says: str
    to: str


def page(
    request: Request,
    form: Form,
    template: str,
    given: Mapping[str, object] = MappingProxyType({}),
    *,
    status: int = 200,
    language: str = "",
) -> HTMLResponse:
    """A page, whole. Everything anybody wrote is escaped; a name the template wants and nobody gave is an error."""
    spoken = language or chosen(request, form)
    told = facts(form)

    def _(text: str) -> str:
        return form.approved((OWN, text), spoken) or text

    def say(name: str, **more: str) -> tuple[str, ...]:
        return said(name, {**told, **more}, form, spoken)

    html = PAGES.get_template(template).render(
        {
            "problems": (),
            "mark": marks.fresh(form.key),
            **given,
            "_": _,
            "say": say,
            "facts": told,
            "council": form.council,
            "language": spoken,
            "runs": "rtl" if catalogues.is_right_to_left(spoken) else "ltr",
            "path": request.url.path,
        }
    )
    return HTMLResponse(html, status)


def chosen(request: Request, form: Form) -> str:
    """The language asked for in the address, if the council has it."""
    asked = request.query_params.get("lang", "")
    return asked if asked in form.council.languages else "en"


def said(name: str, told: Mapping[str, str], form: Form, language: str = "en") -> tuple[str, ...]:
    """The paragraphs of these words, in that language, filled."""
    words = find(name, Channel.FORM)
    paragraphs = (form.approved((words.name, each), language) or each for each in words.paragraphs)
    return tuple(PLACEHOLDER.sub(lambda found: told.get(found[1], ""), each) for each in paragraphs)


def facts(form: Form) -> dict[str, str]:
    """What any page may say of the council, its hours and its numbers: nothing of any person."""
    now, council = form.now(), form.council
    told = {"advocacy": council.team.name, "advocacy_phone": council.team.phone, "read_by": SOON, "ack_date": SOON}
    told |= of_safety(council, now)
    try:
        told |= of_council(council, days.today(now))
        told["read_by"] = promises.read_by(council, days.today(now))
        told["ack_date"] = promises.ack_date(council, now, now)
        told["checkin_date"] = promises.checkin_date(council, now, now)
    except CalendarEnds:
        told |= {"council": council.title, "team": council.team.name, "phone": council.team.phone}
    return {"checkin_date": SOON, "advocacy_contact_by": SOON, "hours": council.team.hours, **told,
            "answer_when": promises.UNDECIDED, "pledge_url": council.team.pledge_url}  # fmt: skip


def blocks(text: str) -> Markup:
    """Plain words as paragraphs and lists: what the outbox does for email, for a page."""
    return Markup("").join(map(_block, text.split("\n\n")))


def _block(paragraph: str) -> Markup:
    made, items = Markup(""), Markup("")
    for line in (*paragraph.split("\n"), ""):
        if line.startswith("- "):
            items += Markup("<li>{}</li>").format(called(line[2:]))
            continue
        made += Markup("<ul>{}</ul>").format(items) if items else Markup("")
        made += Markup('<p dir="auto">{}</p>').format(called(line)) if line.strip() else Markup("")
        items = Markup("")
    return made


def called(line: str) -> Markup:
    """The line, each telephone number in it to be pressed: nobody in danger should have to copy one."""
    made, at = Markup(""), 0
    for found in NUMBER.finditer(line):
        dialled = Markup('<a class="number" href="{}:{}">{}</a>').format(
            "sms" if found[0] in BY_TEXT else "tel", found[0].replace(" ", ""), found[0]
        )
        made += Markup("{}{}").format(line[at : found.start()], dialled)
        at = found.end()
    return made + line[at:]


PAGES = environment(TEMPLATES, blocks=blocks, called=called)
