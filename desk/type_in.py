"""A call, a letter or a visit, typed in by whoever had it (R123, R124): in under a minute, and only what was said is
needed.

What was typed is kept as post before anybody understands it, and then goes through the same door as an email. The page
that follows is to be read out: their reference, what happens next and by when, and the offer of an advocate (R502).
"""

import logging
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework import days
from casework.alarms import is_open
from casework.cases import Advocacy, Case
from casework.contacts import Contact
from casework.councils import Council
from casework.dates import promises
from casework.days import CalendarEnds
from casework.facts import of_council
from casework.frozen import replace
from casework.messages import Channel, Message
from desk import access, fields, sight
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.fields import BOXES, Field, Filled, Sort, problems
from desk.pages import page
from desk.tray import became
from intake import typed_in
from intake.typed_in import Taken
from store import cases, contacts, filed, inbox
from store.database import Connection
from store.inbox import Read

log = logging.getLogger(__name__)

LONGEST = 20_000
"""Characters of a long letter. *Taste.*"""

HOW = (
    (Channel.TELEPHONE.value, "Somebody rang"),
    (Channel.LETTER.value, "A letter, or something else on paper"),
    (Channel.IN_PERSON.value, "Somebody said it face to face"),
)
SAID = (
    (Advocacy.ACCEPTED.value, "Yes, they want one"),
    (Advocacy.DECLINED.value, "No, they do not want one"),
    (Advocacy.HAS_ONE.value, "They have one already"),
    (Advocacy.OFFERED.value, "I offered it; they did not say"),
)
YES = "yes"

ASKED = (
    Field("channel", "How did it come?", Sort.ONE, needed="Choose how it came.", choices=HOW),
    Field(
        "said", "What was said?", hint="In their own words, as near as you can. A letter: as it stands.",
        needed="Write what was said.", most=LONGEST,
    ),
    Field("who", "Who is it?", Sort.LINE, "The name they gave. Leave it empty if they gave none."),
    Field("phone", "Telephone", Sort.LINE, "A number on which it is safe to ring them."),
    Field("reach", "Email, or the address for letters", hint="Where it is safe to write to them.", most=400),
    Field(
        "had_on", "When did somebody at the council first have it?", Sort.DATE,
        "The day it was said or delivered to anybody who works here, even if it lay since: the time runs from then.",
        needed="Give the day on which somebody here first had it.",
    ),
    Field("case", "Did they mention a reference?", Sort.LINE, "Leave it empty if they did not."),
    Field(
        "advocacy", "What did they say about an advocate?", Sort.ONE,
        "A child, young person or care leaver: say it now. “An advocate is on your side, not ours. It is free. Would "
        "you like one?” Leave it for anybody else.",
        choices=SAID,
    ),
    Field("agreed", "Is the record right?", Sort.SEVERAL, choices=((YES, "I read it back, and they agree"),), shown=1),
)  # fmt: skip
TOO_EARLY = "That day has not come yet. Give the day on which somebody here first had it."
NOT_KEPT = "It could not be kept just now. Everything you typed is still here: send it again in a minute."


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """The empty form: it came today, by telephone, unless somebody says otherwise."""
    today = days.today(desk.now())
    boxes = dict(zip(BOXES, (today.day, today.month, today.year), strict=True))
    typed = {f"had_on-{box}": str(value) for box, value in boxes.items()} | {"channel": Channel.TELEPHONE.value}
    return _form(request, desk, visit, Filled(typed), secrets.token_hex(16))


async def add(request: Request, desk: Desk, visit: Visit) -> Response:
    """What was typed: kept, then filed like any message. Sent twice, it is one."""
    form = await request.form()
    once, filled = fields.one_of(form, "once") or secrets.token_hex(16), _checked(form, desk)
    if filled.refused:
        return _form(request, desk, visit, filled, once)
    post = typed_in.post(_taken(filled.typed, visit), desk.council.name, once, desk.now())
    try:
        await desk.transact(lambda db: inbox.keep(db, post))
    except Exception as fault:  # noqa: BLE001 the store's trouble: what somebody just said on the telephone stays on the page
        log.error("what was typed in could not be kept", extra={"kind": type(fault).__name__})
        return _form(request, desk, visit, replace(filled, broken=NOT_KEPT), once, status=503)
    message = typed_in.read(post)
    try:
        await desk.receive(message)
    except Exception as fault:  # noqa: BLE001 around one post: it is kept, and whoever reads the inbox tries again
        log.error("post failed", extra={"post": post.name, "channel": post.channel.value, "kind": type(fault).__name__})
    else:
        await desk.transact(lambda db: inbox.mark(db, post, Read.READ, now=desk.now()))

    def work(db: Connection) -> str:
        reference = filed.reference(db, desk.council.name, message.name)
        access.record(db, desk, visit, "typed in", reference or post.name)
        return reference

    reference = await desk.transact(work)
    desk.wake.set()
    return RedirectResponse(f"/type-in/{in_address(reference)}" if reference else "/type-in/later", 303)


async def kept(request: Request, desk: Desk, visit: Visit) -> Response:
    """What to say to them now. For whoever typed it, or may read it anyway."""
    reference = request.path_params["reference"]
    if reference == "later":
        return page(request, desk, visit, "typed_later.html")

    def look(db: Connection) -> dict[str, object] | None:
        council = access.in_force(db, desk)
        one = contacts.by_reference(db, council.name, reference)
        case = cases.one(db, council.name, reference)
        messages = (*(one.messages if one else ()), *(case.messages if case else ()))
        readable = one is not None and sight.contact(one, became(db, one), visit)
        typed = [each for each in messages if each.taken_down and (readable or each.taken_down.by == visit.staff.id)]
        if not typed:
            return None
        about = None if case and sight.is_kept_out(case, visit) else (case or one)
        return _to_say(reference, typed, about, council, desk, visit) | {"may_read": readable}

    found = await desk.look(look)
    if found is None:
        return page(request, desk, visit, "missing.html", status=404)
    return page(request, desk, visit, "typed.html", found)


def _to_say(
    reference: str,
    messages: Iterable[Message],
    about: Contact | Case | None,
    council: Council,
    desk: Desk,
    visit: Visit,
) -> dict[str, object]:
    now, latest = desk.now(), max(messages, key=lambda each: each.received)
    ringing = [
        each for each in (about.alarms if about else ()) if is_open(each) and visit.staff.id not in each.excluded
    ]
    write_by = ""
    with suppress(CalendarEnds):
        write_by = promises.ack_date(council, latest.received, now)
    return {
        "reference": reference,
        "is_case": isinstance(about, Case),
        "told": latest.taken_down,
        "on_paper": latest.channel is Channel.LETTER,
        "write_by": write_by,
        "facts": of_council(council, days.today(now)),
        "ringing": ringing,
        "may_take": [each.name for each in ringing if sight.alarm(each, visit)],
        "names": {each.id: each.name for each in council.staff},
    }


def _form(
    request: Request, desk: Desk, visit: Visit, filled: Filled, once: str, *, status: int | None = None
) -> Response:
    given = {"asked": ASKED, "filled": filled, "once": once, "problems": problems(filled, ASKED, form="type")}
    return page(request, desk, visit, "type_in.html", given, status=status or (422 if filled.refused else 200))


def _checked(form: FormData, desk: Desk) -> Filled:
    filled = fields.read(form, ASKED)
    had_on = filled.typed["had_on"]
    if had_on and date.fromisoformat(had_on) > days.today(desk.now()):
        return replace(filled, wrong={**filled.wrong, "had_on": TOO_EARLY})
    return filled


def _taken(typed: Mapping[str, str], visit: Visit) -> Taken:
    return Taken(
        channel=Channel(typed["channel"]),
        said=typed["said"],
        by=visit.staff.id,
        had_on=date.fromisoformat(typed["had_on"]),
        who=typed["who"],
        phone=typed["phone"],
        reach=typed["reach"],
        case=typed["case"],
        advocacy=Advocacy(typed["advocacy"]) if typed["advocacy"] else None,
        agreed=typed["agreed"] == YES,
    )
