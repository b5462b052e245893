"""The second step of signing in: the code that their telephone shows, or first the telephone itself.

Until it is done there is no session: what the browser holds opens these pages and no others, for a quarter of an hour.
"""

from dataclasses import field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.councils import Staff
from casework.frozen import frozen
from desk import fields
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from desk.signing import codes, cookies, links, phones
from desk.signing.phones import Code
from store import people, second_steps
from store.database import Connection
from store.people import Purpose
from store.second_steps import SecondStep

LATE = ("That took too long", "Ask for a new link, and begin again.")
WRONG = "That code is not right, or was used already. Wait for the next one, and type it."
SHUT = "Too many wrong codes were given. Wait a quarter of an hour, then ask for a new link."
NOT_YET = (
    "That code does not fit this account. Check that you added it to your app, and type the code that it shows now."
)
STALE = "The key was made for another page. Here is a new one: add it to your app instead."


@frozen
class Half:
    """Somebody whose link was right, and their telephone if they have one."""

    staff: Staff
    token: str = field(repr=False)
    step: SecondStep | None


async def ask(request: Request, desk: Desk) -> Response:
    """The question for a code."""
    half = await _half(request, desk)
    if half is None:
        return RedirectResponse("/sign-in", 303)
    if half.step is None:
        return RedirectResponse("/sign-in/phone", 303)
    return page(request, desk, None, "second_code.html", {"wrong": ""})


async def answer(request: Request, desk: Desk) -> Response:
    """The code: it lets them in once."""
    half, typed = await _half(request, desk), fields.one_of(await request.form(), "code")
    if half is None:
        return links.refused(request, desk, LATE)

    def work(db: Connection) -> str | Code:
        found = phones.check(db, desk, half.staff.id, typed)
        if found is not Code.RIGHT:
            return found
        return _through(db, desk, half) or Code.SHUT

    found = await desk.transact(work)
    if isinstance(found, str):
        return await links.let_in(request, desk, found)
    shut = found is Code.SHUT
    given = {"wrong": SHUT if shut else WRONG}
    return page(request, desk, None, "second_code.html", given, status=429 if shut else 422)


async def begin(request: Request, desk: Desk) -> Response:
    """Where everybody needs a telephone, and they have none yet: the page that sets it up."""
    half = await _half(request, desk)
    if half is None:
        return RedirectResponse("/sign-in", 303)
    if half.step is not None:
        return RedirectResponse("/sign-in/code", 303)
    return set_up(request, desk, half.staff, codes.fresh())


async def keep(request: Request, desk: Desk) -> Response:
    """The telephone has shown its first code: it is theirs, and they are in."""
    half, form = await _half(request, desk), await request.form()
    if half is None or half.step is not None:
        return links.refused(request, desk, LATE)
    secret = phones.taken_up(desk, half.staff.id, str(form.get("key", "")), None)
    if secret is None:
        return set_up(request, desk, half.staff, codes.fresh(), wrong=STALE)
    typed = fields.one_of(form, "code")

    def work(db: Connection) -> str:
        return _through(db, desk, half) if phones.keep(db, desk, half.staff.id, secret, typed) else ""

    session = await desk.transact(work)
    if not session:
        return set_up(request, desk, half.staff, secret, wrong=NOT_YET)
    return await links.let_in(request, desk, session)


def set_up(
    request: Request,
    desk: Desk,
    staff: Staff,
    secret: bytes,
    *,
    before: SecondStep | None = None,
    visit: Visit | None = None,
    wrong: str = "",
) -> Response:
    """The page that sets a telephone up: the secret as a picture and in text."""
    service = f"Heard {desk.council.title}"
    address = codes.address(secret, account=staff.id, service=service)
    given = {
        "key": phones.offered(desk, staff.id, secret, before), "text": codes.in_text(secret), "wrong": wrong,
        "picture": codes.picture(address), "address": address, "account": staff.id, "service": service,
    }  # fmt: skip
    return page(request, desk, visit, "second_phone.html", given, status=422 if wrong else 200)


async def _half(request: Request, desk: Desk) -> Half | None:
    token, moment = cookies.given(request, desk, cookies.HALF), desk.now()

    def look(db: Connection) -> Half | None:
        staff = people.whose(db, desk.council.name, token, moment, Purpose.SECOND_STEP)
        return Half(staff, token, second_steps.of(db, desk.council.name, staff.id)) if staff else None

    return await desk.look(look) if token else None


def _through(db: Connection, desk: Desk, half: Half) -> str:
    """Their session, if nobody else has used the first step for one meanwhile."""
    staff = people.use_link(db, desk.council.name, half.token, desk.now(), Purpose.SECOND_STEP)
    return links.begun(db, desk, staff, "signed in with a code") if staff else ""
