"""What follows the first box: the four questions, each of which can be left open; more words and files; the buttons
under words of danger. All of it on pages that a key in a hidden field keeps open for an hour.
"""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from casework.choices import Act
from casework.frozen import frozen
from casework.said import filled
from casework.said.answers import Slot
from form import coming_back, keeping, marks, showing, taking
from form.bodies import Sent
from form.keeping import Kept
from form.marks import Key
from form.pages import Form, Problem, page
from form.reading import Submission
from form.showing import NOT_YET, Opened

LONGEST_NAME, LONGEST_REACH = 60, 200
REACH = "A safe way to reach me: "

DONE = {Act.COMPLAINT: "bot.done_complaint", Act.SORT_OUT: "bot.done_sort"}


@frozen
class Question:
    """One of the four: its slot, the words that ask it, and what can be ticked."""

    slot: Slot
    words: str
    choices: tuple[tuple[str, Act], ...]


def questions(step: int, who: str = "") -> tuple[Question, ...]:
    """What is asked on the first and on the second page of questions."""
    if step == 1:
        return tuple(Question(slot, filled.ASKED[slot], filled.choices(filled.ASKED[slot])) for slot in FIRST)
    adult = who in (Act.PARENT, Act.SOMEONE_ELSE)
    about_advocates = filled.ADVOCATE_OF_A_CHILD if adult else filled.ASKED[Slot.ADVOCATE]
    asked = {Slot.ADVOCATE: about_advocates, Slot.KIND: filled.ASKED[Slot.KIND]}
    if who == Act.ADVOCATE:  # an advocate is not offered an advocate
        del asked[Slot.ADVOCATE]
    return tuple(Question(slot, words, filled.choices(words)) for slot, words in asked.items())


FIRST = (Slot.WHO, Slot.NAME)


async def saved(request: Request, form: Form, kept: Kept, *, begun: bool = False, too_big: bool = False) -> Response:
    """The page after something was sent: harm first, then the number, then what may still be said."""
    opened, begun = await _opened(form, kept), begun or bool(kept.word)
    given = {
        "begun": begun,
        "word": kept.word,
        "opened": opened,
        "spoken": kept.spoken,
        "too_big": too_big,
        "key": _key(form, kept),
        "step": 1 if begun else 0,
        "asked": questions(1) if begun else (),
        "done": "",
        "advocate": "",
    }
    return page(request, form, "done.html", given)


async def answered(request: Request, form: Form) -> Response:
    """Some of the four questions."""
    sent = await taking.taken(request, form)
    key = await coming_back.whose(request, form, sent)
    if key is None:
        return coming_back.again(request, form, sent, "/answers")
    ticked = _ticked(sent)
    kept = Kept(kept=True, key=key)
    if given := _given(sent, ticked):
        mark = marks.once(sent.get("mark"), form.key) or marks.fresh(form.key)
        kept = await keeping.further(form, mark, key, given)
        if not kept.kept:
            return coming_back.unsaved(request, form, sent, "/answers", kept.spoken)
        if kept.word:
            return await saved(request, form, kept)
    opened = await _opened(form, kept)
    more = sent.get("step") == "1" and not opened.safety and not kept.spoken
    wish = ticked.get(Slot.ADVOCATE)
    shown = {
        "begun": False, "word": "", "opened": opened, "spoken": kept.spoken, "too_big": False, "key": _key(form, kept),
        "step": 2 if more else 0, "asked": questions(2, sent.get("who")) if more else (),
        "done": "" if more else DONE.get(ticked.get(Slot.KIND, Act.SKIP), "bot.done_unsure"),
        "advocate": {Act.YES: "bot.q3_yes", Act.HAVE_ONE: "bot.q3_have"}.get(wish, "") if wish else "",
    }  # fmt: skip
    return page(request, form, "done.html", shown)


def _given(sent: Sent, ticked: Mapping[Slot, Act]) -> Submission | None:
    """What was answered, as it is kept; None where all was skipped. Who gives a name has not skipped that question."""
    name, reach = sent.get("called")[:LONGEST_NAME], sent.get("reach")[:LONGEST_REACH]
    answers = {slot: act for slot, act in ticked.items() if slot is not Slot.NAME or not name}
    if not (answers or name or reach):
        return None
    return Submission("", "", filled.MEDIA, REACH + reach if reach else "", filled.press(answers), name)


async def added(request: Request, form: Form) -> Response:
    """More words, more files."""
    sent = await taking.taken(request, form)
    key = await coming_back.whose(request, form, sent)
    if key is None:
        return coming_back.again(request, form, sent, "/more")
    if wrong := taking.unfit(sent):
        return await _more_again(request, form, key, sent, wrong)
    mark = marks.once(sent.get("mark"), form.key) or marks.fresh(form.key)
    given = Submission("", "", "words", sent.get("text"), problems=taking.problems(sent))
    kept = await keeping.further(form, mark, key, given, sent.files)
    if not kept.kept:
        return coming_back.unsaved(request, form, sent, "/more", kept.spoken)
    return await saved(request, form, kept, too_big=sent.too_big)


async def pressed(request: Request, form: Form) -> Response:
    """A button under words of danger."""
    sent = await taking.taken(request, form)
    key = await coming_back.whose(request, form, sent)
    if key is None:
        return coming_back.again(request, form, sent, "/press")
    mark = marks.once(sent.get("mark"), form.key) or marks.fresh(form.key)
    kept = await keeping.further(form, mark, key, Submission("", "", "press", press=sent.get("press")[:60]))
    if not kept.kept:
        return coming_back.unsaved(request, form, sent, "/press", kept.spoken)
    return await saved(request, form, kept)


def _ticked(sent: Sent) -> dict[Slot, Act]:
    """What was ticked, of what may be."""
    found = {}
    for slot in Slot:
        offered = [each for of in OFFERED.get(slot, ()) for _, each in filled.choices(of)]
        chosen = next((act for act in offered if act == sent.get(slot)), None)
        if chosen:
            found[slot] = chosen
    return found


OFFERED = {slot: (words,) for slot, words in filled.ASKED.items()} | {
    Slot.ADVOCATE: (filled.ASKED[Slot.ADVOCATE], filled.ADVOCATE_OF_A_CHILD)
}


async def _more_again(request: Request, form: Form, key: Key, sent: Sent, wrong: str) -> Response:
    opened = await _opened(form, Kept(kept=True, key=key))
    given = {
        "opened": opened, "key": marks.opened(key, form.now(), form.key), "text": sent.typed.get("text", ""),
        "problems": (Problem(wrong, "text"),),
    }  # fmt: skip
    return page(request, form, "status.html", given, status=422)


async def _opened(form: Form, kept: Kept) -> Opened:
    """What is there to be shown; where the store cannot say, at least the number."""
    key, moment = kept.key, form.now()
    if key is None:
        raise LookupError("nobody's page")
    try:
        return await form.look(lambda db: showing.of(db, key, form.council, moment, message=kept.message))
    except Exception:  # noqa: BLE001 it is kept, and somebody waits to hear so
        return Opened(key.reference, NOT_YET, (), ())


def _key(form: Form, kept: Kept) -> str:
    return marks.opened(kept.key, form.now(), form.key) if kept.key else ""
