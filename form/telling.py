"""The first question, and what happens to the answer: one box, sent and kept at once. Nothing else is needed."""

from starlette.requests import Request
from starlette.responses import Response

from form import going_on, keeping, marks
from form.bodies import Sent
from form.pages import Form, Problem, page
from form.reading import Submission
from form.taking import problems, taken, unfit


async def asked(request: Request, form: Form) -> Response:
    """The question."""
    return page(request, form, "tell.html", {"text": "", "unsaved": ""})


async def told(request: Request, form: Form) -> Response:
    """The answer: kept, or shown again with everything that was typed."""
    sent = await taken(request, form)
    mark = marks.once(sent.get("mark"), form.key) or marks.once(marks.fresh(form.key), form.key)
    if wrong := unfit(sent):
        return _again(request, form, sent, wrong, status=422)
    kept = await keeping.first(
        form, mark, Submission("", "", "words", sent.get("text"), problems=problems(sent)), sent.files
    )
    if not kept.kept or kept.key is None:
        return _again(request, form, sent, "", status=503, spoken=kept.spoken, mark=sent.get("mark"))
    return await going_on.saved(request, form, kept, begun=True, too_big=sent.too_big)


def _again(
    request: Request, form: Form, sent: Sent, wrong: str, *, status: int, spoken: str = "", mark: str = ""
) -> Response:
    """The page again. If nothing could be kept it carries the same mark, so that sending it again is sending once."""
    given = {
        "text": sent.typed.get("text", ""),
        "unsaved": spoken or (UNSAVED if not wrong else ""),
        "spoken": spoken,
        "problems": (Problem(wrong, "text"),) if wrong else (),
        **({"mark": mark} if mark else {}),
    }
    return page(request, form, "tell.html", given, status=status)


UNSAVED = "Not sent yet. Your words are still here. Press Send again in a minute, or call us."
