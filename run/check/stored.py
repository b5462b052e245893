"""What the store says: whether it opens, who works here, when it was last copied, and what its server is."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parseaddr
from itertools import chain

from bot.updates import source
from casework.councils import Council, Role, Staff
from casework.frozen import frozen
from intake.mailbox import Mailbox
from run import keeping
from run.check import addresses
from run.check.found import APART, Found, to_do, well, wrong
from run.config import Misconfigured, Settings, secret
from store import ailing, audit, copies, inbox, neighbours, people, renewing, server
from store.database import Connection
from store.server import Server

DUTY = (Role.CO, Role.CM)
ABOVE = {
    Role.DCS: "what nobody answers ends there (R706)",
    Role.HOS: "an alarm climbs to them after half an hour (R706)",
    Role.RM: "nobody can be asked to answer Stage 1 (R601)",
    Role.LADO: "an allegation about staff is theirs (R708)",
}

DAILY = timedelta(hours=26)
"""A copy a day, and what it takes to make one. *Taste.*"""


@frozen
class _Said:
    """What was asked of the store."""

    staff: tuple[Staff, ...]
    unread: tuple[str, ...]
    copied: datetime | None
    last: datetime | None
    server: Server | None
    shared: Mapping[str, Sequence[str]]


async def found(settings: Settings, council: Council, now: datetime) -> AsyncIterator[Found]:
    """Whether it can be opened and written to; then what it says."""
    sources = list(_sources(settings))
    try:
        keeping.ready(settings.store.url)
        async with keeping.opened(settings.store) as database:
            said = await database.transact(lambda db: _asked(db, council.name, sources, now))
        async with keeping.opened(settings.store, patience=None) as database:  # a record of years takes its time
            broken = await database.look(lambda db: audit.verify(db, council.name))
    except keeping.REFUSED as fault:
        yield wrong("database", str(fault))
        return
    except Exception as fault:  # noqa: BLE001 whatever the driver raises; it may quote what it was given
        full = f"it cannot be written to ({type(fault).__name__}): is its disk full?"
        yield wrong("database", ailing.DAMAGED if ailing.DAMAGED in ailing.of_any(fault) else full)
        return
    yield well("database", "it opens, and can be written to")
    lines = (
        _unread(said.unread),
        _staff(said.staff, council, has_bot=settings.bot.token_file is not None),
        addresses.of_staff(said.staff),
        circles(said.staff, council, settings),
        _copied(said.copied, now),
        _behind(said.last, now),
        _record(broken),
        server_lines(said.server, now),
        _shared(said.shared),
    )
    for line in chain.from_iterable(lines):
        yield line


def _asked(db: Connection, council: str, sources: Sequence[str], now: datetime) -> _Said:
    inbox.set_progress(db, council, "checked", now.isoformat())  # on a full disk all the rest goes well
    server.demand_room(db)
    renewing.demand_key(db)
    newest = audit.newest(db, council)
    shared = neighbours.readers(db, council, sources)
    return _Said(
        people.staff(db, council), people.unread(db, council), copies.newest(db), newest.at if newest else None,
        server.asked(db), shared,
    )  # fmt: skip


def _sources(settings: Settings) -> Iterator[str]:
    """What is read here, by its name in the store."""
    box, token = settings.intake.imap, settings.bot.token_file
    if box.host and box.user:
        yield Mailbox(box.host, box.user, folder=box.folder, tls=None).source
    with suppress(Misconfigured):  # said where Telegram is tried
        number = secret(token, "bot.token_file").partition(":")[0] if token else ""
        yield from [source(int(number))] if number.isdecimal() else []


def _unread(names: Sequence[str]) -> Iterator[Found]:
    if names:
        says = f"the row of {', '.join(names)} cannot be read: they get nothing, and nothing is theirs to decide"
        yield wrong("staff", f"{says} (docs/runbook.md, The store is damaged)")


def _staff(staff: tuple[Staff, ...], council: Council, *, has_bot: bool) -> Iterator[Found]:
    held = {role for each in staff for role in each.roles}
    if missing := [role for role in DUTY if role not in held]:
        yield to_do("staff", f"nobody is {' or '.join(missing)}: heard staff add … --roles {','.join(missing)}")
    for role, why in ABOVE.items():
        if role not in held:
            yield to_do("staff", f"nobody is {role}: {why}. heard staff add … --roles {role}")
    if unheard := [each.id for each in staff if not each.email and not (each.chat and has_bot)]:
        yield to_do("staff", f"no chase and no alarm reaches {', '.join(unheard)}: heard staff add … --email")
    known = {each.id for each in staff}
    if strangers := [name for name in council.safety_lines.rota if name not in known]:
        has = "has" if len(strangers) == 1 else "have"
        says = f"{', '.join(strangers)} on it {has} no account: heard staff add, or take it off (R706)"
        yield wrong("safety rota", f"{says}; its names are those that `heard staff list` begins with")
    if lost := sorted({name for each in staff for name in (each.manager, each.deputy) if name} - known):
        yield to_do("staff", f"{', '.join(lost)} is named as a manager or deputy and has no account")

    if alone := [each.id for each in staff if {Role.CM, Role.LADO} & each.roles and not _stood_in_for(each, staff)]:
        says = "when they are away nobody has what is theirs: heard staff add … --deputy"
        yield to_do("staff", f"nobody stands in for {', '.join(alone)}; {says} (R601)")


def _stood_in_for(one: Staff, staff: tuple[Staff, ...]) -> bool:
    """Whether somebody else could have what is theirs alone."""
    if one.deputy:
        return one.deputy != one.id
    theirs = {Role.CM, Role.LADO} & one.roles
    return all(any(role in each.roles for each in staff if each.id != one.id) for role in theirs)


def circles(staff: tuple[Staff, ...], council: Council, settings: Settings) -> Iterator[Found]:
    """Letters of ours that would come back as somebody's complaint, and an address given out that nobody reads."""
    box, out = settings.intake.imap.user or "", parseaddr(settings.outbox.smtp.from_)[1]
    ours = {each.lower() for each in (box, out) if "@" in each}
    lines = council.safety_lines
    told = {"outbox.siren.email": settings.outbox.siren.email or "", "safety_lines.front_door": lines.front_door.email,
            "safety_lines.night_team": lines.night_team.email}  # fmt: skip
    told |= {f"the account {each.id}": each.email for each in staff}
    if back := [name for name, address in told.items() if address.lower() in ours]:
        says = "what we write there comes back to us as a new complaint, and nobody reads it: give their own address"
        yield wrong("letters in a circle", f"{', '.join(back)} is the mailbox that Heard reads; {says}")
    if settings.intake.imap.host and "@" in box and council.team.email.lower() not in ours:
        says = f"people are told to write to {council.team.email}, which is not the mailbox that is read"
        yield to_do("team.email", f"{says}: make them the same, or see that it is handed on to intake.imap")


def _behind(last: datetime | None, now: datetime) -> Iterator[Found]:
    if last and last - now > APART:
        says = f"the record's last entry is of {last:%Y-%m-%d %H:%M}, which is still to come: set this machine by NTP"
        yield wrong("time of day", says)


def _record(broken: int | None) -> Iterator[Found]:
    if broken is not None:
        says = f"The record is broken at entry {broken}: it was altered, left out or put in between"
        yield wrong("record", f"{says} (docs/runbook.md, The store is damaged)")


def _copied(at: datetime | None, now: datetime) -> Iterator[Found]:
    if at is None:
        yield to_do("copies", "none was ever made: let `heard backup FILE` run every night (ops/)")
    elif now - at > DAILY:
        says = f"the last was made on {at:%Y-%m-%d}, more than a day ago"
        yield to_do("copies", f"{says}: see why `heard backup` does not run (docs/runbook.md)")


def _shared(found: Mapping[str, Sequence[str]]) -> Iterator[Found]:
    for of, others in found.items():
        what = "mailbox" if of.startswith("imap:") else "bot"
        says = f"{', '.join(others)} in this database has read the same one: what comes is taken in twice, and answered"
        yield to_do(what, f"{says} twice. Give each council its own, unless that one has stopped")


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
