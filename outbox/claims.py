"""Whose letters are whose, among machines that share a store.

Whoever has letters in hand says so every few seconds. A claim of which nothing has been said for a while is given back
to the queue: a machine died, and nobody can know whether the letter left. It is sent again under the same Message-ID.

No machine's clock is held against another's: who takes over has themselves looked several times, and seen the claim
unchanged each time. A store that is away keeps everybody from saying anything, and a machine that was frozen has not
heard what was said: after either, the looking begins anew. Whoever stood still so long that their letters went to
another finds that out with the next word, and lets go of those that have not left.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial

from store import outbox
from store.database import Transact

log = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds between two words of whoever has letters in hand, and between two looks of the others. *Taste.*"""

LOOKS = 5
"""How often a claim is seen unchanged before it is given back: after 12 to 15 seconds of silence, as whoever reads is
taken for dead (`store.claims`). *Taste*: a letter that comes twice frightens less than one that comes late.
"""

Claims = Mapping[str, datetime]
"""Letters on their way by name, and when something was last said of each."""


async def hold(
    in_hand: Callable[[], Claims],
    *,
    transact: Transact,
    council: str,
    now: Callable[[], datetime],
    lost: Callable[[Collection[str]], None],
    every: float = EVERY,
) -> None:
    """Say for ever which letters are in hand here: by name, each with the moment it was claimed. `lost` hears which of
    them are another's by now.
    """
    said: dict[str, set[datetime]] = {}
    while True:
        await asyncio.sleep(every)
        claimed, moment = in_hand(), now()
        said = {name: said.get(name, {at}) for name, at in claimed.items()}
        if not said:
            continue
        try:
            ours = await transact(partial(outbox.hold, council=council, said=said, now=moment))
        except Exception as fault:  # noqa: BLE001 the store's trouble: while it is away nobody can take over either
            log.warning("letters in hand were not held", extra={"kind": type(fault).__name__})
            said = {name: {*moments, moment} for name, moments in said.items()}  # who knows whether it was written
        else:
            lost(said.keys() - ours)
            said = {name: {moment} for name in ours}


async def take_over(
    *,
    transact: Transact,
    council: str,
    now: Callable[[], datetime],
    wake: asyncio.Event,
    every: float = EVERY,
    looks: int = LOOKS,
) -> None:
    """Look for ever for letters that nobody has in hand any more, and give them back to the queue."""
    watch = Watch(looks)
    while True:
        began = now()
        await asyncio.sleep(every)
        if not _awake(now() - began, every):
            watch.forget()
        try:
            if count := await _given_back(watch, transact, council):
                log.warning("letters that nobody had in hand go back to the queue", extra={"count": count})
                wake.set()
        except Exception as fault:  # noqa: BLE001 the store's trouble: nobody could have said anything meanwhile
            log.warning("nobody could see whose letters are whose", extra={"kind": type(fault).__name__})
            watch.forget()


async def _given_back(watch: "Watch", transact: Transact, council: str) -> int:
    seen = await transact(lambda db: outbox.claims(db, council))
    lapsed = watch.look(seen)
    return await transact(lambda db: outbox.give_back(db, council, lapsed)) if lapsed else 0


class Watch:
    """How often each claim has been seen unchanged, in looks without a break."""

    def __init__(self, looks: int) -> None:
        self._looks = looks
        self._seen: dict[str, tuple[datetime, int]] = {}

    def forget(self) -> None:
        """There was a break: whatever was seen before it proves nothing."""
        self._seen.clear()

    def look(self, claims: Claims) -> dict[str, datetime]:
        """The claims as they are now; which of them have been as they are for too long."""
        before, self._seen = self._seen, {}
        for name, said in claims.items():
            was, times = before.get(name, (said, 0))
            self._seen[name] = said, times + 1 if was == said else 1
        return {name: said for name, (said, times) in self._seen.items() if times >= self._looks}


def _awake(passed: timedelta, every: float) -> bool:
    """Whether we slept as long as we meant to: not frozen, nor with the time of day set anew."""
    return timedelta(0) <= passed <= timedelta(seconds=2 * every)
