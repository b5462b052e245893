"""How the service is, so that empty is never mistaken for broken (S19): each part and when it was last well, what waits
to be read or sent, and post that waits for a person.
"""

from dataclasses import field

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from casework.frozen import frozen
from desk import access, fields
from desk.access import Visit
from desk.desk import Desk
from desk.pages import page
from desk.tray import may_see
from store import inbox, outbox, quarantine
from store.database import Connection
from store.quarantine import Waiting

SHOWN = 4000
"""Bytes of a post that are shown. *Taste.*"""

PARTS = {
    "mailbox": "The mailbox is read", "door": "Mail is taken in", "bot": "Telegram is read",
    "webhook": "Telegram calls", "store": "The store can be written to", "worker": "What was kept is read",
    "outbox": "Letters leave", "sweeps": "Time is watched", "desk": "This desk", "form": "The public form",
    "opinions": "The classifier looks", "health": "Health is told",
}  # fmt: skip
GONE = "Somebody has seen to it already."


@frozen
class Unread:
    """A post that waits for a person, and the beginning of it as it came."""

    waiting: Waiting
    raw: str = field(repr=False)

    @property
    def number(self) -> str:
        """What it is called in an address."""
        return self.waiting.name.partition("/")[2]


async def shown(request: Request, desk: Desk, visit: Visit) -> Response:
    """All of it."""

    def look(db: Connection) -> dict[str, object]:
        name, now, council = desk.council.name, desk.now(), access.in_force(db, desk)
        return {
            "unread": [_unread(db, name, each) for each in quarantine.listed(db, name)],
            "to_read": inbox.unread_count(db, name),
            "to_send": outbox.waiting_count(db, name, now),
            "oldest": outbox.oldest_waiting(db, name, now),
            "failed": sum(may_see(db, letter, visit, council) for letter, *_ in outbox.failures(db, name)),
        }

    parts = [(PARTS.get(name, name), at, why) for name, (at, why) in sorted(desk.parts().items())]
    return page(request, desk, visit, "service.html", await desk.look(look) | {"parts": parts})


async def see_to(request: Request, desk: Desk, visit: Visit) -> Response:
    """One post is tried again, or a person says that they have seen to it."""
    name, do = f"post/{request.path_params['post']}", fields.one_of(await request.form(), "do")

    def work(db: Connection) -> bool:
        council = desk.council.name
        if do == "again":
            done = quarantine.again(db, council, name)
        else:
            done = do == "seen" and quarantine.seen_to(db, council, name, desk.now())
        if done:
            access.record(db, desk, visit, "tried a post again" if do == "again" else "saw to a post", name)
        return done

    if not await desk.transact(work):
        return page(request, desk, visit, "sorry.html", {"wrong": GONE}, status=404)
    return RedirectResponse("/service", 303)


def _unread(db: Connection, council: str, waiting: Waiting) -> Unread:
    return Unread(waiting, inbox.raw(db, council, waiting.name)[:SHOWN].decode("utf-8", "replace"))
