"""What the store says: whether it opens, who works here, when it was last copied, and what its server is."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.councils import Council, Role, Staff
from run import keeping
from run.check.found import Found, to_do, well, wrong
from run.config import Settings
from run.copies import COPIED
from store import audit, people, server
from store.database import Connection
from store.server import Server

DUTY = (Role.CO, Role.CM)
ABOVE = {Role.DCS: "what nobody answers ends there (R706)", Role.LADO: "an allegation about staff is theirs (R708)"}

DAILY = timedelta(hours=26)
"""A copy a day, and what it takes to make one. *Taste.*"""

APART = timedelta(seconds=30)
"""How far its time of day may be from ours before dates near midnight come out wrong. *Taste.*"""


@dataclass(frozen=True, slots=True)
class _Said:
    """What was asked of the store."""

    staff: tuple[Staff, ...]
    copied: datetime | None
    server: Server | None


async def found(settings: Settings, council: Council, now: datetime) -> AsyncIterator[Found]:
    """Whether it can be opened and written to; then what it says."""
    try:
        keeping.ready(settings.store.url)
        async with keeping.opened(settings.store) as database:
            said = await database.transact(lambda db: _asked(db, council.name))
    except keeping.REFUSED as fault:
        yield wrong("database", str(fault))
        return
    except Exception as fault:  # noqa: BLE001 whatever the driver raises; it may quote what it was given
        yield wrong("database", f"it cannot be written to ({type(fault).__name__}): is the disk full?")
        return
    yield well("database", "it opens, and can be written to")
    for line in (*_staff(said.staff, council), *_copied(said.copied, now), *server_lines(said.server, now)):
        yield line


def _asked(db: Connection, council: str) -> _Said:
    copy = audit.last(db, council, COPIED)
    return _Said(people.staff(db, council), copy.at if copy else None, server.asked(db))


def _staff(staff: tuple[Staff, ...], council: Council) -> Iterator[Found]:
    held = {role for each in staff for role in each.roles}
    if missing := [role for role in DUTY if role not in held]:
        yield to_do("staff", f"nobody is {' or '.join(missing)}: heard staff add … --roles {','.join(missing)}")
    for role, why in ABOVE.items():
        if role not in held:
            yield to_do("staff", f"nobody is {role}: {why}. heard staff add … --roles {role}")
    if unheard := [each.id for each in staff if not each.email and not each.chat]:
        yield to_do("staff", f"no chase and no alarm reaches {', '.join(unheard)}: heard staff add … --email")
    known = {each.id for each in staff}
    if strangers := [name for name in council.safety_lines.rota if name not in known]:
        yield wrong(
            "safety rota", f"{', '.join(strangers)} on it has no account: heard staff add, or take it off (R706)"
        )
    if lost := sorted({name for each in staff for name in (each.manager, each.deputy) if name} - known):
        yield to_do("staff", f"{', '.join(lost)} is named as a manager or deputy and has no account")


def _copied(at: datetime | None, now: datetime) -> Iterator[Found]:
    if at is None:
        yield to_do("copies", "none was ever made: let `heard backup FILE` run every night (ops/)")
    elif now - at > DAILY:
        yield to_do("copies", f"the last was made {(now - at).days} days ago: see why `heard backup` does not run")


def server_lines(found: Server | None, now: datetime) -> Iterator[Found]:
    """What is wrong with the server behind the store, if there is one."""
    if found is None:
        return
    if found.version < server.TESTED:
        says = (
            f"PostgreSQL {found.version} is older than any that Heard is tested with: move to {server.TESTED} or later"
        )
        yield to_do("database", says)
    if abs(found.now - now) > APART:
        yield wrong("time of day", "this machine and the database's differ by more than half a minute: set both by NTP")
