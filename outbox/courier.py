"""The one door out.

A letter is claimed in one transaction, sent in none, and marked in another. If the power goes between sending and
marking we cannot know which happened, so it is sent again (`claims`): better twice than never. Its Message-ID is made
from its name, so a mail reader that files copies together will.

We do not send inside the transaction that wrote the letter. A slow mail server would then hold a lock on a child's
case, and a rollback would unsay what had been said.

Each way out goes at its own pace: a mail server that has fallen silent holds up no chat. What is most urgent is
claimed first; who is written to twice is written to in order. A letter that cannot go now is tried again with growing
pauses; one that never can is failed, and a person is told. One bad letter never stops the next.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from casework.letters import Letter
from casework.messages import Channel
from outbox import claims
from outbox.outcomes import TryLater, Undeliverable, Unreached, fail, left_on_the_desk, put_off, puzzle
from outbox.render import Choices, MissingFact, Rendered, render
from outbox.threads import threaded
from store import outbox
from store.database import Connection, Transact

__all__ = ["Also", "Send", "TryLater", "Undeliverable", "Unreached", "deliver", "run"]

log = logging.getLogger(__name__)

IN_HAND = 32
"""Letters that may be on their way at once, by each way. *Taste.*"""

POLL = 5.0
"""Seconds between looks when nobody wakes us: another process may have written something. *Taste.*"""

CROWD, TOGETHER = 4, 0.01
"""With more letters than this on their way, marks wait for one another so many seconds, and share a commit. *Taste.*"""

GRACE = 5.0
"""Seconds that letters on their way have to get there when the service stops. *Taste.*"""

MARKS = 360
"""How often a mark is tried, with growing pauses: for an hour. *Taste.*"""

Send = Callable[[Letter, Rendered], Awaitable[str]]
"""One way out: what the far end calls the letter it took. Raises TryLater or Undeliverable."""

Also = Callable[[Letter], Mapping[str, str]]
"""Facts that only the installation knows, such as the desk's address."""


Soonest = Callable[[], Awaitable[float]]
"""Seconds until the next letter that is held back may leave; infinite if none is."""


def nothing_more(letter: Letter) -> Mapping[str, str]:
    """No further facts."""
    del letter
    return {}


async def nothing_held() -> float:
    """No letter is held back."""
    return float("inf")


@dataclass(slots=True)
class _Hands:
    """What the work is done with; which ways may have more waiting, and when the next held back may leave; what is on
    its way, and what is gone unmarked.
    """

    transact: Transact
    senders: Mapping[Channel, Send]
    council: str
    now: Callable[[], datetime]
    choices: Choices
    also: Also
    unreached: Unreached
    ask: set[Channel]
    due: datetime | None = None
    going: dict[asyncio.Task[bool], Letter] = field(default_factory=dict)
    ended: list[asyncio.Task[bool]] = field(default_factory=list)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    gone: list[tuple[Letter, str, str]] = field(default_factory=list)
    marking: asyncio.Task[None] | None = None


async def run(
    deliver: Callable[[], Awaitable[int]], *, wake: asyncio.Event, soonest: Soonest = nothing_held, poll: float = POLL
) -> None:
    """Deliver for ever: at once when `wake` is set, when the next letter held back may leave, else from time to time.
    `deliver` has the same `wake`.
    """
    failures = 0
    while True:
        wake.clear()
        try:
            await deliver()
            pause = min(await soonest(), poll)
            failures = 0
        except Exception as fault:  # noqa: BLE001 the store's trouble: what is queued stays queued
            failures += 1
            pause = min(poll * failures, 60)
            log.error("no letter could be claimed", extra={"kind": type(fault).__name__, "count": failures})
        with suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), pause)


async def deliver(
    *,
    transact: Transact,
    senders: Mapping[Channel, Send],
    council: str,
    now: Callable[[], datetime],
    choices: Choices,
    also: Also = nothing_more,
    unreached: Unreached = left_on_the_desk,
    wake: asyncio.Event | None = None,
) -> int:
    """Send all that may go now by the ways there are, and what `wake` brings meanwhile; how many letters left."""
    hands = _Hands(transact, senders, council, now, choices, also, unreached, set(senders))
    beside = [asyncio.create_task(claims.hold(hands.going.values, transact=transact, now=now))]
    if wake:
        beside.append(asyncio.create_task(_listen(wake, hands)))
    try:
        return await _all(hands)
    finally:
        for task in beside:
            task.cancel()
        await _see_off(hands)


async def _all(hands: _Hands) -> int:
    left, trouble = 0, None
    while True:
        try:
            if trouble is None:
                await _claim(hands)
        except Exception as fault:  # noqa: BLE001 the store's trouble: what has left is still to be marked
            trouble = fault
        if not hands.going and not hands.stirred.is_set():
            break
        left += await _some(hands)
    if trouble is not None:
        raise trouble
    return left


async def _listen(wake: asyncio.Event, hands: _Hands) -> None:
    """Somebody has written something, nobody knows for which way."""
    while await wake.wait():
        wake.clear()
        hands.ask.update(hands.senders)
        hands.stirred.set()


async def _claim(hands: _Hands) -> None:
    """Take letters for each way that may have some, half a handful at least, and set each on its way."""
    moment, going = hands.now(), Counter(letter.to.channel for letter in hands.going.values())
    rooms = {channel: IN_HAND - going[channel] for channel in hands.ask if going[channel] <= IN_HAND // 2}
    if not rooms:
        return
    taken, hands.due = await hands.transact(lambda db: _taken(db, hands.council, moment, rooms))
    for channel, letters in taken.items():
        if len(letters) < rooms[channel]:
            hands.ask.discard(channel)
        for letter in letters:
            before = [task for task, other in hands.going.items() if other.to == letter.to]
            task = asyncio.create_task(_in_turn(letter, before, hands))
            hands.going[task] = letter
            task.add_done_callback(partial(_note, hands))


def _taken(
    db: Connection, council: str, moment: datetime, rooms: Mapping[Channel, int]
) -> tuple[dict[Channel, list[Letter]], datetime | None]:
    taken = {way: outbox.claim(db, council, moment, limit=rooms[way], channel=way) for way in sorted(rooms)}
    return taken, outbox.next_due(db, council, moment)


def _note(hands: _Hands, task: asyncio.Task[bool]) -> None:
    hands.ended.append(task)
    hands.stirred.set()


async def _some(hands: _Hands) -> int:
    """Wait until letters have ended, somebody woke us, or the next may leave; how many have left."""
    with suppress(TimeoutError):
        async with asyncio.timeout((hands.due - hands.now()).total_seconds() if hands.due else None):
            await hands.stirred.wait()
    hands.stirred.clear()
    if hands.due and hands.due <= hands.now():
        hands.ask.update(hands.senders)
    ended = list(hands.ended)
    hands.ended.clear()
    for task in ended:
        hands.ask.add(hands.going.pop(task).to.channel)  # who is written to twice has the next one waiting now
    return sum(task.result() for task in ended)


async def _see_off(hands: _Hands) -> None:
    """Let what is on its way get there. What does not goes again within a minute, its Message-ID the same."""
    if hands.going:
        await asyncio.wait(hands.going, timeout=GRACE)
        for task in hands.going:
            task.cancel()
        await asyncio.wait(hands.going)


async def _in_turn(letter: Letter, before: list[asyncio.Task[bool]], hands: _Hands) -> bool:
    """One letter, after those to the same reader; whether it left."""
    if before:
        await asyncio.wait(before)
    try:
        filled = replace(letter, facts={**hands.also(letter), **letter.facts})
        rendered = threaded(filled, render(filled, choices=hands.choices))
        far_id = await hands.senders[letter.to.channel](letter, rendered)
    except TryLater as later:
        log.warning("letter put off", extra=_named(letter, later.why))
        await _mark(letter, partial(put_off, letter=letter, later=later, unreached=hands.unreached), hands)
    except (Undeliverable, MissingFact) as never:
        log.error("letter will not arrive", extra=_named(letter, str(never)))
        await _mark(letter, partial(fail, letter=letter, why=str(never), unreached=hands.unreached), hands)
    except Exception as fault:  # noqa: BLE001 around one letter: the next may be well
        log.error("letter broke something", extra=_named(letter, type(fault).__name__))
        kind = type(fault).__name__
        await _mark(letter, partial(puzzle, letter=letter, kind=kind, unreached=hands.unreached), hands)
    else:
        hands.gone.append((letter, rendered.exactly, far_id))
        hands.marking = hands.marking or asyncio.create_task(_mark_what_left(hands))
        await asyncio.shield(hands.marking)
        log.info("letter sent", extra={"letter": letter.name, "channel": letter.to.channel.value})
        return True
    return False


async def _mark_what_left(hands: _Hands) -> None:
    """One mark for all that leaves at nearly the same time: they share a transaction."""
    if len(hands.going) > CROWD:
        await asyncio.sleep(TOGETHER)
    gone, hands.gone, hands.marking = hands.gone, [], None
    await _mark(gone[0][0], lambda db, now: outbox.sent_together(db, gone, now), hands)


def _named(letter: Letter, kind: str) -> dict[str, str]:
    return {"letter": letter.name, "channel": letter.to.channel.value, "kind": kind}


async def _mark(letter: Letter, what: Callable[[Connection, datetime], None], hands: _Hands) -> None:
    """Write down what became of a letter. A store that is down for a while must not make it leave twice."""
    moment = hands.now()
    for attempt in range(1, MARKS + 1):
        try:
            return await hands.transact(lambda db: what(db, moment))
        except Exception as fault:  # noqa: BLE001 whatever ails the store
            log.error("letter could not be marked", extra=_named(letter, type(fault).__name__))
            await asyncio.sleep(min(attempt / 4, 10))
    log.critical("letter may leave again", extra={"letter": letter.name})
    return None
