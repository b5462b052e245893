"""The classifier's look at what has come in, one contact after another, when everything else is done (house, 8,
step 9).

Nothing waits for it. What was not looked at, because the power went or the model was missing, is found again in the
store.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from store import contacts
from store.database import Look

log = logging.getLogger(__name__)

PAGE = 50
POLL = 10.0
"""Seconds between looks when nobody wakes us. *Taste.*"""


async def run(
    *, wake: asyncio.Event, look: Look, council: str, consider: Callable[[str], Awaitable[None]], poll: float = POLL
) -> None:
    """Let `consider` have every contact with messages that the classifier has not seen, for ever."""
    tired: dict[str, int] = {}
    while True:
        wake.clear()
        try:
            found = await look(partial(contacts.unconsidered, council=council, limit=PAGE))
        except Exception as fault:  # noqa: BLE001 the store's trouble: it waits
            log.error("contacts could not be looked at", extra={"kind": type(fault).__name__})
            found = []
        fresh = [contact for contact in found if tired.get(contact, 0) < 3]
        for contact in fresh:
            try:
                await consider(contact)
            except Exception as fault:  # noqa: BLE001 around one contact: it stays in the tray, with no suggestion
                tired[contact] = tired.get(contact, 0) + 1
                log.error("no opinion could be had", extra={"contact": contact, "kind": type(fault).__name__})
        if not fresh:
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), poll)
