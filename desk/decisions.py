"""The door of human decisions. A form becomes a Decision; the rules say what follows, or why not; the store writes
it, or it is stale.

Everything typed comes back with the page after a mistake, and after somebody else was quicker.
"""

from collections.abc import Callable
from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import alarms
from casework.cases import Decision
from casework.changes import Change
from casework.councils import Role
from casework.decide import decide, open_case, set_aside
from casework.labels import Kind, Procedure
from casework.moves import BY_NAME
from casework.refusals import RuleBroken
from desk import access, tray
from desk import cases as case_pages
from desk.access import Visit
from desk.pages import Desk, page
from store import audit, cases, changes, contacts
from store.changes import Stale
from store.database import Connection

CHANGED = "Somebody changed this since you opened it. What you typed is kept below: read what is new, then save again."


async def open_from(request: Request, desk: Desk, visit: Visit) -> Response:
    """An officer says what a contact is: it becomes a case, its clock running from receipt; or it is set aside."""
    form = await request.form()
    typed = _typed(form)
    reference = request.path_params["reference"]
    decision = _decision("open", visit, desk, typed)

    def work(db: Connection) -> None:
        contact = contacts.by_reference(db, desk.council.name, reference)
        if contact is None:
            raise RuleBroken("There is no such contact.", "R003")
        if str(contact.version) != typed.get("version"):
            raise Stale(contact.id)
        council = access.in_force(db, desk)
        if typed.get("do") == "set_aside":
            change = set_aside(contact, replace(decision, move="set_aside", case=contact.id, rule="R114"))
        else:
            _complete(typed)
            further = contacts.fresh_reference(db, desk.council.name, desk.council.reference_prefix)
            change = open_case(contact, decision, council, further if contact.cases else contact.reference)
        changes.save(db, change, decision.at)
        _record(db, desk, visit, change.decisions[0].move, reference)

    wrong, rule = await _done(desk, work)
    if wrong:
        found = await tray.opened(request, desk, visit, chosen=typed, wrong=wrong, rule=rule)
        return page(request, desk, visit, "contact.html" if found else "missing.html", found or {}, status=422)
    return RedirectResponse("/tray" if typed.get("do") == "set_aside" else f"/cases/{reference}", 303)


async def move(request: Request, desk: Desk, visit: Visit) -> Response:
    """A move of MOVES, chosen for a case as it was when the form was shown."""
    typed = _typed(await request.form())
    reference, chosen = request.path_params["reference"], request.path_params["move"]
    decision = _decision(chosen, visit, desk, typed)
    decision = replace(decision, role=_role(visit, chosen))

    def work(db: Connection) -> None:
        case = cases.one(db, desk.council.name, reference)
        if case is None or not case_pages.may_see(case, visit):
            raise RuleBroken("There is no such case.", "R003")
        if str(case.version) != typed.get("version"):
            raise Stale(case.reference)
        changes.save(db, decide(case, replace(decision, case=reference), access.in_force(db, desk)), decision.at)
        _record(db, desk, visit, chosen, reference)

    wrong, rule = await _done(desk, work)
    if wrong:
        found = await case_pages.opened(request, desk, visit, tried=chosen, typed=typed, wrong=wrong, rule=rule)
        return page(request, desk, visit, "case.html" if found else "missing.html", found or {}, status=422)
    return RedirectResponse(f"/cases/{reference}", 303)


async def alarm(request: Request, desk: Desk, visit: Visit) -> Response:
    """Somebody has an alarm, or writes down what came of it: only an outcome in writing closes it (R706, R716)."""
    typed = _typed(await request.form())
    name, moment = f"alarm/{request.path_params['alarm']}", desk.now()

    def work(db: Connection) -> None:
        found = contacts.alarm(db, desk.council.name, name)
        if found is None or visit.staff.id in found.excluded:
            raise RuleBroken("There is no such alarm.", "R706")
        if typed.get("do") == "close":
            if not typed.get("outcome", "").strip():
                raise RuleBroken("Write down what came of it: an alarm closes only with an outcome.", "R706")
            rung = alarms.closed(found, typed["outcome"], moment)
        elif typed.get("do") == "acted":
            rung = alarms.acted(found, moment)
        else:
            rung = alarms.taken(found, visit.staff.id, moment, access.in_force(db, desk))
        changes.save(db, Change(alarms=(rung,)), moment)
        _record(db, desk, visit, f"alarm {typed.get('do', 'have')}", found.name)

    wrong, _ = await _done(desk, work)
    if wrong:
        return page(request, desk, visit, "sorry.html", {"wrong": wrong}, status=422)
    return RedirectResponse("/tray", 303)


def _complete(typed: dict[str, str]) -> None:
    """What an opening needs said before the rules are asked."""
    needed = {
        "kind": "what sort of contact it is",
        "procedure": "a procedure",
        "sender": "who is writing",
        "handler": "a manager",
    }
    for name, says in needed.items():
        if not typed.get(name):
            raise RuleBroken(f"Choose {says}.", "R270")
    if typed["kind"] != Kind.COMPLAINT or typed["procedure"] not in (Procedure.STATUTORY, Procedure.CORPORATE):
        raise RuleBroken(
            "Heard opens complaints under the statutory and the corporate procedure. Set this one aside, and say why.",
            "R270",
        )


def _decision(name: str, visit: Visit, desk: Desk, typed: dict[str, str]) -> Decision:
    facts = {key: value for key, value in typed.items() if key not in ("version", "token", "do")}
    why = typed.get("why", "")
    return Decision("", name, visit.staff.id, _role(visit, name), desk.now(), rule="", why=why, facts=facts)


def _role(visit: Visit, name: str) -> str:
    """Which of their roles somebody decides in: the one the row asks for, if they hold it."""
    row = BY_NAME.get(name)
    held = [role for role in (Role.CM, Role.CO, *visit.staff.roles) if role in visit.staff.roles]
    return next((role for role in held if row is None or role in row.by), held[0] if held else "")


def _typed(form: FormData) -> dict[str, str]:
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


async def _done(desk: Desk, work: Callable[[Connection], None]) -> tuple[str, str]:
    """The sentence for the page and its rule, if the rules or somebody quicker stood against it; else nothing, and
    letters may go.
    """
    try:
        await desk.transact(work)
    except RuleBroken as broken:
        return broken.text, broken.rule
    except Stale:
        return CHANGED, "R003"
    desk.wake.set()
    return "", ""


def _record(db: Connection, desk: Desk, visit: Visit, did: str, about: str) -> None:
    audit.record(db, council=desk.council.name, who=visit.staff.id, did=did, about=about, at=desk.now())
