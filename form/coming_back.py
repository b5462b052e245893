"""The way back: a number and a secret word open one contact. Whatever does not match is answered alike, in as long: a
number that nobody has, a word that is wrong, and whoever has tried too often (R524).
"""

from starlette.requests import Request
from starlette.responses import Response

from form import marks, secret_words, showing, taking
from form.bodies import Sent
from form.marks import Key
from form.pages import Form, Problem, facts, page, said
from intake.callers import caller_of
from store import receipts

CARRIED = ("text", "step", "who", "name", "called", "reach", "advocate", "kind", "press", "mark")
"""What was typed on a page that has been open for too long: it goes on to the next."""


async def asked(request: Request, form: Form) -> Response:
    """Number and secret word."""
    return page(request, form, "back.html", _nothing("/back"))


async def came(request: Request, form: Form) -> Response:
    """Where it stands, and what we wrote; or that the two do not match."""
    sent = await taking.taken(request, form)
    key = await whose(request, form, sent)
    if key is None:
        return again(request, form, sent, "/back")
    moment = form.now()
    opened = await form.look(lambda db: showing.of(db, key, form.council, moment))
    return page(
        request, form, "status.html", {"opened": opened, "key": marks.opened(key, moment, form.key), "text": ""}
    )


async def whose(request: Request, form: Form, sent: Sent) -> Key | None:
    """Whose page it is: by the key that the page held, else by number and secret word."""
    moment = form.now()
    if key := marks.opens(sent.get("key"), moment, form.key):
        return key
    reference, word = plain_reference(sent.get("number"), form), secret_words.plain(sent.get("word"))
    if not sent.get("number") and not sent.get("word"):
        return None
    caller = caller_of(request.client)
    waits = form.tries.too_many(caller, reference, moment)
    sender = marks.sender(reference, word, form.council.name, form.key)
    receipt = await form.look(lambda db: receipts.of(db, form.council.name, sender))
    if receipt is None or waits:
        form.tries.failed(caller, reference, moment)
        return None
    return Key(receipt.reference, sender)


def plain_reference(typed: str, form: Form) -> str:
    """A number as it was given out, however it was typed."""
    bare = "".join(each for each in typed.upper() if each.isalnum())[:12]
    prefix = form.council.reference_prefix
    return f"{prefix}-{bare.removeprefix(prefix)}"


def again(request: Request, form: Form, sent: Sent, then: str) -> Response:
    """Number and secret word once more, with everything that was typed before; why, only where they gave some."""
    tried = bool(sent.get("number") or sent.get("word"))
    wrong = (Problem(" ".join(_wrong(form)), "number"),) if tried or then == "/back" else ()
    given = _nothing(then) | {
        "number": sent.get("number"), "carried": _carried(sent), "problems": wrong,
        "late": not tried and then != "/back", "lost_files": bool(sent.files),
    }  # fmt: skip
    return page(request, form, "back.html", given, status=403 if wrong else 401)


def unsaved(request: Request, form: Form, sent: Sent, then: str, spoken: str) -> Response:
    """Nothing could be kept: what was typed stands ready to be sent again."""
    given = {"then": then, "carried": (*_carried(sent), ("key", sent.get("key"))), "text": sent.typed.get("text", ""),
             "spoken": spoken}  # fmt: skip
    return page(request, form, "unsaved.html", given, status=503)


def _wrong(form: Form) -> tuple[str, ...]:
    return said("web.status_wrong", facts(form), form)


def _nothing(then: str) -> dict[str, object]:
    return {"then": then, "number": "", "carried": (), "late": False, "lost_files": False}


def _carried(sent: Sent) -> tuple[tuple[str, str], ...]:
    return tuple((name, sent.typed[name]) for name in CARRIED if sent.typed.get(name))
