"""Search: a case or message by its reference, a name, an address, a telephone number or a word of what it is about.

What was looked for is posted, and stands in no address and no log. What somebody may not see is not found, and counts
nowhere (R526, R602).
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.frozen import frozen
from desk import access, fields, sight
from desk.access import Visit
from desk.addresses import in_address
from desk.cases import next_clock
from desk.desk import Desk
from desk.fields import Field, Filled, Sort, problems
from desk.pages import page
from desk.tray import became
from store import cases, contacts, finding, indexing
from store.database import Connection

LOOKED_THROUGH, SHOWN = 100, 50
"""How many of the newest are looked through, and shown at most: more words find fewer. *Taste.*"""

WHICH = (("all", "Open and closed"), ("open", "Open only"), ("closed", "Closed only"))
ASKED = (
    Field(
        "words", "Reference, name, address, telephone or a word of what it is about", Sort.LINE,
        "At least 3 letters. The beginning of a name is enough.", "Type at least 3 letters.",
    ),
    Field("which", "Which cases?", Sort.ONE, choices=WHICH),
)  # fmt: skip
CLOSED = {"open": False, "closed": True}


@frozen
class Hit:
    """One thing found, with what its line shows."""

    about: Case | Contact
    clock: Clock | None = None

    @property
    def is_case(self) -> bool:
        """Whether it is a case; else a message that is none, or none yet."""
        return isinstance(self.about, Case)


async def ask(request: Request, desk: Desk, visit: Visit) -> Response:
    """The empty search."""
    return _page(request, desk, visit, Filled({"which": "all"}), None)


async def found(request: Request, desk: Desk, visit: Visit) -> Response:
    """What was found; the only case of that very reference is opened at once."""
    filled = fields.read(await request.form(), ASKED)
    text = filled.typed["words"]
    if not filled.wrong and not (indexing.joined(text) or any(indexing.words(text))):
        filled = Filled(filled.typed, {"words": "Type at least 3 letters."})
    if filled.refused:
        return _page(request, desk, visit, filled, None)

    def look(db: Connection) -> list[Hit]:
        council = access.in_force(db, desk)
        closed = CLOSED.get(filled.typed["which"])
        return _hits(db, finding.search(db, council.name, text, limit=LOOKED_THROUGH, closed=closed), visit, council)

    hits = await desk.look(look)
    if len(hits) == 1 and indexing.joined(hits[0].about.reference) == indexing.joined(text):
        place = "cases" if hits[0].is_case else "contacts"
        return RedirectResponse(f"/{place}/{in_address(hits[0].about.reference)}", 303)
    return _page(request, desk, visit, filled, hits)


def _hits(db: Connection, there: list[finding.Found], visit: Visit, council: Council) -> list[Hit]:
    """What they may see of it, cases first; a message that became a case is that case."""
    wanted = [each.reference for each in there if each.kind == indexing.CASE]
    shown = [
        Hit(each, next_clock(each))
        for each in cases.outlines(db, council.name, wanted)
        if sight.case(each, visit, council)
    ]
    for each in there:
        one = contacts.by_reference(db, council.name, each.reference) if each.kind == indexing.CONTACT else None
        if one and one.standing is not Standing.DECIDED and sight.contact(one, became(db, one), visit):
            shown.append(Hit(one))
    return shown


def _page(request: Request, desk: Desk, visit: Visit, filled: Filled, hits: list[Hit] | None) -> Response:
    given = {
        "asked": ASKED, "filled": filled, "hits": hits and hits[:SHOWN], "count": len(hits or ()), "shown": SHOWN,
        "looked": hits is not None, "problems": problems(filled, ASKED, form="search"),
    }  # fmt: skip
    return page(request, desk, visit, "search.html", given, status=422 if filled.refused else 200)
