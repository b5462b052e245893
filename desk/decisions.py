"""The door of human decisions. A form becomes a Decision; the rules say what follows, or why not; the store writes
it, or somebody was quicker.

Everything typed comes back with the page after a mistake. Only the fields that the form asks for become facts.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import alarms
from casework.alarms import Alarm
from casework.cases import Decision
from casework.changes import Change
from casework.contacts import Contact, Standing
from casework.councils import Council, Course, Role, courses_for
from casework.days import CalendarEnds
from casework.frozen import replace
from casework.labels import Kind, Procedure
from casework.opening import join, linked, of_one_message, open_case, set_aside
from casework.refusals import RuleBroken
from desk import access, clashes, fields, forms, safety, sight, tray
from desk.access import Visit
from desk.addresses import after
from desk.desk import Desk
from desk.fields import Filled
from desk.pages import page
from desk.questions import QUESTIONS
from store import cases, changes, contacts
from store.beside import Read
from store.changes import Stale
from store.database import Connection

Done = Change | Filled | None
"""What became of a form: saved; to be shown again; or about something that is not there for whoever sent it."""

SENIOR = (Role.CM, Role.CO)
"""The role a complaints officer decides in, where they hold both."""

NO_DATE = "The calendar of working days ends before the date. Whoever keeps this service can add the next year."


async def open_from(request: Request, desk: Desk, visit: Visit) -> Response:
    """An officer says what a contact is: it becomes a case, its clock running from receipt."""
    form = await request.form()

    def work(db: Connection) -> Done:
        one, council = _contact(db, request, desk, visit), access.in_force(db, desk)
        if one is None:
            return None
        filled = nowhere(db, _opening(form, one, council, visit), "beside", visit, council)
        filled = _for_now(db, form, one, filled, council, visit, desk)
        decision = decision_of("open", visit, desk, fields.facts(filled, forms.opening(one, council)))

        def change() -> Change:
            further = contacts.fresh_reference(db, council.name, council.reference_prefix) if one.cases else ""
            change = open_case(one, decision, council, further or one.reference)
            change = linked_to(db, change, council, change.cases[0].links)
            return of_one_message(change, tray.became(db, one), council)

        return saved(db, desk, visit, filled, change, (one,))

    return await answered(request, desk, visit, work, lambda filled: _again(request, desk, visit, "open", filled))


async def put_aside(request: Request, desk: Desk, visit: Visit) -> Response:
    """An officer says that a contact is no case, and why (R114)."""
    form = await request.form()

    def work(db: Connection) -> Done:
        one, council = _contact(db, request, desk, visit), access.in_force(db, desk)
        if one is None:
            return None
        filled = _for_now(db, form, one, fields.read(form, forms.aside()), council, visit, desk)
        if one.standing is not Standing.WAITING and not filled.broken:
            filled = replace(filled, broken="Somebody has decided about it already.", rule="R003")
        facts = fields.facts(filled, forms.aside())
        decision = replace(decision_of("set_aside", visit, desk, facts), case=one.id, rule="R114")
        return saved(db, desk, visit, filled, lambda: set_aside(one, decision), (one,))

    return await answered(request, desk, visit, work, lambda filled: _again(request, desk, visit, "aside", filled))


async def join_to(request: Request, desk: Desk, visit: Visit) -> Response:
    """An officer says which case a contact is about: they are one matter from now on (R113)."""
    form = await request.form()

    def work(db: Connection) -> Done:
        one, council = _contact(db, request, desk, visit), access.in_force(db, desk)
        if one is None:
            return None
        filled = _for_now(db, form, one, fields.read(form, forms.joining(())), council, visit, desk)
        filled = nowhere(db, filled, "case", visit, council)
        case = None if filled.refused else cases.one(db, council.name, filled.typed["case"])
        if case is None:
            return filled
        decision = decision_of("join", visit, desk, fields.facts(filled, forms.joining(())))
        decision = replace(decision, case=case.reference, rule="R113")

        def change() -> Change:
            return of_one_message(join(one, case, decision, council), tray.became(db, one), council)

        return saved(db, desk, visit, filled, change, (one, case))

    return await answered(request, desk, visit, work, lambda filled: _again(request, desk, visit, "join", filled))


async def alarm(request: Request, desk: Desk, visit: Visit) -> Response:
    """Somebody has an alarm, or writes down what came of it: only an outcome in writing closes it (R706, R716)."""
    form, name = await request.form(), f"alarm/{request.path_params['alarm']}"

    def work(db: Connection) -> Done:
        rung, council = contacts.alarm(db, desk.council.name, name), access.in_force(db, desk)
        if rung is None or not sight.alarm(rung, visit):
            return None
        do = fields.one_of(form, "do")
        filled = fields.read(form, forms.outcome()) if do == "close" else Filled()
        if clash := clashes.of_alarm(rung, fields.one_of(form, "seen"), council, desk.now()):
            filled = replace(filled, broken=clash, rule="R706")
        return saved(db, desk, visit, filled, lambda: _after(do, rung, filled, visit, council, desk))

    return await answered(
        request, desk, visit, work, lambda filled: safety.shown(request, desk, visit, tried=name, filled=filled)
    )


def _after(do: str, rung: Alarm, filled: Filled, visit: Visit, council: Council, desk: Desk) -> Change:
    now, typed = desk.now(), filled.typed
    if do == "have":
        return Change(alarms=(alarms.taken(rung, visit.staff.id, now, council),))
    if rung.acknowledged is None:
        raise RuleBroken("Nobody has it yet. Press “I have it” first.", "R706")
    if do == "acted":
        return Change(alarms=(alarms.acted(rung, now),))
    if do == "close":
        return Change(alarms=(alarms.closed(rung, f"{typed['came_of']}: {typed['outcome']}", now),))
    raise RuleBroken("Choose one of the buttons.", "R706")


def _contact(db: Connection, request: Request, desk: Desk, visit: Visit) -> Contact | None:
    one = contacts.by_reference(db, desk.council.name, request.path_params["reference"])
    return one if one and sight.contact(one, tray.became(db, one), visit) else None


def _opening(form: FormData, one: Contact, council: Council, visit: Visit) -> Filled:
    """The form to open a case, with what its fields say of each other."""
    filled = fields.read(form, forms.opening(one, council))
    typed, wrong = filled.typed, dict(filled.wrong)
    if typed["kind"] and typed["procedure"] and not wrong:
        wrong |= _no_course(typed, council)
    accused = typed["complained_of"].split("|")
    if typed["handler"] and typed["handler"] in accused:
        wrong.setdefault("handler", "You ticked this manager as complained of. Choose another.")
    if visit.staff.id in accused:
        wrong.setdefault("complained_of", "You are complained of, so somebody else must decide this. Ask a colleague.")
    return replace(filled, wrong=wrong)


def _no_course(typed: Mapping[str, str], council: Council) -> dict[str, str]:
    """What is wrong with sort and procedure taken together: nothing fits, or several do and nobody said which."""
    kind, beside = Kind(typed["kind"]), council.procedures.get(typed["course"])
    if beside and beside.beside and beside.kind is kind:
        return _untold(beside, typed)
    fitting = courses_for(council, kind, Procedure(typed["procedure"]))
    if not fitting:
        return {"procedure": "That sort of contact does not follow this procedure. Choose another, or set it aside."}
    named = typed["course"] in {each.name for each in fitting}
    if not named and (typed["course"] or len(fitting) > 1):
        return {"course": f"Choose one of: {', '.join(each.title for each in fitting)}."}
    return _untold(next((each for each in fitting if each.name == typed["course"]), fitting[0]), typed)


def _untold(course: Course, typed: Mapping[str, str]) -> dict[str, str]:
    """What opening this course must be told, and was not."""
    return {name: QUESTIONS[name].needed for name in course.asks if not typed.get(name)}


def nowhere(db: Connection, filled: Filled, name: str, visit: Visit, council: Council) -> Filled:
    """A reference that was typed must lead to a case that whoever typed it may see."""
    typed = filled.typed.get(name, "")
    if not typed or name in filled.wrong:
        return filled
    found = cases.one(db, council.name, typed)
    if found is not None and sight.case(found, visit, council):
        return filled
    return replace(filled, wrong={**filled.wrong, name: "There is no case with this reference."})


def linked_to(db: Connection, made: Change, council: Council, references: Iterable[str]) -> Change:
    """What follows, with the cases of these references leading back to it."""
    return linked(made, tuple(case for name in references if (case := cases.one(db, council.name, name))))


def _for_now(
    db: Connection, form: FormData, one: Contact, filled: Filled, council: Council, visit: Visit, desk: Desk
) -> Filled:
    """What was typed, held against what has happened to the contact since the form was shown."""
    if fields.one_of(form, "stand") == clashes.stand_of(one, visit):
        return filled
    return replace(filled, broken=clashes.of_contact(db, one, visit, council, desk.now()), rule="R003")


def decision_of(name: str, visit: Visit, desk: Desk, facts: Mapping[str, str], role: str = "") -> Decision:
    """What somebody at the desk has chosen now, on these facts, in their role."""
    role = role or next((each for each in SENIOR if each in visit.roles), "")
    return Decision("", name, visit.staff.id, role, desk.now(), rule="", why=facts.get("why", ""), facts=facts)


def saved(
    db: Connection, desk: Desk, visit: Visit, filled: Filled, change: Callable[[], Change], read: Read = ()
) -> Done:
    """What follows of what was read, saved and on the record; or what was typed, with what stood against it."""
    if filled.refused:
        return filled
    try:
        made = change()
    except RuleBroken as broken:
        return replace(filled, broken=broken.text, rule=broken.rule)
    except CalendarEnds:
        return replace(filled, broken=NO_DATE, rule="R404")
    changes.save(db, made, desk.now(), read=read)
    did, about = _did(made)
    access.record(db, desk, visit, did, about)
    return made


def _did(made: Change) -> tuple[str, str]:
    if made.alarms:
        rung = made.alarms[0]
        return ("alarm closed" if rung.closed else "alarm acted on" if rung.first_action else "alarm taken"), rung.name
    about = made.cases[0].reference if made.cases else made.contacts[0].reference
    return made.decisions[0].move, about


async def answered(
    request: Request,
    desk: Desk,
    visit: Visit,
    work: Callable[[Connection], Done],
    again: Callable[[Filled], Awaitable[Response]],
) -> Response:
    """The page that follows: where it went, the same page again, or nothing here. Who was overtaken while saving
    reads again, and is told by whom.
    """
    try:
        done = await desk.transact(work)
    except Stale:
        done = await desk.transact(work)
    if done is None:
        return page(request, desk, visit, "missing.html", status=404)
    if isinstance(done, Filled):
        return await again(done)
    desk.wake.set()
    on = fields.one_of(await request.form(), "then") == "next"
    return RedirectResponse("/tray/next" if on else after(done), 303)


async def _again(request: Request, desk: Desk, visit: Visit, tried: str, filled: Filled) -> Response:
    found = await tray.opened(request, desk, visit, tried=tried, filled=filled)
    return page(request, desk, visit, "contact.html" if found else "missing.html", found or {}, status=422)
