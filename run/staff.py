"""`heard staff` and `heard migrate`: the hatch for whoever keeps the machine. Accounts, roles, one-time links,
tables.
"""

import asyncio
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Collection
from pathlib import Path

from casework.changes import Change
from casework.councils import Role, Staff
from casework.frozen import replace
from casework.messages import Address, Channel
from casework.staff_answers.lines import line
from outbox.envelope import Unaddressable, mailbox
from run import keeping, time_of_day
from run.config import Settings, load
from run.ledger import progress
from store import audit, changes, migrations, people, second_steps, sessions
from store.database import Connection


def command(arguments: Namespace) -> int:
    """`heard staff add|list|link|remove`."""
    try:
        work = {"add": _add, "list": _list, "link": _link, "remove": _remove}[arguments.do]
        if arguments.do != "list" and not arguments.id:
            return _sorry(f"heard staff {arguments.do} needs the short name of an account, such as mina", 2)
        settings = load(Path(arguments.config), os.environ)
        keeping.ready(settings.store.url)
        return asyncio.run(_done(settings, lambda db: work(db, settings, arguments)))
    except keeping.REFUSED as wrong:
        return _sorry(str(wrong), 1)


def migrate(arguments: Namespace) -> int:
    """`heard migrate`: the tables of this version, whole or not at all."""
    try:
        store = load(Path(arguments.config), os.environ).store
        with progress("bringing it up to date") as tell:
            keeping.migrate(store, tell)
    except keeping.REFUSED as wrong:
        return _sorry(str(wrong), 1)
    sys.stdout.write(f"the database has the tables of version {migrations.HEAD}\n")
    return 0


async def _done(settings: Settings, work: Callable[[Connection], int]) -> int:
    async with keeping.opened(settings.store) as database:
        return await database.transact(work)


def _add(db: Connection, settings: Settings, given: Namespace) -> int:
    here = {each.id: each for each in people.staff(db, settings.council)}
    if wrong := _mistyped(given) or _cannot_be(db, settings, given, here):
        return _sorry(*wrong)
    known = here.get(given.id)
    one = replace(
        known or Staff(given.id, given.name, frozenset()),
        name=given.name,
        roles=frozenset(Role(role) for role in _words(given.roles)),
        email=given.email,
        teams=frozenset(_words(given.teams)),
        manager=given.manager,
        deputy=given.deputy,
    )
    if known and known.roles != one.roles:
        _unlinked(db, settings, known)
    (people.change if known else people.add)(db, settings.council, one)
    _record(db, settings, "account changed" if known else "account added", given.id)
    sys.stdout.write(f"{given.id} is {'changed' if known else 'added'}; to let them in: heard staff link {given.id}\n")
    return 0


def _mistyped(given: Namespace) -> tuple[str, int] | None:
    """What is wrong with an account as it was typed, and the exit code."""
    unknown = [role for role in _words(given.roles or "") if role not in set(Role)]
    if unknown:
        return f"there is no role called {', '.join(unknown)}; there are: {', '.join(Role)}", 2
    if not given.roles or not given.name or not given.email:
        return f"an account needs --name, --email and --roles; roles are {', '.join(Role)}", 2
    try:
        mailbox(given.email)
    except Unaddressable:
        return "--email is no address that a letter can go to", 2
    return None


def _cannot_be(db: Connection, settings: Settings, given: Namespace, here: Collection[str]) -> tuple[str, int] | None:
    """What stands against it among those who work here, or did, and the exit code."""
    if given.id not in here and people.member(db, settings.council, given.id):
        return f"{given.id} was somebody who has left, and stays their name: choose another", 1
    nobody = [other for other in (given.manager, given.deputy) if other and other not in here]
    if nobody:
        return f"nobody here is called {' or '.join(nobody)}: add them first; see heard staff list", 1
    return None


def _list(db: Connection, settings: Settings, given: Namespace) -> int:
    del given
    for each in people.staff(db, settings.council):
        sys.stdout.write(f"{each.id}\t{','.join(sorted(each.roles))}\t{each.name}\n")
    return 0


def _link(db: Connection, settings: Settings, given: Namespace) -> int:
    if not _is_here(db, settings, given.id):
        return _sorry(f"nobody here is called {given.id}; see heard staff list", 1)
    if given.new_phone:
        second_steps.end(db, settings.council, given.id)
        sessions.end_all(db, settings.council, given.id)
        _record(db, settings, "telephone for codes taken away", given.id)
    token = people.issue_link(db, settings.council, given.id, time_of_day.now())
    _record(db, settings, "sign-in link made", given.id)
    sys.stdout.write(f"{settings.desk.found_at}/sign-in/{token}\n")
    return 0


def _remove(db: Connection, settings: Settings, given: Namespace) -> int:
    if not _is_here(db, settings, given.id):
        return _sorry(f"nobody here is called {given.id}; see heard staff list", 1)
    _unlinked(db, settings, people.member(db, settings.council, given.id))
    people.remove(db, settings.council, given.id, time_of_day.now())
    _record(db, settings, "account removed", given.id)
    sys.stdout.write(f"{given.id} is signed out, and their account has ended\n")
    return 0


def _unlinked(db: Connection, settings: Settings, one: Staff | None) -> None:
    """Leaving or another role ends a linked chat at once, and the chat is told (conversations 2.14)."""
    if one is None or not one.chat:
        return
    now, chat = time_of_day.now(), Address(Channel.TELEGRAM, one.chat)
    said = line("staff.unlinked", chat, one.id, council=settings.council, now=now, once=now.isoformat(), facts={})
    changes.save(db, Change(letters=(said,)), now)


def _is_here(db: Connection, settings: Settings, name: str) -> bool:
    return any(each.id == name for each in people.staff(db, settings.council))


def _record(db: Connection, settings: Settings, did: str, about: str) -> None:
    audit.record(db, council=settings.council, who="the machine's keeper", did=did, about=about, at=time_of_day.now())


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _sorry(text: str, code: int) -> int:
    sys.stderr.write(text + "\n")
    return code
