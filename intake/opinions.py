"""The classifier's look at what has come in, when everything else is done (house, 8, step 9).

Nothing waits for it. What was not looked at, because the power went or the model was missing, is found again in the
store. A contact at which it fails is looked at again after a pause that grows, and holds up no other.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from intake.patience import Patience
from store import contacts
from store.database import Look

log = logging.getLogger(__name__)

PAGE = 48
"""Contacts that one look into the store finds. *Taste.*"""

AT_ONCE = 4
"""How many are in hand together: while two are read by the model, on a core each, another is weighed and a fourth
written down. More would only wait, in threads that reading mail needs. *Taste.*
"""

POLL = 10.0
"""Seconds between looks when nobody wakes us. *Taste.*"""

TIRED = Patience(10.0, 3600.0)
"""Seconds until one that failed is looked at again: at first, and at the most. *Taste.*"""


@dataclass(slots=True)
class _Failed:
    """How often a contact has failed, and when it is tried again, by the loop's time."""

    times: int = 0
    again: float = 0.0


async def run(
    *,
    wake: asyncio.Event,
    look: Look,
    council: str,
    consider: Callable[[str], Awaitable[None]],
    poll: float = POLL,
    patience: Patience = TIRED,
) -> None:
    """Let `consider` have every contact with messages that the classifier has not seen, for ever."""
    failed: dict[str, _Failed] = {}
    while True:
        wake.clear()
        found = await _found(look, council, PAGE + len(failed))
        failed = {contact: failed[contact] for contact in found if contact in failed}
        time = asyncio.get_running_loop().time()
        ready = [contact for contact in found if contact not in failed or failed[contact].again <= time]
        await _each(ready, consider, failed, patience)
        if not ready:
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), poll)


async def _found(look: Look, council: str, limit: int) -> list[str]:
    try:
        return await look(partial(contacts.unconsidered, council=council, limit=limit))
    except Exception as fault:  # noqa: BLE001 the store's trouble: it waits
        log.error("contacts could not be looked at", extra={"kind": type(fault).__name__})
        return []


async def _each(
    ready: list[str], consider: Callable[[str], Awaitable[None]], failed: dict[str, _Failed], patience: Patience
) -> None:
    room = asyncio.Semaphore(AT_ONCE)

    async def one(contact: str) -> None:
        async with room:
            try:
                await consider(contact)
            except Exception as fault:  # noqa: BLE001 around one contact: it stays in the tray, with no suggestion
                log.error("no opinion could be had", extra={"contact": contact, "kind": type(fault).__name__})
                times = failed.get(contact, _Failed()).times + 1
                again = asyncio.get_running_loop().time() + patience.pause(times)
                failed[contact] = _Failed(times, again)
            else:
                failed.pop(contact, None)

    await asyncio.gather(*(one(contact) for contact in ready))
