"""Who somebody is, and how they were dealt with: asked by a link that is the same for everybody (R917-R919).

The link says which procedure it is about, as `/about-you/statutory`, and nothing else. Nothing of it goes through the
inbox: what came by there has a moment, and could be held beside a case.
"""

from starlette.requests import Request
from starlette.responses import Response

from casework.labels import Procedure
from casework.names import name
from casework.records.sheets import ABOUT_YOU, SHEETS, Sheet, filled
from form import bodies, marks
from form.pages import Form, page
from store import returned

LONGEST = 2_000


async def asked(request: Request, form: Form) -> Response:
    """One of the two sheets."""
    sheet, procedure = _which(request)
    if sheet is None:
        return page(request, form, "missing.html", status=404)
    return page(request, form, "sheet.html", {"sheet": sheet, "procedure": procedure})


async def answered(request: Request, form: Form) -> Response:
    """What was ticked is kept, once; an empty sheet is no sheet."""
    sheet, procedure = _which(request)
    if sheet is None:
        return page(request, form, "missing.html", status=404)
    sent = await bodies.read(request)
    answers = filled(sheet, sent.every)
    if sheet.box and (words := sent.get("words")[:LONGEST]):
        answers["words"] = (words,)
    if answers:
        keeps = returned.equality if sheet is ABOUT_YOU else returned.thoughts
        once = name("once", marks.once(sent.get("mark"), form.key) or marks.fresh(form.key))
        moment = form.now()
        await form.transact(
            lambda db: keeps(db, form.council.name, answers, procedure=procedure, once=once, now=moment)
        )
    return page(request, form, "sheet_done.html", {"sheet": sheet, "any": bool(answers)})


def _which(request: Request) -> tuple[Sheet | None, str]:
    """The sheet, and the procedure that the link names; none for one we do not have."""
    procedure = request.path_params.get("procedure", "")
    known = not procedure or procedure in set(Procedure)
    return (SHEETS.get(request.url.path.split("/")[1]) if known else None), procedure
