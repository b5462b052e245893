"""Notices that Telegram answers again after a long while, and tells whoever has something open in a chat.

When it last answered is kept in the store, since a machine that was off remembers nothing. Who is told is worked out
from the store then; each chat is told once of one outage, however often we look.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from functools import partial

from casework.cases import Case
from casework.changes import Change
from casework.contacts import Contact
from casework.councils import Council
from casework.letters import Letter
from casework.messages import Address
from casework.time_passes import outage
from scheduler.pages import sound
from store import cases, changes, contacts, inbox
from store.database import Connection, Look, Transact
from store.due import Sort

log = logging.getLogger(__name__)

HEARD = "telegram/heard"
EVERY = 60.0
"""Seconds between two looks. *Taste.*"""
PAGE = 200


async def watch(
    *,
    heard: Callable[[], datetime | None],
    council: Council,
    transact: Transact,
    look: Look,
    now: Callable[[], datetime],
    wake: asyncio.Event,
    every: float = EVERY,
) -> None:
    """Look for ever at when Telegram last answered."""
    while True:
        at = heard()
        if at is not None and await noted(at, council=council, transact=transact, look=look, now=now()):
            wake.set()
        await asyncio.sleep(every)


async def noted(at: datetime, *, council: Council, transact: Transact, look: Look, now: datetime) -> int:
    """Write down that Telegram answered then. How many were told that it had not for long."""
    before = await look(lambda db: inbox.progress(db, council.name, HEARD))
    if before and datetime.fromisoformat(before) >= at:
        return 0
    told: dict[Address, Letter] = {}
    if before and at - datetime.fromisoformat(before) > outage.LONG:
        say = partial(outage.letter, since=datetime.fromisoformat(before), until=at, council=council, now=now)
        for sort in (Sort.CASE, Sort.CONTACT):
            async for said in _said(sort, say, look, council):
                told.setdefault(said.to, said)
        log.warning("telegram answers again after long", extra={"count": len(told)})
    letters = tuple(told.values())

    def work(db: Connection) -> None:
        inbox.set_progress(db, council.name, HEARD, at.isoformat())
        if letters:
            changes.save(db, Change(letters=letters), now)

    await transact(work)
    return len(letters)


async def _said(
    sort: Sort, say: Callable[[Case | Contact], Letter | None], look: Look, council: Council
) -> AsyncIterator[Letter]:
    """What is said about all that is open of that sort and can be read, a page at a time."""
    there, read = (cases.open_now, cases.some) if sort is Sort.CASE else (contacts.tray_now, contacts.some)
    names = [each.name for each in await look(partial(there, council=council.name, limit=cases.EVERY))]

    def some(db: Connection, page: Sequence[str]) -> list[Letter]:
        found = sound(page, lambda these: [say(each) for each in read(db, council.name, these)], sort)[0]
        return [said for said in found if said]

    for start in range(0, len(names), PAGE):
        for said in await look(partial(some, page=names[start : start + PAGE])):
            yield said
