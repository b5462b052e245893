"""The tray: what needs somebody today, and what came in that nobody has decided, riskiest first, then oldest; and one
contact, to be read and decided.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from casework import clocks, days
from casework.alarms import Alarm, is_open
from casework.cases import Case
from casework.contacts import Contact, Standing
from casework.councils import Council
from casework.frozen import frozen
from casework.letters import Letter
from casework.on_behalf import advocacy
from desk import access, clashes, conflicts, forms, listing, sight, suggestions, timeline, triage
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.fields import EMPTY, Filled, kept, problems
from desk.listing import Listed
from desk.pages import page
from desk.running import Open
from store import by_hand, cases, contacts, inbox, outbox
from store.database import Connection

PAGE = 200
"""Contacts on one page. *Taste*: a team with more waiting than this needs the oldest, not all of them."""

HINTED = 10
"""References of a sender's other cases that stand under the field for one, of the latest that are read. *Taste.*"""


@frozen
class Today:
    """What needs somebody now: the cases that are late, those due today, and whether anything else is due soon."""

    late: tuple[Case, ...]
    due: tuple[Case, ...]
    soonest: Case | None


async def home(request: Request, desk: Desk, visit: Visit) -> Response:
    """Where somebody begins: the complaints team at the tray, who is rung at the alarms, a manager at their cases."""
    del request, desk
    here = "/tray" if visit.in_team else "/safety" if visit.on_call else "/cases"
    return RedirectResponse(here, 303)


async def tray(request: Request, desk: Desk, visit: Visit) -> Response:
    """Everything that waits for somebody to say what it is; alarms above it, and post that no program could read
    below.
    """

    def look(db: Connection) -> tuple[Listed[Contact], dict[str, object]]:
        name, council = desk.council.name, access.in_force(db, desk)
        waiting = _waiting(db, desk, visit)
        running = [one for one in desk.running.now(db, name) if sight.case(one.about, visit, council)]
        return triage.listed(request, sorted(waiting, key=_risk)), {
            "waiting": waiting,
            "more": len(waiting) == PAGE,
            "ringing": [one for one in contacts.open_alarms(db, name) if sight.alarm(one, visit)],
            "today": _today((one.about for one in running), desk),
            "replies": [(one.about, one.unread) for one in running if one.unread],
            "names": {each.id: each.name for each in council.staff},
            "flags": suggestions.flags,
            "hidden": {one.reference for one in waiting if _hidden(one)},
            "unread": inbox.unread_by_machine(db, name),
            "by_hand": sum(may_see(db, each, visit, council) for each in by_hand.waiting(db, name, desk.now())),
            "failed": [each for each in outbox.failures(db, name) if may_see(db, each[0], visit, council)],
        }

    shown, found = await desk.look(look)
    if listing.wants_table(request.query_params):
        await desk.transact(lambda db: access.record(db, desk, visit, "saved the list of messages", ""))
        return listing.table(shown, "messages")
    return page(request, desk, visit, "tray.html", found | {"list": shown})


async def count(request: Request, desk: Desk, visit: Visit) -> Response:
    """How many wait, and nothing else: what a tray that lies open asks for now and then."""
    del request
    return PlainTextResponse(str(len(await desk.look(lambda db: _waiting(db, desk, visit)))))


async def next_one(request: Request, desk: Desk, visit: Visit) -> Response:
    """On to the message that needs somebody most, or to the one behind `after` where that one is left for now."""
    waiting = sorted(await desk.look(lambda db: _waiting(db, desk, visit)), key=_risk)
    references = [one.reference for one in waiting]
    after = request.query_params.get("after", "")
    rest = references[references.index(after) + 1 :] if after in references else references
    return RedirectResponse(f"/contacts/{in_address(rest[0])}" if rest else "/tray", 303)


def _waiting(db: Connection, desk: Desk, visit: Visit) -> list[Contact]:
    return [each.about for each in waiting(db, desk, visit)]


def waiting(db: Connection, desk: Desk, visit: Visit) -> list[Open[Contact]]:
    """The undecided messages that they may see, oldest first, a page of them: what they may not see leaves no gap."""
    limit = PAGE
    while True:
        every = desk.running.waiting(db, desk.council.name, limit=limit)
        theirs = [each for each in every if sight.contact(each.about, became(db, each.about), visit)]
        if len(theirs) >= PAGE or len(every) < limit:
            return theirs[:PAGE]
        limit += PAGE


async def contact(request: Request, desk: Desk, visit: Visit) -> Response:
    """One contact: what they wrote, what is suggested and why, and one form to decide. Opening it is logged."""
    found = await opened(request, desk, visit)
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    return page(request, desk, visit, "contact.html", found)


async def opened(
    request: Request, desk: Desk, visit: Visit, *, tried: str = "", filled: Filled = EMPTY
) -> dict[str, object] | None:
    """What the page of a contact is filled with; after a mistake, with everything that was typed still there."""
    reference = request.path_params["reference"]

    def work(db: Connection) -> dict[str, object] | None:
        one = contacts.by_reference(db, desk.council.name, reference)
        into = became(db, one) if one else ()
        if one is None or not sight.contact(one, into, visit):
            return None
        access.looked(db, desk, visit, one.reference)
        return _shown(db, desk, visit, one) | {"became": into, **_forms(db, desk, visit, one, tried, filled)}

    return await desk.transact(work)


def _shown(db: Connection, desk: Desk, visit: Visit, one: Contact) -> dict[str, object]:
    council = access.in_force(db, desk)
    names = {each.id: each.name for each in council.staff}
    return {
        "contact": one,
        "stand": clashes.stand_of(one, visit),
        "provisional": next((each for each in one.clocks if each.name == "s1_statutory"), None),
        "entries": timeline.conversation(
            one.messages, one.said, lambda name: outbox.exact(db, desk.council.name, name)
        ),
        "to_staff": timeline.to_staff(one.said, names),
        "heading": timeline.heading,
        "ringing": [each for each in one.alarms if is_open(each) and sight.alarm(each, visit)],
        "silent": [each for each in one.alarms if not is_open(each)],
        "flags": suggestions.flags(one),
        "wish": advocacy.wish(one),
        "names": names,
        "may_decide": visit.in_team,
        "is_waiting": one.standing is Standing.WAITING,
        "outcome": forms.outcome(),
        "nothing": EMPTY,
        "is_named": any(each.staff.id == visit.staff.id for each in conflicts.named(one.messages, council.staff)),
    }


def _forms(db: Connection, desk: Desk, visit: Visit, one: Contact, tried: str, filled: Filled) -> dict[str, object]:
    council = access.in_force(db, desk)
    opening, aside = forms.opening(one, council), forms.aside()
    others = (each for each in cases.of(db, one.council, one.sender) if each.reference not in one.cases)
    theirs = (each.reference for each in others if sight.case(each, visit, council))
    joining = forms.joining(islice(theirs, HINTED))
    begun = Filled(suggestions.begun(one))
    quoted = next((each.shown_reference for each in one.messages if one.held and each.shown_reference), "")
    asked = {"aside": aside, "join": joining}.get(tried, opening)
    too_late = tried == "aside" and one.standing is not Standing.WAITING
    typed = kept(filled, aside) if too_late else ()
    where = ("kept" if typed else "main") if too_late else tried
    return {
        "opening": opening,
        "seldom": forms.seldom(council),
        "aside": aside,
        "joining": joining,
        "to_join": filled if tried == "join" else Filled({"case": quoted}) if quoted else EMPTY,
        "quoted": quoted,
        "tried": tried,
        "problems": problems(filled, () if too_late else asked, form=where),
        "kept": typed,
        "to_open": filled if tried == "open" else begun,
        "to_put_aside": filled if tried == "aside" else begun,
        "hints": suggestions.hints(one),
    }


def became(db: Connection, one: Contact) -> tuple[Case, ...]:
    """The cases that a contact has become."""
    return tuple(case for name in one.cases if (case := cases.one(db, one.council, name)))


def _today(open_ones: Iterable[Case], desk: Desk) -> Today:
    now = desk.now()
    first = sorted(_soonest(open_ones), key=lambda each: each[1].due)
    today = days.today(now)
    late = tuple(case for case, clock in first if clocks.is_overdue(clock, now))
    there = [(case, clock) for case, clock in first if not clocks.is_overdue(clock, now)]
    due = tuple(case for case, clock in there if clock.due == today)
    return Today(late, due, next((case for case, clock in there if clock.due != today), None))


def _soonest(open_ones: Iterable[Case]) -> Iterator[tuple[Case, clocks.Clock]]:
    """Each case with what we owe next. What they may still do (ask for the next stage) makes nobody late."""
    for case in open_ones:
        owed = [clock for clock in case.clocks if clocks.is_running(clock) and not clock.name.endswith("_window")]
        if owed:
            yield case, min(owed, key=lambda clock: clock.due)


def _risk(contact: Contact) -> tuple[bool, bool, object]:
    """R001: a suggestion may order the tray. An open alarm first, then a flag of harm, then whoever has waited
    longest.
    """
    return (not _ringing(contact.alarms), not suggestions.dangerous(contact), contact.received)


def _hidden(contact: Contact) -> bool:
    return bool(contact.alarms) or suggestions.dangerous(contact)


def _ringing(alarms: tuple[Alarm, ...]) -> bool:
    return any(is_open(alarm) for alarm in alarms)


def may_see(db: Connection, letter: Letter, visit: Visit, council: Council) -> bool:
    """Whether a letter that could not leave is about something they may see; about nothing kept, it is the team's."""
    found = cases.one(db, council.name, letter.reference)
    if found is not None:
        return sight.case(found, visit, council)
    one = contacts.by_reference(db, council.name, letter.reference)
    return one is None or sight.contact(one, became(db, one), visit)
