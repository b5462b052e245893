"""The telephone that shows somebody's codes: set up, put in another's place, or no longer used.

Whoever sits down at a desk that was left open can do none of it: what is there is changed only with a code of it.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk import access, fields
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from desk.signing import Codes, codes, phones, second_step
from desk.signing.phones import Code
from store import second_steps
from store.database import Connection
from store.second_steps import SecondStep

SHUT = "Too many wrong codes were given. Wait a quarter of an hour, then try again."
NEEDED = "Here everybody signs in with a code. You can set up another phone, but not stop."


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """The telephone they have; else the page that sets one up."""
    if desk.codes is Codes.NEVER:
        return page(request, desk, visit, "missing.html", status=404)
    step = await _step(desk, visit)
    if step is not None:
        return _mine(request, desk, visit, step)
    return second_step.set_up(request, desk, visit.staff, codes.fresh(), visit=visit)


async def keep(request: Request, desk: Desk, visit: Visit) -> Response:
    """It has shown its first code: from now on it is asked for one."""
    form, step = await request.form(), await _step(desk, visit)
    secret = phones.taken_up(desk, visit.staff.id, str(form.get("key", "")), step)
    if desk.codes is Codes.NEVER or secret is None:
        return RedirectResponse("/settings/phone", 303)
    typed = fields.one_of(form, "code")
    if await desk.transact(lambda db: phones.keep(db, desk, visit.staff.id, secret, typed)):
        return RedirectResponse("/settings", 303)
    return second_step.set_up(
        request, desk, visit.staff, secret, before=step, visit=visit, wrong=second_step.NOT_YET
    )  # fmt: skip


async def change(request: Request, desk: Desk, visit: Visit) -> Response:
    """With a code of the telephone they have: another in its place, or none."""
    form, step = await request.form(), await _step(desk, visit)
    stop, typed = fields.one_of(form, "do") == "stop", fields.one_of(form, "code")
    if step is None:
        return RedirectResponse("/settings/phone", 303)
    if stop and desk.codes is Codes.REQUIRED:
        return _mine(request, desk, visit, step, NEEDED)

    def work(db: Connection) -> Code:
        found = phones.check(db, desk, visit.staff.id, typed)
        if found is Code.RIGHT and stop:
            second_steps.end(db, desk.council.name, visit.staff.id)
            access.record(db, desk, visit, "stopped using codes", "")
        return found

    found = await desk.transact(work)
    if found is not Code.RIGHT:
        return _mine(request, desk, visit, step, SHUT if found is Code.SHUT else second_step.WRONG)
    if stop:
        return RedirectResponse("/settings", 303)
    return second_step.set_up(request, desk, visit.staff, codes.fresh(), before=step, visit=visit)


async def _step(desk: Desk, visit: Visit) -> SecondStep | None:
    return await desk.look(lambda db: second_steps.of(db, desk.council.name, visit.staff.id))


def _mine(request: Request, desk: Desk, visit: Visit, step: SecondStep, wrong: str = "") -> Response:
    given = {"since": step.since, "wrong": wrong, "needed": desk.codes is Codes.REQUIRED}
    return page(request, desk, visit, "my_phone.html", given, status=422 if wrong else 200)
