"""S22: what a link in an email to staff opens. A page that does nothing until its button is pressed, because mail
scanners and previews open links by themselves; no signing in, so that it works on a telephone.

A link is proof of who it was written to, works once, and dies after seven days or when the case moves on. Whoever is
signed in as somebody else cannot use it. What it did can be taken back for ten minutes.
"""

from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from casework import days
from casework.alarms import Alarm
from casework.cases import Case
from casework.changes import Change
from casework.choices import Act
from casework.councils import Council, Staff
from casework.days import CalendarEnds
from casework.frozen import frozen, replace
from casework.letters import Letter, Outgoing
from casework.refusals import RuleBroken
from casework.staff_answers import asks, chatting, copies, links, records, urgent
from casework.staff_answers.asks import Given, Where
from casework.staff_answers.links import Link
from casework.staff_answers.records import RECORDS, Answer
from casework.staff_answers.settling import settle
from casework.staff_answers.urgent import Rung
from desk import access, action_sheets, fields, unsaved
from desk.action_sheets import Sheet
from desk.desk import Desk
from desk.fields import EMPTY, Filled
from desk.pages import page
from intake.callers import caller_of
from outbox.render import said
from store import cases, changes, contacts, outbox
from store.changes import Stale
from store.database import Connection

UNDO = "undo"

Typed = tuple[tuple[str, str], ...]
"""What somebody wrote, each under its question."""


@frozen
class Opened:
    """A link that holds, and what it is about as it stands now."""

    link: Link
    letter: Letter
    letters: tuple[Outgoing, ...]
    staff: Staff
    council: Council
    case: Case | None
    alarm: Alarm | None

    def given(self, desk: Desk, *, press: str = "") -> Given:
        """The answer that it gives."""
        return Given(self.staff, desk.now(), self.letter, self.letters, press or self.link.name, Where.LINK)


@frozen
class Shown:
    """A page to show: its template, what it is filled with, its status. `guessed`: no letter of ours has this link."""

    template: str
    filled: dict[str, object]
    status: int = HTTPStatus.OK
    guessed: bool = False


async def show(request: Request, desk: Desk) -> Response:
    """The page, with nothing done."""
    return await _page(request, desk, lambda _, opened: _asked(opened, desk, EMPTY))


async def act(request: Request, desk: Desk) -> Response:
    """The button."""
    form = await request.form()
    typed = tuple(unsaved.as_read(unsaved.typed_into(form)))
    return await _page(request, desk, lambda db, opened: _answered(db, opened, desk, form), typed=typed)


async def undo(request: Request, desk: Desk) -> Response:
    """What the link did, taken back."""
    return await _page(request, desk, lambda db, opened: _taken_back(db, opened, desk), undone=True)


async def _page(
    request: Request,
    desk: Desk,
    then: Callable[[Connection, Opened], Shown],
    *,
    undone: bool = False,
    typed: Typed = (),
) -> Response:
    caller, moment = caller_of(request.client), desk.now()
    visit = await access.visit(request, desk)
    who = visit.staff.id if visit else ""

    def work(db: Connection) -> Shown:
        opened = _opened(db, request, desk)
        if opened is None:
            return replace(_spent("The case"), guessed=True)
        if who not in ("", opened.staff.id):
            return Shown("act_not_yours.html", {"ref": opened.letter.reference}, 403)
        if not undone and _is_spent(opened):
            return _spent(opened.letter.reference, typed)
        return then(db, opened)

    try:
        shown = await desk.transact(work)
    except Stale:
        shown = await desk.transact(work)
    if shown.guessed:
        if desk.doorstep.is_shut(caller, moment):
            return page(request, desk, None, "too_often.html", status=429)
        desk.doorstep.failed(caller, moment)
    if request.method == "POST" and shown.status == HTTPStatus.OK:
        desk.wake.set()
    return page(request, desk, visit, shown.template, shown.filled, status=shown.status)


def _spent(ref: str, typed: Typed = ()) -> Shown:
    given: dict[str, object] = {"ref": ref, "says": said("web.action_spent", {"ref": ref}), "typed": typed}
    return Shown("act_spent.html", given, HTTPStatus.GONE)


def _opened(db: Connection, request: Request, desk: Desk) -> Opened | None:
    """The link, proved; None for one that is made up, changed, too old, or written to somebody who has left."""
    link = links.read(request.path_params["link"])
    letter = outbox.by_name(db, desk.council.name, link.letter) if link else None
    if link is None or letter is None or not links.is_true(link, letter, desk.key, desk.now()):
        return None
    council = access.in_force(db, desk)
    staff = next((each for each in council.staff if each.id == letter.staff), None)
    if staff is None:
        return None
    name = urgent.alarm_name(letter)
    return Opened(
        link, letter, outbox.to_staff(db, council.name, letter.about), staff, council,
        cases.one(db, council.name, letter.about), contacts.alarm(db, council.name, name) if name else None,
    )  # fmt: skip


def _is_spent(opened: Opened) -> bool:
    """Used, answered by somebody else, or about something that has moved on."""
    letter, case = opened.letter, opened.case
    if opened.alarm:
        return not urgent.can_be_taken(opened.alarm, opened.staff)
    if case is None or opened.staff.id in asks.kept_out(case, opened.council):
        return True
    used = records.happened(case, opened.link.name) or records.settled_by(case, letter.ask)
    return bool(used) or asks.has_moved_on(letter, case)


def _sheet(opened: Opened, desk: Desk) -> Sheet | None:
    if opened.alarm:
        return action_sheets.for_alarm(opened.link.act, opened.letter)
    given = opened.given(desk)
    return action_sheets.sheet(opened.link.act, given, opened.case, opened.council) if opened.case else None


def _asked(opened: Opened, desk: Desk, filled: Filled) -> Shown:
    sheet, ref = _sheet(opened, desk), opened.letter.reference
    if sheet is None:
        return _spent(ref)
    known = sheet.facts
    return Shown(
        "act.html",
        {
            "ref": ref,
            "stage": known.get("stage", ""),
            "due": known.get("due_date", ""),
            "rows": sheet.rows,
            "says": said(sheet.words, known),
            "buttons": sheet.buttons,
            "asked": sheet.fields,
            "filled": filled if filled.refused else sheet.begun,
            "problems": fields.problems(filled, sheet.fields, form="act"),
            "beside": sheet.beside,
            "other": action_sheets.other_page(opened.given(desk), sheet.beside, desk.key),
        },
        422 if filled.refused else 200,
    )


def _answered(db: Connection, opened: Opened, desk: Desk, form: FormData) -> Shown:
    sheet, chosen = _sheet(opened, desk), fields.one_of(form, "answer")
    if sheet is None or chosen not in {value for value, _ in sheet.buttons}:
        return _asked(opened, desk, EMPTY)
    filled = fields.read(form, sheet.fields)
    filled = replace(filled, wrong={**filled.wrong, **action_sheets.wrong_date(filled, days.today(desk.now()))})
    if filled.refused:
        return _asked(opened, desk, filled)
    if opened.alarm:
        return _alarm_answered(db, opened, opened.alarm, Act(chosen), desk)
    answer = Answer(chosen)
    try:
        change = settle(answer, opened.given(desk), _case(opened), opened.council, fields.facts(filled, sheet.fields))
    except RuleBroken as broken:
        return _asked(opened, desk, replace(filled, broken=broken.text, rule=broken.rule))
    except CalendarEnds:
        return _asked(opened, desk, replace(filled, broken="The calendar of working days ends before the date."))
    _saved(db, desk, opened, change, answer)
    (case,) = change.cases
    return _done(opened, answer, desk, may_undo=bool(_to_undo(opened, case, desk)))


def _alarm_answered(db: Connection, opened: Opened, alarm: Alarm, chosen: Act, desk: Desk) -> Shown:
    rung = Rung(opened.staff, desk.now(), opened.link.name, opened.letters)
    has_it = chosen is Act.HAVE_IT
    change = urgent.taken(alarm, rung, opened.council) if has_it else urgent.passed_on(alarm, rung, opened.council)
    _saved(db, desk, opened, change, "alarm taken" if has_it else "alarm passed on")
    words = "staff.have_it" if has_it else "staff.passed_on"
    return _after(opened, words, {"ref": opened.letter.reference}, may_undo=False)


def _taken_back(db: Connection, opened: Opened, desk: Desk) -> Shown:
    if opened.case is None or not _to_undo(opened, opened.case, desk):
        return _spent(opened.letter.reference)
    given = opened.given(desk, press=f"{opened.link.name}/{UNDO}")
    _saved(db, desk, opened, settle(Answer.UNDONE, given, opened.case, opened.council), Answer.UNDONE)
    return _after(opened, "staff.undo", {"ref": opened.letter.reference}, may_undo=False)


def _to_undo(opened: Opened, case: Case, desk: Desk) -> bool:
    """Whether what this very link did can still be taken back."""
    back = records.to_undo(case, opened.letter.ask, opened.staff.id, desk.now())
    return back is not None and back.facts.get("press") == opened.link.name


def _saved(db: Connection, desk: Desk, opened: Opened, change: Change, did: str) -> None:
    changes.save(db, change, desk.now())
    access.noted(db, desk, opened.staff.id, f"{did} by a link", opened.letter.reference)


def _done(opened: Opened, answer: Answer, desk: Desk, *, may_undo: bool) -> Shown:
    facts = copies.facts(opened.given(desk), _case(opened), opened.council)
    facts |= {
        "action_done": RECORDS[answer].done_as,
        "snooze_until": chatting.asked_again_at(desk.now(), opened.council),
    }
    words = "staff.noted" if answer in records.FINAL else chatting.REPLIES.get(answer, "staff.noted")
    return _after(opened, words, facts, may_undo=may_undo)


def _after(opened: Opened, words: str, facts: dict[str, str], *, may_undo: bool) -> Shown:
    ref = opened.letter.reference
    return Shown("acted.html", {"ref": ref, "says": said(words, facts), "may_undo": may_undo, "link": opened.link.path})


def _case(opened: Opened) -> Case:
    assert opened.case is not None, "a link about no case is spent"  # noqa: S101 it was looked at before
    return opened.case
