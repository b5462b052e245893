"""Who is at the desk: their session, their roles, the token that proves a form was ours, and what was looked at
(R904).
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import date

from starlette.requests import Request

from casework import days
from casework.councils import TEAM, Council, Role, Staff
from casework.frozen import frozen
from desk.desk import Desk
from desk.signing import cookies
from store import audit, profile, sessions
from store.database import Connection

SAFETY = frozenset({Role.FD, Role.EDT, Role.ROTA, Role.LADO, Role.HOS, Role.DCS})
"""Who is rung when somebody may be in danger, and for as long as the alarm is open may read why (R706-R708)."""

READERS = TEAM | {Role.HOS, Role.DCS}
"""Who reads figures and what was learnt, and which cases stand behind them (R803)."""

PATH = re.compile(r"/(?!\.)[A-Za-z0-9/ ~_.-]{0,200}")


@frozen
class Visit:
    """Who is asking, with which session, and the token that their forms carry.

    `roles` are theirs, and the rota's where the profile names them on it.
    """

    staff: Staff
    session: str
    token: str
    roles: frozenset[Role]

    @property
    def in_team(self) -> bool:
        """Whether they are of the complaints team."""
        return bool(self.roles & TEAM)

    @property
    def reads_reports(self) -> bool:
        """Whether the figures are theirs to read."""
        return bool(self.roles & READERS)

    @property
    def on_call(self) -> bool:
        """Whether alarms are theirs to take."""
        return bool(self.roles & (TEAM | SAFETY))


async def visit(request: Request, desk: Desk) -> Visit | None:
    """Who is signed in, or None."""
    session = cookies.given(request, desk, cookies.SESSION)
    if not session:
        return None
    moment = desk.now()
    found = await desk.look(lambda db: sessions.one(db, desk.council.name, session, moment, lasts=desk.lasts))
    if found is None:
        return None
    if found.should_stay(moment, idle=desk.idle, lasts=desk.lasts):
        await desk.transact(
            lambda db: sessions.stay(db, desk.council.name, session, moment, idle=desk.idle, lasts=desk.lasts)
        )
    staff = found.staff
    rota = {Role.ROTA} if staff.id in desk.council.safety_lines.rota else frozenset()
    return Visit(staff, session, token_for(staff.id, days.today(moment), desk), staff.roles | rota)


def token_for(staff: str, day: date, desk: Desk) -> str:
    """The token in every form shown to somebody on a day: it outlives their session, so that a form filled in for
    too long can be sent again once they are back. At another council with the same key it is not theirs.
    """
    said = f"form/{desk.council.name}/{staff}/{day}"
    return hmac.new(desk.key, said.encode(), hashlib.sha256).hexdigest()


def is_ours(given: object, staff: str, desk: Desk) -> bool:
    """Whether a form's token is one that our pages gave this person, today or yesterday."""
    today = days.today(desk.now())
    return was_given(given, staff, (today, today - days.DAY), desk)


def was_given(given: object, staff: str, on: Iterable[date], desk: Desk) -> bool:
    """Whether a form's token is one that our pages gave this person on one of these days."""
    right = [token_for(staff, day, desk).encode() for day in on]
    return any(hmac.compare_digest(str(given or "").encode(), each) for each in right)


def local(path: str) -> str:
    """An address of this desk's own pages, else nothing: a link to us must never lead to somebody else's page."""
    ours = PATH.fullmatch(path) and "//" not in path and not path.startswith(("/sign", "/static"))
    return path if ours else ""


def looked(db: Connection, desk: Desk, visit: Visit, about: str) -> None:
    """Opening a contact or case is itself on the record (R904)."""
    record(db, desk, visit, "opened", about)


def record(db: Connection, desk: Desk, visit: Visit, did: str, about: str) -> None:
    """What somebody at the desk did, on the record that is never changed."""
    audit.record(db, council=desk.council.name, who=visit.staff.id, did=did, about=about, at=desk.now())


def noted(db: Connection, desk: Desk, who: str, did: str, about: str) -> None:
    """The same of somebody who is not signed in: what a link in their email did."""
    audit.record(db, council=desk.council.name, who=who, did=did, about=about, at=desk.now())


def in_force(db: Connection, desk: Desk) -> Council:
    """The profile with the staff and the register of this moment."""
    return profile.in_force(db, desk.council)
