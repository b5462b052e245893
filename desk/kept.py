"""How long one case or message is kept, and why; and what a named person can say about it: a legal hold, when a child
was born, that it may go early because somebody asked (R905-R916). Nothing is forgotten from here.
"""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import days, names
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from casework.frozen import replace
from casework.records import retention
from casework.records.retention import Hold, KeptAs
from desk import access, clashes, dates, fields, sight
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.fields import EMPTY, Field, Filled, Sort, problems
from desk.pages import page
from desk.tray import became
from store import cases, contacts
from store.database import Connection
from store.retention import due, words
from store.retention.words import CASE, CONTACT, Approved

YES = "yes"
HOLD = (Field("why", "Why must it be kept?", needed="Write why it must be kept.", most=400),)
SAID = (
    Field("born", "When was the child born?", Sort.DATE, "A complaint about a child is kept to their 25th birthday."),
    Field("order", "When was the adoption order made?", Sort.DATE, "Only where it is about an adoption."),
    Field("adult", "Who is it about?", Sort.SEVERAL, choices=((YES, "Nobody under 18"),), shown=1),
)  # fmt: skip
LOOKED = "I looked for court cases and other holds, and have told them what we keep and why"
NO_REQUEST = "There is no case of that reference. Open the request as a case first."
EARLY = (
    Field(
        "request", "Under which reference did they ask?", Sort.LINE, "The request has a case of its own.",
        "Write the reference of their request.",
    ),
    Field("sure", "Before it goes", Sort.SEVERAL, needed="Say that you looked.", choices=((YES, LOOKED),), shown=1),
)  # fmt: skip
FORMS: Mapping[str, tuple[Field, ...]] = {"hold": HOLD, "lift": (), "said": SAID, "early": EARLY, "back": ()}
DID = {
    "hold": "put a legal hold on", "lift": "lifted the legal hold of", "said": "said how long to keep",
    "early": "approved forgetting early", "back": "took back that it may be forgotten",
}  # fmt: skip


async def one(request: Request, desk: Desk, visit: Visit) -> Response:
    """The page of one record."""
    return await _page(request, desk, visit)


async def say(request: Request, desk: Desk, visit: Visit) -> Response:
    """One of its forms."""
    do, form = request.path_params["do"], await request.form()
    if do not in FORMS:
        return page(request, desk, visit, "missing.html", status=404)
    filled = fields.read(form, FORMS[do])
    if filled.refused:
        return await _page(request, desk, visit, do, filled)
    seen = fields.one_of(form, "seen")
    wrong = await desk.transact(lambda db: _said(db, request, do, seen, filled.typed, desk, visit))
    if wrong is None:
        return page(request, desk, visit, "missing.html", status=404)
    if wrong:
        return await _page(request, desk, visit, do, replace(filled, broken=wrong, rule="R916"))
    return RedirectResponse(f"/retention/{in_address(request.path_params['reference'])}", 303)


def visible(db: Connection, found: Case | Contact, visit: Visit, council: Council) -> bool:
    """Whether they may see it at all: an allegation is the LADO's, and what names somebody is not there for them."""
    if isinstance(found, Case):
        return sight.case(found, visit, council)
    return sight.contact(found, became(db, found), visit)


def after(do: str, told: KeptAs, typed: Mapping[str, str], by: str, today: date) -> KeptAs:
    """What has been said about it, with what is said now."""
    if do == "hold":
        return replace(told, hold=Hold(by, today, typed["why"]))
    if do == "lift":
        return replace(told, hold=None)
    born, order = (date.fromisoformat(typed[name]) if typed[name] else None for name in ("born", "order"))
    return replace(told, born=born, order=order, adult=typed["adult"] == YES)


def _said(
    db: Connection, request: Request, do: str, seen: str, typed: Mapping[str, str], desk: Desk, visit: Visit
) -> str | None:
    """Write it down, and that it was; what stands against it, in words; None if there is nothing for them there."""
    found, council = _found(db, request, desk, visit), access.in_force(db, desk)
    if found is None:
        return None
    kind, about = _name(found)
    told, waiting = words.said(db, council.name, kind, about), _waiting(db, council, kind, about)
    if seen != _seen(told, waiting):
        return clashes.of_kept(db, found.reference, DID.values(), council, desk.now()) + _now_says(told, desk)
    if do == "early":
        if against := due.may_go_early(db, council, kind, about):
            return f"It cannot go: {against}."
        asked = typed["request"].upper()
        why = cases.one(db, council.name, asked)
        if why is None or sight.is_kept_out(why, visit):
            return NO_REQUEST
        words.approve(db, council.name, [Approved(kind, about, retention.ASKED, visit.staff.id, desk.now(), asked)])
    elif do == "back":
        words.take_back(db, council.name, kind, about)
    else:
        today = days.today(desk.now())
        words.say(db, council.name, kind, about, after(do, told, typed, visit.staff.id, today))
    access.record(db, desk, visit, DID[do], found.reference)
    return ""


async def _page(request: Request, desk: Desk, visit: Visit, tried: str = "", filled: Filled = EMPTY) -> Response:
    given = await desk.transact(lambda db: _looked(db, request, desk, visit))
    if given is None:
        return page(request, desk, visit, "missing.html", status=404)
    asked = {
        "forms": FORMS, "tried": tried, "filled": filled, "nothing": EMPTY,
        "problems": problems(filled, FORMS.get(tried, ()), form=tried),
    }  # fmt: skip
    return page(request, desk, visit, "kept.html", given | asked, status=422 if filled.refused else 200)


def _looked(db: Connection, request: Request, desk: Desk, visit: Visit) -> dict[str, object] | None:
    council, found = access.in_force(db, desk), _found(db, request, desk, visit)
    if found is None:
        return None
    access.record(db, desk, visit, "looked how long to keep", found.reference)
    kind, about = _name(found)
    told, waiting = words.said(db, council.name, kind, about), _waiting(db, council, kind, about)
    return {
        "reference": found.reference, "place": "cases" if kind == CASE else "contacts", "said": told,
        "line": due.one(db, council, desk.now(), kind, about), "waiting": waiting, "seen": _seen(told, waiting),
        "early_against": due.may_go_early(db, council, kind, about), "known": _typed(told),
        "names": {each.id: each.name for each in council.staff}, "not_yet": due.NOT_YET,
    }  # fmt: skip


def _waiting(db: Connection, council: Council, kind: str, about: str) -> Approved | None:
    """That it may go, if somebody said so."""
    every = words.approved(db, council.name)
    return next((each for each in every if (each.kind, each.about) == (kind, about)), None)


def _seen(told: KeptAs, waiting: Approved | None) -> str:
    """What is known of it in a word, so that a form says what its page had shown."""
    return names.name("seen", repr(astuple(told)), repr(waiting)).partition("/")[2]


def _now_says(told: KeptAs, desk: Desk) -> str:
    """The dates as they stand, beside those that were typed."""
    known = (("born", told.born), ("adoption order", told.order))
    said = [f"{name} {dates.day(day, desk.now())}" for name, day in known if day] + ["nobody under 18"] * told.adult
    return f" It says now: {', '.join(said)}." if said else ""


def _typed(told: KeptAs) -> Filled:
    """What is known, as it stands in the form."""
    typed = {"adult": YES if told.adult else ""}
    for name, day in (("born", told.born), ("order", told.order)):
        boxes = (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")
        typed |= dict(zip((f"{name}-{box}" for box in fields.BOXES), boxes, strict=True))
    return Filled(typed)


def _found(db: Connection, request: Request, desk: Desk, visit: Visit) -> Case | Contact | None:
    """The case or message of that reference, for whoever may see it; of a message that became a case, the case: it is
    kept as that is.
    """
    council, reference = access.in_force(db, desk), request.path_params["reference"]
    found = cases.one(db, council.name, reference) or contacts.by_reference(db, council.name, reference)
    if isinstance(found, Contact):
        found = next(iter(became(db, found)), found)
    return found if found and visible(db, found, visit, council) else None


def _name(found: Case | Contact) -> tuple[str, str]:
    return (CASE, found.reference) if isinstance(found, Case) else (CONTACT, found.id)
