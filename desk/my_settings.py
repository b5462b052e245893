"""My settings: how they sign in; whether chases come to a chat too, the code that links it, and the way out again."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.changes import Change
from casework.messages import Address, Channel
from casework.staff_answers.lines import line
from desk import access
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from desk.signing import Codes
from outbox.render import said
from store import changes, people, second_steps
from store.database import Connection
from store.people import Purpose


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """How their chases reach them."""
    return await _page(request, desk, visit, (), "")


async def code(request: Request, desk: Desk, visit: Visit) -> Response:
    """A new code, shown once and kept nowhere in the open. The bot's address carries it too."""
    moment = desk.now()

    def work(db: Connection) -> str:
        access.record(db, desk, visit, "asked for a chat code", "")
        return people.issue_link(db, desk.council.name, visit.staff.id, moment, Purpose.CHAT)

    bot, given = await desk.bot(), await desk.transact(work)
    says = said("staff.link_how", {"code": f"{given[:4]}-{given[4:]}"})
    link = f"https://t.me/{bot}?start={given}" if bot else ""
    return await _page(request, desk, visit, says, link)


async def unlink(request: Request, desk: Desk, visit: Visit) -> Response:
    """Chases by email only, from now on. The chat is told."""
    del request
    moment, chat = desk.now(), Address(Channel.TELEGRAM, visit.staff.chat)

    def work(db: Connection) -> None:
        if people.unlink_chat(db, desk.council.name, chat.value):
            once = moment.isoformat()
            told = line(
                "staff.unlinked", chat, visit.staff.id, council=desk.council.name, now=moment, once=once, facts={}
            )
            changes.save(db, Change(letters=(told,)), moment)
            access.record(db, desk, visit, "chat unlinked", "")

    await desk.transact(work)
    desk.wake.set()
    return RedirectResponse("/settings", 303)


async def _page(request: Request, desk: Desk, visit: Visit, says: Sequence[str], link: str) -> Response:
    step = await desk.look(lambda db: second_steps.of(db, desk.council.name, visit.staff.id))
    given = {"says": says, "link": link, "codes": desk.codes is not Codes.NEVER, "has_phone": step is not None}
    return page(request, desk, visit, "my_settings.html", given)
